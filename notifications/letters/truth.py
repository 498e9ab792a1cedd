"""Whether what was decided is still true when its letter is written. Reads nothing but its arguments.

Between decision and letter lie quiet hours, outages, approvals: tasks are finished, deadlines move, people change.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from notifications.decision import still_wanted
from notifications.envelope import Entry
from notifications.events import Event
from tasks_registry.meetings.states import MeetingState
from tasks_registry.states import OPEN, WorkState
from tasks_registry.view import MeetingView, PersonView, TaskView


def reminds(entry: Entry, task: TaskView | None, person: PersonView) -> bool:
    """Tell whether ``person`` must still hear of the task: it wants it, its due day stands, nobody took it over."""
    return (
        task is not None
        and still_wanted(task) is None
        and task.due == entry.due
        and task.officer is not None
        and task.officer.id == person.id
    )


def escalates(entry: Entry, task: TaskView | None, today: date) -> bool:
    """Tell whether the task is still late by the due day that went up the ladder."""
    return task is not None and still_wanted(task) is None and task.due == entry.due and entry.due < today


def announces(day: date, meeting: MeetingView | None, today: date) -> bool:
    """Tell whether the meeting still has that day, and it lies ahead."""
    return (
        meeting is not None
        and meeting.day == day
        and day >= today
        and meeting.state not in (MeetingState.POSTPONED, MeetingState.CLOSED)
    )


def task_event_holds(
    event: Event, after: date | None, task: TaskView | None, person: PersonView, awaiting_answer: Collection[str]
) -> bool:
    """Tell whether what happened to the task still holds; ``awaiting_answer`` are the codes with an open request."""
    if task is None:
        return False
    mine = task.officer is not None and task.officer.id == person.id
    wanted = still_wanted(task) is None
    if event is Event.REMOVED:
        return not (mine and wanted)
    if event is Event.ASSIGNED:
        return wanted and (mine or person.agency_name in task.support_names)
    if event is Event.RETURNED:
        return mine and task.work_state is WorkState.RETURNED
    if event is Event.EXTENSION_ASKED:
        return task.code in awaiting_answer
    if event is Event.EXTENSION_REFUSED:
        return task.work_state in OPEN
    return task.work_state in OPEN and task.due == after  # the due day as changed, or as extended


def meeting_event_holds(event: Event, after: date | None, meeting: MeetingView | None, today: date) -> bool:
    """Tell whether what happened to the meeting still holds."""
    if event is Event.MEETING_POSTPONED:
        return meeting is not None and meeting.state is MeetingState.POSTPONED
    return after is not None and announces(after, meeting, today)


def iso_day(value: Any) -> date | None:
    """Read a day of a notice's detail, None where there is none."""
    return date.fromisoformat(value) if isinstance(value, str) and value else None

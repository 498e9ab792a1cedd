"""What a batch of messages speaks of, as the registry has it now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from notifications.writing import Desk, Order
from tasks_registry import store
from tasks_registry.states import OPEN
from tasks_registry.view import MeetingView, TaskView


@dataclass(frozen=True)
class Gathered:
    """Tasks and meetings by id."""

    tasks: Mapping[int, TaskView]
    meetings: Mapping[int, MeetingView]

    def meeting_of(self, task: TaskView) -> MeetingView | None:
        """Return the meeting that a task belongs to."""
        return None if task.meeting_id is None else self.meetings.get(task.meeting_id)


def gather(desk: Desk, task_ids: Iterable[int | None], meeting_ids: Iterable[int | None]) -> Gathered:
    """Read tasks, the meetings that they belong to, and further meetings, in two queries."""
    wanted = {id_ for id_ in task_ids if id_ is not None}
    tasks: Sequence[TaskView] = ()
    if wanted:
        tasks = store.task_views(desk.session, desk.committee, ids=wanted, on=desk.today)
    meeting_wanted = {id_ for id_ in (*meeting_ids, *(task.meeting_id for task in tasks)) if id_ is not None}
    meetings: Sequence[MeetingView] = ()
    if meeting_wanted:
        meetings = store.meeting_views(desk.session, desk.committee, ids=meeting_wanted)
    return Gathered({task.id: task for task in tasks}, {meeting.id: meeting for meeting in meetings})


def gather_entries(desk: Desk, orders: Sequence[Order]) -> Gathered:
    """Read the tasks and meetings of a batch."""
    entries = [entry for order in orders for entry in order.entries]
    return gather(desk, (entry.task_id for entry in entries), (entry.meeting_id for entry in entries))


def codes_awaiting_answer(desk: Desk) -> set[str]:
    """Return the codes of tasks whose lead has asked for more time and not been answered."""
    return {extension.code for extension in store.pending_extensions(desk.session, desk.committee)}


def unfinished_by(desk: Desk, last: date) -> list[TaskView]:
    """Return the unfinished tasks that are due by ``last``."""
    return store.task_views(desk.session, desk.committee, states=OPEN, due_by=last, on=desk.today)


def meetings_ahead(desk: Desk) -> list[MeetingView]:
    """Return the meetings that have a day from today on, the next one first."""
    views = store.meeting_views(desk.session, desk.committee)
    return [view for view in views if view.day is not None and view.day >= desk.today]

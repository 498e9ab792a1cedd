"""Who must be reminded of what on a day – and why the others not. Pure: no clock, no database, no settings.

The same function serves the run, the dry run, the simulation of a quarter, and the question "why did (or didn't) this
person get a reminder?".
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from config.reminders import Mark, ReminderPolicy
from notifications import keys
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.states import OPEN, WorkState
from tasks_registry.view import PersonView, TaskView

EMAIL = "email"


class SkipReason(StrEnum):
    """Why nothing is said of a task."""

    NOT_OPEN = "not-open"
    WAITING_FOR_REVIEW = "waiting-for-review"
    HANDED_BACK = "handed-back"
    NO_PERSON = "no-person"
    NO_DEADLINE = "no-deadline"
    DAY_OFF = "day-off"
    NOT_YET = "not-yet"
    ALREADY_SAID = "already-said"

    @property
    def label(self) -> str:
        """The reason as the office reads it."""
        return _LABELS[self]


_LABELS = {
    SkipReason.NOT_OPEN: "nhiệm vụ không còn phải thực hiện",
    SkipReason.WAITING_FOR_REVIEW: "đã nộp, chờ văn phòng thẩm định",
    SkipReason.HANDED_BACK: "đã trả lại nơi giao, chờ văn phòng giao lại",
    SkipReason.NO_PERSON: "chưa có người nhận nhắc việc",
    SkipReason.NO_DEADLINE: "chưa xác định hạn",
    SkipReason.DAY_OFF: "ngày nghỉ",
    SkipReason.NOT_YET: "chưa đến mốc nhắc",
    SkipReason.ALREADY_SAID: "mốc này đã nhắc rồi",
}


@dataclass(frozen=True)
class Remind:
    """``person`` must hear of ``task`` because ``milestone`` of its due day is reached."""

    task: TaskView
    person: PersonView
    milestone: str
    due: date
    channel: str
    key: str


@dataclass(frozen=True)
class Skip:
    """Nothing is said of ``task``, and why."""

    task: TaskView
    person: PersonView | None
    reason: SkipReason


Decision = Remind | Skip


@dataclass(frozen=True)
class Digest:
    """One message to one person: everything that must be said in this run, most urgent first."""

    person: PersonView
    channel: str
    items: tuple[Remind, ...]


def decide(
    tasks: Iterable[TaskView],
    said: Collection[str],
    policy: ReminderPolicy,
    calendar: WorkingCalendar,
    today: date,
) -> list[Decision]:
    """Decide for every task what is said on ``today`` (the office's day), given the keys ``said`` before.

    Level-triggered: the milestone that speaks is the last one reached, so a milestone missed while the machine was off
    is folded into the next run, and several missed ones speak once, with the most severe.
    """
    return [_decide(task, said, policy, calendar, today) for task in tasks]


def _decide(
    task: TaskView, said: Collection[str], policy: ReminderPolicy, calendar: WorkingCalendar, today: date
) -> Decision:
    person = task.officer
    if still_wanted(task) is not None:
        return Skip(task, person, still_wanted(task) or SkipReason.NOT_OPEN)
    if task.due is None:
        return Skip(task, person, SkipReason.NO_DEADLINE)
    if person is None:
        return Skip(task, None, SkipReason.NO_PERSON)
    if policy.working_days_only and not calendar.is_working(today):
        return Skip(task, person, SkipReason.DAY_OFF)
    milestone = reached_milestone(task.due, _offsets(task, policy), policy, calendar, today)
    if milestone is None:
        return Skip(task, person, SkipReason.NOT_YET)
    key = keys.task_key(task.id, milestone, task.due, person.id, EMAIL)
    if key in said:
        return Skip(task, person, SkipReason.ALREADY_SAID)
    return Remind(task, person, milestone, task.due, EMAIL, key)


def still_wanted(task: TaskView) -> SkipReason | None:
    """Return why the state of a task forbids any reminder, None when it does not (asked again before sending)."""
    if task.work_state is WorkState.SUBMITTED:
        return SkipReason.WAITING_FOR_REVIEW
    if task.work_state is WorkState.HANDED_BACK:
        return SkipReason.HANDED_BACK
    return None if task.work_state in OPEN else SkipReason.NOT_OPEN


def _offsets(task: TaskView, policy: ReminderPolicy) -> Sequence[Mark]:
    for_meeting = task.meeting_id is not None and task.deadline_rule in (DeadlineRule.MEETING, DeadlineRule.HEADING)
    return policy.milestones.meeting_papers if for_meeting else policy.milestones.deadline


def reached_milestone(
    due: date, offsets: Sequence[Mark], policy: ReminderPolicy, calendar: WorkingCalendar, today: date
) -> str | None:
    """Return the name of the last milestone reached on ``today``, None before the first.

    A milestone before the due day that falls on a day off is reached on the working day before it: a warning may come
    early, never after the week-end that it warned of. Overdue ones come every ``overdue_every_days`` calendar days.
    """
    late = (today - due).days
    if late >= policy.overdue_every_days:
        return keys.after_due(late - late % policy.overdue_every_days)
    for offset in sorted(mark for mark in offsets if isinstance(mark, int)):
        day = due - timedelta(days=offset)
        if today >= (calendar.roll_back(day) if policy.working_days_only else day):
            return keys.before_due(offset)
    return None


def digests(decisions: Iterable[Decision]) -> list[Digest]:
    """Gather what must be said into one message per person and channel, in a stable order."""
    reminds = sorted(
        (decision for decision in decisions if isinstance(decision, Remind)),
        key=lambda item: (item.person.id, item.channel, item.due, item.task.code),
    )
    return [
        Digest(group[0].person, group[0].channel, tuple(group))
        for _, found in groupby(reminds, key=lambda item: (item.person.id, item.channel))
        if (group := list(found))
    ]


def simulate(
    tasks: Sequence[TaskView],
    said: Collection[str],
    policy: ReminderPolicy,
    calendar: WorkingCalendar,
    days: Iterable[date],
) -> list[tuple[date, list[Digest]]]:
    """Return the digests of every day in ``days`` (ascending) if nothing but time changed from today's data."""
    heard = set(said)
    course: list[tuple[date, list[Digest]]] = []
    for day in days:
        found = digests(decide(tasks, heard, policy, calendar, day))
        heard.update(item.key for digest in found for item in digest.items)
        course.append((day, found))
    return course

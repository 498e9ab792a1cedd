"""What a meeting must see: every figure and list of the status report, computed once from plain task rows.

Pure: the day comes in as an argument. Draft, suspended, carried-over and withdrawn tasks enter no figure.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from config.office import JudgedBy
from reports.words import slug
from tasks_registry.deadlines import judged_due
from tasks_registry.states import COUNTED, OPEN, WORKED_ON, WorkState
from tasks_registry.time_state import Figures, TimeState, count_figures, days_overdue, time_state
from tasks_registry.view import MeetingView, TaskView


class Group(IntEnum):
    """Where a task stands in the appendix; the order of the values is the order on paper."""

    OVERDUE = 1
    AGENDA = 2
    OTHER = 3


class Paper(StrEnum):
    """How far the paper of an agenda item is."""

    REVIEWED = "reviewed"
    """The office confirmed it."""
    FILED = "filed"
    """Handed in, the office is reviewing it."""
    RETURNED = "returned"
    MISSING = "missing"

    @property
    def filed(self) -> bool:
        """Tell whether the paper lies with the office."""
        return self in (Paper.REVIEWED, Paper.FILED)


_PAPER_OF_STATE = {
    WorkState.DONE: Paper.REVIEWED,
    WorkState.SUBMITTED: Paper.FILED,
    WorkState.RETURNED: Paper.RETURNED,
}


@dataclass(frozen=True)
class TaskFact:
    """A counted task and what the day makes of it."""

    task: TaskView
    time: TimeState
    days_overdue: int
    """Calendar days past the deadline; 0 when the task is not overdue."""
    group: Group

    @property
    def overdue(self) -> bool:
        """Tell whether the task is open and past its deadline."""
        return self.time is TimeState.OVERDUE

    @property
    def awaits_review(self) -> bool:
        """Tell whether the owner has handed in and the next move is the office's."""
        return self.task.work_state is WorkState.SUBMITTED

    @property
    def owner_must_act(self) -> bool:
        """Tell whether the next move is the owner's."""
        return self.task.work_state in WORKED_ON

    @property
    def paper(self) -> Paper:
        """How far the paper is, when the task is an agenda item."""
        return _PAPER_OF_STATE.get(self.task.work_state, Paper.MISSING)


@dataclass(frozen=True)
class AgencyFigures:
    """The figures of one lead agency; ``code`` and ``name`` are None for the tasks that have no lead."""

    code: str | None
    name: str | None
    figures: Figures


@dataclass(frozen=True)
class MeetingFacts:
    """The status of all counted tasks before a meeting. Lists overlap: each answers a question of its own."""

    meeting: MeetingView
    as_of: date
    """Số liệu tính đến ngày: the office's day for which everything here holds."""
    period_start: date
    due_soon_days: int
    """The margin of ``due_soon``, calendar days."""
    figures: Figures
    by_agency: tuple[AgencyFigures, ...]
    """Most overdue tasks first, then by name; tasks without a lead last."""
    overdue: tuple[TaskFact, ...]
    """Most days overdue first."""
    agenda: tuple[TaskFact, ...]
    """Tasks whose meeting is this one, by printed number."""
    due_before_meeting: tuple[TaskFact, ...]
    """The owner must act, not overdue, due on or before the meeting's (last possible) day."""
    due_soon: tuple[TaskFact, ...]
    """The owner must act, due within ``due_soon_days`` but only after the meeting, or the meeting has no day."""
    awaiting_review: tuple[TaskFact, ...]
    handed_back: tuple[TaskFact, ...]
    """The lead agency gave them back; the office must assign them anew."""
    without_report: tuple[TaskFact, ...]
    """The owner must act and never reported: a fact of its own, not “late”."""
    without_lead: tuple[TaskFact, ...]
    """Open tasks that no agency answers for."""
    done_in_period: tuple[TaskFact, ...]
    appendix: tuple[TaskFact, ...]
    """Every counted task: all overdue ones, then this meeting's agenda, then the others by due date."""
    left_out: tuple[tuple[WorkState, int], ...]
    """How many confirmed tasks are suspended, carried over or withdrawn."""


def quarter_start(day: date) -> date:
    """Return the first day of the quarter that holds ``day`` (executive committees meet quarterly)."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def printed_order(number: str | None) -> tuple[bool, list[tuple[int, str]]]:
    """Return a sort key by which ``2.9`` comes before ``2.10``; tasks without a printed number come last."""
    parts = re.findall(r"\d+|[^\W\d_]+", number or "")
    return not parts, [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def meeting_facts(
    meeting: MeetingView,
    tasks: Sequence[TaskView],
    *,
    today: date,
    due_soon_days: int,
    judged_by: JudgedBy = JudgedBy.CURRENT,
    period_start: date | None = None,
) -> MeetingFacts:
    """Gather the facts of ``tasks`` for ``meeting`` as they stand on ``today`` (the office's day).

    ``due_soon_days`` are calendar days, the due day not counted; ``judged_by`` says by which due day tasks with an
    extension are late. ``period_start`` is the first day of the period whose
    finished tasks are listed; by default the quarter of ``today`` begins it.
    """
    counted = sorted(
        (_fact(task, meeting, today, due_soon_days, judged_by) for task in tasks if task.work_state in COUNTED),
        key=_appendix_place,
    )
    start = period_start or quarter_start(today)
    coming = sorted((fact for fact in counted if fact.owner_must_act and not fact.overdue), key=_due_order)
    states = Counter(task.work_state for task in tasks)
    return MeetingFacts(
        meeting=meeting,
        as_of=today,
        period_start=start,
        due_soon_days=due_soon_days,
        figures=count_figures(fact.time for fact in counted),
        by_agency=_by_agency(counted),
        overdue=tuple(fact for fact in counted if fact.overdue),
        agenda=tuple(sorted((fact for fact in counted if fact.task.meeting_id == meeting.id), key=_agenda_order)),
        due_before_meeting=tuple(fact for fact in coming if _due_before(fact, meeting)),
        due_soon=tuple(fact for fact in coming if fact.time in _SOON and not _due_before(fact, meeting)),
        awaiting_review=tuple(fact for fact in counted if fact.awaits_review),
        handed_back=tuple(fact for fact in counted if fact.task.work_state is WorkState.HANDED_BACK),
        without_report=tuple(fact for fact in counted if fact.owner_must_act and fact.task.reported_at is None),
        without_lead=tuple(fact for fact in counted if fact.task.work_state in OPEN and fact.task.lead_code is None),
        done_in_period=tuple(fact for fact in counted if _done_since(fact, start)),
        appendix=tuple(counted),
        left_out=tuple((state, states[state]) for state in _LEFT_OUT if states[state]),
    )


_SOON = (TimeState.DUE_TODAY, TimeState.DUE_SOON)
_LEFT_OUT = (WorkState.SUSPENDED, WorkState.CARRIED_OVER, WorkState.WITHDRAWN)
"""Drafts are missing on purpose: nobody confirmed them, so the meeting has nothing to know of them."""


def _fact(task: TaskView, meeting: MeetingView, today: date, due_soon_days: int, judged_by: JudgedBy) -> TaskFact:
    due = judged_due(task.due, task.original_due, judged_by)
    time = time_state(task.work_state, due, task.completed_on, today, due_soon_days)
    if time is TimeState.OVERDUE:
        group = Group.OVERDUE
    else:
        group = Group.AGENDA if task.meeting_id == meeting.id else Group.OTHER
    return TaskFact(task, time, days_overdue(task.work_state, due, today), group)


_Place = tuple[object, ...]


def _agenda_order(fact: TaskFact) -> _Place:
    return *printed_order(fact.task.number), fact.task.code


def _due_order(fact: TaskFact) -> _Place:
    return fact.task.due or date.max, *_agenda_order(fact)


def _appendix_place(fact: TaskFact) -> _Place:
    if fact.group is Group.OVERDUE:  # not by the due day: an extended task may be judged by its first one
        return fact.group, -fact.days_overdue, *_agenda_order(fact)
    return fact.group, *(_agenda_order(fact) if fact.group is Group.AGENDA else _due_order(fact))


def _due_before(fact: TaskFact, meeting: MeetingView) -> bool:
    last_day = meeting.day or meeting.window_to
    return last_day is not None and fact.task.due is not None and fact.task.due <= last_day


def _done_since(fact: TaskFact, start: date) -> bool:
    task = fact.task
    return task.work_state is WorkState.DONE and task.completed_on is not None and task.completed_on >= start


def _by_agency(facts: Sequence[TaskFact]) -> tuple[AgencyFigures, ...]:
    names: dict[str | None, str | None] = {}
    times: dict[str | None, list[TimeState]] = {}
    for fact in facts:
        code = fact.task.lead_code
        names.setdefault(code, fact.task.lead_name if code else None)
        times.setdefault(code, []).append(fact.time)
    return tuple(
        sorted((AgencyFigures(code, names[code], count_figures(times[code])) for code in times), key=_worst_first)
    )


def _worst_first(agency: AgencyFigures) -> _Place:
    return agency.code is None, -agency.figures.open_overdue, slug(agency.name or ""), agency.code or ""

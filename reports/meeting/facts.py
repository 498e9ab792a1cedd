"""What a meeting must see: every figure and list of the status report, computed once from plain task rows.

Pure: the day comes in as an argument. Draft, suspended, carried-over and withdrawn tasks enter no figure.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from config.office import JudgedBy
from reports.breakdown import Part, by_agency
from reports.task_facts import Place, TaskFact, by_due_day, by_number, task_fact
from tasks_registry.states import COUNTED, OPEN, WorkState
from tasks_registry.time_state import Figures, TimeState, count_figures
from tasks_registry.view import MeetingView, TaskView


class Group(IntEnum):
    """Where a task stands in the appendix; the order of the values is the order on paper."""

    OVERDUE = 1
    AGENDA = 2
    OTHER = 3


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
    by_agency: tuple[Part, ...]
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

    def group(self, fact: TaskFact) -> Group:
        """Return where ``fact`` stands in the appendix."""
        return _group(fact, self.meeting)


def quarter_start(day: date) -> date:
    """Return the first day of the quarter that holds ``day`` (executive committees meet quarterly)."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


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
        (task_fact(task, today, due_soon_days, judged_by) for task in tasks if task.work_state in COUNTED),
        key=lambda fact: _appendix_place(fact, _group(fact, meeting)),
    )
    start = period_start or quarter_start(today)
    coming = sorted((fact for fact in counted if fact.owner_must_act and not fact.overdue), key=by_due_day)
    states = Counter(task.work_state for task in tasks)
    return MeetingFacts(
        meeting=meeting,
        as_of=today,
        period_start=start,
        due_soon_days=due_soon_days,
        figures=count_figures(fact.time for fact in counted),
        by_agency=by_agency(counted),
        overdue=tuple(fact for fact in counted if fact.overdue),
        agenda=tuple(sorted((fact for fact in counted if fact.task.meeting_id == meeting.id), key=by_number)),
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


def _group(fact: TaskFact, meeting: MeetingView) -> Group:
    if fact.overdue:
        return Group.OVERDUE
    return Group.AGENDA if fact.task.meeting_id == meeting.id else Group.OTHER


def _appendix_place(fact: TaskFact, group: Group) -> Place:
    if group is Group.OVERDUE:  # not by the due day: an extended task may be judged by its first one
        return group, -fact.days_overdue, *by_number(fact)
    return group, *(by_number(fact) if group is Group.AGENDA else by_due_day(fact))


def _due_before(fact: TaskFact, meeting: MeetingView) -> bool:
    last_day = meeting.day or meeting.window_to
    return last_day is not None and fact.task.due is not None and fact.task.due <= last_day


def _done_since(fact: TaskFact, start: date) -> bool:
    task = fact.task
    return task.work_state is WorkState.DONE and task.completed_on is not None and task.completed_on >= start

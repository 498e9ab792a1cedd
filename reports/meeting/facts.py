"""What a meeting must see: every figure and list of the status report, computed once from plain task rows.

Pure: the day comes in as an argument. Draft, suspended, carried-over and withdrawn tasks enter no figure.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from enum import IntEnum
from functools import cached_property

from config.rhythm import JudgedBy
from reports.agenda_entries import AgendaEntry, agenda_entries
from reports.breakdown import Part, by_agency, by_field, by_meeting
from reports.meeting.background import Background
from reports.task_facts import Place, TaskFact, by_due_day, by_number, task_fact
from tasks_registry.planning.periods import parse_period, period_of
from tasks_registry.states import COUNTED, LEFT_OUT, OPEN, WorkState
from tasks_registry.time_state import Figures, TimeState, count_figures, days_since_report
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
    zone: tzinfo
    """The office's zone, in which the instants of reports become days."""
    period_start: date
    due_soon_days: int
    """The margin of ``due_soon``, calendar days."""
    silent_after_days: int
    """The margin of ``silent``, calendar days."""
    figures: Figures
    by_agency: tuple[Part, ...]
    """Most overdue tasks first, then by name; tasks without a lead last."""
    by_field: tuple[Part, ...]
    by_meeting: tuple[Part, ...]
    overdue: tuple[TaskFact, ...]
    """Most days overdue first."""
    agenda_entries: tuple[AgendaEntry, ...]
    """The items of the agenda and the tasks due for the meeting, none twice."""
    due_before_meeting: tuple[TaskFact, ...]
    """The owner must act, not overdue, due on or before the meeting's (last possible) day."""
    due_soon: tuple[TaskFact, ...]
    """The owner must act, due within ``due_soon_days`` but only after the meeting, or the meeting has no day."""
    awaiting_review: tuple[TaskFact, ...]
    returned: tuple[TaskFact, ...]
    """Handed in and sent back by the office to be completed (trả lại để hoàn chỉnh)."""
    handed_back: tuple[TaskFact, ...]
    """The lead agency gave them back; the office must assign them anew."""
    extended: tuple[TaskFact, ...]
    """More time was granted (được gia hạn), once or more; done ones included."""
    without_report: tuple[TaskFact, ...]
    """The owner must act and never reported: a fact of its own, not “late”."""
    silent: tuple[TaskFact, ...]
    """The owner must act and did report, but for more than ``silent_after_days`` no more."""
    without_lead: tuple[TaskFact, ...]
    """Open tasks that no agency answers for."""
    done_in_period: tuple[TaskFact, ...]
    done_since_meeting: tuple[TaskFact, ...]
    """Done after the day of ``background.previous``; empty without one."""
    carried_in: tuple[TaskFact, ...]
    """They carry on a task of a former period, and their own has begun."""
    appendix: tuple[TaskFact, ...]
    """Every counted task: all overdue ones, then this meeting's agenda, then the others by due date."""
    left_out: tuple[tuple[WorkState, tuple[TaskFact, ...]], ...]
    """Confirmed tasks that are suspended, carried over or withdrawn; a state without any is not there."""
    between: tuple[TaskFact, ...]
    """What the standing committee directed or settled since the last session, set-aside tasks included; by code."""
    background: Background

    @property
    def agenda(self) -> tuple[TaskFact, ...]:
        """The tasks that go before the meeting, in the order of the agenda."""
        return tuple(fact for entry in self.agenda_entries if (fact := self.counted(entry)) is not None)

    def counted(self, entry: AgendaEntry) -> TaskFact | None:
        """Return the task of an entry; None for an item without one, or whose task is not counted any more."""
        return self._counted.get(entry.item.task_code or "")

    @cached_property
    def _counted(self) -> dict[str, TaskFact]:
        return {fact.task.code: fact for fact in self.appendix}

    @cached_property
    def _on_agenda(self) -> frozenset[str]:
        return frozenset(fact.task.code for fact in self.agenda)

    @cached_property
    def _orders(self) -> dict[str, int]:
        return {fact.task.code: order for order, fact in enumerate(self.appendix, 1)}

    def order(self, fact: TaskFact) -> int:
        """Return the number of a counted task in the appendix, from 1."""
        return self._orders[fact.task.code]

    def group(self, fact: TaskFact) -> Group:
        """Return where ``fact`` stands in the appendix."""
        return _group(fact, self._on_agenda)


def meeting_facts(
    meeting: MeetingView,
    tasks: Sequence[TaskView],
    *,
    today: date,
    zone: tzinfo,
    due_soon_days: int,
    silent_after_days: int = 30,
    judged_by: JudgedBy = JudgedBy.CURRENT,
    background: Background | None = None,
) -> MeetingFacts:
    """Gather the facts of ``tasks`` for ``meeting`` as they stand on ``today`` (the office's day of ``zone``).

    ``due_soon_days`` and ``silent_after_days`` are calendar days, the due day and the day of a report not counted;
    ``judged_by`` says by which due day tasks with an extension are late. What was finished since the quarter of
    ``today`` began is listed: executive committees meet quarterly.
    """
    background = background or Background()

    def fact_of(task: TaskView) -> TaskFact:
        return task_fact(task, today, due_soon_days, judged_by)

    facts = [fact_of(task) for task in tasks]
    ordered = [fact for fact in facts if fact.task.work_state in COUNTED]
    known = {task.code: task for task in (*background.named, *tasks)}
    entries = agenda_entries(meeting.id, background.items, known.values(), background.papers_due, today)
    on_agenda = frozenset(entry.item.task_code for entry in entries if entry.item.task_code is not None)
    counted = sorted(ordered, key=lambda fact: _appendix_place(fact, _group(fact, on_agenda)))
    coming = sorted((fact for fact in counted if fact.owner_must_act and not fact.overdue), key=by_due_day)
    start = period_of(today).first_day
    last_session = background.previous.day if background.previous is not None else None

    def those(belongs: Callable[[TaskFact], bool], among: Iterable[TaskFact] = counted) -> tuple[TaskFact, ...]:
        return tuple(fact for fact in among if belongs(fact))

    def is_silent(fact: TaskFact) -> bool:
        reported = fact.task.reported_at
        days = days_since_report(reported.astimezone(zone).date() if reported else None, today)
        return fact.owner_must_act and days is not None and days > silent_after_days

    between = {task.code for task in background.between.tasks} if background.between else set()
    set_aside = sorted((fact for fact in facts if fact.task.work_state in LEFT_OUT), key=by_number)
    return MeetingFacts(
        meeting=meeting,
        as_of=today,
        zone=zone,
        period_start=start,
        due_soon_days=due_soon_days,
        silent_after_days=silent_after_days,
        figures=count_figures(fact.time for fact in counted),
        by_agency=by_agency(counted),
        by_field=by_field(counted),
        by_meeting=by_meeting(counted),
        overdue=those(lambda fact: fact.overdue),
        agenda_entries=entries,
        due_before_meeting=those(lambda fact: _due_before(fact, meeting), coming),
        due_soon=those(lambda fact: fact.time in _SOON and not _due_before(fact, meeting), coming),
        awaiting_review=those(lambda fact: fact.awaits_review),
        returned=those(lambda fact: fact.task.work_state is WorkState.RETURNED),
        handed_back=those(lambda fact: fact.task.work_state is WorkState.HANDED_BACK),
        extended=those(lambda fact: fact.task.extensions > 0),
        without_report=those(lambda fact: fact.owner_must_act and fact.task.reported_at is None),
        silent=those(is_silent),
        without_lead=those(lambda fact: fact.task.work_state in OPEN and fact.task.lead_code is None),
        done_in_period=those(lambda fact: _done_since(fact, start)),
        done_since_meeting=those(lambda fact: last_session is not None and _done_since(fact, last_session + _DAY)),
        carried_in=those(lambda fact: fact.task.id in background.carries_on and _has_begun(fact.task, today)),
        appendix=tuple(counted),
        left_out=tuple(
            (state, members)
            for state in LEFT_OUT
            if (members := tuple(fact for fact in set_aside if fact.task.work_state is state))
        ),
        between=tuple(fact_of(known[code]) for code in sorted(between & known.keys())),
        background=background,
    )


_DAY = timedelta(days=1)
_SOON = (TimeState.DUE_TODAY, TimeState.DUE_SOON)


def _group(fact: TaskFact, on_agenda: frozenset[str]) -> Group:
    if fact.overdue:
        return Group.OVERDUE
    return Group.AGENDA if fact.task.code in on_agenda else Group.OTHER


def _appendix_place(fact: TaskFact, group: Group) -> Place:
    if group is Group.OVERDUE:  # not by the due day: an extended task may be judged by its first one
        return group, -fact.days_overdue, *by_number(fact)
    return group, *(by_number(fact) if group is Group.AGENDA else by_due_day(fact))


def _due_before(fact: TaskFact, meeting: MeetingView) -> bool:
    last_day = meeting.day or meeting.window_to
    return last_day is not None and fact.task.due is not None and fact.task.due <= last_day


def _has_begun(task: TaskView, today: date) -> bool:
    """Tell whether a task's period has begun: one carried over before the period ends goes on in a coming one."""
    return task.period is None or parse_period(task.period).first_day <= today


def _done_since(fact: TaskFact, start: date) -> bool:
    task = fact.task
    return task.work_state is WorkState.DONE and task.completed_on is not None and task.completed_on >= start

"""What a period's report says, computed once from plain task rows: results, what is wanting, what comes next. Pure.

The figures count to the cut-off (ngày chốt số liệu), or to today before it; every task stands as it stood then. What
happened since is told apart (ADR 0012). What comes next is the plan as it is today.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.rhythm import JudgedBy
from reports.breakdown import Part, by_agency, by_field
from reports.comparison import Comparison, ComparisonRow, Group, compare, compare_by
from reports.fields import field_of
from reports.task_facts import TaskFact, by_due_day, by_number, task_fact
from tasks_registry.planning.closing import Ending, counted_once, due_when_carried, ending
from tasks_registry.planning.periods import PeriodSpan
from tasks_registry.states import COUNTED, LEFT_OUT, OPEN, WorkState
from tasks_registry.time_state import Figures, count_figures
from tasks_registry.view import TaskView


@dataclass(frozen=True)
class OwnersWord:
    """What the lead agency last reported of a task."""

    day: date
    text: str


@dataclass(frozen=True)
class PeriodRecords:
    """What the registry holds of a period, of the one before it (``former``) and of the one after (``following``).

    Rows are called after the day at whose end they stood so: ``then`` is the end of ``as_of``.
    """

    span: PeriodSpan
    cutoff: date
    as_of: date
    """The cut-off, or today before it."""
    today: date
    then: Sequence[TaskView]
    now: Sequence[TaskView]
    reported: Mapping[int, OwnersWord]
    """By task id: what its owner last reported up to ``as_of``."""
    carrying_on: Collection[int]
    """Ids of the tasks that carry on one of an older period."""
    to_carry: Collection[str]
    """Codes of the tasks that closing the period today would carry over."""
    former: PeriodSpan
    former_cutoff: date
    former_then: Sequence[TaskView]
    former_at_cutoff: Sequence[TaskView]
    following: PeriodSpan
    following_now: Sequence[TaskView]
    following_carrying_on: Collection[int]


class Carrying(StrEnum):
    """How a task comes to be one of the next period."""

    CARRIED = "carried"
    """It carries on one of an older period (chuyển tiếp)."""
    TO_CARRY = "to_carry"
    """It still is one of this period, and is carried over when that is closed (dự kiến chuyển tiếp)."""
    NEW = "new"


@dataclass(frozen=True)
class ComingTask:
    """A task of the next period."""

    task: TaskView
    carrying: Carrying
    due: date | None
    """None without a deadline, and while a task to be carried over has none yet in the next period."""


@dataclass(frozen=True)
class ComingField:
    """The new tasks of one field in the next period."""

    name: str | None
    tasks: tuple[ComingTask, ...]


@dataclass(frozen=True)
class Since:
    """What happened to the period's tasks between the day of the figures and today; in no figure."""

    done: tuple[TaskFact, ...] = ()
    """Confirmed since, as they stand today."""
    carried: tuple[TaskFact, ...] = ()
    dropped: tuple[TaskFact, ...] = ()
    reopened: tuple[TaskFact, ...] = ()
    """They counted as done and are open again."""
    added: tuple[TaskFact, ...] = ()
    """They came into the period since, and nothing else here tells of them."""

    def __bool__(self) -> bool:
        return bool(self.done or self.carried or self.dropped or self.reopened or self.added)


@dataclass(frozen=True)
class PeriodFacts:
    """One period. Every confirmed task stands in ``tasks`` once; lists overlap, each answers a question of its own."""

    span: PeriodSpan
    former: PeriodSpan
    following: PeriodSpan
    cutoff: date
    as_of: date
    """Số liệu tính đến ngày."""
    today: date
    """The day of ``since`` and of what comes next."""
    figures: Figures
    by_agency: tuple[Part, ...]
    """Counted tasks, most overdue first."""
    by_field: tuple[Part, ...]
    """Counted tasks, in the order of the headings."""
    tasks: tuple[Part, ...]
    """Every confirmed task by field: the counted ones, and those suspended, carried over or dropped."""
    overdue: tuple[TaskFact, ...]
    """Most days overdue first."""
    without_report: tuple[TaskFact, ...]
    """The owner must act and never reported."""
    awaiting_review: tuple[TaskFact, ...]
    """Handed in, not confirmed: no result yet."""
    without_lead: tuple[TaskFact, ...]
    left_out: tuple[tuple[WorkState, int], ...]
    """How many confirmed tasks enter no figure, by state."""
    reported: Mapping[int, OwnersWord]
    since: Since
    comparison: Comparison
    compared_by_field: tuple[ComparisonRow, ...]
    former_figures: Figures
    """Those of the period before at its own cut-off, as its report had them."""
    former_cutoff: date
    carried: tuple[ComingTask, ...]
    """Of the next period: what it takes over from older ones, by due day."""
    coming: tuple[ComingField, ...]
    """Of the next period: its new tasks by field, by due day."""
    drafts: int
    """How many tasks of the next period nobody has confirmed yet; they are in no list."""

    @property
    def results(self) -> tuple[Part, ...]:
        """Fields of which something is done; a result is what the office has confirmed, by its evidence."""
        return tuple(part for part in self.by_field if part.figures.done)

    @property
    def complete(self) -> bool:
        """Tell whether the figures are final: the cut-off has come."""
        return self.as_of == self.cutoff


def period_facts(records: PeriodRecords, *, due_soon_days: int, judged_by: JudgedBy = JudgedBy.CURRENT) -> PeriodFacts:
    """Gather the facts of a period.

    ``due_soon_days`` are calendar days; ``judged_by`` says by which due day tasks with an extension are late.
    """

    def facts_on(day: date, tasks: Sequence[TaskView]) -> list[TaskFact]:
        return [task_fact(task, day, due_soon_days, judged_by) for task in tasks]

    then = facts_on(records.as_of, records.then)
    confirmed = sorted(_confirmed(then), key=by_number)
    counted = [fact for fact in confirmed if fact.task.work_state in COUNTED]
    former_then = facts_on(records.as_of, records.former_then)
    former_day = min(records.former_cutoff, records.as_of)
    fields = by_field(counted)
    open_ones = [fact for fact in counted if fact.task.work_state in OPEN]
    return PeriodFacts(
        span=records.span,
        former=records.former,
        following=records.following,
        cutoff=records.cutoff,
        as_of=records.as_of,
        today=records.today,
        figures=count_figures(fact.time for fact in counted),
        by_agency=by_agency(counted),
        by_field=fields,
        tasks=by_field(confirmed),
        overdue=tuple(
            sorted((fact for fact in counted if fact.overdue), key=lambda fact: (-fact.days_overdue, *by_number(fact)))
        ),
        without_report=tuple(fact for fact in counted if fact.owner_must_act and fact.task.reported_at is None),
        awaiting_review=tuple(fact for fact in counted if fact.awaits_review),
        without_lead=tuple(fact for fact in open_ones if fact.task.lead_code is None),
        left_out=tuple(
            (state, number)
            for state in LEFT_OUT
            if (number := sum(fact.task.work_state is state for fact in confirmed))
        ),
        reported=records.reported,
        since=_since(confirmed, facts_on(records.today, records.now)),
        comparison=compare(former_then, then, records.carrying_on),
        compared_by_field=_in_order(compare_by(_field, former_then, then, records.carrying_on), by_field(confirmed)),
        former_figures=count_figures(fact.time for fact in _confirmed(facts_on(former_day, records.former_at_cutoff))),
        former_cutoff=former_day,
        carried=_carried(records),
        coming=_coming(records),
        drafts=sum(task.work_state is WorkState.DRAFT for task in records.following_now),
    )


_TO_DO = OPEN | {WorkState.SUSPENDED}


def _confirmed(facts: Sequence[TaskFact]) -> list[TaskFact]:
    """Leave out what nobody ever confirmed, and what a later task of the same period carries on."""
    kept = {task.id for task in counted_once([fact.task for fact in facts])}
    return [fact for fact in facts if fact.task.id in kept and not fact.task.proposed]


def _field(fact: TaskFact) -> Group:
    field = field_of(fact.task)
    return field.key, field.name


def _in_order(rows: Sequence[ComparisonRow], fields: Sequence[Part]) -> tuple[ComparisonRow, ...]:
    """Put the fields of the period first, in its order; then those that only the period before had."""
    places = {part.key: place for place, part in enumerate(fields)}
    return tuple(sorted(rows, key=lambda row: places.get(row.code, len(places))))


def _since(then: Sequence[TaskFact], everything: Sequence[TaskFact]) -> Since:
    before = {fact.task.id: fact.task.work_state for fact in then}
    now = _confirmed(everything)
    # What carries on a task within the period is nothing new: a half year has two quarters.
    known = before.keys() | {fact.task.successor_id for fact in everything}

    def turned(state: WorkState) -> tuple[TaskFact, ...]:
        return tuple(fact for fact in now if fact.task.work_state is state and before.get(fact.task.id) is not state)

    done, carried, dropped = map(turned, (WorkState.DONE, WorkState.CARRIED_OVER, WorkState.WITHDRAWN))
    told = known | {fact.task.id for fact in (*done, *carried, *dropped)}
    return Since(
        done=done,
        carried=carried,
        dropped=dropped,
        reopened=tuple(
            fact
            for fact in now
            if before.get(fact.task.id) is WorkState.DONE and ending(fact.task.work_state, fact.time) in _NOT_DONE
        ),
        added=tuple(fact for fact in now if fact.task.id not in told),
    )


_NOT_DONE = (Ending.OPEN_IN_TIME, Ending.OPEN_OVERDUE, Ending.SUSPENDED)


def _carried(records: PeriodRecords) -> tuple[ComingTask, ...]:
    """What the next period takes over, and before the period is closed what it will."""
    taken = [
        ComingTask(task, Carrying.CARRIED, task.due)
        for task in records.following_now
        if task.work_state in _TO_DO and task.id in records.following_carrying_on
    ]
    waiting = [
        ComingTask(task, Carrying.TO_CARRY, due_when_carried(task.due, records.span, records.today))
        for task in records.now
        if task.work_state in _TO_DO and task.code in records.to_carry
    ]
    return tuple(sorted((*taken, *waiting), key=lambda one: (one.due or date.max, one.task.code)))


def _coming(records: PeriodRecords) -> tuple[ComingField, ...]:
    new = [
        task_fact(task, records.today, 0, JudgedBy.CURRENT)
        for task in records.following_now
        if task.work_state in _TO_DO and task.id not in records.following_carrying_on
    ]
    return tuple(
        ComingField(
            part.name,
            tuple(ComingTask(fact.task, Carrying.NEW, fact.task.due) for fact in sorted(part.tasks, key=by_due_day)),
        )
        for part in by_field(new)
    )

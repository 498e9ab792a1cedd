"""What becomes of a period's tasks: every one has exactly one fate, done ones keep theirs."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.rhythm import JudgedBy
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.errors import Refused
from tasks_registry.planning.closing import (
    Fate,
    Override,
    PeriodTask,
    carried_to,
    due_when_carried,
    figures_on,
    judge,
    judge_all,
    outcome,
    rewind,
)
from tasks_registry.planning.periods import parse_period
from tasks_registry.reading.model import Kind
from tasks_registry.states import WorkState

Q3 = parse_period("2026-Q3")
CLOSING_DAY = date(2026, 9, 21)
MADE = datetime(2026, 7, 1, tzinfo=UTC)
STATES = st.sampled_from(list(WorkState))
DUES = st.none() | st.dates(date(2026, 7, 1), date(2026, 11, 30))


def task(
    state: WorkState = WorkState.ASSIGNED,
    *,
    number: int = 1,
    kind: Kind = Kind.DELIVERABLE,
    due: date | None = date(2026, 9, 4),
    completed_on: date | None = None,
    waits_for: str | None = None,
    instance: bool = False,
    successor_id: int | None = None,
) -> PeriodTask:
    code = f"2026-Q3-{number:03d}"
    return PeriodTask(number, code, "Việc", kind, state, due, completed_on, MADE, waits_for, instance, successor_id)


@pytest.mark.parametrize(
    ("one", "fate", "reason"),
    [
        (task(WorkState.DONE), Fate.DONE, "hoàn thành"),
        (task(WorkState.ASSIGNED), Fate.CARRY, "đã giao"),
        (task(WorkState.SUBMITTED), Fate.CARRY, "chờ thẩm định"),
        (task(WorkState.SUSPENDED), Fate.CARRY, "tạm dừng"),
        (task(WorkState.DRAFT), Fate.DROP, "nháp"),
        (task(kind=Kind.CONDITIONAL, due=None, waits_for="có hướng dẫn"), Fate.DROP, "có hướng dẫn"),
        (task(WorkState.IN_PROGRESS, kind=Kind.CONDITIONAL, due=None), Fate.CARRY, "đang thực hiện"),
        (task(kind=Kind.CONDITIONAL), Fate.CARRY, "chưa hoàn thành"),
        (task(instance=True), Fate.KEEP, "định kỳ"),
        (task(due=date(2026, 9, 28)), Fate.KEEP, "28/09/2026"),
        (task(due=date(2026, 10, 9)), Fate.CARRY, "chưa hoàn thành"),
        (task(kind=Kind.STANDING, due=None), Fate.CARRY, "chưa hoàn thành"),
        (task(WorkState.WITHDRAWN), Fate.DROP, "từ trước"),
        (task(WorkState.CARRIED_OVER), Fate.CARRY, "từ trước"),
    ],
)
def test_each_kind_of_task_has_its_fate_and_its_reason(one: PeriodTask, fate: Fate, reason: str) -> None:
    """Closing on 21 September, a day after the cut-off and nine before the end of the quarter."""
    verdict = judge(one, Q3, CLOSING_DAY)
    assert (verdict.fate, reason in verdict.reason) == (fate, True)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(STATES, st.sampled_from(list(Kind)), DUES, st.booleans()), max_size=12),
    st.dates(date(2026, 9, 20), date(2026, 12, 31)),
)
def test_closing_divides_the_tasks_of_a_period(
    facts: list[tuple[WorkState, Kind, date | None, bool]], today: date
) -> None:
    """Into done, carried, dropped and kept: everyone once, and what was done or ended before is left alone."""
    tasks = [
        task(state, number=number, kind=kind, due=due, instance=instance)
        for number, (state, kind, due, instance) in enumerate(facts, start=1)
    ]
    verdicts = judge_all(tasks, Q3, today, Override())
    assert [verdict.code for verdict in verdicts] == [one.code for one in tasks]
    for one, verdict in zip(tasks, verdicts, strict=True):
        assert (verdict.fate is Fate.DONE) == (one.work_state is WorkState.DONE)
        ended = one.work_state in (WorkState.DONE, WorkState.CARRIED_OVER, WorkState.WITHDRAWN)
        assert verdict.settled == ended
        assert ended or not (one.instance and verdict.fate is Fate.CARRY)
    assert outcome(tasks, tasks).total == len(tasks)


def test_a_person_decides_otherwise_for_single_tasks() -> None:
    """The others keep what was proposed."""
    tasks = [task(number=1), task(number=2), task(WorkState.DRAFT, number=3)]
    override = Override(drop=("2026-Q3-001",), keep=("2026-Q3-003",))
    fates = [verdict.fate for verdict in judge_all(tasks, Q3, CLOSING_DAY, override)]
    assert fates == [Fate.DROP, Fate.CARRY, Fate.KEEP]


@pytest.mark.parametrize(
    ("one", "override", "sentence"),
    [
        (task(WorkState.DONE), Override(carry=("2026-Q3-001",)), "đã hoàn thành"),
        (task(WorkState.DRAFT), Override(carry=("2026-Q3-001",)), "nháp"),
        (task(instance=True), Override(carry=("2026-Q3-001",)), "định kỳ"),
        (task(), Override(drop=("2026-Q2-009",)), "2026-Q2-009 không thuộc"),
        (task(), Override(drop=("2026-Q3-001",), keep=("2026-Q3-001",)), "hai mục"),
    ],
)
def test_what_a_person_cannot_decide_is_told(one: PeriodTask, override: Override, sentence: str) -> None:
    """Naming the task."""
    with pytest.raises(Refused, match=sentence):
        judge_all([one], Q3, CLOSING_DAY, override)


def test_a_period_closed_late_is_carried_into_one_that_still_runs() -> None:
    """Nothing is carried into a quarter that is over as well."""
    calendar = WorkingCalendar()
    assert carried_to(Q3, CLOSING_DAY, calendar).code == "2026-Q4"
    assert carried_to(Q3, date(2027, 2, 1), calendar).code == "2027-Q1"
    assert carried_to(parse_period("2026-H1"), date(2026, 6, 16), calendar).code == "2026-H2"


def test_only_a_due_day_beyond_the_period_goes_along() -> None:
    """An overdue task gets a new day in its new period."""
    assert due_when_carried(date(2026, 10, 9), Q3, CLOSING_DAY) == date(2026, 10, 9)
    assert due_when_carried(date(2026, 9, 4), Q3, CLOSING_DAY) is None
    assert due_when_carried(date(2026, 10, 9), Q3, date(2026, 10, 12)) is None
    assert due_when_carried(None, Q3, CLOSING_DAY) is None


def test_figures_of_an_earlier_day_are_found_again() -> None:
    """Done since, extended since, created since: none of it stood in the report."""
    cutoff = date(2026, 9, 20)
    instant = datetime(2026, 9, 20, 17, tzinfo=UTC)
    done = task(WorkState.DONE, number=1, due=date(2026, 9, 25), completed_on=date(2026, 9, 24))
    extended = task(number=2, due=date(2026, 10, 30))
    early = task(WorkState.DONE, number=3, due=date(2026, 9, 4), completed_on=date(2026, 9, 4))
    late = PeriodTask(
        4, "2026-Q3-004", "Việc", Kind.DELIVERABLE, WorkState.ASSIGNED, None, None, datetime(2026, 9, 22, tzinfo=UTC)
    )
    befores = {1: {"work_state": "assigned", "completed_on": None}, 2: {"due": "2026-09-04"}}
    now = [done, extended, early, late]
    then = rewind(now, befores, instant)
    figures = figures_on(then, cutoff, 14)
    assert (figures.done_in_time, figures.open_in_time, figures.open_overdue, figures.total) == (1, 1, 1, 3)
    assert (outcome(now, then).done_in_time, outcome(now, then).done_after_cutoff) == (2, 1)


def test_a_task_carried_on_within_a_half_year_counts_once() -> None:
    """Its successor of the next quarter stands for it."""
    former = task(WorkState.CARRIED_OVER, number=1, successor_id=2)
    successor = task(WorkState.DONE, number=2, completed_on=date(2026, 10, 1))
    assert outcome([former, successor], []).carried == 0
    assert outcome([former], []).carried == 1


def test_a_period_is_judged_by_the_due_day_that_the_office_chose() -> None:
    """A task with an extension: in time by its new day, late by its first one, as in every other figure."""
    extended = replace(task(due=date(2026, 9, 25)), original_due=date(2026, 9, 4))
    done = replace(extended, work_state=WorkState.DONE, completed_on=date(2026, 9, 10))
    for judged_by, late in ((JudgedBy.CURRENT, 0), (JudgedBy.ORIGINAL, 1)):
        assert figures_on([extended], date(2026, 9, 20), 14, judged_by).open_overdue == late
        assert outcome([done], [done], judged_by).done_late == late

"""The facts of a period: every confirmed task once, results only what is done, what came since apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from config.rhythm import JudgedBy
from reports.period.facts import Carrying, PeriodFacts, PeriodRecords, period_facts
from tasks_registry.planning.periods import parse_period
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.states import COUNTED, WorkState
from tasks_registry.view import TaskView
from tests.unit.reports import hoa_mai
from tests.unit.reports.any_tasks import any_tasks
from tests.unit.reports.hoa_mai import TODAY

Q2 = parse_period("2024-Q2")
NOTHING: dict[str, Any] = {"reported": {}, "carrying_on": (), "to_carry": (), "following_carrying_on": ()}


def task(place: int = 1, lead: str | None = "BXDD", **changes: Any) -> TaskView:
    """One task, of no field unless it says so."""
    return hoa_mai.task(place, lead, **{"heading": None, "heading_text": None, **changes})


def records(then: Sequence[TaskView] = (), **changes: Any) -> PeriodRecords:
    """The second quarter of 2024 on the day of its cut-off; ``then`` are its tasks, now as well."""
    rows = {"former_then": (), "former_at_cutoff": (), "following_now": (), "now": then, **NOTHING, **changes}
    return PeriodRecords(
        span=Q2,
        cutoff=TODAY,
        as_of=rows.pop("as_of", TODAY),
        today=rows.pop("today", TODAY),
        then=then,
        former=Q2.shifted(-1),
        former_cutoff=date(2024, 3, 20),
        following=Q2.following,
        **rows,
    )


def facts(then: Sequence[TaskView] = (), *, judged_by: JudgedBy = JudgedBy.CURRENT, **changes: Any) -> PeriodFacts:
    return period_facts(records(then, **changes), due_soon_days=14, judged_by=judged_by)


def codes(found: Sequence[Any]) -> list[str]:
    return [one.task.code[-3:] for one in found]


@given(any_tasks())
def test_every_confirmed_task_stands_in_the_report_once(tasks: list[TaskView]) -> None:
    """By field; the counted ones also by agency, and only what nobody ever confirmed is left out."""
    found = facts(tasks)
    confirmed = [one.code for one in tasks if not one.proposed]
    counted = [one.code for one in tasks if one.work_state in COUNTED]
    assert Counter(one.task.code for part in found.tasks for one in part.tasks) == Counter(confirmed)
    assert Counter(one.task.code for part in found.by_field for one in part.tasks) == Counter(counted)
    assert Counter(one.task.code for part in found.by_agency for one in part.tasks) == Counter(counted)
    assert found.figures.total + sum(number for _, number in found.left_out) == len(confirmed)
    assert sorted(found.comparison.all.later.total) == sorted(confirmed)


@given(any_tasks())
def test_fields_compared_add_up_to_the_comparison_of_all(tasks: list[TaskView]) -> None:
    """In the order of the report's fields; those that only the period before had come after them."""
    found = facts(tasks[::2], former_then=[replace(one, id=one.id + 100) for one in tasks[1::2]])
    for side in ("former", "later"):
        parts = [code for row in found.compared_by_field for code in getattr(row, side).total]
        assert sorted(parts) == sorted(getattr(found.comparison.all, side).total)
    order = [part.key for part in found.tasks]
    assert [row.code for row in found.compared_by_field][: len(order)] == order


@given(any_tasks(), any_tasks(), st.integers(0, 20))
def test_what_came_since_is_none_of_what_was(tasks: list[TaskView], other: list[TaskView], days: int) -> None:
    """Each task of today is told of at most once, and never when its state is the same."""
    states = {one.id: one.work_state for one in other}
    now = [replace(one, work_state=states.get(one.id, one.work_state)) for one in tasks]
    since = facts(tasks, now=now, today=TODAY + timedelta(days=days)).since
    told = [*since.done, *since.carried, *since.dropped, *since.reopened]
    assert len({one.task.id for one in told}) == len(told)
    before = {one.id: one.work_state for one in tasks}
    assert all(before[one.task.id] is not one.task.work_state for one in told)


def test_what_came_and_was_finished_since_is_told_once() -> None:
    """As done, or dropped; as added only what is still to do."""
    done = task(2, work_state=WorkState.DONE, completed_on=TODAY)
    since = facts([task(1)], now=[task(1), done, task(3), task(4, work_state=WorkState.WITHDRAWN)]).since
    assert (codes(since.done), codes(since.dropped), codes(since.added)) == (["002"], ["004"], ["003"])


def test_results_are_the_fields_of_which_something_is_done() -> None:
    """What was handed in and waits for the office is no result."""
    filed = task(2, work_state=WorkState.SUBMITTED, heading_text="Dân vận", evidence="12-BC/MTTQ")
    done = task(1, work_state=WorkState.DONE, heading_text="Kinh tế", evidence="45-BC/UBND", completed_on=TODAY)
    found = facts([done, filed])
    assert [part.name for part in found.results] == ["Kinh tế"]
    assert codes(found.awaiting_review) == ["002"]


def test_tasks_with_an_extension_are_judged_as_the_office_says() -> None:
    """By the day that holds now, or by the first one."""
    extended = task(due=date(2024, 6, 25), original_due=date(2024, 6, 10))
    assert facts([extended]).figures.open_overdue == 0
    assert facts([extended], judged_by=JudgedBy.ORIGINAL).figures.open_overdue == 1


def test_the_period_before_is_counted_at_its_own_cutoff() -> None:
    """An open task was in time then, though it is long overdue now."""
    late = task(1, due=date(2024, 3, 29))
    carried = replace(late, work_state=WorkState.CARRIED_OVER, successor_id=7)
    found = facts([task(7)], former_at_cutoff=[late], former_then=[carried])
    assert (found.former_figures.open_in_time, found.former_figures.open_overdue) == (1, 0)
    assert (found.comparison.all.former.carried, found.comparison.all.came.carried_in) == (
        ("2024-Q2-001",),
        ("2024-Q2-007",),
    )


def test_what_goes_on_within_a_half_year_is_nothing_new() -> None:
    """Carried over from its first quarter into its second since the day of the figures."""
    open_one = task(1)
    now = [replace(open_one, work_state=WorkState.CARRIED_OVER, successor_id=2), task(2), task(3)]
    assert codes(facts([open_one], now=now).since.added) == ["003"]


def test_the_plan_has_carried_tasks_first_and_new_ones_by_field() -> None:
    """Due days first; what is done, dropped or a draft is no plan."""
    coming = [
        task(1, due=date(2024, 9, 20), heading_text="Kinh tế", heading="III.2"),
        task(2, due=date(2024, 8, 20), heading_text="Kinh tế", heading="III.2"),
        task(3, due=None, heading_text="Dân vận", heading="III.1"),
        task(4, due=date(2024, 9, 30)),
        task(5, work_state=WorkState.DONE),
        task(6, work_state=WorkState.DRAFT),
        task(7, work_state=WorkState.WITHDRAWN),
        task(8, work_state=WorkState.SUSPENDED, due=date(2024, 7, 10)),
    ]
    found = facts(following_now=coming, following_carrying_on={4, 8})
    assert codes(found.carried) == ["008", "004"]
    assert [(field.name, codes(field.tasks)) for field in found.coming] == [
        ("Dân vận", ["003"]),
        ("Kinh tế", ["002", "001"]),
    ]
    assert found.drafts == 1


def test_before_the_closing_open_tasks_are_to_be_carried_over() -> None:
    """With the due day that lies beyond the period, else without one."""
    tasks = [task(1, due=date(2024, 6, 10)), task(2, due=date(2024, 8, 1)), task(3), task(4, work_state=WorkState.DONE)]
    found = facts(tasks, to_carry={"2024-Q2-001", "2024-Q2-002", "2024-Q2-004"})
    assert [(one.task.code[-3:], one.due, one.carrying) for one in found.carried] == [
        ("002", date(2024, 8, 1), Carrying.TO_CARRY),
        ("001", None, Carrying.TO_CARRY),
    ]
    assert tasks[0].deadline_rule is DeadlineRule.TEXT

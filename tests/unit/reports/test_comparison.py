"""Two periods side by side: every sum partitions the set of tasks, whatever became of them and whoever led them."""

from collections import Counter
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rhythm import JudgedBy
from reports.comparison import Arrivals, Comparison, ComparisonRow, Endings, compare, compare_by
from reports.task_facts import TaskFact, task_fact
from tasks_registry.states import COUNTED, WorkState
from tasks_registry.time_state import count_figures
from tests.unit.reports.hoa_mai import AGENCIES, task

DAY = date(2026, 9, 20)
NO_CARRY = st.sampled_from([state for state in WorkState if state is not WorkState.CARRIED_OVER])
LEADS = st.sampled_from([*AGENCIES, None])
DUES = st.none() | st.dates(date(2026, 3, 1), date(2026, 12, 31))


def fact(
    number: int,
    state: WorkState = WorkState.IN_PROGRESS,
    *,
    period: str = "2026-Q3",
    lead: str | None = "UBND",
    due: date | None = date(2026, 9, 30),
    completed_on: date | None = None,
    successor: int | None = None,
) -> TaskFact:
    """A task whose id is ``number`` and whose code ends with it."""
    one = task(number, lead, work_state=state, due=due, completed_on=completed_on, code=f"{period}-{number:03d}")
    return task_fact(replace(one, successor_id=successor), DAY, 14, JudgedBy.CURRENT)


@st.composite
def periods(draw: st.DrawFn) -> tuple[list[TaskFact], list[TaskFact], set[int]]:
    """Draw two periods, tasks carried over from one to the other, within each, into neither and from elsewhere."""
    former: list[TaskFact] = []
    later: list[TaskFact] = []
    elsewhere: set[int] = set()
    for number in range(1, 1 + draw(st.integers(0, 14))):
        # A commitment is a chain of tasks, each but the last carried over; where it begins and ends is drawn.
        halves = draw(
            st.sampled_from(("F", "L", "FL", "FF", "LL", "FFL", "FLL", "FFLL", "F?", "L?", "?L", "?LL", "F??", "FL?"))
        )
        for place, half in enumerate(halves):
            last = place == len(halves) - 1
            completed = draw(st.dates(date(2026, 3, 1), DAY))
            id_ = number * 10 + place
            one = fact(
                id_,
                draw(NO_CARRY) if last else WorkState.CARRIED_OVER,
                period="2026-Q3" if half == "L" else "2026-Q2",
                lead=draw(LEADS),
                due=draw(DUES),
                completed_on=completed,
                successor=None if last else id_ + 1,
            )
            if half != "?":
                (later if half == "L" else former).append(one)
            if place and halves[place - 1] == "?":
                elsewhere.add(id_)
    return former, later, elsewhere


def cells(part: Endings | Arrivals) -> dict[str, tuple[str, ...]]:
    return {cell.name: getattr(part, cell.name) for cell in fields(part)}


def commitments(facts: list[TaskFact]) -> set[str]:
    """The codes that must be counted: all confirmed tasks but those that another of the same period carries on."""
    ids = {one.task.id for one in facts}
    return {
        one.task.code
        for one in facts
        if one.task.work_state is not WorkState.DRAFT and one.task.successor_id not in ids
    }


def by_carrying(comparison: tuple[list[TaskFact], list[TaskFact], set[int]]) -> Comparison:
    former, later, elsewhere = comparison
    return compare(former, later, elsewhere)


@given(periods())
def test_every_task_is_in_exactly_one_cell(drawn: tuple[list[TaskFact], list[TaskFact], set[int]]) -> None:
    """Both sides, and the later one a second time by where its tasks came from."""
    former, later, _ = drawn
    whole = by_carrying(drawn).all
    for part, facts in ((whole.former, former), (whole.later, later), (whole.came, later)):
        counted = Counter(code for codes in cells(part).values() for code in codes)
        assert counted == Counter(commitments(facts))
        assert sorted(part.total) == sorted(commitments(facts))


@given(periods())
def test_the_rows_of_the_agencies_add_up_to_the_row_of_all(
    drawn: tuple[list[TaskFact], list[TaskFact], set[int]],
) -> None:
    """Cell by cell and to the task, though an agency may have led a commitment in one period only."""
    found = by_carrying(drawn)
    rows = found.by_agency
    assert len({row.code for row in rows}) == len(rows)
    for side in ("former", "later", "came"):
        for name, codes in cells(getattr(found.all, side)).items():
            parts = [code for row in rows for code in getattr(getattr(row, side), name)]
            assert sorted(parts) == list(codes)
    leads = {one.task.code: one.task.lead_code for one in (*drawn[0], *drawn[1])}
    for row in rows:
        assert {leads[code] for code in (*row.former.total, *row.later.total)} == {row.code}


@given(periods())
def test_what_the_former_period_carried_into_the_later_one_came_into_it(
    drawn: tuple[list[TaskFact], list[TaskFact], set[int]],
) -> None:
    """One for one, but for what was carried past it; a commitment carried on within the later period counts once."""
    former, later, _ = drawn
    found = by_carrying(drawn).all
    of_later = {one.task.id: one.task for one in later}
    carried_into = [
        one.task for one in former if one.task.code in found.former.carried and one.task.successor_id in of_later
    ]
    last = []
    for one in carried_into:
        end = of_later[one.successor_id or 0]
        while end.successor_id in of_later:
            end = of_later[end.successor_id]
        if end.work_state is not WorkState.DRAFT:
            last.append(end.code)
    assert sorted(last) == list(found.came.carried_in)


@given(periods())
def test_the_cells_agree_with_the_official_figures(drawn: tuple[list[TaskFact], list[TaskFact], set[int]]) -> None:
    """Done and open are what the 2×2 of the same tasks counts."""
    _, later, _ = drawn
    counted = commitments(later)
    found = by_carrying(drawn).all.later
    figures = count_figures(one.time for one in later if one.task.code in counted and one.task.work_state in COUNTED)
    assert (len(found.done_in_time), len(found.done_late)) == (figures.done_in_time, figures.done_late)
    assert (len(found.open_in_time), len(found.open_overdue)) == (figures.open_in_time, figures.open_overdue)
    if not found.carried:
        assert found.rate_done == figures.rate_of_all


@given(periods())
def test_any_grouping_adds_up_as_agencies_do(drawn: tuple[list[TaskFact], list[TaskFact], set[int]]) -> None:
    """Fields, for one: rows of the same shape."""
    former, later, elsewhere = drawn
    rows = compare_by(lambda one: (str(one.task.id % 3), None), former, later, elsewhere)
    whole = compare(former, later, elsewhere).all
    for side in ("former", "later", "came"):
        for name, codes in cells(getattr(whole, side)).items():
            assert sorted(code for row in rows for code in getattr(getattr(row, side), name)) == list(codes)


def test_a_quarter_beside_the_one_before() -> None:
    """Each cell by example; what was carried over is found again, the draft nowhere."""
    june = date(2026, 6, 20)
    former = [
        fact(1, WorkState.DONE, period="2026-Q2", due=june, completed_on=june),
        fact(2, WorkState.CARRIED_OVER, period="2026-Q2", due=june, successor=12),
        fact(3, WorkState.WITHDRAWN, period="2026-Q2", due=june),
    ]
    later = [
        fact(11, WorkState.DONE, due=june, completed_on=DAY),
        fact(12, due=date(2026, 9, 19)),
        fact(13, due=None),
        fact(14, WorkState.SUSPENDED),
        fact(15, WorkState.DRAFT),
        fact(16),
    ]
    row = compare(former, later, {12, 16}).all
    assert row.former == Endings(done_in_time=("2026-Q2-001",), carried=("2026-Q2-002",), dropped=("2026-Q2-003",))
    assert row.later == Endings(
        done_late=("2026-Q3-011",),
        open_in_time=("2026-Q3-013", "2026-Q3-016"),
        open_overdue=("2026-Q3-012",),
        suspended=("2026-Q3-014",),
    )
    assert row.came == Arrivals(
        carried_in=("2026-Q3-012",),
        carried_from_elsewhere=("2026-Q3-016",),
        new=("2026-Q3-011", "2026-Q3-013", "2026-Q3-014"),
    )


def test_agencies_that_merged_still_add_up() -> None:
    """The commitment stands under its old lead in the former period and under the new one in the later."""
    former = [fact(1, WorkState.CARRIED_OVER, period="2026-Q2", lead="MTTQ", successor=2)]
    found = compare(former, [fact(2, lead="BXDD"), fact(3, lead=None)])
    rows = {row.code: row for row in found.by_agency}
    assert list(rows) == ["BXDD", "MTTQ", None]
    assert (rows["MTTQ"].former.carried, rows["MTTQ"].later.total) == (("2026-Q2-001",), ())
    assert (rows["BXDD"].former.total, rows["BXDD"].came.carried_in) == ((), ("2026-Q3-002",))
    assert (rows[None].name, rows["BXDD"].name) == (None, "Ban Xây dựng Đảng")


def test_an_agency_is_called_as_in_the_later_period() -> None:
    """It may have been renamed."""
    old = fact(1, period="2026-Q2")
    renamed = replace(fact(2), task=replace(fact(2).task, lead_name="Ủy ban nhân dân xã Hòa Mai mới"))
    assert [row.name for row in compare([old], [renamed]).by_agency] == ["Ủy ban nhân dân xã Hòa Mai mới"]


def test_rates_count_what_was_carried_over_but_nothing_of_which_nothing_is_expected() -> None:
    """A closed period has nothing open left and is no full success for that; differences are percentage points."""
    june = date(2026, 6, 20)
    former = [
        fact(1, WorkState.DONE, period="2026-Q2", due=june, completed_on=june),
        fact(2, WorkState.CARRIED_OVER, period="2026-Q2"),
        fact(3, WorkState.WITHDRAWN, period="2026-Q2"),
        fact(4, WorkState.SUSPENDED, period="2026-Q2"),
    ]
    later = [
        fact(11, WorkState.DONE, due=DAY, completed_on=DAY),
        fact(12, WorkState.DONE, due=june, completed_on=DAY),
        fact(13, WorkState.DONE, due=DAY, completed_on=DAY),
        fact(14),
    ]
    row = compare(former, later).all
    assert (row.former.rate_done, row.later.rate_done) == (0.5, 0.75)
    assert (row.former.rate_in_time, row.later.rate_in_time) == (0.5, 0.5)
    assert (row.points_done, row.points_in_time) == (pytest.approx(25), pytest.approx(0))


@pytest.mark.parametrize("former", [[], [fact(1, WorkState.WITHDRAWN, period="2026-Q2")]])
def test_a_period_without_promises_has_no_rate(former: list[TaskFact]) -> None:
    """Neither has the difference to it."""
    row = compare(former, [fact(2)]).all
    assert (row.former.rate_done, row.former.rate_in_time, row.points_done, row.points_in_time) == (None,) * 4
    assert row.later.rate_done == 0


def test_nothing_beside_nothing_is_an_empty_row() -> None:
    """A new installation still gets its table."""
    found = compare([], [])
    assert (found.all, found.by_agency) == (ComparisonRow(), ())
    assert found.all.came.total == ()


def test_a_proposal_that_nobody_confirmed_was_never_dropped() -> None:
    """Closing a period drops its drafts; they are no broken promise."""
    draft = fact(1, WorkState.WITHDRAWN)
    never = replace(draft, task=replace(draft.task, confirmed_at=None))
    assert compare([], [never, fact(2, WorkState.WITHDRAWN)]).all.later.total == ("2026-Q3-002",)

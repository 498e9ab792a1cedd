"""Time states and the official figures."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.rhythm import JudgedBy
from tasks_registry.deadlines import judged_due
from tasks_registry.states import COUNTED, OPEN, WorkState
from tasks_registry.time_state import (
    Figures,
    TimeState,
    count_figures,
    days_overdue,
    days_since_report,
    time_state,
)

DUE = date(2024, 6, 15)


def at(days: int, state: WorkState = WorkState.IN_PROGRESS) -> TimeState:
    return time_state(state, DUE, None, DUE + timedelta(days=days), 14)


def test_a_task_is_on_time_to_the_end_of_its_day() -> None:
    """Due on the 15th: on the 15th today's, on the 16th late."""
    assert at(-15) is TimeState.IN_TIME
    assert at(-14) is TimeState.DUE_SOON
    assert at(-1) is TimeState.DUE_SOON
    assert at(0) is TimeState.DUE_TODAY
    assert at(1) is TimeState.OVERDUE


def test_completion_is_judged_by_its_own_day() -> None:
    """The day it was done counts, not today."""
    for completed, expected in ((DUE, TimeState.DONE_IN_TIME), (DUE + timedelta(days=1), TimeState.DONE_LATE)):
        assert time_state(WorkState.DONE, DUE, completed, date(2025, 1, 1), 14) is expected
    assert time_state(WorkState.DONE, None, DUE, date(2025, 1, 1), 14) is TimeState.DONE_IN_TIME


def test_no_deadline_is_its_own_state() -> None:
    """Never late, never in time."""
    assert time_state(WorkState.ASSIGNED, None, None, DUE, 14) is TimeState.NO_DEADLINE


def test_days_overdue_run_only_for_open_tasks() -> None:
    """A finished or dropped task is late by nothing."""
    today = DUE + timedelta(days=9)
    assert days_overdue(WorkState.ASSIGNED, DUE, today) == 9
    assert days_overdue(WorkState.ASSIGNED, DUE, DUE) == 0
    assert days_overdue(WorkState.DONE, DUE, today) == 0
    assert days_overdue(WorkState.ASSIGNED, None, today) == 0


TASKS = st.tuples(
    st.sampled_from(WorkState),
    st.none() | st.dates(date(2024, 5, 1), date(2024, 8, 1)),
    st.dates(date(2024, 5, 1), date(2024, 8, 1)),
)


@given(st.lists(TASKS, max_size=40), st.dates(date(2024, 5, 1), date(2024, 8, 1)))
def test_the_figures_partition_the_counted_tasks(tasks: list[tuple[WorkState, date | None, date]], today: date) -> None:
    """Every counted task is in exactly one of the four cells, the others in none."""
    figures = count_figures(time_state(state, due, done, today, 14) for state, due, done in tasks)
    assert figures.total == sum(state in COUNTED for state, _, _ in tasks)
    assert figures.open == sum(state in OPEN for state, _, _ in tasks)
    assert figures.open_overdue == sum(days_overdue(state, due, today) > 0 for state, due, _ in tasks)
    assert figures.open_without_deadline + figures.due_soon <= figures.open_in_time


def days(first: date = date(2024, 5, 1), last: date = date(2024, 8, 1)) -> st.SearchStrategy[date]:
    return st.dates(first, last)


@given(
    st.lists(st.tuples(st.sampled_from(WorkState), st.none() | days(), st.none() | days(), days()), max_size=40),
    days(),
    st.sampled_from(JudgedBy),
)
def test_the_four_cells_partition_the_counted_tasks_whichever_day_judges(
    tasks: list[tuple[WorkState, date | None, date | None, date]], today: date, judged_by: JudgedBy
) -> None:
    """The setting moves tasks between in time and late, never between done and open, and loses none."""
    found = [(state, judged_due(due, first, judged_by), due, first, done) for state, due, first, done in tasks]
    figures = count_figures(time_state(state, judged, done, today, 14) for state, judged, _, _, done in found)
    cells = (figures.done_in_time, figures.done_late, figures.open_in_time, figures.open_overdue)
    assert sum(cells) == figures.total == sum(state in COUNTED for state, *_ in found)
    assert figures.done == sum(state is WorkState.DONE for state, *_ in found)
    assert figures.open_overdue == sum(days_overdue(state, judged, today) > 0 for state, judged, *_ in found)
    for _, judged, due, first, _ in found:
        assert judged == (due if judged_by is JudgedBy.CURRENT else first or due)


def test_an_extension_saves_a_task_only_where_the_office_judges_by_it() -> None:
    """Due on 15/6, extended to 29/6, done on 20/6."""
    for judged_by, expected in (
        (JudgedBy.CURRENT, TimeState.DONE_IN_TIME),
        (JudgedBy.ORIGINAL, TimeState.DONE_LATE),
    ):
        judged = judged_due(date(2024, 6, 29), DUE, judged_by)
        assert time_state(WorkState.DONE, judged, date(2024, 6, 20), date(2024, 7, 1), 14) is expected


def test_never_reported_is_no_number_of_days() -> None:
    """None, not zero: zero means today."""
    assert days_since_report(None, DUE) is None
    assert days_since_report(DUE, DUE) == 0
    assert days_since_report(DUE, DUE + timedelta(days=12)) == 12


def test_both_rates_stand_side_by_side() -> None:
    """The official one leaves open in-time tasks out."""
    figures = Figures(done_in_time=6, done_late=2, open_in_time=8, open_overdue=4)
    assert figures.rate_of_all == 0.4
    assert figures.rate_of_fallen_due == 8 / 12
    assert Figures().rate_of_all is None
    assert Figures().rate_of_fallen_due is None


def test_every_time_state_has_words() -> None:
    """None is shown in English."""
    assert all(state.label for state in TimeState)

"""Which instances are created on a day: each once, none forgotten, none from before living memory."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from config.rhythm import RecurrenceRules
from tasks_registry.planning.rhythm import occurrences
from tasks_registry.planning.series import Plan, Series, next_days, plan

RULES = RecurrenceRules(horizon_days=45, catch_up_days=92)
MONTHLY = Series("0 0 15 * *", date(2026, 7, 1))
CRONS = st.sampled_from(["0 0 15 * *", "0 0 * * 5", "0 0 L * *", "0 0 * * 5#2", "0 0 20 3,6,9,12 *", "0 0 15 6 *"])


def test_a_new_series_reaches_a_horizon_ahead() -> None:
    """45 days from 1 July reach 15 August."""
    assert plan(MONTHLY, date(2026, 7, 1), RULES) == Plan((date(2026, 7, 15), date(2026, 8, 15)))


def test_nothing_falls_before_the_first_or_after_the_last_day() -> None:
    """A series from 16 July to 14 September has one day."""
    short = Series("0 0 15 * *", date(2026, 7, 16), date(2026, 9, 14))
    assert plan(short, date(2026, 9, 1), RULES).create == (date(2026, 8, 15),)


def test_a_long_outage_is_caught_up_with_so_far_and_the_rest_is_told() -> None:
    """92 days before 1 September 2026 is 1 June; the days since planning ended on 15 February lie before it."""
    slept = Series("0 0 15 * *", date(2025, 1, 1), planned_to=date(2026, 2, 15))
    found = plan(slept, date(2026, 9, 1), RULES)
    assert found.skipped == (date(2026, 3, 15), date(2026, 4, 15), date(2026, 5, 15))
    assert found.create == (
        date(2026, 6, 15),
        date(2026, 7, 15),
        date(2026, 8, 15),
        date(2026, 9, 15),
        date(2026, 10, 15),
    )


def test_the_oldest_day_that_is_caught_up_with_is_exactly_the_bound() -> None:
    """``catch_up_days`` back still counts, one day further does not."""
    today = date(2026, 9, 15)
    rules = RecurrenceRules(horizon_days=0, catch_up_days=31)
    assert plan(MONTHLY, today, rules) == Plan((date(2026, 8, 15), today), (date(2026, 7, 15),))
    assert plan(MONTHLY, today, RecurrenceRules(horizon_days=0, catch_up_days=30)).create == (today,)


@settings(max_examples=60)
@given(
    cron=CRONS,
    first=st.dates(date(2025, 1, 1), date(2026, 6, 30)),
    pauses=st.lists(st.integers(0, 92), min_size=1, max_size=8),
    horizon=st.integers(0, 60),
)
def test_runs_on_any_days_create_together_what_one_run_would(
    cron: str, first: date, pauses: list[int], horizon: int
) -> None:
    """As long as no pause is longer than what is caught up with: each day of the series once, and all of them."""
    rules = RecurrenceRules(horizon_days=horizon, catch_up_days=92)
    series, today, created = Series(cron, first), first, list[date]()
    for pause in pauses:
        today += timedelta(days=pause)
        found = plan(series, today, rules)
        assert found.skipped == ()
        created += found.create
        series = replace(series, planned_to=found.reaches or series.planned_to)
        assert plan(series, today, rules) == Plan()  # a repeat finds nothing left
    assert created == occurrences(cron, first - timedelta(days=1), today + timedelta(days=horizon))


@settings(max_examples=60)
@given(
    cron=CRONS,
    first=st.dates(date(2024, 1, 1), date(2026, 6, 30)),
    outage=st.integers(0, 900),
    catch=st.integers(0, 366),
)
def test_an_outage_of_any_length_divides_its_days_into_created_and_told(
    cron: str, first: date, outage: int, catch: int
) -> None:
    """No day of the series disappears between the two."""
    today = first + timedelta(days=outage)
    rules = RecurrenceRules(horizon_days=45, catch_up_days=catch)
    found = plan(Series(cron, first), today, rules)
    assert [*found.skipped, *found.create] == occurrences(cron, first - timedelta(days=1), today + timedelta(days=45))
    assert all(day < today - timedelta(days=catch) for day in found.skipped)
    assert all(day >= today - timedelta(days=catch) for day in found.create)


def test_the_next_days_begin_with_today_and_end_with_the_series() -> None:
    """What ``recur show`` lists."""
    assert next_days(MONTHLY, date(2026, 7, 15), 2) == [date(2026, 7, 15), date(2026, 8, 15)]
    assert next_days(replace(MONTHLY, last_day=date(2026, 8, 14)), date(2026, 7, 16), 5) == []

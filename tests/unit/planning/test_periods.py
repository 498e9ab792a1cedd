"""Periods: they tile the year, come one after the other, and have the cut-off that the office sets."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.rhythm import PeriodCutoff, PeriodCutoffs
from tasks_registry.errors import Refused
from tasks_registry.planning.periods import PeriodKind, PeriodSpan, parse_period, period_of

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
SPANS = st.builds(lambda kind, day: period_of(day, kind), st.sampled_from(list(PeriodKind)), DAYS)
TILING = [kind for kind in PeriodKind if kind is not PeriodKind.NINE_MONTHS]


@pytest.mark.parametrize(
    ("code", "label", "first", "last", "cutoff"),
    [
        ("2026-Q3", "quý III/2026", date(2026, 7, 1), date(2026, 9, 30), date(2026, 9, 20)),
        ("2026-H1", "6 tháng đầu năm 2026", date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 15)),
        ("2026-H2", "6 tháng cuối năm 2026", date(2026, 7, 1), date(2026, 12, 31), date(2026, 12, 15)),
        ("2026-9M", "9 tháng đầu năm 2026", date(2026, 1, 1), date(2026, 9, 30), date(2026, 9, 20)),
        ("2026", "năm 2026", date(2026, 1, 1), date(2026, 12, 31), date(2026, 11, 15)),
        ("2026-02", "tháng 2/2026", date(2026, 2, 1), date(2026, 2, 28), date(2026, 2, 25)),
    ],
)
def test_a_code_has_its_days_and_its_cutoff(code: str, label: str, first: date, last: date, cutoff: date) -> None:
    """The reporting rhythm of DOMAIN §5: 20 of the last month, 15/6, 20/9, 15/11."""
    span = parse_period(code)
    assert (span.code, span.label, span.first_day, span.last_day) == (code, label, first, last)
    assert span.cutoff(PeriodCutoffs()) == cutoff


@pytest.mark.parametrize("code", ["2026-Q5", "2026-H3", "Q3", "2026-13", "2026-6M", "quý III", "", "1999-Q1"])
def test_what_is_no_code_is_answered_with_the_forms(code: str) -> None:
    """One sentence with an example of each kind."""
    with pytest.raises(Refused, match="2026-Q3"):
        parse_period(code)


def test_a_code_is_read_in_small_letters_too() -> None:
    """Nobody minds the shift key."""
    assert parse_period(" 2026-q3 ") == PeriodSpan(PeriodKind.QUARTER, 2026, 3)


@given(DAYS)
def test_every_day_belongs_to_exactly_one_quarter(day: date) -> None:
    """And to one month, one half and one year."""
    for kind in TILING:
        holding = [
            span
            for year in (day.year - 1, day.year, day.year + 1)
            for which in range(1, kind.in_year + 1)
            if (span := PeriodSpan(kind, year, which)).first_day <= day <= span.last_day
        ]
        assert holding == [period_of(day, kind)]


@given(SPANS, st.integers(-9, 9))
def test_going_on_and_coming_back_ends_where_it_began(span: PeriodSpan, count: int) -> None:
    """Next and previous are each other's inverse, whatever the number of steps."""
    assert span.shifted(count).shifted(-count) == span
    assert span.shifted(1).kind is span.kind
    assert parse_period(span.code) == span


@given(SPANS)
def test_the_next_period_begins_when_the_former_has_ended(span: PeriodSpan) -> None:
    """Without a gap – only nine months leave the last quarter out."""
    gap = span.shifted(1).first_day - span.last_day
    if span.kind is PeriodKind.NINE_MONTHS:
        assert span.shifted(1).first_day == date(span.year + 1, 1, 1)
    else:
        assert gap == timedelta(days=1)


@given(SPANS, st.integers(1, 31))
def test_a_cutoff_lies_within_its_period(span: PeriodSpan, day: int) -> None:
    """Whatever day of the month an office sets; the 31st of a short month is its last day."""
    cutoff = span.cutoff(PeriodCutoffs.model_validate({span.kind.value: PeriodCutoff(day=day)}))
    assert span.first_day <= cutoff <= span.last_day


def test_a_cutoff_before_the_period_is_refused() -> None:
    """A month has no month before its last."""
    with pytest.raises(ValidationError, match="months_before"):
        PeriodCutoffs(month=PeriodCutoff(day=1, months_before=1))


def test_a_half_year_holds_its_quarters_and_months_and_itself() -> None:
    """Six-month figures count what the quarters hold."""
    assert {part.code for part in parse_period("2026-H2").parts()} == {
        "2026-H2", "2026-Q3", "2026-Q4", *(f"2026-{month:02}" for month in range(7, 13)),
    }  # fmt: skip

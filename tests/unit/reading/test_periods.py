"""Days and stretches of time as reports write them."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.planning.periods import parse_period
from tasks_registry.reading.dates import DAY_PATTERN, NoSuchDay, day_of, month_end
from tasks_registry.reading.periods import find_periods


def day(text: str, year: int | None = None) -> date | None:
    match = re.search(DAY_PATTERN, text)
    assert match is not None
    return day_of(match, year)


@pytest.mark.parametrize(
    "text", ["5/6/2026", "05/06/2026", "05 / 6 / 2026", "5.6.2026", "05-06-2026", "5 tháng 6 năm 2026"]
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    """Slashes, dots, dashes, words."""
    assert day(text) == date(2026, 6, 5)


@pytest.mark.parametrize("text", ["28/6", "28 tháng 6"])
def test_a_missing_year_is_completed(text: str) -> None:
    """By the year of the period; without one there is no day."""
    assert day(text, 2026) == date(2026, 6, 28)
    assert day(text) is None


@pytest.mark.parametrize("text", ["31/02", "31/02/2026", "29/02/2026", "0/5", "10/13", "99 tháng 99"])
def test_days_that_no_calendar_has_are_told_apart(text: str) -> None:
    """With a year or without; 29/02 alone may exist."""
    with pytest.raises(NoSuchDay):
        day(text, 2026)
    if text != "29/02/2026":
        with pytest.raises(NoSuchDay):
            day(text.removesuffix("/2026"))
    assert day("29/02") is None


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0:%d/%m/%Y}", "{0.day} tháng {0.month} năm {0.year}"]),
)
def test_every_written_day_is_read_back(one: date, style: str) -> None:
    """In each common style."""
    assert day(style.format(one)) == one


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_the_end_of_a_month_is_the_day_before_the_next(year: int, month: int) -> None:
    """Leap years included."""
    assert (month_end(year, month) + timedelta(days=1)).day == 1
    assert month_end(year, month).month == month


@pytest.mark.parametrize(
    ("text", "label", "start", "end"),
    [
        ("quý II/2026", "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("QUÝ IV NĂM 2026", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("Quý 1, 2026", "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("quý iii", "2025-Q3", date(2025, 7, 1), date(2025, 9, 30)),
        ("tháng 2/2024", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("Tháng 6 năm 2026", "2026-06", date(2026, 6, 1), date(2026, 6, 30)),
        ("tháng 12", "2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("tháng 5-6/2026", "2026-06", date(2026, 5, 1), date(2026, 6, 30)),
        ("tháng 0-6/2026", "2026-06", date(2026, 6, 1), date(2026, 6, 30)),
        ("06 tháng đầu năm 2026", "2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("sáu tháng cuối năm", "2025-H2", date(2025, 7, 1), date(2025, 12, 31)),
        ("9 THÁNG ĐẦU NĂM 2026", "2026-9M", date(2026, 1, 1), date(2026, 9, 30)),
        ("3 tháng đầu năm 2026", "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("3 tháng cuối năm 2026", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("9 tháng cuối năm 2026", "2026", date(2026, 4, 1), date(2026, 12, 31)),
        ("năm 2026", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("năm 2025-2026", "2026", date(2025, 1, 1), date(2026, 12, 31)),
    ],
)
def test_each_kind_of_period_is_read(text: str, label: str, start: date, end: date) -> None:
    """A missing year is the one given along, here 2025; every label is the code of a period that can be closed."""
    [(period, at)] = find_periods(text, 2025)
    assert (period.label, period.start, period.end, at) == (label, start, end, 0)
    assert parse_period(period.label).code == label


@pytest.mark.parametrize(
    "text", ["tháng 13", "quý V", "quý giá", "tháng 6.2", "năm học", "6 tháng", "năm 2026/15", "quý II"]
)
def test_other_words_and_periods_without_a_year_are_none(text: str) -> None:
    """Nothing is guessed."""
    assert find_periods(text) == []

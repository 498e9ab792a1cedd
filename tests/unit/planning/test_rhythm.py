"""Phrases and crons against a walk over the days, windows that add up."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks_registry.errors import Refused
from tasks_registry.planning.rhythm import (
    FORMS,
    check_rhythm,
    coming,
    means_before,
    occurrences,
    read_rhythm,
    rhythm_of_reading,
)

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
LENGTHS = st.integers(0, 500)


def last_of_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


MEANINGS: dict[str, Callable[[date], bool]] = {
    "thứ Sáu hằng tuần": lambda day: day.weekday() == 4,
    "thứ 2 hàng tuần": lambda day: day.weekday() == 0,
    "Chủ nhật mỗi tuần": lambda day: day.weekday() == 6,
    "ngày 15 hằng tháng": lambda day: day.day == 15,
    "trước ngày 5 mỗi tháng": lambda day: day.day == 5,
    "ngày cuối tháng": lambda day: day.day == last_of_month(day),
    "ngày làm việc cuối cùng của tháng": lambda day: day.day == last_of_month(day),
    "thứ Sáu tuần thứ hai hằng tháng": lambda day: day.weekday() == 4 and 8 <= day.day <= 14,
    "thứ Ba tuần đầu tháng": lambda day: day.weekday() == 1 and day.day <= 7,
    "thứ Năm tuần cuối của tháng": lambda day: day.weekday() == 3 and day.day > last_of_month(day) - 7,
    "ngày 20 tháng cuối quý": lambda day: day.day == 20 and day.month % 3 == 0,
    "chậm nhất ngày 20 của tháng cuối hằng quý": lambda day: day.day == 20 and day.month % 3 == 0,
    "ngày cuối quý": lambda day: day.month % 3 == 0 and day.day == last_of_month(day),
    "ngày 15/6 hằng năm": lambda day: (day.month, day.day) == (6, 15),
    "ngày 15 tháng 11 hằng năm": lambda day: (day.month, day.day) == (11, 15),
}
CRONS = sorted({read_rhythm(phrase) for phrase in MEANINGS})


def test_every_documented_form_is_tested() -> None:
    """The list that people are shown in a refusal is the list that is proved here."""
    assert set(FORMS) <= set(MEANINGS)


@pytest.mark.parametrize("phrase", MEANINGS)
@settings(max_examples=25)
@given(after=DAYS, length=LENGTHS)
def test_a_phrase_means_the_days_that_a_walk_over_the_calendar_finds(phrase: str, after: date, length: int) -> None:
    """Every day is asked, none is computed."""
    walked = [after + timedelta(days=n) for n in range(1, length + 1) if MEANINGS[phrase](after + timedelta(days=n))]
    assert occurrences(read_rhythm(phrase), after, after + timedelta(days=length)) == walked


@settings(max_examples=60)
@given(cron=st.sampled_from(CRONS), start=DAYS, first=LENGTHS, second=LENGTHS)
def test_windows_that_meet_add_up(cron: str, start: date, first: int, second: int) -> None:
    """plan(a, c) == plan(a, b) + plan(b, c): nothing is lost and nothing comes twice where two runs meet."""
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    whole = occurrences(cron, start, end)
    assert whole == occurrences(cron, start, middle) + occurrences(cron, middle, end)
    assert whole == sorted(set(whole))
    assert all(start < day <= end for day in whole)


@pytest.mark.parametrize(
    ("recurring", "days"),
    [
        ("0 0 15 * *", [date(2026, 9, 15), date(2026, 10, 15)]),
        ("week", [date(2026, 9, 4), date(2026, 9, 11)]),
        ("month", [date(2026, 9, 30), date(2026, 10, 31)]),
        ("quarter", [date(2026, 9, 30), date(2026, 12, 31)]),
        ("year", [date(2026, 12, 31), date(2027, 12, 31)]),
    ],
)
def test_what_a_reading_calls_recurring_has_days(recurring: str, days: list[date]) -> None:
    """A cron stands as it is, a bare period means its last day."""
    assert coming(rhythm_of_reading(recurring), date(2026, 9, 1), 2) == days


def test_hours_of_a_cron_do_not_matter() -> None:
    """A recurring task has days; ``*/5 8-17`` would otherwise come a hundred times on each of them."""
    assert check_rhythm("*/5 8-17 15 * *") == "0 0 15 * *"


def test_an_unknown_phrase_is_answered_with_the_known_ones() -> None:
    """One sentence that says what to write instead."""
    with pytest.raises(Refused, match="ngày 20 tháng cuối quý"):
        read_rhythm("khi nào rảnh")


@pytest.mark.parametrize("cron", ["0 0 31 2 *", "0 0 15 *", "ngày 15", "", "0 0 32 * *"])
def test_a_cron_without_days_is_refused(cron: str) -> None:
    """Malformed, or well formed and never coming."""
    with pytest.raises(Refused, match="cron"):
        check_rhythm(cron)


@pytest.mark.parametrize(
    "phrase", ["ngày 31 hằng tháng", "ngày 29 mỗi tháng", "ngày 31 tháng cuối quý", "ngày 29/2 hằng năm"]
)
def test_a_day_that_some_months_lack_is_refused(phrase: str) -> None:
    """Cron would leave those months out without a word; the office means their last day."""
    with pytest.raises(Refused, match="ngày cuối tháng"):
        read_rhythm(phrase)


def test_a_day_that_all_its_months_have_is_let_pass() -> None:
    """March, June, September and December all have a 30th, every January a 31st."""
    assert read_rhythm("ngày 30 tháng cuối quý") == "0 0 30 3,6,9,12 *"
    assert read_rhythm("ngày 31/1 hằng năm") == "0 0 31 1 *"


def test_before_is_heard_whatever_its_spelling() -> None:
    """The strict reading of ``trước`` hangs on it."""
    assert means_before("Trước ngày 15 hằng tháng")
    assert not means_before("ngày 15 hằng tháng")
    assert not means_before(None)

"""Time enters as an argument and the day is Vietnamese."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from config.clock import office_day, parse_day, parse_instant, system_clock
from config.errors import SettingError

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def test_the_hours_before_seven_belong_to_the_new_day_at_the_office() -> None:
    """23:30 UTC on the 16th is already the 17th in Việt Nam."""
    assert office_day(datetime(2024, 6, 16, 23, 30, tzinfo=UTC), HANOI) == date(2024, 6, 17)


def test_a_naive_instant_has_no_office_day() -> None:
    """Without a zone nobody can tell the day."""
    with pytest.raises(ValueError, match="aware"):
        office_day(datetime(2024, 6, 16, 8), HANOI)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-06-10", "2024-06-10T08:00:00+07:00"),
        ("2024-06-10T06:15", "2024-06-10T06:15:00+07:00"),
        ("2024-06-10T01:00+00:00", "2024-06-10T01:00:00+00:00"),
    ],
)
def test_an_instant_without_offset_is_local_to_the_office(text: str, expected: str) -> None:
    """A bare day means the start of office hours."""
    assert parse_instant(text, HANOI).isoformat() == expected


@pytest.mark.parametrize("text", ["2024-02-30", "10/6/2024", "", "mai", "0001-01-01", "9999-12-31T23:59"])
def test_an_instant_that_does_not_exist_is_refused_in_plain_words(text: str) -> None:
    """The sentence shows what was given and what to write."""
    with pytest.raises(SettingError, match="2024-06-10"):
        parse_instant(text, HANOI)


def test_a_day_that_does_not_exist_is_refused_in_plain_words() -> None:
    """31 June is nobody's meeting day."""
    assert parse_day("2024-06-27") == date(2024, 6, 27)
    with pytest.raises(SettingError, match="2024-06-31"):
        parse_day("2024-06-31")
    with pytest.raises(SettingError, match="9999"):
        parse_day("9999-12-31")


@pytest.mark.parametrize("text", ["25/9/2026", "25/09/2026", "2026-09-25"])
def test_a_day_may_be_written_as_in_viet_nam(text: str) -> None:
    """Day first; the month of one or two digits."""
    assert parse_day(text) == date(2026, 9, 25)


@pytest.mark.parametrize("text", ["31/6/2026", "25/9", "25/9/26", "9/25/2026", "25-9-2026", "01/01/0001", "٢٥/9/2026"])
def test_a_day_that_could_mean_another_is_not_guessed(text: str) -> None:
    """The month never comes first, the year has four digits."""
    with pytest.raises(SettingError, match="25/9/2026"):
        parse_day(text)


def test_the_machine_s_clock_is_aware() -> None:
    """Everything behind it relies on that."""
    assert system_clock().tzinfo is UTC

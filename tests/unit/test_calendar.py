"""The working calendar against a brute-force count."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.office import CalendarFile, DayOff
from tasks_registry.calendar import WorkingCalendar

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
PLAIN = WorkingCalendar()


def test_public_holidays_and_weekends_are_not_worked() -> None:
    """Liberation day, labour day, national day with its second day, the new 24/11, a Saturday."""
    for day in ((2024, 4, 30), (2024, 5, 1), (2025, 9, 2), (2026, 11, 24), (2024, 6, 15)):
        assert not PLAIN.is_working(date(*day)), day
    assert PLAIN.is_working(date(2024, 6, 17))


def test_the_office_s_own_days_win_over_the_public_calendar() -> None:
    """02/01/2026 was given off for Saturday 10/01/2026, which the holidays package does not know."""
    file = CalendarFile(days_off=(DayOff(day=date(2026, 1, 2), name="Nghỉ bù"),), working_days=(date(2026, 1, 10),))
    office = WorkingCalendar.from_file(file)
    assert PLAIN.is_working(date(2026, 1, 2))
    assert not office.is_working(date(2026, 1, 2))
    assert office.is_working(date(2026, 1, 10))


def test_the_end_of_the_second_quarter_of_2024_rolls_back_to_friday() -> None:
    """30/6/2024 is a Sunday: period-bound duties fall due on the 28th."""
    assert PLAIN.roll_back(date(2024, 6, 30)) == date(2024, 6, 28)
    assert PLAIN.roll_forward(date(2024, 6, 29)) == date(2024, 7, 1)


@given(DAYS)
def test_rolling_finds_the_nearest_working_day(day: date) -> None:
    """Nothing worked lies between a day and where it rolls to."""
    back, forward = PLAIN.roll_back(day), PLAIN.roll_forward(day)
    assert PLAIN.is_working(back)
    assert PLAIN.is_working(forward)
    assert not any(PLAIN.is_working(back + timedelta(days=n)) for n in range(1, (day - back).days + 1))
    assert not any(PLAIN.is_working(day + timedelta(days=n)) for n in range((forward - day).days))


@given(DAYS, st.integers(1, 60))
def test_adding_working_days_agrees_with_a_count_by_hand(day: date, count: int) -> None:
    """n working days later lie exactly n working days in between, the first day not counted."""
    later = PLAIN.add_working_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (later - day).days + 1)]
    assert sum(map(PLAIN.is_working, between)) == count
    assert PLAIN.is_working(later)
    assert PLAIN.add_working_days(later, -count) == PLAIN.roll_back(day)


@given(DAYS)
def test_adding_nothing_stays_where_it_is(day: date) -> None:
    """Zero working days after a Sunday is that Sunday."""
    assert PLAIN.add_working_days(day, 0) == day

"""The days on which something is said, and what they are called."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.reminders import Mark, Milestones, ReminderPolicy, Weekday, WeekdayMark
from notifications.decision import Timetable
from tasks_registry.calendar import WorkingCalendar

TIMES = Timetable(WorkingCalendar())
POLICY = ReminderPolicy()
EVERY_DAY = ReminderPolicy(working_days_only=False)
FRIDAY = date(2026, 9, 18)
USUAL = POLICY.milestones.deadline


@pytest.mark.parametrize(
    ("before", "milestone"),
    [(15, None), (14, "due-14"), (8, "due-14"), (7, "due-7"), (3, "due-3"), (1, "due-1"), (0, "due-0")],
)
def test_the_last_milestone_reached_speaks(before: int, milestone: str | None) -> None:
    """Between two milestones the former one still stands."""
    assert TIMES.reached(FRIDAY, USUAL, EVERY_DAY, FRIDAY - timedelta(days=before)) == milestone


@pytest.mark.parametrize(
    ("after", "milestone"), [(1, "due-0"), (6, "due-0"), (7, "due+7"), (13, "due+7"), (14, "due+14")]
)
def test_overdue_tasks_are_named_weekly(after: int, milestone: str) -> None:
    """Day 7, 14, … after the due day."""
    assert TIMES.reached(FRIDAY, USUAL, POLICY, FRIDAY + timedelta(days=after)) == milestone


def test_a_warning_that_falls_on_a_weekend_comes_before_it() -> None:
    """One day before Monday is Sunday; the officer hears on Friday."""
    assert TIMES.reached(date(2026, 9, 21), USUAL, POLICY, FRIDAY) == "due-1"


@pytest.mark.parametrize(
    ("words", "day", "name"),
    [
        ("thứ Hai tuần đó", date(2026, 9, 14), "due-monday"),
        ("thứ Sáu tuần trước", date(2026, 9, 11), "due-friday-before"),
        ("sáng hôm đó", date(2026, 9, 17), "due-0"),
    ],
)
def test_milestones_may_be_words(words: str, day: date, name: str) -> None:
    """A day of the week that holds the due day, here Thursday 17/9."""
    thursday = date(2026, 9, 17)
    marks = Milestones(deadline=(words,)).deadline  # type: ignore[arg-type]
    assert TIMES.days(thursday, marks, working_days_only=True) == ((day, name),)
    assert TIMES.reached(thursday, marks, POLICY, day) == name
    assert TIMES.reached(thursday, marks, POLICY, day - timedelta(days=1)) is None


def test_a_day_of_the_week_after_the_due_day_is_no_milestone() -> None:
    """A task due on Tuesday has no Friday of that week."""
    assert TIMES.days(date(2026, 9, 15), (WeekdayMark(weekday=Weekday.FRIDAY),), working_days_only=True) == ()


def test_the_next_milestone_is_known() -> None:
    """Before the due day, and then each week – on a working day."""
    assert TIMES.next(FRIDAY, USUAL, POLICY, date(2026, 9, 16)) == (date(2026, 9, 17), "due-1")
    assert TIMES.next(FRIDAY, USUAL, POLICY, FRIDAY) == (date(2026, 9, 25), "due+7")
    sunday = date(2026, 9, 20)
    assert TIMES.next(sunday, USUAL, POLICY, date(2026, 9, 27)) == (date(2026, 10, 5), "due+14")
    assert TIMES.next(sunday, USUAL, EVERY_DAY, date(2026, 9, 27)) == (date(2026, 10, 4), "due+14")


MARKS = st.lists(
    st.integers(0, 40) | st.builds(WeekdayMark, weekday=st.sampled_from(Weekday), weeks_before=st.integers(0, 1)),
    max_size=4,
).map(tuple)


@settings(deadline=None)  # the first question for a year works out its public holidays
@given(
    MARKS, st.dates(date(2026, 1, 1), date(2027, 3, 31)), st.dates(date(2026, 1, 1), date(2027, 3, 31)), st.booleans()
)
def test_nothing_is_reached_beyond_the_horizon(
    marks: tuple[Mark, ...], due: date, today: date, working_days_only: bool
) -> None:
    """A run that reads up to the horizon misses no task, Tết and week-ends included."""
    policy = ReminderPolicy(working_days_only=working_days_only)
    if TIMES.reached(due, marks, policy, today) is not None:
        assert due <= max(today, TIMES.horizon(today, marks))

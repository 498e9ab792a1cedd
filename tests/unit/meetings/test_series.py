"""Series of meetings: each slot at most once, on working days, however the time is cut."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.days_off import CalendarFile, DayOff
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.meetings.series import adopted_session, place, planned_sessions
from tasks_registry.meetings.states import MeetingKind
from tasks_registry.view import MeetingView

CALENDAR = WorkingCalendar()
MONTHLY = "0 8 15 * *"
CRONS = [MONTHLY, "0 8 * * 1", "0 8 25 3,6,9,12 *", "0 8 1-7 * 1", "0 8,14 31 * *", "0 8 * * *", "0 8 28-31 * 6"]
days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
spans = st.integers(0, 120).map(lambda count: timedelta(days=count))


def meeting(
    day: date | None = None, window: tuple[date, date] | None = None, *, number: int = 1, ordinal: int | None = None
) -> MeetingView:
    first, last = window or (None, None)
    return MeetingView(number, "Hội nghị Ban Thường vụ", "BTV", ordinal, None, first, last, day)


meetings = st.lists(
    st.one_of(
        days.map(meeting),
        st.tuples(days, spans).map(lambda window: meeting(window=(window[0], window[0] + window[1]))),
    ),
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CRONS), days, spans, spans, meetings)
def test_a_span_planned_in_parts_is_planned_the_same(
    cron: str, start: date, first: timedelta, second: timedelta, known: list[MeetingView]
) -> None:
    """`plan(a, c) == plan(a, b) + plan(b, c)`, each slot once, on working days that only go forward."""
    middle, end = start + first, start + first + second
    whole = planned_sessions(cron, start, end, CALENDAR, known)
    parts = [planned_sessions(cron, *span, CALENDAR, known) for span in ((start, middle), (middle, end))]
    assert whole == parts[0] + parts[1]
    assert all(start < session.slot <= end and CALENDAR.is_working(session.day) for session in whole)
    dates = [session.day for session in whole]
    assert dates == sorted(set(dates))
    assert len({session.slot for session in whole}) == len(whole)
    assert all((s.day.year, s.day.month) == (s.slot.year, s.slot.month) for s in whole)


def test_a_slot_on_a_day_off_rolls_forward_and_at_the_end_of_the_month_back() -> None:
    """A June meeting stays in June."""
    assert place(date(2026, 8, 15), CALENDAR) == date(2026, 8, 17)
    assert place(date(2026, 5, 31), CALENDAR) == date(2026, 5, 29)


def test_a_weekly_meeting_falls_away_where_a_whole_week_is_off() -> None:
    """Two slots on one working day are one meeting: the one that was due first."""
    week_off = WorkingCalendar.from_file(
        CalendarFile(days_off=tuple(DayOff(day=date(2026, 7, day), name="nghỉ") for day in range(6, 11)))
    )
    sessions = planned_sessions("0 8 * * 1", date(2026, 6, 30), date(2026, 7, 20), week_off)
    assert [(s.slot.day, s.day.day) for s in sessions] == [(6, 13), (20, 20)]


@pytest.mark.parametrize(
    ("known", "left"),
    [
        (meeting(date(2026, 8, 20)), [9, 10]),
        (meeting(date(2026, 8, 28)), [9, 10]),  # 13 days from 15/8, 18 from 15/9
        (meeting(window=(date(2026, 9, 1), date(2026, 9, 30))), [8, 10]),
        (meeting(date(2026, 10, 14), (date(2026, 9, 1), date(2026, 9, 30))), [8, 10]),  # meant for September
        (meeting(date(2027, 3, 1)), [8, 9, 10]),
        (meeting(), [8, 9, 10]),
    ],
)
def test_a_slot_that_a_meeting_fills_is_skipped(known: MeetingView, left: list[int]) -> None:
    """The meeting lies nearer to this slot than to the ones around."""
    sessions = planned_sessions(MONTHLY, date(2026, 7, 31), date(2026, 10, 31), CALENDAR, [known])
    assert [session.slot.month for session in sessions] == left


JUNE = (date(2024, 6, 1), date(2024, 6, 30))


def planned(number: int, day: date) -> MeetingView:
    return meeting(window=(day, day), number=number)


def test_a_document_means_the_planned_meeting_in_its_window() -> None:
    """`lần thứ 17: tháng 6/2024` is the session of the series in June."""
    drafts = [planned(1, date(2024, 3, 25)), planned(2, date(2024, 6, 25)), planned(3, date(2024, 9, 25))]
    found = adopted_session(drafts, MeetingKind.REGULAR, 17, JUNE)
    assert found is not None
    assert found.id == 2


def test_where_there_is_a_choice_only_an_ordinal_decides() -> None:
    """`họp Thường trực trong tháng 6` may mean any of four; the next counted session is the first."""
    drafts = [planned(2, date(2024, 6, 10)), planned(1, date(2024, 6, 3))]
    assert adopted_session(drafts, MeetingKind.REGULAR, None, JUNE) is None
    assert adopted_session(drafts, MeetingKind.REGULAR, 17, JUNE) == drafts[1]
    assert adopted_session(drafts[:1], MeetingKind.REGULAR, None, JUNE) == drafts[0]


def test_no_other_meeting_is_taken_for_one_of_the_series() -> None:
    """Not a thematic one, not one without a window, not one of another month."""
    drafts = [planned(1, date(2024, 6, 10))]
    assert adopted_session(drafts, MeetingKind.THEMATIC, None, JUNE) is None
    assert adopted_session(drafts, MeetingKind.REGULAR, 17, (None, None)) is None
    assert adopted_session(drafts, MeetingKind.REGULAR, 17, (date(2024, 7, 1), date(2024, 7, 31))) is None

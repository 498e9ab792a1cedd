"""The working calendar against a brute-force count."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from config.days_off import CalendarFile, DayOff, WorkingDay
from tasks_registry.calendar import DayMark, DecidedDay, Source, WorkingCalendar
from tasks_registry.errors import Refused
from tasks_registry.public_holidays import CHECKED_THROUGH, new_year_of, public_holidays

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
DAYS = st.dates(FIRST, LAST)
PLAIN = WorkingCalendar()


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """A calendar with its own days off, single and in ranges, decided and expected, and days worked in exchange."""
    ranges = draw(st.lists(st.tuples(DAYS, st.integers(0, 12), st.booleans()), max_size=6))
    file = CalendarFile(
        days_off=tuple(
            DayOff.model_validate(
                {"from": day, "to": day + timedelta(days=length), "name": "Nghỉ", "tentative": tentative}
            )
            for day, length, tentative in ranges
        ),
        working_days=tuple(draw(st.lists(DAYS, max_size=12))),  # type: ignore[arg-type] bare days, as in the file
    )
    decided = draw(st.dictionaries(DAYS, st.booleans(), max_size=8))
    return WorkingCalendar.from_file(file, [DecidedDay(day, works, "Sổ") for day, works in decided.items()])


def span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def file_of(*days_off: dict[str, object]) -> WorkingCalendar:
    return WorkingCalendar.from_file(CalendarFile.model_validate({"days_off": list(days_off)}))


# --- what is off -------------------------------------------------------------------------------------------------


OFFICIAL = {
    2024: "1/1 8/2-14/2 18/4 29/4-1/5 2/9-3/9",
    2025: "1/1 27/1-31/1 7/4 30/4-2/5 1/9-2/9",
    2026: "1/1-2/1 16/2-20/2 27/4 30/4-1/5 31/8-2/9 24/11",
}
WORKED = {date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}


def _official(year: int) -> set[date]:
    found: set[date] = set()
    for part in OFFICIAL[year].split():
        ends = [date(year, int(month), int(day)) for day, month in (end.split("/") for end in part.split("-"))]
        found |= set(span(ends[0], ends[-1]))
    return found


@pytest.mark.parametrize("year", OFFICIAL)
def test_the_bundled_calendar_is_what_the_government_decided(year: int, bundled: CalendarFile) -> None:
    """Every weekday off and every Saturday worked of the years whose decisions are known."""
    calendar = WorkingCalendar.from_file(bundled)
    differing = {
        day for day in span(date(year, 1, 1), date(year, 12, 31)) if calendar.is_working(day) != (day.weekday() < 5)
    }
    assert {day for day in differing if day.weekday() < 5} == {day for day in _official(year) if day.weekday() < 5}
    assert {day for day in differing if day.weekday() >= 5} == {day for day in WORKED if day.year == year}


def test_the_office_s_own_days_win_over_the_public_calendar() -> None:
    """02/01/2026 was given off for Saturday 10/01/2026, which the holidays package does not know."""
    file = CalendarFile(
        days_off=(DayOff(day=date(2026, 1, 2), name="Nghỉ bù"),), working_days=(WorkingDay(day=date(2026, 1, 10)),)
    )
    office = WorkingCalendar.from_file(file)
    assert PLAIN.is_working(date(2026, 1, 2))
    assert not office.is_working(date(2026, 1, 2))
    assert office.is_working(date(2026, 1, 10))


def test_the_registry_wins_over_the_file() -> None:
    """A day decided later takes the place of what the file says."""
    day = date(2026, 3, 4)
    file = CalendarFile(days_off=(DayOff(day=day, name="Nghỉ bão"),))
    office = WorkingCalendar.from_file(file, [DecidedDay(day, True, "Vẫn làm việc")])
    assert office.mark(day) == DayMark(True, "Vẫn làm việc", Source.REGISTRY)
    assert office.mark(day).source.label == "sổ"  # type: ignore[union-attr]


def test_the_24th_of_november_is_off_from_2026() -> None:
    """A new paid holiday."""
    assert PLAIN.is_working(date(2025, 11, 24))
    assert not PLAIN.is_working(date(2026, 11, 24))


# --- what is only expected ---------------------------------------------------------------------------------------


def test_tet_is_a_forecast_after_the_years_that_were_compared() -> None:
    """The package marks nothing as estimated, so the calendar does."""
    assert not any(mark.expected for _, mark in PLAIN.marked_days(date(2024, 1, 1), date(CHECKED_THROUGH, 12, 31)))
    expected = [day for day, mark in PLAIN.marked_days(date(2027, 1, 1), date(2027, 12, 31)) if mark.expected]
    assert expected == [*span(date(2027, 2, 4), date(2027, 2, 10)), date(2027, 9, 2), date(2027, 9, 3)]
    assert new_year_of(2027) == date(2027, 2, 6)


def test_a_decided_tet_replaces_the_whole_forecast() -> None:
    """From mùng Một on the decision counts: the forecast's 29 Tết is worked when the decision leaves it out."""
    decided = file_of({"from": date(2027, 2, 5), "to": date(2027, 2, 11), "name": "Tết Đinh Mùi"})
    assert decided.is_working(date(2027, 2, 4))
    assert not decided.is_working(date(2027, 2, 11))
    assert decided.expected_off(date(2027, 1, 1), date(2027, 8, 31)) is None
    assert decided.expected_off(date(2027, 9, 1), date(2027, 9, 30)) == "Quốc khánh"


def test_a_day_beside_tet_does_not_settle_it() -> None:
    """Only the main day stands for the decision; a Saturday worked on mùng Một's date would not either."""
    beside = file_of({"day": date(2027, 2, 11), "name": "Nghỉ thêm"})
    assert not beside.is_working(date(2027, 2, 4))
    worked = WorkingCalendar.from_file(CalendarFile(), [DecidedDay(date(2027, 2, 6), True, "Trực")])
    assert not worked.is_working(date(2027, 2, 4))


def test_what_the_office_only_expects_is_off_and_says_so() -> None:
    """Half-known Tết 2028: off for counting, expected for the reader."""
    half_known = file_of(
        {"from": date(2028, 1, 24), "to": date(2028, 2, 1), "name": "Tết Mậu Thân", "tentative": True},
        {"day": date(2028, 1, 24), "name": "Nghỉ chắc chắn"},
    )
    assert not half_known.is_working(date(2028, 2, 1))
    assert half_known.expected_off(date(2028, 1, 20), date(2028, 1, 24)) is None
    assert half_known.expected_off(date(2028, 1, 20), date(2028, 1, 25)) == "Tết Mậu Thân"


def test_after_the_package_s_lunar_calendar_there_is_no_tet() -> None:
    """It ends in 2100; weekends go on."""
    assert new_year_of(2100) is not None
    assert new_year_of(2101) is None
    assert not public_holidays(2101)
    assert PLAIN.roll_back(date(2101, 9, 4)) == date(2101, 9, 2)


# --- arithmetic --------------------------------------------------------------------------------------------------


@given(calendars(), DAYS)
@settings(max_examples=60)
def test_rolling_never_lands_on_a_day_off_nor_crosses_a_working_day(calendar: WorkingCalendar, day: date) -> None:
    """Nothing worked lies between a day and where it rolls to."""
    back, forward = calendar.roll_back(day), calendar.roll_forward(day)
    assert back <= day <= forward
    assert calendar.is_working(back)
    assert calendar.is_working(forward)
    assert not any(map(calendar.is_working, span(back + timedelta(days=1), day)))
    assert not any(map(calendar.is_working, span(day, forward - timedelta(days=1))))


@given(calendars(), DAYS, st.integers(-40, 40))
@settings(max_examples=80)
def test_adding_working_days_agrees_with_a_count_by_hand(calendar: WorkingCalendar, day: date, count: int) -> None:
    """n working days later lie exactly n working days in between: the first day not counted, the last one counted."""
    there = calendar.add_working_days(day, count)
    if count == 0:
        assert there == day
        return
    passed = span(day + timedelta(days=1), there) if count > 0 else span(there, day - timedelta(days=1))
    assert sum(map(calendar.is_working, passed)) == abs(count)
    assert calendar.is_working(there)


@given(calendars(), DAYS, st.integers(-40, 40))
@settings(max_examples=60)
def test_counting_undoes_adding(calendar: WorkingCalendar, day: date, count: int) -> None:
    """In both directions; and from a working day adding undoes counting."""
    there = calendar.add_working_days(day, count)
    assert calendar.count_working_days(day, there) == count
    if calendar.is_working(day):
        assert calendar.add_working_days(there, -count) == day


@given(calendars(), DAYS, DAYS)
@settings(max_examples=40)
def test_counting_agrees_with_a_count_by_hand(calendar: WorkingCalendar, first: date, last: date) -> None:
    """Day by day, from the day after the first one to the last one."""
    low, high = sorted((first, last))
    counted = [day for day in span(low, high) if day != first and calendar.is_working(day)]
    assert calendar.count_working_days(first, last) == (len(counted) if last >= first else -len(counted))


@given(calendars(), DAYS)
@settings(max_examples=40)
def test_the_neighbouring_working_days_enclose_a_day(calendar: WorkingCalendar, day: date) -> None:
    """Before and after it, never itself."""
    before, after = calendar.previous_working_day(day), calendar.next_working_day(day)
    assert before < day < after
    assert [one for one in span(before, after) if calendar.is_working(one) and one != day] == [before, after]


def test_a_calendar_without_working_days_is_refused_instead_of_searched_for_ever() -> None:
    """A file that marks everything as off is told, in both directions."""
    every = {day: DayMark(False, "Nghỉ", Source.FILE) for day in span(date(2024, 1, 1), date(2030, 12, 31))}
    closed = WorkingCalendar(every)
    for ask in (closed.roll_back, closed.roll_forward, lambda day: closed.add_working_days(day, 3)):
        with pytest.raises(Refused, match=r"01/06/2027.*calendar.yaml"):
            ask(date(2027, 6, 1))


# --- the file ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "x"},
        {"day": "2026-01-02", "from": "2026-01-02", "to": "2026-01-03", "name": "x"},
        {"from": "2026-01-02", "name": "x"},
        {"day": "2026-01-02", "to": "2026-01-03", "name": "x"},
        {"from": "2026-01-05", "to": "2026-01-03", "name": "x"},
        {"from": "2026-01-05", "to": "2027-01-03", "name": "x"},
    ],
)
def test_a_day_off_is_one_day_or_a_whole_range(entry: dict[str, str]) -> None:
    """Anything in between is a slip and not guessed at."""
    with pytest.raises(ValidationError):
        DayOff.model_validate(entry)


def test_a_working_day_may_have_a_name() -> None:
    """Bare days of older files are still read."""
    file = CalendarFile.model_validate(
        {"working_days": ["2026-01-10", {"day": "2026-08-22", "name": "Làm bù cho 31/8"}]}
    )
    assert [entry.name for entry in file.working_days] == ["Làm bù", "Làm bù cho 31/8"]


@pytest.fixture
def bundled() -> CalendarFile:
    """The calendar that comes with the program."""
    import yaml

    from config.office_files import default_text

    return CalendarFile.model_validate(yaml.safe_load(default_text("calendar.yaml")))

"""From words to due days: DOMAIN's table, meetings, terms, and the rules that an office sets."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.days_off import CalendarFile
from config.rhythm import BodyRhythm, DeadlineRules, Rhythm, Roll, RollRules
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.deadlines import (
    Deadline,
    MeetingDay,
    default_term,
    due_day,
    end_of_term,
    is_provisional,
    leans_on,
    proposed,
    reckon,
)
from tasks_registry.public_holidays import new_year_of
from tasks_registry.reading.model import DeadlineRule as Rule
from tasks_registry.reading.model import Kind
from tasks_registry.reading.periods import Period
from tasks_registry.reading.phrases import Bearings, read_deadline, read_time_field

CALENDAR = WorkingCalendar()
BODIES = {"BCH": BodyRhythm(papers_days_before=5), "BTV": BodyRhythm(papers_days_before=2)}
RHYTHM = Rhythm(bodies=BODIES)  # type: ignore[arg-type]
SUNDAY = date(2024, 6, 30)
CONFERENCE = MeetingDay("BCH", date(2024, 6, 27))


def due(deadline: Deadline | None, meeting: MeetingDay | None = None, rhythm: Rhythm = RHYTHM) -> date | None:
    return due_day(deadline, meeting, CALENDAR, rhythm)


def ruled(**rules: object) -> Rhythm:
    return RHYTHM.model_copy(update={"deadlines": DeadlineRules.model_validate(rules)})


# --- DOMAIN §7, row by row ---------------------------------------------------------------------------------------

SECOND_QUARTER = Bearings(Period("2024-Q2", date(2024, 4, 1), date(2024, 6, 30)), date(2024, 4, 2))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("hoàn thành trước ngày 15/5", date(2024, 5, 15)),
        ("chậm nhất ngày 15/5/2024", date(2024, 5, 15)),
        ("nộp báo cáo đến ngày 15/5/2024", date(2024, 5, 15)),
        ("hoàn thành trong ngày 15/5/2024", date(2024, 5, 15)),
        ("hạn cuối 15/5/2024", date(2024, 5, 15)),
        ("hoàn thành trong tháng 6/2024", date(2024, 6, 28)),
        ("hoàn thành trong quý II", date(2024, 6, 28)),
        ("tổ chức đầu tháng 6", date(2024, 6, 10)),
        ("tổ chức giữa tháng 6", date(2024, 6, 14)),
        ("tổ chức cuối tháng 6", date(2024, 6, 28)),
        ("tổ chức vào tuần thứ 3 tháng 5", date(2024, 5, 17)),
        ("báo cáo trước ngày 15 hằng tháng", None),
        ("gửi tài liệu trước Hội nghị Huyện ủy 5 ngày", None),
        ("trình trong 20 ngày sau khi có kết luận", None),
        ("hoàn thành trong vòng 10 ngày làm việc kể từ ngày có hướng dẫn", None),
        ("triển khai sau khi cấp có thẩm quyền phê duyệt", None),
        ("tiếp tục thực hiện thường xuyên", None),
        ("hoàn thành trước ngày 28/6", date(2024, 6, 28)),
    ],
)
def test_the_table_of_expressions(words: str, expected: date | None) -> None:
    """What is written → when it is due, for a document of the second quarter of 2024."""
    assert due(proposed(read_deadline(words, SECOND_QUARTER))) == expected


@pytest.mark.parametrize("words", ["đầu tháng 6", "giữa tháng 6", "cuối tháng 6", "tuần thứ 3 tháng 5"])
def test_expressions_with_several_readings_stay_flagged(words: str) -> None:
    """A day is proposed, and a person is asked."""
    read = read_deadline(f"tổ chức {words}", SECOND_QUARTER)
    assert read is not None
    assert read.ambiguous


def test_the_month_of_a_heading_is_an_interval() -> None:
    """`tháng 6 năm 2024` alone in its field: 1/6 to its last working day."""
    read = read_time_field("Tháng 6 năm 2024", SECOND_QUARTER)
    assert read is not None
    assert (read.start, due(proposed(read))) == (date(2024, 6, 1), date(2024, 6, 28))


# --- one deadline at a time --------------------------------------------------------------------------------------


def test_without_a_deadline_there_is_no_due_day() -> None:
    """A direction is reported, not timed."""
    assert due(None) is None
    assert proposed(None) is None
    assert leans_on(None, None, CALENDAR, RHYTHM) is None


@pytest.mark.parametrize("rule", [Rule.TEXT, Rule.PERIOD, Rule.HEADING, Rule.REPORT_CALENDAR])
def test_a_day_off_rolls_back_to_the_working_day_before(rule: Rule) -> None:
    """Superiors' dates and period ends may not slip."""
    assert due(Deadline(rule, SUNDAY)) == date(2024, 6, 28)


def test_before_a_day_includes_it_unless_the_office_is_strict() -> None:
    """`trước ngày 15/5`: offices accept the 15th; strict ones want the 14th."""
    read = Deadline(Rule.TEXT, date(2024, 5, 15), before=True)
    assert due(read) == date(2024, 5, 15)
    assert due(read, rhythm=ruled(strict_before=True)) == date(2024, 5, 14)
    assert due(replace(read, before=False), rhythm=ruled(strict_before=True)) == date(2024, 5, 15)


@pytest.mark.parametrize(
    ("deadline", "setting"),
    [
        (Deadline(Rule.PERIOD, SUNDAY), "period"),
        (Deadline(Rule.TEXT, SUNDAY, start=date(2024, 6, 1)), "period"),
        (Deadline(Rule.TEXT, SUNDAY), "text"),
        (Deadline(Rule.HEADING, SUNDAY), "text"),
        (Deadline(Rule.REPORT_CALENDAR, SUNDAY), "superior"),
        (Deadline(Rule.REPORT_CALENDAR, SUNDAY, start=date(2024, 4, 1)), "superior"),
        (Deadline(Rule.TEXT, None, start=date(2024, 6, 20), term_days=10), "term"),
    ],
)
@pytest.mark.parametrize(
    ("roll", "expected"),
    [(Roll.BACK, date(2024, 6, 28)), (Roll.FORWARD, date(2024, 7, 1)), (Roll.NONE, SUNDAY)],
)
def test_each_kind_rolls_by_its_own_setting(deadline: Deadline, setting: str, roll: Roll, expected: date) -> None:
    """And by no other one."""
    others = {"period": Roll.NONE, "text": Roll.NONE, "superior": Roll.NONE, "term": Roll.NONE}
    if roll is Roll.NONE:
        others = dict.fromkeys(others, Roll.BACK)
    assert due(deadline, rhythm=ruled(rolling=RollRules(**{**others, setting: roll}))) == expected


@pytest.mark.parametrize(("body", "expected"), [("BCH", date(2024, 6, 21)), ("BTV", date(2024, 6, 25))])
def test_papers_are_due_before_the_meeting_by_the_body_s_lead_time(body: str, expected: date) -> None:
    """Five days before 27/6 is Saturday 22/6, so the papers are due on Friday."""
    assert due(Deadline(Rule.HEADING, SUNDAY), MeetingDay(body, date(2024, 6, 27))) == expected
    assert due(Deadline(Rule.MEETING, None), MeetingDay(body, date(2024, 6, 27))) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("gửi tài liệu trước Hội nghị Huyện ủy 10 ngày", date(2024, 6, 17)),
        ("gửi tài liệu 6 ngày trước Hội nghị Huyện ủy", date(2024, 6, 21)),
        ("gửi tài liệu 6 ngày làm việc trước Hội nghị Huyện ủy", date(2024, 6, 19)),
        ("gửi tài liệu trước Hội nghị Huyện ủy", date(2024, 6, 21)),
    ],
)
def test_days_that_the_text_names_before_a_meeting_count_instead_of_the_lead_time(words: str, expected: date) -> None:
    """Without a number the body's lead time stands; without a day the task stays open."""
    deadline = proposed(read_deadline(words, SECOND_QUARTER))
    assert due(deadline, CONFERENCE) == expected
    assert due(deadline, replace(CONFERENCE, day=None)) is None
    assert due(deadline) is None


def test_a_meeting_without_a_day_leaves_the_window_or_nothing() -> None:
    """Until the day is fixed the month is all there is, and it is only provisional."""
    open_meeting = MeetingDay("BCH", None)
    assert due(Deadline(Rule.HEADING, SUNDAY), open_meeting) == date(2024, 6, 28)
    assert due(Deadline(Rule.MEETING, None), open_meeting) is None
    assert is_provisional(Rule.MEETING, open_meeting)
    assert not is_provisional(Rule.MEETING, CONFERENCE)


def test_a_day_written_in_the_task_itself_is_not_moved_by_its_meeting() -> None:
    """The text is nearer than the agenda; nor is a term that waits for something else."""
    written = Deadline(Rule.TEXT, date(2024, 6, 12))
    assert due(written, CONFERENCE) == date(2024, 6, 12)
    assert due(Deadline(Rule.TEXT, None, term_days=20, waits=True), CONFERENCE) is None


def test_a_term_counts_from_the_day_after_its_trigger_and_rolls_forward() -> None:
    """20 days after Monday 10/6 is Sunday 30/6; ten working days after it is the 24th."""
    assert due(Deadline(Rule.TEXT, None, start=date(2024, 6, 10), term_days=20)) == date(2024, 7, 1)
    working = Deadline(Rule.TEXT, None, start=date(2024, 6, 10), term_days=10, term_in_working_days=True)
    assert due(working) == date(2024, 6, 24)
    assert end_of_term(date(2024, 6, 10), 20, working=False, calendar=CALENDAR, rhythm=RHYTHM) == date(2024, 7, 1)


def test_the_office_is_done_before_the_day_of_the_superior_level() -> None:
    """The margin moves only days of the reporting calendar."""
    margin = ruled(superior_margin_days=5)
    assert due(Deadline(Rule.REPORT_CALENDAR, date(2024, 6, 15)), rhythm=margin) == date(2024, 6, 10)
    assert due(Deadline(Rule.TEXT, date(2024, 6, 14)), rhythm=margin) == date(2024, 6, 14)


def test_the_office_s_own_term_stands_in_where_nothing_is_said() -> None:
    """For deliverables, where the office has one; without a day of the document it waits for the confirmation."""
    ten = DeadlineRules(default_term_days=10)
    dated = default_term(Kind.DELIVERABLE, date(2024, 6, 10), ten)
    assert dated is not None
    assert dated.text == "Thời hạn mặc định: 10 ngày kể từ ngày văn bản"
    assert due(proposed(dated)) == date(2024, 6, 20)
    undated = default_term(Kind.DELIVERABLE, None, ten)
    assert undated is not None
    assert "ngày xác nhận" in undated.text
    assert due(proposed(undated)) is None
    assert default_term(Kind.DIRECTION, date(2024, 6, 10), ten) is None
    assert default_term(Kind.DELIVERABLE, date(2024, 6, 10), DeadlineRules()) is None


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        (Deadline(Rule.TEXT, date(2027, 2, 10)), "29 Tết"),
        (Deadline(Rule.TEXT, date(2027, 2, 3)), None),
        (Deadline(Rule.TEXT, None, start=date(2027, 1, 28), term_days=7), "29 Tết"),
        (Deadline(Rule.TEXT, None, start=date(2027, 2, 1), term_days=8, term_in_working_days=True), "29 Tết"),
        (Deadline(Rule.TEXT, None, start=date(2027, 1, 4), term_days=35), "Mùng ba Tết Nguyên Đán"),
        (Deadline(Rule.TEXT, None, start=date(2027, 1, 4), term_days=60), None),
    ],
)
def test_a_due_day_tells_of_the_expected_days_that_it_rests_on(deadline: Deadline, expected: str | None) -> None:
    """Rolled over Tết 2027, or counted over it in working days; calendar days that merely pass it do not matter."""
    assert leans_on(deadline, None, CALENDAR, RHYTHM) == expected


def test_a_day_that_does_not_roll_may_lie_on_an_expected_day() -> None:
    """Then it is told as well."""
    unrolled = ruled(rolling={"text": "none"})
    assert leans_on(Deadline(Rule.TEXT, date(2027, 2, 10)), None, CALENDAR, unrolled) == "Mùng năm Tết Nguyên Đán"


# --- for all deadlines -------------------------------------------------------------------------------------------

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
TO = st.builds(
    Deadline,
    rule=st.sampled_from([Rule.TEXT, Rule.PERIOD, Rule.HEADING, Rule.REPORT_CALENDAR]),
    to=DAYS,
    before=st.booleans(),
    start=st.none() | DAYS,
)
ANY = TO | st.builds(
    Deadline,
    rule=st.sampled_from(list(Rule)),
    to=st.none() | DAYS,
    before=st.booleans(),
    start=st.none() | DAYS,
    term_days=st.none() | st.integers(-20, 60),
    term_in_working_days=st.booleans(),
    waits=st.booleans(),
)
MEETINGS = st.builds(MeetingDay, st.sampled_from(["BCH", "BTV", "TT"]), st.none() | DAYS)


@given(TO, st.integers(0, 30))
@settings(max_examples=60)
def test_what_rolls_back_is_never_later_than_written(deadline: Deadline, margin: int) -> None:
    """By default all written days and periods roll back, and land on a working day."""
    found = due(deadline, rhythm=ruled(superior_margin_days=margin))
    assert found is not None
    assert deadline.to is not None
    assert found <= deadline.to
    assert CALENDAR.is_working(found)


@given(ANY, st.none() | MEETINGS)
@settings(max_examples=100)
def test_a_strict_office_is_never_later(deadline: Deadline, meeting: MeetingDay | None) -> None:
    """Strictness moves days only forward to an earlier day, and creates or removes none."""
    lenient, strict = due(deadline, meeting), due(deadline, meeting, ruled(strict_before=True))
    assert (lenient is None) is (strict is None)
    assert lenient is None or strict is None or strict <= lenient


@given(ANY, MEETINGS, st.integers(-60, 60))
@settings(max_examples=100)
def test_moving_a_meeting_moves_only_what_is_counted_from_it(deadline: Deadline, meeting: MeetingDay, k: int) -> None:
    """And that by whole days, rolled back at most to the working day before."""
    if meeting.day is None:
        return
    moved = replace(meeting, day=meeting.day + timedelta(days=k))
    before, after = due(deadline, meeting), due(deadline, moved)
    if not deadline.counted_from_meeting:
        assert before == after
    else:
        assert before is not None
        assert after is not None
        assert (after - before) * k >= timedelta()
        if deadline.term_days is not None and deadline.term_days < 0:
            assert after < moved.day  # type: ignore[operator]


ANCHORS = {date(year, 9, 2) for year in range(2026, 2030)} | {new_year_of(year) for year in range(2026, 2030)}


@given(ANY, st.none() | MEETINGS, st.lists(DAYS, max_size=60))
@settings(max_examples=100)
def test_days_off_that_a_due_day_was_not_counted_over_do_not_move_it(
    deadline: Deadline, meeting: MeetingDay | None, off: list[date]
) -> None:
    """Main days of Tết and 2/9 aside, which decide on others: what the preview may be silent about."""
    found = reckon(deadline, meeting, CALENDAR, RHYTHM)
    if found is None:
        return
    elsewhere = [day for day in off if not found.first <= day <= found.last and day not in ANCHORS]
    entries = [{"day": day, "name": "Nghỉ"} for day in elsewhere]
    changed = WorkingCalendar.from_file(CalendarFile.model_validate({"days_off": entries}))
    assert reckon(deadline, meeting, changed, RHYTHM) == found

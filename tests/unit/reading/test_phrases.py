"""Deadline phrases, by the table in DOMAIN §7."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.reading.model import DeadlineProposal, DeadlineRule
from tasks_registry.reading.periods import find_periods
from tasks_registry.reading.phrases import (
    Bearings,
    is_only_a_limit,
    names_a_day,
    read_deadline,
    read_heading_deadline,
    read_time_field,
)

[(QUARTER, _)] = find_periods("quý II/2026")
REPORT = Bearings(QUARTER, date(2026, 3, 20))
UNDATED = Bearings()


def read(text: str, bearings: Bearings = REPORT) -> DeadlineProposal:
    found = read_deadline(text, bearings)
    assert found is not None
    assert found.text in text
    assert found.rule is DeadlineRule.TEXT
    return found


@pytest.mark.parametrize(
    ("text", "phrase", "to", "before"),
    [
        ("Gửi báo cáo trước ngày 15/5.", "trước ngày 15/5", date(2026, 5, 15), True),
        ("Gửi báo cáo trước 15/5/2026 để tổng hợp", "trước 15/5/2026", date(2026, 5, 15), True),
        ("Hoàn thành chậm nhất ngày 20/5", "chậm nhất ngày 20/5", date(2026, 5, 20), False),
        ("Hoàn thành chậm nhất là ngày 20 tháng 5", "chậm nhất là ngày 20 tháng 5", date(2026, 5, 20), False),
        ("Thực hiện đến ngày 20/5", "đến ngày 20/5", date(2026, 5, 20), False),
        ("Thực hiện đến hết ngày 20/5", "đến hết ngày 20/5", date(2026, 5, 20), False),
        ("Báo cáo trong ngày 20/5", "trong ngày 20/5", date(2026, 5, 20), False),
        ("Báo cáo, hạn cuối 20/5", "hạn cuối 20/5", date(2026, 5, 20), False),
        ("Báo cáo, thời hạn: trước ngày 20/5", "trước ngày 20/5", date(2026, 5, 20), True),
        ("Báo cáo chậm nhất trước ngày 20/5", "chậm nhất trước ngày 20/5", date(2026, 5, 20), True),
        ("Nộp trước 17 giờ 00 ngày 20/5", "trước 17 giờ 00 ngày 20/5", date(2026, 5, 20), True),
        ("Nộp trước 17h30, ngày 20/5", "trước 17h30, ngày 20/5", date(2026, 5, 20), True),
        ("Xong muộn nhất ngày 02/9", "muộn nhất ngày 02/9", date(2026, 9, 2), False),
    ],
)
def test_a_day_with_a_word_of_limit_is_the_deadline(text: str, phrase: str, to: date, before: bool) -> None:
    """`trước` is kept apart: whether the day itself counts is the office's setting. The year is the period's."""
    found = read(text)
    assert (found.text, found.to, found.before) == (phrase, to, before)
    assert not found.ambiguous


@pytest.mark.parametrize(
    ("text", "start", "to"),
    [
        ("Hoàn thành trong tháng 6/2026", date(2026, 6, 1), date(2026, 6, 30)),
        ("Hoàn thành tháng 6 năm 2026", date(2026, 6, 1), date(2026, 6, 30)),
        ("Hoàn thành trong tháng 5-6/2026", date(2026, 5, 1), date(2026, 6, 30)),
        ("Kiểm tra 02 chi bộ trong quý II", date(2026, 4, 1), date(2026, 6, 30)),
        ("Ban hành trước tháng 6/2026", None, date(2026, 5, 31)),
        ("Ban hành trước quý III/2026", None, date(2026, 6, 30)),
        ("Hoàn thành trong năm 2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("Tổ chức các hoạt động quý II/2026", date(2026, 4, 1), date(2026, 6, 30)),
        ("Thực hiện từ ngày 10/4 đến ngày 15/5", date(2026, 4, 10), date(2026, 5, 15)),
        ("Trực từ ngày 20/12 đến hết ngày 10/01/2027", date(2026, 12, 20), date(2027, 1, 10)),
        ("Trực từ 20/12/2026 đến ngày 10/01/2027", date(2026, 12, 20), date(2027, 1, 10)),
    ],
)
def test_a_named_stretch_is_the_interval(text: str, start: date | None, to: date) -> None:
    """Its last calendar day; the working calendar comes later."""
    found = read(text)
    assert (found.start, found.to) == (start, to)


@pytest.mark.parametrize(
    ("text", "start", "to"),
    [
        ("Họp đầu tháng 6", None, date(2026, 6, 10)),
        ("Họp giữa tháng 6/2027", None, date(2027, 6, 15)),
        ("Họp cuối tháng 2 năm 2028", None, date(2028, 2, 29)),
        ("Họp tuần thứ 3 tháng 5", date(2026, 5, 11), date(2026, 5, 17)),
        ("Họp tuần đầu tháng 6", date(2026, 6, 1), date(2026, 6, 7)),
        ("Họp tuần cuối tháng 2", date(2026, 2, 23), date(2026, 3, 1)),
        ("Họp Tuần cuối của tháng 5/2026", date(2026, 5, 25), date(2026, 5, 31)),
    ],
)
def test_parts_of_a_month_are_read_and_flagged(text: str, start: date | None, to: date) -> None:
    """People mean different days by them, so a person must look."""
    found = read(text)
    assert (found.start, found.to, found.ambiguous) == (start, to, True)


@pytest.mark.parametrize(
    ("text", "recurring", "before"),
    [
        ("Báo cáo trước ngày 15 hằng tháng", "0 0 15 * *", True),
        ("Báo cáo chậm nhất ngày 5 mỗi tháng", "0 0 5 * *", False),
        ("Báo cáo ngày 20 của tháng cuối quý", "0 0 20 3,6,9,12 *", False),
        ("Hằng năm báo cáo trước ngày 15/11", "0 0 15 11 *", True),
        ("Định kỳ hằng quý báo cáo Đảng ủy", "quarter", False),
        ("Định kỳ mỗi tuần giao ban", "week", False),
    ],
)
def test_what_comes_again_has_a_rhythm_and_no_day(text: str, recurring: str, before: bool) -> None:
    """One instance a month, a quarter, a year."""
    found = read(text)
    assert (found.recurring, found.before, found.to) == (recurring, before, None)


@pytest.mark.parametrize(
    ("text", "waits_for", "offset", "working"),
    [
        ("Gửi tài liệu trước Hội nghị Đảng ủy 5 ngày", "Hội nghị Đảng ủy", -5, False),
        ("Gửi tài liệu 5 ngày trước Hội nghị Đảng ủy", "Hội nghị Đảng ủy", -5, False),
        ("Gửi tài liệu 3 ngày làm việc trước khi khai mạc Đại hội", "Đại hội", -3, True),
        ("Gửi tài liệu trước phiên họp ít nhất 2 ngày làm việc.", "phiên họp", -2, True),
        ("Gửi tài liệu trước kỳ họp HĐND xã", "kỳ họp HĐND xã", None, False),
        ("Báo cáo 20 ngày sau khi kết thúc", "kết thúc", 20, False),
        ("Xử lý trong vòng 10 ngày làm việc kể từ ngày nhận hồ sơ", "nhận hồ sơ", 10, True),
        ("Triển khai sau khi cấp có thẩm quyền phê duyệt", "cấp có thẩm quyền phê duyệt", None, False),
        ("Thực hiện khi đủ điều kiện, theo quy định", "đủ điều kiện", None, False),
    ],
)
def test_what_waits_keeps_its_trigger(text: str, waits_for: str, offset: int | None, working: bool) -> None:
    """Open until the meeting has a day or the trigger has come; days are counted from there, working days as such."""
    found = read(text)
    assert (found.waits_for, found.offset_days, found.offset_in_working_days) == (waits_for, offset, working)
    assert found.to is None


@pytest.mark.parametrize(
    "text",
    [
        "Tiếp tục thực hiện Nghị quyết Đại hội nhiệm kỳ 2025-2030",
        "Thực hiện tốt, thường xuyên",
        "Tổ chức kỷ niệm 30/4/1975 - 30/4/2025",
        "Kỷ niệm Ngày Gia đình Việt Nam 28/6",
        "Kế hoạch phát triển giai đoạn 2021-2026",
        "Quy chế có hiệu lực từ ngày 01/7/2026",
        "Số liệu tính đến ngày 15/5/2026",
        "Lũy kế đến ngày 15/5/2026",
        "Rà soát hộ sinh trước ngày 15/5/2026",
        "Việc đã xong trước ngày 15/5/2020",
        "Báo cáo kết quả quý II/2026",
        "Theo chương trình công tác trong quý II/2026",
        "Báo cáo 06 tháng đầu năm",
        "Học tập trong năm 2026",
        "Hoàn thành trong quý I/2020",
        "Nộp trước ngày 31/02",
        "Nộp trước ngày 31/02/2026, từ ngày 30/02",
        "Nộp trước ngày 45 hằng tháng",
        "Hằng năm nộp trước ngày 45/13",
        "Hằng tháng giao ban",
        "",
    ],
)
def test_other_words_of_time_are_no_deadline(text: str) -> None:
    """Terms, anniversaries, days of effect, history, papers named for a period, days that no calendar has."""
    assert read_deadline(text, REPORT) is None
    assert read_deadline(text, Bearings(None, date(2026, 3, 20))) is None


@pytest.mark.parametrize(
    "text",
    [
        "Nộp trước ngày 31/02",
        "Hằng năm nộp trước ngày 45/13",
        "Họp đầu tháng 6",
        "Họp tuần thứ 2 tháng 6",
        "Xong trong tháng 6",
    ],
)
def test_without_any_year_an_impossible_day_or_a_month_gives_nothing(text: str) -> None:
    """There is no day to point to."""
    assert read_deadline(text, UNDATED) is None


def test_without_any_year_a_day_is_kept_as_a_question() -> None:
    """The phrase is a limit all right; its year must be asked for."""
    found = read("Nộp trước ngày 15/5", UNDATED)
    assert (found.to, found.ambiguous) == (None, True)
    assert read("Nộp từ 1/4 đến ngày 15/5", UNDATED).start is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Dự thảo trước ngày 10/4, hoàn thành trước ngày 15/5", "trước ngày 15/5"),
        ("Hoàn thành trong tháng 5, chậm nhất ngày 10/5", "chậm nhất ngày 10/5"),
        ("Chậm nhất ngày 10/5, trong tháng 5, sau khi có kết luận", "Chậm nhất ngày 10/5"),
        ("Trước ngày 15 hằng tháng, đến ngày 20/5", "Trước ngày 15 hằng tháng"),
        ("Cuối tháng 5, hoàn thành trong năm 2026", "Cuối tháng 5"),
    ],
)
def test_of_several_limits_the_most_exact_then_the_last_wins(text: str, phrase: str) -> None:
    """A draft is asked for before the final paper."""
    assert read(text).text == phrase


def test_a_document_knows_its_year_from_its_period_before_its_own_day() -> None:
    """A report of December plans the first quarter of the next year."""
    [(first, _)] = find_periods("quý I/2027")
    assert Bearings(first, date(2026, 12, 20)).year == 2027
    assert Bearings(None, date(2026, 12, 20)).year == 2026
    assert UNDATED.year is None
    assert UNDATED.since is None
    assert Bearings(first, None).since == date(2027, 1, 1)


def test_a_day_just_before_the_document_is_a_late_signature_not_history() -> None:
    """`đến ngày` is different: there it tells what has been reached."""
    assert read("Gửi trước ngày 10/3/2026").to == date(2026, 3, 10)
    assert read_deadline("Thực hiện đến ngày 10/3/2026", REPORT) is None


@given(
    st.dates(date(2026, 4, 1), date(2026, 12, 31)),
    st.sampled_from(["trước ngày", "chậm nhất ngày", "đến ngày", "hạn cuối là ngày"]),
)
def test_every_day_without_a_year_gets_that_of_the_period(day: date, limit: str) -> None:
    """`28/6` in a report of 2026 is 28/6/2026, in any notation."""
    for written in (f"{day.day}/{day.month}", f"{day:%d/%m}", f"{day.day} tháng {day.month}"):
        assert read(f"Báo cáo {limit} {written}.").to == day


@given(
    st.sampled_from(["trước ngày", "đến ngày", "hạn", "từ ngày 99/99 đến ngày", "hằng năm trước ngày", "Thời gian: ("]),
    st.integers(0, 99),
    st.integers(0, 99),
    st.sampled_from(["", "/2026", "/1900", "/2099"]),
    st.sampled_from([REPORT, UNDATED, Bearings(None, date(2026, 3, 20))]),
)
def test_impossible_days_never_raise(limit: str, day: int, month: int, year: str, bearings: Bearings) -> None:
    """And never become a deadline of a day."""
    text = f"{limit} {day}/{month}{year}"
    for found in (
        read_deadline(text, bearings),
        read_time_field(text, bearings),
        read_heading_deadline(text, bearings),
    ):
        if found is not None and found.to is not None:
            assert (found.to.day, found.to.month) == (day, month)


@given(st.text(alphabet="trưcđếnhạgày 0123456789/.-,;:()tháquýIVnăm", max_size=60))
def test_arbitrary_text_never_raises(text: str) -> None:
    """Rubble is no deadline or some deadline, in order."""
    for read_one in (read_deadline, read_time_field, read_heading_deadline):
        found = read_one(text, REPORT)
        if found is not None and found.start and found.to and found.to - found.start < timedelta(0):
            assert "từ" in text.lower()


@pytest.mark.parametrize(
    ("text", "start", "to", "recurring"),
    [
        ("Tháng 12/2026", date(2026, 12, 1), date(2026, 12, 31), None),
        (" Quý II ", date(2026, 4, 1), date(2026, 6, 30), None),
        ("15/5/2026", None, date(2026, 5, 15), None),
        ("Ngày 15/5", None, date(2026, 5, 15), None),
        ("Trước ngày 15/5", None, date(2026, 5, 15), None),
        ("Quý III, IV/2026", date(2026, 7, 1), date(2026, 12, 31), None),
        ("Tháng 5 và tháng 6", date(2026, 5, 1), date(2026, 6, 30), None),
        ("Từ tháng 5 đến tháng 6/2026", date(2026, 5, 1), date(2026, 6, 30), None),
        ("Tháng 5, 15 hộ", date(2026, 5, 1), date(2026, 5, 31), None),
        ("T12/2026", date(2026, 12, 1), date(2026, 12, 31), None),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), None),
        ("Hằng năm", None, None, "year"),
        ("Hàng tháng", None, None, "month"),
        ("Từ tháng 7/2026", date(2026, 7, 1), None, None),
        ("Từ ngày 01/7/2026", date(2026, 7, 1), None, None),
    ],
)
def test_a_field_of_time_needs_no_word_of_limit(
    text: str, start: date | None, to: date | None, recurring: str | None
) -> None:
    """It holds nothing else."""
    found = read_time_field(text, REPORT)
    assert found is not None
    assert (found.start, found.to, found.recurring) == (start, to, recurring)


@pytest.mark.parametrize("text", ["Thường xuyên", "31/02/2026", "Từ ngày 31/02/2026", ""])
def test_a_field_without_a_time_gives_none(text: str) -> None:
    """Standing duties and impossible days."""
    assert read_time_field(text, REPORT) is None


def test_a_field_without_any_year_has_no_start() -> None:
    """A beginning needs its year too."""
    assert read_time_field("Từ tháng 7", UNDATED) is None
    found = read_time_field("15/5", UNDATED)
    assert found is not None
    assert (found.to, found.ambiguous) == (None, True)


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Hội nghị Đảng ủy lần thứ 5: Tháng 6 năm 2026", date(2026, 6, 30)),
        ("Hội nghị Đảng ủy lần thứ 5 (dự kiến ngày 25/6/2026)", date(2026, 6, 25)),
        ("Các việc hoàn thành trước ngày 15/5/2026", date(2026, 5, 15)),
        ("Các việc hoàn thành trong tháng 5", date(2026, 5, 31)),
    ],
)
def test_a_heading_sets_its_time_off(text: str, to: date) -> None:
    """By a colon, brackets or words of limit."""
    found = read_heading_deadline(text, REPORT)
    assert found is not None
    assert (found.to, found.rule) == (to, DeadlineRule.HEADING)


@pytest.mark.parametrize(
    "text", ["NHIỆM VỤ TRỌNG TÂM QUÝ II/2026", "Công tác Đảng (tiếp theo)", "Lễ 30/4: ngày 31/02/2026"]
)
def test_the_period_of_the_document_is_no_deadline_of_a_heading(text: str) -> None:
    """The section title names it for all tasks."""
    assert read_heading_deadline(text, REPORT) is None
    assert read_heading_deadline(text, Bearings(QUARTER)) is None


def test_small_questions_about_a_text() -> None:
    """Whether it names a day, and whether it says hardly more than until when."""
    assert names_a_day("trình trước ngày 15/5", REPORT)
    assert not names_a_day("trình trong tháng 5", REPORT)
    assert is_only_a_limit("hoàn thành trước ngày 15/5", REPORT)
    assert not is_only_a_limit("Phòng Kinh tế lập dự toán thủy lợi trước ngày 15/5", REPORT)
    assert not is_only_a_limit("hoàn thành", REPORT)

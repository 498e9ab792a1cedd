"""Meetings as documents name them."""

from datetime import date

import pytest

from tasks_registry.reading.meetings import heading_meeting, meeting_of_task, mentioned_meetings, merged
from tasks_registry.reading.model import DeadlineProposal, DeadlineRule, MeetingMention

JUNE = DeadlineProposal("Tháng 6 năm 2026", DeadlineRule.HEADING, date(2026, 6, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("text", "name", "body", "ordinal", "term"),
    [
        ("Hội nghị Đảng ủy lần thứ 5, khóa I", "Hội nghị Đảng ủy lần thứ 5", "BCH", 5, "I"),
        ("hội nghị Huyện ủy lần thứ 17 (khoá XXVII)", "Hội nghị Huyện ủy lần thứ 17", "BCH", 17, "XXVII"),
        ("Hội nghị BCH Đảng bộ xã lần thứ tám", "Hội nghị BCH Đảng bộ xã lần thứ tám", "BCH", 8, None),
        ("Hội nghị BCH thường kỳ", "Hội nghị BCH thường kỳ", "BCH", None, None),
        ("họp Ban Thường vụ Đảng ủy", "Họp Ban Thường vụ Đảng ủy", "BTV", None, None),
        ("Phiên họp BTV mở rộng thứ XII", "Phiên họp BTV mở rộng thứ XII", "BTV", 12, None),
        ("Cuộc họp Thường trực Đảng ủy", "Cuộc họp Thường trực Đảng ủy", "TT", None, None),
        ("kỳ họp thứ 5, HĐND xã", "Kỳ họp thứ 5, HĐND xã", "HDND", 5, None),
        ("Kỳ họp Hội đồng nhân dân", "Kỳ họp Hội đồng nhân dân", "HDND", None, None),
        ("Hội nghị Đảng ủy lần thứ nhất", "Hội nghị Đảng ủy lần thứ nhất", "BCH", 1, None),
        ("Hội nghị Đảng ủy lần thứ tư", "Hội nghị Đảng ủy lần thứ tư", "BCH", 4, None),
        ("Hội nghị Đảng ủy lần thứ mười", "Hội nghị Đảng ủy lần thứ mười", "BCH", 10, None),
        ("Hội nghị Đảng ủy lần thứ mười lăm", "Hội nghị Đảng ủy lần thứ mười lăm", "BCH", 15, None),
        ("Hội nghị Đảng ủy lần thứ hai mươi", "Hội nghị Đảng ủy lần thứ hai mươi", "BCH", 20, None),
        ("Hội nghị Đảng ủy lần thứ hai mươi mốt", "Hội nghị Đảng ủy lần thứ hai mươi mốt", "BCH", 21, None),
        ("Hội nghị Đảng ủy lần thứ bốn mươi bốn", "Hội nghị Đảng ủy lần thứ bốn mươi bốn", "BCH", 44, None),
        ("Hội nghị Đảng ủy lần thứ IX", "Hội nghị Đảng ủy lần thứ IX", "BCH", 9, None),
        ("Hội nghị Đảng ủy lần thứ mười năm 2026", "Hội nghị Đảng ủy lần thứ mười", "BCH", 10, None),
        ("Hội nghị Đảng ủy lần thứ hai năm 2026", "Hội nghị Đảng ủy lần thứ hai", "BCH", 2, None),
        ("Hội nghị Đảng ủy lần thứ mấy", "Hội nghị Đảng ủy", "BCH", None, None),
    ],
)  # fmt: skip
def test_a_meeting_has_body_ordinal_and_term(
    text: str, name: str, body: str, ordinal: int | None, term: str | None
) -> None:
    """Ordinals in figures, Roman numbers and words; `năm` behind one is the year."""
    assert mentioned_meetings(text) == [MeetingMention(name, body, ordinal, term)]


@pytest.mark.parametrize("text", ["Hội nghị sơ kết", "họp thôn", "Đảng ủy xã họp", "đại hội chi bộ"])
def test_other_gatherings_are_no_meetings_of_the_committee(text: str) -> None:
    """Only those that drive deadlines."""
    assert mentioned_meetings(text) == []


def test_a_heading_announces_a_meeting_with_its_window() -> None:
    """Known by a month long before its day."""
    found = heading_meeting("Hội nghị Đảng ủy lần thứ 5: Tháng 6 năm 2026", JUNE)
    assert found is not None
    assert (found.date_text, found.window_from, found.window_to) == (
        "Tháng 6 năm 2026",
        date(2026, 6, 1),
        date(2026, 6, 30),
    )
    day = DeadlineProposal("25/6", DeadlineRule.HEADING, None, date(2026, 6, 25))
    fixed = heading_meeting("Hội nghị Đảng ủy lần thứ 5: 25/6", day)
    assert fixed is not None
    assert fixed.window_from == fixed.window_to == date(2026, 6, 25)
    undated = heading_meeting("Hội nghị Đảng ủy lần thứ 5", None)
    assert undated is not None
    assert undated.window_to is None


@pytest.mark.parametrize("text", ["Nội dung trình Hội nghị Đảng ủy", "Công tác Đảng"])
def test_a_heading_that_does_not_open_with_a_meeting_announces_none(text: str) -> None:
    """It only mentions it."""
    assert heading_meeting(text, JUNE) is None


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("Trình Hội nghị Đảng ủy lần thứ 5 cho ý kiến", True),
        ("Báo cáo tại Hội nghị Đảng ủy lần thứ 5", True),
        ("Thực hiện kết luận của Hội nghị Đảng ủy lần thứ 5", False),
        ("Lập kế hoạch", False),
    ],
)
def test_a_task_goes_to_the_meeting_that_it_is_put_before(text: str, goes: bool) -> None:
    """A meeting that decided it lies behind it."""
    assert (meeting_of_task(text) is not None) is goes


def test_each_meeting_is_kept_once_with_all_that_is_known() -> None:
    """The window from whoever gives it, the term from a passing mention of the same session."""
    bare = MeetingMention("Hội nghị Đảng ủy lần thứ 5", "BCH", 5)
    dated = MeetingMention(bare.name, "BCH", 5, None, "Tháng 6", date(2026, 6, 1), date(2026, 6, 30))
    other = MeetingMention("Họp Ban Thường vụ", "BTV")
    passing = [MeetingMention("Hội nghị lần thứ 5", "BCH", 5, "I"), MeetingMention("Họp", "BTV", None, "II")]
    made = merged([bare, other, dated, bare], passing)
    assert [(one.name, one.term, one.window_to) for one in made] == [
        (bare.name, "I", date(2026, 6, 30)),
        (other.name, None, None),
    ]

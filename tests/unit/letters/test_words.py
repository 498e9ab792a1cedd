"""Days, milestones, subjects, groups and Zalo texts of letters."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from config.reminders import SecrecyRules
from notifications.letters.lines import Line, grouped, meeting_line, most_urgent_first, task_line
from notifications.letters.short import FIELD_MAX, SHORT_MAX, short_form, zalo_fields
from notifications.letters.subjects import (
    SUBJECT_MAX,
    escalation_subject,
    notice_subject,
    reminder_subject,
    weekly_subject,
)
from notifications.letters.wording import (
    standing,
    urgency,
    vietnamese_day,
)
from notifications.secrecy import Secrecy
from tasks_registry.meetings.states import MeetingState
from tasks_registry.view import MeetingView, PersonView
from tests.support.cast import OFFICER, task

TODAY = date(2026, 9, 18)
RULES = Secrecy.of(SecrecyRules())
CONFERENCE = MeetingView(
    7, "Hội nghị Ban Thường vụ tháng 9/2026", "BTV", None, None, None, None, date(2026, 9, 25), state=MeetingState.FIXED
)


def line(
    number: int = 1,
    days: int = 3,
    *,
    title: str = "Hoàn thành hồ sơ OCOP",
    meeting: str | None = None,
    secret: bool = False,
    officer: PersonView | None = OFFICER,
    link: str | None = None,
    happened: str | None = None,
) -> Line:
    view = task(number, due=TODAY + timedelta(days=days), title=title, meeting=meeting, secret=secret, officer=officer)
    return task_line(view, RULES, TODAY, meeting=CONFERENCE if meeting else None, link=link, happened=happened)


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2024, 6, 5), "05/6/2024"), (date(2024, 2, 17), "17/02/2024"), (date(2024, 12, 31), "31/12/2024")],
)
def test_days_are_written_as_offices_write_them(day: date, words: str) -> None:
    """A zero before days below 10 and months 1 and 2."""
    assert vietnamese_day(day) == words


@pytest.mark.parametrize(
    ("days", "inside", "ahead"),
    [
        (-2, "quá hạn 2 ngày", "Quá hạn 2 ngày"),
        (0, "đến hạn hôm nay", "Đến hạn hôm nay"),
        (1, "còn 1 ngày", "Đến hạn ngày mai"),
        (3, "còn 3 ngày", "Sắp hạn 3 ngày"),
    ],
)
def test_where_a_day_stands_is_said_in_words(days: int, inside: str, ahead: str) -> None:
    """Late, today, tomorrow, soon."""
    due = TODAY + timedelta(days=days)
    assert (standing(due, TODAY), urgency(due, TODAY)) == (inside, ahead)


def test_the_subject_says_urgency_number_whose_and_meeting() -> None:
    """A reader on a phone sees what it is about."""
    soon = [line(1, 3, meeting="Hội nghị Ban Thường vụ"), line(2, 5)]
    assert reminder_subject(soon, TODAY) == "[Sắp hạn 3 ngày] 2 nhiệm vụ của Phòng Kinh tế – Hội nghị BTV 25/9"
    late = most_urgent_first([line(2, 3), line(1, -5)])
    assert reminder_subject(late, TODAY) == "[Quá hạn 5 ngày] 2 nhiệm vụ của Phòng Kinh tế"
    mixed = most_urgent_first([line(1, -5), line(2, -1), line(3, 4)])
    assert reminder_subject(mixed, TODAY) == "[Quá hạn 5 ngày] 3 nhiệm vụ của Phòng Kinh tế, 2 quá hạn"


def test_a_subject_never_counts_tasks_to_somebody_who_does_not_lead_them() -> None:
    """Tasks of several agencies, and of none, are said to be that."""
    other = replace(line(2), agency="Văn phòng Đảng ủy")
    assert reminder_subject([line(1), other], TODAY) == "[Sắp hạn 3 ngày] 2 nhiệm vụ"
    orphan = line(1, officer=None)
    assert reminder_subject([orphan], TODAY) == "[Sắp hạn 3 ngày] 1 nhiệm vụ chưa giao cơ quan chủ trì"


def test_a_subject_of_meetings_alone_names_the_first() -> None:
    """There is no task to count."""
    meeting = meeting_line(CONFERENCE, RULES, TODAY, milestone="due-7")
    assert reminder_subject([meeting], TODAY) == "[Họp còn 7 ngày] Hội nghị BTV 25/9"


def test_a_subject_with_a_discreet_task_holds_codes_only() -> None:
    """Beside an agency or a meeting even a code would say too much."""
    lines = [line(1, secret=True), line(2, meeting="Hội nghị Ban Thường vụ")]
    assert reminder_subject(lines, TODAY) == "[Sắp hạn 3 ngày] 2 nhiệm vụ: 2026-Q3-001, 2026-Q3-002"
    assert reminder_subject(lines[:1], TODAY) == "[Sắp hạn 3 ngày] Nhiệm vụ 2026-Q3-001"
    assert (
        escalation_subject([line(1, -9, secret=True)], TODAY) == "[Quá hạn 9 ngày] Nhiệm vụ 2026-Q3-001 chưa có kết quả"
    )


def test_notices_name_what_happened_when_it_is_one_thing() -> None:
    """Several kinds of change are simply news."""
    changed = [line(1, happened="Hạn mới: 30/9/2026"), line(2, happened="Hạn mới: 30/9/2026")]
    meeting = meeting_line(CONFERENCE, RULES, TODAY, happened="Ấn định họp ngày 25/9/2026")
    assert notice_subject(["Đổi hạn", "Đổi hạn"], changed) == "[Đổi hạn] 2 nhiệm vụ của Phòng Kinh tế"
    assert (
        notice_subject(["Đổi hạn", "Ấn định ngày họp"], [changed[0], meeting])
        == "[Thông báo] 1 nhiệm vụ của Phòng Kinh tế và 1 cuộc họp"
    )
    assert notice_subject(["Dời ngày họp"], [meeting]) == "[Dời ngày họp] Hội nghị BTV 25/9"
    assert notice_subject(["Hoãn họp"] * 2, [meeting] * 2) == "[Hoãn họp] Hội nghị BTV 25/9 và 1 cuộc họp khác"


def test_the_weekly_subject_holds_figures() -> None:
    """And still says something in a quiet week."""
    monday = date(2026, 9, 14)
    assert weekly_subject(monday, 4, 2) == "[Tổng hợp tuần] 4 nhiệm vụ quá hạn, 2 nhiệm vụ đến hạn – tuần từ 14/09/2026"
    assert weekly_subject(monday, 0, 0) == "[Tổng hợp tuần] lịch họp – tuần từ 14/09/2026"


def test_a_long_subject_is_cut_where_mail_programs_would() -> None:
    """150 characters at most, on one line."""
    long = replace(line(1), agency="Ban chỉ đạo \n" + "rất " * 60)
    subject = reminder_subject([long], TODAY)
    assert len(subject) <= SUBJECT_MAX
    assert "\n" not in subject
    assert subject.endswith("…")


def test_lines_are_grouped_most_urgent_first() -> None:
    """Overdue, today, soon, meetings; within a group by day; empty groups are not there."""
    meeting = meeting_line(CONFERENCE, RULES, TODAY, milestone="due-7")
    lines = most_urgent_first([line(1, 7), meeting, line(2, -1), line(3, 0), line(4, -9), line(5, 2)])
    groups = grouped(lines)
    assert [(group.title, [item.code for item in group.lines]) for group in groups] == [
        ("Đã quá hạn", ["2026-Q3-004", "2026-Q3-002"]),
        ("Đến hạn hôm nay", ["2026-Q3-003"]),
        ("Sắp đến hạn", ["2026-Q3-005", "2026-Q3-001"]),
        ("Hội nghị, cuộc họp", [""]),
    ]
    assert [group.tone for group in grouped([line(1, 0)])] == ["today"]


def test_a_title_that_was_cut_is_given_whole() -> None:
    """The officer needs the whole task, not its beginning."""
    cut = replace(task(1, title="Rà soát, làm sạch…"), text="Rà soát, làm sạch dữ liệu hồ sơ đảng viên.")
    assert task_line(cut, RULES, TODAY).title == "Rà soát, làm sạch dữ liệu hồ sơ đảng viên"


def test_the_short_form_names_codes_days_a_link_and_whom_to_call() -> None:
    """Everything that fits on a phone, most urgent first."""
    lines = [line(1, -2, link="https://x.example/1"), line(2, 3, secret=True, link="https://x.example/2")]
    assert short_form("Nhắc đồng chí An: 02 nhiệm vụ.", lines, contact="Hoài An, 0900 000 111", link=lines[0].link) == (
        "Nhắc đồng chí An: 02 nhiệm vụ.\n"
        "• 2026-Q3-001: quá hạn 2 ngày (hạn 16/9/2026) – Hoàn thành hồ sơ OCOP\n"
        "• 2026-Q3-002: còn 3 ngày (hạn 21/9/2026)\n"
        "Xem và trả lời: https://x.example/1\n"
        "Liên hệ: Hoài An, 0900 000 111"
    )


def test_the_short_form_mentions_nobody_and_fits() -> None:
    """`[@…]` would call a member of the group; 2,000 characters are Zalo's limit."""
    lines = [line(number, title="Việc [@all] " + "dài " * 300) for number in range(1, 40)]
    text = short_form("Nhắc.", lines, contact="An")
    assert "[@" not in text
    assert "… và 34 nhiệm vụ khác." in text
    assert len(text) <= SHORT_MAX
    endless = short_form("Nhắc.", lines, contact="An", link="https://x.example/" + "a" * 3000)
    assert len(endless) <= SHORT_MAX
    assert "https" not in endless


def test_values_for_zalo_fit_its_limits_and_are_cut_at_words() -> None:
    """A value that is too long costs the message."""
    values = zalo_fields(
        "Nguyễn Hoàng Phương Quỳnh Như Uyên Thảo",
        [line(1, -2)],
        office="Đảng ủy phường Nguyễn Thị Minh Khai",
        phone="0900 000 111",
    )
    assert values == {
        "name": "Nguyễn Hoàng Phương Quỳnh Như…",
        "count": "1",
        "first_code": "2026-Q3-001",
        "first_due": "16/09/2026",
        "standing": "Quá hạn 2 ngày",
        "office": "Đảng ủy phường Nguyễn Thị…",
        "phone": "0900 000 111",
    }
    assert all(len(value) <= FIELD_MAX[name] for name, value in values.items())
    assert zalo_fields("An", [], office="X", phone="")["first_due"] == ""

"""Keys, retry policy, the words of a digest, the mail around them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from email import charset, message_from_bytes, policy
from email.headerregistry import Address
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.office import Contact, Office, Signature
from notifications import keys
from notifications.channels.mime import as_email
from notifications.digest import SUBJECT_MAX, digest_letter, milestone_words, standing, vietnamese_day
from notifications.letter import Letter
from tasks_registry.view import TaskView
from tests.support.cast import CLERK, OFFICER, task

NOW = datetime(2026, 9, 18, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = NOW.date()
OFFICE = Office(
    code="HM",
    name="Đảng ủy xã Hòa Mai",
    level="xã",
    party_organization="ĐẢNG BỘ TỈNH AN ĐỊNH",
    symbol="ĐU",
    place="Hòa Mai",
    term="I",
    contact=Contact(name="Trịnh Thị Hoài An", phone="0900 000 111", email="an@hoamai.example"),
    signature=Signature(on_behalf="T/M ĐẢNG ỦY", capacity="BÍ THƯ", name="Đặng Hữu Tường"),
)
SENDER = Address("Đôn Đốc", addr_spec="dondoc@hoamai.example")


def letter(*tasks: TaskView) -> Letter:
    return digest_letter(OFFICER, tasks, office=OFFICE, uid="ab" * 16, today=TODAY, now=NOW)


def test_keys_are_pinned() -> None:
    """Another spelling would say everything again to everybody."""
    key = keys.task_key(12, "due-7", date(2024, 6, 17), 3, "email")
    assert key == "task:12/due-7@2024-06-17/person:3/email"
    assert keys.message_uid([key]) == "2c3c76cc021ea554be5c0538b6b43fc8"
    assert keys.message_uid(["b", "a"]) == keys.message_uid(["a", "b"]) != keys.message_uid(["a"])
    assert (keys.before_due(0), keys.after_due(14)) == ("due-0", "due+14")


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2024, 6, 5), "05/6/2024"), (date(2024, 2, 17), "17/02/2024"), (date(2024, 12, 31), "31/12/2024")],
)
def test_days_are_written_as_offices_write_them(day: date, words: str) -> None:
    """A zero before days below 10 and months 1 and 2."""
    assert vietnamese_day(day) == words


def test_where_a_day_stands_is_said_in_words() -> None:
    """Late, today, soon."""
    assert standing(TODAY - timedelta(days=2), TODAY) == "quá hạn 2 ngày"
    assert standing(TODAY, TODAY) == "đến hạn hôm nay"
    assert standing(TODAY + timedelta(days=3), TODAY) == "còn 3 ngày"


@pytest.mark.parametrize(
    ("milestone", "words"),
    [("due-7", "trước hạn 7 ngày"), ("due-0", "đúng ngày hạn"), ("due+14", "quá hạn 14 ngày")],
)
def test_milestones_are_said_in_words(milestone: str, words: str) -> None:
    """Nobody reads `due+14`."""
    assert milestone_words(milestone) == words


def test_a_title_that_was_cut_is_given_whole() -> None:
    """The officer needs the whole task, not its beginning."""
    cut = replace(task(1, title="Rà soát, làm sạch…"), text="Rà soát, làm sạch dữ liệu hồ sơ đảng viên.")
    assert "Rà soát, làm sạch dữ liệu hồ sơ đảng viên" in letter(cut).text


def test_the_subject_says_urgency_number_and_meeting() -> None:
    """A reader on a phone sees what it is about."""
    late = task(1, due=date(2026, 9, 15), meeting="Hội nghị Đảng ủy lần thứ 6")
    assert letter(task(2), late).subject == "[Quá hạn 3 ngày] 2 nhiệm vụ của Phòng Kinh tế – Hội nghị Đảng ủy lần thứ 6"
    assert letter(task(2, due=date(2026, 9, 21))).subject == "[Sắp hạn, còn 3 ngày] 1 nhiệm vụ của Phòng Kinh tế"


def test_a_long_subject_is_cut_where_mail_programs_would() -> None:
    """150 characters at most."""
    assert len(letter(task(1, meeting="Hội nghị " + "rất " * 60)).subject) == SUBJECT_MAX


def test_text_and_html_say_the_same_tasks_most_urgent_first() -> None:
    """Whatever the reader's program shows."""
    written = letter(task(2, due=date(2026, 9, 21)), task(1, due=date(2026, 9, 15)))
    for body in (written.text, written.html):
        assert body.index("2026-Q3-001") < body.index("2026-Q3-002")
        assert "0900 000 111" in body
        assert "18/9/2026" in body
    assert "quá hạn 3 ngày" in written.text


def test_markup_in_a_title_stays_text() -> None:
    """A title is data."""
    written = letter(task(1, title="Kế hoạch <b>A & B</b>"))
    assert "&lt;b&gt;A &amp; B" in written.html
    assert "<b>A & B</b>" in written.text


def test_a_secret_task_appears_by_its_code_only() -> None:
    """Nothing of its title, product or meeting leaves the house."""
    secret = task(1, title="Xem xét kỷ luật đảng viên", meeting="Hội nghị kín", secret=True)
    written = letter(secret)
    for part in (written.subject, written.text, written.html):
        assert "kỷ luật" not in part
        assert "Hội nghị kín" not in part
        assert "Hồ sơ" not in part
    assert "2026-Q3-001" in written.text


def test_a_task_that_nobody_leads_asks_the_office() -> None:
    """The clerk must assign it."""
    orphan = task(1, officer=None)
    written = digest_letter(CLERK, [orphan], office=OFFICE, uid="0" * 32, today=TODAY, now=NOW)
    assert "Chưa giao cơ quan chủ trì" in written.text


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy áàảãạếềểễệ"
SUBJECTS = st.text(LETTERS + ",.–/“”0123456789[]", min_size=1, max_size=150).map(lambda text: " ".join(text.split()))
SYLLABLES = ["Nguyễn", "Đặng", "Thị", "Văn", "Hoài", "Quỳnh", "Phương", "Uyên", "An", "Đức"]
# Names as people have them fit into one encoded word; between two of them Python's own parser sets a space.
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=4).map(" ".join)


@given(SUBJECTS.filter(bool), NAMES)
def test_headers_arrive_as_they_were_written(subject: str, name: str) -> None:
    """Folding must not eat a space: “của Phòng” is not “củaPhòng”."""
    charset.add_charset("utf-8", charset.QP, charset.QP, "utf-8")  # as Apprise does when it is imported
    sent = Letter("ab" * 16, "le@hoamai.example", name, subject, "Chào", "<p>Chào</p>", NOW)
    raw = as_email(sent, SENDER).as_bytes()
    received = message_from_bytes(raw, policy=policy.default)
    assert received["Subject"] == subject
    assert received["To"].addresses[0].display_name == sent.to_name
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_a_mail_says_who_it_is_and_that_a_machine_wrote_it() -> None:
    """One Message-ID, from the letter alone, so that a repeat is recognised."""
    mail = as_email(letter(task(1)), SENDER)
    assert mail.get_all("Message-ID") == [f"<{'ab' * 16}@hoamai.example>"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert str(mail["Date"]) == "Fri, 18 Sep 2026 07:30:00 +0700"

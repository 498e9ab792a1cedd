"""Proof of chasing: rows of one task put into the order of time, in words that an office reads."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.days_off import CalendarFile
from notifications import proof_words
from notifications.errors import FailureClass
from notifications.events import Event
from notifications.links import Purpose
from notifications.models import AnswerState, MessageKind, MessageState
from notifications.proof import AnswerRow, AttemptRow, DeedRow, LineKind, Proof, Rows, SaidRow, VisitRow, assemble
from tasks_registry.calendar import WorkingCalendar
from tests.support.cast import task

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = WorkingCalendar.from_file(CalendarFile())
TODAY = date(2026, 9, 25)
DUE = date(2026, 9, 18)


def at(day: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def said(number: int, day: int, milestone: str = "due-3", **particulars: object) -> SaidRow:
    values: dict[str, object] = {
        "kind": "digest",
        "channel": "email",
        "person": "Đinh Công Bằng",
        "agency": "Phòng Kinh tế",
        "address": "bang.dinhcong@hoamai.example",
        "subject": None,
        "state": "sent",
        "milestones": ((milestone, DUE),),
        **particulars,
    }
    return SaidRow(message_id=number, at=at(day, 7, 30), **values)  # type: ignore[arg-type]


def sent(number: int, day: int) -> AttemptRow:
    return AttemptRow(number, at(day, 7, 31), "sent", "250", None)


def answer(day: int, **particulars: object) -> AnswerRow:
    values: dict[str, object] = {
        "purpose": "tien-do",
        "text": "đã họp thẩm định",
        "percent": 60,
        "due_asked": None,
        "state": "proposed",
        "decided_by": None,
        "decided_at": None,
        "note": None,
        **particulars,
    }
    return AnswerRow(at(day), "Đinh Công Bằng", "Phòng Kinh tế", **values)  # type: ignore[arg-type]


def proof(rows: Rows, *, secret: bool = False) -> Proof:
    return assemble(task(due=DUE, secret=secret), rows, CALENDAR, TODAY, ZONE)


def test_messages_visits_answers_and_acts_stand_in_the_order_of_time() -> None:
    """Acts that matter only; an edit of the title is no chasing."""
    rows = Rows(
        said=[said(2, 18, "due-0"), said(1, 15)],
        attempts=[sent(2, 18), sent(1, 15)],
        visits=[VisitRow(at(15, 9), "Đinh Công Bằng", "Phòng Kinh tế", "viec", "opened")],
        answers=[answer(16)],
        deeds=[
            DeedRow(at(1), "An", "task.assign", "giao", None),
            DeedRow(at(2), "An", "task.edit", "sửa", "lỗi chính tả"),
            DeedRow(at(17), "An", "task.extension_refuse", "không đồng ý gia hạn", "hội nghị đã định"),
        ],
    )
    found = proof(rows)
    kinds = [line.kind for line in found.lines]
    assert kinds == [
        LineKind.DEED, LineKind.MESSAGE, LineKind.VISIT, LineKind.ANSWER, LineKind.DEED, LineKind.MESSAGE
    ]  # fmt: skip
    assert found.lines[0].what == "Giao"
    message = found.lines[1]
    assert message.what == "Thư tổng hợp: nhắc trước hạn 18/09/2026 3 ngày"
    assert message.who == "Đinh Công Bằng (Phòng Kinh tế)"
    assert message.way == "thư điện tử, ban***@hoamai.example"
    assert message.results == ("07:31 15/09/2026 đã gửi (mã 250)",)
    assert found.lines[2].results == ("đã mở",)
    assert found.lines[3].what == "Trả lời “báo cáo tiến độ”: 60%, “đã họp thẩm định”"
    assert found.lines[4].results == ("hội nghị đã định",)
    assert (found.messages, found.visits, found.answers) == (2, 1, 1)
    assert (found.first_told, found.last_told) == (date(2026, 9, 15), date(2026, 9, 18))


def test_silence_counts_working_days_since_the_owner_s_last_word() -> None:
    """An answer or an act of the owner breaks it; the office's own acts do not; the first day is not counted."""
    rows = Rows(said=[said(1, 15)], attempts=[sent(1, 15)])
    assert (proof(rows).silent_since, proof(rows).silent_days) == (date(2026, 9, 15), 8)
    answered = Rows(said=rows.said, attempts=rows.attempts, answers=[answer(16)])
    assert (proof(answered).silent_since, proof(answered).silent_days) == (date(2026, 9, 16), 7)
    acts = [
        DeedRow(at(17), "Bằng", "task.report", "báo cáo tiến độ", None),
        DeedRow(at(24), "An", "task.handover", "bàn giao", None),
    ]
    assert proof(Rows(said=rows.said, attempts=rows.attempts, deeds=acts)).silent_days == 6
    assert (proof(Rows()).silent_since, proof(Rows()).silent_days, proof(Rows()).lines) == (None, None, ())


def test_a_message_counts_only_once_it_was_handed_over() -> None:
    """What bounced was handed over first; what was refused was not; every attempt is told."""
    refused = AttemptRow(1, at(15, 7, 31), "recipient", "550", "Hộp thư không tồn tại")
    bounced = AttemptRow(2, at(16, 9), "bounced", "5.1.1", "5.1.1 không có người này")
    found = proof(Rows(said=[said(1, 15, state="dead"), said(2, 16)], attempts=[refused, bounced, sent(2, 16)]))
    assert (found.messages, found.first_told) == (1, date(2026, 9, 16))
    assert found.lines[0].results == ("07:31 15/09/2026 địa chỉ không nhận (mã 550): Hộp thư không tồn tại",)
    assert found.lines[1].results == (
        "07:31 16/09/2026 đã gửi (mã 250)",
        "09:00 16/09/2026 bị trả về: 5.1.1 không có người này",
    )


def test_approval_and_standing_in_are_told() -> None:
    """An escalation says who let it go; a mail in place of Zalo says so; a draft says that it waits."""
    approved = said(1, 15, "escalation-3", kind="escalation", approved_by="An", approved_at=at(15, 9))
    standing = said(2, 16, stands_in_for="zalo")
    waiting = said(3, 17, "escalation-2", kind="escalation", state="held", address=None)
    by_hand = said(4, 18, kind="escalation", approved_by="An")
    lines = proof(Rows(said=[approved, standing, waiting, by_hand], attempts=[sent(1, 15), sent(2, 16)])).lines
    assert lines[0].what == "Thư đôn đốc: đôn đốc bậc 3 vì quá hạn 18/09/2026 chưa có phản hồi"
    assert lines[0].results[0] == "An duyệt gửi lúc 09:00 15/09/2026"
    assert lines[1].results[0] == "gửi thay cho tin Zalo không đến nơi"
    assert (lines[2].way, lines[2].results) == ("thư điện tử", ("chờ duyệt, chưa gửi",))
    assert lines[3].results == ("An duyệt gửi",)


def test_what_the_office_made_of_an_answer_is_told() -> None:
    """With who decided, when and why."""
    asked = answer(
        16,
        purpose="gia-han",
        text=None,
        percent=None,
        due_asked=date(2026, 9, 30),
        state="refused",
        decided_by="An",
        decided_at=at(17, 10),
        note="hội nghị đã định",
    )
    plain = answer(17, purpose="da-nhan", text=None, percent=None, state="accepted", decided_by="An")
    lines = proof(Rows(answers=[asked, plain])).lines
    assert lines[0].what == "Trả lời “xin gia hạn”: xin đến ngày 30/09/2026"
    assert lines[0].results == ("văn phòng không chấp nhận (An lúc 10:00 17/09/2026): hội nghị đã định",)
    assert (lines[1].what, lines[1].results) == ("Trả lời “đã nhận”", ("văn phòng đã xác nhận (An)",))


def test_of_a_secret_task_only_the_code_and_the_figures_are_told() -> None:
    """Neither title nor anybody's words: paper travels."""
    rows = Rows(
        answers=[answer(16, decided_by="An", note="ghi chú mật")],
        deeds=[DeedRow(at(17), "An", "task.return", "trả lại", "lý do mật")],
    )
    found = proof(rows, secret=True)
    assert found.title == "Nhiệm vụ mật (mã 2026-Q3-001)"
    told = str(found)
    assert not any(word in told for word in ("OCOP", "thẩm định", "ghi chú mật", "lý do mật"))
    assert "60%" in told


@pytest.mark.parametrize(
    ("milestone", "sentence"),
    [
        ("due-3", "nhắc trước hạn 18/09/2026 3 ngày"),
        ("due-0", "nhắc đúng ngày hạn 18/09/2026"),
        ("due+14", "nhắc quá hạn 18/09/2026 14 ngày"),
        ("due-monday", "nhắc thứ Hai tuần có hạn 18/09/2026"),
        ("due-friday-before", "nhắc thứ Sáu tuần trước tuần có hạn 18/09/2026"),
        ("escalation-2", "đôn đốc bậc 2 vì quá hạn 18/09/2026 chưa có phản hồi"),
        ("due-changed", "báo đổi hạn ngày 18/09/2026"),
        ("strange", "mốc strange, ngày 18/09/2026"),
    ],
)
def test_milestones_are_said_in_words(milestone: str, sentence: str) -> None:
    """Those of keys, of the ladder and of notices; an unknown one is shown as it is."""
    assert proof_words.milestone(milestone, DUE) == sentence


def test_every_value_that_the_tables_may_hold_has_words() -> None:
    """A new kind, class, purpose or event without words fails here, not before the office."""
    assert all(proof_words.message_kind(kind) != kind for kind in MessageKind)
    assert all(proof_words.purpose(purpose) != purpose for purpose in Purpose)
    assert all(proof_words.answer_state(state) != state for state in AnswerState)
    assert all(not proof_words.milestone(event, DUE).startswith("mốc") for event in Event)
    outcomes = (*FailureClass, "sent", "withdrawn", "delivered", "bounced")
    assert all(f"2026 {outcome}" not in proof_words.attempt(at(18), outcome, None, None, ZONE) for outcome in outcomes)
    unsettled = set(MessageState) - {MessageState.SENT, MessageState.UNCERTAIN}  # these have an attempt
    assert all(proof_words.unsent(state) != state for state in unsettled)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("bang.dinhcong@hoamai.example", "ban***@hoamai.example"),
        ("an@hoamai.example", "a***@hoamai.example"),
        ("a@hoamai.example", "***@hoamai.example"),
        ("phone:84912000111", "phone:849***11"),
        ("bot:12345", "bot:***"),
        ("5550123456", "555***56"),
    ],
)
def test_addresses_are_masked(address: str, shown: str) -> None:
    """Its owner knows it again; a short one is hidden whole."""
    assert proof_words.masked(address) == shown


def test_the_day_of_a_message_is_the_office_s() -> None:
    """Half past six in the morning at the office is yesterday in UTC."""
    early = AttemptRow(1, at(15, 6, 30), "sent", None, None)
    assert proof(Rows(said=[said(1, 15)], attempts=[early])).first_told == date(2026, 9, 15)
    assert early.at.date() == date(2026, 9, 15) - timedelta(days=1)

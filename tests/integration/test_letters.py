"""Letters of every kind, written from the registry as it is when they are sent, on both databases."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from config.database import reading as reading_session
from config.database import unit_of_work
from notifications import outbox, runs
from notifications.envelope import Entry, Envelope
from notifications.events import Event
from notifications.letter import Letter
from notifications.letters import WRITERS
from notifications.letters.short import FIELD_MAX, SHORT_MAX
from notifications.letters.templates import templates_folder
from notifications.models import Notice
from notifications.models.outbox import MessageKind
from notifications.secrecy import UNSAID
from notifications.writing import Desk, Order
from tasks_registry import intake, store
from tasks_registry import runs as registry
from tasks_registry.installation import Installation
from tasks_registry.states import Act
from tasks_registry.view import PersonView
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.mail import MailServer
from tests.support.plain_links import PlainLinks
from tests.support.readings import proposal, reading

OFFICER, LEADER = "bang.dinhcong@hoamai.example", "khanh.lethivan@hoamai.example"
DUE, MEETING_DAY = date(2026, 9, 18), date(2026, 9, 25)
DOCUMENT = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=DUE),
    proposal("Rà soát các tiêu chí nông thôn mới", due=DUE + timedelta(days=3)),
    proposal("Báo cáo công tác kiểm tra, giám sát", due=DUE - timedelta(days=8), lead="UBKT"),
    proposal("Chuẩn bị đề án", meeting=True),
)


class Desktop:
    """An office with four tasks and a conference, and a desk at an instant to write on."""

    def __init__(self, open_at: Open, instant: str = "2026-09-15T07:30") -> None:
        self.open_at = open_at
        self.here: Installation = open_at(instant)
        self.links: PlainLinks | None = PlainLinks()

    def at(self, instant: str) -> None:
        self.here = self.open_at(instant)

    def person(self, email: str) -> PersonView:
        with reading_session(self.here.engine) as session:
            people = store.load_directory(session, self.here.committee).people.values()
        return next(person for person in people if person.email == email)

    def order(self, kind: MessageKind, *entries: Entry, to: str = OFFICER, **more: Any) -> Order:
        person = self.person(to)
        values: dict[str, Any] = {"channel": "email", "address": person.email, **more}
        return Order(message_id=5, uid="ab" * 16, kind=kind, person=person, entries=entries, **values)

    def write(self, order: Order) -> Letter | None:
        here = self.here
        with reading_session(here.engine) as session:
            desk = Desk(
                session,
                here.committee,
                here.files,
                here.calendar,
                here.settings.zone,
                here.now,
                links=self.links,
                templates=templates_folder(here.settings.home),
            )
            return WRITERS[order.kind](desk, [order]).get(order.message_id)

    def written(self, kind: MessageKind, *entries: Entry, to: str = OFFICER, **more: Any) -> Letter:
        letter = self.write(self.order(kind, *entries, to=to, **more))
        assert letter is not None
        return letter

    def sql(self, statement: str) -> None:
        with unit_of_work(self.here.engine) as session:
            session.connection().exec_driver_sql(statement)

    def notice(self, event: Event, *, to: str = OFFICER, at: datetime | None = None, **more: Any) -> Entry:
        with unit_of_work(self.here.engine) as session:
            return self._notice(session, event, self.person(to).id, at or self.here.now, more)

    def _notice(self, session: Session, event: Event, person: int, at: datetime, more: dict[str, Any]) -> Entry:
        key = f"history:{event}/{more}/{at}"
        seq = int((at - self.here.now).total_seconds())
        row = Notice(committee_id=self.here.committee, key=key, seq=seq, person_id=person, event=event, at=at, **more)
        session.add(row)
        session.flush()
        return Entry(f"{key}/email", event, self.here.today, notice_id=row.id)


@pytest.fixture
def desk(open_at: Open) -> Desktop:
    """The office on 15/9/2026: its conference is on 25/9."""
    here = open_at()
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            DOCUMENT,
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    registry.fix_meeting_day(here, 1, MEETING_DAY)
    return Desktop(open_at)


def entry(task: int, milestone: str = "due-3", due: date = DUE) -> Entry:
    return Entry(f"task:{task}/{milestone}", milestone, due, task_id=task)


def meeting_entry(day: date = MEETING_DAY) -> Entry:
    return Entry("meeting:1/due-7", "due-7", day, meeting_id=1)


BOTH = (entry(2, "due-7", DUE + timedelta(days=3)), entry(1))


def test_a_digest_says_what_is_due_why_and_whom_to_call(desk: Desktop) -> None:
    """In HTML, in text, in short; with a button a task, a thread a task, the way to end it."""
    letter = desk.written(MessageKind.DIGEST, *BOTH, meeting_entry())
    assert letter.subject == "[Sắp hạn 3 ngày] 2 nhiệm vụ của Phòng Kinh tế – Hội nghị BCH 25/9"
    for body in (letter.text, letter.html):
        assert body.index("2026-Q3-001") < body.index("2026-Q3-002") < body.index("Hội nghị Đảng ủy lần thứ 6")
        assert "Mốc nhắc: trước hạn 3 ngày" in body
        assert "trước ngày họp 7 ngày" in body
        assert desk.here.files.office.contact.name in body
        for number in (1, 2):
            assert f"https://dondoc.hoamai.example/viec/{desk.person(OFFICER).id}-{number}-5" in body
        assert letter.unsubscribe is not None
        assert letter.unsubscribe in body
    assert letter.threads == ("task-2026-Q3-001", "task-2026-Q3-002", "meeting-1")
    assert "02 nhiệm vụ, 01 cuộc họp" in letter.short
    assert (letter.fields["first_code"], letter.fields["first_due"]) == ("2026-Q3-001", "18/09/2026")
    assert (letter.uid, letter.to, letter.at) == ("ab" * 16, OFFICER, desk.here.now)


def test_a_single_reminder_is_a_letter_of_one_item(desk: Desktop) -> None:
    """For people who want it so."""
    letter = desk.written(MessageKind.SINGLE, entry(1))
    assert letter.subject == "[Sắp hạn 3 ngày] 1 nhiệm vụ của Phòng Kinh tế"
    assert "2026-Q3-002" not in letter.html


def test_what_is_no_longer_true_is_left_out(desk: Desktop) -> None:
    """Finished, moved, handed to somebody else; a meeting that moved or is over; in the end no letter at all."""
    registry.perform(desk.here, "2026-Q3-001", Act.CONFIRM, evidence="45-BC/UBND")
    letter = desk.written(MessageKind.DIGEST, *BOTH, meeting_entry(date(2026, 9, 24)))
    assert "2026-Q3-001" not in letter.text
    assert "Hội nghị" not in letter.text
    desk.sql("UPDATE task SET due = '2026-10-30' WHERE id = 2")
    assert desk.write(desk.order(MessageKind.DIGEST, *BOTH)) is None
    assert desk.write(desk.order(MessageKind.DIGEST, meeting_entry(), to=LEADER)) is not None
    desk.sql("UPDATE meeting SET state = 'postponed', day = NULL")
    assert desk.write(desk.order(MessageKind.DIGEST, meeting_entry(), to=LEADER)) is None


def test_a_digest_for_somebody_who_no_longer_hears_is_not_written(desk: Desktop) -> None:
    """The task went to another officer; his reminder is not this one."""
    assert desk.write(desk.order(MessageKind.DIGEST, entry(1), to=LEADER)) is None


def test_without_pages_a_letter_has_no_links(desk: Desktop) -> None:
    """No address is known yet: no dead buttons."""
    desk.links = None
    letter = desk.written(MessageKind.DIGEST, *BOTH)
    assert "https://" not in letter.html + letter.text + letter.short
    assert letter.unsubscribe is None


def test_a_stand_in_says_that_the_zalo_message_was_lost(desk: Desktop) -> None:
    """Otherwise its reader waits for Zalo in vain the next time."""
    letter = desk.written(MessageKind.DIGEST, entry(1), stands_in_for="zalo")
    for part in (letter.text, letter.html, letter.short):
        assert "Tin gửi đồng chí qua Zalo không tới nơi, nên nội dung này được gửi qua thư điện tử." in part


def test_escalations_go_out_while_the_task_is_late(desk: Desktop) -> None:
    """Whoever hears: the due day must stand, the task must be open and overdue."""
    late = entry(3, "escalation-2", DUE - timedelta(days=8))
    letter = desk.written(MessageKind.ESCALATION, late, to=LEADER)
    assert letter.subject.startswith("[Quá hạn 5 ngày] 1 nhiệm vụ của ")
    assert letter.subject.endswith("chưa có kết quả")
    assert "chưa có báo cáo nào" in letter.text
    assert "đôn đốc bậc 2" in letter.text
    assert "quan tâm chỉ đạo" in letter.text
    registry.report_progress(desk.here, "2026-Q3-003", text="Đang tổng hợp", percent=50)
    assert "báo cáo gần nhất ngày 15/9/2026" in desk.written(MessageKind.ESCALATION, late, to=LEADER).html
    assert desk.write(desk.order(MessageKind.ESCALATION, entry(1, "escalation-1"), to=LEADER)) is None
    registry.perform(desk.here, "2026-Q3-003", Act.CONFIRM, evidence="9-BC/UBKTĐU")
    assert desk.write(desk.order(MessageKind.ESCALATION, late, to=LEADER)) is None


def test_the_weekly_summary_is_written_from_present_data(desk: Desktop) -> None:
    """Overdue by agency, due this week, the next meeting; silent in an empty week, and when its week is over."""
    monday = Entry("week:1@2026-09-14", "week", date(2026, 9, 14))
    letter = desk.written(MessageKind.WEEKLY, monday, to=LEADER)
    assert letter.subject == "[Tổng hợp tuần] 1 nhiệm vụ quá hạn, 2 nhiệm vụ đến hạn – tuần từ 14/09/2026"
    assert "1 nhiệm vụ, lâu nhất 5 ngày" in letter.text
    assert "Cuộc họp tới: Hội nghị Đảng ủy lần thứ 6, ngày 25/9/2026." in letter.text
    assert "2026-Q3-003" in letter.html
    assert "2026-Q3-002" not in letter.html
    assert (letter.threads, letter.fields["count"]) == (("week-2026-09-14",), "3")
    desk.at("2026-09-21T07:30")
    assert desk.write(desk.order(MessageKind.WEEKLY, monday, to=LEADER)) is None
    desk.at("2026-09-15T07:30")
    desk.sql("UPDATE task SET work_state = 'done'")
    assert "lịch họp" in desk.written(MessageKind.WEEKLY, monday, to=LEADER).subject
    desk.sql("UPDATE meeting SET state = 'postponed', day = NULL")
    assert desk.write(desk.order(MessageKind.WEEKLY, monday, to=LEADER)) is None


def test_notices_say_what_happened_as_far_as_it_still_holds(desk: Desktop) -> None:
    """Two changes of one day become one; what was undone meanwhile is not told."""
    first = desk.notice(Event.DUE_CHANGED, task_id=1, detail={"before": "2026-09-10", "after": "2026-09-14"})
    second = desk.notice(
        Event.DUE_CHANGED,
        task_id=1,
        at=desk.here.now + timedelta(minutes=1),
        detail={"before": "2026-09-14", "after": DUE.isoformat(), "by": "An"},
    )
    assigned = desk.notice(Event.ASSIGNED, task_id=2)
    stale = desk.notice(Event.DUE_CHANGED, task_id=2, detail={"after": "2026-12-31"})
    moves = [
        {"task": 2, "before": "2026-09-20", "after": "2026-09-21"},
        {"task": 3, "before": None, "after": "2026-09-30"},
    ]
    moved = desk.notice(
        Event.MEETING_MOVED, meeting_id=1, detail={"before": "2026-09-24", "after": "2026-09-25", "moves": moves}
    )
    letter = desk.written(MessageKind.NOTICE, first, second, assigned, stale, moved)
    assert letter.subject == "[Thông báo] 2 nhiệm vụ của Phòng Kinh tế và 1 cuộc họp"
    assert "Hạn đổi từ 10/9/2026 thành 18/9/2026" in letter.html
    assert "Nhiệm vụ mới giao" in letter.text
    assert "Dời từ ngày 24/9/2026 sang ngày 25/9/2026" in letter.text
    assert "Hạn đổi theo: 2026-Q3-002 đến 21/9/2026\n" in letter.text
    assert "14/9/2026" not in letter.text
    assert "31/12" not in letter.text
    assert "Người cập nhật: An" in letter.text
    assert desk.write(desk.order(MessageKind.NOTICE, stale)) is None


@pytest.mark.parametrize(
    ("event", "how", "change", "words"),
    [
        (Event.RETURNED, None, "work_state = 'returned'", "Trả lại để hoàn thiện"),
        (Event.EXTENSION_GRANTED, None, "due = '2026-09-30'", "Đồng ý gia hạn đến 30/9/2026"),
        (Event.EXTENSION_REFUSED, None, "due = due", "Không đồng ý gia hạn"),
        (Event.REMOVED, "withdraw", "work_state = 'withdrawn'", "Nhiệm vụ đã được rút"),
        (Event.REMOVED, "suspend", "work_state = 'suspended'", "Nhiệm vụ tạm dừng"),
        (Event.REMOVED, "carry-over", "work_state = 'carried_over'", "Nhiệm vụ chuyển sang kỳ sau"),
        (Event.REMOVED, "given", "lead_agency_id = (SELECT id FROM agency WHERE code = 'UBKT')", "thôi phụ trách"),
    ],
)
def test_every_event_of_a_task_has_its_words(
    desk: Desktop, event: Event, how: str | None, change: str, words: str
) -> None:
    """A task that is gone has no button."""
    told = desk.notice(event, task_id=1, detail={"after": "2026-09-30", "to": "Hoa Tả", "how": how})
    if event is not Event.EXTENSION_REFUSED:
        assert desk.write(desk.order(MessageKind.NOTICE, told)) is None  # it has not come to that, or was undone
    desk.sql(f"UPDATE task SET {change} WHERE id = 1")
    letter = desk.written(MessageKind.NOTICE, told)
    assert words in letter.html
    assert "Người phụ trách mới: Hoa Tả" in letter.text
    assert ("/viec/" in letter.html) is (event is not Event.REMOVED)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("assign", "Nhiệm vụ mới giao"),
        ("given", "chuyển đến đồng chí"),
        ("resume", "tiếp tục"),
        ("carried", "nối tiếp"),
    ],
)
def test_a_task_that_comes_says_how(desk: Desktop, how: str, words: str) -> None:
    """New, from somebody else, after a pause, from the period before."""
    assert words in desk.written(MessageKind.NOTICE, desk.notice(Event.ASSIGNED, task_id=1, detail={"how": how})).text


def test_a_notice_tells_what_is_left_of_several(desk: Desktop) -> None:
    """A task that goes on in the next period is told once, by its former code; one given and taken away not at all."""
    desk.sql("UPDATE task SET work_state = 'carried_over' WHERE id = 1")
    ended = desk.notice(Event.REMOVED, task_id=1, detail={"how": "carry-over", "successor": 2})
    goes_on = desk.notice(Event.ASSIGNED, task_id=2, detail={"how": "carried"})
    given = desk.notice(Event.ASSIGNED, task_id=3, detail={"how": "assign"})
    taken = desk.notice(
        Event.REMOVED, task_id=3, at=desk.here.now + timedelta(minutes=1), detail={"how": "given", "to": "Hoa Tả"}
    )
    letter = desk.written(MessageKind.NOTICE, ended, goes_on, given, taken)
    assert letter.subject.startswith("[Giao việc] 1 nhiệm vụ")
    assert "Nhiệm vụ nối tiếp 2026-Q3-001 từ kỳ trước" in letter.text
    assert "2026-Q3-003" not in letter.text


def test_a_request_for_more_time_is_told_until_it_is_answered(desk: Desktop) -> None:
    """The office must not be sent after what it has just done."""
    with registry.extending(desk.here) as extensions:
        extensions.ask("2026-Q3-001", date(2026, 9, 30), "Chờ số liệu")
    asked = desk.notice(Event.EXTENSION_ASKED, to=LEADER, task_id=1, detail={"after": "2026-09-30", "by": "Bằng"})
    letter = desk.written(MessageKind.NOTICE, asked, to=LEADER)
    assert letter.subject == "[Xin gia hạn] 1 nhiệm vụ của Phòng Kinh tế"
    assert "Đề nghị gia hạn đến 30/9/2026" in letter.text
    with registry.extending(desk.here) as extensions:
        extensions.refuse("2026-Q3-001", "Cần xong trong quý")
    assert desk.write(desk.order(MessageKind.NOTICE, asked, to=LEADER)) is None


def test_a_postponed_meeting_is_told_as_long_as_it_is(desk: Desktop) -> None:
    """With no new day to name."""
    told = desk.notice(Event.MEETING_POSTPONED, meeting_id=1, detail={"before": "2026-09-25"})
    assert desk.write(desk.order(MessageKind.NOTICE, told)) is None
    desk.sql("UPDATE meeting SET state = 'postponed', day = NULL")
    letter = desk.written(MessageKind.NOTICE, told)
    assert letter.subject == "[Hoãn họp] Hội nghị Đảng ủy lần thứ 6"
    assert "Hoãn, chưa có ngày họp mới" in letter.text


MARKS = ("Xoanđào", "Bằnglăng", "Hoasữa", "Phượngvĩ", "Muồngvàng")
"""Words that stand nowhere else: title, text, product, remark, name of the meeting."""


@pytest.mark.parametrize("hidden_by", ["mark", "words"])
def test_no_word_of_a_marked_or_discreet_task_is_in_any_message(desk: Desktop, hidden_by: str) -> None:
    """Subject, text, HTML, short form, values for Zalo, of every kind: code, due day and link only."""
    title, text, product, note, meeting = MARKS
    discreet = "" if hidden_by == "mark" else " KỈ LUẬT"
    late = "2026-09-10"
    desk.sql(
        f"UPDATE task SET title = '{title}', text = '{text}{discreet}', product = '{product}', note = '{note}', "
        f"due = '{late}', secret = {'true' if hidden_by == 'mark' else 'false'}, meeting_id = 1, "
        f"reported_at = '2026-09-01 00:00:00+00:00' WHERE id = 1"
    )
    desk.sql("UPDATE task SET work_state = 'done' WHERE id > 1")
    desk.sql(f"UPDATE meeting SET name = '{meeting}'")
    due = date.fromisoformat(late)
    changed = desk.notice(Event.DUE_CHANGED, task_id=1, detail={"after": late, "by": "Hoa Tả"})
    assigned = desk.notice(Event.ASSIGNED, task_id=1, detail={"by": "Hoa Tả"})
    orders = [
        desk.order(MessageKind.DIGEST, entry(1, "due+0", due)),
        desk.order(MessageKind.SINGLE, entry(1, "due+0", due), channel="zalo", address="1"),
        desk.order(MessageKind.ESCALATION, entry(1, "escalation-3", due), to=LEADER),
        desk.order(MessageKind.NOTICE, changed, assigned),
        desk.order(MessageKind.WEEKLY, Entry("week", "week", date(2026, 9, 14)), to=LEADER),
    ]
    for order in orders:
        letter = desk.write(order)
        assert letter is not None, order.kind
        parts = [letter.subject, letter.text, letter.html, letter.short, *letter.fields.values(), *letter.threads]
        # The weekly summary names the next meeting, which is not a matter of the task.
        allowed = {meeting} if order.kind is MessageKind.WEEKLY else set()
        for mark in {*MARKS, "Hoa Tả"} - allowed:
            assert not any(mark in part for part in parts), (order.kind, mark)
        assert UNSAID in letter.html
        assert "2026-Q3-001" in letter.short
        assert "Phòng Kinh tế" not in letter.subject
        assert "Phòng Kinh tế" not in letter.short


def test_short_forms_and_values_fit_zalo(desk: Desktop) -> None:
    """Whatever titles hold."""
    desk.sql("UPDATE task SET title = 'Việc [@all] dài', text = 'Việc [@all] dài' WHERE id = 1")
    letter = desk.written(MessageKind.DIGEST, *BOTH, channel="zalo", address="84900000111")
    assert "[@" not in letter.short
    assert len(letter.short) <= SHORT_MAX
    assert all(len(value) <= FIELD_MAX[name] for name, value in letter.fields.items())
    assert letter.to == "84900000111"


def test_a_letter_names_at_most_twenty_threads(desk: Desktop) -> None:
    """Mail programs read no longer header."""
    many = reading(*(proposal(f"Việc số {number}", due=DUE) for number in range(25)))
    here = desk.here
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            many,
            file_name="b.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    letter = desk.written(MessageKind.DIGEST, *(entry(number) for number in range(5, 30)))
    assert len(letter.threads) == 20
    assert "… và 20 nhiệm vụ khác." in letter.short


def test_letters_follow_the_templates_in_use(desk: Desktop) -> None:
    """The office's own words; while its file is broken, the built-in ones."""
    folder = templates_folder(desk.here.settings.home)
    folder.mkdir(parents=True)
    export = (folder / "foot.txt").write_text
    export("Hỏi {{ contact.name }}, {{ contact.phone }}. Ngừng: {{ wishes or '' }}\n", "utf-8")
    assert "Ngừng: https://" in desk.written(MessageKind.DIGEST, entry(1)).text
    export("{{ hong", "utf-8")
    assert "Chọn cách nhận nhắc việc" in desk.written(MessageKind.DIGEST, entry(1)).text


def test_every_kind_goes_through_outbox_and_mail_server(desk: Desktop, mail_server: MailServer) -> None:
    """The writers are those that delivery asks."""
    desk.here = here = desk.open_at("2026-09-15T07:30", smtp_url=mail_server.url)
    told = desk.notice(Event.ASSIGNED, task_id=1)
    officer, leader = desk.person(OFFICER).id, desk.person(LEADER).id
    late = entry(3, "escalation-2", DUE - timedelta(days=8))
    week = Entry("week:1@2026-09-14", "week", date(2026, 9, 14))
    with unit_of_work(here.engine) as session:
        for person, kind, said in (
            (officer, MessageKind.DIGEST, entry(1)),
            (officer, MessageKind.SINGLE, entry(2, "due-7", DUE + timedelta(days=3))),
            (officer, MessageKind.NOTICE, told),
            (leader, MessageKind.WEEKLY, week),
            (leader, MessageKind.ESCALATION, late),
        ):
            outbox.enqueue_all(session, here.committee, [Envelope(person, "email", kind, (said,))], here.now)
    assert runs.deliver(here).sent == 5
    subjects = sorted(str(mail["Subject"]).split("]")[0] for mail in mail_server.mails)
    assert subjects == ["[Giao việc", "[Quá hạn 5 ngày", "[Sắp hạn 3 ngày", "[Sắp hạn 6 ngày", "[Tổng hợp tuần"]

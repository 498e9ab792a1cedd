"""What happens to tasks and meetings is told once, in one message a person, on both databases."""

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from time import process_time

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from config.database import reading as reading_session
from notifications import notice_store, noticing, runs
from notifications.events import Event
from notifications.folding import fold
from notifications.models import ImportRelease, Message, MessageKind, Notice, NoticeCursor, Reminder
from notifications.notice_decision import Untold
from tasks_registry import intake
from tasks_registry import runs as registry
from tasks_registry.installation import Installation
from tasks_registry.meetings import runs as meetings
from tasks_registry.meetings.states import MeetingAct
from tasks_registry.models import History, Meeting, Person, SourceDocument
from tasks_registry.organisation import runs as organisation
from tasks_registry.review import Edit
from tasks_registry.states import Act
from tasks_registry.tables.runs import Choices, import_table
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.processes import enqueue_in_parallel
from tests.support.readings import proposal, reading

AN_MAIL, BANG, HOA = "an.trinhthihoai@hoamai.example", "bang.dinhcong@hoamai.example", "hoa.tathiminh@hoamai.example"
PHUC, THUAN = "phuc.huynhtan@hoamai.example", "thuan.caovan@hoamai.example"
DUE, LATER = date(2026, 9, 18), date(2026, 9, 25)
OCOP, FARMERS, INSPECTION, BUDGET = (f"2026-Q3-{number:03d}" for number in (1, 2, 3, 4))
DOCUMENT = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=DUE),
    proposal("Đại hội điểm Hội Nông dân", lead="HND", due=DUE),
    proposal("Báo cáo kết quả kiểm tra, giám sát", lead="UBKT", meeting=True),
    proposal("Báo cáo thu, chi ngân sách", meeting=True),
)
Deed = Callable[[Installation], object]
Told = list[tuple[str, str]]


@pytest.fixture
def imported(open_at: Open) -> Open:
    """Opens the commune with four tasks that the office has looked over."""
    here = open_at()
    with here.writing() as session:
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
    release(here)
    return open_at


def release(here: Installation) -> None:
    """Let the tasks of all documents go."""
    with here.writing() as session:
        for id_ in session.exec(select(SourceDocument.id)).all():
            session.add(ImportRelease(committee_id=here.committee, document_id=id_ or 0, by="An", at=here.now))


def told(here: Installation) -> list[Told]:
    """Return of every message of notices to whom it says what, in the order of the messages."""
    with reading_session(here.engine) as session:
        rows = session.exec(
            select(Message.id, Person.email, Reminder.milestone)
            .join(Reminder, col(Reminder.message_id) == col(Message.id))
            .join(Person, col(Person.id) == col(Message.person_id))
            .where(Message.kind == MessageKind.NOTICE.value)
            .order_by(col(Message.id), col(Reminder.id))
        ).all()
    found: dict[int | None, Told] = {}
    for message, email, milestone in rows:
        found.setdefault(message, []).append((email, milestone))
    return list(found.values())


def deliver_all(here: Installation) -> None:
    """Take what is in the outbox as sent, so that nothing later is folded into it."""
    with here.writing() as session:
        session.connection().execute(sa.update(Message).values(state="sent"))


def after(open_: Open, instant: str, *deeds: Deed, actor: str = "Khanh") -> list[Told]:
    """Do ``deeds`` at an instant, run half an hour later, and return what is told then and not before."""
    earlier = open_(instant)
    runs.enqueue(earlier)
    deliver_all(earlier)
    known = len(told(earlier))
    here = open_(instant, actor=actor)
    for deed in deeds:
        deed(here)
    runs.enqueue(here)
    assert len(told(here)) == known  # within the window
    later = open_((datetime.fromisoformat(instant) + timedelta(minutes=30)).isoformat())
    runs.enqueue(later)
    return told(later)[known:]


def act(code: str, what: Act) -> Deed:
    return lambda here: registry.perform(here, code, what, reason="vì", evidence="1-BC/ĐU")


def edit(code: str, change: Edit) -> Deed:
    def deed(here: Installation) -> None:
        with registry.reviewing(here) as review:
            review.edit(code, change)

    return deed


def ask(code: str) -> Deed:
    def deed(here: Installation) -> None:
        with registry.extending(here) as desk:
            desk.ask(code, LATER, "Chờ mẫu")

    return deed


def answer(code: str, *, granted: bool) -> Deed:
    def deed(here: Installation) -> None:
        with registry.extending(here) as desk:
            desk.approve(code) if granted else desk.refuse(code, "Không")

    return deed


def fix(day: date) -> Deed:
    def deed(here: Installation) -> None:
        with reading_session(here.engine) as session:
            meeting = session.exec(select(Meeting.id)).one()
        meetings.fix_day(here, meeting or 0, day)

    return deed


def test_an_import_is_one_message_a_person(imported: Open) -> None:
    """Four tasks of three people; a second run adds nothing, nor does reading the history again from its start."""
    here = imported("2026-07-01T08:20")
    runs.enqueue(here)
    expected = [
        [(BANG, Event.ASSIGNED.value), (BANG, Event.ASSIGNED.value)],
        [(HOA, Event.ASSIGNED.value)],
        [(PHUC, Event.ASSIGNED.value)],
    ]
    assert sorted(told(here)) == expected
    with here.writing() as session:
        session.connection().execute(sa.update(NoticeCursor).values(seq=0))
    runs.enqueue(imported("2026-07-01T09:00"))
    assert sorted(told(here)) == expected


def test_the_course_of_a_task_is_told_to_its_people(imported: Open) -> None:
    """Deadline, request, answer, return, withdrawal – each by the real use case."""
    assert after(imported, "2026-07-02T08:00", edit(OCOP, Edit(due=date(2026, 9, 16)))) == [[(BANG, Event.DUE_CHANGED)]]
    assert after(imported, "2026-07-03T08:00", ask(OCOP), actor=BANG) == [[(AN_MAIL, Event.EXTENSION_ASKED)]]
    assert after(imported, "2026-07-06T08:00", answer(OCOP, granted=False)) == [[(BANG, Event.EXTENSION_REFUSED)]]
    assert after(imported, "2026-07-07T08:00", ask(OCOP), answer(OCOP, granted=True), actor="An") == [
        [(BANG, Event.EXTENSION_GRANTED)]
    ]
    assert after(imported, "2026-07-08T08:00", act(OCOP, Act.SUBMIT), act(OCOP, Act.RETURN)) == [
        [(BANG, Event.RETURNED)]
    ]
    assert after(imported, "2026-07-09T08:00", act(OCOP, Act.SUSPEND)) == [[(BANG, Event.REMOVED)]]
    assert after(imported, "2026-07-10T08:00", act(OCOP, Act.RESUME), act(OCOP, Act.WITHDRAW)) == []
    here = imported("2026-07-10T09:00")
    with reading_session(here.engine) as session:
        waiting = session.exec(select(Notice).where(col(Notice.settled_at).is_(None))).all()
    assert waiting == []


def test_the_former_owner_is_told_as_well_as_the_new_one(imported: Open) -> None:
    """By an edit, a hand-over, and a merge after which the people of the old agency work for another one."""
    assert (
        after(imported, "2026-07-02T08:00", edit(OCOP, Edit(lead="UBKT")))
        == [
            [(HOA, Event.ASSIGNED)],
            [(BANG, Event.REMOVED)],
        ]
        or after(imported, "2026-07-02T09:00") == []
    )
    handed = after(
        imported,
        "2026-07-03T08:00",
        lambda here: organisation.hand_over(here, BANG, HOA, reason=None, apply=True),
    )
    assert sorted(handed) == [[(BANG, Event.REMOVED)], [(HOA, Event.ASSIGNED)]]
    merged = after(
        imported,
        "2026-07-06T08:00",
        lambda here: organisation.merge(here, ["HND"], "MTTQ", date(2026, 7, 1), apply=True),
    )
    assert sorted(merged) == [[(PHUC, Event.REMOVED)], [(THUAN, Event.ASSIGNED)]]


def test_whoever_asked_for_more_time_hears_the_answer_as_well(imported: Open) -> None:
    """The clerk who wrote the request down on the owner's word; she is not told of her own request."""
    assert after(imported, "2026-07-02T08:00", ask(OCOP), actor=AN_MAIL) == []
    answered = after(imported, "2026-07-03T08:00", answer(OCOP, granted=True))
    assert sorted(answered) == [[(AN_MAIL, Event.EXTENSION_GRANTED)], [(BANG, Event.EXTENSION_GRANTED)]]


def test_a_task_carried_into_the_next_period_is_told_once(imported: Open) -> None:
    """As the new task; both notices stand behind it."""
    (message,) = after(
        imported,
        "2026-09-21T08:00",
        lambda here: registry.carry_over(here, OCOP, "2026-Q4", due=None, reason="Chưa xong"),
    )
    assert sorted(message) == [(BANG, Event.ASSIGNED), (BANG, Event.REMOVED)]


def test_parts_of_a_task_are_told_as_new_tasks(imported: Open) -> None:
    """Who splits it says so in the history."""

    def split(here: Installation) -> None:
        with registry.reviewing(here) as review:
            review.split(OCOP, ["Lập hồ sơ.", "Trình công nhận."])

    assert after(imported, "2026-07-02T08:00", split) == [[(BANG, Event.ASSIGNED)]]


def test_a_meeting_is_told_with_the_deadlines_that_moved_along(imported: Open) -> None:
    """Fixed, moved, postponed: one message each to those who lead an item or work on a task of it."""
    fixed = after(imported, "2026-07-02T08:00", fix(date(2026, 9, 23)))
    assert sorted(fixed) == [[(BANG, Event.MEETING_FIXED)], [(HOA, Event.MEETING_FIXED)]]
    here = imported("2026-07-02T09:00")
    with reading_session(here.engine) as session:
        id_ = session.exec(select(Notice.id).join(Person).where(Person.email == HOA, col(Notice.meeting_id) == 1)).one()
        view = notice_store.notice_views(session, [id_ or 0])[id_ or 0]
    assert (view.event, view.detail["after"]) == (Event.MEETING_FIXED, "2026-09-23")
    assert len(view.detail["moves"]) == 1
    moved = after(imported, "2026-07-03T08:00", fix(date(2026, 9, 24)), fix(date(2026, 9, 25)))
    assert sorted(moved) == [[(BANG, Event.MEETING_MOVED)] * 2, [(HOA, Event.MEETING_MOVED)] * 2]
    postponed = after(
        imported,
        "2026-07-06T08:00",
        lambda here: meetings.move_state(here, 1, MeetingAct.POSTPONE, "Chờ hướng dẫn"),
    )
    assert sorted(postponed) == [[(BANG, Event.MEETING_POSTPONED)], [(HOA, Event.MEETING_POSTPONED)]]


def test_what_is_told_of_a_meeting_moved_twice_is_where_it_went(imported: Open) -> None:
    """The letter folds what the message holds."""
    runs.enqueue(imported("2026-07-01T08:20"))
    here = imported("2026-07-02T08:00", actor="Khanh")
    for day in (23, 24):
        fix(date(2026, 9, day))(here)
    with reading_session(here.engine) as session:
        planned = noticing.plan(session, imported("2026-07-02T08:30"), lambda _: False)
    message = next(one for one in planned.messages if one.person.email == HOA)
    (left,) = fold(item.notice.view for item in message.items)
    assert (left.view.event, left.view.detail["after"]) == (Event.MEETING_FIXED, "2026-09-24")
    assert {move["task"] for move in left.view.detail["moves"]} == {3}


def test_a_dry_run_says_what_the_run_does_and_changes_nothing(imported: Open) -> None:
    """The same function; notices that no run has kept yet included."""
    here = imported("2026-07-01T08:20")
    with reading_session(here.engine) as session:
        planned = noticing.plan(session, here, lambda _: False)
        assert session.exec(select(Notice)).all() == []
    with here.writing() as session:
        done = noticing.enqueue(session, here, lambda _: False)
    said = [[(one.person.email, item.key) for item in one.items] for one in planned.messages]
    assert said == [[(one.person.email, item.key) for item in one.items] for one in done.messages]
    assert len(done.added) == len(said) == 3


def test_trial_mode_and_documents_not_looked_over_hold_notices_back(imported: Open) -> None:
    """Nothing is settled: armed and released, people are told."""
    trial = imported("2026-07-01T08:20", trial=True)
    runs.enqueue(trial)
    assert told(trial) == []
    with trial.writing() as session:
        session.connection().execute(sa.delete(ImportRelease))
        held = noticing.enqueue(session, trial, lambda _: False)
        assert {skip.reason for skip in held.skipped} == {Untold.UNRELEASED}
    later = imported("2026-07-15T08:00")
    runs.enqueue(later)
    release(later)
    runs.enqueue(imported("2026-07-15T08:20"))
    assert len(told(later)) == 3


def test_two_runs_at_once_tell_everything_once(imported: Open) -> None:
    """The committee's lock lets one read the history, the other finds nothing left."""
    here = imported("2026-07-01T08:20")
    enqueue_in_parallel(here, 3)
    assert sorted(len(message) for message in told(here)) == [1, 1, 2]
    with reading_session(here.engine) as session:
        keys = session.exec(select(Reminder.key).where(col(Reminder.notice_id).is_not(None))).all()
    assert len(keys) == len(set(keys)) == 4


def test_ten_thousand_imported_tasks_are_told_in_seconds(open_at: Open, tmp_path: Path) -> None:
    """One message a person; the history is read in batches, written in few statements."""
    table = tmp_path / "bang.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["title", "lead", "deadline"])
        writer.writerows(
            [f"Việc {number}", ("PKT", "UBKT", "HND")[number % 3], "18/9/2026"] for number in range(10_000)
        )
    here = open_at("2026-07-01T08:00", actor="Khanh")
    import_table(here, table, Choices())
    release(here)
    later = open_at("2026-07-01T08:20")
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    sa.event.listen(later.engine, "before_cursor_execute", count)
    began = process_time()
    with later.writing() as session:
        done = noticing.enqueue(session, later, lambda _: False)
    took = process_time() - began
    assert sorted(len(one.items) for one in done.messages) == [3333, 3333, 3334]
    assert statements < 120
    assert took < 15, f"{took:.1f} s"  # of this process; a machine with other work must not fail it


def test_a_long_history_is_not_read_where_it_is_too_old(imported: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies before is found by halving; the rest is told as ever."""
    monkeypatch.setattr(noticing, "_LONG_HISTORY", 1)
    act(OCOP, Act.SUSPEND)(imported("2026-07-20T08:00", actor="Khanh"))
    here = imported("2026-07-20T08:20")
    runs.enqueue(here)
    assert told(here) == [[(BANG, Event.REMOVED)]]
    with reading_session(here.engine) as session:
        assert len(session.exec(select(Notice)).all()) == 1
        assert session.exec(select(NoticeCursor.seq)).one() == len(session.exec(select(History.id)).all())

"""Who is away is stood in for, and who leaves hands over, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from config.agencies import Access
from config.database import reading as reading_session
from notifications import runs as sending
from notifications.models import Reminder
from tasks_registry import intake, store
from tasks_registry import runs as registry
from tasks_registry.access import Actor
from tasks_registry.checks import check_organisation
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import first_break
from tasks_registry.installation import Installation
from tasks_registry.models import Absence, History, Person, Recurrence, Task
from tasks_registry.organisation import runs
from tasks_registry.review import Edit
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.going_live import release_everything
from tests.support.mail import MailServer
from tests.support.organisation import edit_agencies
from tests.support.readings import proposal, reading

OFFICER = "bang.dinhcong@hoamai.example"
HEAD = "luan.hosy@hoamai.example"
DEPUTY_HEAD = "nguyen.vothihanh@hoamai.example"
CLERK = "an.trinhthihoai@hoamai.example"
INSPECTOR = "hoa.tathiminh@hoamai.example"
DUE = date(2026, 9, 18)
DOCUMENT = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=DUE),
    proposal("Kiểm tra chi bộ", lead="UBKT", due=DUE),
    proposal("Nâng cao chất lượng sinh hoạt chi bộ", lead=None, due=DUE),
)
FIRST, LAST = date(2026, 9, 7), date(2026, 9, 14)


@pytest.fixture
def prepared(open_at: Open) -> Open:
    """Opens an installation that holds three tasks due on 18/9: of the economy office, of UBKT, of nobody yet."""
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
    release_everything(here)
    return open_at


def away(here: Installation, email: str = OFFICER, deputy: str | None = None, **days: date) -> None:
    first, last = days.get("first", FIRST), days.get("last", LAST)
    runs.record_absence(here, email, first, last, deputy=deputy, reason="nghỉ phép")


def hearers(here: Installation, on: date | None) -> list[str | None]:
    with reading_session(here.engine) as session:
        assert first_break(session, here.committee) is None
        tasks = store.task_views(session, here.committee, on=on)
    return [task.officer.email if task.officer else None for task in tasks]


def person(here: Installation, email: str) -> Person:
    with reading_session(here.engine) as session:
        return session.exec(select(Person).where(Person.email == email)).one()


# --- absence -----------------------------------------------------------------------------------------------------


def test_the_next_of_the_agency_hears_on_exactly_the_days_of_the_absence(prepared: Open) -> None:
    """Without a named deputy it is the head; the day before and the day after it is the officer."""
    here = prepared()
    away(here)
    heard = {day: hearers(here, date(2026, 9, day))[0] for day in (6, 7, 14, 15)}
    assert heard == {6: OFFICER, 7: HEAD, 14: HEAD, 15: OFFICER}
    assert hearers(here, None)[0] == OFFICER


def test_a_named_deputy_hears_and_is_stood_in_for_in_turn(prepared: Open) -> None:
    """Also one of another agency; where all named are away it is the first present of the officer's own agency."""
    here = prepared()
    away(here, deputy=CLERK)
    assert hearers(here, FIRST)[0] == CLERK
    away(here, CLERK, deputy=OFFICER)
    assert hearers(here, FIRST)[0] == HEAD
    away(here, HEAD)
    assert hearers(here, FIRST)[0] == DEPUTY_HEAD
    away(here, DEPUTY_HEAD)
    assert hearers(here, FIRST)[0] == OFFICER


def test_a_task_s_own_officer_and_the_office_are_stood_in_for(prepared: Open) -> None:
    """Absence counts for whomever a task reaches, not only for the officer of its agency."""
    here = prepared()
    with registry.reviewing(here) as review:
        review.edit("2026-Q3-002", Edit(officer_email=DEPUTY_HEAD))
    away(here, DEPUTY_HEAD)
    away(here, CLERK)
    assert hearers(here, FIRST) == [OFFICER, OFFICER, "thuy.ngodinh@hoamai.example"]


def test_a_deputy_who_left_is_passed_over(prepared: Open, open_at: Open) -> None:
    """The next of the agency hears instead."""
    away(prepared(), deputy=INSPECTOR)
    edit_agencies(prepared(), lambda entries: entries["UBKT"].update(people=[]))
    assert hearers(open_at("2026-07-02T08:00"), FIRST)[0] == HEAD


def test_back_ends_what_is_running_and_calls_off_what_is_to_come(prepared: Open) -> None:
    """The days somebody was away stay on record; with nothing to end it is said."""
    away(prepared())
    here = prepared("2026-09-10T08:00")
    assert runs.end_absence(here, OFFICER) is True
    assert [hearers(here, date(2026, 9, day))[0] for day in (9, 10)] == [HEAD, OFFICER]
    away(here, first=date(2026, 9, 21), last=date(2026, 9, 22))
    assert runs.end_absence(here, OFFICER) is False
    assert hearers(here, date(2026, 9, 21))[0] == OFFICER
    with pytest.raises(Refused, match="không có lần vắng"):
        runs.end_absence(here, OFFICER)
    with reading_session(here.engine) as session:
        kept = session.exec(select(Absence).order_by(Absence.id)).all()
        actions = session.exec(select(History.action).where(History.entity == "person").order_by(History.seq)).all()
    assert [(one.first_day, one.last_day, one.cancelled_at is None) for one in kept] == [
        (FIRST, date(2026, 9, 9), True),
        (date(2026, 9, 21), date(2026, 9, 22), False),
    ]
    assert actions[-4:] == ["person.absent", "person.back", "person.absent", "person.back"]


def test_an_impossible_absence_is_refused(prepared: Open) -> None:
    """Overlapping another, ending before it begins, with oneself as deputy: nothing is written then."""
    here = prepared()
    away(here)
    with pytest.raises(Refused, match="đã được ghi vắng"):
        away(here, first=LAST, last=date(2026, 9, 20))
    with pytest.raises(Refused, match="đã được ghi vắng"):
        away(here, first=date(2026, 9, 1), last=date(2026, 9, 30))
    with pytest.raises(Refused, match="trước ngày đầu"):
        away(here, HEAD, first=LAST, last=FIRST)
    with pytest.raises(Refused, match="chính mình"):
        away(here, HEAD, deputy=HEAD)
    with reading_session(here.engine) as session:
        assert len(session.exec(select(Absence)).all()) == 1


def test_everybody_records_an_own_absence_others_only_who_organises(prepared: Open) -> None:
    """An agency's officer may not send a colleague on leave."""
    here = prepared()
    officer = person(here, OFFICER)
    acting = replace(here, actor=Actor(officer.name, Access.AGENCY, officer.id, officer.agency_id))
    away(acting)
    runs.end_absence(acting, OFFICER)
    with pytest.raises(Refused, match="quản lý cơ quan"):
        away(acting, HEAD)
    with pytest.raises(Refused, match="quản lý cơ quan"):
        runs.hand_over(acting, HEAD, OFFICER, reason=None, apply=False)
    with pytest.raises(NotInRegistry, match="dondoc person list"):
        away(here, "nobody@hoamai.example")


def test_the_deputy_gets_the_reminders_and_the_officer_what_is_due_after(
    prepared: Open, mail_server: MailServer
) -> None:
    """Before, during and after the leave each milestone reaches somebody, and nobody hears one twice."""
    here = prepared()
    away(here)  # 7/9 to 14/9
    for day in ("04", "04", "07", "11", "11", "14", "15", "16", "17", "18"):
        sending.remind(prepared(f"2026-09-{day}T07:30", smtp_url=mail_server.url))
    people = {OFFICER: person(here, OFFICER).id, HEAD: person(here, HEAD).id}
    with reading_session(here.engine) as session:
        (task, *_) = store.task_views(session, here.committee)
        said = session.exec(
            select(Reminder.person_id, Reminder.milestone).where(Reminder.task_id == task.id).order_by(Reminder.id)
        ).all()
    assert said == [
        (people[OFFICER], "due-14"),
        (people[HEAD], "due-14"),  # takes over what is running
        (people[HEAD], "due-7"),
        (people[OFFICER], "due-3"),
        (people[OFFICER], "due-1"),
        (people[OFFICER], "due-0"),
    ]
    assert (len(mail_server.to(OFFICER)), len(mail_server.to(HEAD))) == (4, 2)


def test_a_letter_that_waits_while_its_reader_leaves_is_for_the_deputy(prepared: Open, mail_server: MailServer) -> None:
    """Asked again on the day of sending: the officer's is withdrawn, the next run writes to who stands in."""
    sending.enqueue(prepared("2026-09-04T07:30", smtp_url=mail_server.url))
    away(prepared())
    later = prepared("2026-09-07T07:30", smtp_url=mail_server.url)
    assert sending.deliver(later).withdrawn == 1
    sending.remind(later)
    assert mail_server.to(OFFICER) == []
    assert len(mail_server.to(HEAD)) == 1


def test_the_simulation_knows_who_will_be_away(prepared: Open) -> None:
    """Days ahead go to the deputy while the absence lasts and to the officer after it."""
    here = prepared("2026-09-03T08:00")
    away(here)
    course = sending.simulate(here, date(2026, 9, 3), DUE)
    heard = [
        (day.day, parcel.person.email)
        for day, parcels in course
        for parcel in parcels
        if parcel.person.agency_code == "PKT"
    ]
    assert [day for day, _ in course] == [date(2026, 9, number) for number in range(3, 19)]
    assert heard == [(4, OFFICER), (7, HEAD), (11, HEAD), (15, OFFICER), (17, OFFICER), (18, OFFICER)]


# --- hand-over ---------------------------------------------------------------------------------------------------


def officers(here: Installation) -> dict[str, int | None]:
    with reading_session(here.engine) as session:
        assert first_break(session, here.committee) is None
        return dict(session.exec(select(Task.code, Task.officer_id)).all())


def test_everything_open_that_reaches_somebody_is_handed_over(prepared: Open) -> None:
    """What names the person and what comes through the agency; an absence does not hide it; each has its history."""
    here = prepared()
    with registry.reviewing(here) as review:
        review.edit("2026-Q3-002", Edit(officer_email=OFFICER))
    away(here, first=here.today, last=LAST)
    with here.writing() as session:
        session.add(
            Recurrence(
                committee_id=here.committee,
                code="ĐK-1",
                title="Báo cáo tháng",
                text="Báo cáo tháng.",
                kind="deliverable",
                cron="0 0 15 * *",
                officer_id=person(here, OFFICER).id,
                first_day=FIRST,
                created_by="An",
                created_at=here.now,
            )
        )
    preview = runs.hand_over(here, OFFICER, HEAD, reason=None, apply=False)
    assert ([task.code for task in preview.tasks], preview.series) == (["2026-Q3-001", "2026-Q3-002"], ("ĐK-1",))
    assert officers(here)["2026-Q3-001"] is None
    assert runs.hand_over(here, OFFICER, HEAD, reason="chuyển công tác", apply=True) == preview
    head = person(here, HEAD).id
    assert officers(here) == {"2026-Q3-001": head, "2026-Q3-002": head, "2026-Q3-003": None}
    with reading_session(here.engine) as session:
        reasons = session.exec(select(History.reason).where(History.action == "task.handover")).all()
        assert session.exec(select(Recurrence.officer_id)).one() == head
    assert reasons == ["Đinh Công Bằng bàn giao cho Hồ Sỹ Luân: chuyển công tác"] * 2
    assert runs.hand_over(here, OFFICER, HEAD, reason=None, apply=True).tasks == ()


def test_who_has_left_the_file_still_hands_over(prepared: Open, open_at: Open) -> None:
    """The doctor finds the task that names somebody who left, says the command, and is content after it."""
    with registry.reviewing(prepared()) as review:
        review.edit("2026-Q3-002", Edit(officer_email=OFFICER))
    edit_agencies(prepared(), lambda entries: entries["PKT"]["people"].pop() and None)
    here = open_at("2026-07-02T08:00")
    (finding,) = check_organisation(here.settings, here.now)
    assert (finding.id, finding.level.value) == ("C006", "warning")
    assert f"dondoc person handover {OFFICER}" in finding.mend
    assert [task.code for task in runs.hand_over(here, OFFICER, INSPECTOR, reason=None, apply=True).tasks] == [
        "2026-Q3-002"
    ]
    (finding,) = check_organisation(here.settings, here.now)
    assert finding.level.value == "ok"
    with pytest.raises(NotInRegistry, match=OFFICER):
        runs.hand_over(here, HEAD, OFFICER, reason=None, apply=False)  # who left takes nothing over
    with pytest.raises(Refused, match="chính mình"):
        runs.hand_over(here, HEAD, HEAD, reason=None, apply=False)

"""Why there is, or is no, word: what a run looks at, what it holds back, and what it answers, on both databases."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from config.database import reading as reading_session
from config.database import unit_of_work
from notifications import reminding, runs
from notifications.decision import SkipReason
from notifications.models import Arming, Message, MessageState, Reminder
from tasks_registry import intake, store
from tasks_registry import runs as registry
from tasks_registry.errors import NotInRegistry
from tasks_registry.installation import Installation
from tasks_registry.meetings import runs as meetings
from tasks_registry.models import Task
from tasks_registry.organisation.runs import record_absence
from tasks_registry.states import Act
from tests.conftest import HANOI, Open
from tests.support.cast import AN
from tests.support.going_live import release_everything
from tests.support.readings import proposal, reading
from tests.support.rhythm import edit_reminders

OFFICER = "bang.dinhcong@hoamai.example"
HEAD = "luan.hosy@hoamai.example"
LEADER = "khanh.lethivan@hoamai.example"
DUE = date(2026, 9, 18)
DOCUMENT = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=DUE),
    proposal("Báo cáo kết quả kiểm tra, giám sát", meeting=True, lead="UBKT"),
    proposal("Nâng cao chất lượng sinh hoạt chi bộ"),
)
LADDER = [
    {"to": "officer", "after_working_days": 2},
    {"to": "head", "after_working_days": 3},
    {"to": "leader", "after_working_days": 5},
]


@pytest.fixture
def here(open_at: Open) -> Installation:
    """An installation with a dated task, a paper for the conference and a task without a deadline, not released."""
    found = open_at()
    with unit_of_work(found.engine) as session:
        intake.import_reading(
            session,
            DOCUMENT,
            file_name="a.docx",
            accept=True,
            files=found.files,
            calendar=found.calendar,
            actor=AN,
            now=found.now,
        )
    return found


def at(here: Installation, day: date, hour: int = 7, minute: int = 30) -> Installation:
    return replace(here, now=datetime(day.year, day.month, day.day, hour, minute, tzinfo=HANOI))


def messages(here: Installation) -> list[Any]:
    with reading_session(here.engine) as session:
        return list(session.exec(select(Message).order_by(col(Message.id))).all())


def sent(here: Installation) -> None:
    with unit_of_work(here.engine) as session:
        session.connection().execute(sa.update(Message).values(state=MessageState.SENT.value, settled_at=here.now))


def test_an_import_waits_until_the_office_has_looked(here: Installation) -> None:
    """Nothing is enqueued and the reason is said; released once, it is reminded of."""
    friday = at(here, DUE)
    held = runs.dry_run(friday)
    assert (held.messages, {skip.reason for skip in held.skipped}) == (
        (),
        {SkipReason.UNRELEASED, SkipReason.NO_DEADLINE},
    )
    assert runs.enqueue(friday).message_ids == {}
    assert (release_everything(here), release_everything(here)) == (1, 0)
    assert len(runs.enqueue(friday).message_ids) == 1


def test_without_a_setting_trial_mode_lasts_until_the_sending_is_armed(here: Installation) -> None:
    """And an explicit setting wins over it."""
    release_everything(here)
    friday = at(here, DUE)
    unset = replace(friday, settings=friday.settings.model_copy(update={"trial": None}))
    assert [message.status for message in runs.dry_run(unset).messages] == ["held"]
    with unit_of_work(here.engine) as session:
        session.add(Arming(committee_id=here.committee, armed=True, by="An", at=here.now))
    assert [message.status for message in runs.dry_run(unset).messages] == ["planned"]


def test_who_leads_an_item_hears_of_the_meeting(here: Installation) -> None:
    """The paper and the meeting in one digest; a moved meeting is told anew."""
    release_everything(here)
    meetings.fix_day(here, 1, date(2026, 9, 25))
    tuesday = at(here, date(2026, 9, 22))
    (parcel,) = [p for p in runs.plan(tuesday).parcels if p.person.agency_code == "UBKT"]
    assert {(item.milestone, item.meeting is not None) for item in parcel.items} == {("due-3", True), ("due-0", False)}
    runs.enqueue(tuesday)
    meetings.fix_day(tuesday, 1, date(2026, 9, 24))
    keys = [item.key for p in runs.plan(tuesday).parcels for item in p.items]
    assert any(key.startswith("meeting:1/due-3@2026-09-24/") for key in keys)


def test_silence_climbs_the_ladder_and_a_leader_s_draft_waits(here: Installation, open_at: Open) -> None:
    """Officer, head, leader; each once, on the day that the simulation foresees."""
    edit_reminders(here.settings.home, escalation=LADDER, overdue_every_days=60)
    release_everything(here)
    office = open_at()
    foreseen = {
        (day, parcel.person.email, item.milestone)
        for day, parcels in runs.simulate(at(office, DUE), date(2026, 9, 21), date(2026, 10, 9))
        for parcel in parcels
        for item in parcel.items
        if item.milestone.startswith("escalation")
    }
    for day in (21, 22, 23, 25, 28, 30):
        runs.enqueue(at(office, date(2026, 9, day)))
        sent(office)
    runs.enqueue(at(office, date(2026, 10, 2)))
    for day in (6, 7, 9):
        runs.enqueue(at(office, date(2026, 10, day)))
    with reading_session(office.engine) as session:
        people = store.load_directory(session, office.committee).people
        rows = session.exec(
            select(Message.created_at, Reminder.person_id, Reminder.milestone)
            .join(Reminder, col(Reminder.message_id) == col(Message.id))
            .where(col(Reminder.milestone).startswith("escalation"))
        ).all()
    real = {(at_.astimezone(HANOI).date(), people[person].email, milestone) for at_, person, milestone in rows}
    assert real == foreseen
    assert {(day.day, milestone) for day, email, milestone in real if email in (OFFICER, HEAD, LEADER)} >= {
        (22, "escalation-1"),
        (25, "escalation-2"),
        (2, "escalation-3"),
    }
    leaders = [one for one in messages(office) if people[one.person_id].email == LEADER]
    assert {(one.kind, one.state) for one in leaders} == {("escalation", "held")}


def test_leaders_get_the_week_once(here: Installation, open_at: Open) -> None:
    """On Monday; who is away gets it when back within the week."""
    edit_reminders(here.settings.home, weekly_summary={"weekday": "monday"})
    office = open_at()
    monday = at(office, date(2026, 9, 14))
    plan = runs.plan(monday)
    assert [parcel.kind for parcel in plan.parcels] == ["weekly", "weekly"]
    runs.enqueue(monday)
    assert runs.enqueue(at(office, date(2026, 9, 15))).message_ids == {}
    with reading_session(office.engine) as session:
        reminders = session.exec(select(Reminder)).all()
    assert {(one.milestone, one.due, one.task_id) for one in reminders} == {("week", date(2026, 9, 14), None)}


def test_why_tells_what_is_said_what_was_and_what_comes(here: Installation) -> None:
    """Planned, then said and sent, then nothing because it was finished."""
    release_everything(here)
    day = at(here, date(2026, 9, 15))
    (answer,) = runs.why(day, "2026-Q3-001").answers
    assert answer.remind is not None
    assert (answer.channel, answer.milestone) == ("email", "due-3")
    runs.enqueue(day)
    sent(day)
    told = runs.why(day, "2026-Q3-001", OFFICER)
    (answer,) = told.answers
    assert answer.said is not None
    assert (answer.said.state, answer.said.at, len(told.history)) == (MessageState.SENT, day.now, 1)
    assert [(one.day, one.milestone, one.person.email) for one in told.coming] == [
        (date(2026, 9, 17), "due-1", OFFICER)
    ]
    assert runs.why(day, "2026-Q3-001", HEAD).answers == ()
    with pytest.raises(NotInRegistry, match="dondoc person list"):
        runs.why(day, "2026-Q3-001", "nobody@hoamai.example")
    registry.perform(day, "2026-Q3-001", Act.CONFIRM, evidence="45-BC/UBND")
    done = runs.why(day, "2026-Q3-001")
    (answer,) = done.answers
    assert answer.skip is not None
    assert (answer.skip.reason, done.coming, len(done.history)) == (SkipReason.NOT_OPEN, (), 1)


def test_a_run_reads_only_what_can_need_a_word(here: Installation) -> None:
    """The dry run looks at everything unfinished, a run by the index of open tasks."""
    release_everything(here)
    early = at(here, date(2026, 7, 2))
    with reading_session(here.engine) as session:
        office = runs.office_of(here)
        assert reminding.gather(session, office, early.now).tasks == []
        assert len(reminding.gather(session, office, early.now, reminding.EVERYTHING).tasks) == 3
        assert len(reminding.gather(session, office, early.now, reminding.Scope(tasks=[1])).tasks) == 1
        if here.engine.dialect.name == "sqlite":
            wanted = sa.select(col(Task.title)).where(store.due_by(here.committee, DUE)).order_by(col(Task.due))
            words = str(wanted.compile(here.engine, compile_kwargs={"literal_binds": True}))
            steps = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}").all()
            assert any("ix_task_open_due" in str(step) for step in steps)


def test_days_on_which_others_hear_are_known(here: Installation) -> None:
    """An absence begins and ends; before and after the range it does not matter."""
    record_absence(here, OFFICER, date(2026, 9, 7), date(2026, 9, 14), deputy=None, reason="nghỉ phép")
    with reading_session(here.engine) as session:
        found = store.turning_days(session, here.committee, date(2026, 9, 1), date(2026, 9, 30))
        assert found == [date(2026, 9, 7), date(2026, 9, 15)]
        assert store.turning_days(session, here.committee, date(2026, 9, 7), date(2026, 9, 14)) == []

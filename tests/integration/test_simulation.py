"""A quarter simulated ahead is the quarter that comes, message by message, on both databases."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from config.bulk import insert_rows
from config.clock import office_day
from config.database import reading, unit_of_work
from notifications import runs
from notifications.decision import Parcel
from notifications.models import Message, MessageState, Reminder, Wish
from tasks_registry import store
from tasks_registry.installation import Installation
from tasks_registry.models import Agency, AgendaItem, Meeting, Task
from tasks_registry.organisation.runs import record_absence
from tests.conftest import HANOI, Open
from tests.support.rhythm import edit_reminders

FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
TASKS = 2_000
_Said = tuple[date, int, str, str, bool, tuple[str, ...]]
"""Day, person, channel, kind, whether it waits for approval, keys of what it says."""


@pytest.fixture
def busy(open_at: Open) -> Installation:
    """An installation with 2,000 open tasks, a meeting, an absence, wishes, a ladder and a weekly summary."""
    home = open_at("2026-10-01T07:30").settings.home
    edit_reminders(
        home,
        weekly_summary={"enabled": True, "weekday": "monday"},
        escalation=[
            {"to": "officer", "after_working_days": 2},
            {"to": "head", "after_working_days": 3},
            {"to": "leader", "after_working_days": 5},
        ],
        milestones={"deadline": [14, 7, "hôm trước", "thứ Hai tuần đó", 0]},
        limits={"messages_per_day": 2},
    )
    here = open_at("2026-10-01T07:30")
    chance = random.Random(5)
    with unit_of_work(here.engine) as session:
        directory = store.load_directory(session, here.committee)
        agencies = sorted(directory.agency_ids.values())
        insert_rows(session, Task, [_row(here, chance, agencies, number) for number in range(1, TASKS + 1)])
        meeting = Meeting(
            committee_id=here.committee,
            identity="BCH|I|7",
            name="Hội nghị Đảng ủy lần thứ 7",
            body="BCH",
            state="fixed",
            day=date(2026, 11, 25),
        )
        session.add(meeting)
        session.flush()
        for place, code in enumerate(("PKT", "UBKT", "PKT"), 1):
            session.add(
                AgendaItem(
                    committee_id=here.committee,
                    meeting_id=meeting.id or 0,
                    position=place,
                    title=f"Mục {place}",
                    lead_agency_id=directory.agency_ids[code],
                )
            )
        ending = session.exec(select(Agency).where(Agency.code == "HND")).one()
        ending.valid_to, ending.successor_id = date(2026, 11, 10), directory.agency_ids["MTTQ"]
        person = store.person_by_email(session, here.committee, "dung.kieuanh@hoamai.example")
        assert person is not None
        session.add(
            Wish(
                person_id=person.id or 0,
                committee_id=here.committee,
                single=True,
                digest_hour="14:00",
                muted_until=date(2026, 10, 20),
                changed_by="An",
                changed_at=here.now,
            )
        )
    record_absence(here, "bang.dinhcong@hoamai.example", date(2026, 10, 12), date(2026, 10, 23), deputy=None, reason="")
    return here


def _row(here: Installation, chance: random.Random, agencies: list[int], number: int) -> dict[str, Any]:
    due = FIRST + timedelta(days=chance.randrange(-20, 110))
    reported = datetime.combine(due + timedelta(days=chance.randrange(-5, 8)), time(9), HANOI)
    return {
        "committee_id": here.committee,
        "code": f"2026-Q4-{number:04}",
        "title": f"Nhiệm vụ {number}",
        "text": f"Nhiệm vụ {number}.",
        "kind": "deliverable",
        "work_state": chance.choice(["assigned", "received", "in_progress", "submitted"]),
        "lead_agency_id": chance.choice(agencies),
        "due": due,
        "original_due": due,
        "deadline_rule": "text",
        "reported_at": reported if number % 3 == 0 else None,
        "created_at": here.now,
        "notes": [],
        "priority": 0,
        "secret": False,
        "deadline_before": False,
        "term_in_working_days": False,
        "extensions": 0,
        "version": 1,
    }


def foreseen(course: Iterable[tuple[date, list[Parcel]]]) -> list[_Said]:
    return sorted(
        (day, one.person.id, one.channel, one.kind.value, one.held, tuple(sorted(item.key for item in one.items)))
        for day, parcels in course
        for one in parcels
    )


def really_said(here: Installation) -> list[_Said]:
    """Return the messages of the outbox, each with the day on which it came into it."""
    with reading(here.engine) as session:
        keys: dict[int, list[str]] = {}
        for message, key in session.exec(select(Reminder.message_id, Reminder.key)).all():
            keys.setdefault(message, []).append(key)
        messages = session.exec(select(Message)).all()
    return sorted(
        (
            office_day(one.created_at, HANOI),
            one.person_id,
            one.channel,
            one.kind,
            one.state == MessageState.HELD,
            tuple(sorted(keys[one.id or 0])),
        )
        for one in messages
    )


def send_everything(here: Installation) -> None:
    """Let everything that waits arrive, as a channel does that takes all it is given."""
    with unit_of_work(here.engine) as session:
        session.connection().execute(
            sa.update(Message)
            .where(col(Message.state) == MessageState.PENDING.value)
            .values(state=MessageState.SENT.value, settled_at=here.now)
        )


def test_a_simulated_quarter_is_the_quarter_that_comes(busy: Installation) -> None:
    """2,000 tasks, 92 days: day, person, channel, kind and every single item; runs at different hours, twice a day."""
    ahead = foreseen(runs.simulate(busy, FIRST, LAST))
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        today = replace(busy, now=datetime.combine(day, time(7 + offset % 9, 30), HANOI))
        runs.enqueue(today)
        send_everything(today)
        if offset % 7 == 0:
            assert not runs.enqueue(replace(today, now=today.now + timedelta(hours=1))).message_ids
    said = really_said(busy)
    assert said == ahead
    kinds = {kind for _, _, _, kind, _, _ in said}
    assert kinds >= {"digest", "weekly", "escalation"}
    items = [key for *_, keys in said for key in keys]
    assert len(items) == len(set(items)) > 3 * TASKS

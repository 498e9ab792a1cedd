"""A crowd of officers with tasks, put into the registry in bulk, and digests for all of them."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import col

from config.bulk import insert_rows
from config.database import unit_of_work
from notifications import keys, outbox
from notifications.envelope import Entry, Envelope
from notifications.models import MessageKind
from tasks_registry.installation import Installation
from tasks_registry.models import Agency, Origin, Person, Task

DUE = date(2026, 9, 30)


def add_crowd(here: Installation, people: int, tasks_each: int) -> None:
    """Add ``people`` officers of one agency with ``tasks_each`` tasks each, all due on ``DUE``."""
    with unit_of_work(here.engine) as session:
        agency = session.connection().execute(sa.select(sa.func.min(col(Agency.id)))).scalar_one()
        insert_rows(
            session,
            Person,
            [
                {
                    "committee_id": here.committee,
                    "agency_id": agency,
                    "name": f"Cán bộ {number}",
                    "position": "",
                    "email": f"canbo{number}@hoamai.example",
                    "role": "officer",
                    "access": "agency",
                    "active": True,
                    "origin": Origin.TABLE.value,  # they stay, although agencies.yaml does not name them
                    "place": number,
                }
                for number in range(people)
            ],
        )
        officers = _officers(session.connection(), here.committee)
        insert_rows(
            session,
            Task,
            [
                {
                    "committee_id": here.committee,
                    "code": f"2026-Q3-{place * tasks_each + number + 1:05}",
                    "period": "2026-Q3",
                    "title": f"Hoàn thành hồ sơ số {number + 1} của cán bộ {place}",
                    "text": f"Hoàn thành hồ sơ số {number + 1} của cán bộ {place}.",
                    "kind": "deliverable",
                    "notes": [],
                    "priority": 0,
                    "secret": False,
                    "lead_agency_id": agency,
                    "officer_id": officer,
                    "deadline_before": False,
                    "due": DUE,
                    "original_due": DUE,
                    "extensions": 0,
                    "work_state": "assigned",
                    "created_at": here.now,
                    "version": 1,
                }
                for place, officer in enumerate(officers)
                for number in range(tasks_each)
            ],
        )


def _officers(connection: sa.Connection, committee: int) -> list[int]:
    rows = connection.execute(
        sa.select(col(Person.id))
        .where(col(Person.committee_id) == committee, col(Person.email).like("canbo%"))
        .order_by(col(Person.id))
    )
    return [id_ for (id_,) in rows]


def put_digests(here: Installation, milestone: str, now: datetime | None = None) -> list[int]:
    """Put one digest of all their tasks for each of the crowd into the outbox; returns the messages' ids."""
    with unit_of_work(here.engine) as session:
        connection = session.connection()
        tasks: dict[int, list[int]] = {}
        for officer, task in connection.execute(
            sa.select(col(Task.officer_id), col(Task.id)).where(
                col(Task.officer_id).in_(_officers(connection, here.committee))
            )
        ):
            tasks.setdefault(officer, []).append(task)
        envelopes = [
            Envelope(
                officer,
                "email",
                MessageKind.DIGEST,
                tuple(
                    Entry(keys.task_key(task, milestone, DUE, officer, "email"), milestone, DUE, task_id=task)
                    for task in sorted(of_officer)
                ),
            )
            for officer, of_officer in sorted(tasks.items())
        ]
        added = outbox.enqueue_all(session, here.committee, envelopes, now or here.now)
    return [id_ for id_ in added if id_ is not None]

"""Going live: whether the sending is armed, and which imported documents the office has not looked over yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from config.clock import office_day
from config.settings import Settings
from notifications.models import Arming, ImportRelease
from tasks_registry.access import Actor, Duty, require
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.history import Entry, log_change, log_changes
from tasks_registry.models import SourceDocument, Task
from tasks_registry.states import OPEN


@dataclass(frozen=True)
class Standing:
    """When the sending was armed or disarmed last, and by whom."""

    armed: bool
    by: str
    at: datetime


@dataclass(frozen=True)
class WaitingDocument:
    """An imported document whose tasks are not reminded of until the office has looked."""

    id: int
    name: str
    imported_at: datetime
    tasks: int
    """Open tasks that came from it."""


def armed(session: Session, committee: int) -> bool:
    """Tell whether the office has armed the sending."""
    found = standing(session, committee)
    return found is not None and found.armed


def standing(session: Session, committee: int) -> Standing | None:
    """Return the last arming or disarming, None when there never was one."""
    newest = select(Arming).where(Arming.committee_id == committee).order_by(col(Arming.id).desc()).limit(1)
    row = session.exec(newest).first()
    return None if row is None else Standing(row.armed, row.by, row.at)


def in_trial(session: Session, committee: int, settings: Settings) -> bool:
    """Tell whether only the allow-list is written to: as ``DONDOC_TRIAL`` says, without it until the office arms."""
    return settings.trial if settings.trial is not None else not armed(session, committee)


def arm(session: Session, committee: int, *, messages: int, people: int, actor: Actor, now: datetime) -> None:
    """Arm the sending, knowing that ``messages`` would go to ``people``. The caller commits."""
    require(actor, Duty.SEND)
    session.add(
        Arming(committee_id=committee, armed=True, by=actor.name, at=now, messages=messages, people=people),
    )
    log_change(
        session,
        committee_id=committee,
        actor=actor,
        at=now,
        action="sending.arm",
        entity="committee",
        entity_id=committee,
        after={"messages": messages, "people": people},
    )


def disarm(session: Session, committee: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Go back to trial mode. The caller commits."""
    require(actor, Duty.SEND)
    session.add(Arming(committee_id=committee, armed=False, by=actor.name, at=now))
    log_change(
        session,
        committee_id=committee,
        actor=actor,
        at=now,
        action="sending.disarm",
        entity="committee",
        entity_id=committee,
        reason=reason,
    )


def unreleased_documents(session: Session, committee: int, *, hold: bool = True) -> frozenset[int]:
    """Return the ids of imported documents of which the office has not looked at what would be sent.

    ``hold`` is the policy's ``hold_after_import``: where nothing is held, there are none.
    """
    if not hold:
        return frozenset()
    found = select(SourceDocument.id).where(SourceDocument.committee_id == committee, _unreleased(committee))
    return frozenset(id_ for id_ in session.exec(found).all() if id_ is not None)


def waiting_documents(session: Session, committee: int, *, hold: bool = True) -> list[WaitingDocument]:
    """Return the unreleased documents that have open tasks, oldest first: those that somebody is waiting for."""
    if not hold:
        return []
    wanted = (SourceDocument.id, SourceDocument.number, SourceDocument.title, SourceDocument.file_name)
    columns = [*(col(column) for column in wanted), col(SourceDocument.imported_at)]
    rows = session.connection().execute(
        sa.select(*columns, sa.func.count(col(Task.id)))
        .join(Task, col(Task.document_id) == col(SourceDocument.id))
        .where(
            col(SourceDocument.committee_id) == committee,
            _unreleased(committee),
            col(Task.work_state).in_(sorted(state.value for state in OPEN)),
        )
        .group_by(*columns)
        .order_by(col(SourceDocument.id))
    )
    return [
        WaitingDocument(id_, number or title or file_name, imported_at, tasks)
        for id_, number, title, file_name, imported_at, tasks in rows
    ]


def overlooked(
    documents: Sequence[WaitingDocument], calendar: WorkingCalendar, today: date, zone: ZoneInfo
) -> list[WaitingDocument]:
    """Return those of ``documents`` that have waited for a look for more than one working day."""
    return [
        document
        for document in documents
        if calendar.count_working_days(office_day(document.imported_at, zone), today) > 1
    ]


def release(session: Session, committee: int, documents: Sequence[int], *, actor: Actor, now: datetime) -> None:
    """Let the reminders of ``documents`` (ids of unreleased ones) go. The caller commits."""
    require(actor, Duty.SEND)
    session.add_all(
        ImportRelease(committee_id=committee, document_id=document, by=actor.name, at=now) for document in documents
    )
    entries = [Entry("document.release", "document", document) for document in documents]
    log_changes(session, committee, entries, actor=actor, at=now)


def _unreleased(committee: int) -> sa.ColumnElement[bool]:
    released = sa.select(col(ImportRelease.document_id)).where(col(ImportRelease.committee_id) == committee)
    return col(SourceDocument.id).not_in(released)

"""All SQL of news of reports: what was found to be told, to whom it was told, who is named for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from notifications.kinds import MessageKind
from notifications.models import Message, Reminder, ReportNotice
from notifications.outbox.inserting import insert_new
from notifications.report_news.news import ReportNews, read_news
from tasks_registry import store as registry
from tasks_registry.models import Meeting, Person, ReportVersion
from tasks_registry.view import TaskView


def keep(session: Session, committee: int, news: Sequence[ReportNews], now: datetime) -> Mapping[str, int]:
    """Keep ``news``; one whose key is there stays as it is. Returns key → id. The caller commits."""
    rows = [
        {
            "committee_id": committee,
            "key": one.key,
            "kind": one.kind.value,
            "version_id": one.version_id,
            "day": one.day,
            "at": now,
            "content": one.content,
        }
        for one in sorted(news, key=lambda one: one.key)
    ]
    insert_new(session, ReportNotice, rows, "key", ("id",))
    query = sa.select(col(ReportNotice.key), col(ReportNotice.id)).where(
        col(ReportNotice.key).in_([one.key for one in news])
    )
    return {row.key: row.id for row in session.connection().execute(query)}


def news_by_id(session: Session, ids: Collection[int]) -> Mapping[int, ReportNews]:
    """Return id → what is told."""
    columns = (ReportNotice.id, ReportNotice.kind, ReportNotice.version_id, ReportNotice.day, ReportNotice.content)
    rows = session.connection().execute(
        sa.select(*(col(column) for column in columns)).where(col(ReportNotice.id).in_(sorted(ids)))
    )
    return {id_: read_news(MessageKind(kind), version, day, content) for id_, kind, version, day, content in rows}


def last_changes_told(session: Session, version_id: int, before: date) -> Mapping[int, Mapping[str, Any]]:
    """Return person → the content of the last change of a version that was told them on a day before ``before``."""
    query = (
        sa.select(col(Reminder.person_id), col(ReportNotice.content))
        .join(Reminder, col(Reminder.report_notice_id) == col(ReportNotice.id))
        .where(
            col(ReportNotice.version_id) == version_id,
            col(ReportNotice.kind) == MessageKind.REPORT_CHANGED.value,
            col(ReportNotice.day) < before,
        )
        .order_by(col(ReportNotice.day))
    )
    return {row.person_id: row.content for row in session.connection().execute(query)}  # the last of each stays


def outdated(session: Session, notices: Collection[int]) -> set[tuple[int, int]]:
    """Return (notice, person) of what something later has taken the place of.

    A version is outdated for a person who is handed a later one of the same report, and for everybody when its meeting
    has another day by now. What changed since a version is
    outdated for everybody by any later version, and for a person by a change that is told on a later day.
    """
    notice, version, told = sa.alias(_NOTICE, "notice"), sa.alias(_VERSION, "version"), sa.alias(_REMINDER, "told")
    other, its_version, later = (
        sa.alias(_NOTICE, "other"),
        sa.alias(_VERSION, "its_version"),
        sa.alias(_REMINDER, "later"),
    )
    handed_later = (
        sa.exists()
        .where(
            later.c.person_id == told.c.person_id,
            other.c.id == later.c.report_notice_id,
            its_version.c.id == other.c.version_id,
            its_version.c.committee_id == version.c.committee_id,
            its_version.c.kind == version.c.kind,
            its_version.c.subject == version.c.subject,
            other.c.kind == notice.c.kind,
            sa.or_(
                its_version.c.number > version.c.number,
                sa.and_(its_version.c.id == version.c.id, other.c.day > notice.c.day),
            ),
        )
        .correlate(notice, version, told)
    )
    newer = sa.alias(_VERSION, "newer")
    made_later = (
        sa.exists()
        .where(
            newer.c.committee_id == version.c.committee_id,
            newer.c.kind == version.c.kind,
            newer.c.subject == version.c.subject,
            newer.c.number > version.c.number,
        )
        .correlate(version)
    )
    rows = session.connection().execute(
        sa.select(notice.c.id, told.c.person_id)
        .select_from(notice)
        .join(version, version.c.id == notice.c.version_id)
        .join(told, told.c.report_notice_id == notice.c.id)
        .where(
            notice.c.id.in_(sorted(notices)),
            sa.or_(
                handed_later,
                sa.and_(notice.c.kind == MessageKind.REPORT_CHANGED.value, made_later),
            ),
        )
    )
    return {(id_, person) for id_, person in rows} | _of_another_day(session, notices)


def _of_another_day(session: Session, notices: Collection[int]) -> set[tuple[int, int]]:
    """Return (notice, person) of versions that were made for a day on which their meeting is not held any more."""
    rows = session.connection().execute(
        sa.select(
            col(ReportNotice.id),
            col(Reminder.person_id),
            _VERSION.c.facts["meeting_day"].as_string(),
            col(Meeting.day),
        )
        .join(ReportVersion, col(ReportVersion.id) == col(ReportNotice.version_id))
        .join(Reminder, col(Reminder.report_notice_id) == col(ReportNotice.id))
        .join(Meeting, col(Meeting.id) == col(ReportVersion.meeting_id))
        .where(col(ReportNotice.id).in_(sorted(notices)), col(ReportNotice.kind) == MessageKind.REPORT.value)
    )
    return {(id_, person) for id_, person, said, day in rows if said != (day.isoformat() if day else None)}


_NOTICE, _VERSION, _REMINDER = (
    model.metadata.tables[str(model.__tablename__)] for model in (ReportNotice, ReportVersion, Reminder)
)


def named_people(session: Session, committee: int, accesses: Collection[str], addresses: Collection[str]) -> set[int]:
    """Return the ids of the active people with one of ``accesses``, or one of ``addresses`` (lower case)."""
    wanted = sa.or_(col(Person.access).in_(sorted(accesses)), sa.func.lower(col(Person.email)).in_(sorted(addresses)))
    query = sa.select(col(Person.id)).where(col(Person.committee_id) == committee, col(Person.active), wanted)
    return {id_ for (id_,) in session.connection().execute(query) if id_ is not None}


@dataclass(frozen=True)
class Sending:
    """A message that brings a version to somebody."""

    version_id: int
    message_id: int
    person: str
    state: str


def sendings(session: Session, committee: int, versions: Collection[int]) -> list[Sending]:
    """Return the messages that bring ``versions`` to people, in the order in which they were put in."""
    rows = session.connection().execute(
        sa.select(col(ReportNotice.version_id), col(Message.id), col(Person.name), col(Message.state))
        .join(Reminder, col(Reminder.report_notice_id) == col(ReportNotice.id))
        .join(Message, col(Message.id) == col(Reminder.message_id))
        .join(Person, col(Person.id) == col(Message.person_id))
        .where(
            col(ReportNotice.committee_id) == committee,
            col(ReportNotice.kind) == MessageKind.REPORT.value,
            col(ReportNotice.version_id).in_(sorted(versions)),
        )
        .order_by(col(Message.id))
    )
    return [Sending(*row) for row in rows]


def version_told_by(session: Session, committee: int, *, message_id: int, person_id: int) -> int | None:
    """Return the version that a message brought to a person, None when it brought none."""
    query = (
        sa.select(col(ReportNotice.version_id))
        .join(Reminder, col(Reminder.report_notice_id) == col(ReportNotice.id))
        .where(
            col(Reminder.committee_id) == committee,
            col(Reminder.message_id) == message_id,
            col(Reminder.person_id) == person_id,
            col(ReportNotice.kind) == MessageKind.REPORT.value,
        )
    )
    version: int | None = session.connection().execute(query).scalar()
    return version


def tasks_called(session: Session, committee: int, codes: Collection[str]) -> Mapping[str, TaskView]:
    """Return the tasks with these codes as they are now."""
    ordered = sorted(codes)
    found: dict[str, TaskView] = {}
    for start in range(0, len(ordered), _MANY):
        ids = registry.ids_by_code(session, committee, ordered[start : start + _MANY]).values()
        found |= {view.code: view for view in registry.task_views(session, committee, ids=list(ids))}
    return found


_MANY = 1000
"""Values in one question: databases take only so many."""

"""What a claimed message says, and to whom: read for many messages at once."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from notifications.envelope import Entry
from notifications.models import Message, MessageKind, MessageState, Reminder
from tasks_registry.models import Agency, Person
from tasks_registry.view import PersonView

_REMINDERS = (MessageKind.DIGEST.value, MessageKind.SINGLE.value)
"""Kinds that say how a task or meeting stands: of the same one, the latest says it all."""


def entries_of(session: Session, message_ids: Collection[int]) -> Mapping[int, tuple[Entry, ...]]:
    """Return what each message says, without what a later reminder has taken the place of.

    Later means: of the same task or meeting, to the same person by the same channel. Only reminders among themselves,
    and rungs of the escalation among themselves, take each other's place; a notice says what happened and stays true.
    """
    message, later, its_message = aliased(Message), aliased(Reminder), aliased(Message)
    superseded = (
        sa.exists()
        .where(
            sa.or_(
                col(later.task_id) == col(Reminder.task_id),
                sa.and_(col(Reminder.task_id).is_(None), col(later.meeting_id) == col(Reminder.meeting_id)),
            ),
            col(later.person_id) == col(Reminder.person_id),
            col(later.id) > col(Reminder.id),
            col(its_message.id) == col(later.message_id),
            col(its_message.channel) == col(message.channel),
            col(its_message.state) != MessageState.HELD.value,  # a draft may never be said
            sa.or_(
                sa.and_(col(message.kind).in_(_REMINDERS), col(its_message.kind).in_(_REMINDERS)),
                sa.and_(
                    col(message.kind) == MessageKind.ESCALATION.value,
                    col(its_message.kind) == MessageKind.ESCALATION.value,
                ),
            ),
        )
        .correlate(Reminder, message)
    )
    names = ("message_id", "key", "milestone", "due", "task_id", "meeting_id", "notice_id", "report_notice_id")
    rows = session.connection().execute(
        sa.select(*(col(getattr(Reminder, name)) for name in names))
        .join(message, col(message.id) == col(Reminder.message_id))
        .where(col(Reminder.message_id).in_(message_ids), ~superseded)
        .order_by(col(Reminder.id))
    )
    found: dict[int, list[Entry]] = {}
    for message_id, *particulars in rows:
        found.setdefault(message_id, []).append(Entry(*particulars))
    return {message_id: tuple(entries) for message_id, entries in found.items()}


def channels_of(session: Session, message_ids: Sequence[int]) -> Mapping[int, str]:
    """Return the channel of each message."""
    query = sa.select(col(Message.id), col(Message.channel)).where(col(Message.id).in_(message_ids))
    return {row.id: row.channel for row in session.connection().execute(query)}


def recipients(session: Session, committee: int, people: Collection[int]) -> Mapping[int, PersonView]:
    """Return those of ``people`` who are still active."""
    columns = (Person.id, Person.name, Person.email, Agency.code, Agency.name)
    rows = session.connection().execute(
        sa.select(*(col(column) for column in columns))
        .join(Agency, col(Agency.id) == col(Person.agency_id))
        .where(col(Person.committee_id) == committee, col(Person.active), col(Person.id).in_(people))
    )
    return {row[0]: PersonView(*row) for row in rows}

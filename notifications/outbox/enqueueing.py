"""Putting messages into the outbox, once each; what a former message has not got out yet is folded into the new one."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from notifications.envelope import Envelope
from notifications.keys import message_uid
from notifications.models import Message, MessageKind, MessageState, Reminder
from notifications.outbox.inserting import insert_new

FOLDED = frozenset({MessageKind.DIGEST, MessageKind.NOTICE, MessageKind.WEEKLY})
"""Kinds of which two waiting ones of a person become one; the others say one thing each."""

_CHUNK = 500
"""Ids that one statement names: far below the limit of either database."""


def enqueue_all(session: Session, committee: int, envelopes: Sequence[Envelope], now: datetime) -> list[int | None]:
    """Put messages into the outbox and return the id of each, in their order. The caller commits.

    What another run was faster to say is left out of a message; one that has nothing left to say is not stored, and its
    place holds None. Messages of the same person, channel and kind that surely were not delivered yet are folded in.
    """
    ids = _insert_messages(session, committee, envelopes, now)
    told = _insert_reminders(session, committee, [(ids[uid], one) for uid, one in _by_uid(envelopes) if uid in ids])
    unsaid = [id_ for id_ in ids.values() if id_ not in told]
    for part in _parts(unsaid):
        session.connection().execute(sa.delete(Message).where(col(Message.id).in_(part)))
    kept = {uid: id_ for uid, id_ in ids.items() if id_ in told}
    found = [kept.pop(_uid(envelope), None) for envelope in envelopes]
    _fold_waiting(session, committee, [(id_, one) for id_, one in zip(found, envelopes, strict=True) if id_], now)
    return found


def _uid(envelope: Envelope) -> str:
    return message_uid(entry.key for entry in envelope.entries)


def _by_uid(envelopes: Sequence[Envelope]) -> list[tuple[str, Envelope]]:
    return sorted(((_uid(envelope), envelope) for envelope in envelopes), key=lambda pair: pair[0])


def _insert_messages(session: Session, committee: int, envelopes: Sequence[Envelope], now: datetime) -> dict[str, int]:
    """Insert those whose uid is new; returns uid → id. In the order of uids, so that two runs cannot deadlock."""
    rows = [
        {
            "committee_id": committee,
            "person_id": envelope.person_id,
            "channel": envelope.channel,
            "kind": envelope.kind.value,
            "message_uid": uid,
            "state": (MessageState.HELD if envelope.held else MessageState.PENDING).value,
            "created_at": now,
            "next_attempt_at": envelope.not_before or now,
            "attempts": 0,
            "maybe_delivered": False,
        }
        for uid, envelope in _by_uid(envelopes)
        if envelope.entries
    ]
    return {uid: id_ for id_, uid in insert_new(session, Message, rows, "message_uid", ("id", "message_uid"))}


def _insert_reminders(session: Session, committee: int, messages: Sequence[tuple[int, Envelope]]) -> set[int]:
    """Insert those whose key is new; returns the ids of the messages that have one. In the order of keys, as above."""
    rows = [
        {
            "committee_id": committee,
            "key": entry.key,
            "message_id": message_id,
            "task_id": entry.task_id,
            "meeting_id": entry.meeting_id,
            "notice_id": entry.notice_id,
            "report_notice_id": entry.report_notice_id,
            "person_id": envelope.person_id,
            "milestone": entry.milestone,
            "due": entry.due,
        }
        for message_id, envelope in messages
        for entry in envelope.entries
    ]
    rows.sort(key=lambda row: str(row["key"]))
    return {message_id for (message_id,) in insert_new(session, Reminder, rows, "key", ("message_id",))}


def _fold_waiting(session: Session, committee: int, added: Sequence[tuple[int, Envelope]], now: datetime) -> None:
    """Move the reminders of messages that surely were not delivered into the new message of their person and kind."""
    into = {
        (envelope.person_id, envelope.channel, envelope.kind.value): id_
        for id_, envelope in added
        if envelope.kind in FOLDED and not envelope.held
    }
    connection = session.connection()
    for people in _parts(sorted({person for person, _, _ in into})):
        waiting = connection.execute(
            sa.select(col(Message.id), col(Message.person_id), col(Message.channel), col(Message.kind))
            .where(
                col(Message.committee_id) == committee,
                col(Message.person_id).in_(people),
                col(Message.state) == MessageState.PENDING.value,
                col(Message.maybe_delivered).is_(False),
                col(Message.stands_in_for_id).is_(None),  # it tells that another message was lost
            )
            .with_for_update(skip_locked=True)
        ).all()
        moves = [
            {"old": id_, "new": into[place]}
            for id_, *key in waiting
            if (place := (key[0], key[1], key[2])) in into and into[place] != id_
        ]
        if not moves:
            continue
        connection.execute(
            sa.update(Reminder)
            .where(col(Reminder.message_id) == sa.bindparam("old"))
            .values(message_id=sa.bindparam("new")),
            moves,
        )
        connection.execute(
            sa.update(Message)
            .where(col(Message.id).in_([move["old"] for move in moves]))
            .values(state=MessageState.WITHDRAWN.value, settled_at=now)
        )


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK)]

"""Links people with accounts of Zalo by one-time codes, and keeps where each is reached. The caller commits."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from notifications.models import ContactKind, ContactPoint, ContactState, ZaloCode, ZaloEvent
from tasks_registry.access import Actor
from tasks_registry.history import log_change

CODE_LIVES = timedelta(minutes=15)
WRONG_TRIES = 5
"""Wrong codes from one account within ``CODE_LIVES``; more are not looked at."""
WRONG_TRIES_OF_ALL = 50
"""Wrong codes from all accounts together within ``CODE_LIVES``: nobody guesses with many accounts either."""
_CODE = re.compile(r"\D*(\d{6})\D*")
_FRESH_CODES = 20


class Heard(StrEnum):
    """What came of a text that somebody wrote to the account or the bot."""

    LINKED = "linked"
    WRONG_CODE = "wrong-code"
    EXPIRED = "expired-code"
    LIMITED = "limited"
    """too many wrong codes: not looked at"""
    TEXT = "text"
    """no code"""


_WRONG = (Heard.WRONG_CODE, Heard.EXPIRED, Heard.LIMITED)


def new_code(session: Session, committee: int, person_id: int, now: datetime) -> str:
    """Store a new code for a person and return it; former ones of the person are of no use any more."""
    session.connection().execute(
        sa.update(ZaloCode)
        .where(col(ZaloCode.person_id) == person_id, col(ZaloCode.used_at).is_(None))
        .values(used_at=now)
    )
    open_digests = set(session.exec(select(ZaloCode.digest).where(*_open(committee, now))).all())
    for _ in range(_FRESH_CODES):
        code = f"{secrets.randbelow(1_000_000):06d}"
        if _digest(committee, code) not in open_digests:
            break
    session.add(
        ZaloCode(
            committee_id=committee,
            person_id=person_id,
            digest=_digest(committee, code),
            created_at=now,
            expires_at=now + CODE_LIVES,
        )
    )
    return code


def hear_text(
    session: Session, committee: int, kind: ContactKind, account: str, text: str, at: datetime, now: datetime
) -> Heard:
    """Look for a code in what ``account`` wrote at ``at``; the right one makes the account a contact point.

    ``at`` is by Zalo's clock: a webhook may come an hour late, and the code was still typed in time. The text itself
    is not kept.
    """
    found = _CODE.fullmatch(text.strip())
    if found is None:
        return Heard.TEXT
    if _wrong_tries(session, committee, now, account) >= WRONG_TRIES:
        return Heard.LIMITED
    if _wrong_tries(session, committee, now) >= WRONG_TRIES_OF_ALL:
        return Heard.LIMITED
    digest = _digest(committee, found[1])
    known = session.exec(
        select(ZaloCode)
        .where(ZaloCode.committee_id == committee, ZaloCode.digest == digest)
        .order_by(col(ZaloCode.id).desc())
    ).first()
    if known is None:
        return Heard.WRONG_CODE
    taken = session.connection().execute(
        sa.update(ZaloCode)
        .where(
            col(ZaloCode.id) == known.id,
            col(ZaloCode.used_at).is_(None),
            col(ZaloCode.expires_at) > min(at, now),
        )
        .values(used_at=now)
    )
    if taken.rowcount != 1:
        return Heard.EXPIRED
    set_contact(session, committee, known.person_id, kind, account, now).last_interaction_at = min(at, now)
    return Heard.LINKED


def set_contact(
    session: Session, committee: int, person_id: int, kind: ContactKind, address: str, now: datetime
) -> ContactPoint:
    """Make ``address`` the person's one contact point of its kind; whoever had it before has it no more."""
    point = contact(session, committee, kind, address)
    if point is None:
        point = ContactPoint(committee_id=committee, kind=kind.value, address=address)
    point.person_id, point.since = person_id, now
    point.state, point.reason, point.code = ContactState.OK.value, None, None
    session.add(point)
    session.flush()
    session.connection().execute(
        sa.delete(ContactPoint).where(
            col(ContactPoint.person_id) == person_id,
            col(ContactPoint.kind) == kind.value,
            col(ContactPoint.id) != point.id,
        )
    )
    return point


def contact(session: Session, committee: int, kind: ContactKind, address: str) -> ContactPoint | None:
    """Return the contact point with an address."""
    return session.exec(
        select(ContactPoint).where(
            ContactPoint.committee_id == committee, ContactPoint.kind == kind.value, ContactPoint.address == address
        )
    ).first()


def note_change(
    session: Session, committee: int, person_id: int, action: str, kind: ContactKind, actor: Actor, now: datetime
) -> None:
    """Leave a row in the history: what was linked, not the number or account itself."""
    log_change(
        session,
        committee_id=committee,
        actor=actor,
        at=now,
        action=action,
        entity="person",
        entity_id=person_id,
        after={"contact": kind.value},
    )


def _open(committee: int, now: datetime) -> Iterable[sa.ColumnElement[bool]]:
    return (
        col(ZaloCode.committee_id) == committee,
        col(ZaloCode.used_at).is_(None),
        col(ZaloCode.expires_at) > now,
    )


def _wrong_tries(session: Session, committee: int, now: datetime, account: str | None = None) -> int:
    query = select(sa.func.count()).where(
        col(ZaloEvent.committee_id) == committee,
        col(ZaloEvent.received_at) > now - CODE_LIVES,
        col(ZaloEvent.outcome).in_([heard.value for heard in _WRONG]),
    )
    if account is not None:
        query = query.where(col(ZaloEvent.facts)["account"].as_string() == account)
    return session.exec(query).one()


def _digest(committee: int, code: str) -> str:
    return hashlib.sha256(f"{committee}:{code}".encode()).hexdigest()


def counts(session: Session, committee: int) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many usable contact points of Zalo there are by kind, and webhooks by the first term of their mac."""
    kinds = [kind.value for kind in ContactKind if kind is not ContactKind.EMAIL]
    points = session.exec(
        select(ContactPoint.kind, sa.func.count())
        .where(
            ContactPoint.committee_id == committee,
            ContactPoint.state == ContactState.OK,
            col(ContactPoint.kind).in_(kinds),
        )
        .group_by(ContactPoint.kind)
    ).all()
    signed = col(ZaloEvent.facts)["signed"].as_string()
    events = session.exec(
        select(signed, sa.func.count()).where(ZaloEvent.committee_id == committee, signed.is_not(None)).group_by(signed)
    ).all()
    return dict(points), dict(events)

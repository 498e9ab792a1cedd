"""Addresses that were found not to work, and those found to work again.

What is known hangs on the address, not on the person: a changed e-mail in ``agencies.yaml`` starts clean.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from notifications.models import ContactKind, ContactPoint, ContactState
from tasks_registry.access import Actor
from tasks_registry.history import log_change
from tasks_registry.models import Agency, Person


@dataclass(frozen=True)
class Contact:
    """An address with whose it is and whether it can be used."""

    kind: ContactKind
    address: str
    person_id: int | None
    owner: str
    """Name of the person or agency; empty when it is nobody's any more."""
    flagged: bool
    reason: str | None
    code: str | None
    """What the other side answered."""
    since: datetime


def flag(
    session: Session,
    committee: int,
    kind: ContactKind,
    address: str,
    *,
    person_id: int | None,
    reason: str,
    code: str | None,
    now: datetime,
) -> None:
    """Remember that ``address`` refuses for good; nothing is sent there until it is cleared. The caller commits."""
    written = _written(kind, address)
    point = _point(session, committee, kind, written)
    if point is None:
        point = ContactPoint(committee_id=committee, person_id=person_id, kind=kind.value, address=written, since=now)
    elif point.state != ContactState.FLAGGED:
        point.since = now
    point.state, point.reason, point.code = ContactState.FLAGGED.value, reason, code
    session.add(point)


def clear(session: Session, committee: int, kind: ContactKind, address: str, now: datetime) -> bool:
    """Use ``address`` again; tells whether it was flagged. The caller commits."""
    point = _point(session, committee, kind, _written(kind, address))
    if point is None or point.state != ContactState.FLAGGED:
        return False
    point.state, point.reason, point.code, point.since = ContactState.OK.value, None, None, now
    session.add(point)
    return True


def clear_by_hand(session: Session, committee: int, contact: Contact, *, actor: Actor, now: datetime) -> None:
    """Use a flagged address again on somebody's word, with a row in history. The caller commits."""
    clear(session, committee, contact.kind, contact.address, now)
    log_change(
        session,
        committee_id=committee,
        actor=actor,
        at=now,
        action="contact.clear",
        entity="person" if contact.person_id is not None else "committee",
        entity_id=contact.person_id if contact.person_id is not None else committee,
        before={"address": contact.address, "reason": contact.reason},
    )


def listed(session: Session, committee: int) -> list[Contact]:
    """Return every address of which something is known, the flagged ones first."""
    rows = session.exec(
        select(ContactPoint, Person, Agency)
        .join(Person, col(Person.id) == col(ContactPoint.person_id), isouter=True)
        .join(Agency, col(Agency.id) == col(ContactPoint.agency_id), isouter=True)
        .where(ContactPoint.committee_id == committee)
    ).all()
    known = {
        person.email.lower(): person
        for person in session.exec(select(Person).where(Person.committee_id == committee, col(Person.active))).all()
    }
    found = []
    for point, person, agency in rows:
        owner = person or (known.get(point.address) if point.kind == ContactKind.EMAIL else None)
        found.append(
            Contact(
                kind=ContactKind(point.kind),
                address=point.address,
                person_id=owner.id if owner is not None else None,
                owner=owner.name if owner is not None else agency.name if agency is not None else "",
                flagged=point.state == ContactState.FLAGGED,
                reason=point.reason,
                code=point.code,
                since=point.since,
            )
        )
    return sorted(found, key=lambda one: (not one.flagged, one.owner, one.kind, one.address))


def flagged_emails(session: Session, committee: int) -> frozenset[str]:
    """Return the e-mail addresses, in lower case, that refuse for good."""
    query = select(ContactPoint.address).where(
        ContactPoint.committee_id == committee,
        ContactPoint.kind == ContactKind.EMAIL.value,
        ContactPoint.state == ContactState.FLAGGED.value,
    )
    return frozenset(session.exec(query).all())


def _written(kind: ContactKind, address: str) -> str:
    return address.lower() if kind is ContactKind.EMAIL else address


def _point(session: Session, committee: int, kind: ContactKind, address: str) -> ContactPoint | None:
    return session.exec(
        select(ContactPoint).where(
            ContactPoint.committee_id == committee, ContactPoint.kind == kind.value, ContactPoint.address == address
        )
    ).first()

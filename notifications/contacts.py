"""Addresses that were found not to work, and those found to work again."""

from datetime import datetime

from sqlmodel import Session, select

from notifications.models import ContactKind, ContactPoint, ContactState


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
    point = _point(session, committee, kind, address)
    if point is None:
        point = ContactPoint(committee_id=committee, person_id=person_id, kind=kind.value, address=address, since=now)
    elif point.state != ContactState.FLAGGED:
        point.since = now
    point.state, point.reason, point.code = ContactState.FLAGGED.value, reason, code
    session.add(point)


def clear(session: Session, committee: int, kind: ContactKind, address: str, now: datetime) -> bool:
    """Use ``address`` again; tells whether it was flagged. The caller commits."""
    point = _point(session, committee, kind, address)
    if point is None or point.state != ContactState.FLAGGED:
        return False
    point.state, point.reason, point.code, point.since = ContactState.OK.value, None, None, now
    session.add(point)
    return True


def _point(session: Session, committee: int, kind: ContactKind, address: str) -> ContactPoint | None:
    return session.exec(
        select(ContactPoint).where(
            ContactPoint.committee_id == committee, ContactPoint.kind == kind.value, ContactPoint.address == address
        )
    ).first()

"""Going live: whether the sending is armed, and which imported documents the office has not looked over yet."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from notifications.models import Arming, ImportRelease
from tasks_registry.models import SourceDocument


def armed(session: Session, committee: int) -> bool:
    """Tell whether the office has armed the sending."""
    newest = select(Arming.armed).where(Arming.committee_id == committee).order_by(col(Arming.id).desc())
    return session.exec(newest).first() is True


def unreleased_documents(session: Session, committee: int) -> frozenset[int]:
    """Return the ids of imported documents of which the office has not looked at what would be sent."""
    released = sa.select(col(ImportRelease.document_id)).where(col(ImportRelease.committee_id) == committee)
    found = select(SourceDocument.id).where(
        SourceDocument.committee_id == committee, col(SourceDocument.id).not_in(released)
    )
    return frozenset(id_ for id_ in session.exec(found).all() if id_ is not None)

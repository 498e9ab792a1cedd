"""History rows, and the figures kept of a day."""

from sqlmodel import Session, col, select

from tasks_registry.models import History, StatusSnapshot


def history_of(session: Session, entity: str, entity_id: int) -> list[History]:
    """Return what was done with a task, meeting or document, oldest first."""
    rows = select(History).where(History.entity == entity, History.entity_id == entity_id).order_by(col(History.id))
    return list(session.exec(rows).all())


def save_snapshot(session: Session, snapshot: StatusSnapshot) -> None:
    """Keep the figures of a day; a second check of the same day replaces the first."""
    known = session.exec(
        select(StatusSnapshot).where(
            StatusSnapshot.committee_id == snapshot.committee_id, StatusSnapshot.day == snapshot.day
        )
    ).first()
    if known is None:
        session.add(snapshot)
    else:
        known.figures, known.taken_at = snapshot.figures, snapshot.taken_at

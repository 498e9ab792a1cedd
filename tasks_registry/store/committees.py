"""Committees: which one, and one writer at a time."""

from sqlmodel import Session, col, select

from tasks_registry.errors import NotInRegistry
from tasks_registry.models import Committee


def committee_id(session: Session, code: str) -> int:
    """Return the id of the committee ``code``; raises ``NotInRegistry`` when it is not set up."""
    found = session.exec(select(Committee.id).where(Committee.code == code)).first()
    if found is None:
        raise NotInRegistry(f"Chưa có cấp ủy “{code}” trong sổ. Hãy chạy: dondoc init")
    return found


def lock_committee(session: Session, committee: int) -> None:
    """Let one transaction at a time number or replace rows of a committee (SQLite's write lock does so by itself)."""
    session.exec(select(Committee.id).where(Committee.id == committee).with_for_update()).one()


def committee_names(session: Session) -> list[tuple[int, str]]:
    """Return id and name of every committee of the database."""
    rows = session.exec(select(Committee.id, Committee.name).order_by(col(Committee.id))).all()
    return [(id_ or 0, name) for id_, name in rows]

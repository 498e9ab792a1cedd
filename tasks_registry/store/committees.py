"""Committees: which one, and one writer at a time."""

from dataclasses import dataclass

import sqlalchemy as sa
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


@dataclass(frozen=True)
class CommitteeRow:
    """A committee and how many steps it stands below the one that was asked for."""

    id: int
    code: str
    name: str
    level: str
    parent_id: int | None
    depth: int


def committees_from(session: Session, committee: int) -> list[CommitteeRow]:
    """Return a committee and all below it, each behind the one above it, sisters in the order of their codes."""
    columns = tuple(col(getattr(Committee, name)) for name in ("id", "code", "name", "level", "parent_id"))
    tree = sa.select(*columns, sa.literal(0).label("depth")).where(col(Committee.id) == committee).cte(recursive=True)
    below = sa.select(*columns, tree.c.depth + 1).join(tree, col(Committee.parent_id) == tree.c.id)
    tree = tree.union_all(below)
    rows = [CommitteeRow(*row) for row in session.connection().execute(sa.select(tree).order_by(tree.c.code))]
    return _under_each_other(rows, [row for row in rows if row.depth == 0])


def _under_each_other(rows: list[CommitteeRow], sisters: list[CommitteeRow]) -> list[CommitteeRow]:
    ordered = []
    for sister in sisters:
        children = [row for row in rows if row.parent_id == sister.id and row.depth == sister.depth + 1]
        ordered += [sister, *_under_each_other(rows, children)]
    return ordered

"""What a task was given out with: its document, the day, who directs it, what it rests on."""

from collections.abc import Collection, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from config.clock import office_day
from tasks_registry.models import Person, SourceDocument, Task, TaskCitation
from tasks_registry.view import Assignment

_DOCUMENT = ("kind", "number", "issued_on", "title")


def assignments(session: Session, ids: Collection[int], zone: ZoneInfo) -> dict[int, Assignment]:
    """Return task id → what the task was given out with; days are the office's days of ``zone``."""
    citations = _citations(session, ids)
    rows = session.connection().execute(_QUERY.where(col(Task.id).in_(sorted(ids)))).mappings()
    return {row["id"]: _assignment(row, citations.get(row["id"], ()), zone) for row in rows}


_QUERY = (
    sa.select(
        *(col(getattr(Task, name)) for name in ("id", "authority", "product_measure", "confirmed_at", "waits_for")),
        *(col(getattr(SourceDocument, name)).label(f"document_{name}") for name in _DOCUMENT),
        col(Person.name).label("director"),
        col(Person.position).label("director_position"),
    )
    .join(SourceDocument, col(SourceDocument.id) == col(Task.document_id), isouter=True)
    .join(Person, col(Person.id) == col(Task.director_id), isouter=True)
)


def _assignment(row: Mapping[Any, Any], citations: tuple[str, ...], zone: ZoneInfo) -> Assignment:
    return Assignment(
        given_on=office_day(row["confirmed_at"], zone) if row["confirmed_at"] else None,
        director=row["director"],
        director_position=row["director_position"] or "",
        authority=row["authority"],
        measure=row["product_measure"],
        waits_for=row["waits_for"],
        citations=citations,
        **{f"document_{name}": row[f"document_{name}"] for name in _DOCUMENT},
    )


def _citations(session: Session, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    rows = session.connection().execute(
        sa.select(col(TaskCitation.task_id), col(TaskCitation.text))
        .where(col(TaskCitation.task_id).in_(sorted(ids)))
        .order_by(col(TaskCitation.task_id), col(TaskCitation.id))
    )
    cited: dict[int, tuple[str, ...]] = {}
    for task_id, text in rows:
        cited[task_id] = (*cited.get(task_id, ()), text)
    return cited

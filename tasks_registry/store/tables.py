"""What tables of tasks are read against and written from: names by column, tasks by code, whole tables row by row."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tasks_registry.models import Agency, AgencyAlias, Person, SourceDocument, Task, TaskSupport
from tasks_registry.states import WorkState
from tasks_registry.store.meetings import meeting_views
from tasks_registry.tables.known import Known, KnownAgency, KnownPerson
from tasks_registry.tables.stored import StoredTask

TABLE_KIND = "table"
"""``SourceDocument.kind`` of an imported table."""
_BATCH = 1000


def load_known(session: Session, committee: int) -> Known:
    """Read the agencies, people and meetings that a table may name."""
    aliases: dict[int, list[str]] = {}
    for agency_id, alias in session.exec(
        select(AgencyAlias.agency_id, AgencyAlias.alias)
        .where(AgencyAlias.committee_id == committee)
        .order_by(col(AgencyAlias.id))
    ):
        aliases.setdefault(agency_id, []).append(alias)
    agencies = session.exec(select(Agency).where(Agency.committee_id == committee).order_by(col(Agency.id))).all()
    people = session.exec(select(Person.id, Person.email, Person.active).where(Person.committee_id == committee)).all()
    return Known(
        [
            KnownAgency(
                one.id or 0,
                one.code,
                one.name,
                (*((one.abbreviation,) if one.abbreviation else ()), *aliases.get(one.id or 0, ())),
                one.active,
            )
            for one in agencies
        ],
        [KnownPerson(id_ or 0, email, active) for id_, email, active in people],
        meeting_views(session, committee),
    )


def document_with_hash(session: Session, committee: int, content_hash: str) -> int | None:
    """Return the id of the document with a content hash, None when it is not there."""
    return session.exec(
        select(SourceDocument.id).where(
            SourceDocument.committee_id == committee, SourceDocument.content_hash == content_hash
        )
    ).first()


def named_documents(session: Session, committee: int) -> dict[str, int]:
    """Return the documents that tasks came from by number, else title, else file name; the newest wins."""
    rows = session.connection().execute(
        sa.select(col(SourceDocument.id), *_SOURCE_COLUMNS)
        .where(col(SourceDocument.committee_id) == committee)
        .order_by(col(SourceDocument.id))
    )
    return {source: row.id for row in rows if (source := _source(row)) is not None}


_SOURCE_COLUMNS: tuple[Any, ...] = tuple(
    col(getattr(SourceDocument, name)).label(f"source_{name}") for name in ("kind", "number", "title", "file_name")
)


def _source(row: Any) -> str | None:
    if row.source_kind == TABLE_KIND:
        return None
    found: str | None = row.source_number or row.source_title or row.source_file_name
    return found


_PLAIN = (
    "id", "code", "title", "text", "lead_agency_id", "officer_id", "due", "original_due", "deadline_text",
    "meeting_id", "product", "priority", "completed_on",
)  # fmt: skip


def tasks_by_code(session: Session, committee: int, codes: Collection[str]) -> dict[str, StoredTask]:
    """Return those tasks of ``codes`` that there are."""
    if not codes:
        return {}
    query = _table_query(committee).where(col(Task.code).in_(codes))
    return {task.code: task for task in _stored(session, session.connection().execute(query).all())}


def table_rows(session: Session, committee: int, only: Iterable[Sequence[int]] | None = None) -> Iterator[StoredTask]:
    """Yield all tasks in the order of their codes, or those with the ids of ``only`` in its order, batch by batch.

    Memory stays bounded.
    """
    if only is not None:
        for ids in only:
            found = session.connection().execute(_table_query(committee).where(col(Task.id).in_(ids))).all()
            by_id = {row.id: row for row in found}
            yield from _stored(session, [by_id[id_] for id_ in ids])
        return
    query = _table_query(committee).order_by(col(Task.code)).execution_options(yield_per=_BATCH)
    with session.connection().execute(query) as result:
        for rows in result.partitions():
            yield from _stored(session, rows)


def _table_query(committee: int) -> sa.Select[Any]:
    return (
        sa.select(*(col(getattr(Task, name)) for name in (*_PLAIN, "work_state")), *_SOURCE_COLUMNS)
        .join(SourceDocument, col(Task.document_id) == col(SourceDocument.id), isouter=True)
        .where(col(Task.committee_id) == committee)
    )


def _stored(session: Session, rows: Sequence[Any]) -> Iterator[StoredTask]:
    support = _support(session, [row.id for row in rows])
    for row in rows:
        yield StoredTask(
            **{name: getattr(row, name) for name in _PLAIN},
            support=support.get(row.id, ()),
            work_state=WorkState(row.work_state),
            source=_source(row),
        )


def _support(session: Session, task_ids: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    if task_ids:
        query = (
            sa.select(col(TaskSupport.task_id), col(TaskSupport.agency_id))
            .where(col(TaskSupport.task_id).in_(task_ids))
            .order_by(col(TaskSupport.task_id), col(TaskSupport.agency_id))
        )
        for task_id, agency_id in session.connection().execute(query):
            found.setdefault(task_id, []).append(agency_id)
    return {task_id: tuple(agencies) for task_id, agencies in found.items()}


def ids_by_code(session: Session, committee: int, codes: Collection[str]) -> dict[str, int]:
    """Return the ids of tasks by code."""
    query = sa.select(col(Task.code), col(Task.id)).where(
        col(Task.committee_id) == committee, col(Task.code).in_(codes)
    )
    return {row.code: row.id for row in session.connection().execute(query)}

"""The words of tasks, and the tasks found by words: FTS5 on SQLite, a text vector on PostgreSQL."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tasks_registry.models import Agency, Task, TaskCitation
from tasks_registry.search import Term
from tasks_registry.states import OPEN, WorkState

_INDEX = sa.table("task_word_index", sa.column("rowid", sa.Integer), sa.column("rank", sa.Float))
_WORDS = sa.table("task_words", sa.column("task_id", sa.Integer), sa.column("vector"))


@dataclass(frozen=True)
class TaskHit:
    """A task that was found, with the columns that a list of hits shows."""

    id: int
    code: str
    title: str
    text: str
    lead_code: str | None
    lead_name: str | None
    due: date | None
    completed_on: date | None
    work_state: WorkState


@dataclass(frozen=True)
class Found:
    """One page of what was found."""

    total: int
    """How many tasks were found in all, 0 when the page lies behind the last one."""
    hits: tuple[TaskHit, ...]


def find_tasks(
    session: Session,
    committee: int,
    terms: Sequence[Term],
    *,
    limit: int,
    offset: int = 0,
    readable: sa.ColumnElement[bool] | None = None,
) -> Found:
    """Return the tasks in which all ``terms`` occur: open ones first, then the most relevant, then the first due.

    ``readable`` is a condition on ``Task`` that bounds what the asking person may see. No terms find nothing. Two
    statements, whatever the number of tasks: one for this page and the total, one for its rows.
    """
    if not terms:
        return Found(0, ())
    found, relevance = _matching(session, terms)
    closed = col(Task.work_state).not_in(sorted(state.value for state in OPEN))
    page = (
        found.add_columns(sa.func.count().over())
        .where(col(Task.committee_id) == committee)
        .order_by(closed, relevance, col(Task.due).asc().nulls_last(), col(Task.id))
        .limit(limit)
        .offset(offset)
    )
    if readable is not None:
        page = page.where(readable)
    rows = session.connection().execute(page).all()
    if not rows:
        return Found(0, ())
    return Found(rows[0][1], tuple(task_hits(session, [row[0] for row in rows])))


def _matching(session: Session, terms: Sequence[Term]) -> tuple[sa.Select[Any], sa.ColumnElement[Any]]:
    """Return the ids of the tasks in which ``terms`` occur, and what to sort them by, the most relevant first.

    Terms hold letters a-z and digits only, so that nothing in them can mean anything to the engine.
    """
    if session.connection().dialect.name == "postgresql":
        wanted = sa.func.to_tsquery(sa.literal_column("'simple'"), " & ".join(map(_vector_query, terms)))
        query = sa.select(col(Task.id)).join(_WORDS, _WORDS.c.task_id == col(Task.id))
        return query.where(_WORDS.c.vector.op("@@")(wanted)), sa.func.ts_rank(_WORDS.c.vector, wanted).desc()
    # The plus keeps SQLite from walking all tasks of the committee and asking the index of each of them.
    query = sa.select(col(Task.id)).join(
        _INDEX, col(Task.id) == sa.literal_column("+task_word_index.rowid", sa.Integer)
    )
    match = sa.literal_column("task_word_index").op("MATCH")(" AND ".join(map(_match_query, terms)))
    return query.where(match), _INDEX.c.rank


def _vector_query(term: Term) -> str:
    return " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.opening else "")


def _match_query(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.opening else "")


def task_hits(session: Session, ids: Sequence[int]) -> Iterator[TaskHit]:
    """Yield the tasks in the order of ``ids``."""
    tasks = (col(getattr(Task, name)) for name in ("id", "code", "title", "text", "due", "completed_on", "work_state"))
    query = (
        sa.select(*tasks, col(Agency.code).label("lead_code"), col(Agency.name).label("lead_name"))
        .join(Agency, col(Task.lead_agency_id) == col(Agency.id), isouter=True)
        .where(col(Task.id).in_(ids))
    )
    rows = {row["id"]: row for row in session.connection().execute(query).mappings()}
    for task_id in ids:
        row = rows[task_id]
        yield TaskHit(**{**row, "work_state": WorkState(row["work_state"])})


def task_texts(session: Session, ids: Collection[int]) -> Iterator[tuple[int, str]]:
    """Yield id and everything that a task is found by, as written: its texts, then what it cites."""
    connection = session.connection()
    cited: dict[int, list[str]] = {}
    citations = (
        sa.select(col(TaskCitation.task_id), col(TaskCitation.number), col(TaskCitation.text))
        .where(col(TaskCitation.task_id).in_(ids))
        .order_by(col(TaskCitation.id))
    )
    for task_id, number, text in connection.execute(citations):
        cited.setdefault(task_id, []).extend((number, text))
    columns = (col(Task.code), col(Task.title), col(Task.text), col(Task.product), col(Task.lead_text))
    tasks = sa.select(col(Task.id), *columns).where(col(Task.id).in_(ids))
    for task_id, *texts in connection.execute(tasks):
        yield task_id, "\n".join((*filter(None, texts), *cited.get(task_id, ())))

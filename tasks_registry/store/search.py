"""The words of tasks, and the tasks found by words: FTS5 on SQLite, a text vector on PostgreSQL."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from tasks_registry.access import Actor
from tasks_registry.models import Agency, Task, TaskCitation
from tasks_registry.search import Term
from tasks_registry.states import WorkState
from tasks_registry.store.standing import IS_OPEN
from tasks_registry.store.visibility import IS_OWN, bound, read_by

_INDEX = sa.table("task_word_index", sa.column("rowid", sa.Integer), sa.column("rank", sa.Float))
_WORDS = sa.table("task_words", sa.column("task_id", sa.Integer), sa.column("vector"))
_TOTAL = sa.func.count().over()
_HIT = (
    sa.select(
        *(col(getattr(Task, name)) for name in ("id", "code", "title", "text")),
        col(Agency.code),
        col(Agency.name),
        *(col(getattr(Task, name)) for name in ("due", "completed_on", "work_state")),
    )
    .join(Agency, col(Task.lead_agency_id) == col(Agency.id), isouter=True)
    .where(col(Task.id).in_(sa.bindparam("ids", expanding=True)))
)
"""The columns in the order of ``TaskHit``."""


class TaskHit(NamedTuple):
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
    session: Session, committee: int, terms: Sequence[Term], *, reader: Actor, limit: int, offset: int = 0
) -> Found:
    """Return the tasks in which all ``terms`` occur: open ones first, then the most relevant, then the first due.

    Only what ``reader`` may see is found. No terms find nothing. Two statements, whatever the number of tasks: one for
    this page and the total, one for its rows.
    """
    if not terms:
        return Found(0, ())
    connection = session.connection()
    with_vector = connection.dialect.name == "postgresql"
    words = " & ".join(map(_vector_query, terms)) if with_vector else " AND ".join(map(_match_query, terms))
    wanted = {"words": words, "committee": committee, "size": limit, "skipped": offset}
    if only_own := bound(reader):
        wanted |= read_by(reader)
    rows = connection.execute(_page(with_vector, only_own), wanted).all()
    if not rows:
        return Found(0, ())
    return Found(rows[0][1], tuple(task_hits(session, [row[0] for row in rows])))


# Building these statements costs more than running them.
@cache
def _page(with_vector: bool, only_own: bool) -> sa.Select[Any]:
    """Return ids and the total; by the text vector of PostgreSQL, else by FTS5."""
    words = sa.bindparam("words", type_=sa.String)
    relevance: sa.ColumnElement[Any]
    if with_vector:
        wanted = sa.func.to_tsquery(sa.literal_column("'simple'"), words)
        found = _WORDS.c.vector.op("@@")(wanted)
        query = sa.select(col(Task.id), _TOTAL).join(_WORDS, _WORDS.c.task_id == col(Task.id))
        relevance = sa.func.ts_rank(_WORDS.c.vector, wanted).desc()
    else:
        found = sa.literal_column("task_word_index").op("MATCH")(words)
        # The plus keeps SQLite from walking all tasks of the committee and asking the index of each of them.
        rowid = sa.literal_column("+task_word_index.rowid", sa.Integer)
        query = sa.select(col(Task.id), _TOTAL).join(_INDEX, col(Task.id) == rowid)
        relevance = _INDEX.c.rank
    if only_own:
        query = query.where(IS_OWN)
    return (
        query.where(found, col(Task.committee_id) == sa.bindparam("committee"))
        .order_by(~IS_OPEN, relevance, col(Task.due).asc().nulls_last(), col(Task.id))
        .limit(sa.bindparam("size"))
        .offset(sa.bindparam("skipped"))
    )


def _vector_query(term: Term) -> str:
    return " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.opening else "")


def _match_query(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.opening else "")


def task_hits(session: Session, ids: Sequence[int]) -> Iterator[TaskHit]:
    """Yield the tasks in the order of ``ids``."""
    rows = {row[0]: row for row in session.connection().execute(_HIT, {"ids": ids})}
    for task_id in ids:
        *columns, state = rows[task_id]
        yield TaskHit._make((*columns, WorkState(state)))


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
        yield task_id, "\n".join(dict.fromkeys((*filter(None, texts), *cited.get(task_id, ()))))

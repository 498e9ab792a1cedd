"""Keeps the words by which tasks are found in step with the tasks."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col

from config.bulk import insert_rows
from tasks_registry.models import TaskWords
from tasks_registry.reading.text import clean, fold
from tasks_registry.store.search import task_texts

INDEXED = frozenset({"code", "title", "text", "product", "lead_text"})
"""Columns of a task that enter its words; a change of one of them must be followed by ``index_tasks``."""
_BATCH = 1000
_LONGEST = 400_000
"""Characters of a task's words that are kept: PostgreSQL refuses a text vector of more than a megabyte."""


def index_tasks(session: Session, task_ids: Collection[int]) -> None:
    """Write the words of the tasks anew: code, title, text, product, lead as written, cited documents.

    To be called in the transaction that added tasks or changed their citations; ``edit_task`` does so by itself.
    """
    session.flush()
    connection = session.connection()
    ids = sorted(task_ids)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        connection.execute(sa.delete(TaskWords).where(col(TaskWords.task_id).in_(batch)))
        rows = [
            {"task_id": task_id, "words": fold(clean(text))[:_LONGEST]} for task_id, text in task_texts(session, batch)
        ]
        insert_rows(session, TaskWords, rows)

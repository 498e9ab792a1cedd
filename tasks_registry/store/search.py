"""The words of tasks, and the tasks found by words."""

from collections.abc import Collection, Iterator

import sqlalchemy as sa
from sqlmodel import Session, col

from tasks_registry.models import Task, TaskCitation


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

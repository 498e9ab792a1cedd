"""Alembic environment: runs on the connection that ``config.schema`` hands over."""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel

import notifications.models  # noqa: F401  fills the metadata
import tasks_registry.models  # noqa: F401  fills the metadata
from config.database import UtcDateTime


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Freeze our column types as plain ones: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(item).__name__ == "AutoString":
        return "sa.String()"
    return False


def _compared(thing: Any, name: str | None, kind: str, reflected: bool, _twin: Any) -> bool:
    """Leave out what only one engine has: the full-text index lies beside the tables that both share."""
    of_words = thing.table.name == "task_words" if kind in ("column", "index") else False
    full_text = (name or "").startswith("task_word_index") or (of_words and "vector" in (name or ""))
    return not (reflected and full_text)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=_render,
    render_as_batch=True,
    include_object=_compared,
)
with context.begin_transaction():
    context.run_migrations()

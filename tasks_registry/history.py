"""The append-only history: every change of the registry leaves a row that nobody can edit."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlmodel import Session

from tasks_registry.models import History
from tasks_registry.states import TRANSITIONS

Actor = str
"""Who acts, by the name that the office reads in the history."""


_WORDS = {
    "task.import": "đọc từ văn bản",
    "task.edit": "sửa",
    "task.merge": "gộp",
    "task.split": "tách",
    "task.due_moved": "đổi hạn theo ngày hội nghị",
    "task.corrected": "sửa theo bản mới của văn bản",
    **{f"task.{act.value}": transition.label for act, transition in TRANSITIONS.items()},
}


def describe(action: str) -> str:
    """Say the stable name of an action as the office does."""
    return _WORDS.get(action, action)


def log_change(
    session: Session,
    *,
    committee_id: int,
    actor: Actor,
    at: datetime,
    action: str,
    entity: str,
    entity_id: int,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    """Add one history row to the caller's transaction. ``before`` and ``after`` hold only what changed."""
    session.add(
        History(
            committee_id=committee_id,
            actor=actor,
            at=at,
            action=action,
            entity=entity,
            entity_id=entity_id,
            before=_plain(before),
            after=_plain(after),
            reason=reason,
        )
    )


def _plain(values: Mapping[str, object] | None) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in (values or {}).items()}


def _plain_value(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value

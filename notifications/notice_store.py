"""All SQL of notices: how far the history has been read, what was found in it, what still waits to be told."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from notifications.events import Event, NoticeView
from notifications.models import Notice

_VIEWED = ("id", "seq", "person_id", "event", "at", "task_id", "meeting_id", "detail")


def notice_views(session: Session, ids: Collection[int]) -> dict[int, NoticeView]:
    """Return notices by their ids."""
    query = sa.select(*_columns(_VIEWED)).where(col(Notice.id).in_(sorted(ids)))
    views = (_view(row) for row in session.connection().execute(query))
    return {view.id: view for view in views}


def _columns(names: Sequence[str]) -> list[Any]:
    return [col(getattr(Notice, name)) for name in names]


def _view(row: Sequence[Any]) -> NoticeView:
    id_, seq, person, event, *rest = row
    return NoticeView(id_, seq, person, Event(event), *rest)

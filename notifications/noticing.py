"""Event notices as one run: read what the history says, decide, put into the outbox; also what their letters read."""

from collections.abc import Collection

from sqlmodel import Session

from notifications import notice_store
from notifications.events import NoticeView


def notices_of(session: Session, ids: Collection[int]) -> dict[int, NoticeView]:
    """Return notices by id, for whoever writes the letter; fold them first (``folding.fold``)."""
    return notice_store.notice_views(session, ids)

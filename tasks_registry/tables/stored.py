"""A stored task as a table sees it."""

from dataclasses import dataclass
from datetime import date

from tasks_registry.states import WorkState


@dataclass(frozen=True)
class StoredTask:
    """A task as a table sees it."""

    id: int
    code: str
    title: str
    text: str
    lead_agency_id: int | None
    support: tuple[int, ...]
    officer_id: int | None
    due: date | None
    original_due: date | None
    deadline_text: str | None
    meeting_id: int | None
    product: str | None
    priority: int
    work_state: WorkState
    completed_on: date | None
    source: str | None
    """Number, else title, else file name of the document it comes from; None when that was a table."""

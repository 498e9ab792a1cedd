"""All reading SQL of the registry. Rows go out as plain views, read by column: objects cost several times more."""

from tasks_registry.store.calendar import decided_days, stored_days
from tasks_registry.store.committees import committee_id, committee_names, lock_committee
from tasks_registry.store.directory import Directory, load_directory, person_by_email
from tasks_registry.store.documents import (
    AttachmentView,
    DocumentView,
    attachment_view,
    attachments_at,
    document_views,
    get_attachment,
    get_document,
    stored_files,
    supporting_agency_ids,
    tasks_citing,
    tasks_read_from,
)
from tasks_registry.store.meetings import get_meeting, meeting_view, meeting_views
from tasks_registry.store.periods import (
    Belonging,
    befores_since,
    period_called,
    period_codes,
    period_rows,
    period_size,
    periods,
)
from tasks_registry.store.planning import (
    agencies,
    get_recurrence,
    instance_days,
    open_instances,
    recurrence_made_from,
    recurrences,
    supporting_agency_codes,
)
from tasks_registry.store.records import history_of, save_snapshot
from tasks_registry.store.search import Found, TaskHit, find_tasks, task_hits
from tasks_registry.store.tasks import citations_of, get_task, take_task_numbers, task_views
from tasks_registry.store.visibility import readable

__all__ = [
    "AttachmentView",
    "Belonging",
    "Directory",
    "DocumentView",
    "Found",
    "TaskHit",
    "agencies",
    "attachment_view",
    "attachments_at",
    "befores_since",
    "citations_of",
    "committee_id",
    "committee_names",
    "decided_days",
    "document_views",
    "find_tasks",
    "get_attachment",
    "get_document",
    "get_meeting",
    "get_recurrence",
    "get_task",
    "history_of",
    "instance_days",
    "load_directory",
    "lock_committee",
    "meeting_view",
    "meeting_views",
    "open_instances",
    "period_called",
    "period_codes",
    "period_rows",
    "period_size",
    "periods",
    "person_by_email",
    "readable",
    "recurrence_made_from",
    "recurrences",
    "save_snapshot",
    "stored_days",
    "stored_files",
    "supporting_agency_codes",
    "supporting_agency_ids",
    "take_task_numbers",
    "task_hits",
    "task_views",
    "tasks_citing",
    "tasks_read_from",
]

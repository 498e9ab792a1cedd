"""All reading SQL of the registry. Rows go out as plain views, read by column: objects cost several times more."""

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
    supporting_agencies,
    tasks_citing,
    tasks_read_from,
)
from tasks_registry.store.meetings import get_meeting, meeting_view, meeting_views
from tasks_registry.store.records import history_of, save_snapshot
from tasks_registry.store.search import Found, TaskHit, find_tasks, task_hits
from tasks_registry.store.tasks import citations_of, get_task, take_task_numbers, task_views
from tasks_registry.store.visibility import readable

__all__ = [
    "AttachmentView",
    "Directory",
    "DocumentView",
    "Found",
    "TaskHit",
    "attachment_view",
    "attachments_at",
    "citations_of",
    "committee_id",
    "committee_names",
    "document_views",
    "find_tasks",
    "get_attachment",
    "get_document",
    "get_meeting",
    "get_task",
    "history_of",
    "load_directory",
    "lock_committee",
    "meeting_view",
    "meeting_views",
    "person_by_email",
    "readable",
    "save_snapshot",
    "stored_files",
    "supporting_agencies",
    "take_task_numbers",
    "task_hits",
    "task_views",
    "tasks_citing",
    "tasks_read_from",
]

"""All reading SQL of the registry. Rows go out as plain views, read by column: objects cost several times more."""

from tasks_registry.store.committees import committee_id, committee_names, lock_committee
from tasks_registry.store.directory import Directory, load_directory, person_by_email
from tasks_registry.store.meetings import get_meeting, meeting_view, meeting_views
from tasks_registry.store.records import history_of, save_snapshot
from tasks_registry.store.tables import (
    TABLE_KIND,
    document_with_hash,
    ids_by_code,
    load_known,
    named_documents,
    table_rows,
    tasks_by_code,
)
from tasks_registry.store.tasks import citations_of, get_task, keep_task_numbers, take_task_numbers, task_views

__all__ = [
    "TABLE_KIND",
    "Directory",
    "citations_of",
    "committee_id",
    "committee_names",
    "document_with_hash",
    "get_meeting",
    "get_task",
    "history_of",
    "ids_by_code",
    "keep_task_numbers",
    "load_directory",
    "load_known",
    "lock_committee",
    "meeting_view",
    "meeting_views",
    "named_documents",
    "person_by_email",
    "save_snapshot",
    "table_rows",
    "take_task_numbers",
    "task_views",
    "tasks_by_code",
]

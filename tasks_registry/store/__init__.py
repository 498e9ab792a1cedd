"""All reading SQL of the registry. Rows go out as plain views, read by column: objects cost several times more."""

from tasks_registry.store.committees import committee_id, committee_names, lock_committee
from tasks_registry.store.directory import Directory, load_directory, person_by_email
from tasks_registry.store.meetings import get_meeting, meeting_view, meeting_views
from tasks_registry.store.progress import daily_figures, extensions_of, pending_extensions, reports_of
from tasks_registry.store.records import history_of, save_snapshot
from tasks_registry.store.tasks import chain_of, citations_of, get_task, take_task_numbers, task_views

__all__ = [
    "Directory",
    "chain_of",
    "citations_of",
    "committee_id",
    "committee_names",
    "daily_figures",
    "extensions_of",
    "get_meeting",
    "get_task",
    "history_of",
    "load_directory",
    "lock_committee",
    "meeting_view",
    "meeting_views",
    "pending_extensions",
    "person_by_email",
    "reports_of",
    "save_snapshot",
    "take_task_numbers",
    "task_views",
]

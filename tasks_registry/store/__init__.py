"""All reading SQL of the registry. Rows go out as plain views, read by column: objects cost several times more."""

from tasks_registry.store.committees import committee_id, committee_names, lock_committee
from tasks_registry.store.directory import Directory, load_directory, person_by_email
from tasks_registry.store.figures import Gaps, figures, gaps
from tasks_registry.store.filters import TaskFilter
from tasks_registry.store.lines import Place, TaskList, due_tasks
from tasks_registry.store.meetings import get_meeting, meeting_view, meeting_views
from tasks_registry.store.records import history_of, save_snapshot
from tasks_registry.store.tasks import citations_of, get_task, take_task_numbers, task_view, task_views
from tasks_registry.store.visibility import readable

__all__ = [
    "Directory",
    "Gaps",
    "Place",
    "TaskFilter",
    "TaskList",
    "citations_of",
    "committee_id",
    "committee_names",
    "due_tasks",
    "figures",
    "gaps",
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
    "take_task_numbers",
    "task_view",
    "task_views",
]

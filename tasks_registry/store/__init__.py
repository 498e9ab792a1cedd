"""All reading SQL of the registry. Rows go out as plain views, read by column: objects cost several times more."""

from tasks_registry.store.committees import committee_id, committee_names, committees_from, lock_committee
from tasks_registry.store.directory import Directory, absent_on, load_directory, person_by_email
from tasks_registry.store.figures import counts_by_committee
from tasks_registry.store.meetings import get_meeting, meeting_view, meeting_views
from tasks_registry.store.organisation import (
    AgencyRow,
    OpenTask,
    PersonRow,
    absences_of,
    agency_rows,
    open_tasks,
    people_of,
    person_rows,
    planned_items,
    running_series,
    supporters,
)
from tasks_registry.store.records import history_of, save_snapshot
from tasks_registry.store.tasks import citations_of, get_task, take_task_numbers, task_views

__all__ = [
    "AgencyRow",
    "Directory",
    "OpenTask",
    "PersonRow",
    "absences_of",
    "absent_on",
    "agency_rows",
    "citations_of",
    "committee_id",
    "committee_names",
    "committees_from",
    "counts_by_committee",
    "get_meeting",
    "get_task",
    "history_of",
    "load_directory",
    "lock_committee",
    "meeting_view",
    "meeting_views",
    "open_tasks",
    "people_of",
    "person_by_email",
    "person_rows",
    "planned_items",
    "running_series",
    "save_snapshot",
    "supporters",
    "take_task_numbers",
    "task_views",
]

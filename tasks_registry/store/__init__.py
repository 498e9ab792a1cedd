"""All reading SQL of the registry. Rows go out as plain views, read by column: objects cost several times more."""

from tasks_registry.store.calendar import decided_days, stored_days
from tasks_registry.store.committees import committee_id, committee_names, lock_committee
from tasks_registry.store.directory import Directory, load_directory, person_by_email
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
    supporting_agencies,
)
from tasks_registry.store.records import history_of, save_snapshot
from tasks_registry.store.tasks import citations_of, get_task, take_task_numbers, task_views

__all__ = [
    "Belonging",
    "Directory",
    "agencies",
    "befores_since",
    "citations_of",
    "committee_id",
    "committee_names",
    "decided_days",
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
    "recurrence_made_from",
    "recurrences",
    "save_snapshot",
    "stored_days",
    "supporting_agencies",
    "take_task_numbers",
    "task_views",
]

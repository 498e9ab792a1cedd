"""All reading SQL of the registry. Rows go out as plain views, read by column: objects cost several times more."""

from tasks_registry.store.agenda import (
    agenda_item_at,
    agenda_leads,
    agenda_views,
    get_agenda_item,
    last_agenda_position,
    task_courses,
)
from tasks_registry.store.committees import committee_id, committee_names, lock_committee
from tasks_registry.store.directory import Directory, load_directory, person_by_email
from tasks_registry.store.meetings import (
    get_meeting,
    meeting_view,
    meeting_views,
    meetings_beside_series,
    series_identities,
    series_identity,
    series_meetings,
)
from tasks_registry.store.records import history_of, save_snapshot
from tasks_registry.store.tasks import citations_of, get_task, take_task_numbers, task_views

__all__ = [
    "Directory",
    "agenda_item_at",
    "agenda_leads",
    "agenda_views",
    "citations_of",
    "committee_id",
    "committee_names",
    "get_agenda_item",
    "get_meeting",
    "get_task",
    "history_of",
    "last_agenda_position",
    "load_directory",
    "lock_committee",
    "meeting_view",
    "meeting_views",
    "meetings_beside_series",
    "person_by_email",
    "save_snapshot",
    "series_identities",
    "series_identity",
    "series_meetings",
    "take_task_numbers",
    "task_courses",
    "task_views",
]

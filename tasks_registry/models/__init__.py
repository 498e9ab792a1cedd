"""Tables of the registry. Every row belongs to a committee; keys that mean "once" are UNIQUE."""

from tasks_registry.models.documents import Attachment, SourceDocument, StoredFile
from tasks_registry.models.meetings import AgendaItem, Meeting
from tasks_registry.models.organisation import Absence, Agency, AgencyAlias, CalendarDay, Committee, Origin, Person
from tasks_registry.models.plans import Period, Recurrence
from tasks_registry.models.records import History, StatusSnapshot
from tasks_registry.models.reports import ReportFile, ReportVersion
from tasks_registry.models.tasks import Extension, Task, TaskCitation, TaskNumber, TaskReport, TaskSupport, TaskWords

__all__ = [
    "Absence",
    "Agency",
    "AgencyAlias",
    "AgendaItem",
    "Attachment",
    "CalendarDay",
    "Committee",
    "Extension",
    "History",
    "Meeting",
    "Origin",
    "Period",
    "Person",
    "Recurrence",
    "ReportFile",
    "ReportVersion",
    "SourceDocument",
    "StatusSnapshot",
    "StoredFile",
    "Task",
    "TaskCitation",
    "TaskNumber",
    "TaskReport",
    "TaskSupport",
    "TaskWords",
]

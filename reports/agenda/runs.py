"""The agenda-readiness report as a whole run: gather, compute, write."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from config.database import reading
from config.log import record
from reports import spreadsheet, word, words
from reports.agenda.compose import compose
from reports.agenda.facts import AgendaFacts, agenda_facts
from reports.agenda.sheets import agenda_sheets
from reports.files import write_new
from reports.kinds import DocumentKind
from reports.letterhead import DRAFT, Issue
from reports.pdf import as_pdf
from reports.templates_in_use import templates_of
from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.installation import Installation
from tasks_registry.meetings import runs as meetings
from tasks_registry.meetings.between import COMMITTEE_BODY, BetweenSessions
from tasks_registry.meetings.milestones import papers_deadline
from tasks_registry.view import AgendaView

_NAME_LIMIT = 80


def gather(here: Installation, meeting_id: int) -> AgendaFacts:
    """Return how ready a meeting is on the office's day.

    Raises ``NotInRegistry`` for an unknown one, and ``Refused`` when the actor may not see every task.
    """
    require(here.actor, Duty.SURVEY)
    found = meetings.readiness_of(here, meeting_id)
    meeting = found.meeting
    between = meetings.between(here, meeting_id) if meeting.body == COMMITTEE_BODY else None
    with reading(here.engine) as session:
        agenda = store.agenda_views(session, here.committee, [meeting_id], on=here.today)
        named = {item.task_code for item in _items(agenda, between) if item.task_code}
        named |= {course.code for course in between.tasks} if between else set()
        tasks = store.tasks_of_meeting(session, here.committee, meeting_id, named, on=here.today)
    body = here.files.rhythm.body(meeting.body)
    return agenda_facts(
        meeting,
        today=here.today,
        milestones=found.milestones,
        deadline=papers_deadline(meeting.day, body, here.calendar) if meeting.day is not None else None,
        agenda=agenda,
        tasks=tasks,
        between=between,
    )


def _items(agenda: Iterable[AgendaView], between: BetweenSessions | None) -> Iterator[AgendaView]:
    """Yield every item that the report prints: of this meeting, and of those since the session before."""
    yield from agenda
    for held in between.meetings if between else ():
        yield from held.items


def report_agenda(
    here: Installation, meeting_id: int, folder: Path, *, issue: Issue = DRAFT, with_pdf: bool = False
) -> dict[str, Path]:
    """Write how ready a meeting is as .docx and .xlsx into ``folder``, on request as PDF; returns ending → path.

    Raises ``NotInRegistry``, and ``ReportError`` when the folder cannot be used or LibreOffice is missing for the PDF.
    """
    facts, office = gather(here, meeting_id), here.files.office
    content = compose(facts, office, issue)
    title = f"Báo cáo {' '.join(content.subject)}"
    templates = templates_of(here.settings.home)
    properties = word.Properties(title, office.name)
    docx = templates.render(DocumentKind.AGENDA, content, office.layout, properties, here.now)
    xlsx = spreadsheet.build(agenda_sheets(facts), title=title, author=office.name, now=here.now)
    made = {"docx": docx, "xlsx": xlsx, **({"pdf": as_pdf(docx)} if with_pdf else {})}
    name = words.slug(facts.meeting.name)[:_NAME_LIMIT].strip("-") or "hoi-nghi"
    # Weekly meetings bear the same name: the id tells them apart.
    stem = name if facts.meeting.ordinal else f"{name}-{meeting_id}"
    written = write_new(folder, f"chuan-bi-{stem}-{facts.as_of.isoformat()}", made)
    record("agenda.written", meeting=meeting_id, items=len(facts.items), file=written["docx"].name)
    return written

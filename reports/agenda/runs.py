"""The agenda-readiness report as a whole run: gather, compute, write."""

from pathlib import Path

from config.database import reading
from config.log import record
from reports import spreadsheet, word, words
from reports.agenda.compose import compose
from reports.agenda.facts import AgendaFacts, agenda_facts
from reports.agenda.sheets import agenda_sheets
from reports.agenda_gathering import read_agenda
from reports.files import write_new
from reports.kinds import DocumentKind
from reports.letterhead import DRAFT, Issue
from reports.pdf import as_pdf
from reports.templates_in_use import templates_of
from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.installation import Installation
from tasks_registry.meetings.milestones import dated_milestones


def gather(here: Installation, meeting_id: int) -> AgendaFacts:
    """Return how ready a meeting is on the office's day.

    Raises ``NotInRegistry`` for an unknown one, and ``Refused`` when the actor may not see every task.
    """
    require(here.actor, Duty.SURVEY)
    with reading(here.engine) as session:
        meeting = store.meeting_view(store.get_meeting(session, here.committee, meeting_id))
        agenda = read_agenda(session, here, meeting)
    body = here.files.rhythm.body(meeting.body)
    return agenda_facts(
        meeting,
        today=here.today,
        milestones=dated_milestones(meeting.day, body, here.calendar, here.today),
        deadline=agenda.papers_due,
        agenda=agenda.items,
        tasks=agenda.tasks,
        between=agenda.between,
    )


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
    written = write_new(folder, f"chuan-bi-{words.meeting_slug(facts.meeting)}-{facts.as_of.isoformat()}", made)
    record("agenda.written", meeting=meeting_id, items=len(facts.items), file=written["docx"].name)
    return written

"""Status reports as whole runs: gather from the registry, compute, write. What the command line and the flow call."""

from pathlib import Path

from config.database import reading
from config.log import record
from reports import word
from reports.files import write_new
from reports.kinds import DocumentKind
from reports.meeting.facts import MeetingFacts, meeting_facts
from reports.meeting.summary import summarise
from reports.meeting.writing import file_stem
from reports.pdf import as_pdf
from reports.templates_in_use import templates_of
from tasks_registry import store
from tasks_registry.installation import Installation


def report_folder(here: Installation) -> Path:
    """Return where the reports of an installation are kept."""
    return here.settings.home / "reports"


def gather(here: Installation, meeting_id: int) -> MeetingFacts:
    """Return the facts for a meeting as of the office's day; raises ``NotInRegistry`` for an unknown one."""
    with reading(here.engine) as session:
        meeting = store.meeting_view(store.get_meeting(session, here.committee, meeting_id))
        tasks = store.task_views(session, here.committee)
    rhythm = here.files.rhythm
    return meeting_facts(
        meeting,
        tasks,
        today=here.today,
        due_soon_days=rhythm.reminders.due_soon_days,
        judged_by=rhythm.deadlines.judged_by,
    )


def summarise_meeting(here: Installation, meeting_id: int, folder: Path, *, with_pdf: bool = False) -> dict[str, Path]:
    """Write the one-page summary of a meeting into ``folder``; returns ending → path.

    Raises ``ReportError`` when the folder cannot be used, or LibreOffice is missing for the PDF.
    """
    facts, office = gather(here, meeting_id), here.files.office
    with reading(here.engine) as session:
        course = store.daily_figures(session, here.committee, facts.period_start, here.today)
    content = summarise(facts, office, course)
    properties = word.Properties(content.title, office.name)
    docx = templates_of(here.settings.home).render(DocumentKind.SUMMARY, content, office.layout, properties, here.now)
    made = {"docx": docx, **({"pdf": as_pdf(docx)} if with_pdf else {})}
    written = write_new(folder, f"tom-tat-{file_stem(facts)}", made)
    record("summary.written", meeting=meeting_id, file=written["docx"].name)
    return written

"""Status reports as whole runs: gather from the registry, compute, write. What the command line and the flow call."""

from pathlib import Path

from config.database import reading
from config.log import record
from reports import word
from reports.files import write_new
from reports.kinds import DocumentKind
from reports.meeting.facts import MeetingFacts, meeting_facts
from reports.meeting.figures import NamedFigure, named_figures, of_agency
from reports.meeting.gathering import Gathering
from reports.meeting.summary import summarise
from reports.meeting.writing import file_stem
from reports.pdf import as_pdf
from reports.templates_in_use import templates_of
from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.errors import NotInRegistry
from tasks_registry.installation import Installation
from tasks_registry.planning.runs import reading_periods


def report_folder(here: Installation) -> Path:
    """Return where the reports of an installation are kept."""
    return here.settings.home / "reports"


def gather(here: Installation, meeting_id: int) -> MeetingFacts:
    """Return the facts for a meeting as of the office's day.

    Raises ``NotInRegistry`` for an unknown one, and ``Refused`` when the actor may not see every task.
    """
    require(here.actor, Duty.SURVEY)
    rhythm = here.files.rhythm
    with reading_periods(here) as book:
        gathering = Gathering(here, book, meeting_id)
        tasks, background = gathering.tasks(), gathering.background()
    return meeting_facts(
        gathering.meeting,
        tasks,
        today=here.today,
        due_soon_days=rhythm.reminders.due_soon_days,
        silent_after_days=rhythm.silent_after_days,
        judged_by=rhythm.deadlines.judged_by,
        zone=here.settings.zone,
        background=background,
    )


def figures_of(
    here: Installation, meeting_id: int, key: str | None = None, agency: str | None = None
) -> tuple[MeetingFacts, tuple[NamedFigure, ...]]:
    """Return the facts for a meeting and their figures: all, or the one called ``key``; on request of one agency.

    Raises ``NotInRegistry`` for a meeting, a figure or an agency code that is not there.
    """
    facts = gather(here, meeting_id)
    figures = named_figures(facts)
    if key is not None:
        figures = tuple(figure for figure in figures if figure.key == key)
        if not figures:
            raise NotInRegistry(f"Không có số liệu “{key}”. Hãy xem các tên bằng: dondoc report facts {meeting_id}")
    if agency is not None:
        with reading(here.engine) as session:
            agencies = store.load_directory(session, here.committee).agency_names.values()
        if agency not in {code for code, _ in agencies}:
            raise NotInRegistry(f"Không có cơ quan mã “{agency}”. Hãy xem các mã bằng: dondoc agency list")
        figures = of_agency(figures, agency)
    return facts, figures


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

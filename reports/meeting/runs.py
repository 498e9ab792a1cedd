"""Status reports as whole runs: gather from the registry, compute, write. What the command line and the flow call."""

from datetime import date
from pathlib import Path

from config.database import reading
from config.log import record
from reports import word
from reports.files import write_new
from reports.kinds import DocumentKind
from reports.meeting.due import meetings_due
from reports.meeting.facts import MeetingFacts, meeting_facts
from reports.meeting.figures import NamedFigure, named_figures, of_agency
from reports.meeting.gathering import Gathering
from reports.meeting.summary import summarise
from reports.meeting.writing import ReportFiles, file_stem, meeting_stem, write_meeting_report
from reports.pdf import as_pdf
from reports.templates_in_use import templates_of
from reports.whole_files import replace_whole
from tasks_registry import store
from tasks_registry.errors import NotInRegistry
from tasks_registry.installation import Installation
from tasks_registry.planning.runs import reading_periods
from tasks_registry.view import MeetingView

_DAY_LENGTH = len("2026-09-24")


def report_folder(here: Installation) -> Path:
    """Return where the reports of an installation are kept."""
    return here.settings.home / "reports"


def gather(here: Installation, meeting_id: int) -> MeetingFacts:
    """Return the facts for a meeting as of the office's day; raises ``NotInRegistry`` for an unknown one."""
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


def report_meeting(here: Installation, meeting_id: int, folder: Path, *, with_pdf: bool = False) -> ReportFiles:
    """Write the status report of a meeting as .docx and .xlsx into ``folder``, on request as PDF beside them."""
    templates = templates_of(here.settings.home)
    files = write_meeting_report(gather(here, meeting_id), here.files.office, folder, here.now, templates)
    if with_pdf:
        replace_whole(files.docx.with_suffix(".pdf"), as_pdf(files.docx.read_bytes()))
    record("report.written", meeting=meeting_id, file=files.docx.name)
    return files


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


def meetings_to_report(here: Installation, folder: Path) -> list[int]:
    """Return the ids of the meetings whose report is wanted by now and does not lie in ``folder`` yet."""
    with reading(here.engine) as session:
        meetings = store.meeting_views(session, here.committee)
    due = meetings_due(
        meetings,
        here.files.rhythm.meeting_report_days_before,
        here.calendar,
        here.today,
        lambda meeting: _last_report(meeting, folder),
    )
    return [meeting.id for meeting in due]


def _last_report(meeting: MeetingView, folder: Path) -> date | None:
    stem = meeting_stem(meeting)
    days = (path.stem.removeprefix(f"{stem}-")[:_DAY_LENGTH] for path in folder.glob(f"{stem}-????-??-??*.docx"))
    return max((date.fromisoformat(day) for day in days), default=None)

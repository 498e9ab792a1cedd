"""Write the status report of a meeting: one .docx and one .xlsx, whole or not at all."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from config.letterhead import Layout
from config.office import Office
from reports import spreadsheet, word, words
from reports.files import write_new
from reports.kinds import DocumentKind
from reports.meeting.compose import compose
from reports.meeting.content import StatusReport
from reports.meeting.facts import MeetingFacts
from reports.meeting.sheets import meeting_sheets
from reports.templates_in_use import Templates
from tasks_registry.view import MeetingView

_NAME_LIMIT = 80


@dataclass(frozen=True)
class ReportFiles:
    """Where the report lies."""

    docx: Path
    xlsx: Path


def write_meeting_report(
    facts: MeetingFacts,
    office: Office,
    out_dir: Path,
    now: datetime,
    templates: Templates,
    *,
    number: int | None = None,
) -> ReportFiles:
    """Write the report into ``out_dir`` (created when missing), beside an older one that somebody may have edited.

    ``now`` is aware and dates the files; everything printed holds for ``facts.as_of``. Without ``number`` the report
    is a draft. Raises ``ReportError`` when the template or the folder cannot be used, ``ValueError`` when ``now`` is
    naive.
    """
    files = meeting_files(facts, office, now, templates, number=number)
    written = write_new(out_dir, file_stem(facts), files)
    return ReportFiles(written["docx"], written["xlsx"])


def meeting_files(
    facts: MeetingFacts, office: Office, now: datetime, templates: Templates, *, number: int | None = None
) -> dict[str, bytes]:
    """Return the files of the report, ending → bytes; arguments and errors as of ``write_meeting_report``."""
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    docx = render_docx(compose(facts, office, number), office.layout, now, templates)
    return {"docx": docx, "xlsx": render_xlsx(facts, office.name, now)}


def render_docx(report: StatusReport, layout: Layout, now: datetime, templates: Templates) -> bytes:
    """Return the .docx of a worded report."""
    properties = word.Properties(f"Báo cáo {' '.join(report.subject)}", report.head.issuer)
    return templates.render(DocumentKind.STATUS, report, layout, properties, now)


def render_xlsx(facts: MeetingFacts, author: str, now: datetime) -> bytes:
    """Return the workbook of a status report; ``author`` is the reporting body."""
    title = f"Nhiệm vụ trọng tâm phục vụ {facts.meeting.name}"
    return spreadsheet.build(meeting_sheets(facts, author), title=title, author=author, now=now)


def file_stem(facts: MeetingFacts) -> str:
    """Return the file name without its ending: ``bao-cao-hoi-nghi-dang-uy-lan-thu-17-2024-06-24``."""
    return f"{meeting_stem(facts.meeting)}-{facts.as_of.isoformat()}"


def meeting_stem(meeting: MeetingView) -> str:
    """Return what the file names of all reports of a meeting begin with, the day left out.

    A meeting without an ordinal carries its id: weekly meetings bear the same name and must not overwrite each other.
    """
    name = words.slug(meeting.name)[:_NAME_LIMIT].strip("-") or "hoi-nghi"
    return f"bao-cao-{name}" if meeting.ordinal else f"bao-cao-{name}-{meeting.id}"

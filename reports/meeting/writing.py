"""The files of a meeting's status report: one .docx and one .xlsx."""

from datetime import datetime

from config.letterhead import Layout
from config.office import Office
from reports import spreadsheet, word, words
from reports.kinds import DocumentKind
from reports.letterhead import DRAFT, Issue
from reports.meeting.compose import compose
from reports.meeting.content import StatusReport
from reports.meeting.facts import MeetingFacts
from reports.meeting.sheets import meeting_sheets
from reports.templates_in_use import Templates


def meeting_files(
    facts: MeetingFacts, office: Office, now: datetime, templates: Templates, issue: Issue = DRAFT
) -> dict[str, bytes]:
    """Return the files of the report, ending → bytes.

    ``now`` is aware and dates the files; everything printed holds for ``facts.as_of``. Raises ``ReportError`` when the
    template cannot be used, ``ValueError`` when ``now`` is naive.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    docx = render_docx(compose(facts, office, issue), office.layout, now, templates)
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
    return f"bao-cao-{words.meeting_slug(facts.meeting)}-{facts.as_of.isoformat()}"

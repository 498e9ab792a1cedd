"""Write the status report of a meeting: one .docx and one .xlsx, whole or not at all."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from config.office import Layout, Office
from reports import word, words, workbook
from reports.compose import compose
from reports.errors import ReportError
from reports.facts import MeetingFacts
from reports.status_report import StatusReport
from tasks_registry.view import MeetingView

_NAME_LIMIT = 80
TEMPLATE = "status_report.docx"


@dataclass(frozen=True)
class ReportFiles:
    """Where the report lies."""

    docx: Path
    xlsx: Path


def write_meeting_report(
    facts: MeetingFacts, office: Office, out_dir: Path, now: datetime, *, number: int | None = None
) -> ReportFiles:
    """Write the report into ``out_dir`` (created when missing), beside an older one that somebody may have edited.

    ``now`` is aware and dates the files; everything printed holds for ``facts.as_of``. Without ``number`` the report
    is a draft. Raises ``ReportError`` when the template or the folder cannot be used, ``ValueError`` when ``now`` is
    naive. A reader never sees half a file: each is written beside its place and then renamed.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    docx = render_docx(compose(facts, office, number), office.layout, now, word.builtin_template(TEMPLATE))
    xlsx = workbook.build(facts, office, now)
    written = _free_names(out_dir, file_stem(facts))
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        _replace(written.docx, docx)
        _replace(written.xlsx, xlsx)
    except OSError as error:
        raise ReportError(
            f"Không ghi được báo cáo vào thư mục {out_dir}. Hãy kiểm tra quyền ghi, dung lượng đĩa và đóng tệp báo cáo "
            "đang mở."
        ) from error
    return written


def render_docx(report: StatusReport, layout: Layout, now: datetime, template: Path) -> bytes:
    """Return the .docx of a worded report; raises ``ReportError`` when ``template`` cannot be used."""
    properties = word.Properties(f"Báo cáo {' '.join(report.subject)}", report.head.issuer)
    return word.render(template, report, layout, properties, now)


def _free_names(folder: Path, stem: str) -> ReportFiles:
    """Return names that are not taken: ``….docx``, then ``…-ban-2.docx`` for the second report of a day, and so on."""
    for version in count(1):
        name = stem if version == 1 else f"{stem}-ban-{version}"
        files = ReportFiles(folder / f"{name}.docx", folder / f"{name}.xlsx")
        if not files.docx.exists() and not files.xlsx.exists():
            break
    return files


def file_stem(facts: MeetingFacts) -> str:
    """Return the file name without its ending: ``bao-cao-hoi-nghi-dang-uy-lan-thu-17-2024-06-24``."""
    return f"{meeting_stem(facts.meeting)}-{facts.as_of.isoformat()}"


def meeting_stem(meeting: MeetingView) -> str:
    """Return what the file names of all reports of a meeting begin with, the day left out.

    A meeting without an ordinal carries its id: weekly meetings bear the same name and must not overwrite each other.
    """
    name = words.slug(meeting.name)[:_NAME_LIMIT].strip("-") or "hoi-nghi"
    return f"bao-cao-{name}" if meeting.ordinal else f"bao-cao-{name}-{meeting.id}"


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise

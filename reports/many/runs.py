"""The reports of the coming meetings of many committees: one after the other, none held up by another.

Each committee is opened by its own home, so letterhead, signer, templates, calendar and rhythm are its own, and what is
in memory is one committee at a time.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from config.checks import placeholders
from config.database import reading
from config.errors import DondocError
from config.log import log_to, record
from config.settings import Settings
from reports.errors import ReportError
from reports.many.coming import coming_meetings
from reports.many.homes import require_office_file
from reports.meeting.runs import report_folder, summarise_meeting
from reports.pdf import as_pdfs
from reports.versions.runs import make_by_hand
from reports.whole_files import replace_whole
from tasks_registry import store
from tasks_registry.installation import Installation, open_installation
from tasks_registry.view import MeetingView


@dataclass
class MeetingFiles:
    """What was written for a meeting."""

    meeting: int
    name: str
    files: list[Path]


@dataclass
class CommitteeReports:
    """What became of one committee; ``code`` and ``name`` stay empty when its home could not be opened."""

    home: Path
    code: str = ""
    name: str = ""
    meetings: list[MeetingFiles] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What an office must fill in by hand before it signs."""
    failures: list[str] = field(default_factory=list)
    """Why documents are missing, and what to do."""


@dataclass(frozen=True)
class Order:
    """What is wanted: the meetings of the next ``days`` calendar days, ``out`` or each committee's own folder."""

    days: int
    out: Path | None = None
    with_pdf: bool = False


def report_all(all_settings: Iterable[Settings], now: datetime, order: Order) -> Iterator[CommitteeReports]:
    """Write status report and summary of every coming meeting of every committee; yields committee after committee.

    With ``order.out`` a committee's documents lie in a folder of its code. What fails is told in the result.
    """
    codes: dict[str, Path] = {}
    for settings in all_settings:
        made = CommitteeReports(settings.home)
        try:
            log_to(settings.home, settings.log_level)
            require_office_file(settings.home)
            with open_installation(settings, now) as here:
                made.code, made.name = here.files.office.code, here.files.office.name
                _take(codes, here)
                _report_committee(here, order, made)
        except Exception as error:  # whatever is wrong with one committee, the others get their reports
            made.failures.append(_reason(error, settings))
        record("reports.made", committee=made.code, meetings=len(made.meetings), failures=len(made.failures))
        yield made


def _take(codes: dict[str, Path], here: Installation) -> None:
    """Refuse a code that another home of this run has: their documents would be mixed up."""
    first = codes.setdefault(here.files.office.code, here.settings.home)
    if first != here.settings.home:
        raise ReportError(
            f"Mã {here.files.office.code} đã dùng ở {first}. Hãy sửa code trong office.yaml của một trong hai nơi."
        )


def _report_committee(here: Installation, order: Order, made: CommitteeReports) -> None:
    with reading(here.engine) as session:
        meetings = coming_meetings(store.meeting_views(session, here.committee), here.today, order.days)
    blank = placeholders(here.files.office)
    if meetings and blank:
        made.remarks.append(
            f"office.yaml còn giá trị mẫu: {', '.join(blank)}. Văn bản in nguyên như vậy, hãy điền tay."
        )
    folder = order.out / here.files.office.code if order.out else report_folder(here)
    for meeting in meetings:
        try:
            made.meetings.append(_report_meeting(here, meeting, folder))
        except Exception as error:  # its other meetings get theirs
            made.failures.append(f"{meeting.name}: {_reason(error, here.settings)}")
    if order.with_pdf and made.meetings:
        _add_pdfs(made.meetings)


def _report_meeting(here: Installation, meeting: MeetingView, folder: Path) -> MeetingFiles:
    report, summary = make_by_hand(here, meeting.id, folder), summarise_meeting(here, meeting.id, folder)
    return MeetingFiles(meeting.id, meeting.name, [*report.paths.values(), *summary.values()])


def _add_pdfs(meetings: Sequence[MeetingFiles]) -> None:
    documents = [(meeting, path) for meeting in meetings for path in meeting.files if path.suffix == ".docx"]
    for (meeting, path), pdf in zip(documents, as_pdfs([path.read_bytes() for _, path in documents]), strict=True):
        replace_whole(path.with_suffix(".pdf"), pdf)
        meeting.files.append(path.with_suffix(".pdf"))


def _reason(error: Exception, settings: Settings) -> str:
    if isinstance(error, DondocError):
        return str(error)
    record("reports.fault", level=logging.ERROR, error=error)
    return f"lỗi ngoài dự kiến, xem {settings.home / 'logs' / 'dondoc.log'}."

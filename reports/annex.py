"""The annex that proves the chasing of a task, as .docx, .xlsx or .csv; it is handed plain words."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path

from config.office import Office
from reports import word, words, workbook
from reports.errors import ReportError
from reports.whole_files import replace_whole
from tasks_registry.tables.formulas import guard

HEADINGS = ("STT", "Thời điểm", "Nội dung", "Người nhận, người thực hiện", "Kênh, địa chỉ", "Kết quả")
"""Column names, the same in every form."""


@dataclass(frozen=True)
class AnnexRow:
    """One line of the table."""

    when: str
    what: str
    who: str
    way: str
    result: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as cells, its number left out."""
        return (self.when, self.what, self.who, self.way, self.result)


@dataclass(frozen=True)
class Annex:
    """What the annex says."""

    title: str
    attached_to: str
    """The document that it goes with."""
    facts: tuple[str, ...]
    """Sentences above the table."""
    caption: str
    rows: tuple[AnnexRow, ...]
    remarks: tuple[str, ...]
    """Sentences under the table."""


def chasing_annex(
    *,
    code: str,
    facts: tuple[tuple[str, str], ...],
    rows: tuple[tuple[str, str, str, str, str], ...],
    remarks: tuple[str, ...],
    office: Office,
    as_of: date,
) -> Annex:
    """Word the annex of task ``code``; ``facts`` are label and value, an empty value is left out."""
    return Annex(
        title=words.plain(f"Quá trình đôn đốc thực hiện nhiệm vụ {code}"),
        attached_to=f"(Kèm theo Công văn số       -CV/{office.symbol}, ngày       tháng       năm {as_of.year} của "
        f"{words.plain(office.name)})",
        facts=tuple(f"{label}: {words.plain(value).rstrip('.')}." for label, value in facts if value),
        caption=f"Số liệu tính đến {words.long_day(as_of)}",
        rows=tuple(AnnexRow(*(words.plain(cell) for cell in row)) for row in rows),
        remarks=tuple(words.plain(remark) for remark in remarks),
    )


def write_annex(path: Path, annex: Annex, office: Office, now: datetime) -> None:
    """Write the annex to ``path``; its ending says how: .docx, .xlsx or .csv. What lies there is replaced.

    ``now`` is aware and dates the file's properties. Raises ``ReportError`` for another ending and when the file or the
    template cannot be used.
    """
    writers: dict[str, Callable[[], bytes]] = {
        ".docx": lambda: word.render_annex(annex, office, now),
        ".xlsx": lambda: workbook.build_annex(annex, HEADINGS, office, now),
        ".csv": lambda: _csv(annex),
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise ReportError(f"Không xuất được ra {path.name}. Hãy đặt tên tệp có đuôi .docx, .xlsx hoặc .csv.")
    try:
        replace_whole(path, writer())
    except OSError as error:
        raise ReportError(
            f"Không ghi được tệp {path}. Hãy kiểm tra thư mục, quyền ghi, dung lượng đĩa và đóng tệp đang mở."
        ) from error


def _csv(annex: Annex) -> bytes:
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    writer.writerows((number, *(guard(cell) for cell in row.cells)) for number, row in enumerate(annex.rows, 1))
    return stream.getvalue().encode("utf-8-sig")  # Excel takes a .csv for Unicode only by its byte order mark

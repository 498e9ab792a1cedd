"""The annex that proves the chasing of a task, as .docx, .xlsx or .csv."""

import csv
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path

from config.office import Office
from reports import spreadsheet, word
from reports.chasing.annex_content import HEADINGS, Annex
from reports.errors import ReportError
from reports.kinds import DocumentKind
from reports.spreadsheet import Column, Lines, Table, Value
from reports.templates_in_use import Templates
from reports.whole_files import replace_whole
from tasks_registry.tables.formulas import guard

_WIDTHS = (6, 18, 46, 26, 24, 40)
"""Of the workbook, in characters as Excel counts."""


def write_annex(path: Path, annex: Annex, office: Office, now: datetime, templates: Templates) -> None:
    """Write the annex to ``path``; its ending says how: .docx, .xlsx or .csv. What lies there is replaced.

    ``now`` is aware and dates the file's properties. Raises ``ReportError`` for another ending and when the file or the
    template cannot be used.
    """
    writers: dict[str, Callable[[], bytes]] = {
        ".docx": lambda: annex_docx(annex, office, now, templates),
        ".xlsx": lambda: _xlsx(annex, office, now),
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


def annex_docx(annex: Annex, office: Office, now: datetime, templates: Templates) -> bytes:
    """Return the annex as a .docx."""
    properties = word.Properties(annex.title, office.name)
    return templates.render(DocumentKind.PROOF, annex, office.layout, properties, now)


def _xlsx(annex: Annex, office: Office, now: datetime) -> bytes:
    columns = [
        Column(name, width, "center" if name == HEADINGS[0] else "left")
        for name, width in zip(HEADINGS, _WIDTHS, strict=True)
    ]
    rows: list[list[Value]] = [[number, *row.cells] for number, row in enumerate(annex.rows, 1)]
    summary = Lines("Tóm tắt", (annex.title, *annex.facts, annex.caption, *annex.remarks))
    return spreadsheet.build((Table("Đôn đốc", columns, rows), summary), title=annex.title, author=office.name, now=now)


def _csv(annex: Annex) -> bytes:
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    writer.writerows((number, *(guard(cell) for cell in row.cells)) for number, row in enumerate(annex.rows, 1))
    return stream.getvalue().encode("utf-8-sig")  # Excel takes a .csv for Unicode only by its byte order mark

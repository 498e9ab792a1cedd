"""Tables as an .xlsx to sort, filter and count in: real days and numbers, ready to print. Alone knows openpyxl."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from math import ceil
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports import words

Value = str | int | float | date | None
"""A float is a rate, 0..1."""

_DAY_FORMAT = "dd/mm/yyyy"
_PERCENT_FORMAT = "0.0%"
_Align = Literal["left", "center"]
_SIDE = Side("thin")
_LINE = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_PLAIN, _BOLD = Font("Times New Roman", 12), Font("Times New Roman", 12, bold=True)
_ALIGNMENTS = {align: Alignment(align, "top", wrap_text=True) for align in ("left", "center")}
_MM_PER_INCH = 25.4
_LINE_HEIGHT_PT = 16
_EXCEL_MAX_HEIGHT_PT = 409
_PAIR_WIDTH = 52
_LINE_WIDTH = 120


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    heading: str
    width: float
    """In characters, as Excel counts."""
    align: _Align = "left"


@dataclass(frozen=True)
class Table:
    """A sheet with one table: a header row that is repeated on paper, a filter, a frozen header."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True)
class Pairs:
    """A sheet that names values one below the other."""

    title: str
    rows: Sequence[tuple[str, Value]]


@dataclass(frozen=True)
class Lines:
    """A sheet of sentences, the first of which is its heading."""

    title: str
    rows: Sequence[str]


Sheet = Table | Pairs | Lines


def build(sheets: Sequence[Sheet], *, title: str, author: str, now: datetime) -> bytes:
    """Return the workbook with ``sheets``, at least one; ``now`` is aware and dates the file's properties."""
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        if isinstance(sheet, Table):
            _write_table(page, sheet.columns, sheet.rows)
        elif isinstance(sheet, Pairs):
            _write_pairs(page, sheet.rows)
        else:
            _write_lines(page, sheet.rows)
        _set_page(page)
    book.properties.creator = words.plain(author)
    book.properties.title = words.plain(title)
    book.properties.created = now.astimezone(UTC).replace(tzinfo=None)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_pairs(sheet: Worksheet, rows: Sequence[tuple[str, Value]]) -> None:
    for line, (label, value) in enumerate(rows, 1):
        _put(sheet.cell(line, 1), label, bold=True)
        _put(sheet.cell(line, 2), value)
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = _PAIR_WIDTH


def _write_lines(sheet: Worksheet, rows: Sequence[str]) -> None:
    for line, sentence in enumerate(rows, 1):
        _put(sheet.cell(line, 1), sentence, bold=line == 1)
    sheet.column_dimensions["A"].width = _LINE_WIDTH


def _write_table(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> None:
    for place, column in enumerate(columns, 1):
        _put(sheet.cell(1, place), column.heading, "center", bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    _fit_height(sheet, 1, columns, [column.heading for column in columns])
    for line, values in enumerate(rows, 2):
        for place, (column, value) in enumerate(zip(columns, values, strict=True), 1):
            _put(sheet.cell(line, place), value, column.align)
        _fit_height(sheet, line, columns, values)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def _fit_height(sheet: Worksheet, line: int, columns: Sequence[Column], values: Sequence[Value]) -> None:
    """Give the row the lines that its longest wrapped text needs; not every program does so when it opens the file."""
    texts = (
        (len(value), column.width) for column, value in zip(columns, values, strict=True) if isinstance(value, str)
    )
    # A tenth is lost to words that do not fit the end of a line.
    lines = max((ceil(1.1 * length / width) for length, width in texts), default=1)
    sheet.row_dimensions[line].height = min(max(lines, 1) * _LINE_HEIGHT_PT, _EXCEL_MAX_HEIGHT_PT)


def _put(cell: Cell | MergedCell, value: Value, align: _Align = "left", *, bold: bool = False) -> None:
    """Write ``value``; text stays text, whatever sign it begins with.

    ``=``, ``+``, ``-`` and ``@`` begin a formula in spreadsheets, and titles come from outside. The cell is typed as
    a string, and the quote prefix keeps it one when somebody edits it in Excel.
    """
    assert isinstance(cell, Cell)  # nothing here is merged; a merged cell would swallow its value
    if isinstance(value, str):
        cell.value = words.plain(value)
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith(("=", "+", "-", "@"))
    else:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = _DAY_FORMAT
    elif isinstance(value, float):
        cell.number_format = _PERCENT_FORMAT
    cell.font = _BOLD if bold else _PLAIN
    cell.border = _LINE
    cell.alignment = _ALIGNMENTS[align]


def _set_page(sheet: Worksheet) -> None:
    """A4 landscape, as wide as the page, with the margins of party documents (20, 20, 30, 15 mm)."""
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.top = margins.bottom = 20 / _MM_PER_INCH
    margins.left, margins.right = 30 / _MM_PER_INCH, 15 / _MM_PER_INCH
    header = sheet.HeaderFooter.oddHeader
    assert header is not None
    header.center.text = "&P"

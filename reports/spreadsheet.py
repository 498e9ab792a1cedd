"""Tables as an .xlsx to sort, filter and count in: real days and numbers, ready to print. Alone knows openpyxl.

Rows go straight into the file (openpyxl's write-only mode), so memory does not grow with them. Whatever stands above
the rows in the file – widths, frozen header, page – is therefore set before the first row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from math import ceil
from typing import Any, Literal, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
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
_FORMULA_SIGNS = ("=", "+", "-", "@")


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
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = _Page(book.create_sheet(sheet.title))
        if isinstance(sheet, Table):
            page.write_table(sheet.columns, sheet.rows)
        elif isinstance(sheet, Pairs):
            page.write_pairs(sheet.rows)
        else:
            page.write_lines(sheet.rows)
    book.properties.creator = words.plain(author)
    book.properties.title = words.plain(title)
    book.properties.created = now.astimezone(UTC).replace(tzinfo=None)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Look(NamedTuple):
    """How a cell looks and what Excel takes it for."""

    align: _Align = "left"
    bold: bool = False
    format: str = "General"
    quoted: bool = False
    """Kept a text when somebody edits it in Excel, although it begins like a formula."""


class _Page:
    """One sheet on its way into the file, row after row."""

    def __init__(self, sheet: Any) -> None:  # openpyxl's stubs know nothing of write-only sheets
        self._sheet = sheet
        self._pens: dict[_Look, Cell] = {}
        self._line = 0
        _set_page(sheet)

    def write_pairs(self, rows: Sequence[tuple[str, Value]]) -> None:
        """Write a label and its value on each line."""
        self._set_widths((_PAIR_WIDTH, _PAIR_WIDTH))
        for label, value in rows:
            self._write(((label, _Look(bold=True)), (value, _Look())))

    def write_lines(self, rows: Sequence[str]) -> None:
        """Write a sentence on each line."""
        self._set_widths((_LINE_WIDTH,))
        for place, sentence in enumerate(rows):
            self._write(((sentence, _Look(bold=place == 0)),))

    def write_table(self, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> None:
        """Write the headings and the rows under them."""
        self._set_widths([column.width for column in columns])
        self._sheet.freeze_panes = "A2"
        self._sheet.print_title_rows = "1:1"
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
        heading, looks = _Look("center", bold=True), [_Look(column.align) for column in columns]
        headings = [column.heading for column in columns]
        self._write([(text, heading) for text in headings], _height(columns, headings))
        for values in rows:
            self._write(zip(values, looks, strict=True), _height(columns, values))

    def _set_widths(self, widths: Sequence[float]) -> None:
        for place, width in enumerate(widths, 1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width

    def _write(self, cells: Iterable[tuple[Value, _Look]], height: float | None = None) -> None:
        self._line += 1
        if height is not None:
            self._sheet.row_dimensions[self._line].height = height
        self._sheet.append(self._put(value, look) for value, look in cells)
        self._sheet.row_dimensions.pop(self._line, None)  # it is in the file

    def _put(self, value: Value, look: _Look) -> Cell:
        """Return a cell that holds ``value`` until the next one is asked for; text stays text, whatever it begins with.

        ``=``, ``+``, ``-`` and ``@`` begin a formula in spreadsheets, and titles come from outside. The cell is typed
        as a string, and the quote prefix keeps it one when somebody edits it in Excel.
        """
        if isinstance(value, str):
            text = words.plain(value)
            pen = self._pen(look._replace(quoted=True) if text.startswith(_FORMULA_SIGNS) else look)
            pen.value = text
            pen.data_type = "s"
            return pen
        if isinstance(value, date):
            look = look._replace(format=_DAY_FORMAT)
        elif isinstance(value, float):
            look = look._replace(format=_PERCENT_FORMAT)
        pen = self._pen(look)
        pen.value = value
        return pen

    def _pen(self, look: _Look) -> Cell:
        """Return the one cell of this look: openpyxl hashes a whole font at every assignment, which took most time."""
        if look not in self._pens:
            cell = WriteOnlyCell(self._sheet)
            cell.font = _BOLD if look.bold else _PLAIN
            cell.border = _LINE
            cell.alignment = _ALIGNMENTS[look.align]
            cell.number_format = look.format
            cell.quotePrefix = look.quoted
            self._pens[look] = cell
        return self._pens[look]


def _height(columns: Sequence[Column], values: Sequence[Value]) -> float:
    """Return the points that the longest wrapped text needs; not every program fits rows when it opens the file."""
    texts = (
        (len(value), column.width) for column, value in zip(columns, values, strict=True) if isinstance(value, str)
    )
    # A tenth is lost to words that do not fit the end of a line.
    lines = max((ceil(1.1 * length / width) for length, width in texts), default=1)
    return min(max(lines, 1) * _LINE_HEIGHT_PT, _EXCEL_MAX_HEIGHT_PT)


def _set_page(sheet: Any) -> None:
    """A4 landscape, as wide as the page, with the margins of party documents (20, 20, 30, 15 mm)."""
    sheet.page_setup.paperSize = int(Worksheet.PAPERSIZE_A4)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.top = margins.bottom = 20 / _MM_PER_INCH
    margins.left, margins.right = 30 / _MM_PER_INCH, 15 / _MM_PER_INCH
    header = sheet.HeaderFooter.oddHeader
    assert header is not None
    header.center.text = "&P"

"""Workbooks (.xlsx, .xlsm): the visible sheets as assignment tables. Macros and links to other files stay untouched.

Formulas count with the value that Excel stored last. Rows above the titles of a table are the head of the document.
"""

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.sources import CELL_BAR, SourceText
from tasks_registry.reading.table_columns import Column, column_of
from tasks_registry.reading.text import clean
from tasks_registry.reading.word_package import MAX_RATIO

MAX_EXPANDED_BYTES = 64 * 1024 * 1024
"""Of all XML of one workbook; an assignment table of ten thousand rows takes a tenth of it."""
MAX_ROWS, MAX_COLUMNS = 10_000, 100
"""Of one sheet, empty formatted cells included."""
_SMALL_PART_BYTES = 1024 * 1024
_PROLOGUE = 2048
"""Bytes of a part in which a document type would stand; Excel writes none, entities come from elsewhere."""
_OLE = b"\xd0\xcf\x11\xe0"


class SpreadsheetReader:
    """Reads ``.xlsx`` and ``.xlsm``."""

    suffixes: tuple[str, ...] = (".xlsx", ".xlsm")

    def read(self, data: bytes, name: str) -> SourceText:
        """Return the visible cells of all visible sheets, row by row. Raises ``UnreadableDocument``."""
        require_workbook(data, name)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl warns of drop-down lists and styles that it leaves out
                book = load_workbook(BytesIO(data), data_only=True, keep_vba=False, keep_links=False)
        except Exception:  # openpyxl meets broken XML with errors of every kind
            raise broken_workbook(name) from None
        writer = _Writer()
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
                raise UnreadableDocument(
                    f"Trang tính “{sheet.title}” của tệp {name} có quá {MAX_ROWS} dòng hoặc {MAX_COLUMNS} cột. "
                    "Hãy xóa các dòng, cột trống đã định dạng ở cuối bảng rồi lưu lại."
                )
            writer.sheet(sheet)
        return writer.source()


def require_workbook(data: bytes, name: str, max_expanded: int = MAX_EXPANDED_BYTES) -> None:
    """Refuse what is no workbook, is encrypted, expands beyond ``max_expanded`` bytes or brings XML entities."""
    if data.startswith(_OLE):
        raise UnreadableDocument(
            f"Tệp {name} được bảo vệ bằng mật khẩu hoặc là Excel đời cũ (.xls). "
            "Hãy mở bằng Excel, bỏ mật khẩu và lưu lại thành .xlsx."
        )
    if not data.startswith(b"PK"):
        raise UnreadableDocument(
            f"Tệp {name} mang đuôi bảng tính nhưng không phải tệp Excel. Hãy mở bằng phần mềm gốc, lưu lại thành .xlsx."
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            if "xl/workbook.xml" not in package.namelist():
                raise UnreadableDocument(
                    f"Tệp {name} không chứa bảng tính Excel. Hãy kiểm tra xem có phải tệp Word hoặc tệp nén đã đổi tên."
                )
            bomb = any(
                part.file_size > _SMALL_PART_BYTES and part.file_size > MAX_RATIO * max(1, part.compress_size)
                for part in parts
            )
            if bomb or sum(part.file_size for part in parts) > max_expanded:
                raise UnreadableDocument(
                    f"Tệp {name} bung ra quá lớn so với tệp nén nên không được đọc. Hãy lưu lại tệp từ Excel."
                )
            if any(part.flag_bits & 0x1 for part in parts):
                raise UnreadableDocument(f"Tệp {name} được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi lưu lại.")
            for part in parts:
                with package.open(part) as stream:
                    if b"<!DOCTYPE" in stream.read(_PROLOGUE).replace(b"\0", b""):
                        raise broken_workbook(name)
    except UnreadableDocument:
        raise
    except Exception:  # zipfile, zlib and struct have an error each for every kind of damage
        raise broken_workbook(name) from None


def broken_workbook(name: str) -> UnreadableDocument:
    """Return the error for a workbook that cannot be opened."""
    return UnreadableDocument(
        f"Tệp {name} bị hỏng hoặc tải về chưa đủ. Hãy lấy lại bản gốc, hoặc mở bằng Excel và lưu lại."
    )


class _Writer:
    """Writes sheets line by line, keeping where bold lines stand."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._bold_at: set[int] = set()

    def source(self) -> SourceText:
        """Return everything written."""
        return SourceText("\n".join(self._lines), bold_at=frozenset(self._bold_at))

    def sheet(self, sheet: Worksheet) -> None:
        """Write the visible rows of ``sheet``: lines above the titles of a table, cells between bars from there on."""
        in_table = False
        for row in _rows(sheet):
            titles = sum(column_of(_text(cell)) is not Column.OTHER for cell in row if cell is not None)
            in_table = in_table or titles > 1
            if in_table:
                self._line(CELL_BAR)
            for cell in row:
                if in_table or (cell is not None and _text(cell)):
                    self._cell(cell)
                if in_table:
                    self._line(CELL_BAR)
        for _ in range(3):  # the next sheet is a table of its own
            self._line("")

    def _cell(self, cell: Cell | None) -> None:
        written = False
        for line in (_text(cell) if cell is not None else "").split("\n"):
            if line.strip() and line.strip() != CELL_BAR:
                if cell is not None and cell.font is not None and cell.font.b:
                    self._bold_at.add(self._length)
                self._line(line.strip())
                written = True
        if not written:
            self._line("")

    def _line(self, text: str) -> None:
        self._lines.append(text)
        self._length += len(text) + 1


def _rows(sheet: Worksheet) -> Iterator[list[Cell | None]]:
    """Yield the visible rows with their visible cells; a merged cell stands in the first column of each of its rows."""
    hidden = {
        column
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden and dimension.min is not None
        for column in range(dimension.min, min(dimension.max or dimension.min, MAX_COLUMNS) + 1)
    }
    origin: dict[tuple[int, int], Cell] = {}
    for area in sheet.merged_cells.ranges:
        shown = next((column for column in range(area.min_col, area.max_col + 1) if column not in hidden), area.min_col)
        for row in range(area.min_row, min(area.max_row, sheet.max_row) + 1):
            first = sheet.cell(area.min_row, area.min_col)
            if isinstance(first, Cell):  # areas of a damaged file may overlap
                origin[row, shown] = first
    for number in range(1, sheet.max_row + 1):
        if sheet.row_dimensions[number].hidden:
            continue
        cells = sheet.iter_rows(min_row=number, max_row=number)
        yield [
            origin.get((number, column), cell if isinstance(cell, Cell) else None)
            for column, cell in enumerate(next(iter(cells)), start=1)
            if column not in hidden
        ]


def _text(cell: Cell) -> str:
    """Return what the cell shows: days as dd/mm/yyyy, whole numbers without a point, errors as nothing."""
    value: Any = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, date):
        # Excel makes a day of a typed `12/2026` and shows the month only.
        of_month = isinstance(value, datetime) and "d" not in str(cell.number_format).lower().replace("[red]", "")
        return f"{value:%m/%Y}" if of_month else f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return clean(str(value))

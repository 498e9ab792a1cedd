"""Opens a table of tasks, .xlsx or .csv, and hands out its rows one by one: a long table never lies in memory whole."""

import csv
import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tasks_registry.errors import Refused, UnreadableDocument
from tasks_registry.reading.spreadsheet_file import broken_workbook, require_workbook
from tasks_registry.reading.text import clean
from tasks_registry.tables.columns import HEADER_ROWS, Header, known_columns, read_header
from tasks_registry.tables.encodings import encoding_of
from tasks_registry.tables.formulas import unguard

Cell = str | date
"""What a cell holds: clean text (empty for none), or the day of a spreadsheet's date."""

MAX_BYTES = 256 * 1024 * 1024
"""Of the file; a million tasks take about as much."""
_MAX_EXPANDED_BYTES = 2 * 1024 * 1024 * 1024
_LONGEST_CELL = 4 * 1024 * 1024
"""Characters of one cell of a .csv, above which a quote was left open."""
_DELIMITERS = (",", ";", "\t")
_SAMPLE = 256 * 1024
"""Characters at the start of a .csv from which its delimiter is told."""


@dataclass(frozen=True)
class Table:
    """An opened table. ``rows`` yields the rows below the header that hold anything, with their numbers from 1."""

    header: Header
    rows: Iterator[tuple[int, list[Cell]]]
    remarks: tuple[str, ...] = ()
    """What a person should know of how the file was read."""


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open the table ``path``, to be read once from the top.

    Raises ``UnreadableDocument`` for a file that is missing, broken or of another kind, ``Refused`` for a header that
    is not understood; also while rows are taken.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise UnreadableDocument(f"Không có tệp {path}. Hãy kiểm tra lại đường dẫn.")
    if suffix not in (".csv", ".xlsx"):
        raise UnreadableDocument(f"Tệp {path.name} không phải .xlsx hoặc .csv. Hãy lưu bảng thành một trong hai loại.")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableDocument(f"Tệp {path.name} trống. Hãy chọn tệp có bảng nhiệm vụ.")
    if size > MAX_BYTES:
        raise UnreadableDocument(
            f"Tệp {path.name} lớn quá {MAX_BYTES // 1024**2} MB. Hãy chia thành nhiều tệp nhỏ hơn."
        )
    with _open_workbook(path) if suffix == ".xlsx" else _open_csv(path) as table:
        yield table


def digest_of(path: Path) -> str:
    """Return the SHA-256 of the file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _table(rows: Iterator[list[Cell]], name: str, remarks: tuple[str, ...] = ()) -> Table:
    top = list(islice(rows, HEADER_ROWS))
    header = read_header([[cell if isinstance(cell, str) else "" for cell in row] for row in top], name)
    below = chain(top[header.row :], rows)
    return Table(header, ((number, row) for number, row in enumerate(below, header.row + 1) if any(row)), remarks)


# --- .csv ----------------------------------------------------------------------------------------------------------


@contextmanager
def _open_csv(path: Path) -> Iterator[Table]:
    encoding = encoding_of(path)
    with path.open(encoding=encoding.name, newline="") as stream:
        if not stream.read(4).lower().startswith("sep="):  # Excel's own line that names the delimiter
            stream.seek(0)
            sample = stream.read(_SAMPLE)
            stream.seek(0)
            delimiter, skipped = _delimiter(sample), 0
        else:
            delimiter, skipped = stream.readline().strip("\r\n") or "\t", 1
        records = chain([[]] * skipped, _records(stream, delimiter, path.name))
        yield _table(records, path.name, encoding.remarks)


def _delimiter(sample: str) -> str:
    """Return the delimiter under which the top of the file names the most columns, a comma in doubt."""

    def named(delimiter: str) -> int:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        return max((known_columns(row) for row in islice(rows, HEADER_ROWS)), default=0)

    with _wide_cells():
        return max(_DELIMITERS, key=named)


def _records(stream: Iterator[str] | Any, delimiter: str, name: str) -> Iterator[list[Cell]]:
    rows = csv.reader(stream, delimiter=delimiter)
    number = 0
    while True:
        try:
            with _wide_cells():
                row = next(rows, None)
        except UnicodeDecodeError:
            raise UnreadableDocument(
                f"Tệp {name} có ký tự không thuộc bảng mã nào được nhận ra, sau hàng {number}. Hãy lưu lại tệp với "
                "bảng mã UTF-8 rồi nhập lại."
            ) from None
        except csv.Error:
            raise Refused(
                f"Tệp {name}, hàng {number + 1}: có ô dài bất thường, thường do thiếu dấu nháy kép đóng. Hãy sửa hàng "
                "này rồi nhập lại."
            ) from None
        if row is None:
            return
        number += 1
        yield [clean(unguard(cell)).strip() if cell else "" for cell in row]


@contextmanager
def _wide_cells() -> Iterator[None]:
    """Let cells of a .csv be as long as a task's text may be; the limit is one of the whole process."""
    former = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(former)


# --- .xlsx ---------------------------------------------------------------------------------------------------------


@contextmanager
def _open_workbook(path: Path) -> Iterator[Table]:
    require_workbook(path.read_bytes(), path.name, _MAX_EXPANDED_BYTES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of drop-down lists and styles that it leaves out
        try:
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        except Exception:  # openpyxl meets broken XML with errors of every kind
            raise broken_workbook(path.name) from None
        try:
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            # A workbook may have sheets of figures beside the one of tasks: the one that names the most columns is it.
            sheet = max(sheets, key=lambda sheet: _most_known(sheet, path.name), default=None)
            if sheet is None:
                raise UnreadableDocument(f"Tệp {path.name} không có trang tính nào hiện ra. Hãy bỏ ẩn trang tính.")
            remarks = (f"Tệp có {len(sheets)} trang tính: chỉ đọc trang “{sheet.title}”.",) if len(sheets) > 1 else ()
            yield _table(_sheet_rows(sheet, path.name), path.name, remarks)
        finally:
            book.close()


def _most_known(sheet: Any, name: str) -> int:
    top = islice(_sheet_rows(sheet, name), HEADER_ROWS)
    return max((known_columns([str(cell) for cell in row]) for row in top), default=0)


def _sheet_rows(sheet: Any, name: str) -> Iterator[list[Cell]]:
    sheet.reset_dimensions()  # other programs write wrong ones, and rows would be cut off
    rows = sheet.iter_rows()
    while True:
        try:
            row = next(rows, None)
        except Exception:
            raise broken_workbook(name) from None
        if row is None:
            return
        yield [_value(cell) for cell in row]


def _value(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if type(value) is str:
        return clean(value).strip()
    if isinstance(value, datetime):
        # Excel makes a day of a typed `12/2026` and shows the month only.
        return value.date() if "d" in str(cell.number_format).lower() else f"tháng {value:%m/%Y}"
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

"""Workbooks as offices make them: merged titles, hidden rows, real days."""

import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.paragraphs import read_paragraphs
from tasks_registry.reading.sources import SourceText
from tasks_registry.reading.spreadsheet_file import MAX_ROWS, SpreadsheetReader

TITLES = ("STT", "Nội dung", "Chủ trì", "Thời hạn")


def workbook(rows: Sequence[Sequence[Any]], change: Callable[[Worksheet], None] = lambda sheet: None) -> bytes:
    """Return a workbook of one sheet with ``rows``, after ``change``."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes) -> SourceText:
    """Return what the reader makes of the workbook."""
    return SpreadsheetReader().read(data, "bang.xlsx")


def cells(data: bytes) -> list[tuple[str, tuple[int, int, int] | None]]:
    """Return the paragraphs with their places in tables."""
    return [(paragraph.text, paragraph.cell) for paragraph in read_paragraphs(read(data)).paragraphs]


def texts(data: bytes) -> list[str]:
    """Return the texts of the cells below the titles."""
    return [text for text, place in cells(data) if place is not None and place[1] > 0]


def test_rows_above_the_titles_are_lines_and_the_rest_is_a_table() -> None:
    """The head of the document stands in the sheet too."""
    data = workbook([["ĐẢNG ỦY XÃ HÒA MAI"], [None, "Phân công quý II/2026"], TITLES, [1, "Sơ kết", None, "Quý II"]])
    assert cells(data) == [
        ("ĐẢNG ỦY XÃ HÒA MAI", None),
        ("Phân công quý II/2026", None),
        *((title, (1, 0, place)) for place, title in enumerate(TITLES)),
        ("1", (1, 1, 0)),
        ("Sơ kết", (1, 1, 1)),
        ("Quý II", (1, 1, 3)),
    ]


def test_values_are_written_as_the_sheet_shows_them() -> None:
    """Days in the order of the country, months alone, whole numbers, text in its lines; errors are empty."""

    def change(sheet: Worksheet) -> None:
        sheet["D2"].number_format = "dd/mm/yyyy"
        sheet["D3"].number_format = "mmm-yy"
        sheet["D4"] = "#REF!"
        sheet["D4"].data_type = "e"

    rows = [
        TITLES,
        [1.0, "Sơ kết\n\n|\nTổng kết", True, datetime(2026, 5, 15)],
        [1.5, "Việc", None, date(2026, 12, 1)],
        [2, "Việc ba", None, None],
    ]
    assert texts(workbook(rows, change)) == [
        "1", "Sơ kết", "Tổng kết", "True", "15/05/2026", "1.5", "Việc", "12/2026", "2", "Việc ba",
    ]  # fmt: skip


def test_merged_cells_stand_in_each_of_their_rows() -> None:
    """In the first visible one of their columns."""

    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("C2:D3")
        sheet.column_dimensions["C"].hidden = True

    made = cells(workbook([TITLES, [1, "Lập", "Văn phòng"], [None, "Trình"]], change))
    assert made[3:] == [
        ("1", (1, 1, 0)),
        ("Lập", (1, 1, 1)),
        ("Văn phòng", (1, 1, 2)),
        ("1", (1, 2, 0)),
        ("Trình", (1, 2, 1)),
        ("Văn phòng", (1, 2, 2)),
    ]


def test_hidden_rows_columns_and_sheets_are_not_read() -> None:
    """What the office does not see is not its assignment."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    for row in (TITLES, [1, "Thấy", "A", "Ẩn"], [2, "Ẩn", "B", "C"]):
        first.append(list(row))
    first.row_dimensions[3].hidden = True
    first.column_dimensions["D"].hidden = True
    other = book.create_sheet("Nháp")
    other.append(["Ẩn"])
    other.sheet_state = "hidden"
    assert "Ẩn" not in read(saved(book)).text
    assert "Thấy" in read(saved(book)).text


def test_bold_cells_are_bold_lines() -> None:
    """Rows of sections are told by it."""

    def change(sheet: Worksheet) -> None:
        sheet["B2"].font = Font(bold=True)

    made = read_paragraphs(read(workbook([TITLES, ["I", "Xây dựng Đảng"]], change))).paragraphs
    assert [paragraph.text for paragraph in made if paragraph.bold] == ["Xây dựng Đảng"]


def test_a_formula_counts_with_its_stored_value() -> None:
    """Without one, as openpyxl writes it, the cell is empty."""
    assert texts(workbook([TITLES, ["=1+1", "Việc", None, None]])) == ["Việc"]


def test_a_sheet_without_end_is_refused() -> None:
    """Formatted rows down to the end of the sheet take minutes and mean nothing."""
    with pytest.raises(UnreadableDocument, match="Hãy xóa các dòng"):
        read(workbook([TITLES], lambda sheet: sheet.cell(MAX_ROWS + 1, 1, "x")))


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a zip of parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def damaged(path: str, content: bytes) -> bytes:
    """Return a good workbook with one part replaced."""
    with zipfile.ZipFile(BytesIO(workbook([TITLES]))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return packed(parts | {path: content})


def encrypted() -> bytes:
    """Return a workbook whose parts say that they are encrypted."""
    data = bytearray(workbook([TITLES]))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mật khẩu"),
        (b"%PDF-1.7", "không phải tệp Excel"),
        (b"PK\x03\x04", "bị hỏng"),
        (workbook([TITLES])[:900], "bị hỏng"),
        (packed({"word/document.xml": b"<x/>"}), "không chứa bảng tính"),
        (packed({"xl/workbook.xml": b"<x/>"}), "bị hỏng"),
        (damaged("xl/worksheets/sheet1.xml", b"<worksheet"), "bị hỏng"),
        (damaged("xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "bị hỏng"),
        (damaged("xl/worksheets/sheet1.xml", b" " * 5_000_000), "bung ra quá lớn"),
        (encrypted(), "mật khẩu"),
    ],
    ids=["ole", "pdf", "head", "cut", "word", "empty", "xml", "entities", "bomb", "encrypted"],
)
def test_bad_workbooks_are_refused_in_one_sentence(data: bytes, says: str) -> None:
    """It names the file, the trouble and what to do."""
    with pytest.raises(UnreadableDocument, match=says) as caught:
        read(data)
    assert "bang.xlsx" in str(caught.value)
    assert "Hãy" in str(caught.value)


GOOD = workbook([TITLES, [1, "Sơ kết", "Văn phòng", "Quý II"]])


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_damage_anywhere_is_read_or_refused(at: int, noise: bytes) -> None:
    """Never anything else."""
    with suppress(UnreadableDocument):
        read(GOOD[:at] + noise + GOOD[at + len(noise) :])

"""Workbooks as Excel reads them: every value with its type, every sheet ready for the printer."""

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from reports.spreadsheet import Column, Lines, Pairs, Table, build
from tests.unit.reports.hoa_mai import NOW

COLUMNS = (Column("STT", 6, "center"), Column("Nội dung", 30), Column("Hạn", 12, "center"), Column("Tỷ lệ", 10))
ROWS = (
    (1, "Rà soát hồ sơ", date(2026, 9, 25), 0.333),
    (2, "=HYPERLINK(1)", None, 1.0),
    (3, "00012", "khi đủ điều kiện", None),
    (4, "#N/A", datetime(2026, 9, 1), 0.0),
)


@pytest.fixture(scope="module")
def content() -> bytes:
    """A workbook with a sheet of every kind."""
    sheets = (
        Table("Bảng", COLUMNS, ROWS),
        Pairs(
            "Số liệu", [("Tổng số", 12), ("Tính đến", date(2026, 9, 18)), ("Tỷ lệ", 0.5), ("Nơi báo cáo", "Hòa Mai")]
        ),
        Lines("Ghi chú", ["Ghi chú", "- một dòng"]),
    )
    return build(sheets, title="Bảng\x00 thử", author="Văn phòng", now=NOW)


@pytest.fixture(scope="module")
def book(content: bytes) -> Any:
    """It, opened again."""
    return load_workbook(BytesIO(content))


def test_values_keep_their_types(book: Any) -> None:
    """Numbers count, days are days, rates are rates, text stays text whatever it looks like."""
    rows = [list(row) for row in book["Bảng"].iter_rows(min_row=2)]
    assert [[cell.value for cell in row] for row in rows] == [
        [1, "Rà soát hồ sơ", datetime(2026, 9, 25), 0.333],
        [2, "=HYPERLINK(1)", None, 1],
        [3, "00012", "khi đủ điều kiện", None],
        [4, "#N/A", datetime(2026, 9, 1), 0],
    ]
    assert [row[1].data_type for row in rows] == ["s"] * 4
    assert [row[1].quotePrefix for row in rows] == [False, True, False, False]
    assert [(row[2].is_date, row[2].number_format) for row in (rows[0], rows[3])] == [(True, "dd/mm/yyyy")] * 2
    assert [row[3].number_format for row in rows] == ["0.0%", "0.0%", "General", "0.0%"]
    assert [cell.value for cell in book["Số liệu"]["B"]] == [12, datetime(2026, 9, 18), 0.5, "Hòa Mai"]
    assert book["Ghi chú"]["A2"].data_type == "s"


def test_every_cell_looks_as_its_column_says(book: Any) -> None:
    """Also a cell that comes after one of another look, and an empty one; headings are bold."""
    for place, row in enumerate(book["Bảng"].iter_rows()):
        for cell, column in zip(row, COLUMNS, strict=True):
            assert cell.font.name == "Times New Roman"
            assert cell.font.bold is (place == 0)
            assert cell.alignment.horizontal == ("center" if place == 0 else column.align)
            assert (cell.alignment.vertical, cell.alignment.wrap_text) == ("top", True)
            assert cell.border.left.style == "thin"
    assert [book["Bảng"].column_dimensions[letter].width for letter in "ABCD"] == [6, 30, 12, 10]


def test_every_sheet_is_set_up_for_paper(book: Any, content: bytes) -> None:
    """A4 landscape, one page wide, numbered; a table with its header on every page, in view, with a filter."""
    for sheet in book.worksheets:
        setup = sheet.page_setup
        assert (int(setup.paperSize), setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader.center.text == "&P"
    table = book["Bảng"]
    assert (table.auto_filter.ref, table.freeze_panes, table.print_title_rows) == ("A1:D5", "A2", "$1:$1")
    assert table.row_dimensions[2].height == 16
    with ZipFile(BytesIO(content)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())

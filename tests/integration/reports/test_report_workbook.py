"""The .xlsx of a status report: real values, nothing executable, ready to print."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from reports.meeting.writing import render_xlsx
from tests.unit.reports.hoa_mai import NOW, OFFICE, facts, task


def _open(content: bytes) -> Any:
    return load_workbook(BytesIO(content))


@pytest.fixture(scope="module")
def book() -> Any:
    """The workbook of the whole quarter of Hòa Mai."""
    return _open(render_xlsx(facts(), OFFICE.name, NOW))


def _column(sheet: Any, heading: str) -> list[Any]:
    header = [cell.value for cell in sheet[1]]
    return [row[header.index(heading)] for row in sheet.iter_rows(min_row=2)]


def _all_cells(book: Any) -> Iterator[Any]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from row


def test_the_first_sheet_holds_the_figures_of_the_facts(book: Any) -> None:
    """Each with its label; dates and rates as values that Excel can count with."""
    figures = facts().figures
    said = {label.value: value.value for label, value in book.worksheets[0].iter_rows()}
    assert book.sheetnames == ["Số liệu", "Nhiệm vụ", "Theo cơ quan"]
    assert said["Số liệu tính đến ngày"] == datetime(2024, 6, 20)
    assert said["Thời gian Hội nghị"] == datetime(2024, 6, 28)
    assert said["Tổng số nhiệm vụ"] == figures.total
    assert (said["Hoàn thành đúng hạn"], said["Hoàn thành quá hạn"]) == (figures.done_in_time, figures.done_late)
    assert (said["Chưa hoàn thành, trong hạn"], said["Chưa hoàn thành, quá hạn"]) == (10, 6)
    assert said["Tỷ lệ hoàn thành trên tổng số"] == figures.rate_of_all
    assert said["Tỷ lệ hoàn thành, không tính nhiệm vụ còn trong hạn"] == figures.rate_of_fallen_due
    assert (said["Chờ thẩm định"], said["Chưa có báo cáo của cơ quan chủ trì"]) == (3, 4)
    assert (said["Chưa xác định hạn"], said["Chưa xác định cơ quan chủ trì"], said["Hoàn thành từ đầu kỳ"]) == (1, 1, 8)


def test_the_task_sheet_has_real_numbers_and_dates_in_the_order_of_the_facts(book: Any) -> None:
    """25 rows; a deadline is a date unless only a phrase is known."""
    sheet = book["Nhiệm vụ"]
    appendix = facts().appendix
    assert [cell.value for cell in _column(sheet, "STT")] == list(range(1, 26))
    assert [cell.value for cell in _column(sheet, "Mã")] == [fact.task.code for fact in appendix]
    for cell, fact in zip(_column(sheet, "Hạn"), appendix, strict=True):
        if fact.task.due:
            assert (cell.is_date, cell.number_format) == (True, "dd/mm/yyyy")
            assert cell.value.date() == fact.task.due
        else:
            assert cell.value == "khi đủ số lượng học viên"
    assert [cell.value for cell in _column(sheet, "Số ngày quá hạn")] == [
        fact.days_overdue or None for fact in appendix
    ]
    assert [cell.value for cell in _column(sheet, "Nhóm")] == ["Quá hạn"] * 6 + ["Trình Hội nghị"] * 3 + ["Khác"] * 16


def test_the_agency_sheet_equals_the_facts(book: Any) -> None:
    """One row per lead agency with its figures and its rate as a number."""
    rows = list(book["Theo cơ quan"].iter_rows(min_row=2, values_only=True))
    assert rows == [
        (
            order,
            one.name or "Chưa xác định cơ quan chủ trì",
            one.figures.total,
            one.figures.done_in_time,
            one.figures.done_late,
            one.figures.open_in_time,
            one.figures.open_overdue,
            one.figures.rate_of_all,
        )
        for order, one in enumerate(facts().by_agency, 1)
    ]
    assert book["Theo cơ quan"]["H2"].number_format == "0.0%"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r="])
def test_text_never_becomes_a_formula(sign: str) -> None:
    """Typed as text and kept text by the quote prefix when somebody edits the cell; the words are unchanged."""
    text = f"{sign}HYPERLINK(1)"
    content = render_xlsx(facts([task(title=text, note=text, product=text, evidence=None)]), OFFICE.name, NOW)
    row = _open(content)["Nhiệm vụ"]
    cells = [_column(row, heading)[0] for heading in ("Nhiệm vụ", "Sản phẩm", "Ghi chú")]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [(text.strip(), "s", True)] * 3
    with ZipFile(BytesIO(content)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist() if "worksheets/" in name)


def test_no_cell_of_the_report_is_a_formula(book: Any) -> None:
    """Every figure is the fact itself, not something that Excel computes anew."""
    assert not [cell.coordinate for cell in _all_cells(book) if cell.data_type == "f"]


@pytest.mark.parametrize("name", ["Nhiệm vụ", "Theo cơ quan"])
def test_tables_can_be_filtered_scrolled_and_printed(book: Any, name: str) -> None:
    """Autofilter over all rows, frozen header, header repeated on paper."""
    sheet = book[name]
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"


def test_every_sheet_prints_on_a4_landscape_as_wide_as_the_page(book: Any) -> None:
    """One page wide, as many as needed long, with page numbers."""
    for sheet in book.worksheets:
        setup = sheet.page_setup
        assert (int(setup.paperSize), setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader.center.text == "&P"


def test_rows_are_high_enough_for_their_longest_text() -> None:
    """A long note wraps and stays visible; a row never exceeds what Excel can show."""
    sheet = _open(render_xlsx(facts([task(1, note="dài " * 40), task(2, note="dài " * 2000)]), OFFICE.name, NOW))[
        "Nhiệm vụ"
    ]
    assert 64 <= sheet.row_dimensions[2].height < 409
    assert sheet.row_dimensions[3].height == 409


def test_a_secret_task_shows_its_code_only() -> None:
    """The workbook is passed on even more easily than the report."""
    content = render_xlsx(facts([task(7, title="Đơn tố cáo", note="Tên người", secret=True)]), OFFICE.name, NOW)
    printed = [str(cell.value) for cell in _all_cells(_open(content))]
    assert "Nhiệm vụ mật (mã 2024-Q2-007)" in printed
    assert not any("tố cáo" in text or "Tên người" in text for text in printed)


def test_an_empty_registry_gives_a_workbook_with_headings_only() -> None:
    """No rate is shown where nothing can be divided."""
    book = _open(render_xlsx(facts([]), OFFICE.name, NOW))
    assert book["Nhiệm vụ"].max_row == 1
    assert book["Số liệu"]["B10"].value is None


def test_the_properties_name_the_office_and_the_instant() -> None:
    """Excel shows who wrote it and when (UTC)."""
    properties = _open(render_xlsx(facts(), OFFICE.name, NOW)).properties
    assert (properties.creator, properties.created) == ("Đảng ủy xã Hòa Mai", datetime(2024, 6, 20, 1, 30))
    assert facts().as_of == date(2024, 6, 20)

"""The .xlsx of a status report: real values, nothing executable, ready to print."""

from collections.abc import Iterator
from dataclasses import astuple
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from reports.meeting.compose import compose
from reports.meeting.figures import named_figures
from reports.meeting.writing import render_xlsx
from tests.unit.reports.hoa_mai import NOW, OFFICE, facts, task, whole_facts


def _open(content: bytes) -> Any:
    return load_workbook(BytesIO(content))


@pytest.fixture(scope="module")
def book() -> Any:
    """The workbook of the whole quarter of Hòa Mai, with all that stands around the conference."""
    return _open(render_xlsx(whole_facts(), OFFICE.name, NOW))


def _column(sheet: Any, heading: str) -> list[Any]:
    header = [cell.value for cell in sheet[1]]
    return [row[header.index(heading)] for row in sheet.iter_rows(min_row=2)]


def _all_cells(book: Any) -> Iterator[Any]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from row


def test_the_first_sheet_holds_the_figures_of_the_facts(book: Any) -> None:
    """Each with its label; dates and rates as values that Excel can count with."""
    found = whole_facts()
    said = {label.value: value.value for label, value in book.worksheets[0].iter_rows()}
    assert said["Số liệu tính đến ngày"] == datetime(2024, 6, 20)
    assert (said["Thời gian Hội nghị"], said["Hội nghị trước"]) == (datetime(2024, 6, 28), datetime(2024, 3, 29))
    assert said["Tỷ lệ hoàn thành trên tổng số"] == found.figures.rate_of_all
    assert said["Tỷ lệ hoàn thành, không tính nhiệm vụ còn trong hạn"] == found.figures.rate_of_fallen_due
    assert {figure.label: figure.number for figure in named_figures(found)}.items() <= said.items()


def test_every_figure_of_the_first_sheet_can_be_opened_in_the_workbook(book: Any) -> None:
    """By the column “Tình trạng hạn”, by “Thuộc số liệu”, or on the sheet of what is not counted."""
    sheet, aside = book["Nhiệm vụ"], book["Không tính vào số liệu"]
    codes = [cell.value for cell in _column(sheet, "Mã")]
    labels = {
        code.value: label.value or ""
        for one in (sheet, aside)
        for code, label in zip(_column(one, "Mã"), _column(one, "Thuộc số liệu"), strict=True)
    }
    times = dict(zip(codes, (cell.value for cell in _column(sheet, "Tình trạng hạn")), strict=True))
    in_time = {"trong hạn", "sắp đến hạn", "đến hạn hôm nay", "chưa xác định hạn"}
    by_time = {
        "total": set(times.values()),
        "done": {"hoàn thành đúng hạn", "hoàn thành quá hạn"},
        "done-in-time": {"hoàn thành đúng hạn"},
        "done-late": {"hoàn thành quá hạn"},
        "open": {*in_time, "quá hạn"},
        "open-in-time": in_time,
        "open-overdue": {"quá hạn"},
    }
    set_aside = {"suspended": "tạm dừng", "carried-over": "chuyển kỳ sau", "withdrawn": "rút"}
    for figure in named_figures(whole_facts()):
        if figure.key in by_time:
            opened = [code for code in codes if times[code] in by_time[figure.key]]
        elif figure.key in set_aside:
            rows = zip(_column(aside, "Mã"), _column(aside, "Trạng thái"), strict=True)
            opened = [code.value for code, state in rows if state.value == set_aside[figure.key]]
        else:
            opened = [code for code, told in labels.items() if figure.label in told.split("; ")]
        assert sorted(opened) == sorted(fact.task.code for fact in figure.tasks), figure.key


def test_what_has_nothing_to_say_has_no_sheet(book: Any) -> None:
    """An office in its first week gets two sheets, the conference with its background all of them."""
    assert _open(render_xlsx(facts([]), OFFICE.name, NOW)).sheetnames == ["Số liệu", "Nhiệm vụ"]
    assert book.sheetnames == [
        "Số liệu",
        "Nhiệm vụ",
        "Theo cơ quan",
        "Theo lĩnh vực",
        "Theo hội nghị",
        "Trình Hội nghị",
        "Không tính vào số liệu",
        "So với kỳ trước",
    ]


def test_the_comparison_adds_up_from_the_agencies(book: Any) -> None:
    """Both periods of the first row are the sums of the agencies' rows."""
    rows = list(book["So với kỳ trước"].iter_rows(min_row=2, values_only=True))
    for period in ("quý I/2024", "quý II/2024"):
        whole, *parts = [row for row in rows if row[1] == period]
        assert whole[0] == "Tất cả"
        assert list(whole[2:10]) == [sum(column) for column in list(zip(*parts, strict=True))[2:10]]


def test_the_agenda_sheet_holds_what_the_report_prints(book: Any) -> None:
    """The same cells as in Word."""
    rows = list(book["Trình Hội nghị"].iter_rows(min_row=2, values_only=True))
    printed = compose(whole_facts(), OFFICE).agenda
    assert rows == [(order, *astuple(row)) for order, row in enumerate(printed, 1)]


def test_the_task_sheet_has_real_numbers_and_dates_in_the_order_of_the_facts(book: Any) -> None:
    """25 rows; a deadline is a date unless only a phrase is known."""
    sheet = book["Nhiệm vụ"]
    appendix = whole_facts().appendix
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


@pytest.mark.parametrize("name", ["Nhiệm vụ", "Theo cơ quan", "Theo lĩnh vực", "So với kỳ trước"])
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
    said = {label.value: value.value for label, value in book["Số liệu"].iter_rows()}
    assert said["Tỷ lệ hoàn thành trên tổng số"] is None


def test_the_properties_name_the_office_and_the_instant() -> None:
    """Excel shows who wrote it and when (UTC)."""
    properties = _open(render_xlsx(facts(), OFFICE.name, NOW)).properties
    assert (properties.creator, properties.created) == ("Đảng ủy xã Hòa Mai", datetime(2024, 6, 20, 1, 30))
    assert facts().as_of == date(2024, 6, 20)

"""Appendix and annex as .xlsx to sort, filter and count in. The only module that knows openpyxl."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Literal

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from config.office import Office
from reports import task_words, words
from reports.facts import Group, MeetingFacts, TaskFact

if TYPE_CHECKING:
    from reports.annex import Annex

_Value = str | int | float | date | None

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

_GROUP_LABELS = {Group.OVERDUE: "Quá hạn", Group.AGENDA: "Trình Hội nghị", Group.OTHER: "Khác"}


@dataclass(frozen=True)
class _Column:
    heading: str
    width: float
    """In characters, as Excel counts."""
    align: _Align = "left"


_TASK_COLUMNS = (
    _Column("STT", 6, "center"),
    _Column("Nhóm", 11),
    _Column("Mã", 13),
    _Column("Nhiệm vụ", 36),
    _Column("Cơ quan chủ trì", 18),
    _Column("Cơ quan phối hợp", 16),
    _Column("Sản phẩm", 16),
    _Column("Hạn", 12, "center"),
    _Column("Trạng thái", 12),
    _Column("Tình trạng hạn", 12),
    _Column("Số ngày quá hạn", 9, "center"),
    _Column("Ngày hoàn thành", 12, "center"),
    _Column("Ghi chú", 28),
)
_AGENCY_COLUMNS = (
    _Column("STT", 5, "center"),
    _Column("Cơ quan chủ trì", 46),
    _Column("Tổng số", 12, "center"),
    _Column("Hoàn thành đúng hạn", 12, "center"),
    _Column("Hoàn thành quá hạn", 12, "center"),
    _Column("Chưa hoàn thành, trong hạn", 12, "center"),
    _Column("Chưa hoàn thành, quá hạn", 12, "center"),
    _Column("Tỷ lệ hoàn thành", 12, "center"),
)


def build(facts: MeetingFacts, office: Office, now: datetime) -> bytes:
    """Return the workbook: sheets “Số liệu”, “Nhiệm vụ”, “Theo cơ quan”. ``now`` dates the file's properties."""
    book = Workbook()
    figures = book.active
    assert isinstance(figures, Worksheet)
    figures.title = "Số liệu"
    _write_figures(figures, facts, office)
    tasks = [_task_values(order, fact) for order, fact in enumerate(facts.appendix, 1)]
    _write_table(book.create_sheet("Nhiệm vụ"), _TASK_COLUMNS, tasks)
    _write_table(book.create_sheet("Theo cơ quan"), _AGENCY_COLUMNS, _agency_values(facts))
    return _finished(book, f"Nhiệm vụ trọng tâm phục vụ {facts.meeting.name}", office, now)


_ANNEX_WIDTHS = (6, 18, 46, 26, 24, 40)
"""In characters, as Excel counts."""


def build_annex(annex: "Annex", headings: Sequence[str], office: Office, now: datetime) -> bytes:
    """Return the workbook of an annex: sheets “Đôn đốc” and “Tóm tắt”. ``now`` dates the file's properties."""
    book = Workbook()
    table = book.active
    assert isinstance(table, Worksheet)
    table.title = "Đôn đốc"
    columns = [
        _Column(name, width, "center" if name == headings[0] else "left")
        for name, width in zip(headings, _ANNEX_WIDTHS, strict=True)
    ]
    _write_table(table, columns, [[number, *row.cells] for number, row in enumerate(annex.rows, 1)])
    summary = book.create_sheet("Tóm tắt")
    for line, sentence in enumerate((annex.title, *annex.facts, annex.caption, *annex.remarks), 1):
        _put(summary.cell(line, 1), sentence, bold=line == 1)
    summary.column_dimensions["A"].width = 120
    _set_page(summary)
    return _finished(book, annex.title, office, now)


def _finished(book: Workbook, title: str, office: Office, now: datetime) -> bytes:
    book.properties.creator = words.plain(office.name)
    book.properties.title = words.plain(title)
    book.properties.created = now.astimezone(UTC).replace(tzinfo=None)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _task_values(order: int, fact: TaskFact) -> list[_Value]:
    task = fact.task
    return [
        order,
        _GROUP_LABELS[fact.group],
        task.code,
        task_words.title(task),
        task_words.lead(task),
        task_words.support(task),
        task_words.product(task),
        task.due or task_words.deadline(task),
        task.work_state.label,
        fact.time.label,
        fact.days_overdue or None,
        task.completed_on,
        task_words.remarks(fact),
    ]


def _agency_values(facts: MeetingFacts) -> list[list[_Value]]:
    return [
        [
            order,
            one.name or task_words.NO_LEAD,
            one.figures.total,
            one.figures.done_in_time,
            one.figures.done_late,
            one.figures.open_in_time,
            one.figures.open_overdue,
            one.figures.rate_of_all,
        ]
        for order, one in enumerate(facts.by_agency, 1)
    ]


def _write_figures(sheet: Worksheet, facts: MeetingFacts, office: Office) -> None:
    figures = facts.figures
    rows: list[tuple[_Value, ...]] = [
        ("Đơn vị báo cáo", office.name),
        ("Hội nghị", words.meeting_name(facts.meeting)),
        ("Thời gian Hội nghị", facts.meeting.day or words.meeting_when(facts.meeting)),
        ("Số liệu tính đến ngày", facts.as_of),
        ("Tổng số nhiệm vụ", figures.total),
        ("Hoàn thành đúng hạn", figures.done_in_time),
        ("Hoàn thành quá hạn", figures.done_late),
        ("Chưa hoàn thành, trong hạn", figures.open_in_time),
        ("Chưa hoàn thành, quá hạn", figures.open_overdue),
        ("Tỷ lệ hoàn thành trên tổng số", figures.rate_of_all),
        ("Tỷ lệ hoàn thành, không tính nhiệm vụ còn trong hạn", figures.rate_of_fallen_due),
        ("Chờ thẩm định", len(facts.awaiting_review)),
        ("Chưa có báo cáo của cơ quan chủ trì", len(facts.without_report)),
        ("Chưa xác định hạn", figures.open_without_deadline),
        ("Chưa xác định cơ quan chủ trì", len(facts.without_lead)),
        ("Hoàn thành từ đầu kỳ", len(facts.done_in_period)),
        ("Ngày đầu kỳ", facts.period_start),
    ]
    for line, (label, value) in enumerate(rows, 1):
        _put(sheet.cell(line, 1), label, bold=True)
        _put(sheet.cell(line, 2), value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 52, 52
    _set_page(sheet)


def _write_table(sheet: Worksheet, columns: Sequence[_Column], rows: Sequence[Sequence[_Value]]) -> None:
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
    _set_page(sheet)


def _fit_height(sheet: Worksheet, line: int, columns: Sequence[_Column], values: Sequence[_Value]) -> None:
    """Give the row the lines that its longest wrapped text needs; not every program does so when it opens the file."""
    texts = (
        (len(value), column.width) for column, value in zip(columns, values, strict=True) if isinstance(value, str)
    )
    # A tenth is lost to words that do not fit the end of a line.
    lines = max((ceil(1.1 * length / width) for length, width in texts), default=1)
    sheet.row_dimensions[line].height = min(max(lines, 1) * _LINE_HEIGHT_PT, _EXCEL_MAX_HEIGHT_PT)


def _put(cell: Cell | MergedCell, value: _Value, align: _Align = "left", *, bold: bool = False) -> None:
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

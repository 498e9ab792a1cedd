"""The report on a period: results, what is wanting, the plan of the next period."""

from typing import Any

from docx.oxml import OxmlElement

from tools.report_templates.appendices import TASK_COLUMNS, begin_appendices, grouped_table, write_head_of_appendix
from tools.report_templates.frame import (
    body_row,
    each,
    each_before_signature,
    empty_table,
    entries,
    figures_table,
    fill,
    new_document,
    rows_table,
    ruled_table,
    say,
    tag,
    tag_row,
    write_head,
    write_signature,
    write_title,
)

AGENCY_COLUMNS = (
    ("STT", 12, "{{ loop.index }}"),
    ("Cơ quan chủ trì", 48, "{{ row.name }}"),
    ("Tổng số", 14, "{{ row.figures.total }}"),
    ("Hoàn thành đúng hạn", 18, "{{ row.figures.done_in_time }}"),
    ("Hoàn thành quá hạn", 18, "{{ row.figures.done_late }}"),
    ("Chưa hoàn thành, trong hạn", 18, "{{ row.figures.open_in_time }}"),
    ("Chưa hoàn thành, quá hạn", 18, "{{ row.figures.open_overdue }}"),
    ("Tỷ lệ hoàn thành", 19, "{{ row.rate }}"),
)
COMPARED_COLUMNS = (
    ("Số liệu", 69, "{{ row.name }}"),
    ("{{ report.former_label }}", 32, "{{ row.former }}"),
    ("{{ report.later_label }}", 32, "{{ row.later }}"),
    ("Tăng, giảm", 32, "{{ row.change }}"),
)
PERIOD_CELLS = (
    ("Tổng số", 13, "total"),
    ("Hoàn thành", 17, "done"),
    ("Chưa hoàn thành", 17, "open"),
    ("Chuyển kỳ sau", 18, "carried"),
    ("Tạm dừng, rút", 15, "ended"),
    ("Tỷ lệ", 16, "rate"),
)
BOTH_PERIODS_COLUMNS = (
    ("STT", 13, "{{ row.order }}"),
    ("Cơ quan chủ trì", 31, "{{ row.name }}"),
    *((name, width, f"{{{{ row.former.{cell} }}}}") for name, width, cell in PERIOD_CELLS),
    *((name, width, f"{{{{ row.later.{cell} }}}}") for name, width, cell in PERIOD_CELLS),
    ("Tăng, giảm (điểm %)", 16, "{{ row.points }}"),
)
COMING_COLUMNS = (
    ("STT", 13, "{{ row.order }}"),
    ("Nhiệm vụ", 82, "{{ row.title }}"),
    ("Cơ quan chủ trì", 38, "{{ row.lead }}"),
    ("Cơ quan phối hợp", 36, "{{ row.support }}"),
    ("Sản phẩm", 32, "{{ row.product }}"),
    ("Hạn", 25, "{{ row.deadline }}"),
    ("Ghi chú", 26, "{{ row.remarks }}"),
)


def build() -> Any:
    """Return the template as a python-docx document."""
    document = new_document()
    write_head(document)
    write_title(document, "BÁO CÁO")
    say(document, "Body Text", "{{ report.opening }}")
    _write_results(document)
    _write_shortcomings(document)
    _write_plan(document)
    write_signature(document)
    _write_appendices(document)
    return document


def _write_results(document: Any) -> None:
    say(document, "Heading 1", "KẾT QUẢ THỰC HIỆN NHIỆM VỤ {{ report.period }}")
    _heading(document, "report.overview_heading")
    each(document, "sentence in report.overview", "Body Text", "{{ sentence }}")
    tag(document, "if report.figures.total")
    say(document, "Tên bảng", "{{ report.figures_caption }}")
    figures_table(document)
    say(document, "Tên bảng", "{{ report.agencies_caption }}")
    rows_table(document, AGENCY_COLUMNS, "row in report.agencies")
    tag(document, "endif")
    tag(document, "for group in report.results")
    say(document, "Heading 2", "{{ group.heading }}")
    each(document, "entry in group.entries", "Gạch đầu dòng", "{{ entry }}")
    tag(document, "endfor")
    _sentence(document, "report.without_results")

    _heading(document, "report.since_heading")
    _sentence(document, "report.since")
    each(document, "entry in report.since_done", "Gạch đầu dòng", "{{ entry }}")

    tag(document, "if report.compared")
    _heading(document, "report.comparison_heading")
    each(document, "sentence in report.comparison", "Body Text", "{{ sentence }}")
    say(document, "Tên bảng", "{{ report.compared_caption }}")
    _centred_table(document, COMPARED_COLUMNS, "row in report.compared")
    tag(document, "endif")


def _write_shortcomings(document: Any) -> None:
    say(document, "Heading 1", "TỒN TẠI, HẠN CHẾ, NGUYÊN NHÂN")
    _heading(document, "report.shortcomings_heading")
    say(document, "Dẫn danh sách", "{{ report.overdue_opening }}")
    entries(document, "report.overdue", "Gạch đầu dòng")
    tag(document, "if report.silent")
    say(document, "Dẫn danh sách", "{{ report.silent_opening }}")
    each(document, "entry in report.silent", "Gạch đầu dòng", "{{ entry }}")
    tag(document, "endif")
    _sentence(document, "report.without_lead")
    _heading(document, "report.causes_heading")
    tag(document, "if report.causes")
    say(document, "Dẫn danh sách", "{{ report.causes_opening }}")
    entries(document, "report.causes", "Gạch đầu dòng")
    tag(document, "endif")
    _sentence(document, "report.causes_missing")


def _write_plan(document: Any) -> None:
    say(document, "Heading 1", "NHIỆM VỤ TRỌNG TÂM {{ report.next_period }}")
    say(document, "Dẫn danh sách", "{{ report.coming_opening }}")
    tag(document, "for group in report.coming")
    say(document, "Heading 2", "{{ group.heading }}")
    tag(document, "set last_group = loop.last")
    each_before_signature(
        document, "entry in group.entries", "Gạch đầu dòng", "{{ entry }}", last="last_group and loop.last"
    )
    tag(document, "endfor")


def _write_appendices(document: Any) -> None:
    begin_appendices(document)
    write_head_of_appendix(document, "1", "Danh mục nhiệm vụ và kết quả thực hiện")
    grouped_table(document, TASK_COLUMNS, "report.appendix")
    tag(document, "if report.coming_rows")
    write_head_of_appendix(document, "2", "Nhiệm vụ trọng tâm kỳ sau")
    grouped_table(document, COMING_COLUMNS, "report.coming_rows")
    tag(document, "endif")
    tag(document, "if report.compared_agencies")
    write_head_of_appendix(
        document, "{{ 3 if report.coming_rows else 2 }}", "So sánh kết quả của hai kỳ theo cơ quan chủ trì"
    )
    _both_periods_table(document)
    tag(document, "endif")


def _heading(document: Any, value: str) -> None:
    """Add a heading that is left out when there is nothing under it."""
    tag(document, f"if {value}")
    say(document, "Heading 2", f"{{{{ {value} }}}}")
    tag(document, "endif")


def _sentence(document: Any, value: str) -> None:
    """Add a sentence that is left out when there is nothing to say."""
    tag(document, f"if {value}")
    say(document, "Body Text", f"{{{{ {value} }}}}")
    tag(document, "endif")


def _both_periods_table(document: Any) -> None:
    """Add a table with two header rows: the periods, and under each its figures."""
    table = empty_table(document, "Bảng số liệu", [width for _, width, _ in BOTH_PERIODS_COLUMNS])
    span = len(PERIOD_CELLS)
    periods, names = _header_row(table), _header_row(table)
    for first, label in ((2, "{{ report.former_label }}"), (2 + span, "{{ report.later_label }}")):
        fill(periods.cells[first].merge(periods.cells[first + span - 1]), ("Ô bảng, đầu cột", label))
    for place, (name, _, _) in enumerate(BOTH_PERIODS_COLUMNS):
        alone = place < 2 or place == len(BOTH_PERIODS_COLUMNS) - 1
        cell = periods.cells[place].merge(names.cells[place]) if alone else names.cells[place]
        fill(cell, ("Ô bảng, đầu cột", name))
    _centred_rows(table, BOTH_PERIODS_COLUMNS, "row in report.compared_agencies")


def _centred_table(document: Any, columns: Any, loop: str) -> None:
    _centred_rows(ruled_table(document, columns), columns, loop)


def _centred_rows(table: Any, columns: Any, loop: str) -> None:
    """Add the rows of a table in which everything but names is a figure."""
    tag_row(table, f"for {loop}")
    for cell, (_, _, value) in zip(body_row(table).cells, columns, strict=True):
        fill(cell, ("Ô bảng" if value == "{{ row.name }}" else "Ô bảng, giữa", value))
    tag_row(table, "endfor")


def _header_row(table: Any) -> Any:
    row = body_row(table)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return row

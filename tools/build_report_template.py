"""Build ``reports/templates/status_report.docx``: the party layout as Word styles, sections and docxtpl tags.

Run it after a change here and commit the result; the programme only reads the .docx::

    PYTHONPATH=. python tools/build_report_template.py

Sizes and distances follow HD 36-HD/VPTW (2018), Phụ lục 1, and HD 05-HD/VPTW (2026), which keeps them. What differs
by profile or setting (size of the title, line spacing) is set on the styles when a report is rendered.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from tools.report_styles import HEADER_COLUMNS_MM, clear_styles, define_styles

TEMPLATE = Path(__file__).resolve().parent.parent / "reports" / "templates" / "status_report.docx"
# Column widths are millimetres; those of a table add up to the page less its margins: 165 upright, 252 landscape.
SIGNATURE_COLUMNS_MM = (85, 80)
APPENDIX_COLUMNS = (
    ("STT", 13, "{{ row.order }}"),
    ("Nhiệm vụ", 60, "{{ row.title }}"),
    ("Cơ quan chủ trì", 32, "{{ row.lead }}"),
    ("Cơ quan phối hợp", 29, "{{ row.support }}"),
    ("Sản phẩm", 26, "{{ row.product }}"),
    ("Hạn", 22, "{{ row.deadline }}"),
    ("Tiến độ", 28, "{{ row.progress }}"),
    ("Ghi chú", 42, "{{ row.remarks }}"),
)
AGENDA_COLUMNS = (
    ("STT", 13, "{{ loop.index }}"),
    ("Nội dung", 53, "{{ row.title }}"),
    ("Cơ quan chủ trì", 31, "{{ row.lead }}"),
    ("Hạn nộp", 22, "{{ row.deadline }}"),
    ("Tài liệu", 23, "{{ row.paper }}"),
    ("Đề xuất", 23, "{{ row.proposal }}"),
)
AGENCY_COLUMNS = (
    ("STT", 13, "{{ loop.index }}"),
    ("Cơ quan chủ trì", 89, "{{ row.name }}"),
    ("Tổng số", 25, "{{ row.figures.total }}"),
    ("Hoàn thành đúng hạn", 25, "{{ row.figures.done_in_time }}"),
    ("Hoàn thành quá hạn", 25, "{{ row.figures.done_late }}"),
    ("Chưa hoàn thành, trong hạn", 25, "{{ row.figures.open_in_time }}"),
    ("Chưa hoàn thành, quá hạn", 25, "{{ row.figures.open_overdue }}"),
    ("Tỷ lệ hoàn thành", 25, "{{ row.rate }}"),
)
FIGURES_COLUMNS = (("", 45, ""), ("Đúng hạn, trong hạn", 50, ""), ("Quá hạn", 35, ""), ("Cộng", 35, ""))
FIGURES_ROWS = (
    ("Đã hoàn thành", "report.figures.done_in_time", "report.figures.done_late", "report.figures.done"),
    ("Chưa hoàn thành", "report.figures.open_in_time", "report.figures.open_overdue", "report.figures.open"),
    (
        "Cộng",
        "report.figures.done_in_time + report.figures.open_in_time",
        "report.figures.done_late + report.figures.open_overdue",
        "report.figures.total",
    ),
)
CENTRED_COLUMNS = {"STT", "Hạn", "Hạn nộp", *(name for name, _, _ in AGENCY_COLUMNS[2:])}


def build() -> Any:
    """Return the template as a python-docx document."""
    document = Document()
    clear_styles(document)
    define_styles(document)
    _set_page(document.sections[0])
    _write_head(document)
    _write_parts(document)
    _write_signature(document)
    _write_appendices(document)
    document.core_properties.author = document.core_properties.comments = ""
    return document


# --- page -----------------------------------------------------------------------------------------------------------


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.gutter = 0
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    page = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "/>')
    section.header.paragraphs[0]._p.append(page)


def _turn_landscape(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False


# --- content --------------------------------------------------------------------------------------------------------


def _write_head(document: Any) -> None:
    left, right = _frame(document, HEADER_COLUMNS_MM)
    _fill(
        left,
        ("Cơ quan cấp trên", "{{ report.superior }}"),
        ("Cơ quan ban hành", "{{ report.issuer }}"),
        ("Số ký hiệu", "*"),
        ("Số ký hiệu", "{{ report.number }}"),
        ("Dự thảo", "{%p if report.draft %}"),
        ("Dự thảo", "Dự thảo"),
        ("Dự thảo", "{%p endif %}"),
    )
    _fill(right, ("Tiêu đề Đảng", "ĐẢNG CỘNG SẢN VIỆT NAM"), ("Địa danh, ngày tháng", "{{ report.place_and_day }}"))
    _say(document, "Title", "BÁO CÁO")
    _each(document, "line in report.subject", "Subtitle", "{{ line }}")
    _say(document, "Gạch dưới trích yếu", "-----")
    _say(document, "Body Text", "{{ report.opening }}")


def _write_parts(document: Any) -> None:
    _say(document, "Heading 1", "{{ report.part.situation }}. TÌNH HÌNH CHUNG")
    _each(document, "sentence in report.situation", "Body Text", "{{ sentence }}")
    _tag(document, "if report.figures.total")
    _say(document, "Tên bảng", "{{ report.figures_caption }}")
    _figures_table(document)
    _tag(document, "endif")

    _say(document, "Heading 1", "{{ report.part.overdue }}. NHIỆM VỤ QUÁ HẠN")
    _say(document, "Dẫn danh sách", "{{ report.overdue_opening }}")
    _entries(document, "report.overdue", "{{ loop.index }}. ")

    _say(document, "Heading 1", "{{ report.part.agenda }}. NỘI DUNG TRÌNH HỘI NGHỊ")
    _say(document, "Dẫn danh sách", "{{ report.agenda_opening }}")
    _tag(document, "if report.agenda")
    _rows_table(document, AGENDA_COLUMNS, "row in report.agenda")
    _tag(document, "endif")

    _tag(document, "if report.part.follow_up")
    _say(document, "Heading 1", "{{ report.part.follow_up }}. NHIỆM VỤ CẦN TIẾP TỤC ĐÔN ĐỐC")
    _tag(document, "for group in report.follow_up")
    _say(document, "Heading 2", "{{ group.heading }}")
    _each(document, "entry in group.entries", "Body Text", "- {{ entry }}")
    _tag(document, "endfor")
    _tag(document, "endif")

    _tag(document, "if report.part.causes")
    _say(document, "Heading 1", "{{ report.part.causes }}. TỒN TẠI, NGUYÊN NHÂN")
    _say(document, "Dẫn danh sách", "Theo báo cáo của cơ quan chủ trì các nhiệm vụ quá hạn (trích):")
    _entries(document, "report.causes", "- ")
    _tag(document, "endif")

    _tag(document, "if report.part.proposals")
    _say(document, "Heading 1", "{{ report.part.proposals }}. KIẾN NGHỊ, ĐỀ XUẤT")
    _each(document, "sentence in report.proposals", "Body Text", "{{ sentence }}")
    _tag(document, "endif")


def _write_signature(document: Any) -> None:
    left, right = _frame(document, SIGNATURE_COLUMNS_MM)
    _fill(
        left,
        ("Nơi nhận", "Nơi nhận:"),
        ("Danh sách nơi nhận", "{%p for line in report.recipients %}"),
        ("Danh sách nơi nhận", "{{ line }}"),
        ("Danh sách nơi nhận", "{%p endfor %}"),
    )
    _fill(
        right,
        ("Thay mặt", "{{ report.on_behalf }}"),
        ("Chức vụ người ký", "{{ report.capacity }}"),
        ("Signature", "{{ report.signer }}"),
    )


def _write_appendices(document: Any) -> None:
    _turn_landscape(document.add_section(WD_SECTION.NEW_PAGE))
    document.paragraphs[-1].style = document.styles["Ngắt phần"]
    _say(document, "Phụ lục", "PHỤ LỤC 1")
    _say(document, "Tên phụ lục", "Danh mục nhiệm vụ và tiến độ thực hiện")
    _say(document, "Kèm theo", "{{ report.appendix_of }}")
    table = _table(document, APPENDIX_COLUMNS)
    _tag_row(table, "for group in report.appendix")
    heading = _body_row(table)
    merged = heading.cells[0].merge(heading.cells[-1])
    _fill(merged, ("Ô bảng, nhóm", "{{ group.heading }}"))
    _tag_row(table, "for row in group.rows")
    _value_row(table, APPENDIX_COLUMNS)
    _tag_row(table, "endfor")
    _tag_row(table, "endfor")

    _say(document, "Phụ lục", "PHỤ LỤC 2")
    _say(document, "Tên phụ lục", "Kết quả thực hiện theo cơ quan chủ trì")
    _say(document, "Kèm theo", "{{ report.appendix_of }}")
    _rows_table(document, AGENCY_COLUMNS, "row in report.agencies")


def _say(document: Any, style: str, text: str) -> None:
    document.add_paragraph(text, style=style)


def _tag(document: Any, tag: str) -> None:
    """Add a paragraph that holds only a docxtpl tag; it is gone once the template is rendered."""
    document.add_paragraph(f"{{%p {tag} %}}")


def _each(document: Any, loop: str, style: str, text: str) -> None:
    _tag(document, f"for {loop}")
    _say(document, style, text)
    _tag(document, "endfor")


def _entries(document: Any, source: str, mark: str) -> None:
    _tag(document, f"for entry in {source}")
    paragraph = document.add_paragraph(style="Body Text")
    paragraph.add_run(mark + "{{ entry.title }}.", style="Strong")
    paragraph.add_run(" {{ entry.text }}")
    _tag(document, "endfor")


# --- tables ---------------------------------------------------------------------------------------------------------


def _frame(document: Any, widths_mm: Sequence[float]) -> Sequence[Any]:
    """Add a borderless table of one row that does not break, and return its cells."""
    table = _empty_table(document, "Khung văn bản", widths_mm)
    return list(_body_row(table).cells)


def _figures_table(document: Any) -> None:
    table = _table(document, FIGURES_COLUMNS)
    for label, *cells in FIGURES_ROWS:
        row = _body_row(table)
        _fill(row.cells[0], ("Ô bảng", label))
        for cell, figure in zip(row.cells[1:], cells, strict=True):
            _fill(cell, ("Ô bảng, giữa", f"{{{{ {figure} }}}}"))


def _rows_table(document: Any, columns: Sequence[tuple[str, float, str]], loop: str) -> None:
    table = _table(document, columns)
    _tag_row(table, f"for {loop}")
    _value_row(table, columns)
    _tag_row(table, "endfor")


def _table(document: Any, columns: Sequence[tuple[str, float, str]]) -> Any:
    """Add a bordered table with its header row, which Word repeats on every page."""
    table = _empty_table(document, "Bảng số liệu", [width for _, width, _ in columns])
    header = _body_row(table)
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, (name, _, _) in zip(header.cells, columns, strict=True):
        _fill(cell, ("Ô bảng, đầu cột", name))
    return table


def _value_row(table: Any, columns: Sequence[tuple[str, float, str]]) -> None:
    for cell, (name, _, value) in zip(_body_row(table).cells, columns, strict=True):
        _fill(cell, ("Ô bảng, giữa" if name in CENTRED_COLUMNS else "Ô bảng", value))


def _tag_row(table: Any, tag: str) -> None:
    """Add a row that holds only a docxtpl tag; it is gone once the template is rendered."""
    _fill(_body_row(table).cells[0], ("Ô bảng", f"{{%tr {tag} %}}"))


def _empty_table(document: Any, style: str, widths_mm: Sequence[float]) -> Any:
    table = document.add_table(rows=0, cols=len(widths_mm))
    table.style = style
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    return table


def _body_row(table: Any) -> Any:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _fill(cell: Any, *paragraphs: tuple[str, str]) -> None:
    first, *others = paragraphs
    cell.paragraphs[0].style, cell.paragraphs[0].text = first
    for style, text in others:
        cell.add_paragraph(text, style=style)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATE
    build().save(target)

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
from docx.enum.section import WD_SECTION

from tools.report_styles import HEADER_COLUMNS_MM, clear_styles, define_styles
from tools.word_parts import body_row, bordered_table, each, fill, frame, say, set_page, tag, tag_row, turn_landscape

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
    set_page(document.sections[0])
    _write_head(document)
    _write_parts(document)
    _write_signature(document)
    _write_appendices(document)
    document.core_properties.author = document.core_properties.comments = ""
    return document


# --- content --------------------------------------------------------------------------------------------------------


def _write_head(document: Any) -> None:
    left, right = frame(document, HEADER_COLUMNS_MM)
    fill(
        left,
        ("Cơ quan cấp trên", "{{ report.superior }}"),
        ("Cơ quan ban hành", "{{ report.issuer }}"),
        ("Số ký hiệu", "*"),
        ("Số ký hiệu", "{{ report.number }}"),
        ("Dự thảo", "{%p if report.draft %}"),
        ("Dự thảo", "Dự thảo"),
        ("Dự thảo", "{%p endif %}"),
    )
    fill(right, ("Tiêu đề Đảng", "ĐẢNG CỘNG SẢN VIỆT NAM"), ("Địa danh, ngày tháng", "{{ report.place_and_day }}"))
    say(document, "Title", "BÁO CÁO")
    each(document, "line in report.subject", "Subtitle", "{{ line }}")
    say(document, "Gạch dưới trích yếu", "-----")
    say(document, "Body Text", "{{ report.opening }}")


def _write_parts(document: Any) -> None:
    say(document, "Heading 1", "{{ report.part.situation }}. TÌNH HÌNH CHUNG")
    each(document, "sentence in report.situation", "Body Text", "{{ sentence }}")
    tag(document, "if report.figures.total")
    say(document, "Tên bảng", "{{ report.figures_caption }}")
    _figures_table(document)
    tag(document, "endif")

    say(document, "Heading 1", "{{ report.part.overdue }}. NHIỆM VỤ QUÁ HẠN")
    say(document, "Dẫn danh sách", "{{ report.overdue_opening }}")
    _entries(document, "report.overdue", "{{ loop.index }}. ")

    say(document, "Heading 1", "{{ report.part.agenda }}. NỘI DUNG TRÌNH HỘI NGHỊ")
    say(document, "Dẫn danh sách", "{{ report.agenda_opening }}")
    tag(document, "if report.agenda")
    _rows_table(document, AGENDA_COLUMNS, "row in report.agenda")
    tag(document, "endif")

    tag(document, "if report.part.follow_up")
    say(document, "Heading 1", "{{ report.part.follow_up }}. NHIỆM VỤ CẦN TIẾP TỤC ĐÔN ĐỐC")
    tag(document, "for group in report.follow_up")
    say(document, "Heading 2", "{{ group.heading }}")
    each(document, "entry in group.entries", "Body Text", "- {{ entry }}")
    tag(document, "endfor")
    tag(document, "endif")

    tag(document, "if report.part.causes")
    say(document, "Heading 1", "{{ report.part.causes }}. TỒN TẠI, NGUYÊN NHÂN")
    say(document, "Dẫn danh sách", "Theo báo cáo của cơ quan chủ trì các nhiệm vụ quá hạn (trích):")
    _entries(document, "report.causes", "- ")
    tag(document, "endif")

    tag(document, "if report.part.proposals")
    say(document, "Heading 1", "{{ report.part.proposals }}. KIẾN NGHỊ, ĐỀ XUẤT")
    each(document, "sentence in report.proposals", "Body Text", "{{ sentence }}")
    tag(document, "endif")


def _write_signature(document: Any) -> None:
    left, right = frame(document, SIGNATURE_COLUMNS_MM)
    fill(
        left,
        ("Nơi nhận", "Nơi nhận:"),
        ("Danh sách nơi nhận", "{%p for line in report.recipients %}"),
        ("Danh sách nơi nhận", "{{ line }}"),
        ("Danh sách nơi nhận", "{%p endfor %}"),
    )
    fill(
        right,
        ("Thay mặt", "{{ report.on_behalf }}"),
        ("Chức vụ người ký", "{{ report.capacity }}"),
        ("Signature", "{{ report.signer }}"),
    )


def _write_appendices(document: Any) -> None:
    turn_landscape(document.add_section(WD_SECTION.NEW_PAGE))
    document.paragraphs[-1].style = document.styles["Ngắt phần"]
    say(document, "Phụ lục", "PHỤ LỤC 1")
    say(document, "Tên phụ lục", "Danh mục nhiệm vụ và tiến độ thực hiện")
    say(document, "Kèm theo", "{{ report.appendix_of }}")
    table = bordered_table(document, APPENDIX_COLUMNS)
    tag_row(table, "for group in report.appendix")
    heading = body_row(table)
    merged = heading.cells[0].merge(heading.cells[-1])
    fill(merged, ("Ô bảng, nhóm", "{{ group.heading }}"))
    tag_row(table, "for row in group.rows")
    _value_row(table, APPENDIX_COLUMNS)
    tag_row(table, "endfor")
    tag_row(table, "endfor")

    say(document, "Phụ lục", "PHỤ LỤC 2")
    say(document, "Tên phụ lục", "Kết quả thực hiện theo cơ quan chủ trì")
    say(document, "Kèm theo", "{{ report.appendix_of }}")
    _rows_table(document, AGENCY_COLUMNS, "row in report.agencies")


def _entries(document: Any, source: str, mark: str) -> None:
    tag(document, f"for entry in {source}")
    paragraph = document.add_paragraph(style="Body Text")
    paragraph.add_run(mark + "{{ entry.title }}.", style="Strong")
    paragraph.add_run(" {{ entry.text }}")
    tag(document, "endfor")


# --- tables ---------------------------------------------------------------------------------------------------------


def _figures_table(document: Any) -> None:
    table = bordered_table(document, FIGURES_COLUMNS)
    for label, *cells in FIGURES_ROWS:
        row = body_row(table)
        fill(row.cells[0], ("Ô bảng", label))
        for cell, figure in zip(row.cells[1:], cells, strict=True):
            fill(cell, ("Ô bảng, giữa", f"{{{{ {figure} }}}}"))


def _rows_table(document: Any, columns: Sequence[tuple[str, float, str]], loop: str) -> None:
    table = bordered_table(document, columns)
    tag_row(table, f"for {loop}")
    _value_row(table, columns)
    tag_row(table, "endfor")


def _value_row(table: Any, columns: Sequence[tuple[str, float, str]]) -> None:
    for cell, (name, _, value) in zip(body_row(table).cells, columns, strict=True):
        fill(cell, ("Ô bảng, giữa" if name in CENTRED_COLUMNS else "Ô bảng", value))


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATE
    build().save(target)

"""Build ``reports/templates/status_report.docx``: the party layout as Word styles, sections and docxtpl tags.

Run it after a change here and commit the result; the programme only reads the .docx::

    PYTHONPATH=. python tools/build_report_template.py

Sizes and distances follow HD 36-HD/VPTW (2018), Phụ lục 1, and HD 05-HD/VPTW (2026), which keeps them. What differs
by profile or setting (size of the title, line spacing) is set on the styles when a report is rendered.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

TEMPLATE = Path(__file__).resolve().parent.parent / "reports" / "templates" / "status_report.docx"
FONT = "Times New Roman"
# Column widths are millimetres; those of a table add up to the page less its margins: 165 upright, 252 landscape.
HEADER_COLUMNS_MM = (77, 88)
SIGNATURE_COLUMNS_MM = (85, 80)
PARTY_TITLE_WIDTH_MM = 73.5
"""Length of “ĐẢNG CỘNG SẢN VIỆT NAM” in 15 pt bold, hence of the line under it: 72.9 mm measured, and room to fit."""
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


@dataclass(frozen=True)
class Look:
    """A paragraph style: what differs from Normal (14 pt, upright, exact 18 pt). Distances and sizes in points."""

    name: str
    style_id: str
    align: Any = None
    size: float = 0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    before: float = 0
    after: float = 0
    spacing: float = 0
    """Exact line spacing; 0 leaves that of Normal."""
    indent: bool = False
    """First line 10 mm in."""
    keep: bool = False
    """On the page of the paragraph after it."""
    new_page: bool = False
    level: int = 0
    """Outline level in the navigation pane."""
    line_below_mm: float = 0


CENTRE, JUSTIFY = ALIGN.CENTER, ALIGN.JUSTIFY
PARAGRAPH_LOOKS = (
    Look("Header", "Header", CENTRE),
    Look("Cơ quan cấp trên", "CoQuanCapTren", CENTRE),
    Look("Cơ quan ban hành", "CoQuanBanHanh", CENTRE, bold=True),
    Look("Số ký hiệu", "SoKyHieu", CENTRE),
    Look("Dự thảo", "DuThao", CENTRE, bold=True, before=6),
    Look("Tiêu đề Đảng", "TieuDeDang", CENTRE, 15, bold=True, line_below_mm=PARTY_TITLE_WIDTH_MM),
    Look("Địa danh, ngày tháng", "DiaDanhNgayThang", CENTRE, italic=True, before=3),
    Look("Title", "Title", CENTRE, 16, bold=True, before=24),
    Look("Subtitle", "Subtitle", CENTRE, 15, bold=True),
    Look("Gạch dưới trích yếu", "GachDuoiTrichYeu", CENTRE, after=6),
    Look("Body Text", "BodyText", JUSTIFY, before=6, indent=True),
    Look("Dẫn danh sách", "DanDanhSach", JUSTIFY, before=6, after=3, indent=True, keep=True),
    Look("Tên bảng", "TenBang", CENTRE, italic=True, before=6, after=3, keep=True),
    Look("Heading 1", "Heading1", JUSTIFY, bold=True, before=6, indent=True, keep=True, level=1),
    Look("Heading 2", "Heading2", JUSTIFY, bold=True, before=6, indent=True, keep=True, level=2),
    Look("Thay mặt", "ThayMat", CENTRE, bold=True, before=12),
    Look("Chức vụ người ký", "ChucVuNguoiKy", CENTRE),
    Look("Signature", "Signature", CENTRE, bold=True, before=76),
    Look("Nơi nhận", "NoiNhan", underline=True, before=12),
    Look("Danh sách nơi nhận", "DanhSachNoiNhan", size=12, spacing=14),
    # A section break needs a paragraph of its own after a table; it must not push anything onto another page.
    Look("Ngắt phần", "NgatPhan", size=1, spacing=1),
    Look("Phụ lục", "PhuLuc", CENTRE, bold=True, keep=True, new_page=True, level=1),
    Look("Tên phụ lục", "TenPhuLuc", CENTRE, bold=True, keep=True),
    Look("Kèm theo", "KemTheo", CENTRE, italic=True, after=6, keep=True),
    Look("Ô bảng", "OBang", size=12, before=2, after=2, spacing=15),
    Look("Ô bảng, giữa", "OBangGiua", CENTRE, 12, before=2, after=2, spacing=15),
    Look("Ô bảng, đầu cột", "OBangDauCot", CENTRE, 12, bold=True, before=2, after=2, spacing=15),
    Look("Ô bảng, nhóm", "OBangNhom", size=12, bold=True, before=2, after=2, spacing=15, keep=True),
)
BUILT_IN = {"Header", "Title", "Subtitle", "Body Text", "Heading 1", "Heading 2", "Signature"}
"""Styles that Word knows: headings show up in its navigation pane."""


def build() -> Any:
    """Return the template as a python-docx document."""
    document = Document()
    _clear(document)
    _define_styles(document)
    _set_page(document.sections[0])
    _write_head(document)
    _write_parts(document)
    _write_signature(document)
    _write_appendices(document)
    document.core_properties.author = document.core_properties.comments = ""
    return document


# --- styles ---------------------------------------------------------------------------------------------------------


def _clear(document: Any) -> None:
    """Drop python-docx's sample styles: an office that opens the style list sees only what the report uses."""
    keep = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
    for style in list(document.styles):
        if style.name not in keep:
            style.delete()


def _define_styles(document: Any) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _name_font(properties)
    properties.find(qn("w:lang")).set(qn("w:val"), "vi-VN")
    defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}").clear()

    normal = document.styles["Normal"]
    _name_font(normal.element.get_or_add_rPr())
    normal.font.size = Pt(14)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = Pt(18)
    for look in PARAGRAPH_LOOKS:
        _paragraph_style(document, look)

    strong = document.styles.add_style("Strong", WD_STYLE_TYPE.CHARACTER)
    strong.font.bold = True
    _table_style(document, "Khung văn bản", "KhungVanBan", margin_mm=0, border=False)
    _table_style(document, "Bảng số liệu", "BangSoLieu", margin_mm=1.5, border=True)


def _paragraph_style(document: Any, look: Look) -> None:
    style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=look.name in BUILT_IN)
    style.element.set(qn("w:styleId"), look.style_id)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.bold, style.font.italic = look.bold or None, look.italic or None
    style.font.underline = look.underline or None
    style.font.size = Pt(look.size) if look.size else None
    layout = style.paragraph_format
    layout.alignment = look.align
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.first_line_indent = Mm(10) if look.indent else None
    layout.keep_with_next = look.keep or None
    layout.page_break_before = look.new_page or None
    if look.spacing:
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = Pt(look.spacing)
    if look.line_below_mm:
        layout.left_indent = layout.right_indent = Mm((HEADER_COLUMNS_MM[1] - look.line_below_mm) / 2)
        _border_below(style)
    if look.level:
        _outline(style, look.level)


def _name_font(properties: Any) -> None:
    """Name the font for all four scripts; a theme font left beside it would win over the name."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _outline(style: Any, level: int) -> None:
    style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level - 1}"/>'))


def _border_below(style: Any) -> None:
    border = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(parse_xml(border), "w:spacing", "w:ind", "w:jc")


def _table_style(document: Any, name: str, style_id: str, *, margin_mm: float, border: bool) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.TABLE)
    style.element.set(qn("w:styleId"), style_id)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if border else ()
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    margin = round(Mm(margin_mm).twips)
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}>{f'<w:tblBorders>{lines}</w:tblBorders>' if lines else ''}"
            f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
            "</w:tblPr>"
        )
    )


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

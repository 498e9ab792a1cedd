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
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

TEMPLATE = Path(__file__).resolve().parent.parent / "reports" / "templates" / "status_report.docx"
FONT = "Times New Roman"
TEXT_WIDTH_MM = 165
"""A4 less the margins of 30 and 15 mm."""
LANDSCAPE_WIDTH_MM = 252
HEADER_COLUMNS_MM = (77, 88)
PARTY_TITLE_WIDTH_MM = 73.5
"""Length of “ĐẢNG CỘNG SẢN VIỆT NAM” in 15 pt bold, hence of the line under it: 72.9 mm measured, and room to fit."""
APPENDIX_COLUMNS = (
    ("STT", 13, "{{ row.order }}"),
    ("Nhiệm vụ", 65, "{{ row.title }}"),
    ("Cơ quan chủ trì", 32, "{{ row.lead }}"),
    ("Cơ quan phối hợp", 32, "{{ row.support }}"),
    ("Sản phẩm", 29, "{{ row.product }}"),
    ("Hạn", 22, "{{ row.deadline }}"),
    ("Tiến độ", 28, "{{ row.progress }}"),
    ("Ghi chú", 31, "{{ row.remarks }}"),
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
CENTRED_COLUMNS = {"STT", "Hạn", "Hạn nộp", *(name for name, _, _ in AGENCY_COLUMNS[2:])}


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
    keep = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Header"}
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
    document.styles["Header"].delete()
    paragraph = _ParagraphStyles(document)

    paragraph.add("Header", "Header", align=ALIGN.CENTER)
    paragraph.add("Cơ quan cấp trên", "CoQuanCapTren", align=ALIGN.CENTER)
    paragraph.add("Cơ quan ban hành", "CoQuanBanHanh", align=ALIGN.CENTER, bold=True)
    paragraph.add("Số ký hiệu", "SoKyHieu", align=ALIGN.CENTER)
    paragraph.add("Dự thảo", "DuThao", align=ALIGN.CENTER, bold=True, before=6)
    party = paragraph.add("Tiêu đề Đảng", "TieuDeDang", align=ALIGN.CENTER, size=15, bold=True)
    side = Mm((HEADER_COLUMNS_MM[1] - PARTY_TITLE_WIDTH_MM) / 2)
    party.paragraph_format.left_indent = party.paragraph_format.right_indent = side
    _border_below(party)
    paragraph.add("Địa danh, ngày tháng", "DiaDanhNgayThang", align=ALIGN.CENTER, italic=True, before=3)

    paragraph.add("Title", "Title", align=ALIGN.CENTER, size=16, bold=True, before=24)
    paragraph.add("Subtitle", "Subtitle", align=ALIGN.CENTER, size=15, bold=True)
    paragraph.add("Gạch dưới trích yếu", "GachDuoiTrichYeu", align=ALIGN.CENTER, after=6)
    body = paragraph.add("Body Text", "BodyText", align=ALIGN.JUSTIFY, before=6)
    body.paragraph_format.first_line_indent = Mm(10)
    opening = paragraph.add("Dẫn danh sách", "DanDanhSach", align=ALIGN.JUSTIFY, before=6, after=3)
    opening.paragraph_format.first_line_indent = Mm(10)
    opening.paragraph_format.keep_with_next = True
    caption = paragraph.add("Tên bảng", "TenBang", align=ALIGN.CENTER, italic=True, before=6, after=3)
    caption.paragraph_format.keep_with_next = True
    for level in (1, 2):
        heading = paragraph.add(f"Heading {level}", f"Heading{level}", align=ALIGN.JUSTIFY, bold=True, before=6)
        heading.paragraph_format.first_line_indent = Mm(10)
        heading.paragraph_format.keep_with_next = True
        _outline(heading, level)

    paragraph.add("Thay mặt", "ThayMat", align=ALIGN.CENTER, bold=True, before=12)
    paragraph.add("Chức vụ người ký", "ChucVuNguoiKy", align=ALIGN.CENTER)
    paragraph.add("Signature", "Signature", align=ALIGN.CENTER, bold=True, before=76)
    heard = paragraph.add("Nơi nhận", "NoiNhan", before=12)
    heard.font.underline = True
    paragraph.add("Danh sách nơi nhận", "DanhSachNoiNhan", size=12, spacing=14)

    appendix = paragraph.add("Phụ lục", "PhuLuc", align=ALIGN.CENTER, bold=True)
    appendix.paragraph_format.page_break_before = True
    _outline(appendix, 1)
    paragraph.add("Tên phụ lục", "TenPhuLuc", align=ALIGN.CENTER, bold=True)
    paragraph.add("Kèm theo", "KemTheo", align=ALIGN.CENTER, italic=True, after=6)
    for style in ("Phụ lục", "Tên phụ lục", "Kèm theo"):
        document.styles[style].paragraph_format.keep_with_next = True
    # A section break needs a paragraph of its own after a table; it must not push anything onto another page.
    paragraph.add("Ngắt phần", "NgatPhan", size=1, spacing=1)

    cell: dict[str, Any] = {"size": 12, "before": 2, "after": 2, "spacing": 15}
    paragraph.add("Ô bảng", "OBang", **cell)
    paragraph.add("Ô bảng, giữa", "OBangGiua", **cell, align=ALIGN.CENTER)
    paragraph.add("Ô bảng, đầu cột", "OBangDauCot", **cell, align=ALIGN.CENTER, bold=True)
    paragraph.add("Ô bảng, nhóm", "OBangNhom", **cell, bold=True).paragraph_format.keep_with_next = True

    strong = document.styles.add_style("Strong", WD_STYLE_TYPE.CHARACTER)
    strong.font.bold = True
    _table_style(document, "Khung văn bản", "KhungVanBan", margin_mm=0, border=False)
    _table_style(document, "Bảng số liệu", "BangSoLieu", margin_mm=1.5, border=True)


class _ParagraphStyles:
    """Adds paragraph styles that stand on Normal and differ only in what is said."""

    def __init__(self, document: Any) -> None:
        self._styles = document.styles

    def add(
        self,
        name: str,
        style_id: str,
        *,
        align: Any = None,
        size: float | None = None,
        bold: bool = False,
        italic: bool = False,
        before: float = 0,
        after: float = 0,
        spacing: float | None = None,
    ) -> Any:
        """Add the style; ``size``, ``before``, ``after`` and ``spacing`` (exact) are points."""
        style = self._styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in BUILT_IN)
        style.element.set(qn("w:styleId"), style_id)
        style.base_style = self._styles["Normal"]
        style.quick_style = True
        style.font.bold = bold or None
        style.font.italic = italic or None
        style.font.size = Pt(size) if size else None
        layout = style.paragraph_format
        layout.alignment = align
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        if spacing:
            layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            layout.line_spacing = Pt(spacing)
        return style


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
    number = section.header.paragraphs[0]
    for kind, text in (("begin", None), (None, " PAGE "), ("end", None)):
        run = number.add_run()
        if kind:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
        else:
            run._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve">{text}</w:instrText>'))


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
    _say(document, "Subtitle", "{%p for line in report.subject %}", "{{ line }}", "{%p endfor %}")
    _say(document, "Gạch dưới trích yếu", "-----")
    _say(document, "Body Text", "{{ report.opening }}")


def _write_parts(document: Any) -> None:
    _say(document, "Heading 1", "{{ report.part.situation }}. TÌNH HÌNH CHUNG")
    _say(document, "Body Text", "{%p for sentence in report.situation %}", "{{ sentence }}", "{%p endfor %}")
    _say(document, "Tên bảng", "{%p if report.figures.total %}", "{{ report.figures_caption }}")
    _figures_table(document)
    _say(document, "Body Text", "{%p endif %}")

    _say(document, "Heading 1", "{{ report.part.overdue }}. NHIỆM VỤ QUÁ HẠN")
    _say(document, "Dẫn danh sách", "{{ report.overdue_opening }}")
    _entries(document, "report.overdue", "{{ loop.index }}. ")

    _say(document, "Heading 1", "{{ report.part.agenda }}. NỘI DUNG TRÌNH HỘI NGHỊ")
    _say(document, "Dẫn danh sách", "{{ report.agenda_opening }}", "{%p if report.agenda %}")
    _rows_table(document, AGENDA_COLUMNS, "row in report.agenda")
    _say(document, "Body Text", "{%p endif %}")

    _say(
        document,
        "Heading 1",
        "{%p if report.part.follow_up %}",
        "{{ report.part.follow_up }}. NHIỆM VỤ CẦN TIẾP TỤC ĐÔN ĐỐC",
        "{%p for group in report.follow_up %}",
    )
    _say(document, "Heading 2", "{{ group.heading }}")
    _say(
        document,
        "Body Text",
        "{%p for entry in group.entries %}",
        "- {{ entry }}",
        "{%p endfor %}",
        "{%p endfor %}",
        "{%p endif %}",
    )

    _say(document, "Heading 1", "{%p if report.part.causes %}", "{{ report.part.causes }}. TỒN TẠI, NGUYÊN NHÂN")
    _say(document, "Dẫn danh sách", "Theo báo cáo của cơ quan chủ trì các nhiệm vụ quá hạn (trích):")
    _entries(document, "report.causes", "- ")
    _say(document, "Body Text", "{%p endif %}")

    _say(document, "Heading 1", "{%p if report.part.proposals %}", "{{ report.part.proposals }}. KIẾN NGHỊ, ĐỀ XUẤT")
    _say(
        document,
        "Body Text",
        "{%p for sentence in report.proposals %}",
        "{{ sentence }}",
        "{%p endfor %}",
        "{%p endif %}",
    )


def _write_signature(document: Any) -> None:
    left, right = _frame(document, (85, 80))
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
    _tag_row(table, "{%tr for group in report.appendix %}")
    heading = _body_row(table)
    merged = heading.cells[0].merge(heading.cells[-1])
    _fill(merged, ("Ô bảng, nhóm", "{{ group.heading }}"))
    _tag_row(table, "{%tr for row in group.rows %}")
    _value_row(table, APPENDIX_COLUMNS)
    _tag_row(table, "{%tr endfor %}")
    _tag_row(table, "{%tr endfor %}")

    _say(document, "Phụ lục", "PHỤ LỤC 2")
    _say(document, "Tên phụ lục", "Kết quả thực hiện theo cơ quan chủ trì")
    _say(document, "Kèm theo", "{{ report.appendix_of }}")
    _rows_table(document, AGENCY_COLUMNS, "row in report.agencies")


def _say(document: Any, style: str, *texts: str) -> None:
    for text in texts:
        document.add_paragraph(text, style=style)


def _entries(document: Any, source: str, mark: str) -> None:
    _say(document, "Body Text", f"{{%p for entry in {source} %}}")
    paragraph = document.add_paragraph(style="Body Text")
    paragraph.add_run(mark + "{{ entry.title }}.", style="Strong")
    paragraph.add_run(" {{ entry.text }}")
    _say(document, "Body Text", "{%p endfor %}")


# --- tables ---------------------------------------------------------------------------------------------------------


def _frame(document: Any, widths_mm: Sequence[float]) -> Sequence[Any]:
    """Add a borderless table of one row that does not break, and return its cells."""
    table = _empty_table(document, "Khung văn bản", widths_mm)
    return list(_body_row(table).cells)


def _figures_table(document: Any) -> None:
    columns = (("", 45, ""), ("Đúng hạn, trong hạn", 50, ""), ("Quá hạn", 35, ""), ("Cộng", 35, ""))
    table = _table(document, columns)
    figures = "{{ report.figures.%s }}"
    for label, *cells in (
        ("Đã hoàn thành", figures % "done_in_time", figures % "done_late", figures % "done"),
        ("Chưa hoàn thành", figures % "open_in_time", figures % "open_overdue", figures % "open"),
        (
            "Cộng",
            "{{ report.figures.done_in_time + report.figures.open_in_time }}",
            "{{ report.figures.done_late + report.figures.open_overdue }}",
            figures % "total",
        ),
    ):
        row = _body_row(table)
        _fill(row.cells[0], ("Ô bảng", label))
        for cell, text in zip(row.cells[1:], cells, strict=True):
            _fill(cell, ("Ô bảng, giữa", text))


def _rows_table(document: Any, columns: Sequence[tuple[str, float, str]], loop: str) -> None:
    table = _table(document, columns)
    _tag_row(table, f"{{%tr for {loop} %}}")
    _value_row(table, columns)
    _tag_row(table, "{%tr endfor %}")


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
    """Add a row that holds only a docxtpl row tag; it is gone once the template is rendered."""
    _fill(_body_row(table).cells[0], ("Ô bảng", tag))


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

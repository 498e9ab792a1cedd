"""The Word styles of all documents, after the party's layout (HD 36-HD/VPTW 2018, HD 05-HD/VPTW 2026)."""

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from tools.report_templates.numbering import define_numbering

FONT = "Times New Roman"
HEADER_COLUMNS_MM = (70, 95)
"""Left and right half of the header, millimetres."""
PARTY_TITLE_WIDTH_MM = 73.5
"""Length of “ĐẢNG CỘNG SẢN VIỆT NAM” in 15 pt bold, hence of the line under it: 72.9 mm measured, and room to fit."""

MOTTO_WIDTH_MM = 58.5
"""Length of “Độc lập - Tự do - Hạnh phúc” in 13 pt bold, hence of the line under it."""


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
    base: str = "Normal"
    """The style whose numbering it shares."""


SINGLE = 1.0
"""Line spacing of pictures: as high as what stands in the line."""
CENTRE, JUSTIFY = ALIGN.CENTER, ALIGN.JUSTIFY
PARAGRAPH_LOOKS = (
    Look("Header", "Header", CENTRE),
    Look("Cơ quan cấp trên", "CoQuanCapTren", CENTRE),
    Look("Cơ quan ban hành", "CoQuanBanHanh", CENTRE, bold=True),
    Look("Số ký hiệu", "SoKyHieu", CENTRE),
    Look("Dự thảo", "DuThao", CENTRE, bold=True, before=6),
    Look("Tiêu đề Đảng", "TieuDeDang", CENTRE, 15, bold=True, line_below_mm=PARTY_TITLE_WIDTH_MM),
    Look("Quốc hiệu", "QuocHieu", CENTRE, 12, bold=True),
    Look("Tiêu ngữ", "TieuNgu", CENTRE, 13, bold=True, line_below_mm=MOTTO_WIDTH_MM),
    Look("Trích yếu công văn", "TrichYeuCongVan", CENTRE, 12, before=3, spacing=15),
    Look("Kính gửi", "KinhGui", CENTRE, before=18, after=6),
    Look("Địa danh, ngày tháng", "DiaDanhNgayThang", CENTRE, italic=True, before=3),
    Look("Title", "Title", CENTRE, 16, bold=True, before=24),
    Look("Subtitle", "Subtitle", CENTRE, 15, bold=True),
    Look("Gạch dưới trích yếu", "GachDuoiTrichYeu", CENTRE, after=6),
    Look("Body Text", "BodyText", JUSTIFY, before=6, indent=True),
    Look("Dẫn danh sách", "DanDanhSach", JUSTIFY, before=6, after=3, indent=True, keep=True),
    Look("Tên bảng", "TenBang", CENTRE, italic=True, before=6, after=3, keep=True),
    Look("Heading 1", "Heading1", JUSTIFY, bold=True, before=6, indent=True, keep=True, level=1),
    Look("Heading 2", "Heading2", JUSTIFY, bold=True, before=6, indent=True, keep=True, level=2),
    Look("Mục đánh số", "MucDanhSo", JUSTIFY, before=6, indent=True),
    Look("Mục đánh số cuối", "MucDanhSoCuoi", JUSTIFY, before=6, indent=True, keep=True, base="Mục đánh số"),
    Look("Mục con đánh số", "MucConDanhSo", JUSTIFY, before=6, indent=True),
    Look("Gạch đầu dòng", "GachDauDong", JUSTIFY, before=6, indent=True),
    Look("Gạch đầu dòng cuối", "GachDauDongCuoi", JUSTIFY, before=6, indent=True, keep=True, base="Gạch đầu dòng"),
    # A picture is as high as it is: an exact line would cut it.
    Look("Hình", "Hinh", CENTRE, before=4, after=2, spacing=SINGLE),
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
    Look("Ô bảng, đánh số", "OBangDanhSo", size=12, before=2, after=2, spacing=15),
    Look("Ô bảng, giữa", "OBangGiua", CENTRE, 12, before=2, after=2, spacing=15),
    Look("Ô bảng, đầu cột", "OBangDauCot", CENTRE, 12, bold=True, before=2, after=2, spacing=15),
    Look("Ô bảng, nhóm", "OBangNhom", size=12, bold=True, before=2, after=2, spacing=15, keep=True),
)
BUILT_IN = {"Header", "Title", "Subtitle", "Body Text", "Heading 1", "Heading 2", "Signature"}
"""Styles that Word knows: headings show up in its navigation pane."""


def clear_styles(document: Any) -> None:
    """Drop python-docx's sample styles: an office that opens the style list sees only what the report uses."""
    keep = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
    for style in list(document.styles):
        if style.name not in keep:
            style.delete()


def define_styles(document: Any) -> None:
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

    define_numbering(document)

    strong = document.styles.add_style("Strong", WD_STYLE_TYPE.CHARACTER)
    strong.font.bold = True
    _table_style(document, "Khung văn bản", "KhungVanBan", margin_mm=0, border=False)
    _table_style(document, "Bảng số liệu", "BangSoLieu", margin_mm=1.5, border=True)


def _paragraph_style(document: Any, look: Look) -> None:
    style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=look.name in BUILT_IN)
    style.element.set(qn("w:styleId"), look.style_id)
    style.base_style = document.styles[look.base]
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
    if look.spacing == SINGLE:
        layout.line_spacing_rule = WD_LINE_SPACING.SINGLE
    elif look.spacing:
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

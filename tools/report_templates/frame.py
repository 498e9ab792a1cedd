"""The parts that every document shares: page, letterhead, signature, tables, docxtpl tags."""

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from tools.report_templates.styles import HEADER_COLUMNS_MM, clear_styles, define_styles

SIGNATURE_COLUMNS_MM = (85, 80)
CENTRED_COLUMNS = {"STT", "Còn (ngày)", "Hạn", "Hạn nộp", "Ngày giao", "Số ngày quá hạn"}

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

Column = tuple[str, float, str]
"""Heading, width in millimetres, value. Widths add up to the page less its margins: 165 upright, 252 landscape."""


def new_document(*, landscape: bool = False) -> Any:
    """Return an empty template with the party's styles and page."""
    document = Document()
    clear_styles(document)
    define_styles(document)
    set_page(document.sections[0])
    if landscape:
        turn_landscape(document.sections[0])
        document.sections[0].different_first_page_header_footer = True
    document.core_properties.author = document.core_properties.comments = ""
    return document


def set_page(section: Any) -> None:
    """Set A4 with the margins of party documents, the page number centred at the top from page 2."""
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


def turn_landscape(section: Any) -> None:
    """Turn a section; its pages go on with the number."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False


def write_head(document: Any, of: str = "report") -> None:
    """Write the letterhead of the content called ``of``: of the Party, or of the state where the profile says so."""
    left, right = frame(document, HEADER_COLUMNS_MM)
    fill(
        left,
        ("Cơ quan cấp trên", f"{{{{ {of}.head.superior }}}}"),
        ("Cơ quan ban hành", f"{{{{ {of}.head.issuer }}}}"),
        ("Số ký hiệu", f"{{%p if not {of}.head.state %}}"),
        ("Số ký hiệu", "*"),
        ("Số ký hiệu", "{%p endif %}"),
        ("Số ký hiệu", f"{{{{ {of}.head.number }}}}"),
        ("Số ký hiệu", f"{{%p if {of}.head.about %}}"),
        ("Trích yếu công văn", f"{{{{ {of}.head.about }}}}"),
        ("Số ký hiệu", "{%p endif %}"),
        ("Dự thảo", f"{{%p if {of}.head.draft %}}"),
        ("Dự thảo", "Dự thảo"),
        ("Dự thảo", "{%p endif %}"),
    )
    fill(
        right,
        ("Tiêu đề Đảng", f"{{%p if {of}.head.state %}}"),
        ("Quốc hiệu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Tiêu ngữ", "Độc lập - Tự do - Hạnh phúc"),
        ("Tiêu đề Đảng", "{%p else %}"),
        ("Tiêu đề Đảng", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("Tiêu đề Đảng", "{%p endif %}"),
        ("Địa danh, ngày tháng", f"{{{{ {of}.head.place_and_day }}}}"),
    )


def write_title(document: Any, kind: str, of: str = "report") -> None:
    """Write the kind of document (``BÁO CÁO``) and its subject."""
    say(document, "Title", kind)
    each(document, f"line in {of}.subject", "Subtitle", "{{ line }}")
    say(document, "Gạch dưới trích yếu", f"{{{{ {of}.head.rule }}}}")


def write_signature(document: Any, of: str = "report") -> None:
    """Write who gets the document and who signs it."""
    left, right = frame(document, SIGNATURE_COLUMNS_MM)
    fill(
        left,
        ("Nơi nhận", "Nơi nhận:"),
        ("Danh sách nơi nhận", f"{{%p for line in {of}.head.recipients %}}"),
        ("Danh sách nơi nhận", "{{ line }}"),
        ("Danh sách nơi nhận", "{%p endfor %}"),
    )
    fill(
        right,
        ("Thay mặt", f"{{{{ {of}.head.on_behalf }}}}"),
        ("Chức vụ người ký", f"{{{{ {of}.head.capacity }}}}"),
        ("Signature", f"{{{{ {of}.head.signer }}}}"),
    )


def say(document: Any, style: str, text: str) -> None:
    """Add a paragraph of a style."""
    document.add_paragraph(text, style=style)


def tag(document: Any, words: str) -> None:
    """Add a paragraph that holds only a docxtpl tag; it is gone once the template is rendered."""
    document.add_paragraph(f"{{%p {words} %}}")


def each(document: Any, loop: str, style: str, text: str) -> None:
    """Add a paragraph that is repeated by a loop."""
    tag(document, f"for {loop}")
    say(document, style, text)
    tag(document, "endfor")


def each_before_signature(document: Any, loop: str, style: str, text: str, *, last: str = "loop.last") -> None:
    """Add a repeated paragraph whose ``last`` one stays with the signature, which would else stand alone on a page."""
    tag(document, f"for {loop}")
    tag(document, f"if {last}")
    say(document, f"{style} cuối", text)
    tag(document, "else")
    say(document, style, text)
    tag(document, "endif")
    tag(document, "endfor")


def entries(document: Any, source: str, style: str) -> None:
    """Add entries with a bold title; the style counts them or puts a dash before each."""
    tag(document, f"for entry in {source}")
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run("{{ entry.title }}.", style="Strong")
    paragraph.add_run(" {{ entry.text }}")
    tag(document, "endfor")


def frame(document: Any, widths_mm: Sequence[float]) -> Sequence[Any]:
    """Add a borderless table of one row that does not break, and return its cells."""
    table = empty_table(document, "Khung văn bản", widths_mm)
    return list(body_row(table).cells)


def rows_table(document: Any, columns: Sequence[Column], loop: str) -> None:
    """Add a ruled table with a row for each turn of a loop."""
    table = ruled_table(document, columns)
    tag_row(table, f"for {loop}")
    value_row(table, columns)
    tag_row(table, "endfor")


def figures_table(document: Any) -> None:
    """Add the official 2×2 with its sums, from ``report.figures``."""
    figures = ruled_table(document, FIGURES_COLUMNS)
    for label, *cells in FIGURES_ROWS:
        row = body_row(figures)
        fill(row.cells[0], ("Ô bảng", label))
        for cell, figure in zip(row.cells[1:], cells, strict=True):
            fill(cell, ("Ô bảng, giữa", f"{{{{ {figure} }}}}"))


def ruled_table(document: Any, columns: Sequence[Column]) -> Any:
    """Add a bordered table with its header row, which Word repeats on every page."""
    table = empty_table(document, "Bảng số liệu", [width for _, width, _ in columns])
    header = body_row(table)
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, (name, _, _) in zip(header.cells, columns, strict=True):
        fill(cell, ("Ô bảng, đầu cột", name))
    return table


def value_row(table: Any, columns: Sequence[Column]) -> None:
    """Add the row that holds the values of the columns."""
    for cell, (name, _, value) in zip(body_row(table).cells, columns, strict=True):
        fill(
            cell,
            (
                "Ô bảng, giữa" if name in CENTRED_COLUMNS or ".figures." in value or ".rate" in value else "Ô bảng",
                value,
            ),
        )


def tag_row(rows: Any, words: str) -> None:
    """Add a row that holds only a docxtpl tag; it is gone once the template is rendered."""
    fill(body_row(rows).cells[0], ("Ô bảng", f"{{%tr {words} %}}"))


def empty_table(document: Any, style: str, widths_mm: Sequence[float]) -> Any:
    """Add a table of fixed column widths without rows."""
    table = document.add_table(rows=0, cols=len(widths_mm))
    table.style = style
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    return table


def body_row(table: Any) -> Any:
    """Add a row that does not break over pages."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def fill(cell: Any, *paragraphs: tuple[str, str]) -> None:
    """Fill a cell with paragraphs, each a style and a text."""
    first, *others = paragraphs
    cell.paragraphs[0].style, cell.paragraphs[0].text = first
    for style, text in others:
        cell.add_paragraph(text, style=style)

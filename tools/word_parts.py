"""Pieces of which the Word templates are built: pages, paragraphs with docxtpl tags, tables."""

from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm


def set_page(section: Any) -> None:
    """A4 upright with the margins of party documents; the page number at the top from page 2."""
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
    """A4 across, with the page number on every page."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False


def say(document: Any, style: str, text: str) -> None:
    """Add a paragraph."""
    document.add_paragraph(text, style=style)


def tag(document: Any, words: str) -> None:
    """Add a paragraph that holds only a docxtpl tag; it is gone once the template is rendered."""
    document.add_paragraph(f"{{%p {words} %}}")


def each(document: Any, loop: str, style: str, text: str) -> None:
    """Add a paragraph that comes once for every turn of ``loop`` (``line in report.lines``)."""
    tag(document, f"for {loop}")
    say(document, style, text)
    tag(document, "endfor")


def frame(document: Any, widths_mm: Sequence[float]) -> Sequence[Any]:
    """Add a borderless table of one row that does not break, and return its cells."""
    table = empty_table(document, "Khung văn bản", widths_mm)
    return list(body_row(table).cells)


def bordered_table(document: Any, columns: Sequence[tuple[str, float, str]]) -> Any:
    """Add a bordered table with its header row, which Word repeats on every page."""
    table = empty_table(document, "Bảng số liệu", [width for _, width, _ in columns])
    header = body_row(table)
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, (name, _, _) in zip(header.cells, columns, strict=True):
        fill(cell, ("Ô bảng, đầu cột", name))
    return table


def tag_row(table: Any, words: str) -> None:
    """Add a row that holds only a docxtpl tag; it is gone once the template is rendered."""
    fill(body_row(table).cells[0], ("Ô bảng", f"{{%tr {words} %}}"))


def empty_table(document: Any, style: str, widths_mm: Sequence[float]) -> Any:
    """Add a table without rows, its columns as wide as given (millimetres)."""
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
    """Write paragraphs (style, text) into an empty cell."""
    first, *others = paragraphs
    cell.paragraphs[0].style, cell.paragraphs[0].text = first
    for style, text in others:
        cell.add_paragraph(text, style=style)

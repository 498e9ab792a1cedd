"""What every signed document of an office must look like (DOMAIN §9), measured with python-docx."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

EMPTY_STYLES = {"Ngắt phần"}
"""Styles of paragraphs that carry a break and no words."""


def opened(content: bytes) -> Any:
    """The document as python-docx reads it."""
    return Document(BytesIO(content))


def table_with(document: Any, heading: str) -> Any:
    """The table one of whose columns is called ``heading``."""
    return next(one for one in document.tables if heading in [cell.text for cell in one.rows[0].cells])


def cells(table: Any) -> list[list[str]]:
    """The texts of a table, row by row."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def styled(cell: Any) -> list[tuple[str, str]]:
    """The paragraphs of a cell, each with its style."""
    return [(one.text, one.style.name) for one in cell.paragraphs]


def check_party_layout(document: Any) -> None:
    """Assert page, margins, font, page numbers, and that all of the look comes from styles."""
    for section in document.sections:
        sides = sorted((section.page_width, section.page_height))
        assert [_mm(side) for side in sides] == [210, 297]
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [_mm(margin) for margin in margins] == [20, 20, 30, 15]
    first = document.sections[0]
    assert first.different_first_page_header_footer
    assert not first.first_page_header.paragraphs[0].text
    fields = [one.get(qn("w:instr")).strip() for one in first.header._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE"]
    normal = document.styles["Normal"]
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    for paragraph in document.paragraphs:
        assert paragraph.text.strip() or _holds_more(paragraph) or paragraph.style.name in EMPTY_STYLES, paragraph.style
    for properties in document.element.body.iter(qn("w:pPr")):
        assert {child.tag for child in properties} <= {qn("w:pStyle"), qn("w:sectPr")}
    for properties in document.element.body.iter(qn("w:rPr")):
        assert {child.tag for child in properties} <= {qn("w:rStyle")}


def check_ruled_table(table: Any, width_mm: float) -> None:
    """Assert that a table fills the text, repeats its header and never breaks a row."""
    assert abs(sum(column.width for column in table.columns) - Mm(width_mm)) < Mm(1)
    assert table.style.name == "Bảng số liệu"
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows][:2] == [True, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def _mm(length: int) -> int:
    return round(length / Mm(1))


def _holds_more(paragraph: Any) -> bool:
    return paragraph._p.find(f".//{qn('w:drawing')}") is not None

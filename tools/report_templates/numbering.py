"""The numbering of a document as Word counts it: a part that is left out or moved needs no number typed anew.

The order is the party's: ``I.``, ``1.``, ``1.1.``, ``-`` (HD 36-HD/VPTW, HD 05-HD/VPTW).
"""

from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

_FIRST_LINE = round(Mm(10).twips)


@dataclass(frozen=True)
class Level:
    """One level of a list. A style belongs to one level, because Word finds the level by the style's name."""

    style_id: str
    counts: str
    text: str
    """``%1`` is the number of the first level."""
    first_line: int = _FIRST_LINE
    """Indent of the first line, twentieths of a point."""


OUTLINE = (
    Level("Heading1", "upperRoman", "%1."),
    Level("Heading2", "decimal", "%2."),
    # Counted anew after every heading, whichever of the two stands before it.
    Level("MucDanhSo", "decimal", "%3."),
    Level("MucConDanhSo", "decimal", "%2.%4."),
    Level("GachDauDong", "bullet", "-"),
)
CELLS = (Level("OBangDanhSo", "decimal", "%1.", first_line=0),)


def define_numbering(document: Any) -> None:
    """Put the lists into ``document`` in place of those that python-docx brings, and bind the styles to them."""
    lists = document.part.numbering_part.element
    for sample in list(lists):
        lists.remove(sample)
    for number, levels in enumerate((OUTLINE, CELLS), 1):
        lists.append(_abstract(number, levels))
    for number, levels in enumerate((OUTLINE, CELLS), 1):
        lists.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
        for place, level in enumerate(levels):
            _bind(document, level.style_id, number, place)


def _abstract(number: int, levels: tuple[Level, ...]) -> Any:
    described = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{level.counts}"/>'
        f'<w:pStyle w:val="{level.style_id}"/><w:suff w:val="space"/><w:lvlText w:val="{level.text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="{level.first_line}"/></w:pPr></w:lvl>'
        for place, level in enumerate(levels)
    )
    return parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{described}</w:abstractNum>"
    )


def _bind(document: Any, style_id: str, number: int, place: int) -> None:
    style = next(one for one in document.styles if one.element.get(qn("w:styleId")) == style_id)
    numbered = style.element.get_or_add_pPr().get_or_add_numPr()
    numbered.get_or_add_ilvl().val = place
    numbered.get_or_add_numId().val = number

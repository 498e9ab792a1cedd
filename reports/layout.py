"""The layout of an office laid over a rendered document: sizes, spacing, the styles of the state, the spelling."""

import re
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from config.letterhead import Layout
from reports.letterhead import STATE_PROFILE

_TITLE_SIZES_PT = {"HD36-2018": (16, 15), "HD05-2026": (15, 14), "ND30-2020": (14, 14)}
"""Points of the kind of document and of its subject. Both guides allow 15–16 and 14–15; offices keep to one."""

_STATE_LOOKS = (
    ("Cơ quan cấp trên", 13, False, False),
    ("Cơ quan ban hành", 13, True, False),
    ("Số ký hiệu", 13, False, False),
    ("Địa danh, ngày tháng", 13, False, True),
    ("Thay mặt", 14, True, False),
    ("Chức vụ người ký", 14, True, False),
    ("Nơi nhận", 12, True, True),
    ("Danh sách nơi nhận", 11, False, False),
)
"""Style, size in points, bold, italic."""

_LINE_INDENT_MM = 15
_PRINTED = "ủy"
"""The spelling of every text of the programme."""
_OTHER_SPELLING = {"ủy": "uỷ", "Ủy": "Uỷ", "ỦY": "UỶ"}
_WORD = re.compile(r"\b(?:ủy|Ủy|ỦY)\b")


def apply_layout(document: Any, layout: Layout) -> None:
    """Turn the styles of a rendered ``document`` to the layout of the office."""
    kind_pt, subject_pt = _TITLE_SIZES_PT[layout.profile]
    known = {style.name for style in document.styles}
    for name, points in (("Title", layout.kind_pt or kind_pt), ("Subtitle", layout.subject_pt or subject_pt)):
        if name in known:
            document.styles[name].font.size = Pt(points)
    # Every style of the running text takes its line spacing from Normal; tables have a spacing of their own.
    document.styles["Normal"].paragraph_format.line_spacing = Pt(layout.line_spacing_pt)
    if layout.profile == STATE_PROFILE:
        _write_as_the_state(document.styles)
    if layout.spelling != _PRINTED:
        _spell(document)


def _write_as_the_state(styles: Any) -> None:
    """Turn the styles to those of NĐ 30/2020/NĐ-CP, Phụ lục I; an own template may have dropped some of them."""
    known = {style.name for style in styles}
    for name, size, bold, italic in _STATE_LOOKS:
        if name in known:
            font = styles[name].font
            font.size, font.bold, font.italic = Pt(size), bold or None, italic or None
            font.underline = None
    if "Số ký hiệu" in known:
        _line_above(styles["Số ký hiệu"])


def _line_above(style: Any) -> None:
    """Draw the line under the issuer, a third to a half of its length, as the upper edge of the number's line."""
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Mm(_LINE_INDENT_MM)
    edge = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="2" w:color="auto"/></w:pBdr>'
    style.element.get_or_add_pPr().insert_element_before(parse_xml(edge), "w:spacing", "w:ind", "w:jc")


def _spell(document: Any) -> None:
    """Write ``uỷ`` for ``ủy`` wherever it is a word of its own, in the body and at the head and foot of pages."""
    parts = [document.element.body]
    for section in document.sections:
        parts += [part._element for part in (section.header, section.first_page_header, section.footer)]
    for part in parts:
        for text in part.iter(qn("w:t")):
            if text.text:
                text.text = _WORD.sub(lambda found: _OTHER_SPELLING[found[0]], text.text)

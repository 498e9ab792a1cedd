"""Build the sample report of xã Hòa Mai: ``sample_report.yaml`` → ``cli/demo/sample/bao-cao-quy-2-2026.docx``.

The file has what makes real reports hard to read: real footnotes inside sentences, numbers that Word makes itself
beside numbers typed by hand, a borderless header table, no number and no day. Layout after HD 05-HD/VPTW.

    python tools/build_sample_report.py [FILE.docx]
"""

import re
import sys
from datetime import datetime
from pathlib import Path
from typing import TypedDict
from xml.sax.saxutils import escape

import yaml
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.table import _Cell
from docx.text.run import Run

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path(__file__).with_name("sample_report.yaml")
TARGET = ROOT / "cli" / "demo" / "sample" / "bao-cao-quy-2-2026.docx"

WRITTEN_AT = datetime(2026, 6, 18, 9, 30)
"""Fixed, so that building twice gives the same file properties."""

FONT = "Times New Roman"
MARKS = re.compile(r"(\[\^\w+\]|\*[^*]+\*)")
KEPT_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Header Char"}
NOTE_TEXT, NOTE_MARK = "footnote text", "footnote reference"
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
W = nsdecls("w")


class Head(TypedDict):
    """The header table and the title."""

    superior: str
    issuer: str
    number: str
    draft: str
    place_and_date: str
    kind: str
    subject: list[str]


class Closing(TypedDict):
    """Nơi nhận and the signature."""

    recipients: list[str]
    on_behalf: str
    capacity: str
    name: str


class Report(TypedDict):
    """``sample_report.yaml``: ``body`` holds one-key mappings, kind of paragraph → text."""

    head: Head
    body: list[dict[str, str]]
    footnotes: dict[str, str]
    closing: Closing


# kind of paragraph → (style, list of numbering.xml, level in it)
PARAGRAPHS: dict[str, tuple[str, int | None, int]] = {
    "part": ("Đề mục", None, 0),
    "heading": ("Đề mục", None, 0),
    "subheading": ("Đề mục", None, 0),
    "text": ("Đoạn", None, 0),
    "auto_heading": ("Đề mục", 1, 0),
    "auto_task": ("Đoạn", 1, 0),
    "auto_item": ("Đoạn", 1, 1),
    "dash": ("Đoạn", 2, 0),
}

NUMBERING = f"""
<w:numbering {W}>
  <w:abstractNum w:abstractNumId="1">
    <w:multiLevelType w:val="multilevel"/>
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%1."/>
      <w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="567"/></w:pPr><w:rPr><w:b/></w:rPr></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%1.%2."/>
      <w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="567"/></w:pPr></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="2">
    <w:multiLevelType w:val="singleLevel"/>
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:suff w:val="space"/><w:lvlText w:val="-"/>
      <w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="567"/></w:pPr></w:lvl>
  </w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>"""

SEPARATORS = """
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"""


class Footnotes:
    """Numbers the footnotes in the order of their marks and becomes ``word/footnotes.xml``."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._used: list[str] = []

    def mark(self, name: str) -> int:
        """Return the id of footnote ``name``; each has one mark."""
        if name in self._used or name not in self._texts:
            raise ValueError(f"footnote {name!r} is marked twice or has no text")
        self._used.append(name)
        return len(self._used)

    def attach(self, document: DocumentObject) -> None:
        """Add the part to ``document``. Raises ``ValueError`` for a footnote that no mark names."""
        if unused := self._texts.keys() - set(self._used):
            raise ValueError(f"footnotes without a mark: {sorted(unused)}")
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{_style_id(NOTE_TEXT)}"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{_style_id(NOTE_MARK)}"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(self._texts[name])}</w:t></w:r></w:p></w:footnote>'
            for number, name in enumerate(self._used, start=1)
        )
        xml = f"<w:footnotes {W}>{SEPARATORS}{notes}</w:footnotes>".encode()
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        # Word is strict about the order of settings: footnotePr stands before compat
        document.settings.element.find(qn("w:compat")).addprevious(
            parse_xml(f'<w:footnotePr {W}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
        )


def _style_id(name: str) -> str:
    """Return the id that python-docx gives to a style called ``name``."""
    return name.replace(" ", "")


def build(target: Path) -> None:
    """Write the report to ``target``."""
    report: Report = yaml.safe_load(SOURCE.read_text("utf-8"))
    document = Document()
    footnotes = Footnotes(report["footnotes"])
    _describe(document, report)
    _set_page(document)
    _set_styles(document)
    _set_numbering(document)
    _write_head(document, report["head"])
    for block in report["body"]:
        [(kind, text)] = block.items()
        _write_block(document, kind, text, footnotes)
    _write_closing(document, report["closing"])
    footnotes.attach(document)
    document.save(str(target))


def _describe(document: DocumentObject, report: Report) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = "Văn phòng Đảng ủy xã Hòa Mai"
    properties.title = f"{report['head']['kind']} {' '.join(report['head']['subject'])}"
    properties.comments = "Địa phương, con người và số liệu đều là hư cấu."
    properties.created = properties.modified = WRITTEN_AT
    package = document.part.package
    assert package is not None
    thumbnail = next(key for key, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL)
    del package.rels[thumbnail]


def _set_page(document: DocumentObject) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    number._p.append(parse_xml(f'<w:fldSimple {W} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'))


def _set_styles(document: DocumentObject) -> None:
    """Leave of the template's styles only what is used, and add the report's own."""
    for style in list(document.styles):
        if style.name not in KEPT_STYLES:
            style.delete()
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.name, normal.font.size = FONT, Pt(14)
    for script in ("w:eastAsia", "w:cs"):
        normal.element.rPr.rFonts.set(qn(script), FONT)
    normal.element.rPr.append(parse_xml(f'<w:lang {W} w:val="vi-VN"/>'))
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0

    body = _paragraph_style(document, "Đoạn", normal)
    body.paragraph_format.first_line_indent = Mm(10)
    body.paragraph_format.space_before = Pt(6)
    body.paragraph_format.line_spacing = Pt(18)
    body.paragraph_format.alignment = JUSTIFY
    heading = _paragraph_style(document, "Đề mục", body)
    heading.font.bold = True
    heading.paragraph_format.keep_with_next = True
    note = _paragraph_style(document, NOTE_TEXT, normal, builtin=True)
    note.font.size = Pt(11)
    note.paragraph_format.alignment = JUSTIFY
    mark = document.styles.add_style(NOTE_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    assert isinstance(mark, CharacterStyle)
    mark.font.superscript = True


def _paragraph_style(
    document: DocumentObject, name: str, base: ParagraphStyle, *, builtin: bool = False
) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)
    assert isinstance(style, ParagraphStyle)
    style.base_style = base
    return style


def _set_numbering(document: DocumentObject) -> None:
    numbering = document.part.numbering_part.element
    numbering.clear()
    numbering.extend(list(parse_xml(NUMBERING)))


def _write_head(document: DocumentObject, head: Head) -> None:
    left, right = _two_cells(document, Mm(73), Mm(92))
    _line(left, head["superior"])
    _line(left, head["issuer"], bold=True)
    _line(left, "*")
    _line(left, head["number"])
    _line(left, head["draft"], italic=True)
    party = _line(right, "ĐẢNG CỘNG SẢN VIỆT NAM", bold=True, size=15)
    party.font.underline = True
    _line(right, head["place_and_date"], italic=True)

    _centered(document, head["kind"], size=16, before=18)
    for line in head["subject"]:
        _centered(document, line)
    _centered(document, "-----", bold=False, after=12)


def _write_block(document: DocumentObject, kind: str, text: str, footnotes: Footnotes) -> None:
    style, numbered, level = PARAGRAPHS[kind]
    paragraph = document.add_paragraph(style=style)
    if numbered is not None:
        number = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{numbered}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(number))
    for piece in MARKS.split(text):
        if piece.startswith("[^"):
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(footnotes.mark(piece[2:-1])))
            paragraph.add_run(style=NOTE_MARK)._r.append(reference)
        elif piece.startswith("*"):
            paragraph.add_run(piece[1:-1]).italic = True
        else:
            paragraph.add_run(piece)


def _write_closing(document: DocumentObject, closing: Closing) -> None:
    document.add_paragraph()
    left, right = _two_cells(document, Mm(85), Mm(80))
    _line(left, "Nơi nhận:", centered=False).font.underline = True
    for recipient in closing["recipients"]:
        _line(left, f"- {recipient}", size=12, centered=False)
    _line(right, closing["on_behalf"], bold=True)
    _line(right, closing["capacity"])
    for _ in range(4):
        _line(right, "")
    _line(right, closing["name"], bold=True)


def _two_cells(document: DocumentObject, *widths: Length) -> tuple[_Cell, _Cell]:
    """Add a borderless table of one row and return its cells."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = width
    left, right = table.rows[0].cells
    return left, right


def _line(
    cell: _Cell, text: str, *, bold: bool = False, italic: bool = False, size: int = 14, centered: bool = True
) -> Run:
    """Write the next line of ``cell``; a new cell already holds an empty one."""
    empty = len(cell.paragraphs) == 1 and not cell.paragraphs[0].runs
    paragraph = cell.paragraphs[0] if empty else cell.add_paragraph()
    paragraph.alignment = CENTER if centered else None
    run: Run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold or None, italic or None, Pt(size)
    return run


def _centered(
    document: DocumentObject, text: str, *, bold: bool = True, size: int = 14, before: int = 0, after: int = 0
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTER
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold or None, Pt(size)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)

"""Word documents (.docx): paragraphs with their printed numbers, tables cell by cell, real notes apart.

Read from the XML itself: tracked changes count as accepted, macros and embedded objects are never looked at.
"""

from collections.abc import Iterator

from lxml import etree

from tasks_registry.reading.sources import CELL_BAR, AnchoredNote, SourceText
from tasks_registry.reading.text import clean
from tasks_registry.reading.word_numbering import Numbering
from tasks_registry.reading.word_package import W, WordPackage

_DELETED = {f"{W}del", f"{W}moveFrom"}
_APART = {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    f"{W}txbxContent",
    f"{W}pPr",
    f"{W}rPr",
}
_TEXT_OF = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_NOTE_KINDS = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_WRAPPERS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"}
_OFF = ("0", "false", "off")
_Notes = dict[tuple[str, str], str]
"""(kind, id) → text"""


class WordReader:
    """Reads ``.docx``."""

    suffixes: tuple[str, ...] = (".docx",)

    def read(self, data: bytes, name: str) -> SourceText:
        """Return text, notes and bold lines of the document. Raises ``UnreadableDocument``."""
        package = WordPackage(data, name)
        document = package.part("word/document.xml")
        body = None if document is None else document.find(f"{W}body")
        numbering = Numbering(package.part("word/numbering.xml"), package.part("word/styles.xml"))
        notes = _read_notes(package)
        writer = _Writer(numbering, notes)
        if body is not None:
            writer.blocks(body)
        return writer.source()


def _read_notes(package: WordPackage) -> _Notes:
    notes: _Notes = {}
    for kind in ("footnote", "endnote"):
        root = package.part(f"word/{kind}s.xml")
        for note in () if root is None else root.iterfind(f"{W}{kind}"):
            if note.get(f"{W}type") is None:  # separators carry a type, real notes do not
                paragraphs = (_plain(paragraph) for paragraph in note.iter(f"{W}p"))
                notes[kind, note.get(f"{W}id", "")] = " ".join(text for text in paragraphs if text)
    return notes


def _plain(paragraph: etree._Element) -> str:
    return clean("".join(text for text, _ in _runs(paragraph))).strip()


def _runs(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield each piece of text with the element it comes from; a note's reference comes as an empty text."""
    for child in element:
        if child.tag in _DELETED or child.tag in _APART:
            continue
        if child.tag == f"{W}t":
            yield child.text or "", child
        elif child.tag in _TEXT_OF:
            yield _TEXT_OF[child.tag], child
        elif child.tag in _NOTE_KINDS:
            yield "", child
        else:
            yield from _runs(child)


def _is_bold(text: etree._Element) -> bool:
    run = text.getparent()
    bold = None if run is None else run.find(f"{W}rPr/{W}b")
    return bold is not None and bold.get(f"{W}val", "1") not in _OFF


class _Writer:
    """Writes the document's text line by line, keeping where notes and bold lines stand."""

    def __init__(self, numbering: Numbering, notes: _Notes) -> None:
        self._numbering, self._notes = numbering, notes
        self._lines: list[str] = []
        self._length = 0
        self._anchored: list[AnchoredNote] = []
        self._bold_at: set[int] = set()

    def source(self) -> SourceText:
        """Return everything written."""
        return SourceText("\n".join(self._lines), tuple(self._anchored), frozenset(self._bold_at))

    def blocks(self, parent: etree._Element) -> None:
        """Write the paragraphs and tables below ``parent`` in order."""
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag in _WRAPPERS:
                self.blocks(child)

    def _line(self, text: str) -> None:
        self._lines.append(text)
        self._length += len(text) + 1

    def _paragraph(self, paragraph: etree._Element) -> None:
        label = self._numbering.label(paragraph)
        written = f"{label} " if label else ""
        marks: list[tuple[int, str]] = []
        bold = True
        for text, element in _runs(paragraph):
            if element.tag in _NOTE_KINDS:
                note = self._notes.get((_NOTE_KINDS[element.tag], element.get(f"{W}id", "")))
                if note:
                    marks.append((len(written), note))
            elif piece := clean(text).replace("\n", " "):
                written += piece
                bold = bold and (not piece.strip() or _is_bold(element))
        self._anchored += [AnchoredNote(self._length + at, note) for at, note in marks]
        if bold and written.strip():
            self._bold_at.add(self._length)
        self._line(written)
        self._line("")
        for box in paragraph.iter(f"{W}txbxContent"):
            if not any(parent.tag in _APART - {f"{W}txbxContent"} for parent in box.iterancestors()):
                self.blocks(box)

    def _table(self, table: etree._Element) -> None:
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue  # of a table inside a cell, which the cell writes itself
            self._line(CELL_BAR)
            for cell in row.iterfind(f"{W}tc"):
                self.blocks(cell)
                if self._lines[-1] == CELL_BAR:
                    self._line("")
                self._line(CELL_BAR)
        self._line("")

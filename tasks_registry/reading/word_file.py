"""Word documents (.docx): paragraphs with their printed numbers, tables cell by cell, real notes apart.

Read from the XML itself: tracked changes count as accepted, macros and embedded objects are never looked at.
"""

from collections.abc import Iterator

from lxml import etree

from tasks_registry.reading.sources import CELL_BAR, AnchoredNote, SourceText
from tasks_registry.reading.text import clean
from tasks_registry.reading.word_fonts import Fonts
from tasks_registry.reading.word_numbering import Numbering
from tasks_registry.reading.word_package import W, WordPackage

_DELETED = {f"{W}del", f"{W}moveFrom"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN = {*_DELETED, _FALLBACK}
_APART = {*_UNSEEN, f"{W}txbxContent", f"{W}pPr", f"{W}rPr"}
_TEXT_OF = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOTE_KINDS = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_WRAPPERS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"}
_MOST_COLUMNS = 63
"""Word's own limit; a file may claim more."""
_OFF = ("0", "false", "off")
_Notes = dict[tuple[str, str], str]
"""(kind, id) → text"""


class WordReader:
    """Reads ``.docx``."""

    suffixes: tuple[str, ...] = (".docx",)

    def read(self, data: bytes, name: str) -> SourceText:
        """Return text, notes and bold lines of the document. Raises ``UnreadableDocument``."""
        package = WordPackage(data, name)
        body = package.body()
        styles = package.part("word/styles.xml")
        fonts = Fonts(styles)
        writer = _Writer(Numbering(package.part("word/numbering.xml"), styles), _read_notes(package, fonts), fonts)
        writer.blocks(body)
        return writer.source()


def _read_notes(package: WordPackage, fonts: Fonts) -> _Notes:
    notes: _Notes = {}
    for kind in ("footnote", "endnote"):
        root = package.part(f"word/{kind}s.xml")
        for note in () if root is None else root.iterfind(f"{W}{kind}"):
            if note.get(f"{W}type", "normal") == "normal":  # separators carry a type, real notes do not
                paragraphs = (_plain(paragraph, fonts) for paragraph in note.iter(f"{W}p"))
                notes[kind, note.get(f"{W}id", "")] = " ".join(text for text in paragraphs if text)
    return notes


def _plain(paragraph: etree._Element, fonts: Fonts) -> str:
    return clean("".join(text for text, _ in fonts.in_unicode(_runs(paragraph), paragraph))).strip()


def _runs(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield each piece of text with the element it comes from; a note's reference comes as an empty text."""
    for child in element:
        if child.tag in _APART:
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

    def __init__(self, numbering: Numbering, notes: _Notes, fonts: Fonts) -> None:
        self._numbering, self._notes, self._fonts = numbering, notes, fonts
        self._lines: list[str] = []
        self._length = 0
        self._anchored: list[AnchoredNote] = []
        self._bold_at: set[int] = set()
        self._in_table = False

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
        for text, element in self._fonts.in_unicode(_runs(paragraph), paragraph):
            if element.tag in _NOTE_KINDS:
                note = self._notes.get((_NOTE_KINDS[element.tag], element.get(f"{W}id", "")))
                if note:
                    marks.append((len(written), note))
            elif piece := self._in_line(clean(text), written):
                written += piece
                bold = bold and (not piece.strip() or _is_bold(element))
        self._anchored += [AnchoredNote(self._length + at, note) for at, note in marks]
        if bold and written.strip():
            self._bold_at.add(self._length)
        # Text behind an empty line at the head of a cell would count as standing behind the table.
        if written.strip() or not self._in_table:
            self._line(written)
            self._line("")
        for box in paragraph.iter(f"{W}txbxContent"):
            if _nearest(box, "p") is paragraph and not any(above.tag in _UNSEEN for above in box.iterancestors()):
                self.blocks(box)

    def _in_line(self, text: str, before: str) -> str:
        """Return ``text`` without line breaks; inside a cell they part items as paragraphs do, but open none."""
        return text if self._in_table and before.strip() else text.replace("\n", " ")

    def _table(self, table: etree._Element) -> None:
        """Write a table cell by cell; one inside a cell is written as paragraphs of that cell."""
        rows = [row for row in table.iter(f"{W}tr") if _nearest(row, "tbl") is table]
        if self._in_table:
            for row in rows:
                for cell in _cells(row):
                    self.blocks(cell)
            return
        self._in_table = True
        merged: dict[int, list[str]] = {}
        for row in rows:
            self._line(CELL_BAR)
            column = 0
            for cell in _cells(row):
                self._cell(cell, column, merged)
                column += _columns_of(cell)
        self._in_table = False
        self._line("")

    def _cell(self, cell: etree._Element, column: int, merged: dict[int, list[str]]) -> None:
        """Write one cell with its bars; one merged with the cell above repeats what stands there.

        ``merged`` holds the lines of the last cell in each column.
        """
        first = len(self._lines)
        self.blocks(cell)
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(f"{W}val") != "restart" and not any(self._lines[first:]):
            for line in merged.get(column, ()):
                self._line(line)
        merged[column] = self._lines[first:]
        if self._lines[-1] == CELL_BAR:
            self._line("")
        self._line(CELL_BAR)
        for _ in range(_columns_of(cell) - 1):
            self._line("")
            self._line(CELL_BAR)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    """Yield the cells of a row, those in content controls too."""
    return (cell for cell in row.iter(f"{W}tc") if _nearest(cell, "tr") is row)


def _columns_of(cell: etree._Element) -> int:
    """Return how many columns of the grid a cell takes."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    written = "1" if span is None else span.get(f"{W}val", "1")
    return min(max(1, int(written)), _MOST_COLUMNS) if written.isdecimal() and len(written) < 6 else 1


def _nearest(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(f"{W}{tag}"), None)

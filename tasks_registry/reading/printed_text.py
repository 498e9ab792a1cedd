"""The text of printed pages: lines joined into paragraphs, tables cell by cell, notes put where their marks stood."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from tasks_registry.reading.page_furniture import without_furniture
from tasks_registry.reading.printed_flow import Margins, OpenParagraph, margins_of
from tasks_registry.reading.printed_layout import LaidPage, Row, TextTable
from tasks_registry.reading.printed_lines import joined
from tasks_registry.reading.printed_notes import PrintedNote, part_notes
from tasks_registry.reading.printed_page import PrintedLine
from tasks_registry.reading.sources import CELL_BAR, AnchoredNote, SourceText
from tasks_registry.reading.text import clean, fold

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SAME_PLACE = 6.0
"""Points by which the sides of a table may move from page to page."""


def text_of(pages: Sequence[LaidPage]) -> SourceText:
    """Return the text of a document from its pages in order; linear in their number."""
    pages = without_furniture(pages)
    bodies, notes = part_notes(pages, _usual_size(pages))
    writer = _Writer(notes)
    for page in bodies:
        of_page = margins_of(page.lines, page.width) if page.lines else None
        for block in page.blocks:
            if isinstance(block, TextTable):
                writer.table(block)
            elif of_page is not None:
                margins = margins_of(block.lines) if block.is_column else of_page
                writer.lines(block.lines, margins, rough=page.recognised, alone=block.is_column)
        writer.page_ends(page.number)
    return replace(writer.source(), recognised=any(page.recognised for page in pages))


def _usual_size(pages: Sequence[LaidPage]) -> float:
    """Return the type size in which most characters are set, in points."""
    characters: defaultdict[float, int] = defaultdict(int)
    for page in pages:
        for line in page.lines:
            characters[round(line.size, 1)] += len(line.text)
    return max(characters, key=lambda size: characters[size], default=0.0)


class _Writer:
    """Writes the text paragraph by paragraph, keeping where notes and bold lines stand."""

    def __init__(self, notes: Sequence[PrintedNote]) -> None:
        self._notes = {(note.page, note.number): note for note in notes}
        self._lines: list[str] = []
        self._length = 0
        self._anchored: list[AnchoredNote] = []
        self._bold_at: set[int] = set()
        self._paragraph: OpenParagraph | None = None
        self._text = ""
        self._bold = True
        self._marks: list[tuple[int, PrintedNote]] = []
        self._unmarked: list[PrintedNote] = []
        self._table: TextTable | None = None
        self._last_row: Row = ()

    def source(self) -> SourceText:
        """Return everything written."""
        self._close()
        self._end_table()
        return SourceText("\n".join(self._lines), tuple(self._anchored), frozenset(self._bold_at))

    def lines(self, lines: Sequence[PrintedLine], margins: Margins, *, rough: bool, alone: bool) -> None:
        """Write lines; ``alone`` ones, of a column, go on with nothing outside it."""
        self._end_table()
        if alone:
            self._close()
        for line in lines:
            if self._paragraph is None or not self._paragraph.goes_on(line, margins, self._text, rough=rough):
                self._close()
                self._paragraph = OpenParagraph.starting(line, margins)
            else:
                self._paragraph.add(line, margins)
            self._add(line)
        if alone:
            self._close()

    def table(self, table: TextTable) -> None:
        """Write a table; one that goes on from the page before goes on here without its head."""
        self._close()
        rows = table.rows
        if self._table is not None and _same_sides(self._table, table):
            head, first = (_words(rows_[0]) for rows_ in (self._table.rows, rows))
            rows = rows[1:] if first == head else rows
            if rows and _is_rest(rows[0]):
                self._last_row = _completed(self._last_row, rows[0])
                rows = rows[1:]
        else:
            self._end_table()
        self._table = self._table or table
        for row in rows:
            self._write_row()
            self._last_row = row

    def page_ends(self, page: int) -> None:
        """Keep the notes of ``page`` whose marks were not found, to be written behind the paragraph."""
        self._unmarked += [note for key, note in self._notes.items() if key[0] == page and not note.is_marked]

    def _write_row(self) -> None:
        if self._last_row:
            self._line(CELL_BAR)
        for cell in self._last_row:
            for paragraph in cell or ("",):
                self._line(clean(paragraph))
                if paragraph:
                    self._line("")
            self._line(CELL_BAR)
        self._last_row = ()

    def _end_table(self) -> None:
        if self._table is not None:
            self._write_row()
            self._line("")
        self._table = None

    def _line(self, text: str) -> None:
        self._lines.append(text)
        self._length += len(text) + 1

    def _add(self, line: PrintedLine) -> None:
        pieces, at = "", 0
        marked: list[tuple[int, PrintedNote]] = []
        for place, number in line.marks:
            pieces += clean(line.text[at:place])
            at = place
            note = self._notes.get((line.page, number))
            if note is None:
                pieces += number.translate(_SUPERSCRIPTS)
            else:
                note.is_marked = True
                marked.append((len(pieces), note))
        pieces += clean(line.text[at:])
        if line.note is not None:
            pieces = line.note.translate(_SUPERSCRIPTS) + pieces
        whole = joined(self._text, pieces) if self._text else pieces
        self._marks += [(len(whole) - len(pieces) + place, note) for place, note in marked]
        self._text = whole
        self._bold = self._bold and line.bold

    def _close(self) -> None:
        if self._paragraph is not None:
            self._anchored += [AnchoredNote(self._length + at, clean(note.text)) for at, note in self._marks]
            if self._bold:
                self._bold_at.add(self._length)
            self._line(self._text)
            self._line("")
        for note in self._unmarked:
            self._line(f"[{note.number}] {clean(note.text)}")
            self._line("")
        self._paragraph, self._text, self._bold = None, "", True
        self._marks, self._unmarked = [], []


def _same_sides(before: TextTable, table: TextTable) -> bool:
    return abs(before.left - table.left) <= _SAME_PLACE and abs(before.right - table.right) <= _SAME_PLACE


def _words(row: Row) -> list[str]:
    return [fold(" ".join(cell)) for cell in row]


def _is_rest(row: Row) -> bool:
    """Tell whether a row at the top of a page is the rest of one that its end cut: no number, words in mid-phrase."""
    in_mid_phrase = [bool(cell) and cell[0][0].islower() for cell in row]
    return any(in_mid_phrase) and (not row[0] or in_mid_phrase[0])


def _completed(row: Row, rest: Row) -> Row:
    if len(row) != len(rest):
        return row + rest
    return tuple(
        (*cell[:-1], joined(cell[-1], more[0]), *more[1:]) if cell and more else cell or more
        for cell, more in zip(row, rest, strict=True)
    )

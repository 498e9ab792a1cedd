"""Paragraphs out of lines: wrapped lines joined, page breaks mended, footnotes taken out of sentences.

Flattened pages leave footnotes standing inside sentences: the body breaks off, the notes of that page follow, then the
body goes on in lower case. A note that breaks off goes on at the foot of the next page, just before that page's notes.
"""

import re
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tasks_registry.reading.markers import starts_with_marker, strip_emphasis
from tasks_registry.reading.model import Span
from tasks_registry.reading.sources import CELL_BAR, SourceText

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789")
# `m²`, `km²`, `m³` are units, not marks.
_MARK = rf"(?<![\d\s][mM])(?<![\d\s][a-zA-Z]m)(?:[{_SUPERSCRIPTS}]+|\[\d{{1,3}}\])"
_NOTE_START = re.compile(rf"\**\s*(?P<number>[{_SUPERSCRIPTS}]+|\[\d{{1,3}}\])\**\s*(?=\S)")
_DROPPED = re.compile(rf"(?<!\()\*+|\*+(?!\))|(?P<mark>{_MARK})|(?<=\s)\s+")
_ENDED = re.compile(r"(?:(?<!\.\.)[.!?:/][\"”’)\]]*)$")
_LIST_ENDED = re.compile(r"[.!?:;,…/][\"”’)\]]*$")
_EXPECTS_MORE = re.compile(r"(?:,|\b(?:và|của|với|cho|các|những|về|tại|từ|đến|theo|do|trong|bằng|để|là|hoặc))$")
_PAGE_NUMBER = re.compile(r"[-–]?\s*\d{1,3}\s*[-–]?$")
_RULE = re.compile(r"[-–_=*\s]{3,}$")
_RANGE_GOES_ON = re.compile(r"[-–]\s*\d")
_TABLES_APART = 3
"""Empty lines between two tables; an empty cell leaves one."""
_WRAPPED_SHARE, _FEWEST_WRAPPED, _WIDEST_PAGE = 0.6, 6, 160
"""Lines are taken to be wrapped when this share of them, at least so many, break off within so many characters."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as read. ``text`` has no footnote marks, emphasis marks or line ends.

    ``pieces`` say where the text stands in the source: (position in ``text``, position in the source, characters).
    ``cell`` is (table, row, column) of a table cell. ``notes`` are footnotes with the position of their marks.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    bold: bool = False
    cell: tuple[int, int, int] | None = None
    notes: tuple[tuple[int, "Paragraph"], ...] = ()

    def place(self, position: int) -> int:
        """Return the source position of the character at ``position`` of ``text``."""
        at, source, length = self.pieces[max(0, bisect_right(self.pieces, position, key=lambda piece: piece[0]) - 1)]
        return source + max(0, min(position - at, length))

    def span(self, start: int, end: int) -> Span:
        """Return where ``text[start:end]`` stands in the source, footnotes and page ends in between included."""
        return Span(self.place(start), self.place(max(start, end - 1)) + 1)


@dataclass(frozen=True)
class Body:
    """All paragraphs of a document in order, and all its notes, anchored or not."""

    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Paragraph, ...]


@dataclass
class _Fragment:
    """Lines that belong together for sure: slices of the source, and the text they amount to without marks."""

    slices: list[tuple[int, int]]
    bare: str
    bold: bool = False
    cell: tuple[int, int, int] | None = None
    note: str | None = None


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    bare: str
    bold: bool

    @property
    def width(self) -> int:
        return self.end - self.start


def read_paragraphs(source: SourceText) -> Body:
    """Return the paragraphs and notes of a document. Linear in its length; no character of the source is invented."""
    bodies: list[_Fragment] = []
    notes: list[_Fragment] = []
    last: _Fragment | None = None
    for fragment in _fragments(source):
        if fragment.note is not None:
            notes.append(fragment)
            last = fragment
            continue
        continued = _continued(fragment, last, bodies, notes)
        if continued is not None:
            continued.slices += fragment.slices
            continued.bare += " " + fragment.bare
            last = continued
        else:
            bodies.append(fragment)
            last = fragment
    assembled = [(_assemble(source.text, fragment), fragment) for fragment in notes]
    by_number: defaultdict[str, deque[Paragraph]] = defaultdict(deque)
    for (paragraph, _), fragment in assembled:
        by_number[fragment.note or ""].append(paragraph)
    paragraphs = [_anchored(*_assemble(source.text, fragment), by_number) for fragment in bodies]
    real = [(note.at, Paragraph(note.text, ((0, note.at, 0),))) for note in source.notes]
    return Body(
        tuple(_with_real_notes((paragraph for paragraph in paragraphs if paragraph.text), real)),
        tuple(paragraph for (paragraph, _), _ in assembled) + tuple(note for _, note in real),
    )


def _continued(
    fragment: _Fragment, last: _Fragment | None, bodies: list[_Fragment], notes: list[_Fragment]
) -> _Fragment | None:
    """Return what ``fragment`` goes on with after a page break: the open paragraph, the open note, or nothing."""
    body = bodies[-1] if bodies else None
    if body is None or last is None or fragment.cell or body.cell or starts_with_marker(fragment.bare):
        return None
    after_notes = last.note is not None
    if not fragment.bare[:1].islower():
        return body if after_notes and _EXPECTS_MORE.search(body.bare) else None
    if _ENDED.search(body.bare):
        return None
    if notes and not after_notes and not _ENDED.search(notes[-1].bare):
        return notes[-1]
    return body


def _fragments(source: SourceText) -> Iterator[_Fragment]:
    width = _wrap_width(source)
    table = row = column = 0
    in_table = after_bar = False
    left_empty = 0
    block: list[_Line] = []
    for line in (*_lines(source), _Line(len(source.text), len(source.text), "", False)):
        if line.bare and line.bare != CELL_BAR and not _RULE.match(line.bare):
            # After a bar, a cell begins at once; text below an empty line stands behind the table.
            in_table = in_table and not (after_bar and left_empty)
            after_bar = False
            block.append(line)
            continue
        yield from _block_fragments(block, width, (table, row, column) if in_table else None, source)
        block = []
        if line.bare != CELL_BAR:
            left_empty += not line.bare
            continue
        if not in_table or (after_bar and left_empty >= _TABLES_APART):
            in_table, table, row, column = True, table + 1, 0, 0
        elif after_bar and not left_empty:
            row, column = row + 1, 0
        else:
            column += 1
        after_bar, left_empty = True, 0


def _block_fragments(
    block: list[_Line], width: int | None, cell: tuple[int, int, int] | None, source: SourceText
) -> Iterator[_Fragment]:
    """Split lines without a blank line between them into what was written as one line each."""
    if len(block) == 1 and cell is None and _PAGE_NUMBER.match(block[0].bare):
        return
    current: _Fragment | None = None
    previous: _Line | None = None
    for line in block:
        note = _NOTE_START.match(source.text, line.start, line.end)
        if (
            current is not None
            and previous is not None
            and note is None
            and _goes_on(current.bare, previous, line, width)
        ):
            current.slices.append((line.start, line.end))
            current.bare += " " + line.bare
            current.bold = current.bold and line.bold
        else:
            if current is not None:
                yield current
            start = note.end() if note else line.start
            number = note["number"].strip("[]").translate(_DIGITS) if note else None
            current = _Fragment([(start, line.end)], line.bare, line.bold, cell, number)
        previous = line
    if current is not None:
        yield current


def _goes_on(so_far: str, previous: _Line, line: _Line, width: int | None) -> bool:
    """Tell whether ``line`` goes on with the line above it. ``width`` is None when a line is a paragraph."""
    if starts_with_marker(so_far, alone=True):
        return True
    full = width is not None and previous.width + 1 + len(line.bare.split(maxsplit=1)[0]) >= width
    if starts_with_marker(line.bare):
        # `2026` / `- 2030`: a dash between words at the turn of a line is no list.
        return _RANGE_GOES_ON.match(line.bare) is not None or (
            line.bare[0] in "-–" and full and not _LIST_ENDED.search(so_far)
        )
    if width is None:
        return line.bare[0].islower() and not _ENDED.search(so_far)
    if _ENDED.search(so_far) or so_far.endswith(";"):
        return full
    return line.bare.isupper() or not so_far.isupper()


def _wrap_width(source: SourceText) -> int | None:
    """Return the width in characters to which lines are wrapped, None when a line is a paragraph.

    Wrapped lines mostly break off in the middle of a sentence.
    """
    widths = []
    open_ends = 0
    previous: _Line | None = None
    for line in _lines(source):
        usable = bool(line.bare) and line.bare != CELL_BAR
        if usable and previous is not None and not starts_with_marker(line.bare):
            widths.append(previous.width)
            open_ends += not _LIST_ENDED.search(previous.bare)
        previous = line if usable else None
    if len(widths) < _FEWEST_WRAPPED or open_ends < len(widths) * _WRAPPED_SHARE:
        return None
    width = sorted(widths)[len(widths) * 9 // 10]
    return width if width <= _WIDEST_PAGE else None


def _lines(source: SourceText) -> Iterator[_Line]:
    start = 0
    for line in source.text.split("\n"):
        end = start + len(line)
        stripped = line.strip()
        bare = strip_emphasis(stripped)
        marked = stripped.startswith("**") and stripped.endswith("**") and len(stripped) > 4
        yield _Line(start, end, bare, marked or start in source.bold_at)
        start = end + 1


def _assemble(text: str, fragment: _Fragment) -> tuple[Paragraph, list[tuple[int, str]]]:
    """Return the paragraph of a fragment without marks, and the marks that were in it with their positions."""
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    marks: list[tuple[int, str]] = []
    length = 0

    def keep(start: int, end: int) -> None:
        nonlocal length
        while start < end and text[start].isspace() and (not length or parts[-1].endswith(" ")):
            start += 1
        if start < end:
            parts.append(text[start:end])
            pieces.append((length, start, end - start))
            length += end - start

    for start, end in fragment.slices:
        if length and not parts[-1].endswith(" "):
            parts.append(" ")
            length += 1
        at = start
        for match in _DROPPED.finditer(text, start, end):
            keep(at, match.start())
            at = match.end()
            if match["mark"]:
                marks.append((length, match["mark"].strip("[]").translate(_DIGITS)))
        keep(at, end)
    joined = "".join(parts).rstrip()
    marks = [(min(at, len(joined)), number) for at, number in marks]
    return Paragraph(joined, tuple(pieces) or ((0, fragment.slices[0][0], 0),), fragment.bold, fragment.cell), marks


def _anchored(paragraph: Paragraph, marks: list[tuple[int, str]], notes: dict[str, deque[Paragraph]]) -> Paragraph:
    found = tuple((at, notes[number].popleft()) for at, number in marks if notes.get(number))
    return replace(paragraph, notes=found) if found else paragraph


def _with_real_notes(paragraphs: Iterable[Paragraph], notes: list[tuple[int, Paragraph]]) -> Iterator[Paragraph]:
    waiting = deque(notes)
    for paragraph in paragraphs:
        found = list(paragraph.notes)
        end = paragraph.span(0, len(paragraph.text)).end
        while waiting and waiting[0][0] <= end:
            at, note = waiting.popleft()
            found.append((_position(paragraph, at), note))
        yield replace(paragraph, notes=tuple(found)) if len(found) > len(paragraph.notes) else paragraph


def _position(paragraph: Paragraph, place: int) -> int:
    """Return the position in the paragraph's text of a place in the source."""
    at, source, length = paragraph.pieces[max(0, bisect_right(paragraph.pieces, place, key=lambda piece: piece[1]) - 1)]
    return at + max(0, min(place - source, length))

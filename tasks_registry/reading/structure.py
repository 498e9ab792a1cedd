"""The outline of a document, and the part of it that looks forward."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasks_registry.reading.labels import Field, read_label
from tasks_registry.reading.markers import (
    BRACKETED,
    DASH,
    DECIMAL,
    LETTER,
    ORDINAL,
    PLAIN,
    ROMAN,
    SMALL,
    SPOKEN,
    Marker,
    read_marker,
)
from tasks_registry.reading.paragraphs import Paragraph
from tasks_registry.reading.sentences import split_sentences
from tasks_registry.reading.text import fold, settle

_TITLE, _CAPITALS, _BOLD = 5, 33, 38
"""Depths of headings without a number: the title of a paper, a line in capitals, a line in bold."""
_INTRODUCTION = 5
"""An introducing sentence (``… như sau:``) lies this much above what it introduces."""

_NESTED = (SPOKEN, ORDINAL, BRACKETED, LETTER, SMALL)
"""Markers that count anew under each number and are named together with it (``2.a``)."""

_TITLES = {
    "bao cao", "ke hoach", "thong bao", "chuong trinh", "quyet dinh", "cong dien", "chi thi", "ket luan", "nghi quyet",
    "phu luc", "to trinh", "huong dan", "chuong trinh cong tac", "thong bao ket luan", "cong van",
}  # fmt: skip
_FORWARD = re.compile(
    r"\b(?:phuong huong|nhiem vu (?:trong tam|chu yeu|cong tac|thoi gian|nam|quy|thang|0?6|0?9|va giai phap|giai phap)"
    r"|cong tac trong tam|trong tam (?:cong tac|quy|thang|nam)|chuong trinh cong tac"
    r"|ke hoach (?:cong tac )?(?:quy|thang|nam)"
    r"|thoi gian toi|thoi gian tiep theo|viec can lam)\b"
)
_BACKWARD = re.compile(
    r"\b(?:ket qua|tinh hinh|danh gia|ton tai|han che|nguyen nhan|kiem diem|khuyet diem|uu diem|bai hoc)\b"
)
_NO_TASKS = re.compile(
    r"\b(?:muc dich|yeu cau|muc tieu|quan diem|pham vi|doi tuong|kinh phi|danh gia|tinh hinh|ket qua|can cu"
    r"|co so phap ly"
    r"|nguyen tac|han che|nguyen nhan|ton tai)\b"
)
_TASKS_ANYWAY = re.compile(r"\b(?:nhiem vu|giai phap|to chuc thuc hien|noi dung thuc hien|trach nhiem)\b")
_TIMED = re.compile(r"\b(?:(?:trước|chậm nhất|đến|trong)\s+(?:ngày|tháng|quý)|hằng (?:tháng|quý|tuần))\b")
_CLOSING = re.compile(r"(?:noi nhan|noi gui|tren day la|t m|tm|k t|kt(?! xh)|tl|t l|tuq|dai dien)\b")
_FAREWELL = re.compile(r"\b(?:tran trong (?:thong bao|bao cao|de nghi|cam on)|kinh (?:bao cao|trinh|de nghi))\b")
_ORDERS = re.compile(r"\b(?:yeu cau|chi dao|ket luan|de nghi|giao)\b")
_DIRECTIVES = frozenset({"KH", "TB", "CV", "CT", "QĐ", "CTr", "NQ", "KL", "CĐ", "HD", "ĐA"})
"""Kinds of documents whose whole body looks forward."""


@dataclass(frozen=True)
class Entry:
    """A paragraph in the outline. ``text`` is in settled spelling without its marker and begins at ``start``.

    ``number`` is printed (``2.1``, ``2.a``); ``above`` are the headings over it, outermost first. A heading only
    introduces what stands under it; everything else may hold commitments.
    """

    paragraph: Paragraph
    text: str
    start: int
    number: str | None
    depth: int
    above: tuple["Entry", ...]
    is_heading: bool
    columns: Mapping[Field, str] | None = None
    """Of a row of an assignment table: what its columns say besides the task; None outside tables."""

    @property
    def path(self) -> str | None:
        """Printed number from the part down: ``III.4.1``."""
        outer = [entry.number for entry in (*self.above, self) if entry.number and entry.depth <= ROMAN]
        inner = [entry.number for entry in (*self.above, self) if entry.number and ROMAN < entry.depth < DASH]
        return ".".join(outer[-1:] + inner[-1:]) or None

    @property
    def introduces(self) -> bool:
        """Whether it is a sentence before a list (``… các việc sau:``), which says nothing of what follows the list."""
        return self.is_heading and not self.is_marked and self.text.endswith(":")

    @property
    def is_marked(self) -> bool:
        """Whether a number, letter or dash is printed before it."""
        return self.start > 0


@dataclass(frozen=True)
class _Line:
    paragraph: Paragraph
    text: str
    marker: Marker | None
    depth: int


def outline(paragraphs: Iterable[Paragraph]) -> list[Entry]:
    """Return the paragraphs outside tables with their place under the headings, without closings and signatures."""
    lines = [_line(paragraph) for paragraph in paragraphs if paragraph.cell is None]
    lines = [line for line, open_ in zip(lines, _open(lines), strict=True) if open_]
    entries: list[Entry] = []
    stack: list[Entry] = []
    for line, below in zip(lines, [*lines, None][1:], strict=True):
        depth = line.depth
        is_heading = _is_heading(line, below)
        if is_heading and depth == PLAIN and below is not None:
            depth = below.depth - _INTRODUCTION
        while stack and (stack[-1].depth >= min(depth, DASH) or (depth == PLAIN and stack[-1].introduces)):
            stack.pop()
        start = line.marker.length if line.marker else 0
        entry = Entry(
            line.paragraph, line.text[start:], start, _number(line.marker, stack), depth, tuple(stack), is_heading
        )
        entries.append(entry)
        if is_heading or depth < PLAIN:
            stack.append(entry)
    return entries


def forward_part(entries: Sequence[Entry], kind: str | None) -> list[Entry]:
    """Return the entries that may hold commitments, headings included, in order; empty when nothing looks forward.

    A report looks forward in its section on coming tasks; plans, conclusions and orders in their whole body but for
    purposes, goals, scope and money. Rows of assignment tables look forward wherever they stand, unless the section
    looks back.
    """
    chosen = {id(entry) for entry in _forward_sections(entries, kind)}
    return [entry for entry in entries if id(entry) in chosen or (entry.columns is not None and not _looks_back(entry))]


def _looks_back(row: Entry) -> bool:
    sections = [entry for entry in row.above if entry.columns is None and entry.depth <= DECIMAL]
    return any(_BACKWARD.search(fold(entry.text)) and not looks_forward(entry.text) for entry in sections)


def _forward_sections(entries: Sequence[Entry], kind: str | None) -> list[Entry]:
    headings = [entry for entry in entries if entry.is_heading]
    forward = [entry for entry in headings if looks_forward(entry.text)]
    ordered = any(entry.depth > ROMAN and _ORDERS.search(fold(entry.text)) for entry in headings if not entry.number)
    if kind in _DIRECTIVES or (kind is None and not forward and ordered):
        return _body_of_orders(entries)
    if not forward:
        return []
    top = min(entry.depth for entry in forward)
    sections = {id(entry) for entry in forward if entry.depth == top}
    return [entry for entry in entries if any(id(heading) in sections for heading in (*entry.above, entry))]


def looks_forward(title: str) -> bool:
    """Tell whether a section title announces coming tasks."""
    key = fold(title)
    return _FORWARD.search(key) is not None and ("phuong huong" in key or _BACKWARD.search(key) is None)


def _body_of_orders(entries: Sequence[Entry]) -> list[Entry]:
    in_sections = any(entry.depth <= ROMAN and entry.number for entry in entries)

    def belongs(entry: Entry) -> bool:
        chain = (*entry.above, entry) if entry.is_heading else entry.above
        if any(_holds_no_tasks(heading.text) for heading in chain if heading.depth <= DECIMAL and heading.number):
            return False
        if in_sections:
            return any(heading.depth <= ROMAN and heading.number for heading in chain)
        return entry.is_marked or any(heading.depth > _CAPITALS for heading in chain)

    return [entry for entry in entries if belongs(entry)]


def _holds_no_tasks(title: str) -> bool:
    key = fold(title[:120])
    return _NO_TASKS.search(key) is not None and _TASKS_ANYWAY.search(key) is None


def _line(paragraph: Paragraph) -> _Line:
    text = settle(paragraph.text)
    marker = read_marker(text)
    if marker is not None:
        return _Line(paragraph, text, marker, marker.depth)
    if text.isupper() and len(text) > 3:
        return _Line(paragraph, text, None, _TITLE if fold(text) in _TITLES else _CAPITALS)
    if paragraph.bold and not text.endswith((".", ";", ":", ",")):
        return _Line(paragraph, text, None, _BOLD)
    return _Line(paragraph, text, None, PLAIN)


def _open(lines: Sequence[_Line]) -> Iterable[bool]:
    """Tell of each line whether it belongs to a body: addressees and signatures lie between one body and the next."""
    closed = False
    for line in lines:
        if line.depth == _TITLE or (line.marker is not None and line.depth <= ROMAN):
            closed = False
        key = fold(line.text[:80])
        # `- Đại diện …` is an item, `KT-XH …` a field of work; `ĐẠI DIỆN …` and `KT. CHỦ TỊCH` sign.
        signs = line.marker is None and _CLOSING.match(key) is not None
        closed = closed or signs or _FAREWELL.search(key) is not None
        yield not closed
        closed = closed or line.text.endswith("./.")


def _is_heading(line: _Line, below: _Line | None) -> bool:
    if line.depth <= ROMAN or line.depth in (_CAPITALS, _BOLD):
        return True
    if below is None or (below.depth <= line.depth and line.depth != PLAIN) or read_label(below.text):
        return False
    text = line.text.rstrip()
    if line.marker is None:
        return text.endswith(":") and below.marker is not None and below.depth < PLAIN
    marked_below = below.marker is not None
    if not marked_below and line.depth >= DASH:
        return False
    if text.endswith(":") or line.paragraph.bold:
        return True
    if marked_below and len(split_sentences(text[line.marker.length :])) == 1:
        return not (text.endswith(".") and _TIMED.search(text))  # a whole sentence with a time is no mere heading
    return not text.endswith((".", ";", "!", "?"))


def _number(marker: Marker | None, stack: Sequence[Entry]) -> str | None:
    if marker is None or marker.printed is None:
        return None
    if marker.depth not in _NESTED:
        return marker.printed
    outer = next(
        (entry.number for entry in reversed(stack) if entry.number and ROMAN < entry.depth < marker.depth), None
    )
    return f"{outer}.{marker.printed}" if outer else marker.printed

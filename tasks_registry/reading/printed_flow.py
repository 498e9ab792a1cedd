"""Which printed lines go on with the paragraph above them, told by where lines start and end, their type and gaps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tasks_registry.reading.markers import starts_with_marker
from tasks_registry.reading.printed_page import PrintedLine

_INDENT = 0.5
"""Of the type size: lines that start nearer to each other start at the same place."""
_SPACE, _RAGGED = 0.2, 0.3
"""Of the type size: a space between words, and what a full line may fall short of the margin."""
_GAP = 1.35
"""Of the usual distance of lines: from this distance on, a line starts a new paragraph."""
_TEXT_AREA, _FEW_LINES = 0.88, 8
_OTHER_SIZE = 0.12
"""Share by which type must differ to be another type; sizes of recognised words are too rough to tell."""
_STOPPED = re.compile(r"[.!?:;…/][\"”’)\]]*$")
_ITEM_ENDED = re.compile(r"[.!?:;,…/][\"”’)\]]*$")
_RANGE_GOES_ON = re.compile(r"[-–]\s*\d")


def starts_an_item(text: str) -> bool:
    """Tell whether a line starts with a number, letter or dash of a list and not with the rest of a range of years."""
    return starts_with_marker(text) and _RANGE_GOES_ON.match(text) is None


@dataclass(frozen=True)
class Margins:
    """Where the lines of a page or column start and end, and their usual distance, in points."""

    left: float
    right: float
    distance: float


def margins_of(lines: Sequence[PrintedLine], page_width: float = 0.0) -> Margins:
    """Return the margins that ``lines`` (at least one) keep; a few that stick out do not count.

    Few lines on a page of ``page_width`` points do not tell where it ends: the widest usual text area does.
    """
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    heights = sorted({round(line.baseline, 1) for line in lines})
    distances = [below - above for above, below in pairwise(heights)]
    usual = median(line.size for line in lines)
    near = [distance for distance in distances if distance < usual * 2.5]
    few = len(lines) // 20
    usual_right = page_width * _TEXT_AREA if len(lines) < _FEW_LINES else 0.0
    return Margins(lefts[few], max(rights[-1 - few], usual_right), median(near) if near else usual)


@dataclass
class OpenParagraph:
    """The paragraph that is being read: where its first line and the lines below it start, from the left margin."""

    last: PrintedLine
    margins: Margins
    first_indent: float
    body_indent: float | None = None

    @classmethod
    def starting(cls, line: PrintedLine, margins: Margins) -> "OpenParagraph":
        """Return the paragraph that starts with ``line``."""
        return cls(line, margins, line.left - margins.left)

    def goes_on(self, line: PrintedLine, margins: Margins, text: str, *, rough: bool) -> bool:
        """Tell whether ``line`` goes on with this paragraph, whose text so far is ``text``.

        ``rough`` says that type sizes and weights are not to be relied on.
        """
        last = self.last
        if last.bold != line.bold and last.ends_bold != line.starts_bold and not rough:
            return False
        if abs(last.size - line.size) > last.size * _OTHER_SIZE and not rough:
            return False
        if last.page == line.page and line.baseline - last.baseline > margins.distance * _GAP:
            return False
        if starts_with_marker(text, alone=True):
            return True
        if not self._is_full(line):
            return False
        return self._keeps_place(line, margins, text)

    def add(self, line: PrintedLine, margins: Margins) -> None:
        """Take ``line`` in."""
        if self.body_indent is None:
            self.body_indent = line.left - margins.left
        self.last, self.margins = line, margins

    def _is_full(self, line: PrintedLine) -> bool:
        """Tell whether the first word of ``line`` would not have fitted on the line above."""
        free = self.margins.right - self.last.right - line.size * _SPACE
        return line.first_word > free - line.size * _RAGGED

    def _keeps_place(self, line: PrintedLine, margins: Margins, text: str) -> bool:
        indent, near = line.left - margins.left, line.size * _INDENT
        marked = starts_an_item(line.text)
        if self.body_indent is not None:
            if abs(indent - self.body_indent) > near:
                return self._is_centred(line, margins)
            hangs = abs(self.body_indent - self.first_indent) > near
            return hangs or not marked or not _ITEM_ENDED.search(text)
        if indent > self.first_indent + near:
            return (starts_with_marker(text) and not marked) or self._is_centred(line, margins)
        # Lines below an indented first line stand further left: an equally indented one mostly starts anew.
        both_indented = indent > near and indent >= self.first_indent - near
        if marked and _ITEM_ENDED.search(text):
            return False
        return not both_indented or not _STOPPED.search(text)

    def _is_centred(self, line: PrintedLine, margins: Margins) -> bool:
        middle, near = (margins.left + margins.right) / 2, line.size * _INDENT
        above = (self.margins.left + self.margins.right) / 2
        return (
            line.left > margins.left + near
            and abs((line.left + line.right) / 2 - middle) <= near
            and abs((self.last.left + self.last.right) / 2 - above) <= near
        )

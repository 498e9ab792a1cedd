"""Running heads, running feet and page numbers of printed pages, told by coming back at the same place."""

import re
from collections import Counter
from collections.abc import Sequence

from tasks_registry.reading.printed_layout import LaidPage
from tasks_registry.reading.printed_page import PrintedLine
from tasks_registry.reading.text import fold

_MARGIN = 0.12
"""Share of the page's height, at the top and at the bottom, in which running lines stand."""
_SAME_HEIGHT = 6.0
"""Points by which a running line may move from page to page."""
_PAGE_NUMBER = re.compile(
    r"(?:[-–—]\s*)?(?:\d{1,3}|[ivxl]{1,5})(?:\s*[-–—])?"
    r"|(?:trang|page)\s*\d{1,4}(?:\s*(?:/|trên|of)\s*\d{1,4})?|\d{1,3}\s*/\s*\d{1,3}",
    re.IGNORECASE,
)
_MISREAD = 6
"""Characters up to which a line at the edge of a scanned page is a page number, whatever it was recognised as."""
_NUMBERS = re.compile(r"\d+")
_FEWEST, _FEWEST_OF_FEW, _FEW = 3, 2, 3
"""A running line comes back on so many pages; in a document of few pages, on so many."""


def without_furniture(pages: Sequence[LaidPage]) -> list[LaidPage]:
    """Return ``pages`` without page numbers, and without lines that come back at the same height of other pages."""
    outer = [_outermost(page) for page in pages]
    seen = Counter(key for lines in outer for line in lines for key in _keys(line))
    fewest = _FEWEST_OF_FEW if len(pages) <= _FEW else _FEWEST
    return [
        page.without(
            [
                line
                for line in lines
                if _is_page_number(line, page.recognised) or any(seen[key] >= fewest for key in _keys(line))
            ]
        )
        for page, lines in zip(pages, outer, strict=True)
    ]


def _outermost(page: LaidPage) -> list[PrintedLine]:
    top, bottom = page.height * _MARGIN, page.height * (1 - _MARGIN)
    return [line for line in page.lines if line.baseline <= top or line.baseline >= bottom]


def _is_page_number(line: PrintedLine, recognised: bool) -> bool:
    text = line.text.strip()
    if line.note is not None:
        return False
    return _PAGE_NUMBER.fullmatch(text) is not None or (recognised and len(text) <= _MISREAD)


def _keys(line: PrintedLine) -> list[tuple[str, float]]:
    """Return the words without their numbers, with two classes of height: lines near each other share one of them.

    Appendices start alike at the top of their pages (``PHỤ LỤC 1``, ``PHỤ LỤC 2``) and are no running heads.
    """
    words = fold(_NUMBERS.sub("", line.text))
    if not words or words.startswith("phu luc"):
        return []
    height = line.baseline / _SAME_HEIGHT
    return [(words, float(int(height))), (words, int(height + 0.5) + 0.5)]

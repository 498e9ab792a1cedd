"""What stands before a paragraph: printed numbers, letters and dashes, and the depth each gives it."""

import re
from dataclasses import dataclass

_EMPHASIS = re.compile(r"(?<!\()\*+|\*+(?!\))")
_SEPARATOR = r"(?=\s|$)"
_MARKER = re.compile(
    rf"""(?P<article>Điều\s+\d{{1,3}})\s*[.:]
    |(?P<part>(?:PHẦN|Phần)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVX]{{1,4}}|\d)\b)\s*[.:\-–]?
    |(?P<roman>[IVX]{{1,5}})\s*[.)/\-–]{_SEPARATOR}
    |(?P<capital>[A-HK-U])\s*[.]{_SEPARATOR}
    |(?P<decimal>\d{{1,2}}(?:\.\d{{1,2}})+|\d{{1,2}}(?=\s?\.))\s?\.?{_SEPARATOR}
    |(?P<ordinal>\d{{1,2}})\){_SEPARATOR}
    |(?P<letter>[a-zđ])[).]{_SEPARATOR}
    |(?P<dash>[-–—•]){_SEPARATOR}
    |(?P<plus>\+){_SEPARATOR}""",
    re.VERBOSE,
)

PART, CAPITAL, ROMAN, ARTICLE, DECIMAL = 10, 20, 30, 35, 40
ORDINAL, LETTER, DASH, PLUS, PLAIN = 80, 90, 100, 110, 200
_DEPTHS = {
    "part": PART,
    "capital": CAPITAL,
    "roman": ROMAN,
    "article": ARTICLE,
    "ordinal": ORDINAL,
    "letter": LETTER,
    "dash": DASH,
    "plus": PLUS,
}


@dataclass(frozen=True)
class Marker:
    """A printed marker: ``printed`` without its dot (None for dashes), its depth, and its length in characters."""

    printed: str | None
    depth: int
    length: int


def read_marker(text: str) -> Marker | None:
    """Return the marker at the start of a paragraph. ``4.5`` lies one deeper than ``5``, so ``5.`` follows ``4.``."""
    match = _MARKER.match(text)
    if match is None:
        return None
    group = str(match.lastgroup)
    printed = match[group]
    end = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    if group == "decimal":
        return Marker(printed, DECIMAL + 10 * printed.count("."), end)
    return Marker(None if group in ("dash", "plus") else printed, _DEPTHS[group], end)


def starts_with_marker(text: str, *, alone: bool = False) -> bool:
    """Tell whether ``text`` starts with a marker; with ``alone``, whether it is nothing but one."""
    match = _MARKER.match(text)
    return match is not None and (not alone or match.end() == len(text))


def strip_emphasis(text: str) -> str:
    """Return ``text`` without the asterisks of bold and italic type."""
    return _EMPHASIS.sub("", text).strip()

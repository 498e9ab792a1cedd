"""What stands before a paragraph: printed numbers, letters and dashes, and the depth each gives it."""

import re
from dataclasses import dataclass

_EMPHASIS = re.compile(r"(?<!\()\*+|\*+(?!\))")
_SEPARATOR = r"(?=\s|$)"
_SAID = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười")
_NTH = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_MARKER = re.compile(
    rf"""(?P<article>Điều\s+\d{{1,3}})\s*[.:]
    |(?P<part>(?:PHẦN|Phần)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVX]{{1,4}}|\d)\b)\s*[.:\-–]?
    |(?P<roman>[IVX]{{1,5}})\s*[.)/\-–]{_SEPARATOR}
    |(?P<capital>[A-HK-U])\s*[.]{_SEPARATOR}
    |(?P<decimal>\d{{1,2}}(?:\.\d{{1,2}})+|\d{{1,2}}(?=\s?\.))\s?\.?{_SEPARATOR}
    |Khoản\s+(?P<clause>\d{{1,2}})\s*[.:]
    |(?:(?P<said>{"|".join(_SAID)})\s+là|Thứ\s+(?P<nth>{"|".join(_NTH)}))\s*[,:]
    |(?P<ordinal>\d{{1,2}})\){_SEPARATOR}
    |\((?P<bracketed>\d{{1,2}})\){_SEPARATOR}
    |\((?P<small>[ivx]{{1,4}})\){_SEPARATOR}
    |\(?(?P<letter>[a-zđ])[).]{_SEPARATOR}
    |(?P<dash>[-–—•]){_SEPARATOR}
    |(?P<plus>\+){_SEPARATOR}""",
    re.VERBOSE,
)

_WORDS = {"said": _SAID, "nth": _NTH}
PART, CAPITAL, ROMAN, ARTICLE, DECIMAL = 10, 20, 30, 35, 40
SPOKEN, ORDINAL, BRACKETED, LETTER, SMALL, DASH, PLUS, PLAIN = 75, 80, 85, 90, 95, 100, 110, 200
_DEPTHS = {
    "part": PART,
    "capital": CAPITAL,
    "roman": ROMAN,
    "article": ARTICLE,
    "clause": DECIMAL,
    "said": SPOKEN,
    "nth": SPOKEN,
    "ordinal": ORDINAL,
    "bracketed": BRACKETED,
    "letter": LETTER,
    "small": SMALL,
    "dash": DASH,
    "plus": PLUS,
}


@dataclass(frozen=True)
class Marker:
    """A printed marker: ``printed`` without its dot, as digits where it is said in words (``Một là``, ``Thứ nhất``),

    None for dashes; its depth, and its length in characters.
    """

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
    if group in _WORDS:
        return Marker(str(_WORDS[group].index(printed) + 1), SPOKEN, end)
    return Marker(None if group in ("dash", "plus") else printed, _DEPTHS[group], end)


def starts_with_marker(text: str, *, alone: bool = False) -> bool:
    """Tell whether ``text`` starts with a marker; with ``alone``, whether it is nothing but one."""
    match = _MARKER.match(text)
    return match is not None and (not alone or match.end() == len(text))


def strip_emphasis(text: str) -> str:
    """Return ``text`` without the asterisks of bold and italic type."""
    return _EMPHASIS.sub("", text).strip()

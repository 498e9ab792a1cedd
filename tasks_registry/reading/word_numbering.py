"""Word's automatic numbering, printed: the numbers that a reader sees but the paragraphs do not hold."""

import re
from dataclasses import dataclass, field

from lxml import etree

from tasks_registry.reading.word_package import W

_PLACEHOLDER = re.compile(r"%([1-9])")
_DASH = "-"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_DEEPEST_LEVEL = 8
_HIGHEST_NUMBER, _LONGEST_LABEL = 32767, 255
"""Word counts no further and prints no longer; a hostile file would, until memory ends."""


@dataclass(frozen=True)
class _Level:
    """How one level of a list is printed: number format, text with ``%1`` placeholders, first value."""

    format: str
    text: str
    start: int
    plain: bool = False
    """``isLgl``: all numbers of the label in decimal, whatever their own levels say."""


@dataclass
class _List:
    """A list definition and where its counting stands. Lists that share a definition count on together."""

    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Gives each numbered paragraph its label, in document order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._by_style = _style_numbers(styles)
        self._lists: dict[str, _List] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if numbering is None:
            return
        abstract = {one.get(f"{W}abstractNumId"): one for one in numbering.iterfind(f"{W}abstractNum")}
        definitions = {key: _List(_levels(one)) for key, one in abstract.items()}
        for number in numbering.iterfind(f"{W}num"):
            num_id, definition = number.get(f"{W}numId"), definitions.get(_value(number, "abstractNumId"))
            if num_id is None or definition is None:
                continue
            self._lists[num_id] = definition
            self._restarts[num_id] = {
                _number(change.get(f"{W}ilvl"), 0): _number(_value(change, "startOverride"), 1)
                for change in number.iterfind(f"{W}lvlOverride")
                if change.find(f"{W}startOverride") is not None
            }

    def label(self, paragraph: etree._Element) -> str:
        """Return the printed label of ``paragraph`` (``2.1.``, ``a)``, ``-``), empty when it has none.

        Must be called once for every paragraph in the order of the document: it counts.
        """
        num_id, depth = self._numbered(paragraph)
        definition = self._lists.get(num_id or "")
        if num_id is None or definition is None:
            return ""
        level = definition.levels.get(depth)
        if level is None or level.format == "none":
            return ""
        if level.format == "bullet":
            return _DASH
        self._count(num_id, definition, depth, level)
        return _PLACEHOLDER.sub(lambda found: self._printed(definition, int(found[1]) - 1, level), level.text)

    def _numbered(self, paragraph: etree._Element) -> tuple[str | None, int]:
        """Return the list and level of a paragraph: its own, or its style's."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None, 0
        style = _value(properties, "pStyle")
        of_style = self._by_style.get(style or "", (None, 0))
        own = properties.find(f"{W}numPr")
        if own is None:
            return of_style
        num_id = _value(own, "numId") or of_style[0]
        depth = min(_number(_value(own, "ilvl"), of_style[1]), _DEEPEST_LEVEL)
        return (None if num_id == "0" else num_id), depth  # numId 0 takes the numbering of the style away

    def _count(self, num_id: str, definition: _List, depth: int, level: _Level) -> None:
        start = level.start
        if (num_id, depth) not in self._started and depth in self._restarts[num_id]:
            start = self._restarts[num_id][depth]
            definition.counters.pop(depth, None)
        self._started.add((num_id, depth))
        definition.counters[depth] = definition.counters.get(depth, start - 1) + 1
        for deeper in [other for other in definition.counters if other > depth]:
            del definition.counters[deeper]

    def _printed(self, definition: _List, depth: int, label: _Level) -> str:
        level = definition.levels.get(depth, label)
        value = definition.counters.get(depth, level.start)
        return _formatted(value, "decimal" if label.plain else level.format)


def _levels(abstract: etree._Element) -> dict[int, _Level]:
    return {
        _number(one.get(f"{W}ilvl"), 0): _Level(
            format=_value(one, "numFmt") or "decimal",
            text=(_value(one, "lvlText") or "")[:_LONGEST_LABEL],
            start=_number(_value(one, "start"), 1),
            plain=one.find(f"{W}isLgl") is not None,
        )
        for one in abstract.iterfind(f"{W}lvl")
    }


def _style_numbers(styles: etree._Element | None) -> dict[str, tuple[str | None, int]]:
    """Return style → (list, level), inherited along ``basedOn``."""
    if styles is None:
        return {}
    known = {style.get(f"{W}styleId", ""): style for style in styles.iterfind(f"{W}style")}
    found: dict[str, tuple[str | None, int]] = {}
    for name in known:
        chain: list[str] = []
        num_id, depth = None, None
        current: str | None = name
        while current in known and current not in chain and num_id is None:
            chain.append(current)
            numbering = known[current].find(f"{W}pPr/{W}numPr")
            if numbering is not None:
                num_id, depth = _value(numbering, "numId"), depth or _value(numbering, "ilvl")
            current = _value(known[current], "basedOn")
        found[name] = num_id, _number(depth, 0)
    return found


def _value(parent: etree._Element, tag: str) -> str | None:
    element = parent.find(f"{W}{tag}")
    return None if element is None else element.get(f"{W}val")


def _number(text: str | None, otherwise: int) -> int:
    if text is None or not text.isdecimal():
        return otherwise
    return int(text) if len(text) < 6 and int(text) < _HIGHEST_NUMBER else _HIGHEST_NUMBER


def _formatted(value: int, style: str) -> str:
    if style == "decimalZero":
        return f"{value:02d}"
    if style in ("lowerLetter", "upperLetter") and value > 0:
        letters = _LETTERS[(value - 1) % 26] * ((value - 1) // 26 + 1)
        return letters.upper() if style == "upperLetter" else letters
    if style in ("lowerRoman", "upperRoman") and value > 0:
        roman = _roman(value)
        return roman.upper() if style == "upperRoman" else roman
    return str(value)


def _roman(value: int) -> str:
    letters = ""
    for worth, letter in _ROMAN:
        count, value = divmod(value, worth)
        letters += letter * count
    return letters

"""Text that a Word document sets in a font from before Unicode: ``.VnTime`` (TCVN3), ``VNI-Times``; read in Unicode.

The font of a run is its own, else that of its character style, its paragraph's style, or the document's default.
"""

from collections.abc import Iterable, Iterator

from lxml import etree

from tasks_registry.reading.legacy_encodings import Legacy, convert, font_encoding
from tasks_registry.reading.word_package import W

_Encoding = tuple[Legacy, bool]
_Piece = tuple[str, etree._Element]


class Fonts:
    """Knows the font of each run from the document's styles (``word/styles.xml``; None when it has none)."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._of_style: dict[str, str | None] = {}
        self._default: str | None = None
        if styles is None:
            return
        known = {style.get(f"{W}styleId", ""): style for style in styles.iterfind(f"{W}style")}
        self._default = _font(styles.find(f"{W}docDefaults/{W}rPrDefault"))
        for name in known:
            self._of_style[name] = _inherited(name, known)
        usual = next(
            (
                name
                for name, style in known.items()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")
            ),
            "",
        )
        self._default = self._of_style.get(usual) or self._default

    def in_unicode(self, pieces: Iterable[_Piece], paragraph: etree._Element) -> Iterator[_Piece]:
        """Yield ``pieces`` of ``paragraph`` with legacy text converted.

        Neighbours in one encoding come as one piece: VNI writes a letter as two, and Word may part them.
        """
        held, first, encoding = "", paragraph, None
        for text, element in pieces:
            own = self._encoding(element, paragraph) if text else None
            if own is not None and own == encoding:
                held += text
                continue
            if encoding is not None:
                yield convert(held, encoding[0], capitals=encoding[1]), first
            held, first, encoding = text, element, own
            if own is None:
                yield text, element
        if encoding is not None:
            yield convert(held, encoding[0], capitals=encoding[1]), first

    def _encoding(self, text: etree._Element, paragraph: etree._Element) -> _Encoding | None:
        run = text.getparent()
        font = _font(run)
        if font is None and run is not None:
            font = self._of_style.get(_style(run, "r"))
        font = font or self._of_style.get(_style(paragraph, "p")) or self._default
        return font_encoding(font) if font else None


def _font(parent: etree._Element | None) -> str | None:
    """Return the font of Western letters that the properties of a run or style name."""
    fonts = None if parent is None else parent.find(f"{W}rPr/{W}rFonts")
    return None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


def _style(element: etree._Element, kind: str) -> str:
    style = element.find(f"{W}{kind}Pr/{W}{kind}Style")
    return "" if style is None else style.get(f"{W}val", "")


def _inherited(name: str, known: dict[str, etree._Element]) -> str | None:
    """Return the font of a style, along ``basedOn``; a circle of styles has none."""
    seen: set[str] = set()
    while name in known and name not in seen:
        seen.add(name)
        font = _font(known[name])
        if font is not None:
            return font
        based_on = known[name].find(f"{W}basedOn")
        name = "" if based_on is None else based_on.get(f"{W}val", "")
    return None

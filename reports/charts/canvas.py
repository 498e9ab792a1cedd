"""Shapes and words of an SVG, with fills that a black and white print tells apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from reports import words

FONT = "'DejaVu Sans', 'Segoe UI', Arial, sans-serif"
"""The first of them that a machine has; all know every Vietnamese letter."""
INK, FAINT = "#1f2328", "#8a8f98"
TEXT_SIZE = 13.0
AVERAGE_LETTER = 0.58
"""Width of a letter as a part of its size, on average; labels are cut by it before they run into the bars."""


@dataclass(frozen=True)
class Fill:
    """How an area is filled: a colour, and lines over it that remain when the colour is lost."""

    name: str
    colour: str
    lines: str = ""
    """Path of one 8 × 8 tile, empty for a plain fill."""
    line_colour: str = "#ffffff"

    @property
    def paint(self) -> str:
        """What the ``fill`` attribute says."""
        return f"url(#{self.name})" if self.lines else self.colour

    @property
    def definition(self) -> str:
        """The pattern, empty for a plain fill."""
        if not self.lines:
            return ""
        return (
            f'<pattern id="{self.name}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{self.colour}"/>'
            f'<path d="{self.lines}" stroke="{self.line_colour}" stroke-width="1.6"/></pattern>'
        )


DONE_IN_TIME = Fill("done-in-time", "#1b4f72")
DONE_LATE = Fill("done-late", "#5d8aa8", "M0 8L8 0M-2 2L2 -2M6 10L10 6")
OPEN_IN_TIME = Fill("open-in-time", "#dfe6ec")
OPEN_OVERDUE = Fill("open-overdue", "#b3261e", "M0 4H8M4 0V8", "#f6d5d2")
FILLS = (DONE_IN_TIME, DONE_LATE, OPEN_IN_TIME, OPEN_OVERDUE)
LABELS = {
    DONE_IN_TIME: "Hoàn thành đúng hạn",
    DONE_LATE: "Hoàn thành quá hạn",
    OPEN_IN_TIME: "Đang thực hiện, trong hạn",
    OPEN_OVERDUE: "Quá hạn chưa hoàn thành",
}


@dataclass
class Canvas:
    """An SVG that grows; lengths are its own units, 96 to the inch."""

    width: float
    height: float
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, said: str, *, size: float = TEXT_SIZE, anchor: str = "start",
             weight: str = "normal", colour: str = INK) -> None:  # fmt: skip
        """Write ``said`` with its base line at ``y``."""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" font-weight="{weight}" '
            f'fill="{colour}">{escape(said)}</text>'
        )

    def rect(self, x: float, y: float, width: float, height: float, paint: str) -> None:
        """Draw a bar with a thin edge, which a print keeps where fills are alike."""
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{paint}" '
            f'stroke="{INK}" stroke-width="0.7"/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, *, colour: str = INK, width: float = 1,
             dashes: str = "") -> None:  # fmt: skip
        """Draw a straight line."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
            f'stroke-width="{width:g}"{dashed}/>'
        )

    def path(self, data: str, *, paint: str = "none", edge: str = INK, width: float = 0.7, dashes: str = "") -> None:
        """Draw a path."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(
            f'<path d="{data}" fill="{paint}" fill-rule="evenodd" stroke="{edge}" stroke-width="{width:g}"{dashed}/>'
        )

    def circle(self, x: float, y: float, radius: float, *, paint: str = INK) -> None:
        """Draw a point."""
        self.parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{paint}" stroke="{INK}" stroke-width="1.2"/>'
        )

    def legend(self, x: float, y: float, fills: Iterable[tuple[Fill, str]], *, step: float = 0) -> None:
        """Name the fills, below one another, or side by side every ``step``."""
        for place, (fill, label) in enumerate(fills):
            left, top = (x + step * place, y) if step else (x, y + 22 * place)
            self.rect(left, top - 11, 15, 13, fill.paint)
            self.text(left + 22, top, label)

    def svg(self, alt: str) -> str:
        """Return the whole drawing; ``alt`` says it to those who cannot see it."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}" '
            f'width="{self.width:g}" height="{self.height:g}" role="img" font-family="{FONT}">'
            f"<title>{escape(alt)}</title><defs>{''.join(fill.definition for fill in FILLS)}</defs>"
            f"{''.join(self.parts)}</svg>"
        )


def fitted(label: str, width: float, size: float = TEXT_SIZE) -> str:
    """Return ``label`` cut to about ``width``."""
    return words.shorten(label, max(4, int(width / (size * AVERAGE_LETTER))))

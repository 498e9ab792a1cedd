"""A chart as it goes into a page or a document. The only module that knows resvg."""

from dataclasses import dataclass

import resvg_py

_DOTS_PER_UNIT = 3.0
"""288 dots an inch: sharp on paper."""
_UNITS_PER_MM = 96 / 25.4


@dataclass(frozen=True)
class Chart:
    """A drawing and what it shows in words."""

    svg: str
    alt: str
    width: float
    """In units of the SVG, 96 to the inch."""

    @property
    def width_mm(self) -> float:
        """Width on paper, millimetres."""
        return self.width / _UNITS_PER_MM


def as_png(chart: Chart) -> bytes:
    """Return the drawing as a PNG on white."""
    return bytes(resvg_py.svg_to_bytes(svg_string=chart.svg, zoom=_DOTS_PER_UNIT, background="#ffffff"))

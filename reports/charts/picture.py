"""A chart as it goes into a page or a document. The only module that knows resvg."""

from dataclasses import dataclass
from importlib.resources import files

import resvg_py

_DOTS_PER_UNIT = 3.0
"""288 dots an inch: sharp on paper."""
_UNITS_PER_MM = 96 / 25.4
_FONTS = [str(files("reports.charts").joinpath("fonts", name)) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]
"""Ours, so that a picture is the same on every machine: with the fonts of a bare server words came out as boxes, or
did not come out at all."""


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
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=chart.svg,
            zoom=_DOTS_PER_UNIT,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=_FONTS,
        )
    )

"""The status ring: the official 2×2 as parts of a whole."""

from math import cos, pi, sin

from reports import words
from reports.charts.canvas import FAINT, FILLS, LABELS, Canvas
from reports.charts.picture import Chart
from tasks_registry.time_state import Figures

_WIDTH, _HEIGHT = 560.0, 190.0
_CENTRE = (95.0, 95.0)
_OUTER, _INNER = 84.0, 50.0


def status_ring(figures: Figures) -> Chart:
    """Draw the ring of ``figures``, the total in its middle, beside it each part with its count and share."""
    counts = (figures.done_in_time, figures.done_late, figures.open_in_time, figures.open_overdue)
    parts = list(zip(FILLS, counts, strict=True))
    canvas = Canvas(_WIDTH, _HEIGHT)
    start = 0.0
    for fill, count in parts:
        if count:
            end = start + count / figures.total
            canvas.path(_arc(start, end), paint=fill.paint)
            start = end
    if not figures.total:
        canvas.path(_arc(0, 1), edge=FAINT, dashes="4 4")
    canvas.text(_CENTRE[0], _CENTRE[1] + 4, str(figures.total), size=30, anchor="middle", weight="bold")
    canvas.text(_CENTRE[0], _CENTRE[1] + 24, "nhiệm vụ", anchor="middle")
    said = [
        (fill, f"{LABELS[fill]}: {count} ({words.percent(count / figures.total if figures.total else None)})")
        for fill, count in parts
    ]
    canvas.legend(208, 65, said)
    alt = f"Tình hình {figures.total} nhiệm vụ. " + "; ".join(label for _, label in said) + "."
    return Chart(canvas.svg(alt), alt, _WIDTH)


def _arc(start: float, end: float) -> str:
    """Return the part of the ring from ``start`` to ``end``, parts of a turn from the top, clockwise."""
    if end - start >= 1:
        return _circle(_OUTER) + _circle(_INNER)
    (x, y), large = _CENTRE, int(end - start > 0.5)
    outer = [(x + _OUTER * sin(2 * pi * turn), y - _OUTER * cos(2 * pi * turn)) for turn in (start, end)]
    inner = [(x + _INNER * sin(2 * pi * turn), y - _INNER * cos(2 * pi * turn)) for turn in (end, start)]
    return (
        f"M{outer[0][0]:.2f} {outer[0][1]:.2f}A{_OUTER} {_OUTER} 0 {large} 1 {outer[1][0]:.2f} {outer[1][1]:.2f}"
        f"L{inner[0][0]:.2f} {inner[0][1]:.2f}A{_INNER} {_INNER} 0 {large} 0 {inner[1][0]:.2f} {inner[1][1]:.2f}Z"
    )


def _circle(radius: float) -> str:
    x, y = _CENTRE
    half = f"A{radius} {radius} 0 1 1"
    return f"M{x} {y - radius}{half} {x} {y + radius}{half} {x} {y - radius}Z"

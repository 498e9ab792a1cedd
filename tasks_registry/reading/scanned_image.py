"""Page images before recognition: straightened, their ruled lines found and wiped off."""

from collections.abc import Iterator
from itertools import pairwise

from PIL import Image, ImageDraw, ImageStat

from tasks_registry.reading.printed_page import Ruling

_POINTS = 72
_STEEPEST, _STEP = 2.0, 0.25
"""Degrees by which pages are looked at askew, either way, and in what steps."""
_STRAIGHT = 0.1
"""Degrees up to which turning would cost more than it gives."""
_SKETCH_WIDTH = 500
"""Pixels of the small image in which the slant is looked for."""
_RUN = 6.0
"""Points over which ink is averaged along a line."""
_INK = 170
"""Grey (0 black, 255 white) below which a pixel is ink, thin and grey lines included."""
_DARK = 20
"""Average of ink (0) and paper (255) up to which a run is unbroken; between letters there is more paper."""
_THICKEST = 4.0
"""Points; what is thicker is a bar or a picture."""
_SHORTEST = 24.0
"""Points of unbroken ink from which it is a ruled line and not the stroke of a letter."""
_SIDE = 0.8
"""Points of grey along a ruled line."""
_ROWS_APART = 2
"""Rows of pixels that may be missing in a stroke."""
_SLOPE = 0.01
"""What straightening leaves of the slant."""
_WHITE = 255


def straightened(image: Image.Image) -> Image.Image:
    """Return the grey ``image`` turned so that its lines run level."""
    sketch = image.resize((_SKETCH_WIDTH, max(1, image.height * _SKETCH_WIDTH // image.width)), Image.Resampling.BOX)
    steps = int(_STEEPEST / _STEP)
    best = max((step * _STEP for step in range(-steps, steps + 1)), key=lambda angle: _levelness(sketch, angle))
    best = max((best + part * _STEP / 4 for part in range(-3, 4)), key=lambda angle: _levelness(sketch, angle))
    if abs(best) <= _STRAIGHT:
        return image
    return image.rotate(best, Image.Resampling.BICUBIC, fillcolor=_WHITE)


def _levelness(sketch: Image.Image, angle: float) -> float:
    """Return how much the rows of the turned sketch differ in ink: lines that run level leave dark and white rows."""
    turned = sketch.rotate(angle, Image.Resampling.BILINEAR, fillcolor=_WHITE)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX)
    return float(ImageStat.Stat(rows).var[0])


def find_rulings(image: Image.Image, dpi: float) -> list[Ruling]:
    """Return the ruled lines of a straightened grey ``image`` with ``dpi`` dots per inch, in points."""
    scale = _POINTS / dpi
    across = _strokes(image, dpi)
    down = _strokes(image.transpose(Image.Transpose.TRANSPOSE), dpi)
    return [
        *(Ruling(start * scale, first * scale, end * scale, last * scale) for start, end, first, last in across),
        *(Ruling(first * scale, start * scale, last * scale, end * scale) for start, end, first, last in down),
    ]


def wiped(image: Image.Image, rulings: list[Ruling], dpi: float) -> Image.Image:
    """Return a copy of ``image`` with white in place of ``rulings`` and of their ends, which are found only roughly."""
    if not rulings:
        return image
    copy = image.copy()
    draw = ImageDraw.Draw(copy)
    for ruling in rulings:
        along, aside = (_RUN, _SIDE) if ruling.across else (_SIDE, _RUN)
        box = (ruling.left - along, ruling.top - aside, ruling.right + along, ruling.bottom + aside)
        draw.rectangle([side * dpi / _POINTS for side in box], fill=_WHITE)
    return copy


def _strokes(image: Image.Image, dpi: float) -> Iterator[tuple[int, int, int, int]]:
    """Yield (start, end, first row, last row) of level strokes in pixels.

    Averaged over ``_RUN`` along the line and not at all across it, only unbroken ink stays dark.
    """
    run = max(2, round(_RUN * dpi / _POINTS))
    ink = image.point(lambda grey: 0 if grey < _INK else _WHITE)
    small = ink.reduce((run, 1))
    rows = small.tobytes()
    width = small.width
    open_: list[list[int]] = []
    done: list[list[int]] = []
    thickest, shortest = _THICKEST * dpi / _POINTS, max(2, round(_SHORTEST / _RUN))
    for row in range(small.height):
        line = rows[row * width : (row + 1) * width]
        if min(line) > _DARK:
            continue
        done += [stroke for stroke in open_ if row - stroke[3] > _ROWS_APART]
        open_ = [stroke for stroke in open_ if row - stroke[3] <= _ROWS_APART]
        for start, end in _dark_runs(line, shortest):
            known = next((stroke for stroke in open_ if start <= stroke[1] and stroke[0] <= end), None)
            if known is None:
                open_.append([start, end, row, row])
            else:
                known[:] = min(known[0], start), max(known[1], end), known[2], row
    for start, end, first, last in done + open_:
        if last - first <= thickest + (end - start) * run * _SLOPE:
            box = ink.crop((max(0, start - 1) * run, first, (end + 1) * run, last + 1))
            lowest = box.resize((box.width, 1), Image.Resampling.BOX).point(
                lambda grey: _WHITE - grey if grey < _WHITE else 0
            )
            found = lowest.getbbox()
            if found is not None:
                yield max(0, start - 1) * run + found[0], max(0, start - 1) * run + found[2], first, last


def _dark_runs(line: bytes, shortest: int) -> list[tuple[int, int]]:
    """Return (start, end) of runs of at least ``shortest`` dark pixels."""
    dark = [at for at, grey in enumerate(line) if grey <= _DARK]
    breaks = [at for at, (before, after) in enumerate(pairwise(dark), 1) if after - before > 1]
    runs = [(dark[first], dark[last - 1] + 1) for first, last in pairwise([0, *breaks, len(dark)])]
    return [(start, end) for start, end in runs if end - start >= shortest]

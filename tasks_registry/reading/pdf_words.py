"""Words, rulings and images of one PDF page, taken from where its characters stand and not from their order.

Spaces are told by gaps as well as by space characters: many programs write no spaces, or lose them after accents.
"""

import unicodedata
from collections.abc import Iterator
from ctypes import byref, c_double, c_float, c_int, create_string_buffer
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tasks_registry.reading.printed_page import PrintedPage, PrintedWord, Ruling

MAX_CHARACTERS = 60_000
"""Of one page; a page in 4-point type holds half of it."""
_MAX_PATHS, _MAX_SEGMENTS, _MAX_DEPTH = 20_000, 400, 4
_THIN = 2.5
"""Points up to which a filled box is a ruling."""
_WORD_GAP = 0.13
"""Of the type height: letters further apart belong to two words."""
_OTHER_TYPE = 0.1
_TYPE_HEIGHT = 1.2
"""From the highest to the lowest letters, in font sizes."""
_UPRIGHT = 0.1
"""Radians by which letters may lean and still stand in a line; stamps and watermarks lean more."""
_BOLD_NAMES = ("bold", "black", "heavy", "demi")
_BOLD_WEIGHT = 600
_FEW_LETTERS, _SOME_LETTERS = 30, 300
"""A page with an image and fewer letters than the first, or a full-page image and fewer than the second, is a scan."""
_DRAWN_LETTERS = 100
"""Paths from which a page without letters is text turned into drawings."""
_NONSENSE = 0.2
"""Share of characters without a meaning from which the text of a page cannot be relied on."""


@dataclass(frozen=True)
class PdfContent:
    """What a page holds: the printed page, whether only its image tells what it says, its largest image in pixels."""

    page: PrintedPage
    needs_recognition: bool
    largest_image: int


@dataclass
class _Run:
    """Letters of one word as they come. Places are as seen, in points from the upper left corner."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    glued: bool

    def word(self) -> PrintedWord:
        text = unicodedata.normalize("NFC", self.text)
        return PrintedWord(text, self.left, self.right, self.baseline, self.size, self.bold, self.glued)


class _Frame:
    """Turns places on the PDF's own page into places as seen."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        self.turn = page.get_rotation() // 90 % 4
        self.width, self.height = page.get_size()

    def seen(self, across: float, up: float) -> tuple[float, float]:
        """Return (from the left, from the top)."""
        match self.turn:
            case 1:
                return up - self.bottom, across - self.left
            case 2:
                return self.right - across, up - self.bottom
            case 3:
                return self.top - up, self.right - across
            case _:
                return across - self.left, self.top - up


def read_content(page: pdfium.PdfPage) -> PdfContent:
    """Return the content of ``page``. Raises ``pdfium.PdfiumError``."""
    frame = _Frame(page)
    text_page = page.get_textpage()
    try:
        words, nonsense, letters = _words(text_page, frame)
    finally:
        text_page.close()
    rulings, paths = _rulings(page, frame)
    covered, largest = _images(page, frame)
    is_scan = letters < _FEW_LETTERS and (covered > 0.05 or paths > _DRAWN_LETTERS)
    is_scan = is_scan or (letters < _SOME_LETTERS and covered > 0.6) or nonsense > max(1, letters) * _NONSENSE
    printed = PrintedPage(frame.width, frame.height, words, rulings)
    return PdfContent(printed, is_scan, largest)


def _words(text_page: pdfium.PdfTextPage, frame: _Frame) -> tuple[list[PrintedWord], int, int]:
    """Return the words, the number of characters without a meaning, and the number of letters."""
    words: list[PrintedWord] = []
    run: _Run | None = None
    nonsense = letters = 0
    handle = text_page.raw
    box, across, up, matrix = raw.FS_RECTF(), c_double(), c_double(), raw.FS_MATRIX()
    for at in range(min(raw.FPDFText_CountChars(handle), MAX_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(handle, at)
        if code in (0, 0xFFFD) or 0xE000 <= code <= 0xF8FF:
            nonsense += 1
            continue
        character = "-" if code == 2 else chr(code)  # PDFium's sign for a hyphen at the end of a line
        if character.isspace():
            # PDFium puts in spaces of its own, before raised marks too: only the gap tells.
            if run is not None and raw.FPDFText_IsGenerated(handle, at) != 1:
                words.append(run.word())
                run = None
            continue
        if run is not None and unicodedata.combining(character):
            run.text += character
            continue
        if not raw.FPDFText_GetLooseCharBox(handle, at, byref(box)):
            continue
        raw.FPDFText_GetCharOrigin(handle, at, byref(across), byref(up))
        letters += character.isalpha()
        left, baseline = frame.seen(across.value, up.value)
        first, second = frame.seen(box.left, box.bottom), frame.seen(box.right, box.top)
        left, right = min(first[0], second[0]), max(first[0], second[0])
        size = _size(handle, at, matrix)
        if run is not None and _goes_on(run, left, baseline, size):
            run.text += character
            run.right = max(run.right, right)
            continue
        glued = run is not None and _touches(run, left, baseline, size)
        if run is not None:
            words.append(run.word())
        leans = raw.FPDFText_GetCharAngle(handle, at) + frame.turn * _QUARTER  # counted clockwise
        if abs((leans + _QUARTER / 2) % _FULL - _QUARTER / 2) > _UPRIGHT:
            run = None
            continue
        run = _Run(character, left, right, baseline, size, _is_bold(handle, at), glued)
    if run is not None:
        words.append(run.word())
    return words, nonsense, letters


_QUARTER = 1.5707963267948966
_FULL = 4 * _QUARTER


def _size(handle: Any, at: int, matrix: Any) -> float:
    """Return the height of the type of a letter; boxes will not do, another font lent for an accent has other ones."""
    raw.FPDFText_GetMatrix(handle, at, byref(matrix))
    scale = float(hypot(matrix.c, matrix.d))
    return float(raw.FPDFText_GetFontSize(handle, at)) * (scale or 1.0) * _TYPE_HEIGHT


def _goes_on(run: _Run, left: float, baseline: float, size: float) -> bool:
    same_type = abs(baseline - run.baseline) < size * _OTHER_TYPE and abs(size - run.size) <= run.size * _OTHER_TYPE
    return same_type and -size * 0.5 < left - run.right < size * _WORD_GAP


def _touches(run: _Run, left: float, baseline: float, size: float) -> bool:
    near = -size * 0.5 < left - run.right < run.size * _WORD_GAP
    return near and abs(baseline - run.baseline) < run.size * 0.7


def _is_bold(handle: Any, at: int) -> bool:
    if raw.FPDFText_GetFontWeight(handle, at) >= _BOLD_WEIGHT:
        return True
    name, flags = create_string_buffer(128), c_int()
    raw.FPDFText_GetFontInfo(handle, at, name, len(name), byref(flags))
    return any(word in name.value.lower().decode("latin-1") for word in _BOLD_NAMES)


def _images(page: pdfium.PdfPage, frame: _Frame) -> tuple[float, int]:
    """Return the share of the page that images cover, and the pixels of the largest."""
    covered, largest = 0.0, 0
    for at, image in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_MAX_DEPTH)):
        if at >= _MAX_PATHS:
            break
        left, bottom, right, top = image.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
        width, height = image.get_px_size()
        largest = max(largest, width * height)
    return covered / max(1.0, frame.width * frame.height), largest


def _rulings(page: pdfium.PdfPage, frame: _Frame) -> tuple[list[Ruling], int]:
    """Return the straight lines across and down the page, and the number of paths."""
    rulings: list[Ruling] = []
    paths = 0
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=_MAX_DEPTH):
        paths += 1
        if paths > _MAX_PATHS:
            break
        rulings += _lines_of(path, frame)
    return rulings, paths


def _lines_of(path: pdfium.PdfObject, frame: _Frame) -> Iterator[Ruling]:
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))
    if not fill.value and not stroke.value:
        return
    polygons = _polygons(path, frame)
    for points in polygons:
        lefts, tops = [point[0] for point in points], [point[1] for point in points]
        box = Ruling(min(lefts), min(tops), max(lefts), max(tops))
        if min(box.right - box.left, box.bottom - box.top) <= _THIN:
            yield box
        elif stroke.value:
            for (x1, y1), (x2, y2) in pairwise(points):
                if min(abs(x1 - x2), abs(y1 - y2)) <= 1.0:
                    yield Ruling(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _polygons(path: pdfium.PdfObject, frame: _Frame) -> list[list[tuple[float, float]]]:
    """Return the corners of the straight-sided figures of a path, as seen; none for a drawing of many strokes."""
    count = raw.FPDFPath_CountSegments(path)
    if not 1 < count <= _MAX_SEGMENTS:
        return []
    matrix = path.get_matrix()
    outer = path.container
    while outer is not None:
        matrix = matrix.multiply(outer.get_matrix())
        outer = outer.container
    polygons: list[list[tuple[float, float]]] = []
    across, up = c_float(), c_float()
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, byref(across), byref(up))
        point = frame.seen(*matrix.on_point(across.value, up.value))
        if kind == raw.FPDF_SEGMENT_MOVETO or not polygons:
            polygons.append([point])
        elif kind == raw.FPDF_SEGMENT_LINETO:
            polygons[-1].append(point)
        else:
            return []
        if raw.FPDFPathSegment_GetClose(segment):
            polygons[-1].append(polygons[-1][0])
    return [points for points in polygons if len(points) > 1]

"""Words of scanned pages by Tesseract, which is looked for when the first scan comes.

A page is straightened first; ruled lines are found and wiped off, because Tesseract reads them as letters and runs
the cells of a table together.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree
from PIL import Image, ImageDraw, ImageOps

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.printed_page import PrintedPage, PrintedWord, Ruling
from tasks_registry.reading.printed_tables import tables_of
from tasks_registry.reading.scanned_image import find_rulings, straightened, wiped

MAX_PIXELS = 80_000_000
"""Of one image: A3 at 600 dpi has 70 million."""
_LANGUAGE = "vie"
SECONDS_A_PAGE = 180
_POINTS = 72
_LEAST_CONFIDENCE = 25
"""Per cent; signs without a letter or digit recognised with less are specks."""
_MOST_CELLS = 600
"""Of one table; a drawing on squared paper has more."""
_INSET, _BORDER = 3, 24
"""Pixels left out along the sides of a cell, and white put around it: Tesseract overlooks what touches the edge."""
_INK, _WHITE = 128, 255
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"}
"""One thread: several fight for the same pages and are slower together."""
_BOX = re.compile(r"\bbbox (\d+) (\d+) (\d+) (\d+)")
_BASELINE = re.compile(r"\bbaseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"\bx_size ([\d.]+)")
_CONFIDENCE = re.compile(r"\bx_wconf (\d+)")
_XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Area:
    """A part of a page that is recognised by itself: its upper left corner on the page in points, and its fineness."""

    image: Image.Image
    left: float
    top: float
    dpi: float


@dataclass(frozen=True)
class Recogniser:
    """Recognises the pages of the file called ``name`` with the program at ``program``."""

    program: str
    name: str

    @classmethod
    def found(cls, name: str) -> "Recogniser":
        """Return a recogniser for the file called ``name``. Raises ``UnreadableDocument`` saying what to install."""
        program = shutil.which("tesseract")
        if program is None:
            raise UnreadableDocument(
                f"Tệp {name} là bản quét, cần phần mềm nhận dạng chữ Tesseract mà máy này chưa có. "
                "Hãy cài bằng lệnh “sudo apt install tesseract-ocr tesseract-ocr-vie” rồi đọc lại."
            )
        languages = _run([program, "--list-langs"], name, "liệt kê ngôn ngữ").decode("utf-8", "replace").split()
        if _LANGUAGE not in languages:
            raise UnreadableDocument(
                f"Tệp {name} là bản quét, nhưng Tesseract trên máy này chưa có tiếng Việt. "
                "Hãy cài bằng lệnh “sudo apt install tesseract-ocr-vie” rồi đọc lại."
            )
        return cls(program, name)

    def page(self, image: Image.Image, dpi: float, number: int) -> PrintedPage:
        """Return what stands on the grey ``image`` of page ``number`` (from 0) with ``dpi`` dots per inch.

        Raises ``UnreadableDocument`` when Tesseract fails or takes too long.
        """
        image = straightened(image)
        rulings = find_rulings(image, dpi)
        areas = list(_areas(wiped(image, rulings, dpi), rulings, dpi))
        with TemporaryDirectory(prefix="dondoc-") as folder:
            paths = [Path(folder) / f"{at}.png" for at in range(len(areas))]
            for area, path in zip(areas, paths, strict=True):
                area.image.save(path, compress_level=1)
            listed = Path(folder) / "areas.txt"
            listed.write_text("\n".join(map(str, paths)), "utf-8")
            command = [self.program, str(listed), "stdout", "-l", _LANGUAGE, "--dpi", str(round(dpi)), "--psm", "6"]
            page = _run([*command, "-c", "tessedit_create_hocr=1"], self.name, f"nhận dạng trang {number + 1}")
        width, height = (side * _POINTS / dpi for side in image.size)
        return PrintedPage(width, height, words_of(page, areas), rulings, recognised=True)


def _areas(image: Image.Image, rulings: Sequence[Ruling], dpi: float) -> Iterator[Area]:
    """Yield what is recognised by itself: each cell of a table, and the page without its tables.

    Across a table, Tesseract takes the gaps between columns for the usual ones and runs words together.
    """
    scale = dpi / _POINTS
    rest = image.copy()
    for table in tables_of((), rulings):
        cells = [cell for row in table.rows for cell in row if not cell.continues]
        if len(cells) > _MOST_CELLS:
            continue
        for cell in cells:
            left, top, right, bottom = (round(side * scale) for side in (cell.left, cell.top, cell.right, cell.bottom))
            inside = image.crop((left + _INSET, top + _INSET, right - _INSET, bottom - _INSET))
            inked = inside.point(lambda grey: _WHITE if grey < _INK else 0).getbbox()
            if inked is None:
                continue
            # In a large empty cell a lone number drowns in the paper's specks: only what holds ink is looked at.
            corner = ((left + _INSET + inked[0] - _BORDER) / scale, (top + _INSET + inked[1] - _BORDER) / scale)
            yield Area(ImageOps.expand(inside.crop(inked), _BORDER, fill=_WHITE), *corner, dpi)
        ImageDraw.Draw(rest).rectangle(
            [side * scale for side in (table.left, table.top, table.right, table.bottom)], fill=_WHITE
        )
    yield Area(rest, 0.0, 0.0, dpi)


def words_of(hocr: bytes, areas: Sequence[Area]) -> list[PrintedWord]:
    """Return the words in Tesseract's hOCR of ``areas``, with their places on the page."""
    root = etree.fromstring(
        hocr, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    )
    if root is None:
        return []
    found = root.iterfind(f".//{_XHTML}div[@class='ocr_page']")
    return [word for part, area in zip(found, areas, strict=False) for word in _words(part, area)]


def _words(part: etree._Element, area: Area) -> Iterator[PrintedWord]:
    scale = _POINTS / area.dpi
    for line in part.iter(f"{_XHTML}span"):
        title = line.get("title", "")
        box, size = _BOX.search(title), _SIZE.search(title)
        if box is None or size is None:
            continue
        left, bottom = int(box[1]), int(box[4])
        slope, offset = map(float, found.groups()) if (found := _BASELINE.search(title)) else (0.0, 0.0)
        for word in line.iter(f"{_XHTML}span"):
            place = _BOX.search(word.get("title", ""))
            confidence = _CONFIDENCE.search(word.get("title", ""))
            text = (
                "".join(map(str, word.itertext())).strip().replace("|", "I")
            )  # ruled lines are gone: no bar is left to be one
            if word is line or place is None or not text:
                continue
            if not any(map(str.isalnum, text)) and int(confidence[1] if confidence else 0) < _LEAST_CONFIDENCE:
                continue
            start, end = int(place[1]), int(place[3])
            baseline = bottom + offset + slope * ((start + end) / 2 - left)
            yield PrintedWord(
                text,
                area.left + start * scale,
                area.left + end * scale,
                area.top + baseline * scale,
                float(size[1]) * scale,
            )


def _run(command: list[str], name: str, task: str) -> bytes:
    try:
        run = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS_A_PAGE,
            env=_ENVIRONMENT,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableDocument(
            f"Tệp {name}: {task} quá {SECONDS_A_PAGE} giây nên đã dừng. Hãy quét lại ở 200–300 dpi, đen trắng."
        ) from None
    except (OSError, subprocess.CalledProcessError):
        raise UnreadableDocument(
            f"Tệp {name}: Tesseract không {task} được. Hãy kiểm tra bằng lệnh “tesseract --version”, hoặc cài lại."
        ) from None
    return run.stdout

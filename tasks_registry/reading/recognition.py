"""Words of scanned pages by Tesseract, which is looked for when the first scan comes.

A page is straightened first; ruled lines are found and wiped off, because Tesseract reads them as letters and runs
the cells of a table together.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from io import BytesIO

from lxml import etree
from PIL import Image

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.printed_page import PrintedPage, PrintedWord
from tasks_registry.reading.scanned_image import find_rulings, straightened, wiped

MAX_PIXELS = 120_000_000
"""Of one image: A3 at 600 dpi in full has 70 million."""
_LANGUAGE = "vie"
_SECONDS_A_PAGE = 180
_POINTS = 72
_LEAST_CONFIDENCE = 25
"""Per cent; signs without a letter or digit recognised with less are specks."""
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"}
"""One thread: several fight for the same pages and are slower together."""
_BOX = re.compile(r"\bbbox (\d+) (\d+) (\d+) (\d+)")
_BASELINE = re.compile(r"\bbaseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"\bx_size ([\d.]+)")
_CONFIDENCE = re.compile(r"\bx_wconf (\d+)")
_XHTML = "{http://www.w3.org/1999/xhtml}"


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
        languages = _run([program, "--list-langs"], b"", name, "liệt kê ngôn ngữ").decode("utf-8", "replace").split()
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
        content = BytesIO()
        wiped(image, rulings, dpi).save(content, "PNG", compress_level=1)
        command = [self.program, "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(round(dpi)), "--psm", "6"]
        page = _run(
            [*command, "-c", "tessedit_create_hocr=1"], content.getvalue(), self.name, f"nhận dạng trang {number + 1}"
        )
        return PrintedPage(
            image.width * _POINTS / dpi, image.height * _POINTS / dpi, words_of(page, dpi), rulings, recognised=True
        )


def words_of(page: bytes, dpi: float) -> list[PrintedWord]:
    """Return the words of a page in Tesseract's hOCR, a page image having ``dpi`` dots per inch."""
    scale = _POINTS / dpi
    root = etree.fromstring(page, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True))
    words: list[PrintedWord] = []
    for line in root.iter(f"{_XHTML}span") if root is not None else ():
        title = line.get("title", "")
        box, size = _BOX.search(title), _SIZE.search(title)
        if box is None or size is None:
            continue
        left, bottom = int(box[1]), int(box[4])
        slope, offset = map(float, found.groups()) if (found := _BASELINE.search(title)) else (0.0, 0.0)
        for word in line.iter(f"{_XHTML}span"):
            place = _BOX.search(word.get("title", ""))
            confidence = _CONFIDENCE.search(word.get("title", ""))
            text = "".join(word.itertext()).strip()
            if word is line or place is None or not text:
                continue
            if not any(map(str.isalnum, text)) and int(confidence[1] if confidence else 0) < _LEAST_CONFIDENCE:
                continue
            start, end = int(place[1]), int(place[3])
            baseline = bottom + offset + slope * ((start + end) / 2 - left)
            words.append(PrintedWord(text, start * scale, end * scale, baseline * scale, float(size[1]) * scale))
    return words


def _run(command: list[str], given: bytes, name: str, task: str) -> bytes:
    try:
        run = subprocess.run(
            command, input=given, capture_output=True, timeout=_SECONDS_A_PAGE, env=_ENVIRONMENT, check=True
        )
    except subprocess.TimeoutExpired:
        raise UnreadableDocument(
            f"Tệp {name}: {task} quá {_SECONDS_A_PAGE} giây nên đã dừng. Hãy quét lại ở 200–300 dpi, đen trắng."
        ) from None
    except (OSError, subprocess.CalledProcessError):
        raise UnreadableDocument(
            f"Tệp {name}: Tesseract không {task} được. Hãy kiểm tra bằng lệnh “tesseract --version”, hoặc cài lại."
        ) from None
    return run.stdout

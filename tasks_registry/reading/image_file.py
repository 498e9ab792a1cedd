"""Images of documents: scans and photographs, multi-page TIFF included, recognised page by page."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.printed_layout import LaidPage, lay_out
from tasks_registry.reading.printed_text import text_of
from tasks_registry.reading.recognition import MAX_PIXELS, Recogniser
from tasks_registry.reading.sources import SourceText

MAX_FRAMES = 100
_FORMATS = ("PNG", "JPEG", "TIFF")
_LEAST_DPI, _MOST_DPI = 72, 1200
_PAGE_INCHES = 8.27
"""Width of A4, from which the resolution of an image is told when it does not say."""
_WORKING_DPI = 300
"""Finer images are made smaller: recognition gets slower and no better."""
_WHITE = 255


class ImageReader:
    """Reads ``.png``, ``.jpg``, ``.jpeg``, ``.tif`` and ``.tiff``."""

    suffixes: tuple[str, ...] = (".png", ".jpg", ".jpeg", ".tif", ".tiff")

    def read(self, data: bytes, name: str) -> SourceText:
        """Return the recognised text. Raises ``UnreadableDocument``."""
        try:
            with _strict(), Image.open(BytesIO(data), formats=_FORMATS) as image:
                frames = getattr(image, "n_frames", 1)
                if frames > MAX_FRAMES:
                    raise UnreadableDocument(
                        f"Tệp {name} có {frames} trang, giới hạn là {MAX_FRAMES}. Hãy tách tệp rồi đọc từng phần."
                    )
                return text_of(list(_pages(image, name)))
        except UnidentifiedImageError:
            raise UnreadableDocument(
                f"Tệp {name} không phải ảnh PNG, JPEG hoặc TIFF. Hãy kiểm tra đuôi tệp, hoặc quét lại thành PDF."
            ) from None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _too_large(name) from None
        except (OSError, SyntaxError, ValueError, EOFError):
            raise UnreadableDocument(
                f"Ảnh {name} bị hỏng hoặc tải về chưa đủ. Hãy lấy lại bản gốc hoặc quét lại."
            ) from None


@contextmanager
def _strict() -> Iterator[None]:
    """Let Pillow's warning of a very large image be the error that it is here."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def _pages(image: Image.Image, name: str) -> Iterator[LaidPage]:
    recogniser: Recogniser | None = None
    for number, frame in enumerate(ImageSequence.Iterator(image)):
        if frame.width * frame.height > MAX_PIXELS:
            raise _too_large(name)
        recogniser = recogniser or Recogniser.found(name)
        page, dpi = _prepared(frame)
        yield lay_out(recogniser.page(page, dpi, number), number)


def _prepared(frame: Image.Image) -> tuple[Image.Image, float]:
    """Return the image upright, in grey on white and not finer than needed, with its dots per inch."""
    upright = ImageOps.exif_transpose(frame)
    if upright.has_transparency_data:
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright.convert("RGBA"))
    grey = upright.convert("L")
    told = float(frame.info.get("dpi", (0, 0))[0])
    dpi = told if _LEAST_DPI < told <= _MOST_DPI else min(grey.size) / _PAGE_INCHES
    if dpi > _WORKING_DPI:
        share = _WORKING_DPI / dpi
        grey = grey.resize((max(1, round(grey.width * share)), max(1, round(grey.height * share))))
        dpi = _WORKING_DPI
    return grey, max(dpi, float(_LEAST_DPI))


def _too_large(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"Ảnh {name} lớn hơn {MAX_PIXELS // 1_000_000} triệu điểm ảnh. Hãy quét lại ở 200–300 dpi rồi đọc lại."
    )

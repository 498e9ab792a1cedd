"""PDF files: text with its places; pages without text, or with text that means nothing, are recognised as images."""

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.pdf_streams import holds_bomb
from tasks_registry.reading.pdf_words import read_content
from tasks_registry.reading.printed_layout import LaidPage, lay_out
from tasks_registry.reading.printed_page import PrintedPage
from tasks_registry.reading.printed_text import text_of
from tasks_registry.reading.recognition import MAX_PIXELS, Recogniser
from tasks_registry.reading.sources import SourceText

MAX_PAGES = 1000
MAX_SCANNED_PAGES = 100
"""Recognising takes seconds a page; more pages than this belong into several files."""
_DPI = 300
_LARGEST_RENDERED = 20_000_000
"""Pixels of a page image; A3 at 200 dpi has 8 million."""
_POINTS = 72
_TAIL = 2048
_OTHER_KINDS = ((b"PK\x03\x04", "Word, Excel hoặc tệp nén"), (b"\xd0\xcf\x11\xe0", "Word, Excel đời cũ"))


class PdfReader:
    """Reads ``.pdf``."""

    suffixes: tuple[str, ...] = (".pdf",)

    def read(self, data: bytes, name: str) -> SourceText:
        """Return text, notes and bold lines of the document. Raises ``UnreadableDocument``."""
        _check(data, name)
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
                raise UnreadableDocument(
                    f"Tệp {name} được bảo vệ bằng mật khẩu. Hãy mở tệp, bỏ mật khẩu và lưu lại rồi đọc lại."
                ) from None
            raise _broken(name) from None
        try:
            return text_of(list(_pages(document, name)))
        except pdfium.PdfiumError:
            raise _broken(name) from None
        finally:
            document.close()


def _check(data: bytes, name: str) -> None:
    start = data.find(b"%PDF-", 0, 1024)
    if start < 0:
        kind = next((kind for mark, kind in _OTHER_KINDS if data.startswith(mark)), None)
        found = f"thực ra là tệp {kind}" if kind else "không phải tệp PDF"
        raise UnreadableDocument(f"Tệp {name} mang đuôi .pdf nhưng {found}. Hãy đổi đúng đuôi tệp rồi đọc lại.")
    # Without its end, a PDF still opens, with some of its pages: half a document must not pass for a whole one.
    if b"%%EOF" not in data.rstrip(b"\0\r\n\t ")[-_TAIL:]:
        raise _broken(name)
    if holds_bomb(data):
        raise UnreadableDocument(
            f"Tệp {name} bung ra quá lớn so với dung lượng nên không được đọc. Hãy mở và in lại thành PDF rồi đọc lại."
        )


def _pages(document: pdfium.PdfDocument, name: str) -> Iterator[LaidPage]:
    """Yield the pages one by one; only what is laid out stays in memory."""
    if len(document) == 0:
        raise _broken(name)
    if len(document) > MAX_PAGES:
        raise UnreadableDocument(
            f"Tệp {name} có {len(document)} trang, giới hạn là {MAX_PAGES}. Hãy tách tệp rồi đọc từng phần."
        )
    recogniser: Recogniser | None = None
    recognised = 0
    for number in range(len(document)):
        page = document[number]
        try:
            content = read_content(page)
            printed = content.page
            if content.needs_recognition:
                recognised += 1
                if recognised > MAX_SCANNED_PAGES or content.largest_image > MAX_PIXELS:
                    raise UnreadableDocument(_too_much(name, content.largest_image))
                recogniser = recogniser or Recogniser.found(name)
                printed = _recognised(page, recogniser, number)
        finally:
            page.close()
        yield lay_out(printed, number)


def _recognised(page: pdfium.PdfPage, recogniser: Recogniser, number: int) -> PrintedPage:
    width, height = page.get_size()
    scale = _DPI / _POINTS
    scale = min(scale, (_LARGEST_RENDERED / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        image: Image.Image = bitmap.to_pil().convert("L")
    finally:
        bitmap.close()
    return recogniser.page(image, scale * _POINTS, number)


def _too_much(name: str, pixels: int) -> str:
    if pixels > MAX_PIXELS:
        return f"Tệp {name} chứa ảnh quá lớn ({pixels // 1_000_000} triệu điểm ảnh). Hãy quét lại ở 200–300 dpi."
    return f"Tệp {name} có hơn {MAX_SCANNED_PAGES} trang quét. Hãy tách tệp rồi đọc từng phần."


def _broken(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"Tệp {name} bị hỏng hoặc tải về chưa đủ. Hãy lấy lại bản gốc, hoặc mở rồi in lại thành PDF."
    )

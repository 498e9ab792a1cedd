"""Start-up checks of reports: PDFs can be made and look as the document does in Word."""

from collections.abc import Iterator
from datetime import datetime

from config.checks import Check, Finding, Level
from config.settings import Settings
from reports.fonts import DOCUMENT_FONT, printed_font
from tasks_registry.libreoffice import find_libreoffice


def check_pdf(_settings: Settings, _now: datetime) -> Iterator[Finding]:
    """C020: where this machine makes PDFs, it has the font of the documents or one of the same widths."""
    yield pdf_finding()


def pdf_finding() -> Finding:
    """Return what is to be said of PDFs on this machine; it has nothing to do with an installation."""
    if find_libreoffice() is None:
        text = "Máy này không có LibreOffice nên không xuất được PDF; văn bản .docx, .xlsx vẫn soạn được"
        return Finding("C020", Level.OK, text)
    font = printed_font()
    if font == DOCUMENT_FONT:
        return Finding("C020", Level.OK, f"PDF được in bằng phông {DOCUMENT_FONT}")
    if font is not None:
        text = f"PDF được in bằng phông {font} thay {DOCUMENT_FONT}: cùng độ rộng, đủ chữ tiếng Việt"
        return Finding("C020", Level.OK, text)
    return Finding(
        "C020",
        Level.WARNING,
        f"Máy này thiếu phông {DOCUMENT_FONT} hoặc phông thay thế cùng độ rộng, đủ chữ tiếng Việt: bản PDF lẫn phông, "
        "ngắt dòng, ngắt trang khác bản Word.",
        "Ubuntu/Debian: sudo apt install fonts-croscore; hoặc chép bốn tệp phông Times New Roman của Windows vào "
        "/usr/local/share/fonts rồi chạy fc-cache.",
    )


REPORTING: tuple[Check, ...] = (check_pdf,)

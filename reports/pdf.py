"""Documents as PDF, through LibreOffice where it is installed."""

from collections.abc import Sequence

from reports import fonts
from reports.errors import ReportError
from reports.word import cut_long_tables
from tasks_registry.libreoffice import ConversionFailed, Failure, LibreOffice, find_libreoffice

TIMEOUT_SECONDS = 300.0
"""Of one document: ten thousand rows take a minute or two."""
_MOST_ROWS = 200
"""Of one table, when LibreOffice lays it out: three thousand in one took it minutes, cut like this some seconds."""


def as_pdf(content: bytes, ending: str = ".docx") -> bytes:
    """Return a document as PDF; raises ``ReportError`` when LibreOffice is missing or cannot do it."""
    [pdf] = as_pdfs([content], ending)
    return pdf


def as_pdfs(contents: Sequence[bytes], ending: str = ".docx") -> list[bytes]:
    """Return documents as PDFs in one start of LibreOffice, which takes longer than most documents; raises alike."""
    program = require_libreoffice()
    if ending == ".docx":
        contents = [cut_long_tables(content, _MOST_ROWS) for content in contents]
    try:
        return LibreOffice(program, TIMEOUT_SECONDS, fonts.stand_ins()).convert_all(contents, ending, ".pdf")
    except ConversionFailed as failed:
        if failed.failure is Failure.TOO_SLOW:
            raise ReportError(
                f"Văn bản quá dài, LibreOffice chưa dàn trang xong sau {TIMEOUT_SECONDS * len(contents):.0f} giây. "
                "Bản .docx vẫn dùng được: hãy mở bằng Word rồi lưu thành PDF."
            ) from None
        raise ReportError("LibreOffice không chuyển được văn bản thành PDF. Bản .docx vẫn dùng được.") from None


def require_libreoffice() -> str:
    """Return the path of LibreOffice; raises ``ReportError`` when it is not installed."""
    program = find_libreoffice()
    if program is None:
        raise ReportError(
            "Muốn có bản PDF cần LibreOffice trên máy này (Ubuntu/Debian: sudo apt install libreoffice-writer). "
            "Bản .docx vẫn dùng được."
        )
    return program

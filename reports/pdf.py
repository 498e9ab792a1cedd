"""Documents as PDF, through LibreOffice where it is installed."""

from collections.abc import Sequence

from reports import fonts
from reports.errors import ReportError
from tasks_registry.libreoffice import ConversionFailed, LibreOffice, find_libreoffice


def as_pdf(content: bytes, ending: str = ".docx") -> bytes:
    """Return a document as PDF; raises ``ReportError`` when LibreOffice is missing or cannot do it."""
    [pdf] = as_pdfs([content], ending)
    return pdf


def as_pdfs(contents: Sequence[bytes], ending: str = ".docx") -> list[bytes]:
    """Return documents as PDFs in one start of LibreOffice, which takes longer than most documents; raises alike."""
    program = require_libreoffice()
    try:
        return LibreOffice(program, stand_ins=fonts.stand_ins()).convert_all(contents, ending, ".pdf")
    except ConversionFailed:
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

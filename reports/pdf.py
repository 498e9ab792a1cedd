"""Documents as PDF, through LibreOffice where it is installed."""

from reports.errors import ReportError
from tasks_registry.libreoffice import ConversionFailed, LibreOffice, find_libreoffice


def as_pdf(content: bytes, ending: str = ".docx") -> bytes:
    """Return a document as PDF; raises ``ReportError`` when LibreOffice is missing or cannot do it."""
    program = find_libreoffice()
    if program is None:
        raise ReportError(
            "Muốn có bản PDF cần LibreOffice trên máy này (Ubuntu/Debian: sudo apt install libreoffice-writer). "
            "Bản .docx vẫn dùng được."
        )
    try:
        return LibreOffice(program).convert(content, ending, ".pdf")
    except ConversionFailed:
        raise ReportError("LibreOffice không chuyển được văn bản thành PDF. Bản .docx vẫn dùng được.") from None

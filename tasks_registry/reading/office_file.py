"""Old Word, OpenDocument and rich text (.doc, .odt, .rtf, and .xls, .ods) through LibreOffice, when it is installed.

LibreOffice writes the file anew as .docx or .xlsx; the readers of those formats do the rest.
"""

from pathlib import Path

from tasks_registry.errors import UnreadableDocument
from tasks_registry.libreoffice import TIMEOUT_SECONDS, ConversionFailed, Failure, LibreOffice, find_libreoffice
from tasks_registry.reading.sources import DocumentReader, SourceText
from tasks_registry.reading.spreadsheet_file import SpreadsheetReader
from tasks_registry.reading.word_file import WordReader

_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_STARTS = {
    ".doc": (_OLE, b"{\\rtf", _ZIP),  # Word opens both of the latter under the name .doc, and offices have such files
    ".xls": (_OLE, _ZIP),
    ".odt": (_ZIP,),
    ".ods": (_ZIP,),
    ".rtf": (b"{\\rtf",),
}
_SHEETS, _OLD = (".xls", ".ods"), (".doc", ".xls")


class OfficeReader:
    """Reads what LibreOffice converts. ``program`` is the path of ``soffice``; None looks for it at each reading."""

    suffixes: tuple[str, ...] = tuple(_STARTS)

    def __init__(self, program: str | None = None, timeout: float = TIMEOUT_SECONDS) -> None:
        self._program, self._timeout = program, timeout

    def read(self, data: bytes, name: str) -> SourceText:
        """Return the text of the converted document.

        Raises ``UnreadableDocument``: LibreOffice is missing, takes too long, or cannot make anything of the file.
        """
        suffix = Path(name).suffix.lower()
        if not data.startswith(_STARTS.get(suffix, ())):
            raise UnreadableDocument(
                f"Tệp {name} mang đuôi {suffix} nhưng nội dung không đúng loại đó. Hãy mở bằng phần mềm gốc, lưu lại"
                " thành .docx."
            )
        reader: DocumentReader = SpreadsheetReader() if suffix in _SHEETS else WordReader()
        if suffix in _OLD and data.startswith(_ZIP):
            return reader.read(data, name)  # a new file under an old name
        program = self._program or find_libreoffice()
        if program is None:
            raise UnreadableDocument(
                f"Để đọc tệp {name} cần có LibreOffice trên máy này. Hãy cài (Ubuntu/Debian: sudo apt install"
                " libreoffice-writer libreoffice-calc), hoặc mở tệp bằng Word và lưu lại thành .docx."
            )
        return reader.read(self._convert(program, data, suffix, reader.suffixes[0], name), name)

    def _convert(self, program: str, data: bytes, suffix: str, wanted: str, name: str) -> bytes:
        try:
            return LibreOffice(program, self._timeout).convert(data, suffix, wanted)
        except ConversionFailed as failed:
            raise UnreadableDocument(self._why(failed.failure, program, name)) from None

    def _why(self, failure: Failure, program: str, name: str) -> str:
        match failure:
            case Failure.NOT_STARTED:
                return (
                    f"Không chạy được LibreOffice ({program}) để đọc tệp {name}. Hãy cài lại LibreOffice, hoặc lưu tệp"
                    " thành .docx."
                )
            case Failure.TOO_SLOW:
                return (
                    f"LibreOffice không đọc xong tệp {name} trong {self._timeout:g} giây. Hãy mở bằng Word và lưu lại"
                    " thành .docx."
                )
            case Failure.NOT_OPENED:
                return (
                    f"LibreOffice không mở được tệp {name}: tệp bị hỏng hoặc có mật khẩu."
                    " Hãy lấy lại bản gốc, bỏ mật khẩu, hoặc lưu lại thành .docx."
                )

"""Plain text files: UTF-8 with or without a byte order mark, UTF-16 with one."""

import codecs

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.sources import SourceText
from tasks_registry.reading.text import clean

_OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word, Excel hoặc tệp nén"),
    (b"\xd0\xcf\x11\xe0", "Word, Excel đời cũ"),
    (b"{\\rtf", "RTF"),
)
_NOISE_SHARE = 0.02
"""Share of control characters from which bytes are taken for something else than text; real text holds none."""


class TextReader:
    """Reads ``.txt``."""

    suffixes: tuple[str, ...] = (".txt",)

    def read(self, data: bytes, name: str) -> SourceText:
        """Return the cleaned text. Raises ``UnreadableDocument`` for another kind of file, noise or other encodings."""
        other = next((kind for mark, kind in _OTHER_KINDS if data.startswith(mark)), None)
        if other is not None:
            raise UnreadableDocument(
                f"Tệp {name} mang đuôi .txt nhưng thực ra là tệp {other}. Hãy đổi đúng đuôi tệp hoặc lưu thành .docx."
            )
        try:
            text = data.decode(_encoding(data))
        except UnicodeDecodeError:
            raise UnreadableDocument(
                f"Tệp {name} không phải bảng mã UTF-8 hoặc UTF-16. Hãy lưu lại tệp với bảng mã UTF-8 rồi đọc lại."
            ) from None
        controls = sum(character < " " and character not in "\t\n\v\f\r" for character in text)
        if controls > len(text) * _NOISE_SHARE:
            raise UnreadableDocument(f"Tệp {name} không phải văn bản (dữ liệu nhị phân). Hãy chọn đúng tệp văn bản.")
        return SourceText(clean(text))


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"

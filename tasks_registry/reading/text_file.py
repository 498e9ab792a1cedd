"""Plain text and Markdown: Unicode, and the Vietnamese encodings from before it."""

import codecs
import re
from collections.abc import Iterator

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.legacy_encodings import convert, decode_western, detect
from tasks_registry.reading.sources import CELL_BAR, SourceText
from tasks_registry.reading.text import clean

_OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word, Excel hoặc tệp nén"),
    (b"\xd0\xcf\x11\xe0", "Word, Excel đời cũ"),
    (b"{\\rtf", "RTF"),
)
_NOISE_SHARE = 0.02
"""Share of control characters from which bytes are taken for something else than text; real text holds none."""
_ZEROS_OF_UTF16 = 0.4
"""Share of zeros among every second byte from which a text without byte order mark is UTF-16; others hold none."""
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<title>\S.*?)\s*#*\s*$")
_BULLET = re.compile(r"^(?P<indent>\s*)[*•●▪‣]\s+(?=\S)")
_BACKSLASH = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!|>])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ROW = re.compile(r"\s*\|(?P<cells>.*[^|\s].*|\s*\|[|\s]*)\|\s*$")
_RULE_ROW = re.compile(r"[\s|:\-]+$")
_CELL_END = re.compile(r"(?<!\\)\|")


class TextReader:
    """Reads ``.txt`` and ``.md``."""

    suffixes: tuple[str, ...] = (".txt", ".md")

    def read(self, data: bytes, name: str) -> SourceText:
        """Return the cleaned text, rows of Markdown tables cell by cell and headings bold.

        Raises ``UnreadableDocument`` for another kind of file, noise or an encoding that cannot be told.
        """
        other = next((kind for mark, kind in _OTHER_KINDS if data.startswith(mark)), None)
        if other is not None:
            suffix = "." + name.rpartition(".")[2]
            raise UnreadableDocument(
                f"Tệp {name} mang đuôi {suffix} nhưng thực ra là tệp {other}. Hãy đổi đúng đuôi tệp hoặc lưu thành"
                " .docx."
            )
        text = _decoded(data, name)
        controls = sum(character < " " and character not in "\t\n\v\f\r" for character in text)
        if controls > len(text) * _NOISE_SHARE:
            raise UnreadableDocument(f"Tệp {name} không phải văn bản (dữ liệu nhị phân). Hãy chọn đúng tệp văn bản.")
        return _source(_lines(clean(text), markdown=name.lower().endswith(".md")))


def _decoded(data: bytes, name: str) -> str:
    """Return the text in Unicode, also when it was typed in TCVN3 or VNI and only saved as Unicode."""
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError:
        text = decode_western(data)
        if detect(text) is None:
            raise UnreadableDocument(
                f"Tệp {name} không phải bảng mã UTF-8 hoặc UTF-16, cũng không phải TCVN3, VNI."
                " Hãy lưu lại tệp với bảng mã UTF-8 rồi đọc lại."
            ) from None
    legacy = detect(text)
    return convert(text, legacy.encoding) if legacy is not None else text


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = data[:4096]
    for order, high in (("le", start[1::2]), ("be", start[0::2])):
        if high and high.count(0) > len(high) * _ZEROS_OF_UTF16 and start.count(0) < len(start) * 0.6:
            return f"utf-16-{order}"
    return "utf-8-sig"


def _lines(text: str, *, markdown: bool) -> Iterator[tuple[str, bool]]:
    """Yield the lines with whether they are headings; a row in one line comes as a line for each cell and bar."""
    in_table = False
    for line in text.split("\n"):
        row = _ROW.match(line)
        if row is not None and line.count(CELL_BAR) > 1:
            if not (in_table and _RULE_ROW.match(line)):
                yield from ((cell, False) for cell in _cells(row["cells"]))
            in_table = True
            continue
        if in_table and line.strip() and line.strip() != CELL_BAR:
            yield "", False  # text right below a table stands outside it
        in_table = False
        heading = _HEADING.match(line)
        if heading is not None:
            yield _BACKSLASH.sub("", heading["title"]), True
        elif markdown:
            yield _BACKSLASH.sub("", _BULLET.sub(r"\g<indent>- ", line)), False
        else:
            yield line, False


def _cells(row: str) -> Iterator[str]:
    yield CELL_BAR
    for cell in _CELL_END.split(row):
        parts = [part.strip() for part in _BREAK.split(_BACKSLASH.sub("", cell))]
        yield from [part for part in parts if part and part != CELL_BAR] or [""]
        yield CELL_BAR


def _source(lines: Iterator[tuple[str, bool]]) -> SourceText:
    written: list[str] = []
    bold_at: set[int] = set()
    length = 0
    for line, is_heading in lines:
        if is_heading:
            bold_at.add(length)
        written.append(line)
        length += len(line) + 1
    return SourceText("\n".join(written), bold_at=frozenset(bold_at))

"""Which files can be read: one reader per format behind one protocol. A new format is a new module and a line here."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tasks_registry.errors import UnreadableDocument

MAX_FILE_BYTES = 50 * 1024 * 1024

CELL_BAR = "|"
"""A line of this alone stands before, between and after the cells of a table row."""


@dataclass(frozen=True)
class AnchoredNote:
    """A real footnote or endnote: its text, and the place in the body text (in characters) where its mark stood."""

    at: int
    text: str


@dataclass(frozen=True)
class SourceText:
    """The text of a document as its format gives it: one paragraph per line, tables cell by cell between bars.

    ``bold_at`` holds the offsets of lines that are bold from end to end, where the format tells.
    """

    text: str
    notes: tuple[AnchoredNote, ...] = ()
    bold_at: frozenset[int] = frozenset()
    recognised: bool = False
    """Whether some of it was recognised from an image, so that letters and digits may be wrong."""


class DocumentReader(Protocol):
    """Reads one format. ``suffixes`` are lower case with the dot."""

    suffixes: tuple[str, ...]

    def read(self, data: bytes, name: str) -> SourceText:
        """Return the text in ``data``; ``name`` is what messages call the file. Raises ``UnreadableDocument``."""
        ...


def read_source(path: Path, readers: Iterable[DocumentReader]) -> SourceText:
    """Read the file at ``path`` with the reader of its suffix.

    Raises ``UnreadableDocument`` with one sentence on what is wrong with which file and what to do.
    """
    readers = tuple(readers)
    reader = next((reader for reader in readers if path.suffix.lower() in reader.suffixes), None)
    data = _bytes_of(path)
    if reader is None:
        known = ", ".join(suffix for reader in readers for suffix in reader.suffixes)
        raise UnreadableDocument(
            f"Tệp {path.name} không thuộc loại đọc được ({known}). Hãy lưu văn bản thành .docx rồi đọc lại."
        )
    if not data.strip(b"\0\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise UnreadableDocument(f"Tệp {path.name} rỗng, không có nội dung. Hãy kiểm tra lại tệp rồi đọc lại.")
    return reader.read(data, path.name)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableDocument(f"{path} là thư mục, không phải tệp. Hãy chỉ đến một tệp văn bản trong đó.")
        if path.exists() and not path.is_file():
            raise UnreadableDocument(f"{path} không phải tệp thường. Hãy chỉ đến một tệp văn bản.")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnreadableDocument(
                f"Tệp {path.name} lớn hơn {MAX_FILE_BYTES // 1024 // 1024} MB. Hãy bỏ bớt hình ảnh rồi lưu lại tệp."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableDocument(f"Không có tệp {path}. Hãy kiểm tra lại tên tệp và thư mục.") from None
    except (OSError, ValueError):
        raise UnreadableDocument(f"Không mở được tệp {path}. Hãy kiểm tra tên tệp và quyền đọc tệp.") from None

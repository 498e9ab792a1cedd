"""Tells the encoding of a .csv: Unicode in its usual forms, or what Vietnamese Windows saved before."""

import codecs
from dataclasses import dataclass
from pathlib import Path

_BLOCK = 1024 * 1024
_ZEROS_OF_UTF16 = 0.3
"""Share of zeros among every second byte from which a file without byte order mark is UTF-16; others hold none."""


@dataclass(frozen=True)
class Encoding:
    """An encoding by its Python name, with what a person should know of the choice."""

    name: str
    remarks: tuple[str, ...] = ()


def encoding_of(path: Path) -> Encoding:
    """Return the encoding of the text file ``path``."""
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16")
    for name, high in (("utf-16-le", start[1::2]), ("utf-16-be", start[0::2])):
        if high and high.count(0) > len(high) * _ZEROS_OF_UTF16:
            return Encoding(name)
    if _is_utf8(path):
        return Encoding("utf-8-sig")
    return Encoding(
        "cp1258",
        ("Tệp không phải UTF-8 nên được đọc theo bảng mã Windows-1258. Hãy xem lại dấu tiếng Việt sau khi nhập.",),
    )


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        try:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True

"""Tells by its content what a file is, and refuses programs, macros and files that are not what they say. Pure."""

import zipfile
import zlib
from collections.abc import Collection
from io import BytesIO
from pathlib import PurePath

from tasks_registry.errors import Refused

_SPELLINGS = {"jpeg": "jpg", "tiff": "tif"}
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "csv": "text/csv",
    "jpg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa")
"""How programs of Windows, Linux and macOS, scripts and Java classes begin."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = {
    "doc": "WordDocument".encode("utf-16-le"),
    "xls": "Workbook".encode("utf-16-le"),
    "ppt": "PowerPoint Document".encode("utf-16-le"),
}
_OLE_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros"))
_CONTENT_TYPES = "[Content_Types].xml"
_MAX_PART_BYTES = 1024 * 1024
_PDF_HEAD_BYTES = 1024
"""The mark of a PDF may follow other bytes, but not further in (ISO 32000, Annex H)."""


def media_type_of_ending(ending: str) -> str:
    """Return the media type of files that end with ``ending`` (``docx``); raises ``KeyError`` for an unknown one."""
    return _MEDIA_TYPES[ending]


def media_type_of(name: str, data: bytes, *, allowed: Collection[str], max_mb: int) -> str:
    """Return the media type of a file that may be kept.

    Raises ``Refused`` for a file that is empty, larger than ``max_mb`` megabytes, of a type not ``allowed``, not what
    its name says, a program, or one that carries macros.
    """
    if not data:
        raise Refused(f"Tệp {name} rỗng nên không được nhận. Hãy kiểm tra lại tệp.")
    if len(data) > max_mb * 1024 * 1024:
        raise Refused(f"Tệp {name} lớn hơn {max_mb} MB nên không được nhận. Hãy nén hình ảnh hoặc chia nhỏ tệp.")
    if data.startswith(_PROGRAMS):
        raise Refused(f"Tệp {name} là chương trình hoặc mã lệnh nên không được nhận.")
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    suffix = _SPELLINGS.get(suffix, suffix)
    if suffix not in allowed:
        raise Refused(f"Loại tệp của {name} không được nhận. Các loại được nhận: {', '.join(allowed)}.")
    if _carries_macros(data):
        raise Refused(f"Tệp {name} có macro nên không được nhận. Hãy lưu lại không kèm macro hoặc xuất ra PDF.")
    if not _is(suffix, data):
        raise Refused(
            f"Tệp {name} mang đuôi .{suffix} nhưng nội dung không đúng loại đó. Hãy mở bằng phần mềm gốc và lưu lại."
        )
    return _MEDIA_TYPES[suffix]


def _is(suffix: str, data: bytes) -> bool:
    starts: dict[str, tuple[bytes, ...]] = {
        "rtf": (b"{\\rtf",),
        "jpg": (b"\xff\xd8\xff",),
        "png": (b"\x89PNG\r\n\x1a\n",),
        "tif": (b"II*\0", b"MM\0*"),
    }
    if suffix in starts:
        return data.startswith(starts[suffix])
    if suffix == "pdf":
        return b"%PDF-" in data[:_PDF_HEAD_BYTES]
    if suffix in _OLE_STREAMS:
        return data.startswith(_OLE) and _OLE_STREAMS[suffix] in data
    if suffix in ("txt", "csv"):
        return _is_text(data)
    part = "mimetype" if suffix.startswith("od") else _CONTENT_TYPES
    return _MEDIA_TYPES[suffix] in _part(data, part)


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\0" not in data and not data.startswith((b"%PDF-", b"PK\x03\x04", b"{\\rtf"))


def _carries_macros(data: bytes) -> bool:
    if data.startswith(_OLE):
        return any(name in data for name in _OLE_MACROS)
    if not data.startswith(b"PK"):
        return False
    names = _names(data)
    return "macroEnabled" in _part(data, _CONTENT_TYPES) or any(
        name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names
    )


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def _part(data: bytes, name: str) -> str:
    """Return a part of a zip as text, no further than a limit; empty when there is none that can be read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package, package.open(name) as stream:
            return stream.read(_MAX_PART_BYTES).decode("utf-8", "replace")
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return ""

"""Which files may be kept."""

import zipfile
from io import BytesIO
from typing import get_args

import pytest

from config.office import FileType
from tasks_registry.documents.file_types import media_type_of
from tasks_registry.errors import Refused

ALL = get_args(FileType)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def package(**parts: str) -> bytes:
    """Return a zip; ``__`` in a name stands for ``/`` and ``types`` for the part of content types."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, text in parts.items():
            name = {"types": "[Content_Types].xml"}.get(name, name.replace("__", "/"))
            # Of one instant: the bytes name the tests, which must be called the same in every process.
            file.writestr(zipfile.ZipInfo(name), text)
    return data.getvalue()


DOCX = package(types=f'<Override ContentType="{WORD}.main+xml"/>', word__document="<w/>")
XLSX = package(types="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
ODT = package(mimetype="application/vnd.oasis.opendocument.text")
DOC = OLE + "WordDocument".encode("utf-16-le")


def check(name: str, data: bytes, *, max_mb: int = 1, allowed: tuple[str, ...] = ALL) -> str:
    return media_type_of(name, data, allowed=allowed, max_mb=max_mb)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("A.PDF", b"\n\n%PDF-1.4", "application/pdf"),
        ("a.docx", DOCX, WORD),
        ("a.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("a.doc", DOC, "application/msword"),
        ("a.rtf", b"{\\rtf1 x}", "application/rtf"),
        ("a.txt", "Báo cáo".encode(), "text/plain"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.tiff", b"II*\0", "image/tiff"),
    ],
)
def test_a_file_that_is_what_it_says_is_taken(name: str, data: bytes, media_type: str) -> None:
    """By ending and content."""
    assert check(name, data) == media_type


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.pdf", b"", "rỗng"),
        ("a.txt", b"x" * (1024 * 1024 + 1), "lớn hơn 1 MB"),
        ("a.exe", b"MZ...", "chương trình"),
        ("a.pdf", b"MZ\x90", "chương trình"),
        ("a.txt", b"#!/bin/sh\n", "mã lệnh"),
        ("a.txt", b"\x7fELF", "chương trình"),
        ("a.js", b"alert(1)", "Loại tệp"),
        ("a.zip", DOCX, "Loại tệp"),
        ("a", b"%PDF-1.7", "Loại tệp"),
        ("a.docm", DOCX, "Loại tệp"),
        ("a.pdf", DOCX, "không đúng loại"),
        ("a.docx", b"%PDF-1.7", "không đúng loại"),
        ("a.docx", XLSX, "không đúng loại"),
        ("a.docx", DOCX[:60], "không đúng loại"),
        ("a.xlsx", DOCX, "không đúng loại"),
        ("a.xls", DOC, "không đúng loại"),
        ("a.txt", b"a\0b", "không đúng loại"),
        ("a.txt", b"%PDF-1.7", "không đúng loại"),
        ("a.docx", package(types=f"{WORD}.main macroEnabled"), "macro"),
        ("a.docx", package(types=f"{WORD}.main", **{"word__vbaProject.bin": ""}), "macro"),
        ("a.odt", package(mimetype="application/vnd.oasis.opendocument.text", **{"Basic__x.xml": ""}), "macro"),
        ("a.doc", DOC + "_VBA_PROJECT".encode("utf-16-le"), "macro"),
    ],
)
def test_what_is_not_taken_is_told_why(name: str, data: bytes, why: str) -> None:
    """Empty, too large, a program, of another type, not what it says, with macros."""
    with pytest.raises(Refused, match=why):
        check(name, data)


def test_the_office_may_take_fewer_types() -> None:
    """The sentence names those that are taken."""
    with pytest.raises(Refused, match="pdf, png"):
        check("a.docx", DOCX, allowed=("pdf", "png"))

"""The words of a Word template, paragraph by paragraph, as an office sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from reports.errors import ReportError

_MACRO_PARTS = ("word/vbaProject.bin",)
_ENCRYPTED = b"\xd0\xcf\x11\xe0"
"""Word wraps a document with a password into an OLE file; an old .doc begins the same."""


@dataclass(frozen=True)
class TemplatePart:
    """One paragraph: ``place`` says where it stands, ``in_table`` whether a row tag may stand there."""

    text: str
    place: str
    in_table: bool


def read_template(content: bytes, name: str) -> list[TemplatePart]:
    """Return the paragraphs of a template in the order of the document, those of its headers and footers last.

    Raises ``ReportError`` with one plain sentence for what is no Word document, is protected or brings macros.
    """
    if content.startswith(_ENCRYPTED):
        raise ReportError(f"{name} là tệp .doc cũ hoặc có đặt mật khẩu. Hãy bỏ mật khẩu và lưu lại dạng .docx.")
    try:
        with ZipFile(BytesIO(content)) as package:
            if any(part in package.namelist() for part in _MACRO_PARTS):
                raise ReportError(f"{name} có chứa macro. Hãy lưu lại dạng .docx thường (không macro).")
        document = Document(BytesIO(content))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError):
        raise ReportError(f"{name} không phải tệp Word .docx, hoặc đã hỏng. Hãy mở bằng Word và lưu lại.") from None
    parts = list(_body(document.element.body))
    for section in document.sections:
        for place, part in (("đầu trang", section.header), ("chân trang", section.footer)):
            parts += [TemplatePart(paragraph.text, place, in_table=False) for paragraph in part.paragraphs]
    return parts


def _body(body: Any) -> Iterator[TemplatePart]:
    number, tables = 0, 0
    for element in body:
        if element.tag == qn("w:p"):
            number += 1
            yield TemplatePart(_text(element), f"đoạn {number}", in_table=False)
        elif element.tag == qn("w:tbl"):
            tables += 1
            for place, row in enumerate(element.iter(qn("w:tr")), 1):
                for paragraph in row.iter(qn("w:p")):
                    yield TemplatePart(_text(paragraph), f"bảng {tables}, hàng {place}", in_table=True)


def _text(paragraph: Any) -> str:
    marks = {qn("w:t"): None, qn("w:tab"): " ", qn("w:br"): " "}
    return "".join(
        (one.text or "") if one.tag == qn("w:t") else (marks[one.tag] or "")
        for one in paragraph.iter()
        if one.tag in marks
    )

"""Opens a .docx as what it is, a zip of XML parts, and trusts nothing in it."""

import zipfile
import zlib
from io import BytesIO

from lxml import etree

from tasks_registry.errors import UnreadableDocument

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_PART_BYTES = 64 * 1024 * 1024
"""Of one part, expanded; the text of a thousand pages takes a tenth of it."""
MAX_RATIO = 200
"""Expanded to packed size of one part from which it is a bomb; Word's own XML packs to 1:30 at the most."""
_SMALL_PART_BYTES = 1024 * 1024
"""Below this size a ratio says nothing."""
_OLE = b"\xd0\xcf\x11\xe0"


class WordPackage:
    """The parts of one .docx. Raises ``UnreadableDocument`` with one sentence about what is wrong with the file."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        if data.startswith(_OLE):
            raise UnreadableDocument(
                f"Tệp {name} được bảo vệ bằng mật khẩu hoặc là Word đời cũ (.doc). "
                "Hãy mở bằng Word, bỏ mật khẩu và lưu lại thành .docx."
            )
        if not data.startswith(b"PK"):
            raise UnreadableDocument(
                f"Tệp {name} mang đuôi .docx nhưng không phải tệp Word. Hãy mở bằng phần mềm gốc, lưu lại thành .docx."
            )
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise self._broken() from None

    def body(self) -> etree._Element:
        """Return the body of the document's text."""
        document = self.part("word/document.xml")
        body = None if document is None else document.find(f"{W}body")
        if body is None:
            raise UnreadableDocument(
                f"Tệp {self._name} không chứa văn bản Word. Hãy kiểm tra xem có phải tệp Excel hoặc tệp nén đã đổi tên,"
                " hoặc mở bằng Word và lưu lại thành .docx."
            )
        return body

    def part(self, path: str) -> etree._Element | None:
        """Return the root of a part, None when the package has no such part."""
        try:
            info = self._zip.getinfo(path)
        except KeyError:
            return None
        bomb = info.file_size > _SMALL_PART_BYTES and info.file_size > MAX_RATIO * max(1, info.compress_size)
        if info.file_size > MAX_PART_BYTES or bomb:
            raise UnreadableDocument(
                f"Tệp {self._name} bung ra quá lớn so với tệp nén nên không được đọc. Hãy lưu lại tệp từ Word."
            )
        if info.flag_bits & 0x1:
            raise UnreadableDocument(f"Tệp {self._name} được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi lưu lại.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._broken()  # Word packs in no other way
        try:
            # The size in the directory may lie: never expand further than the limit.
            with self._zip.open(info) as stream:
                content = stream.read(MAX_PART_BYTES)
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            etree.XMLSyntaxError,
        ):
            raise self._broken() from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._broken()  # Word writes no document type: entities come from elsewhere
        return root

    def _broken(self) -> UnreadableDocument:
        return UnreadableDocument(
            f"Tệp {self._name} bị hỏng hoặc tải về chưa đủ. Hãy lấy lại bản gốc, hoặc mở bằng Word và lưu lại."
        )

"""Bad Word files: refused with one clear message, never half read, never obeyed."""

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading import word_package
from tasks_registry.reading.word_file import WordReader
from tests.unit.reading.word_parts import (
    document,
    levels,
    note_mark,
    notes,
    numbering,
    packed,
    paragraph,
    styles,
    table,
    word_file,
)

GOOD = word_file(
    paragraph("Phòng Kinh tế lập dự toán", note_mark(1), "."),
    paragraph("Mục một", num="1", level=0),
    table(["Việc", "Hạn"]),
    numbering=numbering({"1": levels(("decimal", "%1."))}),
    styles=styles(Muc=(None, "")),
    footnotes=notes(n1="Theo thông báo của xã."),
)
BODY = document(paragraph("Đảng ủy xã Hòa Mai."))


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        WordReader().read(data, "bao-cao.docx")
    message = str(caught.value)
    assert message.startswith("Tệp bao-cao.docx ")
    assert "Hãy" in message or "hãy" in message
    assert "\n" not in message
    return message


def patched(data: bytes, *, offset: int, value: bytes) -> bytes:
    """Overwrite a field of the only entry in the central directory of a zip."""
    at = data.index(b"PK\x01\x02") + offset
    return data[:at] + value + data[at + len(value) :]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "mật khẩu"),
        (b"%PDF-1.7\n%\xe2\xe3", "không phải tệp Word"),
        (b"{\\rtf1}", "không phải tệp Word"),
        (b"PK", "hỏng"),
        (b"PK\x03\x04" + bytes(100), "hỏng"),
        (packed({"xl/workbook.xml": "<workbook/>"}), "không chứa văn bản Word"),
        (packed({"word/document.xml": "<html/>"}), "không chứa văn bản Word"),
        (packed({"word/document.xml": ""}), "hỏng"),
        (packed({"word/document.xml": "<w:document"}), "hỏng"),
        (packed({"word/document.xml": BODY}, zipfile.ZIP_LZMA), "hỏng"),
        (packed({"word/document.xml": BODY}, zipfile.ZIP_BZIP2), "hỏng"),
        (packed({"word/document.xml": BODY, "word/numbering.xml": "<a><b></a>"}), "hỏng"),
        (packed({"word/document.xml": "<a>" * 3000 + "</a>" * 3000}), "hỏng"),
        (patched(packed({"word/document.xml": BODY}), offset=8, value=b"\x01\x00"), "mật khẩu"),
        (patched(packed({"word/document.xml": BODY}), offset=16, value=b"\0\0\0\0"), "hỏng"),
    ],
    ids=[
        "OLE: encrypted or .doc", "PDF", "RTF", "two bytes", "zip head only", "workbook", "other XML", "empty part",
        "broken XML", "LZMA", "BZIP2", "broken numbering", "too deep", "encrypted entry", "wrong checksum",
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_reason(data: bytes, says: str) -> None:
    """One message that names the file, whatever is wrong with it."""
    assert says in refused(data)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY e "nội dung">]>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY e "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_document_types_and_entities_are_refused(declared: str) -> None:
    """Word writes none; whoever does wants the reader to open or swell something."""
    content = declared + document(paragraph("<w:r><w:t>&amp;e;</w:t></w:r>")).replace("&amp;e;", "&e;" * 3)
    text = content if "ENTITY" in declared else content.replace("&e;", "")
    assert "hỏng" in refused(packed({"word/document.xml": text}))


def test_a_bomb_is_not_expanded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that packs far better than text can is refused by its directory entry alone."""
    bomb = packed({"word/document.xml": document(paragraph("0" * (word_package._SMALL_PART_BYTES + 1)))})
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert "quá lớn" in refused(bomb)


def test_a_part_beyond_the_limit_is_refused_however_well_it_packs() -> None:
    """The size that the directory declares is enough to refuse it."""
    declared = struct.pack("<L", word_package.MAX_PART_BYTES + 1)
    stored = patched(packed({"word/document.xml": BODY}), offset=24, value=declared)
    packed_size = struct.pack("<L", word_package.MAX_PART_BYTES)
    assert "quá lớn" in refused(patched(stored, offset=20, value=packed_size))


def test_a_lying_size_does_not_open_the_way_for_a_bomb() -> None:
    """The directory says twenty bytes; what lies behind it is not read any further."""
    swollen = packed({"word/document.xml": document(paragraph("0" * 3_000_000))})
    assert "hỏng" in refused(patched(swollen, offset=24, value=struct.pack("<L", 20)))


def test_macros_and_embedded_objects_are_never_looked_at() -> None:
    """Parts that the reader does not need may hold anything."""
    parts = {
        "word/document.xml": BODY,
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0 macro",
        "word/embeddings/oleObject1.bin": bytes(range(256)),
        "word/comments.xml": "<not xml",
        "[Content_Types].xml": "<!DOCTYPE x><x/>",
    }
    assert WordReader().read(packed(parts), "bao-cao.docx").text.strip() == "Đảng ủy xã Hòa Mai."


@given(st.binary(max_size=300), st.booleans())
def test_arbitrary_bytes_are_unreadable_and_nothing_worse(data: bytes, zipped: bool) -> None:
    """No exception of zip or XML libraries gets out."""
    refused(b"PK\x03\x04" + data if zipped else data)


@given(st.integers(0, len(GOOD) - 1))
def test_a_truncated_file_is_unreadable(length: int) -> None:
    """A download that broke off holds no directory."""
    refused(GOOD[:length])


@settings(max_examples=300)
@given(st.integers(0, len(GOOD) * 8 - 1))
def test_a_flipped_bit_is_harmless_or_unreadable(bit: int) -> None:
    """Checksums catch what matters; a bit in a time stamp changes nothing."""
    data = bytearray(GOOD)
    data[bit // 8] ^= 1 << bit % 8
    try:
        text = WordReader().read(bytes(data), "bao-cao.docx").text
    except UnreadableDocument:
        return
    assert "lập dự toán" in text


XML_PARTS = {name: zipfile.ZipFile(BytesIO(GOOD)).read(name) for name in zipfile.ZipFile(BytesIO(GOOD)).namelist()}


@settings(max_examples=300)
@given(st.sampled_from(sorted(XML_PARTS)), st.data())
def test_damaged_xml_behind_right_checksums_is_read_or_unreadable(name: str, data: st.DataObject) -> None:
    """Another program's mistakes: any byte of any part may be anything, values and identifiers included."""
    content = bytearray(XML_PARTS[name])
    at = data.draw(st.integers(0, len(content) - 1))
    content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.sampled_from([b"", b"9", b"-", b"x", b"<", b"\xc3"]))
    try:
        WordReader().read(packed({**XML_PARTS, name: bytes(content)}), "bao-cao.docx")
    except UnreadableDocument:
        return

"""Plain text and Markdown as offices and web pages leave them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.paragraphs import read_paragraphs
from tasks_registry.reading.sources import SourceText
from tasks_registry.reading.text_file import TextReader
from tests.unit.reading_formats.test_legacy_encodings import SENTENCES, in_tcvn3, in_vni

TEXT = "\n\n".join(SENTENCES)


def read(text: str, name: str = "van-ban.md") -> SourceText:
    """Return what the reader makes of ``text`` in UTF-8."""
    return TextReader().read(text.encode(), name)


def cells(source: SourceText) -> list[tuple[str, tuple[int, int, int] | None]]:
    """Return the paragraphs with their places in tables."""
    return [(paragraph.text, paragraph.cell) for paragraph in read_paragraphs(source).paragraphs]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        in_tcvn3(TEXT).encode("latin-1"),
        in_vni(TEXT).encode("latin-1"),
        in_tcvn3(TEXT).encode(),
        in_vni(TEXT).encode(),
    ],
    ids=["utf8", "bom", "utf16", "utf16-le", "utf16-be", "tcvn3", "vni", "tcvn3-in-utf8", "vni-in-utf8"],
)
def test_the_same_text_comes_out_of_every_encoding(data: bytes) -> None:
    """Also of legacy text that was only saved as Unicode."""
    assert TextReader().read(data, "cu.txt").text == TEXT


@pytest.mark.parametrize("data", ["Le comité a décidé, voilà l'été".encode("latin-1"), bytes(range(128, 256)) * 3])
def test_an_encoding_that_cannot_be_told_is_refused(data: bytes) -> None:
    """One sentence says what to do; nothing is guessed."""
    with pytest.raises(UnreadableDocument, match=r"la\.txt không phải bảng mã UTF-8.*Hãy lưu lại"):
        TextReader().read(data, "la.txt")


def test_a_file_of_another_kind_is_named_with_its_suffix() -> None:
    """Whatever the suffix was."""
    with pytest.raises(UnreadableDocument, match=r"mang đuôi \.md nhưng thực ra là tệp PDF"):
        TextReader().read(b"%PDF-1.7", "ke-hoach.md")


def test_headings_lose_their_signs_and_are_bold() -> None:
    """So that the outline sees them."""
    source = read("# KẾ HOẠCH #\n\n## Nhiệm vụ quý II\n\nViệc cần làm #1\n")
    assert source.text == "KẾ HOẠCH\n\nNhiệm vụ quý II\n\nViệc cần làm #1\n"
    assert [paragraph.bold for paragraph in read_paragraphs(source).paragraphs] == [True, True, False]


def test_bullets_and_escapes_of_markdown_are_resolved() -> None:
    """A star before an item is a dash; in plain text it may mark a note."""
    assert read("* Lập kế hoạch\n1\\. Sơ kết **quý** \\*\n").text == "- Lập kế hoạch\n1. Sơ kết **quý** *\n"
    assert read("* Ghi chú\n", "a.txt").text == "* Ghi chú\n"


def test_rows_in_one_line_become_cells() -> None:
    """Empty cells keep their place, the rule below the titles goes, ``<br>`` parts paragraphs."""
    table = "| Việc | Chủ trì | Hạn |\n|:---|---|---:|\n| Lập<br>Sơ kết |  | 15/5 |\n| a\\|b | c | d |\nSau bảng."
    assert cells(read(table)) == [
        ("Việc", (1, 0, 0)),
        ("Chủ trì", (1, 0, 1)),
        ("Hạn", (1, 0, 2)),
        ("Lập", (1, 1, 0)),
        ("Sơ kết", (1, 1, 0)),
        ("15/5", (1, 1, 2)),
        ("a|b", (1, 2, 0)),
        ("c", (1, 2, 1)),
        ("d", (1, 2, 2)),
        ("Sau bảng.", None),
    ]


def test_bars_alone_in_their_lines_are_left_as_they_are() -> None:
    """Web pages are exported cell by cell."""
    text = "|\nViệc\n|\nHạn\n|\n|\nLập kế hoạch\n|\n15/5\n|\n"
    assert read(text, "trang.txt").text == text
    assert [place for _, place in cells(read(text, "trang.txt"))] == [(1, 0, 0), (1, 0, 1), (1, 1, 0), (1, 1, 1)]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Never anything else."""
    with suppress(UnreadableDocument):
        TextReader().read(data, "la.txt")


@given(st.text(alphabet="|-: \n\\#*aĐ1.", max_size=200))
def test_bars_and_signs_in_any_order_are_read(text: str) -> None:
    """Half-made tables and headings lose no word."""
    assert read(text).text.count("Đ") == text.count("Đ")

"""Files as they are found: which are read, and what is said of the others."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.sources import MAX_FILE_BYTES, SourceText, read_source
from tasks_registry.reading.text_file import TextReader
from tasks_registry.reading.word_file import WordReader

READERS = (TextReader(), WordReader())
SENTENCE = "Đảng ủy xã Hòa Mai ban hành kế hoạch."


def saved(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_files_are_read_in_the_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with or without its mark, UTF-16 with one."""
    path = saved(tmp_path, "bao-cao.txt", f"{SENTENCE}\r\nHết.".encode(encoding))
    assert read_source(path, READERS) == SourceText(f"{SENTENCE}\nHết.")


def test_big_endian_text_is_read_by_its_mark(tmp_path: Path) -> None:
    """Old Macs and exports write UTF-16 the other way round."""
    path = saved(tmp_path, "BAO-CAO.TXT", b"\xfe\xff" + SENTENCE.encode("utf-16-be"))
    assert read_source(path, READERS).text == SENTENCE


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("rong.txt", b"", "rỗng"),
        ("rong.docx", b"", "rỗng"),
        ("trang.txt", b"\xef\xbb\xbf \r\n\t\n", "rỗng"),
        ("trang.txt", b"\xff\xfe", "rỗng"),
        ("nhac.mp3", b"ID3", ".docx"),
        ("macro.docm", b"PK\x03\x04", "không thuộc loại đọc được"),
        ("khong-duoi", b"abc", ".txt"),
        ("tcvn.txt", "Đảng ủy".encode("cp1258", "replace") + b"\xd0\xe9", "UTF-8"),
        ("le.txt", b"\xff\xfe\x41", "UTF-8"),
        ("nhi-phan.txt", bytes(range(32)) * 20, "nhị phân"),
        ("utf32.txt", SENTENCE.encode("utf-32"), "nhị phân"),
        ("that-ra.txt", b"%PDF-1.7 ...", "PDF"),
        ("that-ra.txt", b"PK\x03\x04....", "Word, Excel"),
        ("that-ra.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "đời cũ"),
        ("that-ra.txt", b"{\\rtf1 ...}", "RTF"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_is_wrong(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    """The message names the file, the trouble and what to do, on one line."""
    with pytest.raises(UnreadableDocument) as caught:
        read_source(saved(tmp_path, name, data), READERS)
    message = str(caught.value)
    assert name in message
    assert says in message
    assert "Hãy" in message
    assert "\n" not in message


def test_a_missing_file_is_missing_whatever_its_suffix(tmp_path: Path) -> None:
    """A slip in the name is not answered with a lecture on formats."""
    for name in ("khong-co.txt", "khong-co.pdf"):
        with pytest.raises(UnreadableDocument, match=f"Không có tệp .*{name}"):
            read_source(tmp_path / name, READERS)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """Also when it is called like one."""
    folder = tmp_path / "quy-2.docx"
    folder.mkdir()
    with pytest.raises(UnreadableDocument, match=r"quy-2\.docx là thư mục"):
        read_source(folder, READERS)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Reading a named pipe would hang until somebody writes to it."""
    pipe = tmp_path / "ong.txt"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableDocument, match="không phải tệp thường"):
        read_source(pipe, READERS)


def test_a_file_too_large_is_not_loaded(tmp_path: Path) -> None:
    """The size is asked for before the first byte is read."""
    path = tmp_path / "anh.docx"
    with path.open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(UnreadableDocument, match=r"anh\.docx lớn hơn 50 MB"):
        read_source(path, READERS)


@pytest.mark.parametrize("name", ["a" * 300 + ".txt", "bao\0cao.txt"])
def test_names_that_the_system_refuses_are_answered_too(tmp_path: Path, name: str) -> None:
    """A name too long or with a null byte comes from a script, not from a person."""
    with pytest.raises(UnreadableDocument, match=r"Không (mở được|có) tệp"):
        read_source(tmp_path / name, READERS)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_text_or_unreadable(data: bytes) -> None:
    """Nothing else is raised, and what is read is clean."""
    try:
        text = TextReader().read(data, "la.txt").text
    except UnreadableDocument:
        return
    assert "\r" not in text

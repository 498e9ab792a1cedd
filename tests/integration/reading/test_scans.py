"""Scans and images through the real Tesseract, and what is said when it is not there."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading import image_file, pdf_file, recognition
from tasks_registry.reading.image_file import MAX_FRAMES, ImageReader
from tasks_registry.reading.paragraphs import read_paragraphs
from tasks_registry.reading.pdf_file import PdfReader
from tasks_registry.reading.reader import read_document
from tasks_registry.reading.text import fold
from tests.support.documents import as_pdf, as_scan, page_images

TEXT = """ĐẢNG ỦY XÃ HÒA MAI

BÁO CÁO

II. NHIỆM VỤ TRỌNG TÂM QUÝ III NĂM 2026

1. Văn phòng Đảng ủy chủ trì, phối hợp với Ủy ban Kiểm tra tham mưu kế hoạch kiểm tra các chi bộ trực
thuộc, hoàn thành trước ngày 15/8/2026.

2. Ủy ban nhân dân xã chỉ đạo hoàn thành đường liên thôn Đông - thôn Đoài, báo cáo Ban Thường vụ Đảng ủy
trong tháng 9 năm 2026.

|
Số
|
Nhiệm vụ
|
Cơ quan chủ trì
|
|
1
|
Tổ chức hội nghị sơ kết
|
Văn phòng Đảng ủy
|
"""


def words(text: str) -> set[str]:
    return set(fold(text).split())


def test_a_scanned_pdf_reads_like_the_text_it_was_made_of() -> None:
    """Askew and speckled at 200 dpi, words, paragraphs and cells come back."""
    source = PdfReader().read(as_scan(TEXT), "quet.pdf")
    assert source.recognised is True
    paragraphs = read_paragraphs(source).paragraphs
    assert len(words(TEXT) - words(source.text)) <= 2
    assert [p.text[:2] for p in paragraphs if p.text[:2] in ("1.", "2.")] == ["1.", "2."]
    assert [p.cell[1:] for p in paragraphs if p.cell] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]
    assert "Cơ quan chủ trì" in {p.text for p in paragraphs if p.cell}


def test_a_recognised_document_says_so_and_is_trusted_less(tmp_path: Path) -> None:
    """Never wrong in silence: the reader is asked to compare it with the original."""
    (tmp_path / "quet.pdf").write_bytes(as_scan(TEXT))
    (tmp_path / "chu.txt").write_text(TEXT, "utf-8")
    scanned, typed = read_document(tmp_path / "quet.pdf", []), read_document(tmp_path / "chu.txt", [])
    assert scanned.warnings[0].code == "recognised-text"
    assert "recognised-text" not in {warning.code for warning in typed.warnings}
    assert [round(task.confidence + 0.10, 2) for task in scanned.tasks] == [task.confidence for task in typed.tasks]


def test_all_pages_of_a_tiff_are_read() -> None:
    """Office scanners store many pages in one TIFF."""
    first, second = page_images(as_pdf("Chi bộ thôn Đông.")) + page_images(as_pdf("Chi bộ thôn Đoài."))
    content = BytesIO()
    first.save(content, "TIFF", save_all=True, append_images=[second], dpi=(200, 200), compression="tiff_lzw")
    assert words(ImageReader().read(content.getvalue(), "quet.tif").text) == words("Chi bộ thôn Đông Đoài")


def test_an_image_that_does_not_tell_its_resolution_is_taken_for_a_page() -> None:
    """Photographs carry no dots per inch, and often lie on their side with a note that says so."""
    (page,) = page_images(as_pdf("Đảng ủy xã Hòa Mai kết luận như sau."))
    content = BytesIO()
    turned = page.transpose(Image.Transpose.ROTATE_90).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(content, "JPEG", exif=exif)
    assert "Hòa Mai kết luận" in ImageReader().read(content.getvalue(), "anh.jpg").text


def test_a_scan_without_tesseract_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The one thing to install is named as a command."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableDocument, match=r"quet\.pdf là bản quét.*sudo apt install tesseract-ocr tesseract"):
        PdfReader().read(as_scan("Hòa Mai"), "quet.pdf")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo eng", r"chưa có tiếng Việt.*tesseract-ocr-vie"),
        ("exit 3", r"không liệt kê ngôn ngữ được.*tesseract --version"),
        ('case "$1" in --list-langs) echo vie;; *) exit 1;; esac', r"không nhận dạng trang 1 được"),
        ('case "$1" in --list-langs) echo vie;; *) exec sleep 30;; esac', r"quá 1 giây"),
    ],
)
def test_a_tesseract_that_fails_is_named(
    script: str, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Missing language, broken program, a page that never ends: each its sentence, none a traceback."""
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(recognition, "SECONDS_A_PAGE", 1)
    with pytest.raises(UnreadableDocument, match=words):
        PdfReader().read(as_scan("Hòa Mai"), "quet.pdf")


def test_fine_and_transparent_images_are_brought_to_grey_of_a_working_size() -> None:
    """600 dpi is no better than 300 and four times as slow; a transparent ground is white paper."""
    content = BytesIO()
    Image.new("RGBA", (1200, 600), (0, 0, 0, 0)).save(content, "PNG", dpi=(600, 600))
    with Image.open(content) as image:
        page, dpi = image_file._prepared(image)
    assert (page.size, page.mode, round(dpi)) == ((600, 300), "L", 300)
    assert page.getextrema() == (255, 255)


def test_a_pdf_with_a_huge_image_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size of an image is looked at before the page is drawn."""
    monkeypatch.setattr(pdf_file, "MAX_PIXELS", 1000)
    with pytest.raises(UnreadableDocument, match=r"quet\.pdf chứa ảnh quá lớn.*Hãy quét lại"):
        PdfReader().read(as_scan("Hòa Mai"), "quet.pdf")


def test_a_book_of_scans_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours of recognition for one file help nobody."""
    monkeypatch.setattr(pdf_file, "MAX_SCANNED_PAGES", 0)
    with pytest.raises(UnreadableDocument, match=r"trang quét\. Hãy tách tệp"):
        PdfReader().read(as_scan("Hòa Mai"), "quet.pdf")


def _png(width: int, height: int) -> bytes:
    content = BytesIO()
    Image.new("1", (width, height), 1).save(content, "PNG")
    return content.getvalue()


def _many_frames() -> bytes:
    content = BytesIO()
    frame = Image.new("1", (8, 8), 1)
    frame.save(content, "TIFF", save_all=True, append_images=[frame] * MAX_FRAMES)
    return content.getvalue()


BAD = {
    "bomb": (lambda: _png(20_000, 20_000), "triệu điểm ảnh"),
    "large": (lambda: _png(11_500, 11_500), "triệu điểm ảnh"),
    "truncated": (lambda: _png(800, 800)[:60], "tải về chưa đủ"),
    "text in disguise": (lambda: b"Bao cao", "không phải ảnh"),
    "endless": (_many_frames, "trang, giới hạn"),
}


@pytest.mark.parametrize("kind", BAD)
def test_an_image_that_cannot_be_read_is_said_in_one_sentence(kind: str) -> None:
    """The message names the file and the next step; no image is unpacked to find out that it is too large."""
    make, words = BAD[kind]
    with pytest.raises(UnreadableDocument, match=words) as caught:
        ImageReader().read(make(), "anh.png")
    assert "anh.png" in str(caught.value)
    assert "Hãy" in str(caught.value)

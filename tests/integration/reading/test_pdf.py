"""Real PDFs with text: reading order, paragraphs, furniture, notes, tables, spacing, and what cannot be read."""

import contextlib
import random
import time
import zlib
from io import BytesIO

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.paragraphs import read_paragraphs
from tasks_registry.reading.pdf_file import MAX_PAGES, PdfReader
from tasks_registry.reading.sources import CELL_BAR, SourceText
from tests.support.documents import as_pdf
from tests.support.sheets import LEFT, RIGHT, Sheet, drawn_pdf

LONG = (
    "Đảng ủy xã Hòa Mai yêu cầu các chi bộ trực thuộc rà soát tiến độ xây dựng đường liên thôn, báo cáo khó khăn về Văn"
    " phòng Đảng ủy để tổng hợp, trình Ban Thường vụ xem xét, cho ý kiến tại phiên họp gần nhất của quý"
)


def read(*pages: object) -> SourceText:
    return PdfReader().read(drawn_pdf(*pages), "bao-cao.pdf")  # type: ignore[arg-type]


def paragraphs(source: SourceText) -> list[str]:
    return [paragraph.text for paragraph in read_paragraphs(source).paragraphs]


def test_wrapped_lines_become_the_paragraphs_that_were_written() -> None:
    """Lines join by where they start and end; a short line, an indent or a number starts anew."""

    def draw(sheet: Sheet) -> None:
        sheet.paragraph("1. Công tác xây dựng Đảng", bold=True)
        sheet.paragraph(LONG + ".")
        sheet.paragraph("- " + LONG + ";")
        sheet.paragraph("Phân công đồng chí Phó Bí thư theo dõi.")

    source = read(draw)
    assert paragraphs(source) == [
        "1. Công tác xây dựng Đảng",
        LONG + ".",
        "- " + LONG + ";",
        "Phân công đồng chí Phó Bí thư theo dõi.",
    ]
    assert source.bold_at == {0}


def test_the_head_in_two_columns_is_read_left_then_right() -> None:
    """Party and state heads stand beside each other without rulings."""

    def draw(sheet: Sheet) -> None:
        sheet.centred("ĐẢNG BỘ TỈNH MINH HÀ", 170, 70)
        sheet.centred("ĐẢNG CỘNG SẢN VIỆT NAM", 430, 70, bold=True)
        sheet.centred("ĐẢNG ỦY XÃ HÒA MAI", 170, 90, bold=True)
        sheet.centred("Hòa Mai, ngày 18 tháng 6 năm 2026", 430, 112)
        sheet.centred("Số 45-BC/ĐU", 170, 112)
        sheet.centred("BÁO CÁO", 310, 150, bold=True)
        sheet.y = 180
        sheet.paragraph(LONG + ".")

    assert paragraphs(read(draw)) == [
        "ĐẢNG BỘ TỈNH MINH HÀ",
        "ĐẢNG ỦY XÃ HÒA MAI",
        "Số 45-BC/ĐU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Hòa Mai, ngày 18 tháng 6 năm 2026",
        "BÁO CÁO",
        LONG + ".",
    ]


def test_page_numbers_and_running_heads_go_and_the_sentence_goes_on() -> None:
    """What repeats at the edge of pages is not text, and a page end is no paragraph end."""
    words = LONG.split(" ")

    def page(number: int, text: str, indent: float) -> object:
        def draw(sheet: Sheet) -> None:
            sheet.centred(str(number), 300, 30)
            sheet.put("Đảng ủy xã Hòa Mai", LEFT, 45, size=9)
            sheet.put(f"Trang {number}/3", 480, 815, size=9)
            sheet.paragraph(text, indent=indent)

        return draw

    source = read(page(1, " ".join(words[:16]), 28), page(2, " ".join(words[16:]) + ".", 0), page(3, "Hết.", 28))
    assert paragraphs(source) == [LONG + ".", "Hết."]


def test_a_footnote_hangs_where_its_mark_stood() -> None:
    """Small type below a short rule leaves the sentence; the mark leaves it too."""
    first, second = "Số liệu tính đến ngày 15/6/2026.", "Theo đề nghị của Chi bộ thôn Đông."

    def draw(sheet: Sheet) -> None:
        sheet.paragraph("Hoàn thành kiểm tra 03 chi bộ^1 trong quý III; diện tích 25 m^2 mặt sân^2.")
        sheet.paragraph(LONG + ".")
        sheet.rule(LEFT, 745, LEFT + 140, 745)
        for y, number, text in ((758, "1", first), (772, "2", second)):
            sheet.put(number, LEFT, y, size=10, raised=True)
            sheet.put(text, LEFT + 5, y, size=10)

    source = read(draw)
    body = read_paragraphs(source)
    text = "Hoàn thành kiểm tra 03 chi bộ trong quý III; diện tích 25 m² mặt sân."
    assert source.text.split("\n")[0] == text
    assert [(text[: note.at].split()[-1], note.text) for note in source.notes] == [("bộ", first), ("sân", second)]
    assert [note.text for _, note in body.paragraphs[0].notes] == [first, second]
    assert first not in source.text


def test_a_footnote_without_its_mark_is_kept_apart_from_the_text() -> None:
    """A mark that cannot be found must not lose the note, nor put it into a sentence."""

    def draw(sheet: Sheet) -> None:
        sheet.paragraph(LONG + ".")
        sheet.rule(LEFT, 745, LEFT + 140, 745)
        sheet.put("7 Theo đề nghị của Chi bộ thôn Đông.", LEFT, 758, size=10)

    body = read_paragraphs(read(draw))
    assert [note.text for note in body.notes] == ["Theo đề nghị của Chi bộ thôn Đông."]
    assert [paragraph.text for paragraph in body.paragraphs] == [LONG + "."]


def test_spaced_letters_close_up_and_lost_spaces_come_back() -> None:
    """`B á o   c á o` and `bộxã` are two habits of PDFs; gaps and syllables tell what was meant."""

    def draw(sheet: Sheet) -> None:
        x = 200.0
        for letter in "B á o   c á o   n ă m".replace("   ", "_").replace(" ", ""):
            x = x + 12 if letter == "_" else sheet.put(letter, x, 70) + 5
        sheet.y = 110
        sheet.paragraph("Đảng bộxã chỉ đạo sửdụng đất đúng quy hoạch.")

    assert paragraphs(read(draw)) == ["Báo cáo năm", "Đảng bộ xã chỉ đạo sử dụng đất đúng quy hoạch."]


def test_words_without_space_characters_are_told_by_their_gaps() -> None:
    """Many programs place words and write no spaces."""

    def draw(sheet: Sheet) -> None:
        x = LEFT
        for word in "Tổ chức tổng kết công tác quý".split():
            x = sheet.put(word, x, 70) + 4

    assert paragraphs(read(draw)) == ["Tổ chức tổng kết công tác quý"]


def test_a_ruled_table_is_read_cell_by_cell_across_pages() -> None:
    """The second page repeats the titles and finishes the row that the page end cut."""
    xs = (LEFT, 115.0, 330.0, 450.0, RIGHT)
    titles = ("TT", "Nhiệm vụ", "Chủ trì", "Hạn")

    def grid(sheet: Sheet, ys: tuple[float, ...], rows: tuple[tuple[str, ...], ...]) -> None:
        for y in ys:
            sheet.rule(xs[0], y, xs[-1], y)
        for x in xs:
            sheet.rule(x, ys[0], x, ys[-1])
        for y, row in zip(ys, rows, strict=False):
            for x, cell in zip(xs, row, strict=False):
                for at, line in enumerate(cell.split("/")):
                    sheet.put(line, x + 4, y + 15 + 15 * at, size=11)

    def first(sheet: Sheet) -> None:
        grid(sheet, (70, 95, 140), (titles, ("1", "Xây dựng kế hoạch/tổng kết công tác dân", "Văn phòng", "15-8-2026")))

    def second(sheet: Sheet) -> None:
        rest = ("", "vận năm 2026", "", "")
        grid(sheet, (70, 95, 120, 145), (titles, rest, ("2", "Tổ chức hội nghị", "UBND xã", "30-8-2026")))

    source = read(first, second)
    cells = [line for line in source.text.split("\n") if line]
    rows = [
        [*titles],
        ["1", "Xây dựng kế hoạch tổng kết công tác dân vận năm 2026", "Văn phòng", "15-8-2026"],
        ["2", "Tổ chức hội nghị", "UBND xã", "30-8-2026"],
    ]
    assert cells == [line for row in rows for line in (CELL_BAR, *(part for cell in row for part in (cell, CELL_BAR)))]
    assert {paragraph.cell[0] for paragraph in read_paragraphs(source).paragraphs if paragraph.cell} == {1}


def test_a_turned_page_and_a_leaning_stamp_do_not_confuse_the_order() -> None:
    """Landscape appendices are turned pages; watermarks lean across the text."""

    def draw(sheet: Sheet) -> None:
        sheet.canvas.saveState()
        sheet.canvas.translate(150, 300)
        sheet.canvas.rotate(45)
        sheet.put("BẢN SAO", 0, A4[1])
        sheet.canvas.restoreState()
        sheet.canvas.setPageRotation(90)
        sheet.canvas.translate(A4[1], 0)
        sheet.canvas.rotate(90)
        sheet.put("Dòng thứ nhất.", LEFT, 70)
        sheet.put("Dòng thứ hai.", LEFT, 120)

    assert paragraphs(read(draw)) == ["Dòng thứ nhất.", "Dòng thứ hai."]


def test_five_hundred_pages_take_bounded_time() -> None:
    """Pages are read one by one and closed; no page costs more for those before it."""
    chance = random.Random(1)

    def page(sheet: Sheet) -> None:
        sheet.paragraph(" ".join(chance.sample(LONG.split(" "), 40)))
        for _ in range(8):
            sheet.paragraph(LONG + ".")

    pdf = drawn_pdf(*[page] * 500)
    start = time.process_time()
    source = PdfReader().read(pdf, "dai.pdf")
    assert time.process_time() - start < 30
    assert source.text.count(LONG) == 4000


def _encrypted() -> bytes:
    content = BytesIO()
    canvas = Canvas(content, encrypt=StandardEncryption("mat-khau", ownerPassword="chu", strength=128))
    canvas.drawString(100, 700, "Bao cao")
    canvas.save()
    return content.getvalue()


def _many_pages() -> bytes:
    return drawn_pdf(*[lambda sheet: None] * (MAX_PAGES + 1))


def _bomb() -> bytes:
    packed = zlib.compress(b" " * 80_000_000, 9)
    return b"%PDF-1.4\n4 0 obj<</Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj\n%%EOF"


BAD = {
    "bomb": (_bomb, "bung ra quá lớn"),
    "encrypted": (_encrypted, "mật khẩu"),
    "truncated": (lambda: as_pdf("Báo cáo của xã Hòa Mai.")[:-400], "tải về chưa đủ"),
    "damaged": (lambda: b"%PDF-1.7\n" + b"\x07" * 500 + b"\n%%EOF", "bị hỏng"),
    "word in disguise": (lambda: b"PK\x03\x04" + b"0" * 100, "thực ra là tệp Word"),
    "text in disguise": (lambda: b"Bao cao quy II", "không phải tệp PDF"),
    "endless": (_many_pages, "trang, giới hạn"),
}


def test_a_damaged_file_is_read_or_refused_and_never_breaks_the_reader() -> None:
    """Bytes changed, lost or doubled anywhere: a text, or one sentence."""
    whole, chance = as_pdf("Báo cáo của xã Hòa Mai."), random.Random(1)
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            at = chance.randrange(len(data) - 60)
            data[at : at + chance.choice((0, 1, 40))] = chance.choice((b"", b"\xff", bytes(data[at : at + 30])))
        with contextlib.suppress(UnreadableDocument):
            PdfReader().read(bytes(data), "hong.pdf")


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_read_is_said_in_one_sentence(kind: str) -> None:
    """The message names the file, says what is wrong and what to do."""
    make, words = BAD[kind]
    with pytest.raises(UnreadableDocument) as caught:
        PdfReader().read(make(), "hong.pdf")
    message = str(caught.value)
    assert "hong.pdf" in message
    assert words in message
    assert "Hãy" in message

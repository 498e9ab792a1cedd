"""Lines, tables, furniture and notes from places alone, without a PDF."""

import pytest

from tasks_registry.reading.printed_layout import LaidPage, lay_out
from tasks_registry.reading.printed_lines import joined
from tasks_registry.reading.printed_page import PrintedPage, PrintedWord, Ruling
from tasks_registry.reading.printed_tables import tables_of
from tasks_registry.reading.printed_text import text_of

SIZE = 14.0
BODY = "Đảng ủy xã Hòa Mai tập trung lãnh đạo các nhiệm vụ."


def line(text: str, y: float, *, x: float = 85.0, size: float = SIZE, bold: bool = False) -> list[PrintedWord]:
    """Return the words of a line; every letter is half as wide as the type is high."""
    words = []
    for word in text.split(" "):
        words.append(PrintedWord(word, x, x + len(word) * size / 2, y, size, bold))
        x = words[-1].right + size / 3
    return words


def page(number: int, *lines: list[PrintedWord], rulings: tuple[Ruling, ...] = (), scan: bool = False) -> LaidPage:
    """Return a laid out A4 page."""
    words = [word for words in lines for word in words]
    return lay_out(PrintedPage(595, 842, words, rulings, recognised=scan), number)


def lines_in(*pages: LaidPage) -> list[str]:
    """Return the lines of the text that are not empty."""
    return [text for text in text_of(pages).text.split("\n") if text]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("Nghị quyết số 46-", "NQ/TW", "Nghị quyết số 46-NQ/TW"),
        ("nhiệm kỳ 2025-", "2030", "nhiệm kỳ 2025-2030"),
        ("Kế hoạch số 12/", "KH-UBND", "Kế hoạch số 12/KH-UBND"),
        ("kinh tế -", "xã hội", "kinh tế - xã hội"),
        ("năm 2025 -", "2030", "năm 2025 - 2030"),
    ],
)
def test_document_numbers_broken_at_a_line_end_close_up(above: str, below: str, whole: str) -> None:
    """Word breaks lines behind a hyphen; a citation must stay whole."""
    assert joined(above, below) == whole


def test_an_empty_document_has_an_empty_text() -> None:
    """Blank pages are no error of the layout."""
    assert text_of([]).text == ""
    assert text_of([page(0)]).text == ""


def test_type_of_another_size_or_weight_starts_a_new_paragraph() -> None:
    """A heading does not run into the text below it, even when it fills its line."""
    full = "Đảng ủy xã Hòa Mai tập trung lãnh đạo các nhiệm vụ trọng tâm năm nay"
    pages = page(0, line(full, 100, bold=True), line(full, 118), line(full, 136, size=11), line("và", 154, size=11))
    assert lines_in(pages) == [full, full, full, "và"]


def test_a_gap_starts_a_new_paragraph() -> None:
    """Block style sets paragraphs apart by gaps only."""
    full = "Đảng ủy xã Hòa Mai tập trung lãnh đạo các nhiệm vụ trọng tâm năm nay"
    pages = page(0, *(line(full, y) for y in (100, 118, 136, 170, 188)))
    assert lines_in(pages) == [" ".join([full] * 3), " ".join([full] * 2)]


def test_a_hanging_list_is_read_item_by_item() -> None:
    """Lines below a dash stand further right than the dash."""
    full = "rà soát tiến độ xây dựng đường liên thôn và báo cáo khó khăn về xã"
    pages = page(
        0,
        line(f"- {full}", 100),
        line(full, 118, x=98),
        line(full, 136, x=98),
        line("- Văn phòng tổng hợp.", 154),
        line("- Chi bộ báo cáo.", 172),
    )
    assert lines_in(pages) == [f"- {full} {full} {full}", "- Văn phòng tổng hợp.", "- Chi bộ báo cáo."]


def test_a_centred_title_of_two_lines_is_one() -> None:
    """The second line of a title is shorter and stands further right."""
    first, second = "XÂY DỰNG NÔNG THÔN MỚI TRÊN ĐỊA BÀN XÃ HÒA MAI GIAI ĐOẠN 2026", "TẦM NHÌN ĐẾN NĂM"
    left = 85 + (line(first, 0)[-1].right - line(second, 0)[-1].right) / 2
    text = [line(first.lower(), y) for y in range(270, 430, 18)]
    pages = page(0, line(first, 200), line(second, 218, x=left), *text)
    assert lines_in(pages) == [f"{first} {second}", " ".join([first.lower()] * len(text))]


def test_a_page_number_that_was_misread_is_still_a_page_number() -> None:
    """Tesseract takes a lone `5` for anything; at the edge of a page it is no text."""
    number = line("ä)", 40, x=300)
    assert lines_in(page(0, number, line("Kết luận.", 300), scan=True)) == ["Kết luận."]
    assert lines_in(page(0, number, line("Kết luận.", 300))) == ["ä)", "Kết luận."]


def test_titles_of_appendices_are_no_running_heads() -> None:
    """`PHỤ LỤC 1` and `PHỤ LỤC 2` stand at the same height and differ by a number only."""
    pages = [page(at, line(f"PHỤ LỤC {at}", 80), line("Xã Hòa Mai", 60)) for at in range(3)]
    assert lines_in(*pages) == ["PHỤ LỤC 0", "PHỤ LỤC 1", "PHỤ LỤC 2"]


def test_a_note_goes_on_below_the_rule_of_the_next_page() -> None:
    """A long note breaks off at the page end; its rest is not text of the body."""
    mark = PrintedWord("1", 184, 188, 94, 8, glued=True)
    start = [PrintedWord("1", 85, 89, 754, 6), *line("Kế hoạch kiểm tra của", 760, x=90, size=10)]
    rule = Ruling(85, 745, 200, 745)
    first = page(0, [*line("Kiểm tra chi bộ", 100), mark], line(BODY, 130), start, rulings=(rule,))
    second = page(1, line(BODY, 100), line("Ủy ban Kiểm tra năm 2026.", 760, size=10), rulings=(rule,))
    source = text_of([first, second])
    assert [note.text for note in source.notes] == ["Kế hoạch kiểm tra của Ủy ban Kiểm tra năm 2026."]
    assert lines_in(first, second) == ["Kiểm tra chi bộ", BODY, BODY]


def test_a_raised_number_without_a_note_stays() -> None:
    """`10⁶` is a power and loses nothing."""
    power = PrintedWord("6", 100, 104, 94, 8, glued=True)
    assert lines_in(page(0, [*line("10", 100), power, *line("đồng", 100, x=110)])) == ["10⁶ đồng"]


def box(left: float, top: float, right: float, bottom: float) -> tuple[Ruling, ...]:
    """Return the four sides of a box."""
    return (
        Ruling(left, top, right, top),
        Ruling(left, bottom, right, bottom),
        Ruling(left, top, left, bottom),
        Ruling(right, top, right, bottom),
    )


def test_merged_cells_are_told_by_the_rulings_that_are_missing() -> None:
    """A cell over two columns is one cell; below a cell over two rows stands an empty one."""
    rulings = (
        *box(50, 50, 350, 110),
        Ruling(150, 80, 350, 80),  # not under the first column
        Ruling(150, 50, 150, 110),
        Ruling(250, 80, 250, 110),  # not in the first row
    )
    words = [PrintedWord(text, x, x + 9, y, 10) for text, x, y in (("a", 60, 65), ("b", 160, 65), ("d", 260, 95))]
    (table,) = tables_of(words, rulings)
    assert [[cell.words[0].text if cell.words else "" for cell in row] for row in table.rows] == [
        ["a", "b"],
        ["", "", "d"],
    ]
    assert [[cell.continues for cell in row] for row in table.rows] == [[False, False], [True, False, False]]


def test_a_frame_and_a_drawing_are_no_tables() -> None:
    """A box around text holds a single cell; lines that do not meet hold none."""
    assert tables_of([], box(50, 50, 350, 110)) == []
    assert tables_of([], [Ruling(50, 50, 350, 50), Ruling(400, 300, 400, 500)]) == []


def test_a_row_that_the_page_end_left_open_is_a_row() -> None:
    """Some programs draw the lower side of a cut row on the next page only."""
    rulings = (
        Ruling(50, 50, 350, 50),
        Ruling(50, 80, 350, 80),
        *(Ruling(x, 50, x, 140) for x in (50, 150, 350)),
    )
    (table,) = tables_of([PrintedWord("rest", 60, 90, 120, 10)], rulings)
    assert [len(row) for row in table.rows] == [2, 2]
    assert table.rows[1][0].words[0].text == "rest"


def test_paragraphs_of_a_cell_start_with_dashes_or_after_gaps() -> None:
    """A cell may hold a list."""
    rulings = (*box(50, 50, 350, 170), Ruling(150, 50, 150, 170))
    cell = [*line("- Một", 65, x=155), *line("hai", 83, x=155), *line("- Ba", 101, x=155), *line("Bốn", 150, x=155)]
    assert lines_in(page(0, cell, rulings=rulings)) == ["|", "|", "- Một hai", "- Ba", "Bốn", "|"]

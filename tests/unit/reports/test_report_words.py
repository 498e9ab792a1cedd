"""How days, counts, rates and meetings are written."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import words
from tests.unit.reports.hoa_mai import MEETING


@pytest.mark.parametrize(
    ("value", "short", "long"),
    [
        (date(2024, 6, 5), "05/6/2024", "ngày 05 tháng 6 năm 2024"),
        (date(2024, 1, 31), "31/01/2024", "ngày 31 tháng 01 năm 2024"),
        (date(2024, 2, 9), "09/02/2024", "ngày 09 tháng 02 năm 2024"),
        (date(2024, 3, 10), "10/3/2024", "ngày 10 tháng 3 năm 2024"),
        (date(2024, 12, 24), "24/12/2024", "ngày 24 tháng 12 năm 2024"),
    ],
)
def test_days_follow_the_habit_of_party_documents(value: date, short: str, long: str) -> None:
    """Days below 10 and the months 1 and 2 have a zero, other months none."""
    assert (words.day(value), words.long_day(value)) == (short, long)


@pytest.mark.parametrize(
    ("rate", "text"),
    [(0.36, "36%"), (1 / 3, "33,3%"), (2 / 3, "66,7%"), (0.0, "0%"), (1.0, "100%"), (None, "–")],
)
def test_rates_have_a_decimal_comma(rate: float | None, text: str) -> None:
    """One decimal, left out when it is zero."""
    assert words.percent(rate) == text


@given(st.integers(1, 100_000), st.data())
def test_only_a_whole_is_called_100_percent(total: int, data: st.DataObject) -> None:
    """2999 of 3000 is not “100%”, and 1 of 3000 is not “0%”."""
    part = data.draw(st.integers(0, total))
    assert (words.percent(part / total) == "100%") == (part == total)
    assert (words.percent(part / total) == "0%") == (part == 0)


def test_single_digits_have_a_zero_in_sentences() -> None:
    """As offices write “06 nhiệm vụ”."""
    assert [words.count(number) for number in (0, 6, 25, 112)] == ["00", "06", "25", "112"]


def test_control_characters_and_line_breaks_do_not_reach_a_document() -> None:
    """Pasted text may hold them, and neither Word nor Excel accepts them."""
    assert words.plain(" Giao\x00 UBND\x0b\r\n xã\u00a0\ud800 ") == "Giao UBND xã"


def test_every_control_character_counts_as_a_space() -> None:
    """Also every half of a surrogate pair; whatever else is no white space stays."""
    for code in range(0x110000):
        char = chr(code)
        kept = "" if unicodedata.category(char) in ("Cc", "Cs") or char.isspace() else char
        assert words.plain(f"a{char}b") == (f"a{kept}b" if kept else "a b"), hex(code)


def test_long_text_is_cut_at_a_word() -> None:
    """The cut is marked and the limit kept; short text stays whole."""
    assert words.shorten("Chờ số liệu, của Phòng", 13) == "Chờ số liệu…"
    assert words.shorten("Chờ số liệu", 11) == "Chờ số liệu"


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["một"], "một"), (["một", "hai"], "một và hai"), (list("abc"), "a, b và c")]
)
def test_lists_end_with_va(parts: list[str], text: str) -> None:
    """Commas between, “và” before the last."""
    assert words.enumerate_words(parts) == text


def test_groups_of_rows_are_numbered_in_roman() -> None:
    """The numerals that a table can need."""
    assert [words.roman(number) for number in (1, 4, 5, 6, 9, 14)] == ["I", "IV", "V", "VI", "IX", "XIV"]


def test_file_names_are_ascii() -> None:
    """Every letter keeps its base, đ becomes d, everything else a single hyphen."""
    assert words.slug("  Hội nghị Đảng ủy (mở rộng), lần thứ 17  ") == "hoi-nghi-dang-uy-mo-rong-lan-thu-17"


def test_a_meeting_is_named_with_its_term_once() -> None:
    """The term is added when the name does not say it."""
    assert words.meeting_name(MEETING) == "Hội nghị Đảng ủy lần thứ 17, khóa II"
    said = replace(MEETING, name="Hội nghị Đảng ủy lần thứ 17, khóa II")
    assert words.meeting_name(said) == said.name
    assert words.meeting_name(replace(MEETING, term=None)) == MEETING.name


@pytest.mark.parametrize(
    ("window_from", "window_to", "text"),
    [
        (date(2024, 6, 1), date(2024, 6, 30), "dự kiến tháng 6/2024"),
        (date(2024, 2, 1), date(2024, 2, 29), "dự kiến tháng 02/2024"),
        (date(2024, 6, 24), date(2024, 6, 28), "dự kiến từ ngày 24/6/2024 đến ngày 28/6/2024"),
        (date(2024, 6, 1), date(2024, 7, 31), "dự kiến từ ngày 01/6/2024 đến ngày 31/7/2024"),
        (None, date(2024, 6, 30), "dự kiến chậm nhất ngày 30/6/2024"),
        (date(2024, 6, 1), None, "dự kiến từ ngày 01/6/2024"),
        (None, None, "chưa ấn định ngày"),
    ],
)
def test_a_meeting_without_a_day_is_told_by_its_window(
    window_from: date | None, window_to: date | None, text: str
) -> None:
    """A whole month is named as a month; nothing known is said so."""
    assert words.meeting_when(replace(MEETING, day=None, window_from=window_from, window_to=window_to)) == text
    assert words.meeting_when(MEETING) == "ngày 28/6/2024"


def test_a_decimal_has_a_comma_and_no_empty_digit() -> None:
    """As offices write points of a percentage."""
    assert [words.decimal(number) for number in (20.0, 3.34, -3.25, -0.01)] == ["20", "3,3", "-3,2", "0"]


def test_an_abridged_text_can_end_a_sentence() -> None:
    """“(…)” takes a full stop; a bare ellipsis would not."""
    assert words.abridge("Kiểm tra tiến độ", 20) == "Kiểm tra tiến độ"
    assert words.abridge("Kiểm tra tiến độ các dự án", 20) == "Kiểm tra tiến độ (…)"


@pytest.mark.parametrize(
    ("difference", "cell", "sentence"),
    [
        (12.5, "+12,5", "tăng 12,5 điểm phần trăm"),
        (-3.0, "-3", "giảm 3 điểm phần trăm"),
        (-0.4, "-0,4", "giảm 0,4 điểm phần trăm"),
        (0.0, "0", "không thay đổi"),
    ],
)
def test_percentage_points_say_up_or_down(difference: float, cell: str, sentence: str) -> None:
    """With a sign in a table, in words in a sentence."""
    assert (words.points(difference), words.change(difference)) == (cell, sentence)


def test_without_a_difference_there_is_a_dash() -> None:
    """One of the two periods has no rate."""
    assert words.points(None) == "–"


def test_a_sentence_may_begin_with_what_stands_inside_others() -> None:
    """``quý III/2026`` in a sentence, ``Quý III/2026`` over a column."""
    assert [words.capital(text) for text in ("quý III/2026", "đến nay", "")] == ["Quý III/2026", "Đến nay", ""]

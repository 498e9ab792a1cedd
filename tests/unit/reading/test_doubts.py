"""Doubts about words and figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.reading.doubts import find_doubts


def codes(text: str, year: int | None = 2026) -> list[str]:
    return [doubt.code for doubt in find_doubts(text, year)]


@pytest.mark.parametrize(
    "text",
    [
        "Tiếp nhận 37 đơn thư của công dân (tố cáo: 11 đơn, khiếu nại: 09 đơn, phản ánh: 15 đơn).",
        "Kết nạp 12 đảng viên (nữ 05 và nam 06).",
    ],
)
def test_parts_that_do_not_add_up_are_told(text: str) -> None:
    """The sentence says the sum."""
    (doubt,) = find_doubts(text, None)
    assert doubt.code == "wrong-total"
    assert str(35 if "37" in text else 11) in doubt.text


@pytest.mark.parametrize(
    "text",
    [
        "Tiếp nhận 35 đơn thư (tố cáo: 11 đơn, khiếu nại: 09 đơn, phản ánh: 15 đơn).",
        "Tổ chức 02 kỳ họp chuyên đề (kỳ họp thứ 17, thứ 18).",
        "Xảy ra 18 vụ (tăng 04 vụ, tăng 02 người bị thương).",
        "Giải ngân 120 triệu đồng (đạt 75% kế hoạch, bằng 90% cùng kỳ).",
        "Mở 02 lớp (lớp đảng viên mới, lớp nhận thức về Đảng).",
    ],
)
def test_brackets_that_are_no_parts_are_let_be(text: str) -> None:
    """Ordinals, comparisons, shares, names."""
    assert codes(text) == []


def test_a_programme_of_a_past_year_is_doubtful_among_coming_tasks() -> None:
    """Only where the year of the tasks is known."""
    text = "Tiếp tục thực hiện Chương trình kiểm tra, giám sát năm 2025 của Ban Thường vụ."
    assert codes(text) == ["past-programme"]
    assert codes(text, None) == []
    assert codes("Xây dựng Kế hoạch công tác năm 2026 và giai đoạn 2026 - 2030.") == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Nâng cao chất lượng công tác tu tưởng.", "tư tưởng"),
        ("Hoàn thành chuyên sinh hoạt đảng cho 05 đảng viên.", "chuyển sinh hoạt"),
        ("Thực hiện cai cách hành chính.", "cải cách hành chính"),
    ],
)
def test_a_compound_with_wrong_accents_is_a_probable_slip(text: str, meant: str) -> None:
    """Scans lose accents."""
    (doubt,) = find_doubts(text, None)
    assert doubt.code == "probable-slip"
    assert f"“{meant}”" in doubt.text
    assert text[doubt.start : doubt.end] in doubt.text


@pytest.mark.parametrize("text", ["CHINH TRI NOI BO", "Tăng cường công tác tư tưởng, kiểm tra, giám sát.", "kiểm, tra"])
def test_right_words_and_plain_capitals_are_no_slips(text: str) -> None:
    """No false alarm on what is well written."""
    assert codes(text) == []


@given(st.text(max_size=200))
def test_any_text_can_be_doubted(text: str) -> None:
    """Places lie inside the text."""
    assert all(0 <= doubt.start < doubt.end <= len(text) for doubt in find_doubts(text, 2026))

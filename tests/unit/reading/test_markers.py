"""Printed numbers, letters and dashes before a paragraph."""

import pytest

from tasks_registry.reading.markers import (
    ARTICLE,
    BRACKETED,
    CAPITAL,
    DASH,
    DECIMAL,
    LETTER,
    ORDINAL,
    PART,
    PLUS,
    ROMAN,
    SMALL,
    SPOKEN,
    read_marker,
    starts_with_marker,
    strip_emphasis,
)


@pytest.mark.parametrize(
    ("text", "printed", "depth"),
    [
        ("PHẦN THỨ NHẤT - Kết quả", "PHẦN THỨ NHẤT", PART),
        ("Phần II. Nhiệm vụ", "Phần II", PART),
        ("A. Kết quả", "A", CAPITAL),
        ("III. NHIỆM VỤ", "III", ROMAN),
        ("II/ NHIỆM VỤ", "II", ROMAN),
        ("I- Nhiệm vụ", "I", ROMAN),
        ("Điều 5. Tổ chức", "Điều 5", ARTICLE),
        ("4. Công tác", "4", DECIMAL),
        ("4 . Công tác", "4", DECIMAL),
        ("4.5. Công tác", "4.5", DECIMAL + 10),
        ("4.5 Công tác", "4.5", DECIMAL + 10),
        ("2.1.3. Công tác", "2.1.3", DECIMAL + 20),
        ("1) Công tác", "1", ORDINAL),
        ("a) Công tác", "a", LETTER),
        ("đ. Công tác", "đ", LETTER),
        ("Khoản 2. Công tác", "2", DECIMAL),
        ("Một là, Công tác", "1", SPOKEN),
        ("Thứ ba: Công tác", "3", SPOKEN),
        ("(1) Công tác", "1", BRACKETED),
        ("(iv) Công tác", "iv", SMALL),
        ("(b) Công tác", "b", LETTER),
        ("- Công tác", None, DASH),
        ("• Công tác", None, DASH),
        ("+ Công tác", None, PLUS),
    ],
)
def test_each_marker_has_its_depth(text: str, printed: str | None, depth: int) -> None:
    """Parts lie over capitals, Roman numbers, articles, decimals, letters and dashes."""
    marker = read_marker(text)
    assert marker is not None
    assert (marker.printed, marker.depth) == (printed, depth)
    assert not text[marker.length :].startswith((" ", "."))
    assert text[marker.length :][0].isupper()


@pytest.mark.parametrize(
    "text",
    [
        "20.000 đồng",
        "5 chi bộ",
        "15/5/2026",
        "-5 độ",
        "V.I. Lê-nin",
        "Điều kiện",
        "Iran. Irắc",
        "2026. Năm",
        "(05 đơn) Việc",
        "Một là không đủ",
        "",
    ],
)
def test_other_openings_are_no_markers(text: str) -> None:
    """Amounts, dates, words, initials."""
    assert read_marker(text) is None
    assert not starts_with_marker(text)


def test_a_marker_may_stand_alone() -> None:
    """On a line of its own, with its text on the next."""
    assert starts_with_marker("1.", alone=True)
    assert not starts_with_marker("1. Việc", alone=True)
    assert starts_with_marker("1. Việc")


@pytest.mark.parametrize(
    ("text", "bare"), [("**Công tác**", "Công tác"), ("*nghiêng* (*)", "nghiêng (*)"), ("***", "")]
)
def test_emphasis_is_stripped_and_footnote_signs_stay(text: str, bare: str) -> None:
    """`(*)` is a sign of the text."""
    assert strip_emphasis(text) == bare

"""Where sentences and clauses end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.reading.sentences import split_clauses, split_sentences

PIECES = st.lists(
    st.sampled_from(
        [
            "Lập kế hoạch",
            "đảm bảo",
            ".",
            ". ",
            "; ",
            "…",
            "...",
            " ",
            "(",
            ")",
            "“",
            "”",
            "TP",
            "v.v",
            "! ",
            "Ở xã",
            "./. ",
        ]
    ),
    max_size=25,
).map("".join)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def clauses(text: str) -> list[str]:
    return [text[start:end] for start, end in split_clauses(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Lập kế hoạch. Ban hành quyết định.", 2),
        ("Lập kế hoạch! Ở xã thì khác? Đúng.", 3),
        ("Đã nêu “ở trên.” Ban hành.", 2),
        ("Thực hiện (theo quy định.) “Ban hành” ngay.", 2),
        ("Kết luận như trên./. Nơi nhận", 2),
        ("Hỗ trợ y tế, giáo dục… Tổ chức lễ.", 2),
        ("Hỗ trợ y tế, giáo dục… đảm bảo an sinh, ổn định.", 1),
        ("Nông nghiệp, du lịch... Bảo vệ rừng.", 1),
        ("Họp tại TP. Sơn Hải và TX. Mai Lâm.", 1),
        ("Giao đ/c. Nguyễn Văn A. Lê dự họp.", 1),
        ("Điện, đường, v.v. Trường học thì chưa.", 1),
        ("Diện tích 2.500 m2. 30 hộ.", 1),
        ("Xong.", 1),
        ("  ", 0),
        ("", 0),
    ],
)
def test_a_sentence_ends_before_a_capital_letter(text: str, count: int) -> None:
    """Abbreviations, initials, dots in threes and small letters go on."""
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lập kế hoạch; trình Đảng ủy; báo cáo.", ["Lập kế hoạch;", "trình Đảng ủy;", "báo cáo."]),
        ("Lập kế hoạch (thôn A; thôn B); trình.", ["Lập kế hoạch (thôn A; thôn B);", "trình."]),
        ("Chủ đề “Đoàn kết; sáng tạo”; trình.", ["Chủ đề “Đoàn kết; sáng tạo”;", "trình."]),
        ("Không có gì.", ["Không có gì."]),
    ],
)
def test_semicolons_cut_clauses_outside_brackets_and_quotes(text: str, expected: list[str]) -> None:
    """What stands together stays together."""
    assert clauses(text) == expected


@given(PIECES)
def test_splitting_covers_the_text_without_overlap(text: str) -> None:
    """Between two pieces there is nothing but space, and no piece is empty or begins or ends with space."""
    for spans in (split_sentences(text), split_clauses(text, 0, len(text))):
        bounds = [0, *(place for span in spans for place in span), len(text)]
        assert bounds == sorted(bounds)
        assert all(not text[one:other].strip() for one, other in zip(bounds[::2], bounds[1::2], strict=True))
        assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@given(PIECES, PIECES)
def test_clauses_stay_within_their_sentence(before: str, sentence: str) -> None:
    """Positions count in the whole text, and nothing outside the sentence changes them."""
    text = before + sentence + " Câu sau; hết."
    inside = split_clauses(text, len(before), len(before) + len(sentence))
    alone = split_clauses(sentence, 0, len(sentence))
    assert [(start - len(before), end - len(before)) for start, end in inside] == alone

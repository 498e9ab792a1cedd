"""What a query means, and where its words stand."""

import pytest

from tasks_registry.search import MOST_TERMS, Term, all_in, excerpt, mark, read_query

NUMBER = Term(("46", "nq", "tw"))


@pytest.mark.parametrize(
    "query",
    [
        "46-NQ/TW",
        "số 46-NQ/TW",
        "46 -NQ/TW",
        "số 46-NQ/TW ngày 20/12/2023",
        "việc liên quan đến 46-NQ/TW",
        "các nhiệm vụ có liên quan đến nghị quyết số 46-NQ/TW",
        "thực hiện Nghị quyết số 46-NQ/TW",
        '"46-NQ/TW"',
    ],
)
def test_words_that_lead_to_a_number_are_not_looked_for(query: str) -> None:
    """Only the number is."""
    assert read_query(query) == (NUMBER,)


def test_words_that_lead_to_no_number_are_looked_for() -> None:
    """“Liên quan” may be just what somebody wants."""
    assert {term.words[0] for term in read_query("việc liên quan đất")} == {"viec", "lien", "quan", "dat"}
    terms = read_query("xây dựng kế hoạch thực hiện nghị quyết 46-NQ/TW")
    assert [term.words[0] for term in terms] == ["46", "xay", "dung", "ke", "hoach"]


def test_only_the_last_word_may_be_typed_half() -> None:
    """A finished quotation is finished."""
    assert set(read_query("hồ sơ")) == {Term(("ho",)), Term(("so",), opening=True)}
    assert set(read_query('sơ "hồ"')) == {Term(("ho",)), Term(("so",))}
    assert read_query("2026-Q3-01") == (Term(("2026", "q3", "01"), opening=True),)


def test_a_long_query_is_cut() -> None:
    """An index takes no expression of any length."""
    assert len(read_query(" ".join(f"từ{n}" for n in range(500)))) == MOST_TERMS


def test_found_words_are_marked_as_written() -> None:
    """With their accents; words side by side keep their own marks."""
    text = "Đảng uỷ xã quán triệt Nghị quyết số 46-NQ/TW về đảng viên"
    assert mark(text, read_query("dang uy")) == "«Đảng» «uỷ» xã quán triệt Nghị quyết số 46-NQ/TW về «đảng» viên"
    assert mark(text, read_query("46-nq/tw")) == "Đảng uỷ xã quán triệt Nghị quyết số «46-NQ/TW» về đảng viên"
    assert mark(text, read_query("vắng")) == text


def test_an_excerpt_is_short_and_holds_the_first_find() -> None:
    """Cut at words; nothing when nothing is found there."""
    text = "mở đầu " * 40 + "giải phóng mặt bằng " + "kết thúc " * 40
    found = excerpt(text, read_query('"giải phóng"'))
    assert found is not None
    assert "«giải phóng» mặt bằng" in found
    assert found.startswith("… đầu mở")
    assert found.endswith(" …")
    assert len(found) < 180
    assert excerpt(text, read_query("keo")) is None
    assert excerpt("x" * 500, read_query("xxx")) is not None
    assert all_in(text, read_query("giai ket thuc"))
    assert not all_in(text, read_query("giai keo"))

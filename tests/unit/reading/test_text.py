"""Hygiene of text, and the key by which spellings are compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.reading.text import CAPITALS, clean, fold, settle, shorten

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ÀĐỦỲ.,-", max_size=60
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("một\vhai\x85ba\u2028bốn", "một\nhai\nba\nbốn"),
        ("trang một\ftrang hai\u2029trang ba", "trang một\n\ntrang hai\n\ntrang ba"),
        ("Hòa\u00a0Mai\tngày\u202f5\u30005", "Hòa Mai ngày 5 5"),
        ("nhiệm\u00ad vụ\u200b\ufeff\u2060", "nhiệm vụ"),
        ("Đảng\x00 ủy\x07\x9f", "Đảng ủy"),
        (unicodedata.normalize("NFD", "Đảng ủy xã Hòa Mai"), "Đảng ủy xã Hòa Mai"),
    ],
)
def test_cleaning_leaves_plain_letters_spaces_and_line_ends(raw: str, expected: str) -> None:
    """What word processors and PDF printers hide in text is gone, and page ends separate paragraphs."""
    assert clean(raw) == expected


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """The output of cleaning is clean: NFC, no invisible characters."""
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("written", "settled"),
    [
        ("Đảng uỷ xã Hoà Mai", "Đảng ủy xã Hòa Mai"),
        ("UỶ BAN, Uỷ ban, THUỶ LỢI", "ỦY BAN, Ủy ban, THỦY LỢI"),
        ("quý II, khoản, hoàn thành, quỹ", "quý II, khoản, hoàn thành, quỹ"),
        ("Đảng ủy", "Đảng ủy"),
    ],
)
def test_tones_settle_on_the_traditional_vowel(written: str, settled: str) -> None:
    """`uỷ` and `hoà` are written anew; tones with one possible place stay."""
    assert settle(written) == settled


@given(VIETNAMESE)
def test_settling_keeps_every_position(text: str) -> None:
    """A match in the settled text counts in the original too."""
    assert len(settle(text)) == len(text)
    assert settle(settle(text)) == settle(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đảng uỷ  xã", "ĐẢNG ỦY XÃ"),
        ("kĩ thuật", "kỹ thuật"),
        ("Hoà Mai", "Hòa Mai"),
        ("Ban Tuyên giáo – Dân vận", "ban tuyên giáo, dân vận"),
        ("Lý, Mỹ, Sỹ", "Lí mĩ sĩ"),
    ],
)
def test_spellings_of_the_same_words_have_one_key(one: str, other: str) -> None:
    """Accents, case, punctuation, spaces and i/y do not make another name."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Ban Tổ chức", "Ban Dân vận"), ("quý I", "quý II"), ("yên", "iên")])
def test_different_words_have_different_keys(one: str, other: str) -> None:
    """Folding does not throw words together; a `y` is an `i` at the end of a syllable only."""
    assert fold(one) != fold(other)


@given(st.one_of(VIETNAMESE, st.text(max_size=60)))
def test_folding_is_idempotent_and_blind_to_composition(text: str) -> None:
    """A key is its own key, and composed and decomposed letters give the same one."""
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Ban hành kế hoạch", 40, "Ban hành kế hoạch"),
        ("Ban hành kế hoạch", 17, "Ban hành kế hoạch"),
        ("Ban hành kế hoạch, trình Đảng ủy", 22, "Ban hành kế hoạch…"),
        ("Ban hành kế hoạch", 9, "Ban hành…"),
        ("Ban hành kế hoạch", 11, "Ban hành…"),
        ("BanHànhKếHoạch", 6, "BanHà…"),
    ],
)
def test_shortening_cuts_at_a_word(text: str, limit: int, expected: str) -> None:
    """No half words and no dangling comma before the ellipsis."""
    assert shorten(text, limit) == expected


@given(st.text(max_size=60), st.integers(2, 40))
def test_shortening_keeps_to_its_limit(text: str, limit: int) -> None:
    """A title never outgrows its column."""
    assert len(shorten(text, limit)) <= limit


def test_capitals_hold_no_small_letter() -> None:
    """`À-Ỹ` as a range would: the small accented letters lie between the capital ones."""
    letters = CAPITALS.removeprefix("A-Z")
    assert letters.isupper()
    assert {"Đ", "Ở", "Ỹ", "Ư"} <= set(letters)
    assert not {"đ", "ở", "ỹ"} & set(letters)

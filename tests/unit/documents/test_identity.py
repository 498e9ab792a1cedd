"""What a document's number means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.documents.identity import OwnTerm, identity_of
from tasks_registry.reading.citations import KIND_CODES, find_citations

MAY = date(2024, 5, 6)
OWN = OwnTerm("ĐU", date(2025, 8, 5))


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("16-QC/HU", "party|QC|16|HU|2020-2025"),
        ("41/TB-UBND", "state|TB|41|UBND|2024"),
        ("06/2024/QĐ-UBND", "state|QĐ|6|UBND|2024"),
        ("26/2022/UBTVQH15", "state||26|UBTVQH15|2022"),
        ("30/2021/NĐ-CP", "state|NĐ|30|CP|2021"),
        ("15/2020/TT-BTC", "state|TT|15|BTC|2020"),
        ("01/NQ-TU", "party|NQ|1|TU|2020-2025"),
        ("144- QĐ/TW", "party|QĐ|144|TW|2021-2026"),
        ("47-NQ/TƯ", "party|NQ|47|TW|2021-2026"),
        ("46–NQ/TW", "party|NQ|46|TW|2021-2026"),
        ("15-QĐ/UBND", "state|QĐ|15|UBND|2024"),
        ("05-CTR/ĐU", "party|CTr|5|ĐU|2020-2025"),
        ("12a-KH/HU", "party|KH|12a|HU|2020-2025"),
        ("123/UBND-NC", "state|CV|123|UBND-NC|2024"),
        ("100/TTr-UBND", "state|TTr|100|UBND|2024"),
        ("9-BC/UBKTĐU", "party|BC|9|UBKTĐU|2020-2025"),
    ],
)
def test_a_number_with_its_day_is_a_document(number: str, key: str) -> None:
    """Party numbers by term, state numbers by year; hybrids and stray spaces are put right."""
    identity = identity_of(number, MAY)
    assert identity is not None
    assert identity.key == key


@pytest.mark.parametrize("number", [None, "", "Số 12", "28/6", "2020-2025", "-BC/HU", "abc"])
def test_what_is_no_number_is_no_document(number: str | None) -> None:
    """A draft without a number, a day, a term."""
    assert identity_of(number, MAY) is None


@pytest.mark.parametrize(
    ("number", "one", "other", "same"),
    [
        ("12-BC/ĐU", date(2021, 1, 4), date(2024, 12, 31), True),
        ("12-BC/ĐU", date(2024, 12, 31), date(2026, 1, 2), False),
        ("12-NQ/TW", date(2021, 1, 4), date(2021, 3, 1), False),  # the XIII congress closed on 1/2/2021
        ("12-NQ/TW", date(2021, 2, 1), date(2026, 1, 22), True),
        ("12/QĐ-UBND", date(2024, 1, 2), date(2024, 12, 30), True),
        ("12/QĐ-UBND", date(2024, 12, 30), date(2025, 1, 2), False),
    ],
)
def test_a_number_returns_with_the_next_term_or_year(number: str, one: date, other: date, same: bool) -> None:
    """As another document."""
    first, second = identity_of(number, one), identity_of(number, other)
    assert first is not None
    assert second is not None
    assert (first == second) is same
    assert first.may_be(second) is same


def test_what_is_not_said_is_left_open() -> None:
    """No day, or one in the months of the congresses: such a number may be of either term."""
    undated, between = identity_of("12-BC/ĐU", None), identity_of("12-BC/ĐU", date(2025, 7, 1))
    before, after = identity_of("12-BC/ĐU", date(2024, 1, 1)), identity_of("12-BC/ĐU", date(2026, 1, 1))
    assert undated is not None
    assert between is not None
    assert before is not None
    assert after is not None
    assert undated.key is None
    assert between.key is None
    assert between.may_be(before)
    assert between.may_be(after)
    assert not before.may_be(after)


def test_the_office_knows_when_its_own_term_began() -> None:
    """Then no day is open; another committee's congress may have been on another day."""
    before, after = identity_of("12-BC/ĐU", date(2025, 8, 4), OWN), identity_of("12-BC/ĐU", date(2025, 8, 5), OWN)
    other = identity_of("12-BC/TU", date(2025, 8, 5), OWN)
    assert before is not None
    assert after is not None
    assert other is not None
    assert (before.span, after.span, other.span) == ("2020-2025", "2025-2030", None)


@given(
    st.integers(1, 9999),
    st.sampled_from(sorted(KIND_CODES - {"Luật"})),
    st.sampled_from(["TW", "TU", "HU", "ĐU", "UBND", "HĐND", "UBKTTU"]),
    st.dates(date(2010, 1, 1), date(2031, 12, 31)),
)
def test_both_forms_of_a_number_are_one_document(count: int, kind: str, body: str, day: date) -> None:
    """``01/NQ-TU`` is ``1-NQ/TU``; and what a reader finds in a sentence means the same."""
    party = identity_of(f"{count}-{kind}/{body}", day, OWN)
    state = identity_of(f"{count:02d} / {kind} - {body}", day, OWN)
    assert party == state
    (cited,) = find_citations(f"theo văn bản số {count}-{kind}/{body} ngày {day:%d/%m/%Y}")
    assert identity_of(cited.citation.number, cited.citation.issued_on, OWN) == party

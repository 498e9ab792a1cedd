"""Contradictions in dates and numbers are asked about, not swallowed."""

from datetime import date

import pytest

from tasks_registry.reading.model import Warning
from tasks_registry.reading.paragraphs import read_paragraphs
from tasks_registry.reading.periods import find_periods
from tasks_registry.reading.phrases import Bearings
from tasks_registry.reading.sources import SourceText
from tasks_registry.reading.warnings import find_warnings

[(QUARTER, _)] = find_periods("quý II/2026")
ISSUED = Bearings(QUARTER, date(2026, 3, 20))
DRAFT = Bearings(QUARTER)


def warnings(text: str, bearings: Bearings = ISSUED) -> list[tuple[str, str]]:
    """Return (code, words pointed to)."""
    found = found_in(text, bearings)
    return [(one.code, text[one.source.start : one.source.end]) for one in found]


def found_in(text: str, bearings: Bearings = ISSUED) -> tuple[Warning, ...]:
    body = read_paragraphs(SourceText(text))
    return find_warnings((*body.paragraphs, *body.notes), bearings)


@pytest.mark.parametrize("written", ["31/02/2026", "29/02/2027", "ngày 31/4", "ngày 30 tháng 02", "45/13/2026"])
def test_an_impossible_day_is_pointed_to(written: str) -> None:
    """With a year or, behind `ngày`, without."""
    assert warnings(f"Hoàn thành {written} nhé.") == [("impossible-date", written)]


@pytest.mark.parametrize("written", ["29/02/2028", "ngày 29/02", "tỷ lệ 31/2", "12/31/02/2026", "số 99/99"])
def test_days_that_may_be_and_other_fractions_are_let_pass(written: str) -> None:
    """29/02 without a year may be one."""
    assert warnings(f"Hoàn thành {written} nhé.") == []


@pytest.mark.parametrize(
    ("day", "bearings", "warned"),
    [
        ("21/3/2026", ISSUED, True),
        ("20/3/2026", ISSUED, False),
        ("20/5/2026", DRAFT, True),
        ("20/4/2026", DRAFT, False),
        ("20/5/2030", Bearings(), False),
    ],
)
def test_a_cited_document_younger_than_the_report_is_asked_about(day: str, bearings: Bearings, warned: bool) -> None:
    """A draft has no day; surely it is written in the first third of the period that it plans."""
    cited = f"12-KH/ĐU ngày {day}"
    expected = [("citation-after-report", cited)] if warned else []
    assert warnings(f"Theo Kế hoạch số {cited} của xã.", bearings) == expected


@pytest.mark.parametrize(
    ("between", "warned"),
    [
        (" thực hiện Kết luận số ", True),
        (" để triển khai Kết luận số ", True),
        (" và Kết luận số ", False),
        ("; thực hiện Kết luận số ", False),
        (" thực hiện tốt. Theo Kết luận số ", False),
    ],
)
def test_a_plan_older_than_what_it_carries_out_is_asked_about(between: str, warned: bool) -> None:
    """Only within one clause that says so."""
    plan, basis = "12-KH/ĐU ngày 01/02/2026", "5-KL/TU ngày 10/02/2026"
    text = f"Kế hoạch số {plan}{between}{basis}."
    expected = [("plan-before-basis", f"{plan}{between}{basis}")] if warned else []
    assert warnings(text) == expected


def test_a_plan_younger_than_its_basis_or_undated_is_fine() -> None:
    """As it should be, or nobody knows."""
    assert warnings("Kế hoạch số 12-KH/ĐU ngày 01/3/2026 thực hiện Kết luận số 5-KL/TU ngày 10/02/2026.") == []
    assert warnings("Kế hoạch số 12-KH/ĐU thực hiện Kết luận số 5-KL/TU ngày 10/02/2026.") == []


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Chương trình số 12-CT/ĐU", True),
        ("Kế hoạch số 12-BC/ĐU", True),
        ("Chương trình số 12-CTr/ĐU", False),
        ("Quy định số 12-QĐ/ĐU", False),
        ("số 12-CT/ĐU", False),
        ("Nghị quyết số 26/2022/UBTVQH15", False),
    ],
)
def test_a_code_of_another_kind_is_asked_about(text: str, warned: bool) -> None:
    """`CT` is a chỉ thị, a chương trình is `CTr`."""
    assert [one.code for one in found_in(text)] == (["wrong-kind-code"] if warned else [])


def test_warnings_stand_in_the_order_of_the_text_and_say_what_to_check() -> None:
    """Notes are read too; each is one Vietnamese sentence."""
    found = found_in("Hạn 31/02/2026¹ và Chương trình số 12-CT/ĐU ngày 01/12/2026.\n\n¹ Ngày 31/6.")
    assert [one.code for one in found] == [
        "impossible-date",
        "citation-after-report",
        "wrong-kind-code",
        "impossible-date",
    ]
    assert all(one.text.endswith(".") and "\n" not in one.text for one in found)
    assert "chương trình" in found[2].text
    assert "CTr" in found[2].text

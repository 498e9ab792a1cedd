"""Cited documents, and that their dates are never deadlines."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tasks_registry.reading.citations import KIND_CODES, blank, find_citations
from tasks_registry.reading.phrases import Bearings, read_deadline, read_heading_deadline

BEARINGS = Bearings(None, date(2026, 3, 20))


@pytest.mark.parametrize(
    ("text", "kind", "number", "day"),
    [
        ("Nghị quyết số 08-NQ/ĐU ngày 12/01/2026", "NQ", "08-NQ/ĐU", date(2026, 1, 12)),
        ("Nghị quyết số 08-NQ/ĐU, ngày 12/01/2026", "NQ", "08-NQ/ĐU", date(2026, 1, 12)),
        ("Nghị quyết số 08-NQ/ĐU (ngày 12 tháng 01 năm 2026)", "NQ", "08-NQ/ĐU", date(2026, 1, 12)),
        ("Kết luận 226-KL/TW, 11/12/2025", "KL", "226-KL/TW", date(2025, 12, 11)),
        ("Quy định 144- QĐ/TW", "QĐ", "144-QĐ/TW", None),
        ("Nghị quyết 01/NQ-TU", "NQ", "01/NQ-TU", None),
        ("Nghị quyết 47-NQ/TƯ", "NQ", "47-NQ/TƯ", None),
        ("Thông báo số 41/TB-UBND ban hành ngày 5/2/2026", "TB", "41/TB-UBND", date(2026, 2, 5)),
        ("Quyết định 06/2024/QĐ-UBND", "QĐ", "06/2024/QĐ-UBND", None),
        ("Nghị quyết 26/2022/UBTVQH15 ngày 16/9/2022", "NQ", "26/2022/UBTVQH15", date(2022, 9, 16)),
        ("Công văn số 15/UBND-VX ngày 3/3/2026", "CV", "15/UBND-VX", date(2026, 3, 3)),
        ("văn bản số 15/UBND-VX", "CV", "15/UBND-VX", None),
        ("Hướng dẫn số 05 – HD/BTC của Ban Tổ chức Tỉnh ủy ngày 5/5/2025", "HD", "05-HD/BTC", date(2025, 5, 5)),
        ("Kế hoạch số 12-KH/ĐU ngày 31/02/2026", "KH", "12-KH/ĐU", None),
        ("Chương trình hành động của Đảng ủy số 9-CTr/ĐU", "CTr", "9-CTr/ĐU", None),
    ],
)
def test_each_way_of_numbering_is_read(text: str, kind: str, number: str, day: date | None) -> None:
    """Party, state and normative numbers, hybrids and stray spaces, with the date that belongs to them."""
    [found] = find_citations(text)
    assert (found.citation.kind, found.citation.number, found.citation.issued_on) == (kind, number, day)
    assert text[found.start : found.end] == found.citation.text
    assert text.endswith(found.citation.text) or text.endswith(found.citation.text + ")")


@pytest.mark.parametrize(
    "text",
    [
        "ngày 30/4/1975",
        "tỷ lệ 12/15",
        "5-7 ngày",
        "2020-2025",
        "thửa 41/BĐ-QH",
        "xã/phường",
        "12a/3b",
        "ký hiệu: 41/BĐ-QH",
    ],
)
def test_other_numbers_are_no_citations(text: str) -> None:
    """A number with a slash alone cites nothing."""
    assert find_citations(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kế hoạch số 12-CT/ĐU", "kế hoạch"),
        ("KẾ HOẠCH 12-KH/ĐU", "kế hoạch"),
        ("theo số 12-KH/ĐU", None),
        ("kế hoạch, theo số 12-KH/ĐU", None),
        ("kế hoạch của các chi bộ trực thuộc năm nay số 12-KH/ĐU", None),
        ("12-KH/ĐU", None),
    ],
)
def test_the_name_before_a_number_is_kept(text: str, name: str | None) -> None:
    """It tells when the code is wrong; a name further off belongs to something else."""
    assert [found.name for found in find_citations(text)] == [name]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("Hoàn thành Kế hoạch số 12-KH/ĐU trước ngày 15/5/2026", "trước ngày 15/5/2026"),
        ("Hoàn thành Kế hoạch số 12-KH/ĐU của Ban Thường vụ trước ngày 15/5/2026", "trước ngày 15/5/2026"),
        ("Thực hiện Kế hoạch số 12-KH/ĐU của Đảng ủy xã đến hết ngày 15/5/2026", "đến hết ngày 15/5/2026"),
        ("Thực hiện Kế hoạch số 12-KH/ĐU ngày 1/3/2026, chậm nhất ngày 15/5/2026", "chậm nhất ngày 15/5/2026"),
        ("Báo cáo theo Công văn số 5/UBND-VX chậm nhất ngày 15/5/2026", "chậm nhất ngày 15/5/2026"),
    ],
)
def test_a_limit_behind_a_citation_is_not_its_date(text: str, limit: str) -> None:
    """The word of limit decides, with or without the issuer in between."""
    deadline = read_deadline(blank(text, find_citations(text)), BEARINGS)
    assert deadline is not None
    assert (deadline.text, deadline.to) == (limit, date(2026, 5, 15))


NUMBERS = st.builds(
    lambda count, kind, body, space: f"{count}-{space}{kind}/{body}",
    st.integers(1, 999), st.sampled_from(sorted(KIND_CODES)), st.sampled_from(["TW", "TU", "ĐU", "UBKTTW"]),
    st.sampled_from(["", " "]),
) | st.builds(
    lambda count, kind, body: f"{count}/{kind}-{body}",
    st.integers(1, 999), st.sampled_from(sorted(KIND_CODES)), st.sampled_from(["UBND", "HĐND", "VPCP", "MTTQ-BTT"]),
)  # fmt: skip
DATES = st.builds(
    lambda link, day, month, year, words: link
    + (f"ngày {day} tháng {month} năm {year}" if words else f"ngày {day:02}/{month:02}/{year}"),
    st.sampled_from([" ", ", ", " (", " của Đảng ủy xã ", " ban hành "]),
    st.integers(1, 31), st.integers(1, 12), st.integers(2020, 2029), st.booleans(),
)  # fmt: skip
BEFORE = st.sampled_from(
    [
        "",
        "Hoàn thành trước ",
        "Trước ",
        "Chậm nhất ",
        "Hạn cuối: ",
        "Thực hiện ",
        "đến ngày ",
        "Hạn ",
        "Báo cáo trước khi có ",
    ]
)
NAMES = st.sampled_from(["", "số ", "Nghị quyết số ", "Kế hoạch ", "Công văn số ", "Chương trình hành động số "])
AFTER = st.sampled_from(["", ".", " về nông thôn mới", " hoàn thành", ", trước", "; hạn", " xong", ") và"])


@given(BEFORE, NAMES, NUMBERS, DATES, AFTER)
def test_the_date_of_a_citation_is_never_a_deadline(before: str, name: str, number: str, day: str, after: str) -> None:
    """Whatever words of limit stand around, and whether or not the calendar has the day."""
    text = before + name + number + day + after
    found = find_citations(text)
    assume(found)
    rest = blank(text, found)
    assert len(rest) == len(text)
    for deadline in (read_deadline(rest, BEARINGS), read_heading_deadline(rest, BEARINGS)):
        assert deadline is None or deadline.to is None


@given(
    st.lists(
        st.sampled_from(
            [
                "số ",
                "12-KH/ĐU",
                "5/TB-UBND",
                "1/2024/QĐ-UBND",
                " ngày ",
                "31/02/2026",
                "1/1/2026",
                " của ",
                ", ",
                "Kế hoạch ",
                "99",
                "/",
                "-",
            ]
        ),
        max_size=15,
    )
)
def test_citations_stand_in_order_without_overlap(parts: list[str]) -> None:
    """Also in rubble."""
    text = "".join(parts)
    places = [place for found in find_citations(text) for place in (found.start, found.end)]
    assert places == sorted(places)
    assert all(found.citation.text == text[found.start : found.end] for found in find_citations(text))

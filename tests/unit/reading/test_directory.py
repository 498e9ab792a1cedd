"""Agencies found by the names that documents write."""

import pytest

from config.agencies import AgencyEntry
from tasks_registry.reading.directory import Directory

DIRECTORY = Directory(
    [
        AgencyEntry(code="UBKT", name="Ủy ban Kiểm tra Đảng ủy", aliases=("UBKT",)),
        AgencyEntry(code="UBND", name="Ủy ban nhân dân xã", aliases=("UBND xã",)),
        AgencyEntry(code="BXDĐ", name="Ban Xây dựng Đảng"),
        AgencyEntry(code="CA", name="Công an xã"),
    ]
)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("uỷ ban kiểm tra đảng uỷ", "UBKT"),
        ("lãnh đạo UBND xã", "UBND"),
        ("Ban Xây dụnq Đảng", "BXDĐ"),
        ("Uy ban Kiêm fra Đảng ủy", "UBKT"),
        ("Công an tỉnh", None),
        ("Ủy ban Mặt trận Tổ quốc", None),
        ("CA xã", None),
    ],
)
def test_an_agency_is_found_by_name_inside_or_nearly(written: str, code: str | None) -> None:
    """Accents and case never matter, a letter or two in a long name not either; another agency stays another."""
    assert DIRECTORY.code_of(written) == code

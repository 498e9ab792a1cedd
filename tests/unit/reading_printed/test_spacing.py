"""Lost spaces come back only where Vietnamese syllables leave one way to read a word."""

import pytest

from tasks_registry.reading.spacing import mend_lost_spaces


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Đảng bộxã sửdụng", "Đảng bộ xã sử dụng"),
        ("vềcông tác", "về công tác"),
        ("pháthành", "pháthành"),  # phát hành, phá thành
        ("nghiêng khuyến nguyễn rượu thuở khuỷu", "nghiêng khuyến nguyễn rượu thuở khuỷu"),
        ("Krông Pắc Ecopark Internet", "Krông Pắc Ecopark Internet"),
    ],
)
def test_a_space_comes_back_only_when_there_is_no_doubt(printed: str, meant: str) -> None:
    """A wrong space is worse than a missing one: names and ambiguous words stay as printed."""
    assert mend_lost_spaces(printed) == meant

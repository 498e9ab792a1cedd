"""The head of a document, labelled lines, and what a careful reader would ask about."""

from datetime import date

import pytest

from tasks_registry.reading.head import read_head
from tasks_registry.reading.labels import Field, read_label
from tasks_registry.reading.model import DocumentHead
from tasks_registry.reading.paragraphs import read_paragraphs
from tasks_registry.reading.sources import SourceText


def head(*lines: str, titles: tuple[str, ...] = ()) -> DocumentHead:
    found, period = read_head(read_paragraphs(SourceText("\n\n".join(lines))).paragraphs, titles)
    assert found.period == (period.label if period else None)
    return found


@pytest.mark.parametrize(
    ("line", "kind", "number", "issuer"),
    [
        ("Số 35-BC/ĐU", "BC", "35-BC/ĐU", "ĐU"),
        ("Số: 41/TB-UBND", "TB", "41/TB-UBND", "UBND"),
        ("Số: 06/2026/QĐ-UBND", "QĐ", "06/2026/QĐ-UBND", "UBND"),
        ("Số: 15/UBND-VX", "CV", "15/UBND-VX", "UBND"),
        ("Số -BC/HU", "BC", None, "HU"),
        ("Số ……-BC/ĐU", "BC", None, "ĐU"),
        ("Số:      /KH-UBND", "KH", None, "UBND"),
        ("Không số", None, None, None),
    ],
)
def test_the_number_tells_kind_and_issuer(line: str, kind: str | None, number: str | None, issuer: str | None) -> None:
    """A draft has no number yet, but its kind and body all the same."""
    found = head("ĐẢNG ỦY XÃ HÒA MAI", line)
    assert (found.kind, found.number, found.issuer) == (kind, number, issuer)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Hòa Mai, ngày 20 tháng 3 năm 2026", date(2026, 3, 20)),
        ("Sơn Hải, ngày 05/6/2026", date(2026, 6, 5)),
        ("Hòa Mai, ngày     tháng 3 năm 2026", None),
        ("Hòa Mai, ngày 31 tháng 02 năm 2026", None),
        ("Hòa Mai, ngày 20 tháng 3", None),
        ("xã Hòa Mai, ngày 20 tháng 3 năm 2026", None),
    ],
)
def test_place_and_day_tell_when_it_was_issued(line: str, day: date | None) -> None:
    """A day left open or impossible is none; a place begins with a capital letter."""
    assert head(line).issued_on == day


@pytest.mark.parametrize(
    ("lines", "kind", "title"),
    [
        (("BÁO CÁO", "Kết quả quý I"), "BC", "BÁO CÁO Kết quả quý I"),
        (("THÔNG BÁO KẾT LUẬN", "của Thường trực"), "TB", "THÔNG BÁO KẾT LUẬN của Thường trực"),
        (("CHƯƠNG TRÌNH CÔNG TÁC QUÝ II",), "CTr", "CHƯƠNG TRÌNH CÔNG TÁC QUÝ II"),
        (("KẾ HOẠCH",), "KH", "KẾ HOẠCH"),
        (("Kế hoạch này rất hay",), None, None),
        (("PHỤ LỤC", "Danh sách"), None, None),
    ],
)
def test_the_title_tells_the_kind_when_no_number_does(
    lines: tuple[str, ...], kind: str | None, title: str | None
) -> None:
    """In capitals only; an appendix has no kind of its own."""
    found = head("ĐẢNG ỦY XÃ HÒA MAI", *lines)
    assert (found.kind, found.title) == (kind, title)


def test_a_draft_says_so() -> None:
    """A sentence that begins with the word does not."""
    assert head("Dự thảo lần 2").draft
    assert head("(DỰ THẢO)").draft
    assert not head("Dự thảo báo cáo đã gửi các chi bộ góp ý.").draft


@pytest.mark.parametrize(
    ("lines", "titles", "period"),
    [
        (("BÁO CÁO", "Kết quả quý I và nhiệm vụ trọng tâm quý II năm 2026"), (), "2026-Q2"),
        (("BÁO CÁO", "Kết quả quý I năm 2026"), (), None),
        (("BÁO CÁO", "Kết quả quý I năm 2026"), ("NHIỆM VỤ QUÝ II",), "2026-Q2"),
        (("BÁO CÁO", "Kết quả năm 2026"), ("PHƯƠNG HƯỚNG", "NHIỆM VỤ 6 THÁNG ĐẦU NĂM 2027"), "2027-H1"),
        (("Hòa Mai, ngày 20 tháng 3 năm 2026",), ("NHIỆM VỤ QUÝ II",), "2026-Q2"),
        ((), ("NHIỆM VỤ QUÝ II",), None),
        (("KẾ HOẠCH",), (), None),
    ],
)
def test_the_period_is_that_of_the_coming_tasks(
    lines: tuple[str, ...], titles: tuple[str, ...], period: str | None
) -> None:
    """The section's title before the document's, with the year from title or day."""
    assert head("ĐẢNG ỦY XÃ", *lines, titles=titles).period == period


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("Đơn vị chủ trì: Phòng Kinh tế.", Field.LEAD, "Phòng Kinh tế"),
        ("- Cơ quan thực hiện: Công an xã;", Field.LEAD, "Công an xã"),
        ("Chủ trì tham mưu: Văn phòng", Field.LEAD, "Văn phòng"),
        ("Phân công: Văn phòng", Field.LEAD, "Văn phòng"),
        ("Đơn vị phối hợp: Công an xã", Field.SUPPORT, "Công an xã"),
        ("Phối hợp thực hiện: Công an xã", Field.SUPPORT, "Công an xã"),
        ("Thời gian hoàn thành: Tháng 6/2026", Field.TIME, "Tháng 6/2026"),
        ("+ Thời hạn: 15/5", Field.TIME, "15/5"),
        ("Tiến độ thực hiện: quý II", Field.TIME, "quý II"),
        ("Sản phẩm đầu ra: Kế hoạch", Field.PRODUCT, "Kế hoạch"),
        ("Kết quả dự kiến: Báo cáo\ntổng hợp", Field.PRODUCT, "Báo cáo\ntổng hợp"),
    ],
)
def test_labelled_lines_are_fields(text: str, label: Field, value: str) -> None:
    """Without the stop behind them."""
    assert read_label(text) == (label, value)


@pytest.mark.parametrize(
    "text", ["Phòng Kinh tế chủ trì: lập đề án", "Thời gian qua, xã đã làm tốt", "Kết quả:", "Chủ trì hội nghị"]
)
def test_other_lines_are_no_fields(text: str) -> None:
    """A label opens the line and holds a value."""
    assert read_label(text) is None

"""What kind of commitment, and what it brings forth."""

import pytest

from tasks_registry.reading.kinds import kind_of, product_of
from tasks_registry.reading.model import Kind


@pytest.mark.parametrize(
    ("text", "kind", "phrase"),
    [
        ("Tổ chức hội nghị sơ kết.", Kind.DELIVERABLE, "Tổ chức"),
        ("ban hành kế hoạch", Kind.DELIVERABLE, "ban hành"),
        ("Kiểm tra đối với 02 chi bộ", Kind.DELIVERABLE, "Kiểm tra"),
        ("Thực hiện quy trình bổ nhiệm", Kind.DELIVERABLE, "Thực hiện quy trình"),
        ("Tiếp tục rà soát hộ nghèo", Kind.STANDING, "Tiếp tục"),
        ("Thực hiện tốt quy chế dân chủ", Kind.STANDING, "Thực hiện tốt"),
        ("Duy trì giao ban", Kind.STANDING, "Duy trì"),
        ("Tăng cường kiểm tra", Kind.DIRECTION, "Tăng cường"),
        ("Đẩy mạnh tuyên truyền", Kind.DIRECTION, "Đẩy mạnh"),
        ("Quan tâm công tác dân vận", Kind.DIRECTION, "Quan tâm"),
        ("Sắp xếp trụ sở (nếu có)", Kind.CONDITIONAL, "(nếu có)"),
        ("Ban hành quyết định sau khi được duyệt", Kind.CONDITIONAL, "sau khi"),
        ("Giải quyết theo đề nghị của thôn", Kind.CONDITIONAL, "theo đề nghị"),
        ("Tiếp tục rà soát; hoàn thành hồ sơ trước ngày 15/5", Kind.DELIVERABLE, "hoàn thành"),
        ("Tăng cường tuyên truyền. Tổ chức lễ phát động.", Kind.DELIVERABLE, "Tổ chức"),
        ("Tiếp tục rà soát; theo dõi hồ sơ", Kind.STANDING, "Tiếp tục"),
    ],
)
def test_the_first_verb_decides(text: str, kind: Kind, phrase: str) -> None:
    """A condition before it, a later clause that completes something after it."""
    found = kind_of(text)
    assert (found.kind, found.phrase, found.sure) == (kind, phrase, True)


@pytest.mark.parametrize("text", ["Hoa đào nở rộ khắp nơi.", "", "x" * 61 + " ban hành"])
def test_without_a_verb_the_kind_is_a_guess(text: str) -> None:
    """A direction: reported, not timed, unless a person promotes it."""
    found = kind_of(text)
    assert (found.kind, found.sure) == (Kind.DIRECTION, False)
    assert found.phrase in text


@pytest.mark.parametrize("time", ["Thường xuyên", "thường xuyên, liên tục", "Hằng ngày"])
def test_a_column_of_time_that_says_always_makes_it_standing(time: str) -> None:
    """Whatever the verb."""
    assert kind_of("Ban hành văn bản", time).kind is Kind.STANDING


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Xây dựng Kế hoạch bồi dưỡng đảng viên mới trước ngày 15/5.", "Kế hoạch bồi dưỡng đảng viên mới"),
        ("xây dựng, ban hành kế hoạch kiểm tra, giám sát", "kế hoạch kiểm tra"),
        ("Tham mưu ban hành Quyết định thành lập Tổ công tác; báo cáo", "Quyết định thành lập Tổ công tác"),
        ("Tổ chức hội nghị sơ kết trong quý II", "hội nghị sơ kết"),
        (
            "Báo cáo kết quả thu ngân sách đạt 1,5 tỷ đồng, chậm nhất tháng 6",
            "Báo cáo kết quả thu ngân sách đạt 1,5 tỷ đồng",
        ),
        ("Thành lập đoàn kiểm tra", "đoàn kiểm tra"),
        ("Trình đề án xong trước tháng 6", "đề án"),
        ("Tiếp tục thực hiện tốt quy chế", None),
        ("Tăng cường tuyên truyền", None),
    ],
)
def test_the_product_is_what_the_verb_brings_forth(text: str, product: str | None) -> None:
    """Without its time, and no longer than a column."""
    assert product_of(text) == product
    assert product is None or len(product) <= 100


def test_a_long_product_is_shortened() -> None:
    """It must fit a table."""
    product = product_of("Ban hành kế hoạch " + "rất dài " * 40)
    assert product is not None
    assert len(product) <= 100
    assert product.endswith("…")

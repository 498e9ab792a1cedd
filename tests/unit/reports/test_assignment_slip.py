"""What a task slip says of each of the six clear things, and what it leaves to the pen."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reports.assignment.slip import BLANK, Clear, GivenTask, Slip, assignment_slips
from tests.unit.reports.hoa_mai import OFFICE, TODAY, task
from tests.unit.reports.test_urging import GIVEN

WHOLE = replace(
    GIVEN,
    director="Lê Thị Vân Khanh",
    director_position="Phó Bí thư Thường trực",
    authority="BTV",
    measure="01 báo cáo",
    citations=("Nghị quyết số 12-NQ/ĐU ngày 05/01/2024",),
)


def slip(given: Any = WHOLE, body: str | None = "BTV", **changes: Any) -> Slip:
    (only,) = assignment_slips([GivenTask(task(**changes), given, body)], OFFICE, TODAY).slips
    return only


def said(one: Slip, label: str) -> tuple[str, ...]:
    return next(line.said for line in one.lines if line.label == label)


def test_the_six_stand_in_their_order_with_everything_that_is_known() -> None:
    """Kết luận 226-KL/TW: việc, người, trách nhiệm, thẩm quyền, thời gian, sản phẩm."""
    one = slip(
        product="báo cáo tổng kết",
        due=date(2024, 6, 28),
        deadline_text="trước ngày 28/6/2024",
        support_names=("Công an xã", "MTTQ xã"),
        meeting_id=3,
        meeting_name="Hội nghị Đảng ủy lần thứ 17",
    )
    assert one.head.number == "Số       -PGV/ĐU"
    assert one.subject == ("Mã nhiệm vụ: 2024-Q2-001",)
    assert one.opening == (
        "Căn cứ Báo cáo số 12-BC/ĐU ngày 25/3/2024; Nghị quyết số 12-NQ/ĐU ngày 05/01/2024, Đảng ủy xã Hòa Mai giao "
        "Ban Xây dựng Đảng chủ trì thực hiện nhiệm vụ sau:"
    )
    assert [(line.label, line.said) for line in one.lines] == [
        ("Rõ việc", ("Tổng kết công tác xây dựng Đảng nhiệm kỳ.",)),
        (
            "Rõ người",
            (
                "Cơ quan chủ trì: Ban Xây dựng Đảng.",
                "Cán bộ phụ trách: đồng chí Lê Thị Nhàn.",
                "Cơ quan phối hợp: Công an xã; MTTQ xã.",
            ),
        ),
        (
            "Rõ trách nhiệm",
            (
                "Ban Xây dựng Đảng chịu trách nhiệm về tiến độ, chất lượng, kết quả.",
                "Cơ quan phối hợp chịu trách nhiệm về phần việc được phân công.",
                "Lãnh đạo chỉ đạo: đồng chí Lê Thị Vân Khanh, Phó Bí thư Thường trực.",
            ),
        ),
        ("Rõ thẩm quyền", ("Cấp trình: Ban Thường vụ; trình tại Hội nghị Đảng ủy lần thứ 17.",)),
        (
            "Rõ thời gian",
            ("Ngày giao: 08/4/2024.", "Hạn hoàn thành: 28/6/2024 (văn bản ghi “trước ngày 28/6/2024”)."),
        ),
        ("Rõ sản phẩm", ("Báo cáo tổng kết; 01 báo cáo.",)),
    ]
    assert (one.secretariat, one.year) == ("Văn phòng Đảng ủy xã Hòa Mai", 2024)


@pytest.mark.parametrize(
    ("support", "told"),
    [
        ((), []),
        (("Công an xã",), ["- Công an xã (phối hợp),"]),
        (("Công an xã", "MTTQ xã"), ["- Các cơ quan phối hợp,"]),
    ],
)
def test_who_works_on_it_gets_the_slip(support: tuple[str, ...], told: list[str]) -> None:
    """The lead, those who support it, the office's file."""
    recipients = slip(support_names=support).head.recipients
    assert list(recipients) == [
        "- Ban Xây dựng Đảng (thực hiện),",
        *told,
        "- Lưu Văn phòng Đảng ủy xã Hòa Mai.",
    ]


def test_what_nobody_said_is_left_to_the_pen_and_named() -> None:
    """A dotted line on paper, a word for whoever prints it."""
    nothing = replace(GIVEN, given_on=None, document_number=None, document_title=None)
    bare: dict[str, Any] = {"officer": None, "due": None, "deadline_text": None, "product": None}
    given = GivenTask(replace(task(), **bare), nothing, None)
    assert given.unclear == tuple(Clear)
    (one,) = assignment_slips([given], OFFICE, TODAY).slips
    assert one.opening.startswith("Đảng ủy xã Hòa Mai giao")
    for label in ("Rõ người", "Rõ trách nhiệm", "Rõ thẩm quyền", "Rõ thời gian", "Rõ sản phẩm"):
        assert said(one, label)[-1].endswith(BLANK), label
    assert GivenTask(task(), WHOLE, "BTV").unclear == ()


@pytest.mark.parametrize(
    ("changes", "waits_for", "expected"),
    [
        (
            {"due": date(2024, 6, 28), "original_due": date(2024, 6, 14), "deadline_text": None},
            None,
            ("Hạn hoàn thành: 28/6/2024 (hạn ban đầu 14/6/2024).",),
        ),
        ({"due": date(2024, 6, 28), "deadline_text": None}, None, ("Hạn hoàn thành: 28/6/2024.",)),
        (
            {"due": None, "deadline_text": "20 ngày sau khi được phê duyệt"},
            "được cấp có thẩm quyền phê duyệt",
            (
                "Hạn hoàn thành: 20 ngày sau khi được phê duyệt.",
                "Thời hạn tính từ khi: được cấp có thẩm quyền phê duyệt.",
            ),
        ),
    ],
)
def test_the_deadline_comes_with_what_it_was_read_from(
    changes: dict[str, Any], waits_for: str | None, expected: tuple[str, ...]
) -> None:
    """A day, an extended day, a term that waits for its trigger."""
    assert said(slip(replace(WHOLE, waits_for=waits_for), **changes), "Rõ thời gian")[1:] == expected


def test_a_secret_task_is_given_out_by_its_code() -> None:
    """Neither text, product, ground nor phrase; its slip lacks nothing that may stand there."""
    secret = {"title": "Đơn tố cáo", "text": "Xác minh đơn tố cáo.", "secret": True, "product": "Kết luận tố cáo"}
    one = slip(**secret, deadline_text="sau khi có kết luận tố cáo")
    words = " ".join((one.opening, *(sentence for line in one.lines for sentence in line.said)))
    assert "tố cáo" not in words
    assert "Nghị quyết" not in words
    assert said(one, "Rõ việc") == ("Nhiệm vụ mật (mã 2024-Q2-001); nội dung theo văn bản giao.",)
    assert GivenTask(task(**{**secret, "product": None}), WHOLE, "BTV").unclear == ()


def test_the_slip_of_a_secret_task_names_who_supports_it() -> None:
    """It is handed to them; a report, which goes to everybody, does not."""
    one = slip(secret=True, support_names=("Công an xã Hòa Mai",))
    assert "Cơ quan phối hợp: Công an xã Hòa Mai." in said(one, "Rõ người")


def test_slips_keep_the_order_they_are_given_in() -> None:
    """One content for one file, however many."""
    slips = assignment_slips([GivenTask(task(place), WHOLE, None) for place in (3, 1)], OFFICE, TODAY).slips
    assert [one.subject for one in slips] == [("Mã nhiệm vụ: 2024-Q2-003",), ("Mã nhiệm vụ: 2024-Q2-001",)]

"""The fictional commune Hòa Mai: one quarter of commitments in every state, and builders for single rows."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from config.letterhead import Signature
from config.office import Contact, Office
from reports.meeting.facts import MeetingFacts, meeting_facts
from tasks_registry.reading.model import DeadlineRule, Kind
from tasks_registry.states import WorkState
from tasks_registry.view import MeetingView, PersonView, TaskView

TODAY = date(2024, 6, 20)
NOW = datetime(2024, 6, 20, 1, 30, tzinfo=UTC)
REPORTED = datetime(2024, 6, 12, 2, 0, tzinfo=UTC)

OFFICE = Office(
    code="HOAMAI",
    name="Đảng ủy xã Hòa Mai",
    level="xã",
    party_organization="Đảng bộ tỉnh Sơn Lam",
    symbol="ĐU",
    place="Hòa Mai",
    term="II",
    contact=Contact(name="Văn phòng Đảng ủy xã Hòa Mai"),
    signature=Signature(on_behalf="T/M ĐẢNG ỦY", capacity="BÍ THƯ", name="Trần Văn Lâm"),
    recipients=(
        "Thường trực Tỉnh ủy Sơn Lam (b/c)",
        "Văn phòng Tỉnh ủy Sơn Lam",
        "Các đồng chí Ủy viên Ban Chấp hành Đảng bộ xã",
        "Các cơ quan chủ trì",
        "Lưu Văn phòng Đảng ủy",
    ),
)

MEETING = MeetingView(
    id=3,
    name="Hội nghị Đảng ủy lần thứ 17",
    body="BCH",
    ordinal=17,
    term="II",
    window_from=date(2024, 6, 1),
    window_to=date(2024, 6, 30),
    day=date(2024, 6, 28),
)

AGENCIES = {
    "BXDD": ("Ban Xây dựng Đảng", "Lê Thị Nhàn"),
    "UBKT": ("Ủy ban Kiểm tra Đảng ủy", "Phạm Quốc Tuấn"),
    "UBND": ("Ủy ban nhân dân xã", "Nguyễn Hữu Phước"),
    "MTTQ": ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Đỗ Thị Hạnh"),
    "CA": ("Công an xã", "Vũ Mạnh Cường"),
    "QS": ("Ban Chỉ huy Quân sự xã", "Bùi Đức Thắng"),
}


def officer(agency: str) -> PersonView:
    """The comrade in charge at ``agency``."""
    name, person = AGENCIES[agency]
    return PersonView(len(name), person, f"{agency.lower()}@hoamai.example", agency, name)


_BASE = TaskView(
    id=1,
    code="2024-Q2-001",
    title="Tổng kết công tác xây dựng Đảng nhiệm kỳ",
    text="Tổng kết công tác xây dựng Đảng nhiệm kỳ.",
    kind=Kind.DELIVERABLE,
    work_state=WorkState.IN_PROGRESS,
    number="1.1",
    heading="III.1",
    lead_code="BXDD",
    lead_name=AGENCIES["BXDD"][0],
    support_names=(),
    officer=officer("BXDD"),
    product="Báo cáo tổng kết",
    due=date(2024, 6, 28),
    original_due=date(2024, 6, 28),
    deadline_rule=DeadlineRule.TEXT,
    deadline_text="trước ngày 28/6/2024",
    meeting_id=None,
    meeting_name=None,
    completed_on=None,
    evidence=None,
    note=None,
    reported_at=REPORTED,
    document="Báo cáo số 12-BC/ĐU",
)


def task(place: int = 1, lead: str | None = "BXDD", **changes: Any) -> TaskView:
    """One task; the lead's name and officer follow from its code, the original deadline from the deadline."""
    changes = {"code": f"2024-Q2-{place:03d}", "number": f"1.{place}", **changes}
    if "due" in changes:
        changes.setdefault("original_due", changes["due"])
    name = AGENCIES[lead][0] if lead else None
    person = officer(lead) if lead else None
    return replace(_BASE, id=place, lead_code=lead, lead_name=name, officer=person, **changes)


def quarter() -> list[TaskView]:
    """Twenty-five counted tasks of the second quarter, and four that enter no figure."""
    done, filed, busy = WorkState.DONE, WorkState.SUBMITTED, WorkState.IN_PROGRESS
    given, back = WorkState.ASSIGNED, WorkState.RETURNED
    agenda = {"meeting_id": MEETING.id, "meeting_name": MEETING.name}
    silent: dict[str, Any] = {"reported_at": None}
    rows: list[tuple[str | None, str, WorkState, date | None, dict[str, Any]]] = [
        (
            "BXDD",
            "Báo cáo tổng kết công tác xây dựng Đảng nhiệm kỳ",
            filed,
            date(2024, 6, 23),
            {**agenda, "product": "Báo cáo trình Ban Chấp hành"},
        ),
        (
            "UBND",
            "Tờ trình điều chỉnh danh mục đầu tư công trung hạn & nguồn vốn < 05 tỷ đồng",
            busy,
            date(2024, 6, 14),
            {
                **agenda,
                "product": "Tờ trình",
                "support_names": ("Phòng Kinh tế", "Kho bạc Nhà nước khu vực"),
                "note": "Chờ số liệu quyết toán của Phòng Kinh tế; dự kiến có trước ngày 22/6/2024",
            },
        ),
        (
            "UBKT",
            "Báo cáo kết quả kiểm tra, giám sát 6 tháng đầu năm",
            done,
            date(2024, 6, 15),
            {**agenda, "completed_on": date(2024, 6, 13), "evidence": "Báo cáo số 45-BC/UBKT", "product": "Báo cáo"},
        ),
        (
            "BXDD",
            "Đề án sắp xếp chi bộ trực thuộc theo mô hình mới",
            back,
            date(2024, 6, 23),
            {**agenda, "product": "Đề án", "note": "Trả lại để bổ sung phương án nhân sự"},
        ),
        (
            "UBND",
            "Hoàn thành giải phóng mặt bằng tuyến đường Hòa Mai – Tân Lập",
            busy,
            date(2024, 5, 31),
            {
                "support_names": ("MTTQ xã", "Công an xã"),
                "note": "Còn 07 hộ chưa thống nhất đơn giá bồi thường; đã đối thoại 02 lần, đề nghị tỉnh cho ý kiến "
                "về giá đất cụ thể",
                "product": "Biên bản bàn giao mặt bằng",
            },
        ),
        ("MTTQ", "Tổ chức Ngày hội Văn hóa các dân tộc", given, date(2024, 6, 10), silent),
        (
            "CA",
            "Kiểm tra công tác phòng cháy, chữa cháy tại chợ trung tâm",
            filed,
            date(2024, 6, 12),
            {"evidence": "Báo cáo số 31/BC-CAX"},
        ),
        (
            "BXDD",
            "Kiểm tra việc thực hiện Quy chế dân chủ ở cơ sở",
            busy,
            date(2024, 6, 17),
            {"original_due": date(2024, 5, 30), "note": "Đoàn kiểm tra còn 02 chi bộ chưa làm việc"},
        ),
        (None, "Rà soát, cập nhật quy hoạch cán bộ giai đoạn 2025 - 2030", given, date(2024, 6, 18), silent),
        ("UBND", "Xây dựng phương án phòng, chống thiên tai và tìm kiếm cứu nạn", busy, date(2024, 6, 27), {}),
        ("QS", "Diễn tập chiến đấu trong khu vực phòng thủ", WorkState.RECEIVED, date(2024, 6, 26), silent),
        ("MTTQ", "Phát động xây dựng quỹ “Vì người nghèo”", busy, date(2024, 7, 2), {}),
        (
            "UBND",
            "Sơ kết 03 năm Chương trình mục tiêu quốc gia xây dựng nông thôn mới",
            busy,
            date(2024, 6, 28),
            {"support_names": ("MTTQ xã",)},
        ),
        (
            "UBKT",
            "Kiểm tra khi có dấu hiệu vi phạm đối với 01 đảng viên",
            busy,
            date(2024, 7, 15),
            {"secret": True, "note": "Nội dung chỉ người có trách nhiệm được biết"},
        ),
        ("CA", "Bảo đảm an ninh, trật tự kỳ thi tốt nghiệp trung học phổ thông", busy, date(2024, 6, 28), {}),
        (
            "BXDD",
            "Mở lớp bồi dưỡng nhận thức về Đảng",
            given,
            None,
            {"deadline_text": "khi đủ số lượng học viên", **silent},
        ),
        (
            "UBND",
            "Thẩm định hồ sơ thôn đạt chuẩn nông thôn mới kiểu mẫu",
            filed,
            date(2024, 6, 28),
            {"evidence": "Tờ trình số 88/TTr-UBND"},
        ),
    ]
    finished = [
        ("BXDD", "Tổ chức học tập, quán triệt Nghị quyết", date(2024, 4, 30), date(2024, 4, 26)),
        ("UBKT", "Giám sát chuyên đề đối với Chi bộ Trường tiểu học", date(2024, 5, 15), date(2024, 5, 20)),
        ("UBND", "Phê duyệt kế hoạch chuyển đổi số năm 2024", date(2024, 5, 10), date(2024, 5, 9)),
        ("MTTQ", "Hướng dẫn đại hội các tổ chức thành viên", date(2024, 5, 31), date(2024, 5, 30)),
        ("CA", "Sơ kết Đề án 06", date(2024, 6, 5), date(2024, 6, 11)),
        ("QS", "Hoàn thành huấn luyện dân quân năm thứ nhất", date(2024, 6, 14), date(2024, 6, 13)),
        ("BXDD", "Đánh giá công tác kết nạp đảng viên quý I", date(2024, 3, 29), date(2024, 3, 28)),
        ("UBND", "Công khai ngân sách quý I", date(2024, 4, 15), date(2024, 4, 15)),
    ]
    tasks = [
        task(place, lead, title=title, work_state=state, due=due, **{"product": None, **extra})
        for place, (lead, title, state, due, extra) in enumerate(rows, 1)
    ]
    for place, (lead, title, due, completed) in enumerate(finished, len(tasks) + 1):
        tasks.append(task(place, lead, title=title, work_state=done, due=due, completed_on=completed))
    for place, state in enumerate(
        (WorkState.DRAFT, WorkState.SUSPENDED, WorkState.CARRIED_OVER, WorkState.WITHDRAWN), len(tasks) + 1
    ):
        tasks.append(task(place, work_state=state))
    return tasks


def facts(tasks: list[TaskView] | None = None, meeting: MeetingView = MEETING, **changes: Any) -> MeetingFacts:
    """The facts of ``tasks`` (by default the whole quarter) for the meeting."""
    return meeting_facts(
        meeting, quarter() if tasks is None else tasks, **{"today": TODAY, "due_soon_days": 14, **changes}
    )

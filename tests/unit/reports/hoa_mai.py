"""The fictional commune Hòa Mai: one quarter of commitments in every state, and builders for single rows."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from config.letterhead import Signature
from config.office import Contact, Office
from config.rhythm import JudgedBy
from reports.comparison import compare
from reports.meeting.background import Background, PeriodComparison
from reports.meeting.facts import MeetingFacts, meeting_facts
from reports.task_facts import task_fact
from tasks_registry.meetings.between import BetweenSessions, HeldMeeting, Interval, TaskCourse
from tasks_registry.meetings.states import AgendaState
from tasks_registry.reading.model import DeadlineRule, Kind
from tasks_registry.states import WorkState
from tasks_registry.view import AgendaView, MeetingView, PersonView, TaskView

TODAY = date(2024, 6, 20)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
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


FIELDS = {
    "BXDD": ("III.1", "Công tác xây dựng Đảng"),
    "UBKT": ("III.2", "Công tác kiểm tra, giám sát"),
    "MTTQ": ("III.3", "Công tác dân vận"),
    "UBND": ("III.4", "Kinh tế, văn hóa - xã hội"),
    "CA": ("III.5", "Quốc phòng, an ninh"),
    "QS": ("III.5", "Quốc phòng, an ninh"),
}
"""Agency → heading of its part of the document."""


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
    heading_text="Công tác xây dựng Đảng",
    period="2024-Q2",
    confirmed_at=datetime(2024, 4, 2, 1, 0, tzinfo=UTC),
)


def task(place: int = 1, lead: str | None = "BXDD", **changes: Any) -> TaskView:
    """One task; the lead's name and officer follow from its code, the original deadline from the deadline."""
    changes = {"code": f"2024-Q2-{place:03d}", "number": f"1.{place}", **changes}
    if "due" in changes:
        changes.setdefault("original_due", changes["due"])
    heading, heading_text = FIELDS[lead] if lead else (None, None)
    changes = {"heading": heading, "heading_text": heading_text, **changes}
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
            {"original_due": date(2024, 5, 30), "extensions": 2, "note": "Đoàn kiểm tra còn 02 chi bộ chưa làm việc"},
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
    given = {"today": TODAY, "zone": HANOI, "due_soon_days": 14, **changes}
    return meeting_facts(meeting, quarter() if tasks is None else tasks, **given)


FORMER_SESSION = MeetingView(1, "Hội nghị Đảng ủy lần thứ 16", "BCH", 16, "II", None, None, date(2024, 3, 29))
STANDING_SESSION = MeetingView(
    2, "Hội nghị Ban Thường vụ tháng 5/2024", "BTV", None, "II", None, None, date(2024, 5, 15)
)


def agenda_item(position: int, title: str, task_code: str | None = None, **changes: Any) -> AgendaView:
    """An item of the conference's agenda."""
    base = AgendaView(
        id=position,
        meeting_id=MEETING.id,
        position=position,
        title=title,
        state=AgendaState.PLANNED,
        task_code=task_code,
        task_state=None,
        evidence=None,
        lead_name=None,
        person=None,
        times_carried=0,
        note=None,
    )
    return replace(base, **changes)


def background() -> Background:
    """All that stands around the conference: a session before, an agenda, the standing committee's work, a period."""
    tasks = {one.code: one for one in quarter()}
    former = [
        task(100 + n, lead, work_state=state, completed_on=done, due=date(2024, 3, 25), code=f"2024-Q1-{n:03d}")
        for n, (lead, state, done) in enumerate(
            [
                ("BXDD", WorkState.DONE, date(2024, 3, 20)),
                ("UBND", WorkState.DONE, date(2024, 3, 28)),
                ("UBND", WorkState.DONE, date(2024, 3, 22)),
                ("MTTQ", WorkState.CARRIED_OVER, None),
            ],
            1,
        )
    ]
    former[-1] = replace(former[-1], successor_id=12)

    def counted(views: list[TaskView]) -> list[Any]:
        return [task_fact(view, TODAY, 14, JudgedBy.CURRENT) for view in views]

    def course(code: str, assigned_on: date | None) -> TaskCourse:
        one = tasks[code]
        return TaskCourse(
            code, one.title, "BTV", None, one.lead_name, one.work_state, assigned_on, one.completed_on, one.secret
        )

    items = [
        agenda_item(1, "Báo cáo tổng kết", "2024-Q2-001", task_state=WorkState.SUBMITTED),
        agenda_item(2, "Tờ trình đầu tư công", "2024-Q2-002", task_state=WorkState.IN_PROGRESS),
        agenda_item(3, "Chất vấn và trả lời chất vấn", lead_name="Văn phòng Đảng ủy"),
        agenda_item(4, "Đề án chợ trung tâm", state=AgendaState.CARRIED, note="Chưa đủ hồ sơ"),
    ]
    return Background(
        previous=FORMER_SESSION,
        items=tuple(items),
        papers_due=date(2024, 6, 21),
        between=BetweenSessions(
            interval=Interval(FORMER_SESSION, date(2024, 3, 29), TODAY),
            meetings=(HeldMeeting(STANDING_SESSION, ()),),
            tasks=(course("2024-Q2-005", date(2024, 4, 10)), course("2024-Q2-019", date(2024, 5, 15))),
        ),
        carries_on={12},
        comparison=PeriodComparison("quý I/2024", "quý II/2024", compare(counted(former), counted(quarter()))),
    )


def whole_facts(**changes: Any) -> MeetingFacts:
    """The facts of the whole quarter with all that stands around the conference."""
    return facts(**{"background": background(), **changes})

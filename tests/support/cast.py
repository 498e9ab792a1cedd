"""The fixed cast: people of the fictional commune Hòa Mai, and a task builder for pure tests."""

from datetime import date

from config.agencies import Access
from tasks_registry.access import Actor
from tasks_registry.reading.model import DeadlineRule, Kind
from tasks_registry.states import WorkState
from tasks_registry.view import PersonView, TaskView

CLERK = PersonView(1, "Trịnh Thị Hoài An", "an.trinhthihoai@hoamai.example", "VPĐU", "Văn phòng Đảng ủy")
"""the office clerk"""
OFFICER = PersonView(2, "Đinh Công Bằng", "bang.dinhcong@hoamai.example", "PKT", "Phòng Kinh tế")
"""the lead agency's officer"""
LEADER = PersonView(3, "Lê Thị Vân Khanh", "khanh.lethivan@hoamai.example", "TTĐU", "Thường trực Đảng ủy")
"""a leader"""
OUTSIDER = PersonView(4, "Tô Đăng Khải", "khai.todang@hoamai.example", "BCHQS", "Ban Chỉ huy Quân sự xã")
"""an outsider, who must see nothing of the officer's tasks"""

AN = Actor("An", Access.OFFICE)
"""the office clerk, acting"""


def task(
    number: int = 1,
    *,
    due: date | None = date(2026, 9, 18),
    state: WorkState = WorkState.ASSIGNED,
    officer: PersonView | None = OFFICER,
    meeting: str | None = None,
    rule: DeadlineRule | None = DeadlineRule.TEXT,
    completed_on: date | None = None,
    title: str = "Hoàn thành hồ sơ công nhận sản phẩm OCOP",
    secret: bool = False,
) -> TaskView:
    """Return a task row of Phòng Kinh tế with the given particulars."""
    return TaskView(
        id=number,
        code=f"2026-Q3-{number:03d}",
        title=title,
        text=f"{title}.",
        kind=Kind.DELIVERABLE,
        work_state=state,
        number=None,
        heading="III.5",
        lead_code=officer.agency_code if officer else None,
        lead_name=officer.agency_name if officer else None,
        support_names=(),
        officer=officer,
        product="Hồ sơ",
        due=due,
        original_due=due,
        deadline_rule=rule if due else None,
        deadline_text=None,
        meeting_id=7 if meeting else None,
        meeting_name=meeting,
        completed_on=completed_on,
        evidence=None,
        note=None,
        reported_at=None,
        document=None,
        secret=secret,
    )

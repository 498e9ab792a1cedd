"""Hypothesis: any tasks of Hòa Mai, in every state, with and without lead, deadline, meeting, heading and report."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from tasks_registry.states import WorkState
from tasks_registry.view import TaskView
from tests.unit.reports.hoa_mai import AGENCIES, MEETING, REPORTED, TODAY, task

DAYS = st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=60))
_HEADINGS = (
    (None, None),
    ("III.1", "Về công tác tổ chức, cán bộ"),
    ("II.4", "Tổ chức, cán bộ"),
    ("III.2", "Kinh tế, văn hoá - xã hội"),
    ("III.3", "Hội nghị Đảng ủy lần thứ 17: Tháng 6 năm 2024"),
    ("III", "MỘT SỐ NHIỆM VỤ TRỌNG TÂM QUÝ II/2024"),
)
_MEETINGS = ((None, None), (MEETING.id, MEETING.name), (99, "Hội nghị Ban Thường vụ tháng 6/2024"))


@st.composite
def any_tasks(draw: st.DrawFn) -> list[TaskView]:
    """Up to thirty tasks."""
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "lead": st.sampled_from([*AGENCIES, None]),
                    "work_state": st.sampled_from(WorkState),
                    "due": st.none() | DAYS,
                    "completed_on": st.none() | DAYS,
                    "meeting": st.sampled_from(_MEETINGS),
                    "number": st.sampled_from([None, "2.9", "2.10", "a)"]),
                    "headed": st.sampled_from(_HEADINGS),
                    "reported_at": st.sampled_from([None, REPORTED, datetime(2024, 4, 1, tzinfo=UTC)]),
                    "extensions": st.integers(0, 2),
                }
            ),
            max_size=30,
        )
    )
    tasks = []
    for place, row in enumerate(rows):
        (meeting_id, meeting_name), (heading, heading_text) = row.pop("meeting"), row.pop("headed")
        places = {"meeting_id": meeting_id, "meeting_name": meeting_name}
        tasks.append(task(place, row.pop("lead"), heading=heading, heading_text=heading_text, **places, **row))
    return tasks

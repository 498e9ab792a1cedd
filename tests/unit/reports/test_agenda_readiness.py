"""How ready an agenda is: what is counted, what is proposed and why, what stays unsaid."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reports.agenda.compose import compose
from reports.agenda.content import AgendaReport
from reports.agenda.facts import AgendaFacts, agenda_facts
from reports.agenda.sheets import agenda_sheets
from reports.agenda_entries import Proposal
from tasks_registry.meetings.between import BetweenSessions, HeldMeeting, Interval, TaskCourse
from tasks_registry.meetings.milestones import PAPERS, Milestone
from tasks_registry.meetings.states import AgendaState
from tasks_registry.states import WorkState
from tasks_registry.view import AgendaView, TaskView
from tests.unit.reports.hoa_mai import MEETING, OFFICE, TODAY, task

STEPS = (
    Milestone("Dự thảo", date(2024, 5, 28)),
    Milestone(PAPERS, date(2024, 6, 21), is_next=True),
    Milestone("Ký ban hành", date(2024, 7, 3)),
)
DEADLINE = date(2024, 6, 21)


def of_meeting(place: int, state: WorkState = WorkState.IN_PROGRESS, **changes: Any) -> TaskView:
    return task(place, work_state=state, meeting_id=MEETING.id, meeting_name=MEETING.name, **changes)


def item(place: int, prepared_by: TaskView | None, carried: int = 0, **changes: Any) -> AgendaView:
    one = AgendaView(
        id=place,
        meeting_id=MEETING.id,
        position=place,
        title=prepared_by.title if prepared_by else "Công tác cán bộ",
        state=AgendaState.PLANNED,
        task_code=prepared_by.code if prepared_by else None,
        task_state=prepared_by.work_state if prepared_by else None,
        evidence=None,
        lead_name=prepared_by.lead_name if prepared_by else None,
        person=prepared_by.officer if prepared_by else None,
        times_carried=carried,
        note=None,
    )
    return replace(one, **changes)


def found(
    agenda: list[AgendaView],
    tasks: list[TaskView],
    *,
    deadline: date | None = DEADLINE,
    today: date = TODAY,
    between: BetweenSessions | None = None,
    **meeting: Any,
) -> AgendaFacts:
    return agenda_facts(
        replace(MEETING, **meeting),
        today=today,
        milestones=STEPS if deadline else (),
        deadline=deadline,
        agenda=agenda,
        tasks=tasks,
        between=between,
    )


TASKS = [
    of_meeting(1, WorkState.DONE, title="Báo cáo kiểm tra"),
    of_meeting(2, WorkState.SUBMITTED, title="Tờ trình đầu tư"),
    of_meeting(3, title="Đề án sắp xếp"),
    of_meeting(4, WorkState.RETURNED, title="Quy chế làm việc"),
    of_meeting(5, WorkState.WITHDRAWN, title="Chuyên đề"),
]
AGENDA = [*(item(place, one) for place, one in enumerate(TASKS, 1)), item(6, None)]


def report(**changes: Any) -> AgendaReport:
    return compose(found(AGENDA, TASKS, **changes), OFFICE)


@pytest.mark.parametrize(
    ("day", "proposals"),
    [
        (
            date(2024, 6, 20),
            (
                Proposal.PRESENT,
                Proposal.REVIEW,
                Proposal.URGE,
                Proposal.URGE,
                Proposal.WITHDRAW,
                Proposal.CONFIRM,
            ),
        ),
        (
            date(2024, 6, 21),
            (
                Proposal.PRESENT,
                Proposal.REVIEW,
                Proposal.CARRY,
                Proposal.CARRY,
                Proposal.WITHDRAW,
                Proposal.CONFIRM,
            ),
        ),
    ],
)
def test_each_item_gets_what_its_paper_still_needs(day: date, proposals: tuple[Proposal, ...]) -> None:
    """Before the deadline the lead is urged; on it what is missing is proposed to be carried."""
    assert tuple(one.proposal for one in found(AGENDA, TASKS, today=day).items) == proposals


def test_the_sentence_counts_every_item_once() -> None:
    """Filed and reviewed, then what is missing, by kind."""
    assert report().situation[0] == (
        "Chương trình có 06 nội dung; 02 nội dung đã nộp tài liệu, trong đó 01 nội dung đã thẩm định xong; "
        "01 nội dung chưa nộp, 01 nội dung trả lại để hoàn chỉnh, 01 nội dung nhiệm vụ không còn theo dõi và "
        "01 nội dung không gắn nhiệm vụ."
    )


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (AGENDA[1:2], "Chương trình có 01 nội dung; 01 nội dung đã nộp tài liệu, chưa có nội dung nào thẩm định xong."),
        (AGENDA[2:3], "Chương trình có 01 nội dung; chưa có nội dung nào nộp tài liệu; 01 nội dung chưa nộp."),
    ],
)
def test_nothing_is_said_as_nothing(items: list[AgendaView], said: str) -> None:
    """No “00” in a sentence that somebody signs."""
    assert compose(found(items, TASKS), OFFICE).situation[0] == said


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2024, 6, 19), "(còn 02 ngày)"),
        (DEADLINE, "(hôm nay)"),
        (date(2024, 6, 24), "(đã qua 03 ngày)"),
    ],
)
def test_the_deadline_of_the_papers_is_said_with_the_days(today: date, said: str) -> None:
    """And which step comes next."""
    sentence = report(today=today).situation[1]
    assert said in sentence
    assert sentence.endswith(f"mốc tiếp theo: {PAPERS}, ngày 21/6/2024.")


def test_rows_say_who_is_asked_and_what_is_left() -> None:
    """Numbers run through; a decision comes with its reason."""
    (group,) = report(today=date(2024, 6, 24)).groups
    assert group.heading == "Nội dung trong chương trình (06)"
    rows = group.rows
    assert [row.order for row in rows] == [1, 2, 3, 4, 5, 6]
    assert (rows[0].contact, rows[0].paper, rows[0].deadline, rows[0].days_left) == (
        "Lê Thị Nhàn",
        "Đã thẩm định",
        "21/6/2024",
        "quá 03",
    )
    assert [row.proposal for row in rows] == [
        "Trình",
        "Thẩm định, trình",
        "Lùi: hết hạn nộp ngày 21/6/2024, tài liệu chưa nộp",
        "Lùi: hết hạn nộp ngày 21/6/2024, tài liệu trả lại để hoàn chỉnh",
        "Rút: nhiệm vụ không còn theo dõi",
        "Xác nhận tài liệu",
    ]
    assert (rows[5].lead, rows[5].contact) == ("Chưa xác định cơ quan chủ trì", "")


def test_what_was_carried_often_is_proposed_to_be_withdrawn() -> None:
    """With how often; the proposals are numbered and ask the permanent members."""
    late = TASKS[2]
    written = compose(found([item(1, late, carried=2)], [late], today=DEADLINE), OFFICE)
    assert written.proposals_opening == "Đề nghị Thường trực Đảng ủy xã Hòa Mai xem xét, quyết định:"
    assert written.proposals == (
        "Rút nội dung “Đề án sắp xếp” (Ban Xây dựng Đảng): đã lùi 02 lần, đến nay tài liệu chưa nộp.",
    )


def test_a_task_that_stands_on_no_item_is_not_forgotten() -> None:
    """One whose item was taken off, a finished meeting's or a withdrawn one is left where it is."""
    taken_off = item(1, TASKS[0], state=AgendaState.WITHDRAWN)
    others = [task(8), of_meeting(9, WorkState.CARRIED_OVER)]
    facts = found([taken_off], [TASKS[0], TASKS[2], *others])
    assert (facts.items, [one.item.task_code for one in facts.without_item]) == ((), ["2024-Q2-003"])
    written = compose(facts, OFFICE)
    assert written.situation[0] == "Chương trình Hội nghị chưa có nội dung nào."
    assert written.situation[2].startswith("Ngoài ra có 01 nhiệm vụ được xác định trình Hội nghị nhưng chưa có")
    assert [(group.heading, len(group.rows)) for group in written.groups] == [
        ("Nhiệm vụ trình Hội nghị, chưa có trong chương trình (01)", 1)
    ]


def test_without_a_day_nothing_is_dated() -> None:
    """No picture, no proposal that rests on the papers' day; a task's own due day is said to be that."""
    written = report(deadline=None, day=None)
    assert written.timeline is None
    assert written.situation[1] == "Hạn nộp tài liệu được tính khi ngày họp được ấn định."
    rows = written.groups[0].rows
    assert {(row.deadline, row.days_left) for row in rows[:5]} == {("28/6/2024 (hạn của nhiệm vụ)", "08")}
    assert (rows[5].deadline, rows[5].days_left) == ("Khi ấn định ngày họp", "")
    assert len(written.proposals) == 1
    assert "(dự kiến tháng 6/2024)" in written.opening


def test_after_the_last_step_there_is_no_next_one() -> None:
    """The sentence ends with the deadline."""
    over = tuple(replace(step, is_next=False) for step in STEPS)
    facts = replace(found(AGENDA, TASKS, today=date(2024, 7, 5)), milestones=over)
    assert compose(facts, OFFICE).situation[1] == ("Hạn nộp tài liệu về Văn phòng là ngày 21/6/2024 (đã qua 14 ngày).")


def test_the_steps_are_drawn_and_said() -> None:
    """The alternative text names them all."""
    timeline = report().timeline
    assert timeline is not None
    assert "28/5/2024 Dự thảo" in timeline.alt
    assert "28/6/2024 Hội nghị Đảng ủy lần thứ 17" in timeline.alt


def _between(courses: tuple[TaskCourse, ...] = (), items: tuple[AgendaView, ...] = ()) -> BetweenSessions:
    session = replace(MEETING, id=9, name="Hội nghị Ban Thường vụ tháng 5", body="BTV", day=date(2024, 5, 15))
    empty = replace(session, id=10, name="Họp Thường trực", body="TT", day=date(2024, 5, 20))
    before = replace(MEETING, id=2, day=date(2024, 3, 28))
    return BetweenSessions(
        Interval(before, date(2024, 3, 28), TODAY), (HeldMeeting(session, items), HeldMeeting(empty, ())), courses
    )


def test_what_was_settled_between_two_sessions_is_listed() -> None:
    """Meetings with what became of their items; tasks with before whom they went."""
    plain = TaskCourse("2024-Q2-001", "Báo cáo", "TT", None, "Công an xã", WorkState.DONE, None, date(2024, 5, 30))
    by_meeting = TaskCourse("2024-Q2-002", "Tờ trình", None, 9, None, WorkState.ASSIGNED, date(2024, 5, 15), None)
    of_session = (item(1, TASKS[0]), item(2, None, state=AgendaState.CARRIED))
    written = report(between=_between((plain, by_meeting), of_session)).between
    assert written is not None
    assert written.span == "(từ sau ngày 28/3/2024 đến ngày 20/6/2024)"
    assert [(row.day, row.items) for row in written.sessions] == [
        ("15/5/2024", ("1. Báo cáo kiểm tra: hoàn thành.", f"2. Công tác cán bộ: {AgendaState.CARRIED.label}.")),
        ("20/5/2024", ("Không có nội dung ghi trong chương trình.",)),
    ]
    assert [(row.lead, row.body, row.given, row.result) for row in written.tasks] == [
        ("Công an xã", "Thường trực", "", "Hoàn thành ngày 30/5/2024"),
        ("Chưa xác định cơ quan chủ trì", "Ban Thường vụ", "15/5/2024", "Đã giao"),
    ]


def test_a_secret_task_stands_by_its_code_everywhere() -> None:
    """On the agenda, among the tasks without an item, in both lists between two sessions, in the workbook."""
    secret = of_meeting(7, title="Đơn tố cáo", secret=True, evidence="Kết luận tố cáo")
    loose = of_meeting(8, title="Tố cáo khác", secret=True)
    course = TaskCourse(secret.code, secret.title, "BTV", None, "UBKT", WorkState.ASSIGNED, None, None)
    agenda = item(1, secret, evidence=secret.evidence)
    facts = found([agenda], [secret, loose], today=DEADLINE, between=_between((course,), (agenda,)))
    assert "tố cáo" not in str(compose(facts, OFFICE)).lower()
    assert "2024-Q2-007" in str(compose(facts, OFFICE).groups)
    assert "tố cáo" not in str([sheet.rows for sheet in agenda_sheets(facts)]).lower()


def test_an_item_is_called_as_its_task_is_called_today() -> None:
    """Whole where its name was cut, anew where the task was renamed since; without a task by its own name."""
    long = of_meeting(1, title="Báo cáo kết quả…", text="Báo cáo kết quả kiểm tra, giám sát quý II.")
    former = item(2, long, title="Công tác kiểm tra")
    rows = compose(found([item(1, long), former, item(3, None)], [long]), OFFICE).groups[0].rows
    assert [row.title for row in rows] == [*["Báo cáo kết quả kiểm tra, giám sát quý II"] * 2, "Công tác cán bộ"]


def test_the_workbook_has_days_and_numbers() -> None:
    """Items, steps, and only for the BCH what lies between two sessions."""
    course = TaskCourse("2024-Q2-001", "Báo cáo", "TT", None, "Công an xã", WorkState.DONE, None, date(2024, 5, 30))
    loose = of_meeting(8)
    facts = found(AGENDA, [*TASKS, loose], between=_between((course,), (AGENDA[0],)))
    items, steps, between = agenda_sheets(facts)
    assert [row[1] for row in items.rows] == ["có"] * 6 + ["chưa có"]
    assert list(items.rows[0][9:14]) == [DEADLINE, 1, None, "Trình", "tài liệu đã thẩm định"]
    assert list(steps.rows[1]) == [2, PAPERS, DEADLINE, 1]
    assert [row[0] for row in between.rows] == [1, 2]
    assert list(between.rows[1][6:9]) == ["Thường trực", None, date(2024, 5, 30)]
    assert len(agenda_sheets(found(AGENDA, TASKS))) == 2

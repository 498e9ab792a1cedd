"""Whatever stands on an agenda: both documents of the meeting say the same of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import agenda_entries as entries
from reports.agenda.compose import compose as compose_readiness
from reports.agenda.facts import agenda_facts
from reports.agenda.sheets import agenda_sheets
from reports.agenda_entries import AgendaEntry, Proposal
from reports.meeting.background import Background
from reports.meeting.compose import compose as compose_status
from reports.meeting.sheets import meeting_sheets
from tasks_registry.meetings.states import AgendaState
from tasks_registry.states import WorkState
from tasks_registry.view import AgendaView, TaskView
from tests.unit.reports.any_tasks import any_tasks
from tests.unit.reports.hoa_mai import MEETING, OFFICE, TODAY, agenda_item, facts, task

LEADERS = "Đề nghị Thường trực Đảng ủy xã Hòa Mai xem xét, quyết định:"


@st.composite
def any_agenda(draw: st.DrawFn) -> tuple[list[TaskView], list[AgendaView], date | None]:
    """Any tasks, secret ones among them, any of them on the agenda under any name, and items without a task."""
    tasks = [replace(one, secret=draw(st.booleans())) for one in draw(any_tasks())]
    items = [
        agenda_item(
            place,
            draw(st.sampled_from([one.title, "Tên cũ"])),
            one.code,
            task_state=one.work_state,
            lead_name=one.lead_name,
            state=draw(st.sampled_from(AgendaState)),
            times_carried=draw(st.integers(0, 3)),
            secret=one.secret,
        )
        for place, one in enumerate((one for one in tasks if draw(st.booleans())), 1)
    ]
    loose = agenda_item(99, "Công tác cán bộ", lead_name=draw(st.sampled_from([None, "Văn phòng Đảng ủy"])))
    papers_due = draw(st.sampled_from([None, *(TODAY + timedelta(days=days) for days in (-3, 0, 4))]))
    return tasks, [*items, loose], papers_due


@given(any_agenda())
def test_both_documents_say_the_same_of_every_item(
    drawn: tuple[list[TaskView], list[AgendaView], date | None],
) -> None:
    """Title, lead, paper, deadline, proposal, and what the chair is asked; in Word and in the workbooks."""
    tasks, items, papers_due = drawn
    status = facts(tasks, background=Background(items=tuple(items), papers_due=papers_due))
    ready = agenda_facts(
        MEETING, today=TODAY, milestones=(), deadline=papers_due, agenda=items, tasks=tasks, between=None
    )
    told, listed = compose_status(status, OFFICE), compose_readiness(ready, OFFICE)
    rows = [row for group in listed.groups for row in group.rows]
    assert [(row.title, row.lead, row.paper, row.deadline, row.proposal) for row in told.agenda] == [
        (row.title, row.lead, row.paper, row.deadline, row.proposal) for row in rows
    ]
    asked = [one for one in told.proposals if one.startswith(LEADERS)]
    same = "; ".join(f"{one[0].lower()}{one[1:-1]}" for one in listed.proposals)
    assert asked == ([f"{LEADERS} {same}."] if listed.proposals else [])
    (sheet,) = [one for one in meeting_sheets(status, "a") if getattr(one, "title", "") == "Trình Hội nghị"]
    book = agenda_sheets(ready)[0]
    assert [row[1] for row in sheet.rows] == [row[2] for row in book.rows]  # type: ignore[union-attr]


def entry(one: TaskView | None, papers_due: date | None, today: date = TODAY) -> AgendaEntry:
    item = agenda_item(1, "Mục", one.code if one else None, task_state=one.work_state if one else None)
    (found,) = entries.agenda_entries(MEETING.id, [item], [one] if one else [], papers_due, today)
    return found


PAPERS = date(2024, 6, 21)


@pytest.mark.parametrize(
    ("due", "papers_due", "said", "left"),
    [
        (date(2024, 6, 28), PAPERS, "21/6/2024", 1),
        (PAPERS, PAPERS, "21/6/2024", 1),
        (None, PAPERS, "21/6/2024", 1),
        (date(2024, 6, 14), PAPERS, "14/6/2024 (hạn của nhiệm vụ)", -6),
        (date(2024, 6, 28), None, "28/6/2024 (hạn của nhiệm vụ)", 8),
        (None, None, "Khi ấn định ngày họp", None),
    ],
)
def test_papers_are_due_so_many_days_before_the_meeting(
    due: date | None, papers_due: date | None, said: str, left: int | None
) -> None:
    """DOMAIN §5; the task's own day only where it is earlier or there is no other, and said to be that."""
    found = entry(task(1, due=due), papers_due)
    assert (entries.deadline(found), found.days_left) == (said, left)


@pytest.mark.parametrize(
    ("today", "proposed"),
    [
        (PAPERS - timedelta(days=1), Proposal.URGE),
        (PAPERS, Proposal.CARRY),
        (PAPERS + timedelta(days=9), Proposal.CARRY),
    ],
)
def test_the_chair_decides_from_the_day_of_the_papers_on(today: date, proposed: Proposal) -> None:
    """Before it the office urges, however long the task's own day is over."""
    assert entry(task(1, due=date(2024, 6, 1)), PAPERS, today).proposal is proposed


def test_without_a_day_of_the_papers_nothing_is_to_be_decided() -> None:
    """But for a task that nobody follows any more."""
    assert entry(task(1, due=date(2024, 6, 1)), None).proposal is Proposal.URGE
    assert entry(task(1, work_state=WorkState.WITHDRAWN), None).proposal is Proposal.WITHDRAW
    assert entry(None, None).proposal is Proposal.CONFIRM


def test_a_secret_item_whose_task_is_not_at_hand_stands_by_its_code() -> None:
    """Nothing of its own name."""
    item = agenda_item(1, "Đơn tố cáo", "2024-Q2-003", task_state=WorkState.WITHDRAWN, secret=True)
    (found,) = entries.agenda_entries(MEETING.id, [item], [], None, TODAY)
    assert entries.title(found) == "Nhiệm vụ mật (mã 2024-Q2-003)"

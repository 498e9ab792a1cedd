"""Who is told of what, read off the history from its newest row back."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.events import Event
from notifications.happenings import Standing
from tasks_registry.states import WorkState
from tests.support.cast import CLERK, LEADER, OFFICER, OUTSIDER
from tests.support.notices import BCHQS, PKT, VPDU, Chronicle, told

ASSIGNED = Standing("assigned", PKT, due="2026-09-18")


def chronicle(standing: Standing = ASSIGNED) -> Chronicle:
    """Return a registry with one task that its people have heard of; its rows begin with number 2."""
    found = Chronicle()
    found.add(1, standing)
    return found


def news(found: Chronicle) -> list[tuple[int, Event]]:
    return told(found.notices(first=2))


def test_an_imported_task_is_told_to_the_officer_of_its_lead() -> None:
    """With the due day, the way it came, who did it – and no text."""
    (notice,) = chronicle().notices()
    assert (notice.person_id, notice.event, notice.task_id) == (OFFICER.id, Event.ASSIGNED, 1)
    assert notice.detail == {"by": "Khanh", "how": "import", "after": "2026-09-18"}
    assert notice.key == "history:1:1/person:2"


@pytest.mark.parametrize("state", ["draft", "in_progress", "done", "handed_back"])
def test_what_comes_in_at_another_state_is_news_to_nobody(state: str) -> None:
    """A draft is not given to anybody yet; what is under way or done is known to its owner."""
    assert chronicle(Standing(state, PKT)).notices() == []


def test_a_task_without_a_lead_is_told_to_the_office() -> None:
    """As with reminders: somebody must give it to somebody."""
    assert told(chronicle(Standing("assigned")).notices()) == [(CLERK.id, Event.ASSIGNED)]


def test_a_confirmed_draft_is_assigned() -> None:
    """The owner hears when the office confirms, not when the document is read."""
    found = chronicle(Standing("draft", PKT))
    found.change(1, "task.assign", work_state="assigned")
    assert news(found) == [(OFFICER.id, Event.ASSIGNED)]


def test_the_person_who_did_it_is_not_told() -> None:
    """The officer who gives a task to a colleague's agency knows it; the new one hears."""
    found = chronicle()
    found.change(1, "task.edit", actor=OFFICER.name, lead_agency_id=BCHQS)
    assert news(found) == [(OUTSIDER.id, Event.ASSIGNED)]


def test_a_returned_task_is_told_to_its_owner() -> None:
    """Submitted work that is not accepted."""
    found = chronicle(Standing("submitted", PKT))
    found.change(1, "task.return", work_state="returned")
    assert news(found) == [(OFFICER.id, Event.RETURNED)]


@pytest.mark.parametrize("action", ["task.edit", "task.edit_table", "task.due_recounted", "task.start_term"])
def test_a_changed_deadline_is_told_with_both_days(action: str) -> None:
    """Whoever changed it and why."""
    found = chronicle()
    found.change(1, action, due="2026-09-25")
    (notice,) = found.notices(first=2)
    assert (notice.person_id, notice.event) == (OFFICER.id, Event.DUE_CHANGED)
    assert (notice.detail["before"], notice.detail["after"]) == ("2026-09-18", "2026-09-25")


@pytest.mark.parametrize("state", ["draft", "suspended", "handed_back", "done"])
def test_the_deadline_of_a_task_that_is_nobodys_is_not_told(state: str) -> None:
    """Nobody works towards it now."""
    found = chronicle(Standing(state, PKT, due="2026-09-18"))
    found.change(1, "task.edit", due="2026-09-25")
    assert news(found) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"lead_agency_id": BCHQS}, [(OFFICER.id, Event.REMOVED), (OUTSIDER.id, Event.ASSIGNED)]),
        ({"officer_id": LEADER.id}, [(OFFICER.id, Event.REMOVED), (LEADER.id, Event.ASSIGNED)]),
        ({"officer_id": OFFICER.id}, []),
        ({"lead_agency_id": BCHQS, "officer_id": OFFICER.id}, []),
    ],
)
def test_the_former_owner_hears_as_well_as_the_new_one(
    change: dict[str, int], expected: list[tuple[int, Event]]
) -> None:
    """A change after which the same person is reached is no news."""
    found = chronicle()
    found.change(1, "task.edit", **change)
    assert sorted(news(found)) == expected


def test_who_was_reached_before_a_merge_stands_in_the_row() -> None:
    """The people of the old agency work for another one by now."""
    found = chronicle(Standing("assigned", BCHQS))
    found.change(1, "task.lead_moved", beside={"former_person_id": LEADER.id}, lead_agency_id=PKT)
    removed, assigned = sorted(found.notices(first=2), key=lambda notice: notice.event, reverse=True)
    assert (removed.person_id, removed.event) == (LEADER.id, Event.REMOVED)
    assert (removed.detail["how"], removed.detail["to"]) == ("given", OFFICER.name)
    assert (assigned.person_id, assigned.event) == (OFFICER.id, Event.ASSIGNED)


@pytest.mark.parametrize(
    ("action", "state"),
    [("withdraw", WorkState.WITHDRAWN), ("suspend", WorkState.SUSPENDED), ("carry-over", WorkState.CARRIED_OVER)],
)
def test_a_task_that_is_taken_away_is_told_to_its_owner(action: str, state: WorkState) -> None:
    """Also when it was suspended before, or handed back."""
    for before in ("assigned", "submitted", "handed_back"):
        found = chronicle(Standing(before, PKT))
        found.change(1, f"task.{action}", work_state=state.value)
        (notice,) = found.notices(first=2)
        assert (notice.person_id, notice.event, notice.detail["how"]) == (OFFICER.id, Event.REMOVED, action)


def test_nobody_hears_of_a_draft_that_is_withdrawn() -> None:
    """It was nobody's."""
    found = chronicle(Standing("draft", PKT))
    found.change(1, "task.withdraw", work_state="withdrawn")
    assert news(found) == []


@pytest.mark.parametrize(("before", "action", "how"), [("suspended", "resume", "resume"), ("done", "reopen", "reopen")])
def test_a_task_that_comes_back_is_told_as_assigned(before: str, action: str, how: str) -> None:
    """Otherwise its owner would go on thinking that it rests."""
    found = chronicle(Standing(before, PKT))
    found.change(1, f"task.{action}", work_state="in_progress")
    (notice,) = found.notices(first=2)
    assert (notice.event, notice.detail["how"]) == (Event.ASSIGNED, how)


def test_a_finished_task_is_no_news() -> None:
    """Confirmed, handed back by its owner, reported of: nobody must hear of it at once."""
    found = chronicle()
    found.change(1, "task.report", work_state="in_progress")
    found.change(1, "task.hand-back", work_state="handed_back")
    found.change(1, "task.assign", work_state="assigned", actor=OFFICER.name)
    found.change(1, "task.confirm", work_state="done")
    assert news(found) == []


def test_the_office_hears_of_a_request_and_the_owner_of_the_answer() -> None:
    """Also whoever asked, when that is another one."""
    found = chronicle()
    found.change(1, "task.extension_ask", beside={"due_asked": "2026-09-30"})
    found.change(1, "task.extension_refuse", beside={"asked_by": OUTSIDER.name})
    found.change(1, "task.extension_approve", beside={"asked_by": "Máy lạ"}, due="2026-09-30")
    asked, refused, refused_too, granted = found.notices(first=2)
    assert (asked.person_id, asked.event) == (CLERK.id, Event.EXTENSION_ASKED)
    assert (asked.detail["before"], asked.detail["after"]) == ("2026-09-18", "2026-09-30")
    assert told([refused, refused_too]) == [
        (OFFICER.id, Event.EXTENSION_REFUSED),
        (OUTSIDER.id, Event.EXTENSION_REFUSED),
    ]
    assert (granted.person_id, granted.event) == (OFFICER.id, Event.EXTENSION_GRANTED)
    assert (granted.detail["before"], granted.detail["after"]) == ("2026-09-18", "2026-09-30")


def test_a_clerk_who_writes_the_request_down_is_not_told_of_it() -> None:
    """She did it."""
    found = chronicle()
    found.change(1, "task.extension_ask", actor=CLERK.name, beside={"due_asked": "2026-09-30"})
    assert news(found) == []


def moving_meeting(found: Chronicle, before: str | None, after: str | None, action: str = "meeting.fix_day") -> None:
    found.log(action, 7, {"day": before}, {"day": after})


@pytest.mark.parametrize(
    ("before", "after", "action", "event"),
    [
        (None, "2026-09-25", "meeting.fix_day", Event.MEETING_FIXED),
        ("2026-09-25", "2026-09-28", "meeting.fix_day", Event.MEETING_MOVED),
        ("2026-09-25", None, "meeting.postpone", Event.MEETING_POSTPONED),
    ],
)
def test_a_meeting_is_told_once_to_each_person_it_concerns(
    before: str | None, after: str | None, action: str, event: Event
) -> None:
    """Those who lead an item or work on one of its tasks."""
    found = Chronicle()
    moving_meeting(found, before, after, action)
    notices = found.notices(attending={7: {OFFICER.id, LEADER.id}})
    assert told(notices) == [(OFFICER.id, event), (LEADER.id, event)]
    assert {notice.meeting_id for notice in notices} == {7}


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_deadlines_that_move_with_a_meeting_are_part_of_its_notice(size: int) -> None:
    """One notice a person, however many tasks; wherever the batches are cut."""
    found = Chronicle()
    for task, lead in ((1, PKT), (2, PKT), (3, VPDU)):
        found.tasks[task] = Standing("assigned", lead, meeting_id=7, due="2026-09-18")
    found.tasks[4] = Standing("draft", PKT, meeting_id=7, due="2026-09-18")
    moving_meeting(found, "2026-09-25", "2026-09-28")
    for task in (1, 2, 3, 4):
        found.change(task, "task.due_moved", due="2026-09-21")
    at = found.rows[0].at
    found.rows = [row.__class__(**{**vars(row), "at": at}) for row in found.rows]
    notices = found.notices(size=size, attending={7: {OFFICER.id}})
    assert told(notices) == [(CLERK.id, Event.MEETING_MOVED), (OFFICER.id, Event.MEETING_MOVED)]
    of_officer = next(notice for notice in notices if notice.person_id == OFFICER.id)
    assert of_officer.detail["moves"] == [
        {"task": 1, "before": "2026-09-18", "after": "2026-09-21"},
        {"task": 2, "before": "2026-09-18", "after": "2026-09-21"},
    ]


def test_a_deadline_that_moves_with_an_item_alone_is_told_by_itself() -> None:
    """The task went to another meeting; that meeting's own day did not change."""
    found = chronicle()
    moving_meeting(found, None, "2026-09-25")
    found.change(1, "task.to_meeting", meeting_id=7)
    found.change(1, "task.due_moved", due="2026-09-21")
    assert told(found.notices(first=2, attending={7: {LEADER.id}})) == [
        (LEADER.id, Event.MEETING_FIXED),
        (OFFICER.id, Event.DUE_CHANGED),
    ]


Deed = Callable[[Chronicle, int], None]
DEEDS: list[Deed] = [
    lambda found, task: found.change(task, "task.edit", lead_agency_id=BCHQS),
    lambda found, task: found.change(task, "task.edit", lead_agency_id=PKT),
    lambda found, task: found.change(task, "task.handover", officer_id=LEADER.id),
    lambda found, task: found.change(task, "task.edit", officer_id=None, actor=LEADER.name),
    lambda found, task: found.change(task, "task.edit", due="2026-09-25"),
    lambda found, task: found.change(task, "task.due_moved", due="2026-09-28"),
    lambda found, task: found.change(task, "task.assign", work_state="assigned"),
    lambda found, task: found.change(task, "task.submit", work_state="submitted", actor=OFFICER.name),
    lambda found, task: found.change(task, "task.return", work_state="returned"),
    lambda found, task: found.change(task, "task.suspend", work_state="suspended"),
    lambda found, task: found.change(task, "task.resume", work_state="in_progress"),
    lambda found, task: found.change(task, "task.withdraw", work_state="withdrawn"),
    lambda found, task: found.change(task, "task.extension_ask", beside={"due_asked": "2026-09-30"}),
    lambda found, task: found.log("meeting.fix_day", 7, {"day": None}, {"day": f"2026-10-{task:02d}"}),
]


@given(
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from(DEEDS), st.booleans()), max_size=25),
    st.integers(1, 5),
)
def test_wherever_runs_cut_the_history_each_notice_arises_once(deeds: list[tuple[int, Deed, bool]], size: int) -> None:
    """Reading after every few changes, with batches of any size, finds what reading all at the end finds."""
    found = Chronicle()
    for task in (1, 2, 3):
        found.add(task, ASSIGNED)
    attending = {7: {OFFICER.id, OUTSIDER.id}}
    by_runs, read = [], 0
    for task, deed, run in deeds:
        deed(found, task)
        if run:
            by_runs += found.notices(first=read + 1, size=size, attending=attending)
            read = len(found.rows)
    by_runs += found.notices(first=read + 1, size=size, attending=attending)
    at_once = found.notices(attending=attending)
    assert sorted(by_runs, key=lambda notice: (notice.seq, notice.person_id)) == at_once
    assert len({notice.key for notice in at_once}) == len(at_once)

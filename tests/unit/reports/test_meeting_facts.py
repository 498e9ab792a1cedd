"""The facts of a meeting: figures that add up, lists that answer their question, an appendix in the right order."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rhythm import JudgedBy
from reports.meeting.facts import Group, MeetingFacts
from reports.task_facts import TaskFact, printed_order
from tasks_registry.meetings.readiness import Paper
from tasks_registry.states import COUNTED, WorkState
from tasks_registry.time_state import TimeState
from tasks_registry.view import TaskView
from tests.unit.reports.any_tasks import any_tasks
from tests.unit.reports.hoa_mai import MEETING, TODAY, facts, quarter, task


def _codes(members: tuple[TaskFact, ...]) -> list[str]:
    return [fact.task.code for fact in members]


@given(any_tasks())
def test_every_counted_task_is_in_exactly_one_cell(tasks: list[TaskView]) -> None:
    """The four cells hold all counted tasks, none twice, and no draft, suspended, carried-over or withdrawn one."""
    found = facts(tasks)
    figures = found.figures
    counted = [one.code for one in tasks if one.work_state in COUNTED]
    assert sorted(_codes(found.appendix)) == sorted(counted)
    assert figures.done_in_time + figures.done_late + figures.open_in_time + figures.open_overdue == len(counted)
    assert figures.open_overdue == len(found.overdue)
    assert figures.done == sum(one.work_state is WorkState.DONE for one in tasks)


@given(any_tasks())
def test_overdue_tasks_lead_the_appendix_then_the_agenda(tasks: list[TaskView]) -> None:
    """Groups never go back, and the overdue ones come with the most days first."""
    found = facts(tasks)
    assert [found.group(fact) for fact in found.appendix] == sorted(found.group(fact) for fact in found.appendix)
    assert all((found.group(fact) is Group.OVERDUE) == (fact.time is TimeState.OVERDUE) for fact in found.appendix)
    days = [fact.days_overdue for fact in found.overdue]
    assert days == sorted(days, reverse=True)
    assert all(days)


@given(any_tasks(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(tasks: list[TaskView], dice: Random) -> None:
    """The same tasks in another order give the same facts."""
    shuffled = list(tasks)
    dice.shuffle(shuffled)
    assert facts(shuffled) == facts(tasks)


@given(any_tasks())
def test_due_lists_hold_each_task_of_the_owner_once(tasks: list[TaskView]) -> None:
    """“Before the meeting” and “soon” do not overlap and hold nothing overdue, handed in or done."""
    found = facts(tasks)
    coming = (*found.due_before_meeting, *found.due_soon)
    assert max(Counter(_codes(coming)).values(), default=1) == 1
    assert all(fact.owner_must_act and not fact.overdue for fact in coming)


def test_the_quarter_of_hoa_mai_is_counted_as_by_hand() -> None:
    """25 tasks: 7 + 2 done, 10 open in time, 6 overdue; the rates are 9/25 and 9/15."""
    figures = facts().figures
    assert (figures.done_in_time, figures.done_late, figures.open_in_time, figures.open_overdue) == (7, 2, 10, 6)
    assert figures.rate_of_all == pytest.approx(0.36)
    assert figures.rate_of_fallen_due == pytest.approx(0.6)


def test_what_is_left_out_is_said_but_drafts_are_not() -> None:
    """Suspended, carried-over and withdrawn tasks are told beside the figures; nobody confirmed a draft."""
    assert tuple((state, len(tasks)) for state, tasks in facts().left_out) == (
        (WorkState.SUSPENDED, 1),
        (WorkState.CARRIED_OVER, 1),
        (WorkState.WITHDRAWN, 1),
    )


def test_a_task_due_today_is_not_overdue() -> None:
    """The due day belongs to the owner to its end; the day after is the first day overdue."""
    tasks = [task(1, due=TODAY), task(2, due=TODAY - timedelta(days=1))]
    assert [(fact.task.id, fact.days_overdue) for fact in facts(tasks).overdue] == [(2, 1)]


def test_the_meetings_own_day_is_still_before_the_meeting() -> None:
    """Due on the meeting's day is listed before it; a day later only when it is soon."""
    assert MEETING.day is not None
    tasks = [task(1, due=MEETING.day), task(2, due=MEETING.day + timedelta(days=1)), task(3, due=date(2024, 9, 1))]
    found = facts(tasks)
    assert (_codes(found.due_before_meeting), _codes(found.due_soon)) == (["2024-Q2-001"], ["2024-Q2-002"])


def test_a_meeting_without_a_day_counts_from_the_end_of_its_window() -> None:
    """Until the day is fixed the last possible day holds; with no window at all nothing is “before the meeting”."""
    tasks = [task(1, due=date(2024, 6, 30))]
    assert _codes(facts(tasks, replace(MEETING, day=None)).due_before_meeting) == ["2024-Q2-001"]
    unknown = facts(tasks, replace(MEETING, day=None, window_from=None, window_to=None))
    assert (_codes(unknown.due_before_meeting), _codes(unknown.due_soon)) == ([], ["2024-Q2-001"])


def test_a_missing_report_is_a_fact_of_its_own() -> None:
    """A silent owner is listed whether late or not; one who handed in is not."""
    tasks = [
        task(1, due=date(2024, 9, 1), reported_at=None),
        task(2, due=date(2024, 5, 1), reported_at=None),
        task(3, work_state=WorkState.SUBMITTED, reported_at=None),
        task(4, due=date(2024, 5, 1)),
    ]
    assert _codes(facts(tasks).without_report) == ["2024-Q2-002", "2024-Q2-001"]


def test_a_task_handed_back_is_the_office_s_to_assign() -> None:
    """Nothing is asked of the agency that gave it back, late or silent though the task is."""
    tasks = [task(1, due=date(2024, 5, 1), work_state=WorkState.HANDED_BACK, reported_at=None)]
    found = facts(tasks)
    assert _codes(found.handed_back) == _codes(found.overdue) == ["2024-Q2-001"]
    assert (found.without_report, found.awaiting_review, found.due_soon) == ((), (), ())


def test_an_extended_task_is_late_by_the_day_that_the_office_judges_by() -> None:
    """Due first on 10 June, extended to 28 June, looked at on 20 June."""
    tasks = [
        task(1, due=date(2024, 6, 28), original_due=date(2024, 6, 10)),
        task(2, due=date(2024, 6, 14), original_due=date(2024, 6, 14)),
    ]
    assert _codes(facts(tasks).overdue) == ["2024-Q2-002"]
    strict = facts(tasks, judged_by=JudgedBy.ORIGINAL)
    assert [(fact.task.id, fact.days_overdue) for fact in strict.overdue] == [(1, 10), (2, 6)]


def test_open_tasks_without_a_lead_are_listed_and_come_last_by_agency() -> None:
    """Nobody's task is named; a finished one needs no lead any more."""
    tasks = [task(1, None, due=date(2024, 5, 1)), task(2, None, work_state=WorkState.DONE), task(3, "UBND")]
    found = facts(tasks)
    assert _codes(found.without_lead) == ["2024-Q2-001"]
    assert [one.key for one in found.by_agency] == ["UBND", None]


def test_the_agenda_is_in_printed_order_with_its_papers() -> None:
    """Item 2.9 stands before 2.10, and the paper follows from the work state."""
    states = (WorkState.DONE, WorkState.SUBMITTED, WorkState.RETURNED, WorkState.ASSIGNED)
    tasks = [
        task(place, number=f"2.{11 - place}", work_state=state, meeting_id=MEETING.id)
        for place, state in enumerate(states, 1)
    ]
    agenda = facts(tasks).agenda
    assert [fact.task.number for fact in agenda] == ["2.7", "2.8", "2.9", "2.10"]
    assert [fact.paper for fact in agenda] == [Paper.MISSING, Paper.RETURNED, Paper.FILED, Paper.REVIEWED]
    assert [fact.paper.filed for fact in agenda] == [False, False, True, True]


def test_done_in_the_period_starts_with_its_first_day() -> None:
    """Finished on the first day counts, the day before does not; a reopened task's old date does not either."""
    tasks = [
        task(1, work_state=WorkState.DONE, completed_on=date(2024, 4, 1)),
        task(2, work_state=WorkState.DONE, completed_on=date(2024, 3, 31)),
        task(3, work_state=WorkState.DONE, completed_on=None),
        task(4, completed_on=date(2024, 5, 1)),
    ]
    assert _codes(facts(tasks).done_in_period) == ["2024-Q2-001"]
    assert len(facts(tasks, today=date(2024, 3, 31)).done_in_period) == 2


def test_printed_numbers_sort_as_people_count() -> None:
    """2.9 before 2.10, letters among themselves, no number last."""
    assert sorted(["2.10", None, "2.9", "b)", "a)", "1"], key=printed_order) == ["a)", "b)", "1", "2.9", "2.10", None]


def test_no_tasks_at_all_are_no_error() -> None:
    """An office in its first week gets empty facts, and rates that do not exist."""
    found: MeetingFacts = facts([])
    assert (found.figures.total, found.figures.rate_of_all, found.by_agency, found.appendix) == (0, None, (), ())


def test_the_sample_quarter_holds_four_tasks_that_are_not_counted() -> None:
    """The fixed cast stays what the other tests rely on."""
    assert len(quarter()) - len(facts().appendix) == 4

"""What was decided and is no longer true when the letter is written."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from notifications.envelope import Entry
from notifications.events import Event
from notifications.letters import truth
from tasks_registry.meetings.states import MeetingState
from tasks_registry.states import WorkState
from tasks_registry.view import MeetingView, TaskView
from tests.support.cast import LEADER, OFFICER, task

DUE = date(2026, 9, 18)
ENTRY = Entry("key", "due-3", DUE, task_id=1)
MEETING = MeetingView(7, "Hội nghị", "BTV", None, None, None, None, DUE, state=MeetingState.FIXED)


@pytest.mark.parametrize(
    ("found", "holds"),
    [
        (task(1), True),
        (None, False),
        (task(1, state=WorkState.DONE), False),
        (task(1, state=WorkState.SUBMITTED), False),
        (task(1, due=DUE + timedelta(days=1)), False),
        (task(1, due=None), False),
        (task(1, officer=LEADER), False),
        (task(1, officer=None), False),
    ],
)
def test_a_reminder_holds_while_the_task_wants_it_from_this_person(found: TaskView | None, holds: bool) -> None:
    """State, due day, person."""
    assert truth.reminds(ENTRY, found, OFFICER) is holds


def test_an_escalation_holds_while_the_task_is_late_whoever_has_it() -> None:
    """From the day after the due day, until somebody hands something in."""
    after = DUE + timedelta(days=1)
    assert truth.escalates(ENTRY, task(1, officer=LEADER), after)
    assert not truth.escalates(ENTRY, task(1), DUE)
    assert not truth.escalates(ENTRY, task(1, state=WorkState.SUBMITTED), after)
    assert not truth.escalates(ENTRY, task(1, due=after), after)
    assert not truth.escalates(ENTRY, None, after)


def test_a_meeting_is_announced_until_it_moves_or_is_over() -> None:
    """On its day still; not the day after."""
    assert truth.announces(DUE, MEETING, DUE)
    assert not truth.announces(DUE, MEETING, DUE + timedelta(days=1))
    assert not truth.announces(DUE, replace(MEETING, day=None), DUE)
    assert not truth.announces(DUE, replace(MEETING, state=MeetingState.CLOSED), DUE)
    assert not truth.announces(DUE, None, DUE)


@pytest.mark.parametrize(
    ("event", "found", "holds"),
    [
        (Event.ASSIGNED, task(1), True),
        (Event.ASSIGNED, task(1, officer=LEADER), False),
        (Event.ASSIGNED, replace(task(1, officer=LEADER), support_names=(OFFICER.agency_name,)), True),
        (Event.ASSIGNED, task(1, state=WorkState.WITHDRAWN), False),
        (Event.REMOVED, task(1), False),
        (Event.REMOVED, task(1, officer=LEADER), True),
        (Event.REMOVED, task(1, state=WorkState.WITHDRAWN), True),
        (Event.RETURNED, task(1, state=WorkState.RETURNED), True),
        (Event.RETURNED, task(1, state=WorkState.IN_PROGRESS), False),
        (Event.DUE_CHANGED, task(1), True),
        (Event.DUE_CHANGED, task(1, state=WorkState.SUBMITTED), True),
        (Event.DUE_CHANGED, task(1, due=DUE + timedelta(days=1)), False),
        (Event.EXTENSION_GRANTED, task(1, state=WorkState.DONE), False),
        (Event.EXTENSION_REFUSED, task(1, due=None), True),
        (Event.EXTENSION_ASKED, task(1), True),
        (Event.EXTENSION_ASKED, task(2), False),
        (Event.RETURNED, None, False),
    ],
)
def test_an_event_of_a_task_is_told_as_long_as_it_holds(event: Event, found: TaskView | None, holds: bool) -> None:
    """What was undone before the letter went out is not news."""
    assert truth.task_event_holds(event, DUE, found, OFFICER, {"2026-Q3-001"}) is holds


def test_an_event_of_a_meeting_is_told_as_long_as_it_holds() -> None:
    """Its day as told, or none."""
    postponed = replace(MEETING, day=None, state=MeetingState.POSTPONED)
    assert truth.meeting_event_holds(Event.MEETING_POSTPONED, None, postponed, DUE)
    assert not truth.meeting_event_holds(Event.MEETING_POSTPONED, None, MEETING, DUE)
    assert truth.meeting_event_holds(Event.MEETING_MOVED, DUE, MEETING, DUE)
    assert not truth.meeting_event_holds(Event.MEETING_MOVED, None, MEETING, DUE)


def test_days_of_a_notice_are_read_where_there_are_any() -> None:
    """Keys that have nothing to say are left out."""
    assert (truth.iso_day("2026-09-18"), truth.iso_day(None), truth.iso_day("")) == (DUE, None, None)

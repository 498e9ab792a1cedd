"""Which tasks a report counts: all that is open, and of the rest what ended lately or belongs to a running period."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tasks_registry.scope import Scope, scope_of
from tasks_registry.states import OPEN, WorkState
from tasks_registry.view import TaskView
from tests.support.cast import task

TODAY = date(2026, 9, 18)
MEETING = 7
SCOPE = scope_of(TODAY, MEETING)
LONG_AGO = date(2024, 3, 29)


def ended(state: WorkState, **changes: Any) -> TaskView:
    confirmed = datetime(2024, 1, 5, tzinfo=UTC)
    return replace(task(due=LONG_AGO, state=state), **{"confirmed_at": confirmed, "period": "2024-Q1", **changes})


def test_a_scope_starts_with_the_quarter_and_knows_every_running_period() -> None:
    """The month, quarter, nine months, half year and year of the day; nine months are over in October."""
    assert (
        Scope(
            date(2026, 7, 1),
            ("2026-09", "2026-Q3", "2026-H2", "2026-9M", "2026"),
            (date(2026, 7, 1), date(2026, 9, 30)),
            MEETING,
        )
        == SCOPE
    )
    assert scope_of(date(2026, 10, 1), MEETING).periods == ("2026-10", "2026-Q4", "2026-H2", "2026")


def test_a_session_before_the_quarter_began_is_reached_back_to() -> None:
    """On 2 July the quarter is a day old: what was done since the conference of June must not be lost."""
    assert scope_of(date(2026, 7, 2), MEETING, [date(2026, 6, 10)]).first_day == date(2026, 6, 10)
    assert scope_of(TODAY, MEETING, [date(2026, 8, 1)]).first_day == date(2026, 7, 1)


def test_without_a_meeting_no_meeting_s_tasks_are_counted_for_its_sake() -> None:
    """Neither those of some meeting nor, worse, all that go to none."""
    day_s_own = scope_of(TODAY)
    assert not day_s_own.holds(ended(WorkState.DONE, meeting_id=MEETING), LONG_AGO)
    assert not day_s_own.holds(ended(WorkState.DONE, meeting_id=None), LONG_AGO)
    assert day_s_own.holds(ended(WorkState.ASSIGNED), None)


@pytest.mark.parametrize("state", sorted(OPEN | {WorkState.SUSPENDED}))
def test_what_is_open_counts_however_old_it_is(state: WorkState) -> None:
    """A commitment of two years ago that nobody fulfilled is the first that a meeting must see."""
    assert SCOPE.holds(ended(state), None)


@pytest.mark.parametrize("state", [WorkState.DONE, WorkState.CARRIED_OVER, WorkState.WITHDRAWN])
def test_what_ended_counts_from_the_first_day_on(state: WorkState) -> None:
    """A task of an old period that ended on the first day is told; one that ended the day before is history."""
    assert SCOPE.holds(ended(state), date(2026, 7, 1))
    assert not SCOPE.holds(ended(state), date(2026, 6, 30))
    assert not SCOPE.holds(ended(state), None)


@pytest.mark.parametrize("period", ["2026-Q3", "2026-09", "2026-H2", "2026-9M", "2026"])
def test_what_belongs_to_a_running_period_counts_to_its_end(period: str) -> None:
    """A yearly task that was finished in February is part of the year's figures until December."""
    assert SCOPE.holds(ended(WorkState.DONE, period=period), date(2026, 2, 1))
    assert not SCOPE.holds(ended(WorkState.DONE, period="2026-Q2"), date(2026, 6, 1))


def test_a_task_without_period_belongs_to_the_quarter_in_which_it_falls_due() -> None:
    """As when a period is closed (ADR 0012); one without a due day belongs to none."""
    for due, counts in ((date(2026, 7, 1), True), (date(2026, 9, 30), True), (date(2026, 6, 30), False), (None, False)):
        assert SCOPE.holds(ended(WorkState.DONE, period=None, due=due), date(2026, 6, 1)) is counts


def test_what_goes_before_the_meeting_counts_whenever_it_was_finished() -> None:
    """A paper that was ready months ahead is on the agenda all the same; another meeting's is not."""
    assert SCOPE.holds(ended(WorkState.DONE, meeting_id=MEETING), date(2026, 3, 1))
    assert not SCOPE.holds(ended(WorkState.DONE, meeting_id=8), date(2026, 3, 1))


def test_what_nobody_confirmed_never_counts() -> None:
    """Neither a proposal of the running quarter nor one that was dropped in review."""
    assert not SCOPE.holds(ended(WorkState.DRAFT, period="2026-Q3"), None)
    dropped = ended(WorkState.WITHDRAWN, period="2026-Q3", confirmed_at=None)
    assert not SCOPE.holds(dropped, TODAY)
    assert SCOPE.holds(replace(dropped, confirmed_at=datetime(2026, 7, 2, tzinfo=UTC)), TODAY)

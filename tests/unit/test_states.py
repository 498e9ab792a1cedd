"""Named transitions: what is illegal is refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.errors import Refused
from tasks_registry.states import (
    COUNTED,
    KEEPS_EXTENSION,
    OPEN,
    TRANSITIONS,
    WORKED_ON,
    Act,
    ExtensionState,
    WorkState,
    next_state,
    reported_state,
)


def go(state: WorkState, act: Act, reason: str | None = "vì", evidence: str | None = "12-BC/ĐU") -> WorkState:
    return next_state("2026-Q3-001", state, act, reason=reason, evidence=evidence)


def test_the_straight_way_from_draft_to_done() -> None:
    """nháp → đã giao → đã tiếp nhận → đang thực hiện → đã nộp → hoàn thành."""
    state = WorkState.DRAFT
    for act in (Act.ASSIGN, Act.RECEIVE, Act.START, Act.SUBMIT, Act.CONFIRM):
        state = go(state, act)
    assert state is WorkState.DONE


def test_a_refusal_names_the_task_its_state_and_what_is_possible() -> None:
    """The sentence lets the reader act."""
    with pytest.raises(Refused, match=r"2026-Q3-001.*“nháp”.*“nộp kết quả”.*“giao”"):
        go(WorkState.DRAFT, Act.SUBMIT)


@pytest.mark.parametrize("evidence", [None, "", "  "])
def test_nothing_is_done_without_evidence(evidence: str | None) -> None:
    """The office confirms by a document number or a file."""
    with pytest.raises(Refused, match="minh chứng"):
        go(WorkState.SUBMITTED, Act.CONFIRM, evidence=evidence)


@pytest.mark.parametrize("act", [Act.RETURN, Act.WITHDRAW, Act.CARRY_OVER])
def test_what_ends_or_turns_back_needs_a_reason(act: Act) -> None:
    """A reason is what the next reader asks for."""
    with pytest.raises(Refused, match="lý do"):
        go(WorkState.SUBMITTED, act, reason=" ")


@given(st.lists(st.sampled_from(Act), max_size=30))
def test_no_sequence_of_acts_leaves_the_life_cycle(acts: list[Act]) -> None:
    """Whatever people try, a task is in a known state, reached only by an allowed transition."""
    state = WorkState.DRAFT
    for act in acts:
        try:
            reached = go(state, act)
        except Refused:
            assert state not in TRANSITIONS[act].sources
            continue
        assert state in TRANSITIONS[act].sources
        assert reached is TRANSITIONS[act].target
        state = reached


@pytest.mark.parametrize("state", WorkState)
def test_what_is_with_the_lead_agency_can_go_back_to_the_office(state: WorkState) -> None:
    """Handed back with a reason, open as before, and assigned anew from there; nothing else is handed back."""
    if state not in WORKED_ON:
        with pytest.raises(Refused, match="trả lại nơi giao"):
            go(state, Act.HAND_BACK)
        return
    with pytest.raises(Refused, match="lý do"):
        go(state, Act.HAND_BACK, reason="")
    assert go(state, Act.HAND_BACK) is WorkState.HANDED_BACK
    assert WorkState.HANDED_BACK in OPEN - WORKED_ON
    assert go(WorkState.HANDED_BACK, Act.ASSIGN) is WorkState.ASSIGNED


@pytest.mark.parametrize("state", WorkState)
def test_whoever_reports_has_begun(state: WorkState) -> None:
    """A report starts what was only assigned or received, keeps what is under way, is refused on what is closed."""
    if state in (WorkState.ASSIGNED, WorkState.RECEIVED):
        assert reported_state("2026-Q3-001", state) is WorkState.IN_PROGRESS
    elif state in (WorkState.IN_PROGRESS, WorkState.RETURNED, WorkState.SUBMITTED):
        assert reported_state("2026-Q3-001", state) is state
    else:
        with pytest.raises(Refused, match=f"2026-Q3-001.*“{state.label}”"):
            reported_state("2026-Q3-001", state)


def test_a_request_for_more_time_waits_only_where_somebody_can_still_use_it() -> None:
    """It lapses with the task, never with the owner at work."""
    assert KEEPS_EXTENSION.isdisjoint({WorkState.DONE, WorkState.WITHDRAWN, WorkState.CARRIED_OVER})
    assert WORKED_ON <= KEEPS_EXTENSION
    assert all(state.label for state in ExtensionState)


def test_every_state_has_words_and_a_way_on() -> None:
    """No state is a dead end, and none is shown in English."""
    for state in WorkState:
        assert state.label
        assert any(state in transition.sources for transition in TRANSITIONS.values())
    assert WorkState.DONE in COUNTED - OPEN

"""Named transitions: what is illegal is refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.errors import Refused
from tasks_registry.states import COUNTED, OPEN, TRANSITIONS, Act, WorkState, next_state


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


def test_every_state_has_words_and_a_way_on() -> None:
    """No state is a dead end, and none is shown in English."""
    for state in WorkState:
        assert state.label
        assert any(state in transition.sources for transition in TRANSITIONS.values())
    assert WorkState.DONE in COUNTED - OPEN

"""Kinds and states of meetings: what is illegal is refused, and only regular sessions are counted."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.errors import Refused
from tasks_registry.meetings.ordinals import following_name, kind_of_name, next_ordinal, require_ordinal_fits
from tasks_registry.meetings.states import (
    MEETING_TRANSITIONS,
    MeetingAct,
    MeetingKind,
    MeetingState,
    next_meeting_state,
)
from tasks_registry.view import MeetingView

NAME = "Hội nghị Đảng ủy lần thứ 6"


def counted(ordinal: int | None, *, body: str = "BCH", term: str = "I") -> MeetingView:
    return MeetingView(1, NAME, body, ordinal, term, None, None, None)


def test_the_straight_way_of_a_meeting() -> None:
    """nháp → đã ấn định → đang họp → đã kết thúc."""
    state = MeetingState.DRAFT
    for act in (MeetingAct.FIX, MeetingAct.OPEN, MeetingAct.CLOSE):
        state = next_meeting_state(NAME, state, act)
    assert state is MeetingState.CLOSED


def test_a_postponed_meeting_may_be_fixed_again() -> None:
    """Postponing is not the end of it."""
    state = next_meeting_state(NAME, MeetingState.FIXED, MeetingAct.POSTPONE, reason="bão")
    assert next_meeting_state(NAME, state, MeetingAct.FIX) is MeetingState.FIXED


def test_a_refusal_names_the_meeting_its_state_and_what_is_possible() -> None:
    """The sentence lets the reader act."""
    with pytest.raises(Refused, match=r"lần thứ 6.*“nháp”.*“khai mạc”.*“ấn định ngày”"):
        next_meeting_state(NAME, MeetingState.DRAFT, MeetingAct.OPEN)
    with pytest.raises(Refused, match=r"“đã kết thúc”.*meeting-new"):
        next_meeting_state(NAME, MeetingState.CLOSED, MeetingAct.FIX)


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_postponing_needs_a_reason(reason: str | None) -> None:
    """A reason is what the next reader asks for."""
    with pytest.raises(Refused, match="lý do"):
        next_meeting_state(NAME, MeetingState.FIXED, MeetingAct.POSTPONE, reason=reason)


@given(st.lists(st.sampled_from(MeetingAct), max_size=20))
def test_no_sequence_of_acts_leaves_the_life_of_a_meeting(acts: list[MeetingAct]) -> None:
    """Whatever people try, a state is reached only by an allowed transition, and a closed meeting stays closed."""
    state = MeetingState.DRAFT
    for act in acts:
        try:
            reached = next_meeting_state(NAME, state, act, reason="vì")
        except Refused:
            assert state not in MEETING_TRANSITIONS[act].sources
            continue
        assert state is not MeetingState.CLOSED
        assert state in MEETING_TRANSITIONS[act].sources
        assert reached is MEETING_TRANSITIONS[act].target
        state = reached


def test_every_kind_and_state_has_words() -> None:
    """None is shown in English."""
    assert [kind.label for kind in MeetingKind] == ["thường kỳ", "không thường kỳ", "mở rộng", "chuyên đề"]
    assert [state.label for state in MeetingState] == ["nháp", "đã ấn định", "đang họp", "đã kết thúc", "hoãn"]


def test_only_regular_sessions_of_the_body_and_term_are_counted() -> None:
    """`lần thứ 6, khóa I`: thematic sessions, other bodies and other terms do not count."""
    known = [
        counted(5),
        counted(17, term="XXVII"),
        counted(9, body="BTV"),
        counted(None),
        replace(counted(8), kind=MeetingKind.THEMATIC),
    ]
    assert next_ordinal(known, "BCH", "I") == 6
    assert next_ordinal(known, "BTV", "I") == 10
    assert next_ordinal(known, "TT", "I") is None


def test_an_ordinal_at_a_meeting_that_is_not_counted_is_refused() -> None:
    """Nor does the count start at zero."""
    require_ordinal_fits(MeetingKind.REGULAR, 6)
    require_ordinal_fits(MeetingKind.THEMATIC, None)
    with pytest.raises(Refused, match="chuyên đề không ghi số thứ tự"):
        require_ordinal_fits(MeetingKind.THEMATIC, 6)
    with pytest.raises(Refused, match="từ 1"):
        require_ordinal_fits(MeetingKind.REGULAR, 0)


@pytest.mark.parametrize(
    ("name", "ordinal", "kind"),
    [
        ("Hội nghị Đảng ủy lần thứ 6", 6, MeetingKind.REGULAR),
        ("Hội nghị Đảng ủy mở rộng lần thứ 6", 6, MeetingKind.REGULAR),
        ("Hội nghị Đảng ủy mở rộng", None, MeetingKind.EXTENDED),
        ("Hội nghị Ban Thường vụ chuyên đề", None, MeetingKind.THEMATIC),
        ("Phiên họp không thường kỳ", None, MeetingKind.EXTRAORDINARY),
        ("Hội nghị Ban Thường vụ thường kỳ", None, MeetingKind.REGULAR),
    ],
)
def test_a_name_tells_the_kind(name: str, ordinal: int | None, kind: MeetingKind) -> None:
    """A counted session is a regular one, whoever else is invited."""
    assert kind_of_name(name, ordinal) is kind


def test_the_next_session_is_named_after_the_present_one() -> None:
    """By its ordinal where it has one."""
    assert following_name("Hội nghị Đảng ủy lần thứ 6", 7) == "Hội nghị Đảng ủy lần thứ 7"
    assert following_name("Hội nghị Ban Thường vụ", None) == "Kỳ họp sau hội nghị Ban Thường vụ"

"""Kinds and states of a meeting, and the named transitions between the states."""

from dataclasses import dataclass
from enum import StrEnum

from tasks_registry.errors import Refused


class MeetingKind(StrEnum):
    """What kind of session a meeting is; only regular ones are counted by an ordinal (``lần thứ 17, khóa XXVII``)."""

    REGULAR = "regular"
    EXTRAORDINARY = "extraordinary"
    EXTENDED = "extended"
    THEMATIC = "thematic"

    @property
    def label(self) -> str:
        """The kind as an office writes it."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    MeetingKind.REGULAR: "thường kỳ",
    MeetingKind.EXTRAORDINARY: "không thường kỳ",
    MeetingKind.EXTENDED: "mở rộng",
    MeetingKind.THEMATIC: "chuyên đề",
}


class MeetingState(StrEnum):
    """Where a meeting stands. It has a day in every state but draft and postponed."""

    DRAFT = "draft"
    FIXED = "fixed"
    IN_SESSION = "in_session"
    CLOSED = "closed"
    POSTPONED = "postponed"

    @property
    def label(self) -> str:
        """The state as an office writes it."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    MeetingState.DRAFT: "nháp",
    MeetingState.FIXED: "đã ấn định",
    MeetingState.IN_SESSION: "đang họp",
    MeetingState.CLOSED: "đã kết thúc",
    MeetingState.POSTPONED: "hoãn",
}


class MeetingAct(StrEnum):
    """A named transition."""

    FIX = "fix"
    OPEN = "open"
    CLOSE = "close"
    POSTPONE = "postpone"


@dataclass(frozen=True)
class MeetingTransition:
    """From which states an act leads to which, and whether a reason must be given with it."""

    label: str
    sources: frozenset[MeetingState]
    target: MeetingState
    needs_reason: bool = False


_AHEAD = frozenset({MeetingState.DRAFT, MeetingState.FIXED, MeetingState.POSTPONED})
MEETING_TRANSITIONS: dict[MeetingAct, MeetingTransition] = {
    MeetingAct.FIX: MeetingTransition("ấn định ngày", _AHEAD, MeetingState.FIXED),
    MeetingAct.OPEN: MeetingTransition("khai mạc", frozenset({MeetingState.FIXED}), MeetingState.IN_SESSION),
    # A meeting of half a day is often recorded only when it is over.
    MeetingAct.CLOSE: MeetingTransition(
        "kết thúc", frozenset({MeetingState.FIXED, MeetingState.IN_SESSION}), MeetingState.CLOSED
    ),
    MeetingAct.POSTPONE: MeetingTransition(
        "hoãn", frozenset({MeetingState.DRAFT, MeetingState.FIXED}), MeetingState.POSTPONED, needs_reason=True
    ),
}


def next_meeting_state(name: str, state: MeetingState, act: MeetingAct, *, reason: str | None = None) -> MeetingState:
    """Return the state that ``act`` leads to from ``state``.

    ``name`` names the meeting in the refusal. Raises ``Refused`` when the act is not possible from this state, or when
    its reason is missing.
    """
    transition = MEETING_TRANSITIONS[act]
    if state not in transition.sources:
        possible = ", ".join(f"“{other.label}”" for other in MEETING_TRANSITIONS.values() if state in other.sources)
        raise Refused(
            f"{name} ở trạng thái “{state.label}” nên không thể “{transition.label}”."
            + (f" Có thể: {possible}." if possible else " Hãy lập cuộc họp khác bằng: dondoc meeting-new")
        )
    if transition.needs_reason and not (reason or "").strip():
        raise Refused(f"Muốn “{transition.label}” {name} cần ghi lý do.")
    return transition.target


class AgendaState(StrEnum):
    """What is to become of an item of an agenda."""

    PLANNED = "planned"
    CARRIED = "carried"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state as an office writes it."""
        return {"planned": "trong chương trình", "carried": "lùi kỳ sau", "withdrawn": "rút"}[self.value]

"""Work states of a task and the named transitions between them (DOMAIN: the axis that people set)."""

from dataclasses import dataclass
from enum import StrEnum

from tasks_registry.errors import Refused


class WorkState(StrEnum):
    """What people have said of a task. Whether it is late is computed elsewhere and never stored."""

    DRAFT = "draft"
    ASSIGNED = "assigned"
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    DONE = "done"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    CARRIED_OVER = "carried_over"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state as an office writes it."""
        return _LABELS[self]


_LABELS = {
    WorkState.DRAFT: "nháp",
    WorkState.ASSIGNED: "đã giao",
    WorkState.RECEIVED: "đã tiếp nhận",
    WorkState.IN_PROGRESS: "đang thực hiện",
    WorkState.SUBMITTED: "đã nộp, chờ thẩm định",
    WorkState.DONE: "hoàn thành",
    WorkState.RETURNED: "trả lại",
    WorkState.SUSPENDED: "tạm dừng",
    WorkState.CARRIED_OVER: "chuyển kỳ sau",
    WorkState.WITHDRAWN: "rút",
}

OPEN = frozenset(
    {WorkState.ASSIGNED, WorkState.RECEIVED, WorkState.IN_PROGRESS, WorkState.SUBMITTED, WorkState.RETURNED}
)
"""States in which somebody still has to act, so that the task counts as not done and can become late."""
UNFINISHED = OPEN | {WorkState.DRAFT, WorkState.SUSPENDED}
"""States of tasks that are still somebody's: a change of agency, person or calendar concerns them."""
COUNTED = OPEN | {WorkState.DONE}
"""States that enter the official figures."""


class Act(StrEnum):
    """A named transition."""

    ASSIGN = "assign"
    RECEIVE = "receive"
    START = "start"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    RETURN = "return"
    SUSPEND = "suspend"
    RESUME = "resume"
    CARRY_OVER = "carry-over"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Transition:
    """From which states an act leads to which, and what must be said with it."""

    label: str
    sources: frozenset[WorkState]
    target: WorkState
    needs_reason: bool = False
    needs_evidence: bool = False


_ACTIVE = frozenset({WorkState.ASSIGNED, WorkState.RECEIVED, WorkState.IN_PROGRESS, WorkState.RETURNED})
TRANSITIONS: dict[Act, Transition] = {
    Act.ASSIGN: Transition("giao", frozenset({WorkState.DRAFT}), WorkState.ASSIGNED),
    Act.RECEIVE: Transition("tiếp nhận", frozenset({WorkState.ASSIGNED}), WorkState.RECEIVED),
    Act.START: Transition("bắt đầu thực hiện", _ACTIVE - {WorkState.IN_PROGRESS}, WorkState.IN_PROGRESS),
    Act.SUBMIT: Transition("nộp kết quả", _ACTIVE, WorkState.SUBMITTED, needs_evidence=True),
    # The office may confirm what it already holds the document of, without the owner's submission in between.
    Act.CONFIRM: Transition(
        "xác nhận hoàn thành", _ACTIVE | {WorkState.SUBMITTED}, WorkState.DONE, needs_evidence=True
    ),
    Act.RETURN: Transition("trả lại", frozenset({WorkState.SUBMITTED}), WorkState.RETURNED, needs_reason=True),
    Act.SUSPEND: Transition("tạm dừng", _ACTIVE, WorkState.SUSPENDED, needs_reason=True),
    Act.RESUME: Transition("tiếp tục thực hiện", frozenset({WorkState.SUSPENDED}), WorkState.IN_PROGRESS),
    Act.CARRY_OVER: Transition(
        "chuyển kỳ sau", OPEN | {WorkState.SUSPENDED}, WorkState.CARRIED_OVER, needs_reason=True
    ),
    Act.WITHDRAW: Transition(
        "rút", OPEN | {WorkState.DRAFT, WorkState.SUSPENDED}, WorkState.WITHDRAWN, needs_reason=True
    ),
    Act.REOPEN: Transition(
        "mở lại",
        frozenset({WorkState.DONE, WorkState.WITHDRAWN, WorkState.CARRIED_OVER}),
        WorkState.IN_PROGRESS,
        needs_reason=True,
    ),
}


def next_state(code: str, state: WorkState, act: Act, *, reason: str | None, evidence: str | None) -> WorkState:
    """Return the state that ``act`` leads to from ``state``.

    ``code`` names the task in the refusal. Raises ``Refused`` when the act is not possible from this state, or when
    its reason or evidence (a document number or file) is missing.
    """
    transition = TRANSITIONS[act]
    if state not in transition.sources:
        possible = ", ".join(f"“{other.label}”" for other in TRANSITIONS.values() if state in other.sources)
        raise Refused(
            f"Nhiệm vụ {code} đang ở trạng thái “{state.label}” nên không thể “{transition.label}”."
            + (f" Có thể: {possible}." if possible else "")
        )
    if transition.needs_reason and not (reason or "").strip():
        raise Refused(f"Muốn “{transition.label}” nhiệm vụ {code} cần ghi lý do.")
    if transition.needs_evidence and not (evidence or "").strip():
        raise Refused(f"Muốn “{transition.label}” nhiệm vụ {code} cần số văn bản hoặc tên tệp minh chứng.")
    return transition.target

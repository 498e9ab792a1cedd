"""Work states of a task and the named transitions between them (DOMAIN: the axis that people set)."""

from dataclasses import dataclass
from enum import StrEnum

from tasks_registry.access import Duty
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
    HANDED_BACK = "handed_back"
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
    WorkState.HANDED_BACK: "trả lại nơi giao",
    WorkState.SUSPENDED: "tạm dừng",
    WorkState.CARRIED_OVER: "chuyển kỳ sau",
    WorkState.WITHDRAWN: "rút",
}

WORKED_ON = frozenset({WorkState.ASSIGNED, WorkState.RECEIVED, WorkState.IN_PROGRESS, WorkState.RETURNED})
"""States in which the next move is the lead agency's."""
OPEN = WORKED_ON | {WorkState.SUBMITTED, WorkState.HANDED_BACK}
"""States in which somebody still has to act, so that the task counts as not done and can become late."""
UNFINISHED = OPEN | {WorkState.DRAFT, WorkState.SUSPENDED}
"""States of tasks that are still somebody's: a change of agency, person or calendar concerns them."""
COUNTED = OPEN | {WorkState.DONE}
"""States that enter the official figures."""
LEFT_OUT = (WorkState.SUSPENDED, WorkState.CARRIED_OVER, WorkState.WITHDRAWN)
"""Those that enter none but are told beside them, in the order in which they are told.

Drafts are missing on purpose: nobody confirmed them, so a report has nothing to say of them.
"""


class Act(StrEnum):
    """A named transition."""

    ASSIGN = "assign"
    RECEIVE = "receive"
    START = "start"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    RETURN = "return"
    HAND_BACK = "hand-back"
    SUSPEND = "suspend"
    RESUME = "resume"
    CARRY_OVER = "carry-over"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Transition:
    """From which states an act leads to which, whose duty it is, and what must be said with it."""

    label: str
    duty: Duty
    sources: frozenset[WorkState]
    target: WorkState
    needs_reason: bool = False
    needs_evidence: bool = False


TRANSITIONS: dict[Act, Transition] = {
    Act.ASSIGN: Transition(
        "giao", Duty.DIRECT, frozenset({WorkState.DRAFT, WorkState.HANDED_BACK}), WorkState.ASSIGNED
    ),
    Act.RECEIVE: Transition("tiếp nhận", Duty.OWN, frozenset({WorkState.ASSIGNED}), WorkState.RECEIVED),
    Act.START: Transition("bắt đầu thực hiện", Duty.OWN, WORKED_ON - {WorkState.IN_PROGRESS}, WorkState.IN_PROGRESS),
    Act.SUBMIT: Transition("nộp kết quả", Duty.OWN, WORKED_ON, WorkState.SUBMITTED, needs_evidence=True),
    # The office may confirm what it already holds the document of, without the owner's submission in between.
    Act.CONFIRM: Transition(
        "xác nhận hoàn thành", Duty.JUDGE, WORKED_ON | {WorkState.SUBMITTED}, WorkState.DONE, needs_evidence=True
    ),
    Act.RETURN: Transition(
        "trả lại", Duty.JUDGE, frozenset({WorkState.SUBMITTED}), WorkState.RETURNED, needs_reason=True
    ),
    Act.HAND_BACK: Transition("trả lại nơi giao", Duty.OWN, WORKED_ON, WorkState.HANDED_BACK, needs_reason=True),
    Act.SUSPEND: Transition("tạm dừng", Duty.DIRECT, WORKED_ON, WorkState.SUSPENDED, needs_reason=True),
    Act.RESUME: Transition("tiếp tục thực hiện", Duty.DIRECT, frozenset({WorkState.SUSPENDED}), WorkState.IN_PROGRESS),
    Act.CARRY_OVER: Transition(
        "chuyển kỳ sau", Duty.DIRECT, OPEN | {WorkState.SUSPENDED}, WorkState.CARRIED_OVER, needs_reason=True
    ),
    Act.WITHDRAW: Transition(
        "rút", Duty.DIRECT, OPEN | {WorkState.DRAFT, WorkState.SUSPENDED}, WorkState.WITHDRAWN, needs_reason=True
    ),
    Act.REOPEN: Transition(
        "mở lại",
        Duty.DIRECT,
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


def reported_state(code: str, state: WorkState) -> WorkState:
    """Return the state after a progress report: whoever reports of a task has taken it up.

    Raises ``Refused`` while the task ``code`` is not with its lead agency, nor with the office for review.
    """
    if state not in WORKED_ON | {WorkState.SUBMITTED}:
        raise Refused(f"Nhiệm vụ {code} đang ở trạng thái “{state.label}” nên không nhận báo cáo tiến độ.")
    return WorkState.IN_PROGRESS if state in (WorkState.ASSIGNED, WorkState.RECEIVED) else state


class ExtensionState(StrEnum):
    """What became of a request for more time (xin gia hạn)."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """The task ended, or went back to the office, before anybody answered."""

    @property
    def label(self) -> str:
        """The state as an office writes it."""
        return _EXTENSION_LABELS[self]


_EXTENSION_LABELS = {
    ExtensionState.PENDING: "chờ duyệt",
    ExtensionState.APPROVED: "đồng ý",
    ExtensionState.REFUSED: "không đồng ý",
    ExtensionState.WITHDRAWN: "đã rút",
    ExtensionState.LAPSED: "không còn hiệu lực",
}
KEEPS_EXTENSION = WORKED_ON | {WorkState.SUBMITTED, WorkState.SUSPENDED}
"""States in which a request for more time goes on waiting; in all others it lapses."""

"""How ready each item of an agenda is, and whether to carry (lùi) or withdraw (rút) it: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tasks_registry.meetings.states import AgendaState
from tasks_registry.states import WorkState
from tasks_registry.view import AgendaView

CARRIED_OFTEN = 2
"""From so many times on an item whose paper is missing again is proposed for withdrawal."""


class Paper(StrEnum):
    """Where the paper of an item stands."""

    MISSING = "missing"
    FILED = "filed"
    REVIEWED = "reviewed"
    RETURNED = "returned"
    DROPPED = "dropped"
    UNTRACKED = "untracked"

    @property
    def label(self) -> str:
        """The standing as an office writes it."""
        return _LABELS[self]

    @property
    def filed(self) -> bool:
        """Tell whether the paper lies with the office, reviewed or not yet."""
        return self in (Paper.FILED, Paper.REVIEWED)


_LABELS = {
    Paper.MISSING: "chưa nộp",
    Paper.FILED: "đã nộp, chờ thẩm định",
    Paper.REVIEWED: "đã thẩm định",
    Paper.RETURNED: "trả lại để hoàn chỉnh",
    Paper.DROPPED: "nhiệm vụ không còn theo dõi",
    Paper.UNTRACKED: "không gắn nhiệm vụ",
}
_STANDING = {
    WorkState.SUBMITTED: Paper.FILED,
    WorkState.DONE: Paper.REVIEWED,
    WorkState.RETURNED: Paper.RETURNED,
    WorkState.WITHDRAWN: Paper.DROPPED,
    WorkState.CARRIED_OVER: Paper.DROPPED,
}


def paper_of(state: WorkState | None) -> Paper:
    """Return where a paper stands whose task is in ``state``; None for an item without a task."""
    return Paper.UNTRACKED if state is None else _STANDING.get(state, Paper.MISSING)


class Suggestion(StrEnum):
    """What the office may propose to the chair of the meeting."""

    CARRY = "carry"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        """The proposal as an office writes it."""
        return {"carry": "lùi", "withdraw": "rút"}[self.value]


@dataclass(frozen=True)
class ItemReadiness:
    """An item of the agenda and how ready it is."""

    item: AgendaView
    paper: Paper
    deadline: date | None
    """The day on which the papers must be at the office; None while the meeting has no day."""
    days_left: int | None
    """Calendar days to the deadline, negative when it is over."""
    suggestion: Suggestion | None


def readiness(items: Iterable[AgendaView], deadline: date | None, today: date) -> list[ItemReadiness]:
    """Return how ready the items are that are still on the agenda, in its order.

    What is neither filed nor reviewed on the day of the deadline is proposed to be carried to the next meeting; what
    was carried ``CARRIED_OFTEN`` times before and is missing again, to be withdrawn; an item whose task is not
    followed any more, to be withdrawn at once. A paper that was sent back counts as missing.
    """
    found = []
    for item in items:
        if item.state is not AgendaState.PLANNED:
            continue
        paper = paper_of(item.task_state)
        left = (deadline - today).days if deadline is not None else None
        found.append(ItemReadiness(item, paper, deadline, left, _suggestion(paper, left, item.times_carried)))
    return found


def _suggestion(paper: Paper, days_left: int | None, times_carried: int) -> Suggestion | None:
    if paper is Paper.DROPPED:
        return Suggestion.WITHDRAW
    if paper not in (Paper.MISSING, Paper.RETURNED) or days_left is None or days_left > 0:
        return None
    return Suggestion.WITHDRAW if times_carried >= CARRIED_OFTEN else Suggestion.CARRY

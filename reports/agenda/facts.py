"""How ready a meeting is on a day: its items, the tasks that go there without one, the steps of its papers. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tasks_registry.meetings.between import BetweenSessions
from tasks_registry.meetings.milestones import Milestone
from tasks_registry.meetings.readiness import ItemReadiness, Paper, Suggestion, readiness
from tasks_registry.meetings.states import AgendaState
from tasks_registry.states import COUNTED
from tasks_registry.view import AgendaView, MeetingView, TaskView


class Proposal(StrEnum):
    """What the office proposes for an item; the value is how it is written."""

    PRESENT = "Trình"
    REVIEW = "Thẩm định, trình"
    URGE = "Đôn đốc nộp"
    CONFIRM = "Xác nhận tài liệu"
    CARRY = "Lùi"
    WITHDRAW = "Rút"


_OF_PAPER = {Paper.REVIEWED: Proposal.PRESENT, Paper.FILED: Proposal.REVIEW, Paper.UNTRACKED: Proposal.CONFIRM}
_OF_SUGGESTION = {Suggestion.CARRY: Proposal.CARRY, Suggestion.WITHDRAW: Proposal.WITHDRAW}
FILED = (Paper.FILED, Paper.REVIEWED)
"""Papers that lie with the office."""
DECISIONS = (Proposal.CARRY, Proposal.WITHDRAW)
"""Proposals that the chair of the meeting decides."""


def proposal(item: ItemReadiness) -> Proposal:
    """Return what to do with an item: what the registry suggests, else what its paper still needs."""
    if item.suggestion is not None:
        return _OF_SUGGESTION[item.suggestion]
    return _OF_PAPER.get(item.paper, Proposal.URGE)


@dataclass(frozen=True)
class AgendaFacts:
    """How ready a meeting is on ``as_of``, the office's day."""

    meeting: MeetingView
    as_of: date
    milestones: tuple[Milestone, ...]
    """Empty while the meeting has no day."""
    deadline: date | None
    """The day on which the papers must be at the office."""
    items: tuple[ItemReadiness, ...]
    """What is on the agenda, in its order."""
    without_item: tuple[ItemReadiness, ...]
    """Tasks that go to this meeting and stand on no item of its agenda, by code."""
    between: BetweenSessions | None
    """What was settled since the session before; None for other bodies than the BCH."""
    tasks: Mapping[str, TaskView]
    """Tasks by code: what may be said of them."""

    @property
    def everything(self) -> tuple[ItemReadiness, ...]:
        """Items, then the tasks without one."""
        return (*self.items, *self.without_item)

    @property
    def to_decide(self) -> tuple[ItemReadiness, ...]:
        """What is proposed to be carried or withdrawn."""
        return tuple(item for item in self.everything if proposal(item) in DECISIONS)


def agenda_facts(
    meeting: MeetingView,
    *,
    today: date,
    milestones: Sequence[Milestone],
    deadline: date | None,
    agenda: Sequence[AgendaView],
    tasks: Iterable[TaskView],
    between: BetweenSessions | None,
) -> AgendaFacts:
    """Gather how ready ``meeting`` is; ``agenda`` are all its items, also those that were taken off.

    A task whose item was taken off stands on none on purpose, and is not called forgotten.
    """
    named = {item.task_code for item in agenda}
    known = {task.code: task for task in tasks}
    forgotten = [
        _as_item(task)
        for code, task in sorted(known.items())
        if task.meeting_id == meeting.id and task.work_state in COUNTED and code not in named
    ]
    return AgendaFacts(
        meeting=meeting,
        as_of=today,
        milestones=tuple(milestones),
        deadline=deadline,
        items=tuple(readiness(agenda, deadline, today)),
        without_item=tuple(readiness(forgotten, deadline, today)),
        between=between,
        tasks=known,
    )


def _as_item(task: TaskView) -> AgendaView:
    return AgendaView(
        id=0,
        meeting_id=task.meeting_id or 0,
        position=0,
        title=task.title,
        state=AgendaState.PLANNED,
        task_code=task.code,
        task_state=task.work_state,
        evidence=task.evidence,
        lead_name=task.lead_name,
        person=task.officer,
        times_carried=0,
        note=None,
    )

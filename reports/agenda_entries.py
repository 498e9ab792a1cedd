"""What goes before a meeting, and how every document words it: title, deadline, paper, proposal. Pure.

The status report and the agenda-readiness report of one meeting lie on one table: what they say of an item is said
here, once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reports import task_words, words
from reports.task_facts import printed_order
from tasks_registry.meetings.readiness import ItemReadiness, Paper, Suggestion, readiness
from tasks_registry.meetings.states import AgendaState
from tasks_registry.states import COUNTED
from tasks_registry.view import AgendaView, TaskView

_NO_DAY = "Khi ấn định ngày họp"


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
DECISIONS = (Proposal.CARRY, Proposal.WITHDRAW)
"""Proposals that the chair of the meeting decides."""


@dataclass(frozen=True)
class AgendaEntry:
    """An item of the agenda, or a task that is due for the meeting and stands on none."""

    ready: ItemReadiness
    """How ready it is; of a task without an item as if it had one."""
    task: TaskView | None
    """None for an item without a task."""
    listed: bool
    """Whether it stands on the agenda."""
    as_of: date

    @property
    def item(self) -> AgendaView:
        """The item as the agenda has it."""
        return self.ready.item

    @property
    def paper(self) -> Paper:
        """How far the paper is."""
        return self.ready.paper

    @property
    def deadline(self) -> date | None:
        """The day on which the paper must be at the office: ``papers_days_before`` the meeting (DOMAIN §5).

        The task's own due day where that is earlier, or while the meeting has no day; None when there is neither.
        """
        days = (self.ready.deadline, self.task.due if self.task is not None else None)
        return min((day for day in days if day is not None), default=None)

    @property
    def own_deadline(self) -> bool:
        """Tell whether the deadline is the task's own and not the one of all papers."""
        return self.deadline != self.ready.deadline

    @property
    def days_left(self) -> int | None:
        """Calendar days to the deadline, negative when it is over."""
        return (self.deadline - self.as_of).days if self.deadline is not None else None

    @property
    def proposal(self) -> Proposal:
        """What to do with it.

        On the day of all papers and after it, the chair decides on what is missing (lùi, rút), as the registry
        suggests; before that day the office urges, also where the task's own due day is over.
        """
        if self.ready.suggestion is not None:
            return _OF_SUGGESTION[self.ready.suggestion]
        return _OF_PAPER.get(self.paper, Proposal.URGE)

    @property
    def to_decide(self) -> bool:
        """Tell whether the chair is asked to carry or withdraw it."""
        return self.proposal in DECISIONS


def agenda_entries(
    meeting_id: int,
    items: Sequence[AgendaView],
    tasks: Iterable[TaskView],
    papers_due: date | None,
    today: date,
) -> tuple[AgendaEntry, ...]:
    """Return what goes before a meeting: the planned items in their order, then the tasks beside them by number.

    ``items`` are all that ever stood on its agenda: a task whose item was taken off (lùi, rút) stands on none on
    purpose. ``tasks`` are at least those that the items name or that go to the meeting. ``papers_due`` is the day on
    which papers must be at the office, None while the meeting has no day.
    """
    known = {task.code: task for task in tasks}
    named = {item.task_code for item in items}
    beside = sorted(
        (
            task
            for code, task in known.items()
            if task.meeting_id == meeting_id and task.work_state in COUNTED and code not in named
        ),
        key=lambda task: (*printed_order(task.number), task.code),
    )

    def entries(views: Iterable[AgendaView], *, listed: bool) -> Iterable[AgendaEntry]:
        for ready in readiness(views, papers_due, today):
            yield AgendaEntry(ready, known.get(ready.item.task_code or ""), listed, today)

    return (*entries(items, listed=True), *entries((_as_item(task) for task in beside), listed=False))


def taken_off(items: Sequence[AgendaView]) -> tuple[AgendaView, ...]:
    """Return the items that were carried to another meeting (lùi) or withdrawn (rút)."""
    return tuple(item for item in items if item.state is not AgendaState.PLANNED)


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
        secret=task.secret,
    )


# --- how it is worded ------------------------------------------------------------------------------------------------


def item_title(item: AgendaView, task: TaskView | None) -> str:
    """Return what is presented: what its task is called today, else its own name; a secret task by its code."""
    if task is not None:
        return task_words.title(task)
    return f"Nhiệm vụ mật (mã {item.task_code})" if item.secret else words.plain(item.title)


def title(entry: AgendaEntry) -> str:
    """Return what is presented, or only the code of a secret task."""
    return item_title(entry.item, entry.task)


def short_title(entry: AgendaEntry) -> str:
    """Return the title for a sentence."""
    return words.abridge(title(entry), task_words.SHORT)


def lead(entry: AgendaEntry) -> str:
    """Return the agency that prepares it, or that there is none."""
    if entry.task is not None:
        return task_words.lead(entry.task)
    return words.plain(entry.item.lead_name) if entry.item.lead_name else task_words.NO_LEAD


def deadline(entry: AgendaEntry) -> str:
    """Return the day on which the paper must be at the office, and whether that is the task's own."""
    if entry.deadline is None:
        return _NO_DAY
    return f"{words.day(entry.deadline)}{' (hạn của nhiệm vụ)' if entry.own_deadline else ''}"


def paper(entry: AgendaEntry) -> str:
    """Return the cell “tài liệu”."""
    return words.capital(entry.paper.label)


def proposal(entry: AgendaEntry) -> str:
    """Return the cell “đề xuất”; what the chair decides comes with its reason."""
    return f"{entry.proposal.value}: {reason(entry)}" if entry.to_decide else entry.proposal.value


def reason(entry: AgendaEntry) -> str:
    """Return why an item is proposed to be presented, urged, carried or withdrawn."""
    label = entry.paper.label
    standing = label if entry.paper in (Paper.DROPPED, Paper.UNTRACKED) else f"tài liệu {label}"
    if entry.proposal is Proposal.WITHDRAW and entry.paper is not Paper.DROPPED:
        return f"đã lùi {words.count(entry.item.times_carried)} lần, đến nay {standing}"
    if entry.proposal is Proposal.CARRY and entry.ready.deadline is not None:
        return f"hết hạn nộp ngày {words.day(entry.ready.deadline)}, {standing}"
    return standing


def decision(entry: AgendaEntry) -> str:
    """Return what the chair is asked to decide and why, without a full stop."""
    return f"{entry.proposal.value.lower()} nội dung “{short_title(entry)}” ({lead(entry)}): {reason(entry)}"

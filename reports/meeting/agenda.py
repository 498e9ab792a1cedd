"""What goes before a meeting: the items of its agenda and the tasks that are due for it, each once. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.task_facts import TaskFact, by_number
from tasks_registry.meetings.readiness import ItemReadiness, Paper, readiness
from tasks_registry.meetings.states import AgendaState
from tasks_registry.view import AgendaView


@dataclass(frozen=True)
class AgendaEntry:
    """An item of the agenda, a task that is due for the meeting, or – as a rule – both."""

    item: ItemReadiness | None
    """None for a task that nobody has put on the agenda."""
    fact: TaskFact | None
    """None for an item without a task, or whose task is not counted any more."""

    @property
    def paper(self) -> Paper:
        """How far the paper is."""
        if self.fact is not None:
            return self.fact.paper
        return self.item.paper if self.item is not None else Paper.UNTRACKED


def agenda_entries(
    items: Sequence[AgendaView], facts: Sequence[TaskFact], meeting_id: int, papers_due: date | None, today: date
) -> tuple[AgendaEntry, ...]:
    """Return what goes before a meeting: the planned items in their order, then the tasks beside them by number.

    ``items`` are all that ever stood on its agenda: a task whose item was taken off (lùi, rút) goes before another
    meeting or none. ``papers_due`` is the day on which papers must be at the office, None while the meeting has no day.
    """
    by_code = {fact.task.code: fact for fact in facts}
    ready = readiness(items, papers_due, today)
    listed = [AgendaEntry(one, by_code.get(one.item.task_code or "")) for one in ready]
    settled = {item.task_code for item in items}
    beside = [fact for fact in facts if fact.task.meeting_id == meeting_id and fact.task.code not in settled]
    return (*listed, *(AgendaEntry(None, fact) for fact in sorted(beside, key=by_number)))


def taken_off(items: Sequence[AgendaView]) -> tuple[AgendaView, ...]:
    """Return the items that were carried to another meeting (lùi) or withdrawn (rút)."""
    return tuple(item for item in items if item.state is not AgendaState.PLANNED)

"""How ready a meeting is on a day: its items, the tasks that go there without one, the steps of its papers. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reports.agenda_entries import AgendaEntry, agenda_entries
from tasks_registry.meetings.between import BetweenSessions
from tasks_registry.meetings.milestones import Milestone
from tasks_registry.view import AgendaView, MeetingView, TaskView


@dataclass(frozen=True)
class AgendaFacts:
    """How ready a meeting is on ``as_of``, the office's day."""

    meeting: MeetingView
    as_of: date
    milestones: tuple[Milestone, ...]
    """Empty while the meeting has no day."""
    deadline: date | None
    """The day on which the papers must be at the office."""
    entries: tuple[AgendaEntry, ...]
    """What is on the agenda, in its order, then the tasks that go to this meeting and stand on no item of it."""
    between: BetweenSessions | None
    """What was settled since the session before; None but for a regular one of the BCH."""
    tasks: Mapping[str, TaskView]
    """Tasks by code: what may be said of them."""

    @property
    def items(self) -> tuple[AgendaEntry, ...]:
        """What is on the agenda."""
        return tuple(entry for entry in self.entries if entry.listed)

    @property
    def without_item(self) -> tuple[AgendaEntry, ...]:
        """Tasks that go to this meeting and stand on no item of its agenda."""
        return tuple(entry for entry in self.entries if not entry.listed)

    @property
    def to_decide(self) -> tuple[AgendaEntry, ...]:
        """What is proposed to be carried or withdrawn."""
        return tuple(entry for entry in self.entries if entry.to_decide)


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
    """Gather how ready ``meeting`` is; ``agenda`` are all its items, also those that were taken off."""
    known = {task.code: task for task in tasks}
    return AgendaFacts(
        meeting=meeting,
        as_of=today,
        milestones=tuple(milestones),
        deadline=deadline,
        entries=agenda_entries(meeting.id, agenda, known.values(), deadline, today),
        between=between,
        tasks=known,
    )

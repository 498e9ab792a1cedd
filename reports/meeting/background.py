"""What the registry knows of a meeting beside its tasks: the session before, the agenda, the former period. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from reports.comparison import Comparison
from tasks_registry.meetings.between import BetweenSessions
from tasks_registry.view import AgendaView, MeetingView, TaskView


@dataclass(frozen=True)
class PeriodComparison:
    """The running period beside the one before, and what both are called (``quý II/2024``)."""

    former: str
    later: str
    found: Comparison


@dataclass(frozen=True)
class Background:
    """What stands around a meeting."""

    previous: MeetingView | None = None
    """The last regular session of the same body that was held before, when it is not too long ago."""
    items: tuple[AgendaView, ...] = ()
    """All that stands or ever stood on the meeting's agenda, in its order."""
    papers_due: date | None = None
    """The day on which papers must be at the office; None while the meeting has no day."""
    between: BetweenSessions | None = None
    """What the standing committee settled since; for a regular meeting of the executive committee (BCH) only."""
    named: tuple[TaskView, ...] = ()
    """The tasks that the agenda and ``between`` name, also those that the report does not count."""
    carries_on: Collection[int] = frozenset()
    """Ids of the tasks that carry on one of a former period."""
    comparison: PeriodComparison | None = None
    """None when the period before has no tasks."""

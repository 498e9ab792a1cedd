"""What a decision looks at: plain rows, gathered before it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Protocol

from tasks_registry.reading.model import DeadlineRule, Kind
from tasks_registry.states import WorkState
from tasks_registry.view import MeetingView, PersonView


class DueTask(Protocol):
    """A task as far as reminders go: ``tasks_registry.view.WatchedTask`` and ``TaskView`` are both."""

    @property
    def id(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def work_state(self) -> WorkState: ...
    @property
    def due(self) -> date | None: ...
    @property
    def deadline_rule(self) -> DeadlineRule | None: ...
    @property
    def meeting_id(self) -> int | None: ...
    @property
    def lead_code(self) -> str | None: ...
    @property
    def officer(self) -> PersonView | None: ...
    @property
    def reported_at(self) -> datetime | None: ...
    @property
    def document_id(self) -> int | None: ...


class Reachable(Protocol):
    """How one person is told: see ``notifications.reach.Reach``."""

    @property
    def channels(self) -> tuple[str, ...]: ...
    @property
    def single(self) -> bool: ...
    @property
    def digest_hour(self) -> time: ...
    @property
    def muted_until(self) -> date | None: ...
    @property
    def unsubscribed(self) -> bool: ...


@dataclass(frozen=True)
class MeetingAhead:
    """A meeting with a fixed day, and who leads the items of its agenda."""

    meeting: MeetingView
    leads: tuple[PersonView, ...]


RungSaid = tuple[int, str, date]
"""Task id, name of the rung (``keys.rung``), due day."""


@dataclass(frozen=True)
class Facts:
    """Everything that is known when it is decided who must hear what."""

    committee_id: int = 0
    committee: str = ""
    """Code of the committee."""
    tasks: Sequence[DueTask] = ()
    meetings: Sequence[MeetingAhead] = ()
    reach: Mapping[int, Reachable] = field(default_factory=dict)
    """Person id → how that person is told; who is not in it cannot be."""
    heads: Mapping[str, PersonView] = field(default_factory=dict)
    """Agency code → who heads it."""
    leaders: tuple[PersonView, ...] = ()
    """Who gets the weekly summary."""
    urging_leader: PersonView | None = None
    """Who hears on the last rung of the escalation ladder."""
    away: AbstractSet[int] = frozenset()
    """Ids of people who are absent today."""
    said: AbstractSet[str] = frozenset()
    """Keys of everything that was said of these tasks, meetings and weeks, sent or not."""
    rungs: Mapping[RungSaid, date] = field(default_factory=dict)
    """The office's day on which each rung of the escalation ladder was said, whoever heard it."""
    told: Mapping[tuple[int, str], int] = field(default_factory=dict)
    """(Person id, channel) → messages that the person was already given today."""
    unreleased: AbstractSet[int] = frozenset()
    """Ids of imported documents that the office has not looked over yet."""

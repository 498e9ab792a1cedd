"""Turns rows of the history into notices: who must be told of what. Pure.

The history says what changed, not whose a task was. So it is read from its newest row back: whose a task is now is
known, and undoing row after row tells whose it was at each of them. Where the reading is cut makes no difference.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from notifications import keys
from notifications.events import Event
from tasks_registry.states import OPEN, WorkState
from tasks_registry.view import PersonView

MEETING_ACTIONS = frozenset({"meeting.fix_day", "meeting.postpone"})
"""What becomes of a meeting that people must know."""
_MOVED_ALONG = "task.due_moved"
_WITH_ITS_OWNER = OPEN - {WorkState.HANDED_BACK}
_STILL_SOMEBODYS = OPEN | {WorkState.SUSPENDED}
_TAKEN_AWAY = {
    WorkState.WITHDRAWN: "withdraw",
    WorkState.SUSPENDED: "suspend",
    WorkState.CARRIED_OVER: "carry-over",
}
_BEGAN_BY = {
    WorkState.SUSPENDED: "resume",
    WorkState.DONE: "reopen",
    WorkState.WITHDRAWN: "reopen",
    WorkState.CARRIED_OVER: "reopen",
}
_Said = tuple[Event, Mapping[str, Any]]
_UNDONE = ("work_state", "lead_agency_id", "officer_id", "meeting_id", "due")


@dataclass(frozen=True)
class HistoryRow:
    """A row of the history, as far as notices look at it."""

    seq: int
    at: datetime
    actor: str
    action: str
    entity: str
    """``task`` or ``meeting``"""
    entity_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """How a task stands after a row of the history."""

    work_state: str
    lead_agency_id: int | None = None
    officer_id: int | None = None
    meeting_id: int | None = None
    due: str | None = None
    """ISO day"""

    @property
    def state(self) -> WorkState:
        """The work state."""
        return WorkState(self.work_state)


@dataclass(frozen=True)
class NewNotice:
    """A notice that is to be kept; ``key`` makes it once."""

    key: str
    seq: int
    person_id: int
    event: Event
    at: datetime
    task_id: int | None = None
    meeting_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


class Owners(Protocol):
    """Who answers for what, as the directory has it on the day."""

    @property
    def people(self) -> Mapping[int, PersonView]:
        """Everybody who can be told, by id."""

    @property
    def secretariat(self) -> PersonView | None:
        """Who is reached at the office itself."""

    def officer_for(self, officer_id: int | None, lead_agency_id: int | None) -> PersonView | None:
        """Return who hears of a task."""


@dataclass(frozen=True)
class _Step:
    """A row of a task, with how the task stood before and after it; ``earlier`` is None for a new one."""

    row: HistoryRow
    earlier: Standing | None
    now: Standing


class HistoryReader:
    """Reads the history of one committee from its newest row back, batch by batch, in one transaction."""

    def __init__(self, committee: int, owners: Owners) -> None:
        self._committee, self._owners = committee, owners
        self._standings: dict[int, Standing] = {}
        self._moved_along: list[_Step] = []
        """Due days that moved, until it is known whether a meeting moved them."""
        named: dict[str, list[int]] = {}
        for id_, person in owners.people.items():
            named.setdefault(person.name, []).append(id_)
        # Of two people with one name either could have acted: both are told rather than none.
        self._actors = {name: ids[0] for name, ids in named.items() if len(ids) == 1}

    def unknown_tasks(self, rows: Iterable[HistoryRow]) -> set[int]:
        """Return the tasks of ``rows`` whose present standing ``read`` must be given."""
        return {row.entity_id for row in rows if row.entity == "task"} - self._standings.keys()

    def read(
        self,
        rows: Iterable[HistoryRow],
        standings: Mapping[int, Standing],
        attending: Mapping[int, Collection[int]],
    ) -> list[NewNotice]:
        """Return the notices of ``rows``, the newest first, which go on where the former batch ended.

        ``standings`` are the present ones of ``unknown_tasks``, ``attending`` the ids of the people of each meeting.
        """
        self._standings.update(standings)
        found: list[NewNotice] = []
        for row in rows:
            if row.entity == "meeting":
                found += self._of_meeting(row, attending.get(row.entity_id, ()))
                continue
            step = self._step(row)
            if row.action == _MOVED_ALONG:
                self._moved_along.append(step)
            else:
                found += self.finish()
                found += self._of_task(step)
        return found

    def finish(self) -> list[NewNotice]:
        """Return the notices of due days that moved without a meeting; to be asked for after the last batch."""
        alone, self._moved_along = self._moved_along, []
        return [notice for step in alone for notice in self._of_task(step)]

    def _step(self, row: HistoryRow) -> _Step:
        now = self._standings[row.entity_id]
        is_new = "work_state" in row.after and "work_state" not in row.before
        earlier = replace(now, **{name: row.before[name] for name in _UNDONE if name in row.before})
        self._standings[row.entity_id] = earlier
        return _Step(row, None if is_new else earlier, now)

    def _of_task(self, step: _Step) -> list[NewNotice]:
        """Return what one row of a task means to people: to each of them one thing, the weightiest."""
        told: dict[int, _Said] = {}
        for person, said in [*self._changed_hands(step), *self._answered(step), *self._changed(step)]:
            told.setdefault(person, said)
        return self._notices(step.row, told, task_id=step.row.entity_id)

    def _changed_hands(self, step: _Step) -> Iterator[tuple[int, _Said]]:
        """Yield who has the task from now on, and who has it no longer."""
        now, earlier = step.now, step.earlier
        present = self._owner(now)
        if earlier is None:
            # What comes into the registry at a later state is known to its owner.
            if now.state is WorkState.ASSIGNED and present is not None:
                yield present.id, (Event.ASSIGNED, {"how": _came_by(step.row.action), "after": now.due})
            return
        former = self._owners.people.get(step.row.after.get("former_person_id", 0)) or self._owner(earlier)
        other = (former and former.id) != (present and present.id)
        taken = _TAKEN_AWAY.get(now.state) if now.state is not earlier.state else None
        if former is not None and earlier.state in _STILL_SOMEBODYS:
            if taken is not None:
                facts = {"how": taken, "before": earlier.due, "successor": step.row.after.get("successor_id")}
                yield former.id, (Event.REMOVED, facts)
            elif other and now.state in _STILL_SOMEBODYS:
                facts = {"how": "given", "before": earlier.due, "to": present and present.name}
                yield former.id, (Event.REMOVED, facts)
        begins = earlier.state not in _WITH_ITS_OWNER
        if present is not None and now.state in _WITH_ITS_OWNER and (begins or other):
            how = _BEGAN_BY.get(earlier.state, "assign") if begins else "given"
            yield present.id, (Event.ASSIGNED, {"how": how, "after": now.due})

    def _answered(self, step: _Step) -> Iterator[tuple[int, _Said]]:
        """Yield who is asked for more time, or gets an answer: who has the task and who asked."""
        row, office = step.row, self._owners.secretariat
        if row.action == "task.extension_ask" and office is not None:
            yield office.id, (Event.EXTENSION_ASKED, {"before": step.now.due, "after": row.after["due_asked"]})
        said: _Said
        if row.action == "task.extension_approve":
            said = Event.EXTENSION_GRANTED, {"before": row.before.get("due"), "after": row.after.get("due")}
        elif row.action == "task.extension_refuse":
            said = Event.EXTENSION_REFUSED, {"before": step.now.due}
        else:
            return
        owner, asker = self._owner(step.now), self._actors.get(row.after.get("asked_by", ""))
        if owner is not None:
            yield owner.id, said
        if asker is not None:
            yield asker, said

    def _changed(self, step: _Step) -> Iterator[tuple[int, _Said]]:
        """Yield who gets the task back from review, or another deadline."""
        owner = self._owner(step.now)
        if owner is None or step.earlier is None or step.now.state not in _WITH_ITS_OWNER:
            return
        if step.now.state is WorkState.RETURNED and step.earlier.state is not WorkState.RETURNED:
            yield owner.id, (Event.RETURNED, {})
        elif "due" in step.row.after:
            yield owner.id, (Event.DUE_CHANGED, {"before": step.row.before.get("due"), "after": step.row.after["due"]})

    def _of_meeting(self, row: HistoryRow, attending: Collection[int]) -> list[NewNotice]:
        """Return what became of a meeting, with the due days that moved along; other moves are let go."""
        along, self._moved_along = self._moved_along, []
        before, after = row.before.get("day"), row.after.get("day")
        event = Event.MEETING_MOVED if before is not None else Event.MEETING_FIXED
        if row.action == "meeting.postpone":
            event = Event.MEETING_POSTPONED
        told: dict[int, _Said] = {person: (event, {"before": before, "after": after}) for person in sorted(attending)}
        others = []
        for step in reversed(along):
            owner = self._owner(step.now)
            if step.now.meeting_id != row.entity_id or step.row.at != row.at:
                others.append(step)
            elif owner is not None and step.now.state in _WITH_ITS_OWNER:
                move = {"task": step.row.entity_id, "before": step.row.before["due"], "after": step.row.after["due"]}
                _, detail = told.setdefault(owner.id, (event, {"before": before, "after": after}))
                told[owner.id] = event, {**detail, "moves": [*detail.get("moves", ()), move]}
        return [
            *(notice for step in others for notice in self._of_task(step)),
            *self._notices(row, told, meeting_id=row.entity_id),
        ]

    def _owner(self, task: Standing) -> PersonView | None:
        return self._owners.officer_for(task.officer_id, task.lead_agency_id)

    def _notices(
        self, row: HistoryRow, told: Mapping[int, _Said], *, task_id: int | None = None, meeting_id: int | None = None
    ) -> list[NewNotice]:
        """Return the notices of a row; whoever did it knows it."""
        actor = self._actors.get(row.actor)
        return [
            NewNotice(
                key=keys.notice_key(self._committee, row.seq, person),
                seq=row.seq,
                person_id=person,
                event=event,
                at=row.at,
                task_id=task_id,
                meeting_id=meeting_id,
                detail={"by": row.actor, **{name: value for name, value in detail.items() if value is not None}},
            )
            for person, (event, detail) in told.items()
            if person != actor
        ]


def _came_by(action: str) -> str:
    """Return how a new task came: ``import``, ``recur``, ``carried``, ``split``."""
    return action.removeprefix("task.").removesuffix("_table")

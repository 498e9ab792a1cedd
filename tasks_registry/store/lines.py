"""Lists of tasks: what is due, and the pages of a filtered list. One statement each, whatever lies in past years."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from tasks_registry.access import Actor
from tasks_registry.errors import NotInRegistry
from tasks_registry.models import Agency, Meeting, Person, Task
from tasks_registry.reading.model import Kind
from tasks_registry.states import OPEN, WorkState
from tasks_registry.store.directory import load_directory
from tasks_registry.store.standing import IS_OPEN, is_past, stands
from tasks_registry.store.visibility import readable
from tasks_registry.time_state import TimeState
from tasks_registry.view import TaskLine

_COLUMNS: tuple[Any, ...] = (
    col(Task.id), col(Task.code), col(Task.title), col(Task.due), col(Task.original_due), col(Task.completed_on),
    col(Task.period), col(Task.secret), col(Task.lead_agency_id), col(Agency.code), col(Agency.name),
    col(Task.officer_id), col(Person.name), col(Task.meeting_id), col(Meeting.name), col(Task.work_state),
)  # fmt: skip
_NAMED = (
    sa.join(Task, Agency, col(Agency.id) == col(Task.lead_agency_id), isouter=True)
    .join(Person, col(Person.id) == col(Task.officer_id), isouter=True)
    .join(Meeting, col(Meeting.id) == col(Task.meeting_id), isouter=True)
)
_STATES = {state.value: state for state in WorkState}


def due_tasks(session: Session, committee: int, until: date, *, states: Collection[WorkState] = OPEN) -> list[TaskLine]:
    """Return the open tasks that are due on ``until`` or were before it, longest overdue first.

    ``states`` are those of ``OPEN`` that are wanted.
    """
    query = (
        sa.select(*_COLUMNS)
        .select_from(_NAMED)
        .where(col(Task.committee_id) == committee, IS_OPEN, col(Task.due) <= until)
        .order_by(col(Task.due), col(Task.code))
    )
    if frozenset(states) != OPEN:
        query = query.where(_in_states(states))
    return _lines(session, query)


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks a list shows; what is None does not narrow it."""

    time_state: TimeState | None = None
    states: frozenset[WorkState] | None = None
    lead_agency_id: int | None = None
    officer_id: int | None = None
    """The person who hears of the task: its own officer, else the lead agency's."""
    meeting_id: int | None = None
    period: str | None = None
    kind: Kind | None = None
    code: str | None = None
    """A part of the code, in any case."""


_OVERDUE, _DATED, _UNDATED = range(3)
_GROUPS = {
    TimeState.OVERDUE: {_OVERDUE},
    TimeState.NO_DEADLINE: {_UNDATED},
    TimeState.IN_TIME: {_DATED},
    TimeState.DUE_SOON: {_DATED},
    TimeState.DUE_TODAY: {_DATED},
}
"""Where the tasks of a time state stand; of one that is not named, anywhere."""


class Place(NamedTuple):
    """A task's place in the order of lists: overdue ones, then those with a deadline, then those without."""

    group: int
    due: date | None
    code: str


@dataclass(frozen=True)
class TaskList:
    """A committee's tasks as ``actor`` may see them on a day, narrowed by a filter, in the order of lists."""

    committee: int
    actor: Actor
    today: date
    due_soon_days: int
    wanted: TaskFilter = TaskFilter()

    def page(self, session: Session, *, after: Place | None = None, limit: int) -> list[TaskLine]:
        """Return the first ``limit`` tasks, on request those that follow a place. Nothing before them is read."""
        conditions = self._conditions(session)
        groups = _GROUPS.get(self.wanted.time_state, {_OVERDUE, _DATED, _UNDATED})
        stretches = [
            self._stretch(group, conditions, after, limit)
            for group in sorted(groups)
            if after is None or group >= after.group
        ]
        if not stretches:
            return []
        found = sa.union_all(*(sa.select(stretch.subquery()) for stretch in stretches)).subquery()
        query = (
            sa.select(*_COLUMNS)
            .select_from(found.join(_NAMED, found.c.id == col(Task.id)))
            .order_by(found.c.place, col(Task.due), col(Task.code))
            .limit(limit)
        )
        return _lines(session, query)

    def count(self, session: Session) -> int:
        """Return how many tasks the whole list has."""
        query = sa.select(sa.func.count()).select_from(Task).where(*self._conditions(session))
        return session.connection().execute(query).scalar_one()

    def place_of(self, session: Session, code: str) -> Place:
        """Return where the task ``code`` stands; raises ``NotInRegistry``, also for one that is not to be seen."""
        query = sa.select(col(Task.work_state), col(Task.due), col(Task.code)).where(
            col(Task.committee_id) == self.committee, col(Task.code) == code, readable(self.actor)
        )
        row = session.connection().execute(query).first()
        if row is None:
            raise NotInRegistry(f"Không có nhiệm vụ mã “{code}”. Hãy xem danh sách bằng: dondoc tasks")
        return self.place(*row)

    def place(self, work_state: str, due: date | None, code: str) -> Place:
        """Return where a task stands."""
        if due is None:
            return Place(_UNDATED, None, code)
        return Place(_OVERDUE if work_state in OPEN and due < self.today else _DATED, due, code)

    def _stretch(
        self, group: int, conditions: Iterable[sa.ColumnElement[bool]], after: Place | None, limit: int
    ) -> sa.Select[Any]:
        # Each group for itself, so that it is a walk along an index that ends at the limit.
        due, code = col(Task.due), col(Task.code)
        overdue = IS_OPEN & is_past(self.today)
        stretch = {_OVERDUE: overdue, _DATED: due.is_not(None) & ~overdue, _UNDATED: due.is_(None)}[group]
        query = sa.select(sa.literal(group).label("place"), col(Task.id)).where(*conditions, stretch)
        if after is not None and after.group == group:
            last = sa.tuple_(sa.literal(after.due), sa.literal(after.code))
            query = query.where(code > after.code if after.due is None else sa.tuple_(due, code) > last)
        return query.order_by(due, code).limit(limit)

    def _conditions(self, session: Session) -> list[sa.ColumnElement[bool]]:
        wanted = self.wanted
        conditions = [col(Task.committee_id) == self.committee, readable(self.actor)]
        if wanted.time_state is not None:
            conditions.append(stands(wanted.time_state, self.today, self.due_soon_days))
        if wanted.states is not None:
            conditions.append(_in_states(wanted.states))
            if wanted.states <= OPEN:
                conditions.append(IS_OPEN)
        if wanted.officer_id is not None:
            conditions.append(load_directory(session, self.committee).heard_by(wanted.officer_id))
        if wanted.code is not None:
            conditions.append(sa.func.lower(col(Task.code)).contains(wanted.code.lower(), autoescape=True))
        equal = {
            Task.lead_agency_id: wanted.lead_agency_id,
            Task.meeting_id: wanted.meeting_id,
            Task.period: wanted.period,
            Task.kind: wanted.kind,
        }
        return conditions + [col(column) == value for column, value in equal.items() if value is not None]


def _in_states(states: Collection[WorkState]) -> sa.ColumnElement[bool]:
    return col(Task.work_state).in_(sorted(state.value for state in states))


def _lines(session: Session, query: sa.Select[Any]) -> list[TaskLine]:
    return [TaskLine(*facts, _STATES[state]) for *facts, state in session.connection().execute(query)]

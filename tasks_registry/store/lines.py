"""Lists of tasks: what is due, and the pages of a filtered list. One statement each, whatever lies in past years."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from config.rhythm import JudgedBy
from tasks_registry.access import Actor
from tasks_registry.errors import NotInRegistry
from tasks_registry.models import Agency, Meeting, Person, Task
from tasks_registry.states import OPEN, WorkState
from tasks_registry.store.filters import CONDITIONS, Narrowing, TaskFilter, narrow
from tasks_registry.store.standing import IS_OPEN, IS_PAST, on_day
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
_IN_COMMITTEE = col(Task.committee_id) == sa.bindparam("committee")
_DUE = (
    sa.select(*_COLUMNS)
    .select_from(_NAMED)
    .where(
        _IN_COMMITTEE,
        IS_OPEN,
        CONDITIONS["states"],
        col(Task.due) <= sa.bindparam("until"),
    )
    .order_by(col(Task.due), col(Task.code))
)


def due_tasks(session: Session, committee: int, until: date, *, states: Collection[WorkState] = OPEN) -> list[TaskLine]:
    """Return the open tasks that are due on ``until`` or were before it, longest overdue first.

    ``states`` are those of ``OPEN`` that are wanted.
    """
    bound = {"committee": committee, "until": until, "states": sorted(state.value for state in states)}
    return _lines(session, _DUE, bound)


_OVERDUE, _DATED, _UNDATED = range(3)
_GROUPS = {
    TimeState.OVERDUE: (_OVERDUE,),
    TimeState.NO_DEADLINE: (_UNDATED,),
    TimeState.IN_TIME: (_DATED,),
    TimeState.DUE_SOON: (_DATED,),
    TimeState.DUE_TODAY: (_DATED,),
}
"""Where the tasks of a time state stand; of one that is not named, anywhere."""
_ANYWHERE = (_OVERDUE, _DATED, _UNDATED)


_EVERYTHING = TaskFilter()


class Place(NamedTuple):
    """A task's place in the order of lists: overdue ones, then those with a deadline, then those without."""

    group: int
    due: date | None
    code: str


@dataclass(frozen=True)
class TaskList:
    """A committee's tasks as ``actor`` may see them on a day, narrowed by a filter, in the order of lists.

    ``due_soon_days`` is the office's margin in calendar days.
    """

    committee: int
    actor: Actor
    today: date
    due_soon_days: int
    wanted: TaskFilter = _EVERYTHING

    def page(self, session: Session, *, limit: int, after: Place | None = None) -> list[TaskLine]:
        """Return the first ``limit`` tasks, on request those that follow a place. Nothing before them is read."""
        narrowing = self._narrowed(session)
        sorted_by = self.wanted.time_state if self.wanted.judged_by is JudgedBy.CURRENT else None
        groups = _ANYWHERE if sorted_by is None else _GROUPS.get(sorted_by, _ANYWHERE)
        left = tuple(group for group in groups if after is None or group >= after.group)
        if not left:
            return []
        bound = {**narrowing.parameters, "size": limit}
        if after is not None:
            bound |= {"last_due": after.due, "last_code": after.code}
        return _lines(session, _page(narrowing.conditions, left, after.group if after else None), bound)

    def count(self, session: Session) -> int:
        """Return how many tasks the whole list has."""
        narrowing = self._narrowed(session)
        counted = session.connection().execute(_count(narrowing.conditions), narrowing.parameters)
        return int(counted.scalar_one())

    def place_of(self, session: Session, code: str) -> Place:
        """Return where the task ``code`` stands; raises ``NotInRegistry``, also for one that is not to be seen."""
        query = sa.select(col(Task.work_state), col(Task.due), col(Task.code)).where(
            col(Task.committee_id) == self.committee, col(Task.code) == code, readable(self.actor)
        )
        row = session.connection().execute(query).first()
        if row is None:
            raise NotInRegistry(f"Không có nhiệm vụ mã “{code}”. Hãy xem danh sách bằng: dondoc tasks")
        return self._place(*row)

    def place(self, line: TaskLine) -> Place:
        """Return where a task of the list stands, so that a page can follow it."""
        return self._place(line.work_state, line.due, line.code)

    def _place(self, work_state: str, due: date | None, code: str) -> Place:
        if due is None:
            return Place(_UNDATED, None, code)
        return Place(_OVERDUE if work_state in OPEN and due < self.today else _DATED, due, code)

    def _narrowed(self, session: Session) -> Narrowing:
        narrowing = narrow(session, self.committee, self.wanted, self.actor)
        day = on_day(self.today, self.due_soon_days)
        return narrowing._replace(parameters={**narrowing.parameters, **day, "committee": self.committee})


# Building these statements costs more than running them.
@lru_cache(maxsize=256)
def _page(conditions: tuple[str, ...], groups: tuple[int, ...], begun: int | None) -> sa.Select[Any]:
    """Return the page that starts within the group ``begun``; None starts at the beginning."""
    stretches = [_stretch(conditions, group, follows=group == begun) for group in groups]
    found = sa.union_all(*(sa.select(stretch.subquery()) for stretch in stretches)).subquery()
    return (
        sa.select(*_COLUMNS)
        .select_from(found.join(_NAMED, found.c.id == col(Task.id)))
        .order_by(found.c.place, col(Task.due), col(Task.code))
        .limit(sa.bindparam("size"))
    )


def _stretch(conditions: tuple[str, ...], group: int, *, follows: bool) -> sa.Select[Any]:
    # Each group for itself, so that it is a walk along an index that ends at the limit.
    due, code = col(Task.due), col(Task.code)
    overdue = IS_OPEN & IS_PAST
    dated = ~IS_PAST if "open" in conditions else due.is_not(None) & ~overdue
    belongs = {_OVERDUE: overdue, _DATED: dated, _UNDATED: due.is_(None)}[group]
    narrowed = (CONDITIONS[name] for name in conditions)
    query = sa.select(sa.literal(group).label("place"), col(Task.id)).where(_IN_COMMITTEE, belongs, *narrowed)
    if follows:
        last_code = sa.bindparam("last_code", type_=sa.String)
        last = sa.tuple_(sa.bindparam("last_due", type_=sa.Date), last_code)
        query = query.where(code > last_code if group == _UNDATED else sa.tuple_(due, code) > last)
    return query.order_by(due, code).limit(sa.bindparam("size"))


@lru_cache(maxsize=256)
def _count(conditions: tuple[str, ...]) -> sa.Select[Any]:
    narrowed = (CONDITIONS[name] for name in conditions)
    return sa.select(sa.func.count()).select_from(Task).where(_IN_COMMITTEE, *narrowed)


def _lines(session: Session, query: sa.Select[Any], bound: Mapping[str, Any]) -> list[TaskLine]:
    rows = session.connection().execute(query, bound).all()
    return [TaskLine._make((*row[:-1], _STATES[row[-1]])) for row in rows]

"""What narrows a list of tasks, each criterion a condition of SQL that is written once and bound at every use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from config.rhythm import JudgedBy
from tasks_registry.access import Actor
from tasks_registry.models import Task
from tasks_registry.reading.model import Kind
from tasks_registry.states import OPEN, WorkState
from tasks_registry.store.directory import load_directory
from tasks_registry.store.standing import BY, IS_OPEN
from tasks_registry.store.visibility import IS_OWN, bound, read_by
from tasks_registry.time_state import TimeState


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks a list shows; what is None does not narrow it."""

    time_state: TimeState | None = None
    judged_by: JudgedBy = JudgedBy.CURRENT
    """By which day ``time_state`` is meant."""
    states: frozenset[WorkState] | None = None
    lead_agency_id: int | None = None
    officer_id: int | None = None
    """The person who hears of the task: its own officer, else the lead agency's."""
    meeting_id: int | None = None
    period: str | None = None
    kind: Kind | None = None
    code: str | None = None
    """A part of the code, in any case."""


class Narrowing(NamedTuple):
    """A filter and a reader as SQL: which of ``CONDITIONS`` hold, and what is bound in them."""

    conditions: tuple[str, ...]
    parameters: Mapping[str, Any]


def standing_name(state: TimeState, judged_by: JudgedBy) -> str:
    """Return the name in ``CONDITIONS`` of standing in ``state``, as the office judges."""
    return f"{state.value} by {judged_by.value} due day"


_ESCAPE = "\\"
_heard_directly = col(Task.officer_id) == sa.bindparam("officer_id")
_heard_for_agency = sa.and_(
    sa.or_(
        col(Task.lead_agency_id).in_(sa.bindparam("officer_agencies", expanding=True)),
        col(Task.lead_agency_id).is_(None) & sa.bindparam("officer_of_the_rest", type_=sa.Boolean),
    ),
    col(Task.officer_id).is_(None) | col(Task.officer_id).not_in(sa.bindparam("reachable", expanding=True)),
)
CONDITIONS: Mapping[str, sa.ColumnElement[bool]] = {
    **{standing_name(state, judged_by): BY[judged_by].of(state) for state in TimeState for judged_by in JudgedBy},
    "own": IS_OWN,
    "open": IS_OPEN,
    "states": col(Task.work_state).in_(sa.bindparam("states", expanding=True)),
    "officer_id": _heard_directly | _heard_for_agency,
    "code": sa.func.lower(col(Task.code)).like(sa.bindparam("code"), escape=_ESCAPE),
    **{
        name: col(getattr(Task, name)) == sa.bindparam(name)
        for name in ("lead_agency_id", "meeting_id", "period", "kind")
    },
}


def narrow(session: Session, committee: int, wanted: TaskFilter, actor: Actor) -> Narrowing:
    """Return what ``wanted`` and the access of ``actor`` narrow a list to."""
    bare = {name: value for name, value in vars(wanted).items() if value is not None and name != "judged_by"}
    names, parameters = list(bare), dict(bare)
    if wanted.time_state is not None:
        names[names.index("time_state")] = standing_name(parameters.pop("time_state"), wanted.judged_by)
    if wanted.states == OPEN:
        names[names.index("states")] = "open"
        del parameters["states"]
    elif wanted.states is not None:
        parameters["states"] = sorted(state.value for state in wanted.states)
    if wanted.code is not None:
        parameters["code"] = f"%{_literally(wanted.code.lower())}%"
    if wanted.officer_id is not None:
        parameters |= load_directory(session, committee).heard_by(wanted.officer_id)
    if bound(actor):
        names.append("own")
        parameters |= read_by(actor)
    return Narrowing(tuple(names), parameters)


def _literally(text: str) -> str:
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return text

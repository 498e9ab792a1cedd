"""How tasks stand on a day, as conditions of SQL: the rule is ``tasks_registry.time_state.time_state``.

The day is bound when a statement is run, by ``on_day``: statements are built once.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import col

from tasks_registry.models import Task
from tasks_registry.states import COUNTED, OPEN, WorkState
from tasks_registry.time_state import TimeState

_today = sa.bindparam("today", type_=sa.Date)
_last_soon = sa.bindparam("last_soon", type_=sa.Date)
_due = col(Task.due)

IS_OPEN = col(Task.work_state).in_([sa.literal_column(repr(state.value)) for state in sorted(OPEN)])
"""Written out instead of bound, so that both engines see that the index of open tasks will do."""
IS_DONE = col(Task.work_state) == sa.literal_column(repr(WorkState.DONE.value))
IS_PAST = _due < _today
"""The due day itself still counts as in time."""
IS_SOON = _due.between(_today, _last_soon)
DONE_LATE = col(Task.completed_on) > _due

STANDING: Mapping[TimeState, sa.ColumnElement[bool]] = {
    TimeState.NO_DEADLINE: IS_OPEN & _due.is_(None),
    TimeState.OVERDUE: IS_OPEN & IS_PAST,
    TimeState.DUE_TODAY: IS_OPEN & (_due == _today),
    TimeState.DUE_SOON: IS_OPEN & (_due > _today) & (_due <= _last_soon),
    TimeState.IN_TIME: IS_OPEN & (_due > _last_soon),
    TimeState.DONE_LATE: IS_DONE & DONE_LATE,
    TimeState.DONE_IN_TIME: IS_DONE & DONE_LATE.is_not(sa.true()),
    TimeState.NOT_COUNTED: col(Task.work_state).not_in(
        [sa.literal_column(repr(state.value)) for state in sorted(COUNTED)]
    ),
}
"""Every task meets exactly one of them."""


def on_day(today: date, due_soon_days: int) -> dict[str, date]:
    """Return the parameters of these conditions; ``due_soon_days`` are calendar days after ``today``."""
    return {"today": today, "last_soon": today + timedelta(days=due_soon_days)}

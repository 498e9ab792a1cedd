"""How tasks stand on a day, as conditions of SQL: the rule is ``tasks_registry.time_state.time_state``.

The day is bound when a statement is run, by ``on_day``: statements are built once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from config.rhythm import JudgedBy
from tasks_registry.models import Task
from tasks_registry.states import COUNTED, OPEN, WorkState
from tasks_registry.time_state import TimeState

_today = sa.bindparam("today", type_=sa.Date)
_last_soon = sa.bindparam("last_soon", type_=sa.Date)

IS_OPEN = col(Task.work_state).in_([sa.literal_column(repr(state.value)) for state in sorted(OPEN)])
"""Written out instead of bound, so that both engines see that the index of open tasks will do."""
IS_DONE = col(Task.work_state) == sa.literal_column(repr(WorkState.DONE.value))
IS_PAST = col(Task.due) < _today
"""The present due day is over; the day itself still counts as in time."""


@dataclass(frozen=True)
class Standing:
    """The conditions that hang on a task's ``due`` day, whichever of its days that is."""

    due: sa.SQLColumnExpression[Any]

    @property
    def is_past(self) -> sa.ColumnElement[bool]:
        """The due day itself still counts as in time."""
        return self.due < _today

    @property
    def is_soon(self) -> sa.ColumnElement[bool]:
        """Due today or within the office's margin."""
        return self.due.between(_today, _last_soon)

    @property
    def done_late(self) -> sa.ColumnElement[bool]:
        """Finished after the due day."""
        return col(Task.completed_on) > self.due

    def of(self, state: TimeState) -> sa.ColumnElement[bool]:
        """Return the condition of a time state; every task meets exactly one of them."""
        conditions: Mapping[TimeState, sa.ColumnElement[bool]] = {
            TimeState.NO_DEADLINE: IS_OPEN & self.due.is_(None),
            TimeState.OVERDUE: IS_OPEN & self.is_past,
            TimeState.DUE_TODAY: IS_OPEN & (self.due == _today),
            TimeState.DUE_SOON: IS_OPEN & (self.due > _today) & (self.due <= _last_soon),
            TimeState.IN_TIME: IS_OPEN & (self.due > _last_soon),
            TimeState.DONE_LATE: IS_DONE & self.done_late,
            TimeState.DONE_IN_TIME: IS_DONE & self.done_late.is_not(sa.true()),
            TimeState.NOT_COUNTED: col(Task.work_state).not_in(
                [sa.literal_column(repr(state.value)) for state in sorted(COUNTED)]
            ),
        }
        return conditions[state]


BY: Mapping[JudgedBy, Standing] = {
    JudgedBy.CURRENT: Standing(col(Task.due)),
    JudgedBy.ORIGINAL: Standing(sa.func.coalesce(col(Task.original_due), col(Task.due), type_=sa.Date)),
}
"""By which of its days a task is called in time or late: the rule is ``tasks_registry.deadlines.judged_due``."""


def on_day(today: date, due_soon_days: int) -> dict[str, date]:
    """Return the parameters of these conditions; ``due_soon_days`` are calendar days after ``today``."""
    return {"today": today, "last_soon": today + timedelta(days=due_soon_days)}

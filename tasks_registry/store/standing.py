"""How tasks stand on a day, as conditions of SQL: the rule is ``tasks_registry.time_state.time_state``."""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import col

from tasks_registry.models import Task
from tasks_registry.states import COUNTED, OPEN, WorkState
from tasks_registry.time_state import TimeState

IS_OPEN = col(Task.work_state).in_([sa.literal_column(repr(state.value)) for state in sorted(OPEN)])
"""Written out instead of bound, so that both engines see that the index of open tasks will do."""
IS_DONE = col(Task.work_state) == WorkState.DONE.value
DONE_LATE = col(Task.completed_on) > col(Task.due)


def is_past(today: date) -> sa.ColumnElement[bool]:
    """Return whether the deadline has passed: the due day itself still counts as in time."""
    return col(Task.due) < today


def is_soon(today: date, due_soon_days: int) -> sa.ColumnElement[bool]:
    """Return whether the deadline is within the office's margin in calendar days, today included."""
    return col(Task.due).between(today, today + timedelta(days=due_soon_days))


def stands(state: TimeState, today: date, due_soon_days: int) -> sa.ColumnElement[bool]:
    """Return the condition on ``Task`` for one time state; every task meets exactly one of them."""
    due, last_soon = col(Task.due), today + timedelta(days=due_soon_days)
    match state:
        case TimeState.NO_DEADLINE:
            return IS_OPEN & due.is_(None)
        case TimeState.OVERDUE:
            return IS_OPEN & is_past(today)
        case TimeState.DUE_TODAY:
            return IS_OPEN & (due == today)
        case TimeState.DUE_SOON:
            return IS_OPEN & (due > today) & (due <= last_soon)
        case TimeState.IN_TIME:
            return IS_OPEN & (due > last_soon)
        case TimeState.DONE_LATE:
            return IS_DONE & DONE_LATE
        case TimeState.DONE_IN_TIME:
            return IS_DONE & DONE_LATE.is_not(sa.true())
        case TimeState.NOT_COUNTED:
            return col(Task.work_state).not_in(sorted(state.value for state in COUNTED))

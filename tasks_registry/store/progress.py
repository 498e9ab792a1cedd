"""What is said of tasks: progress reports, requests for more time, and the figures of past days."""

from dataclasses import fields
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tasks_registry.models import Extension, StatusSnapshot, Task, TaskReport
from tasks_registry.states import ExtensionState
from tasks_registry.time_state import Figures
from tasks_registry.view import ExtensionView, ReportView

_SAID = tuple(field.name for field in fields(ReportView))
_ASKED = tuple(field.name for field in fields(ExtensionView) if field.name not in ("code", "title", "secret", "state"))


def reports_of(session: Session, task_id: int) -> list[ReportView]:
    """Return the progress reports of a task, oldest first."""
    query = (
        sa.select(*(col(getattr(TaskReport, name)) for name in _SAID))
        .where(col(TaskReport.task_id) == task_id)
        .order_by(col(TaskReport.id))
    )
    return [ReportView(**row) for row in session.connection().execute(query).mappings()]


def extensions_of(session: Session, task_id: int) -> list[ExtensionView]:
    """Return the requests for more time of a task, oldest first."""
    return _extensions(session, col(Extension.task_id) == task_id)


def pending_extensions(session: Session, committee: int) -> list[ExtensionView]:
    """Return the requests of a committee that wait for an answer, oldest first."""
    pending = col(Extension.state) == ExtensionState.PENDING.value
    return _extensions(session, sa.and_(col(Extension.committee_id) == committee, pending))


def _extensions(session: Session, condition: sa.ColumnElement[bool]) -> list[ExtensionView]:
    columns: tuple[Any, ...] = (
        *(col(getattr(Task, name)) for name in ("code", "title", "secret")),
        *(col(getattr(Extension, name)) for name in ("state", *_ASKED)),
    )
    query = (
        sa.select(*columns)
        .join(Task, col(Task.id) == col(Extension.task_id))
        .where(condition)
        .order_by(col(Extension.id))
    )
    rows = session.connection().execute(query).mappings()
    return [ExtensionView(**{**row, "state": ExtensionState(row["state"])}) for row in rows]


def daily_figures(session: Session, committee: int, first: date, last: date) -> list[tuple[date, Figures]]:
    """Return the figures that were kept of the days from ``first`` to ``last``, in their order."""
    query = (
        sa.select(col(StatusSnapshot.day), col(StatusSnapshot.figures))
        .where(
            col(StatusSnapshot.committee_id) == committee,
            col(StatusSnapshot.day) >= first,
            col(StatusSnapshot.day) <= last,
        )
        .order_by(col(StatusSnapshot.day))
    )
    kept = [field.name for field in fields(Figures)]
    return [
        (day, Figures(**{name: figures.get(name, 0) for name in kept}))
        for day, figures in session.connection().execute(query).tuples()
    ]

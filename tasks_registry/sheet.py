"""All that the registry knows of one task, gathered for a reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from config.clock import office_day
from tasks_registry import store
from tasks_registry.access import Actor
from tasks_registry.time_state import days_since_report
from tasks_registry.view import Assignment, ExtensionView, ReportView, TaskView


@dataclass(frozen=True)
class Deed:
    """One row of a task's history."""

    at: datetime
    actor: str
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str | None


@dataclass(frozen=True)
class TaskSheet:
    """One task with everything that hangs on it."""

    task: TaskView
    days_since_report: int | None
    """Calendar days; None when the owner never reported."""
    predecessor: str | None
    """Code of the task that this one carries on."""
    successor: str | None
    """Code of the task that carries this one on."""
    citations: tuple[str, ...]
    assignment: Assignment
    """What it was given out with."""
    reports: tuple[ReportView, ...]
    extensions: tuple[ExtensionView, ...]
    history: tuple[Deed, ...]


def task_sheet(session: Session, committee: int, code: str, *, actor: Actor, today: date, zone: ZoneInfo) -> TaskSheet:
    """Gather what is known of task ``code`` on ``today``; raises ``NotInRegistry``, and ``Refused`` for an outsider.

    ``zone`` is the office's: a report of half past six in the morning belongs to its day, not to that of UTC.
    """
    view = store.task_view(session, committee, code, actor, on=today)
    id_ = view.id
    predecessor, successor = store.chain_of(session, id_)
    assignment = store.assignments(session, [id_], zone)[id_]
    reported_on = office_day(view.reported_at, zone) if view.reported_at else None
    return TaskSheet(
        task=view,
        days_since_report=days_since_report(reported_on, today),
        predecessor=predecessor,
        successor=successor,
        citations=assignment.citations,
        assignment=assignment,
        reports=tuple(store.reports_of(session, id_)),
        extensions=tuple(store.extensions_of(session, id_)),
        history=tuple(
            Deed(row.at, row.actor, row.action, row.before, row.after, row.reason)
            for row in store.history_of(session, "task", id_)
        ),
    )

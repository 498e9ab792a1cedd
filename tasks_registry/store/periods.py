"""Periods, the tasks that belong to them, and how those stood at an earlier instant."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tasks_registry.models import History, Period, Task, TaskReport
from tasks_registry.store.tasks import views_where
from tasks_registry.view import ReportView, TaskView

_TASK_COLUMNS = (
    "id", "code", "title", "kind", "work_state", "due", "completed_on", "created_at", "waits_for", "recurrence_id",
    "successor_id", "original_due",
)  # fmt: skip


def periods(session: Session, committee: int) -> list[Period]:
    """Return the periods that were closed, oldest first."""
    query = select(Period).where(Period.committee_id == committee).order_by(col(Period.first_day), col(Period.code))
    return list(session.exec(query).all())


def period_called(session: Session, committee: int, code: str) -> Period | None:
    """Return the closed period ``code``, None when it was never closed."""
    return session.exec(select(Period).where(Period.committee_id == committee, Period.code == code)).first()


def period_codes(session: Session, committee: int) -> set[str]:
    """Return the codes of the periods that tasks name."""
    named = sa.select(col(Task.period)).where(col(Task.committee_id) == committee, col(Task.period).is_not(None))
    return {code for code in session.execute(named.distinct()).scalars() if code is not None}


@dataclass(frozen=True)
class Belonging:
    """Which tasks belong to a period: those that name one of ``codes``.

    ``due_within`` adds those that name no period at all and fall due from its first to its second day.
    """

    codes: tuple[str, ...]
    due_within: tuple[date, date] | None = None

    def condition(self, committee: int) -> sa.ColumnElement[bool]:
        """Return it as a condition on tasks."""
        named: sa.ColumnElement[bool] = col(Task.period).in_(self.codes)
        if self.due_within is not None:
            named |= sa.and_(col(Task.period).is_(None), col(Task.due).between(*self.due_within))
        return sa.and_(col(Task.committee_id) == committee, named)


def period_rows(session: Session, committee: int, belonging: Belonging) -> list[sa.RowMapping]:
    """Return the tasks of a period in the order of their codes, by column."""
    columns = (col(getattr(Task, name)) for name in _TASK_COLUMNS)
    query = sa.select(*columns).where(belonging.condition(committee)).order_by(col(Task.code))
    return list(session.connection().execute(query).mappings())


def period_views(
    session: Session, committee: int, belonging: Belonging, instant: datetime | None = None
) -> list[TaskView]:
    """Return the tasks of a period as people read them, on request as they were at ``instant``.

    Tasks that came later are left out then.
    """
    wanted = [belonging.condition(committee)]
    if instant is None:
        return views_where(session, committee, wanted)
    befores = befores_since(session, committee, belonging, instant)
    return views_where(session, committee, [*wanted, col(Task.created_at) <= instant], befores=befores)


def last_reports(session: Session, committee: int, belonging: Belonging, instant: datetime) -> dict[int, ReportView]:
    """Return, by task of a period, what was last reported of it up to ``instant``; unreported tasks are missing."""
    said = [column.name for column in fields(ReportView)]
    query = (
        sa.select(col(TaskReport.task_id), *(col(getattr(TaskReport, name)) for name in said))
        .join(Task, col(Task.id) == col(TaskReport.task_id))
        .where(belonging.condition(committee), col(TaskReport.at) <= instant)
        .order_by(col(TaskReport.id))
    )
    rows = session.connection().execute(query).mappings()
    return {row["task_id"]: ReportView(**{name: row[name] for name in said}) for row in rows}


def carrying_on(session: Session, committee: int, belonging: Belonging) -> set[int]:
    """Return the ids of those tasks of a period that carry on one of an older period."""
    of_period = sa.select(col(Task.id)).where(belonging.condition(committee))
    followed = sa.select(col(Task.successor_id)).where(
        col(Task.committee_id) == committee, col(Task.successor_id).in_(of_period)
    )
    return {id_ for id_ in session.execute(followed).scalars() if id_ is not None}


def period_size(session: Session, committee: int, belonging: Belonging) -> int:
    """Return how many tasks a period has."""
    counted = sa.select(sa.func.count(col(Task.id))).where(belonging.condition(committee))
    size: int = session.execute(counted).scalar_one()
    return size


def befores_since(
    session: Session, committee: int, belonging: Belonging, instant: datetime
) -> dict[int, dict[str, Any]]:
    """Return, by task, what its columns held before the first change after ``instant``, as history keeps values."""
    changed = (
        sa.select(col(History.entity_id), col(History.before))
        .join(Task, col(Task.id) == col(History.entity_id))
        .where(belonging.condition(committee), col(History.entity) == "task", col(History.at) > instant)
        .order_by(col(History.seq).desc())
    )
    befores: dict[int, dict[str, Any]] = {}
    for task_id, before in session.execute(changed):
        befores.setdefault(task_id, {}).update(before)  # newest first: the oldest change has the last word
    return befores

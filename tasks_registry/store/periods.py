"""Periods, the tasks that belong to them, and how those stood at an earlier instant."""

from collections.abc import Iterator
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

    def holds(self, period: str | None, due: date | None) -> bool:
        """Tell the same of a task with that period and due day."""
        if period is not None or self.due_within is None:
            return period in self.codes
        first, last = self.due_within
        return due is not None and first <= due <= last


def period_rows(
    session: Session, committee: int, belonging: Belonging, instant: datetime | None = None
) -> list[sa.RowMapping]:
    """Return the tasks of a period in the order of their codes, by column.

    On request those that belonged to it at ``instant``; the columns are today's in any case.
    """
    columns = (col(getattr(Task, name)) for name in _TASK_COLUMNS)
    wanted = _belonged(session, committee, belonging, instant) if instant else belonging.condition(committee)
    query = sa.select(*columns).where(wanted).order_by(col(Task.code))
    return list(session.connection().execute(query).mappings())


def period_views(
    session: Session, committee: int, belonging: Belonging, instant: datetime | None = None
) -> list[TaskView]:
    """Return the tasks of a period as people read them, on request as they were at ``instant``.

    Then those are meant that belonged to it at ``instant``, wherever they belong today; tasks that came later are left
    out.
    """
    if instant is None:
        return views_where(session, committee, [belonging.condition(committee)])
    wanted = _belonged(session, committee, belonging, instant)
    befores = _befores_since(session, wanted, instant)
    return views_where(session, committee, [wanted, col(Task.created_at) <= instant], befores=befores)


def last_reports(session: Session, committee: int, belonging: Belonging, instant: datetime) -> dict[int, ReportView]:
    """Return, by task of a period at ``instant``, what was last reported of it by then; others are missing."""
    said = [column.name for column in fields(ReportView)]
    query = (
        sa.select(col(TaskReport.task_id), *(col(getattr(TaskReport, name)) for name in said))
        .join(Task, col(Task.id) == col(TaskReport.task_id))
        .where(_belonged(session, committee, belonging, instant), col(TaskReport.at) <= instant)
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
    """Return, by task of a period at ``instant``, what its columns held before the first change after that.

    The values are as history keeps them.
    """
    return _befores_since(session, _belonged(session, committee, belonging, instant), instant)


def _befores_since(session: Session, wanted: sa.ColumnElement[bool], instant: datetime) -> dict[int, dict[str, Any]]:
    changed = (
        sa.select(col(History.entity_id), col(History.before))
        .join(Task, col(Task.id) == col(History.entity_id))
        .where(wanted, col(History.entity) == "task", col(History.at) > instant)
        .order_by(col(History.seq).desc())
    )
    befores: dict[int, dict[str, Any]] = {}
    for task_id, before in session.execute(changed):
        befores.setdefault(task_id, {}).update(before)  # newest first: the oldest change has the last word
    return befores


def _belonged(session: Session, committee: int, belonging: Belonging, instant: datetime) -> sa.ColumnElement[bool]:
    """Return the condition of a period as it held at ``instant``.

    A due day that was moved or a period that was named since, takes no task out of figures that were signed, and brings
    none in. Such tasks are few: they are judged one by one, the others by the index.
    """
    came: set[int] = set()
    went: set[int] = set()
    for task, period, due in _moved_since(session, committee, instant):
        (came if belonging.holds(period, due) else went).add(task)
    id_ = col(Task.id)
    return sa.or_(
        sa.and_(belonging.condition(committee), id_.not_in(sorted(went))),
        sa.and_(col(Task.committee_id) == committee, id_.in_(sorted(came))),
    )


def _moved_since(session: Session, committee: int, instant: datetime) -> Iterator[tuple[int, str | None, date | None]]:
    """Yield the tasks whose period or due day changed after ``instant``, with both as they were then."""
    written = sa.cast(col(History.before), sa.Text)
    changed = (
        sa.select(col(Task.id), col(Task.period), col(Task.due), col(History.before))
        .join(Task, col(Task.id) == col(History.entity_id))
        .where(
            col(History.committee_id) == committee,
            col(History.entity) == "task",
            col(History.at) > instant,
            sa.or_(*(written.contains(f'"{name}"') for name in ("period", "due"))),
        )
        .order_by(col(History.seq).desc())
    )
    was: dict[int, tuple[str | None, date | None]] = {}
    for task, period, due, before in session.execute(changed):
        period, due = was.get(task, (period, due))
        if "due" in before:
            due = date.fromisoformat(before["due"]) if before["due"] else None
        was[task] = before.get("period", period), due  # newest first: the oldest change has the last word
    yield from ((task, *then) for task, then in was.items())

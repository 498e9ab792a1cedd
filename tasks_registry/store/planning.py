"""Recurrences and their instances as rows, and one for editing."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tasks_registry.errors import NotInRegistry
from tasks_registry.models import Agency, Recurrence, Task, TaskSupport
from tasks_registry.states import OPEN


def recurrences(session: Session, committee: int, *, active_only: bool = False) -> list[Recurrence]:
    """Return the recurrences of a committee in the order of their codes."""
    query = select(Recurrence).where(Recurrence.committee_id == committee).order_by(col(Recurrence.code))
    if active_only:
        query = query.where(col(Recurrence.active))
    return list(session.exec(query).all())


def get_recurrence(session: Session, committee: int, code: str) -> Recurrence:
    """Return the recurrence ``code`` for editing; raises ``NotInRegistry``."""
    wanted = select(Recurrence).where(Recurrence.committee_id == committee, Recurrence.code == code)
    found = session.exec(wanted).first()
    if found is None:
        raise NotInRegistry(f"Không có việc định kỳ mã “{code}”. Hãy xem danh sách bằng: dondoc recur list")
    return found


def recurrence_made_from(session: Session, committee: int, task_code: str) -> str | None:
    """Return the code of the recurrence that was made from a task, None when there is none."""
    made = select(Recurrence.code).where(Recurrence.committee_id == committee, Recurrence.source_code == task_code)
    return session.exec(made).first()


def instance_days(session: Session, recurrence: int, days: Collection[date]) -> set[date]:
    """Return those of ``days`` for which the recurrence has its instance already."""
    known = sa.select(col(Task.occurrence)).where(
        col(Task.recurrence_id) == recurrence, col(Task.occurrence).in_(sorted(days))
    )
    return {day for day in session.execute(known).scalars() if day is not None}


def open_instances(session: Session, recurrence: int) -> list[tuple[str, date | None]]:
    """Return code and due day of the unfinished instances of a recurrence, in the order of their days."""
    states = sorted(state.value for state in OPEN)
    rows = session.execute(
        sa.select(col(Task.code), col(Task.due))
        .where(col(Task.recurrence_id) == recurrence, col(Task.work_state).in_(states))
        .order_by(col(Task.occurrence))
    )
    return [(code, due) for code, due in rows]


def supporting_agency_codes(session: Session, task_id: int) -> list[str]:
    """Return the codes of the agencies that support a task."""
    rows = select(Agency.code).join(TaskSupport, col(TaskSupport.agency_id) == col(Agency.id))
    return list(session.exec(rows.where(TaskSupport.task_id == task_id).order_by(col(Agency.code))).all())


def agencies(session: Session, committee: int) -> dict[int, Agency]:
    """Return all agencies of a committee by id, retired ones too."""
    rows = session.exec(select(Agency).where(Agency.committee_id == committee)).all()
    return {agency.id or 0: agency for agency in rows}

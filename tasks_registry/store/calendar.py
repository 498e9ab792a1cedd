"""Days of the working calendar that the office put into the registry."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tasks_registry.calendar import DecidedDay
from tasks_registry.models import CalendarDay


def decided_days(session: Session, committee: int) -> list[DecidedDay]:
    """Return the days off and the days worked in exchange that a committee decided on, in their order."""
    columns = (col(CalendarDay.day), col(CalendarDay.working), col(CalendarDay.name))
    query = sa.select(*columns).where(col(CalendarDay.committee_id) == committee).order_by(columns[0])
    return [DecidedDay(*row) for row in session.connection().execute(query)]


def stored_days(session: Session, committee: int, first: date, last: date) -> dict[date, CalendarDay]:
    """Return the stored days from ``first`` to ``last``, both included, for editing."""
    rows = select(CalendarDay).where(
        CalendarDay.committee_id == committee, col(CalendarDay.day) >= first, col(CalendarDay.day) <= last
    )
    return {row.day: row for row in session.exec(rows).all()}

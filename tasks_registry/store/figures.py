"""Figures counted by the database, so that the tasks of past years need not be read to be counted."""

from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from config.rhythm import JudgedBy
from tasks_registry.models import Task
from tasks_registry.states import OPEN, WorkState
from tasks_registry.store.directory import load_directory
from tasks_registry.store.standing import BY, on_day
from tasks_registry.time_state import Figures

_UNSETTLED = frozenset(WorkState) - {WorkState.DRAFT, WorkState.DONE, WorkState.WITHDRAWN}


def _counts(judged_by: JudgedBy) -> sa.Select[Any]:
    standing = BY[judged_by]
    return (
        sa.select(
            col(Task.work_state),
            sa.func.count(),
            sa.func.count().filter(standing.is_past),
            sa.func.count().filter(standing.due.is_(None)),
            sa.func.count().filter(standing.is_soon),
            sa.func.count().filter(standing.done_late),
        )
        .where(col(Task.committee_id) == sa.bindparam("committee"))
        .group_by(col(Task.work_state))
    )


_COUNTS = {judged_by: _counts(judged_by) for judged_by in JudgedBy}
_COUNTS_OF_PERIOD = {
    judged_by: query.where(col(Task.period) == sa.bindparam("period")) for judged_by, query in _COUNTS.items()
}


def figures(
    session: Session,
    committee: int,
    today: date,
    due_soon_days: int,
    *,
    judged_by: JudgedBy = JudgedBy.CURRENT,
    period: str | None = None,
) -> Figures:
    """Return the official figures of a committee on ``today``, on request of one period only (``2026-Q3``).

    Equal to ``count_figures`` over the time states of the same tasks. ``due_soon_days`` are calendar days. Counted from
    an index alone: the cost of one period does not grow with the years before it, without one every task is counted.
    """
    bound = {"committee": committee, "period": period, **on_day(today, due_soon_days)}
    open_, overdue, undated, soon, done, late = 0, 0, 0, 0, 0, 0
    for state, count, past, without, within, after in session.connection().execute(
        (_COUNTS if period is None else _COUNTS_OF_PERIOD)[judged_by], bound
    ):
        if state in OPEN:
            open_, overdue, undated, soon = open_ + count, overdue + past, undated + without, soon + within
        elif state == WorkState.DONE:
            done, late = count, after
    return Figures(
        done_in_time=done - late,
        done_late=late,
        open_in_time=open_ - overdue,
        open_overdue=overdue,
        open_without_deadline=undated,
        due_soon=soon,
    )


class Gaps(NamedTuple):
    """What the office itself must close."""

    drafts: int
    without_lead: int
    without_person: int
    """Unsettled tasks of which nobody would hear."""


def gaps(session: Session, committee: int) -> Gaps:
    """Count drafts, and the tasks neither done nor withdrawn that lack a lead agency or a person to remind."""
    directory = load_directory(session, committee)
    state, lead, officer = col(Task.work_state), col(Task.lead_agency_id), col(Task.officer_id)
    counted = sorted(one.value for one in _UNSETTLED | {WorkState.DRAFT})
    query = (
        sa.select(state, lead, officer, sa.func.count())
        .where(col(Task.committee_id) == committee, state.in_(counted))
        .group_by(state, lead, officer)
    )
    drafts, without_lead, without_person = 0, 0, 0
    for value, lead_id, officer_id, count in session.connection().execute(query):
        if value == WorkState.DRAFT:
            drafts += count
            continue
        without_lead += count if lead_id is None else 0
        without_person += count if directory.officer_for(officer_id, lead_id) is None else 0
    return Gaps(drafts, without_lead, without_person)

"""Figures counted by the database: how many tasks of which committee are in which time state."""

from collections.abc import Collection
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from tasks_registry.models import Task
from tasks_registry.states import OPEN, WorkState
from tasks_registry.time_state import TimeState


def counts_by_committee(
    session: Session, committees: Collection[int], *, today: date, due_soon_days: int
) -> dict[int, dict[TimeState, int]]:
    """Return committee id → time state on ``today`` → how many tasks; says the same as ``time_state`` of each task.

    ``due_soon_days`` are calendar days. No task leaves the database, so years of tasks cost no more than their count.
    """
    state, due = col(Task.work_state), col(Task.due)
    is_open = state.in_(sorted(one.value for one in OPEN))
    bucket = sa.case(
        (sa.and_(state == WorkState.DONE.value, col(Task.completed_on) > due), TimeState.DONE_LATE.value),
        (state == WorkState.DONE.value, TimeState.DONE_IN_TIME.value),
        (sa.not_(is_open), TimeState.NOT_COUNTED.value),
        (due.is_(None), TimeState.NO_DEADLINE.value),
        (due < today, TimeState.OVERDUE.value),
        (due == today, TimeState.DUE_TODAY.value),
        (due <= today + timedelta(days=due_soon_days), TimeState.DUE_SOON.value),
        else_=TimeState.IN_TIME.value,
    ).label("bucket")
    # The bucket is named inside: PostgreSQL takes two bound copies of one expression for two expressions.
    counted = sa.select(col(Task.committee_id), bucket).where(col(Task.committee_id).in_(committees)).subquery()
    query = sa.select(counted.c.committee_id, counted.c.bucket, sa.func.count()).group_by(
        counted.c.committee_id, counted.c.bucket
    )
    found: dict[int, dict[TimeState, int]] = {committee: {} for committee in committees}
    for committee, name, count in session.connection().execute(query):
        found[committee][TimeState(name)] = count
    return found

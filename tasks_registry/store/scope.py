"""The tasks that a report counts, found by index: the rule is ``tasks_registry.scope.Scope.holds``.

Each way of being in the scope is a walk of its own along an index, so that the years before cost a report little.
"""

from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from config.clock import office_day
from config.rhythm import JudgedBy
from tasks_registry.deadlines import judged_due
from tasks_registry.models import History, Task
from tasks_registry.scope import UNSETTLED, Scope
from tasks_registry.states import WorkState
from tasks_registry.store.tasks import views_where
from tasks_registry.time_state import Figures, count_figures, time_state
from tasks_registry.view import TaskView

_SET_ASIDE = (WorkState.CARRIED_OVER.value, WorkState.WITHDRAWN.value)
_ENDS = ("task.carry-over", "task.withdraw", "task.edit_table")
"""Actions of the history by which a task can be carried over or withdrawn."""


def scoped_task_views(session: Session, committee: int, scope: Scope, zone: ZoneInfo) -> list[TaskView]:
    """Return the tasks that a report counts, in the order of their codes, and those that it tells as set aside."""
    return views_where(session, committee, [col(Task.id).in_(_ids(committee, scope, zone))])


def scoped_figures(
    session: Session,
    committee: int,
    scope: Scope,
    zone: ZoneInfo,
    *,
    today: date,
    due_soon_days: int,
    judged_by: JudgedBy,
) -> Figures:
    """Return the official figures of the tasks that a report counts, as they stand on ``today``.

    ``due_soon_days`` are calendar days; ``judged_by`` says by which due day tasks with an extension are late.
    """
    columns = (col(Task.work_state), col(Task.due), col(Task.original_due), col(Task.completed_on))
    rows = session.connection().execute(sa.select(*columns).where(col(Task.id).in_(_ids(committee, scope, zone))))
    return count_figures(
        time_state(WorkState(state), judged_due(due, original, judged_by), completed, today, due_soon_days)
        for state, due, original, completed in rows.tuples()
    )


def days_set_aside(session: Session, ids: Collection[int], zone: ZoneInfo) -> dict[int, date]:
    """Return by id on which of the office's days tasks were last carried over or withdrawn."""
    rows = session.connection().execute(
        sa.select(col(History.entity_id), col(History.at), col(History.after))
        .where(col(History.entity) == "task", col(History.entity_id).in_(sorted(ids)), col(History.action).in_(_ENDS))
        .order_by(col(History.seq))
    )
    return {task: office_day(at, zone) for task, at, after in rows if after.get("work_state") in _SET_ASIDE}


def carried_from(session: Session, committee: int, scope: Scope, zone: ZoneInfo) -> set[int]:
    """Return the ids of the tasks of the scope that were carried over from another one, which they carry on."""
    former = aliased(Task)
    rows = session.connection().execute(
        sa.select(col(former.successor_id)).where(
            col(former.committee_id) == committee,
            col(former.work_state) == WorkState.CARRIED_OVER.value,
            col(former.successor_id).in_(_ids(committee, scope, zone)),
        )
    )
    return {task for task in rows.scalars() if task is not None}


def _ids(committee: int, scope: Scope, zone: ZoneInfo) -> sa.Select[tuple[int]]:
    state = col(Task.work_state)
    began = datetime.combine(scope.first_day, time(), zone)
    ended_since = sa.exists().where(
        col(History.entity) == "task",
        col(History.entity_id) == col(Task.id),
        col(History.action).in_(_ENDS),
        col(History.at) >= began,
    )
    dropped_proposal = (state == WorkState.WITHDRAWN.value) & col(Task.confirmed_at).is_(None)
    committed = (state != WorkState.DRAFT.value) & ~dropped_proposal
    # Most of all tasks ever are done ones: nothing may be asked of them that does not stand in the index.
    ways: tuple[sa.ColumnElement[bool], ...] = (
        state.in_(sorted(one.value for one in UNSETTLED)),
        (state == WorkState.DONE.value) & (col(Task.completed_on) >= scope.first_day),
        state.in_(_SET_ASIDE) & committed & ended_since,
        col(Task.period).in_(scope.periods) & committed,
        col(Task.period).is_(None) & col(Task.due).between(*scope.quarter) & committed,
    )
    if scope.meeting_id is not None:
        ways = (*ways, (col(Task.meeting_id) == scope.meeting_id) & committed)
    in_committee = col(Task.committee_id) == committee
    found = sa.union(*(sa.select(col(Task.id)).where(in_committee, way) for way in ways)).subquery()
    return sa.select(found.c.id)

"""One status check: the time state of every task on a day, its figures, and the day's snapshot for trends."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlmodel import Session

from config.office import JudgedBy
from tasks_registry import store
from tasks_registry.deadlines import judged_due
from tasks_registry.models import StatusSnapshot
from tasks_registry.states import WorkState
from tasks_registry.time_state import Figures, count_figures, time_state


@dataclass(frozen=True)
class StatusCheck:
    """What a check found: the official figures, and the gaps that the office itself must close."""

    day: date
    figures: Figures
    without_lead: int
    without_person: int
    """Open tasks of an agency that has nobody to remind."""
    drafts: int


def check_status(
    session: Session, committee: int, *, today: date, now: datetime, due_soon_days: int, judged_by: JudgedBy
) -> StatusCheck:
    """Compute the figures of ``today`` and keep them as the day's snapshot. The caller commits."""
    store.lock_committee(session, committee)
    tasks = store.task_views(session, committee)
    counted = Counter(task.work_state for task in tasks)
    figures = count_figures(
        time_state(
            task.work_state,
            judged_due(task.due, task.original_due, judged_by),
            task.completed_on,
            today,
            due_soon_days,
        )
        for task in tasks
    )
    live = [task for task in tasks if task.work_state not in (WorkState.WITHDRAWN, WorkState.DRAFT, WorkState.DONE)]
    check = StatusCheck(
        day=today,
        figures=figures,
        without_lead=sum(task.lead_code is None for task in live),
        without_person=sum(task.officer is None for task in live),
        drafts=counted[WorkState.DRAFT],
    )
    store.save_snapshot(
        session,
        StatusSnapshot(committee_id=committee, day=today, taken_at=now, figures=asdict(figures)),
    )
    return check

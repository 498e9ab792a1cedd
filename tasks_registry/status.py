"""One status check: the figures of a day, what the office itself must close, and the day's snapshot for trends."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from config.rhythm import JudgedBy
from tasks_registry import store
from tasks_registry.models import StatusSnapshot
from tasks_registry.scope import scope_of
from tasks_registry.time_state import Figures


@dataclass(frozen=True)
class StatusCheck:
    """What a check found: figures as reports count them (ADR 0024), and the gaps that the office itself must close."""

    day: date
    figures: Figures
    without_lead: int
    without_person: int
    """Open tasks of an agency that has nobody to remind."""
    drafts: int


def check_status(
    session: Session,
    committee: int,
    *,
    today: date,
    now: datetime,
    zone: ZoneInfo,
    due_soon_days: int,
    judged_by: JudgedBy,
) -> StatusCheck:
    """Compute the figures of ``today`` (the office's day of ``zone``) and keep them as the day's snapshot.

    They count what a report without a meeting would: the course that they make is set beside reports. The caller
    commits.
    """
    store.lock_committee(session, committee)
    figures = store.scoped_figures(
        session, committee, scope_of(today), zone, today=today, due_soon_days=due_soon_days, judged_by=judged_by
    )
    gaps = store.gaps(session, committee)
    check = StatusCheck(
        day=today,
        figures=figures,
        without_lead=gaps.without_lead,
        without_person=gaps.without_person,
        drafts=gaps.drafts,
    )
    store.save_snapshot(
        session,
        StatusSnapshot(committee_id=committee, day=today, taken_at=now, figures=asdict(figures)),
    )
    return check

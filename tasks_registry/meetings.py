"""Fixes or moves the day of a meeting and recomputes every deadline that is counted from it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from config.office import OfficeFiles
from tasks_registry import deadlines, store
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.errors import Refused
from tasks_registry.history import Actor, log_change
from tasks_registry.lifecycle import edit_task
from tasks_registry.models import Task
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.states import OPEN, WorkState


@dataclass(frozen=True)
class DeadlineMove:
    """One deadline that a meeting moved."""

    code: str
    title: str
    before: date | None
    after: date | None


def fix_day(
    session: Session,
    committee: int,
    meeting_id: int,
    day: date,
    *,
    files: OfficeFiles,
    actor: Actor,
    now: datetime,
) -> list[DeadlineMove]:
    """Set the day of a meeting and return exactly the deadlines that this moved. The caller commits.

    Setting the day it already has changes nothing. Raises ``NotInRegistry`` for an unknown meeting and ``Refused`` for
    a day on which the office does not work.
    """
    meeting = store.get_meeting(session, committee, meeting_id)
    calendar = WorkingCalendar.from_file(files.calendar)
    if not calendar.is_working(day):
        raise Refused(
            f"Ngày {day:%d/%m/%Y} là ngày nghỉ theo lịch làm việc. "
            "Hãy chọn ngày khác, hoặc thêm ngày làm bù vào calendar.yaml."
        )
    if meeting.day == day:
        return []
    before, meeting.day = meeting.day, day
    session.add(meeting)
    log_change(
        session,
        committee_id=committee,
        actor=actor,
        at=now,
        action="meeting.fix_day",
        entity="meeting",
        entity_id=meeting_id,
        before={"day": before},
        after={"day": day},
    )
    moving = {state.value for state in OPEN | {WorkState.DRAFT, WorkState.SUSPENDED}}
    tasks = session.exec(
        select(Task)
        .where(Task.committee_id == committee, Task.meeting_id == meeting_id, col(Task.work_state).in_(moving))
        .order_by(col(Task.code))
    ).all()
    moves = []
    for task in tasks:
        if task.deadline_rule is None:
            continue
        due = deadlines.due_day(
            deadlines.Deadline(DeadlineRule(task.deadline_rule), task.deadline_to, task.deadline_before),
            deadlines.MeetingDay(meeting.body, day),
            calendar,
            files.rhythm,
        )
        if due == task.due:
            continue
        moves.append(DeadlineMove(task.code, task.title, task.due, due))
        changes: dict[str, object] = {"due": due}
        if task.original_due is None and task.confirmed_at is not None:
            changes["original_due"] = due
        edit_task(
            session,
            task,
            changes,
            seen=task.version,
            actor=actor,
            now=now,
            action="task.due_moved",
            reason=meeting.name,
        )
    return moves

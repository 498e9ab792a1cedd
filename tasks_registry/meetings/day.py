"""Fixes or moves the day of a meeting and recomputes every deadline that is counted from it."""

from datetime import date, datetime

from sqlmodel import Session

from config.office import Rhythm
from tasks_registry import store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.due_days import DeadlineMove, move_deadlines, moving_deadlines
from tasks_registry.errors import Refused
from tasks_registry.history import log_change


def fix_day(
    session: Session,
    committee: int,
    meeting_id: int,
    day: date,
    *,
    calendar: WorkingCalendar,
    rhythm: Rhythm,
    actor: Actor,
    now: datetime,
) -> list[DeadlineMove]:
    """Set the day of a meeting and return exactly the deadlines that this moved. The caller commits.

    Setting the day it already has changes nothing. Raises ``NotInRegistry`` for an unknown meeting and ``Refused`` for
    a day on which the office does not work.
    """
    require(actor, Duty.ARRANGE)
    meeting = store.get_meeting(session, committee, meeting_id)
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
    moves = moving_deadlines(session, committee, calendar, rhythm, meeting_id=meeting_id)
    move_deadlines(session, committee, moves, actor=actor, now=now, action="task.due_moved", reason=meeting.name)
    return moves

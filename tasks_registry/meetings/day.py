"""Fixes, moves or takes away the day of a meeting, and everything that is counted from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.due_days import DeadlineMove
from tasks_registry.errors import Refused
from tasks_registry.meetings.arranger import Arranger
from tasks_registry.meetings.milestones import MilestoneMove, dated_milestones, moved_milestones
from tasks_registry.meetings.states import MeetingAct, MeetingKind, MeetingState, next_meeting_state
from tasks_registry.models import Meeting
from tasks_registry.view import PersonView


@dataclass(frozen=True)
class MeetingChange:
    """A meeting's day before and after, and exactly what changed with it."""

    meeting_id: int
    before: date | None
    after: date | None
    moves: tuple[DeadlineMove, ...] = ()
    milestones: tuple[MilestoneMove, ...] = ()
    people: tuple[PersonView, ...] = ()
    """Whom it concerns, each once: who works towards a moved deadline, who leads an item of the agenda."""


def fix_day(arranger: Arranger, meeting_id: int, day: date, *, seen: int | None = None) -> MeetingChange:
    """Set the day of a meeting and return exactly what this moved. The caller commits.

    Setting the day it already has changes nothing. ``seen`` is the version that the person was looking at. Raises
    ``NotInRegistry`` for an unknown meeting and ``Refused`` for a day on which the office does not work or the body
    already has a regular meeting, and for a meeting that is being held or is over.
    """
    require(arranger.actor, Duty.ARRANGE)
    meeting = store.get_meeting(arranger.session, arranger.committee, meeting_id)
    state = next_meeting_state(meeting.name, MeetingState(meeting.state), MeetingAct.FIX)
    if not arranger.calendar.is_working(day):
        raise Refused(
            f"Ngày {day:%d/%m/%Y} là ngày nghỉ theo lịch làm việc. "
            "Hãy chọn ngày khác, hoặc ghi ngày làm bù bằng: dondoc calendar work"
        )
    if meeting.day == day:
        return MeetingChange(meeting_id, day, day)
    _require_free(arranger, meeting, day)
    return _change_day(arranger, meeting, day, state, "meeting.fix_day", seen=seen)


def postpone(arranger: Arranger, meeting_id: int, reason: str | None, *, seen: int | None = None) -> MeetingChange:
    """Postpone a meeting and take its day away: what is counted from it is provisional again. The caller commits.

    Raises ``NotInRegistry`` for an unknown meeting, and ``Refused`` for one that is being held or is over, or without
    a reason.
    """
    require(arranger.actor, Duty.ARRANGE)
    meeting = store.get_meeting(arranger.session, arranger.committee, meeting_id)
    state = next_meeting_state(meeting.name, MeetingState(meeting.state), MeetingAct.POSTPONE, reason=reason)
    return _change_day(arranger, meeting, None, state, "meeting.postpone", reason=reason, seen=seen)


def _change_day(
    arranger: Arranger,
    meeting: Meeting,
    day: date | None,
    state: MeetingState,
    action: str,
    *,
    reason: str | None = None,
    seen: int | None,
) -> MeetingChange:
    before = meeting.day
    arranger.edit(meeting, {"day": day, "state": state.value}, action, reason=reason, seen=seen)
    moves = arranger.recount(meeting)
    body = arranger.files.rhythm.body(meeting.body)
    former, present = (dated_milestones(when, body, arranger.calendar) for when in (before, day))
    working = [move.person for move in moves if move.person is not None]
    leading = store.agenda_leads(arranger.session, arranger.committee, meeting.id or 0)
    return MeetingChange(
        meeting_id=meeting.id or 0,
        before=before,
        after=day,
        moves=tuple(moves),
        milestones=tuple(moved_milestones(former, present)),
        people=_each_once([*working, *leading]),
    )


def _require_free(arranger: Arranger, meeting: Meeting, day: date) -> None:
    if meeting.kind != MeetingKind.REGULAR.value:
        return
    other = arranger.session.exec(
        select(Meeting).where(
            Meeting.committee_id == arranger.committee,
            Meeting.body == meeting.body,
            Meeting.kind == MeetingKind.REGULAR.value,
            Meeting.day == day,
            col(Meeting.id) != meeting.id,
        )
    ).first()
    if other is not None:
        raise Refused(
            f"Ngày {day:%d/%m/%Y} đã có {other.name} (số {other.id}), cũng là kỳ họp thường kỳ của cấp này. "
            "Hãy chọn ngày khác."
        )


def _each_once(people: Iterable[PersonView]) -> tuple[PersonView, ...]:
    return tuple({person.id: person for person in people}.values())

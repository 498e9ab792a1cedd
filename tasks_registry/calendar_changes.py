"""Changes of the working calendar: what they would move is shown first, and exactly that is done afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from config.days_off import CalendarFile
from config.rhythm import Rhythm
from tasks_registry import store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.calendar import DecidedDay, WorkingCalendar
from tasks_registry.due_days import DeadlineMove, move_deadlines, moving_deadlines
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import log_change
from tasks_registry.models import CalendarDay
from tasks_registry.view import MeetingView, PersonView

LONGEST_EDIT = 60
"""Days of one change; more of them are a slip of the year."""


class DayDecision(StrEnum):
    """What is decided of days."""

    OFF = "off"
    WORK = "work"
    REMOVE = "remove"
    """Back to what ``calendar.yaml`` and the public calendar say."""


@dataclass(frozen=True)
class CalendarEdit:
    """Days ``first`` … ``last``, both included, and what is decided of them. ``name`` says why; a removal has none."""

    decision: DayDecision
    first: date
    last: date
    name: str = ""

    def __post_init__(self) -> None:
        if not 0 <= (self.last - self.first).days < LONGEST_EDIT:
            raise Refused(
                f"Khoảng {self.first:%d/%m/%Y} – {self.last:%d/%m/%Y} không hợp lệ: ngày đầu không được sau ngày cuối, "
                f"và mỗi lần không quá {LONGEST_EDIT} ngày."
            )
        if self.decision is not DayDecision.REMOVE and not self.name.strip():
            raise Refused("Hãy ghi lý do bằng --name, ví dụ --name “Nghỉ hoán đổi dịp Quốc khánh”.")

    @property
    def days(self) -> list[date]:
        """The days one by one."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class DayChange:
    """A day on which the office will be at work, or will not be any more."""

    day: date
    works: bool


@dataclass(frozen=True)
class CalendarEffect:
    """What a change of the calendar brings with it."""

    days: tuple[DayChange, ...]
    """Days that change between worked and off."""
    moves: tuple[DeadlineMove, ...]
    meetings: tuple[MeetingView, ...]
    """Meetings whose fixed day becomes a day off; a person decides on their new day."""

    @property
    def people(self) -> tuple[PersonView, ...]:
        """Who works towards a due day that moves, each once, by agency and name."""
        return concerned(self.moves)


def concerned(moves: Iterable[DeadlineMove]) -> tuple[PersonView, ...]:
    """Return the people whose tasks move, each once, by agency and name."""
    found = {move.person for move in moves if move.person is not None}
    return tuple(sorted(found, key=lambda person: (person.agency_name, person.name)))


@dataclass(frozen=True)
class OfficeCalendar:
    """The calendar of one committee within a transaction: what it says now, and what it would say."""

    session: Session
    committee: int
    file: CalendarFile
    rhythm: Rhythm

    def preview(self, edit: CalendarEdit) -> CalendarEffect:
        """Return what ``edit`` would bring with it; changes nothing.

        Due days that differ already, because ``calendar.yaml`` or ``rhythm.yaml`` was edited, are left to ``recount``.
        Raises ``NotInRegistry`` for the removal of days that nobody put into the registry.
        """
        decided = store.decided_days(self.session, self.committee)
        present = WorkingCalendar.from_file(self.file, decided)
        changed = WorkingCalendar.from_file(self.file, _decide(decided, edit))
        # A decision on mùng Một can also give back days beyond the edit: the forecast of that Tết.
        around = [edit.first + timedelta(days=n) for n in range(-_AROUND, len(edit.days) + _AROUND)]
        days = tuple(
            DayChange(day, changed.is_working(day))
            for day in around
            if present.is_working(day) is not changed.is_working(day)
        )
        lost = {change.day for change in days if not change.works}
        meetings = store.meeting_views(self.session, self.committee)
        return CalendarEffect(
            days=days,
            moves=tuple(self._moved_by(present, changed)),
            meetings=tuple(meeting for meeting in meetings if meeting.day in lost),
        )

    def apply(self, edit: CalendarEdit, *, actor: Actor, now: datetime) -> CalendarEffect:
        """Decide on the days of ``edit`` and move exactly the due days that ``preview`` names. The caller commits.

        Deciding the same again changes nothing. Raises what ``preview`` raises, and ``Refused`` for somebody who may
        not arrange the calendar.
        """
        require(actor, Duty.ARRANGE)
        effect = self.preview(edit)
        stored = store.stored_days(self.session, self.committee, edit.first, edit.last)
        for day in edit.days:
            self._store(stored.get(day), day, edit, actor, now)
        reason = edit.name or f"Bỏ ngày đã ghi {edit.first:%d/%m/%Y}"
        self._move(effect.moves, reason, actor, now)
        return effect

    def differing(self) -> list[DeadlineMove]:
        """Return the due days that are not what the present calendar and rules give."""
        decided = store.decided_days(self.session, self.committee)
        calendar = WorkingCalendar.from_file(self.file, decided)
        return moving_deadlines(self.session, self.committee, calendar, self.rhythm)

    def recount(self, *, actor: Actor, now: datetime) -> list[DeadlineMove]:
        """Move the due days that ``differing`` names, and return them. The caller commits."""
        require(actor, Duty.ARRANGE)
        moves = self.differing()
        self._move(moves, "Tính lại theo calendar.yaml và rhythm.yaml", actor, now)
        return moves

    def _moved_by(self, present: WorkingCalendar, changed: WorkingCalendar) -> list[DeadlineMove]:
        already = moving_deadlines(self.session, self.committee, present, self.rhythm)
        standing = {move.code: move.after for move in already}
        moves = moving_deadlines(self.session, self.committee, changed, self.rhythm)
        return [move for move in moves if standing.get(move.code, move.before) != move.after]

    def _move(self, moves: Iterable[DeadlineMove], reason: str, actor: Actor, now: datetime) -> None:
        move_deadlines(
            self.session, self.committee, list(moves), actor=actor, now=now, action="task.due_recounted", reason=reason
        )

    def _store(self, known: CalendarDay | None, day: date, edit: CalendarEdit, actor: Actor, now: datetime) -> None:
        before = {"day": day, "working": known.working, "name": known.name} if known else {}
        after: dict[str, object] = {}
        if edit.decision is not DayDecision.REMOVE:
            after = {"day": day, "working": edit.decision is DayDecision.WORK, "name": edit.name.strip()}
        if before == after:
            return
        row = known or CalendarDay(committee_id=self.committee, day=day, working=False, name="", decided_by="")
        if after:
            row.sqlmodel_update({**after, "decided_by": actor.name, "decided_at": now})
            self.session.add(row)
        else:
            self.session.delete(row)
        self.session.flush()
        log_change(
            self.session,
            committee_id=self.committee,
            actor=actor,
            at=now,
            action=f"calendar.{edit.decision.value}",
            entity="calendar_day",
            entity_id=row.id or 0,
            before=before,
            after=after,
            reason=edit.name.strip() or None,
        )


_AROUND = 14
"""Days before and after an edit within which a forecast holiday can end."""


def _decide(decided: Iterable[DecidedDay], edit: CalendarEdit) -> list[DecidedDay]:
    kept = {entry.day: entry for entry in decided}
    if edit.decision is DayDecision.REMOVE:
        missing = [day for day in edit.days if day not in kept]
        if missing:
            raise NotInRegistry(
                f"Ngày {missing[0]:%d/%m/%Y} chưa được ghi là ngày nghỉ hay làm bù trong sổ. "
                "Ngày ghi trong calendar.yaml thì sửa ở tệp đó; xem lịch bằng: dondoc calendar show"
            )
        return [entry for day, entry in kept.items() if day not in edit.days]
    works = edit.decision is DayDecision.WORK
    return list((kept | {day: DecidedDay(day, works, edit.name) for day in edit.days}).values())

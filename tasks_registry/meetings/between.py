"""What the standing committee directed and settled between two sessions of the committee: pure.

``Việc Ban Thường vụ chỉ đạo, giải quyết giữa hai kỳ hội nghị`` is reported to every regular session of the BCH.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from tasks_registry.errors import Refused
from tasks_registry.meetings.states import MeetingKind
from tasks_registry.planning.periods import period_of
from tasks_registry.states import WorkState
from tasks_registry.view import AgendaView, MeetingView

STANDING_BODIES = ("BTV", "TT")
COMMITTEE_BODY = "BCH"
LONGEST_GAP_DAYS = 366
"""A session longer ago is no measure any more: the ones since were never entered."""


@dataclass(frozen=True)
class TaskCourse:
    """When a task was assigned and finished, and before whom it goes."""

    code: str
    title: str
    authority: str | None
    meeting_id: int | None
    lead_name: str | None
    work_state: WorkState
    assigned_on: date | None
    completed_on: date | None
    secret: bool = False


@dataclass(frozen=True)
class HeldMeeting:
    """A meeting of the standing committee or the permanent members, with its agenda."""

    meeting: MeetingView
    items: tuple[AgendaView, ...]


@dataclass(frozen=True)
class Interval:
    """The days ``(after, until]`` that are reported to a session."""

    previous: MeetingView | None
    """The regular session before; None when none is known that is near enough."""
    after: date
    """The day of the session before, else the last one before the quarter: committees meet quarterly (DOMAIN §5)."""
    until: date

    def holds(self, day: date | None) -> bool:
        """Tell whether ``day`` lies in the interval."""
        return day is not None and self.after < day <= self.until


@dataclass(frozen=True)
class BetweenSessions:
    """What was directed and settled in an interval."""

    interval: Interval
    meetings: tuple[HeldMeeting, ...]
    tasks: tuple[TaskCourse, ...]

    def without_secrets(self) -> "BetweenSessions":
        """Return the same with secret tasks called by their codes, to be shown as it is."""
        return replace(
            self,
            meetings=tuple(
                replace(held, items=tuple(_unsaid(item, item.task_code) for item in held.items))
                for held in self.meetings
            ),
            tasks=tuple(_unsaid(task, task.code) for task in self.tasks),
        )


_Named = TypeVar("_Named", AgendaView, TaskCourse)


def _unsaid(named: _Named, code: str | None) -> _Named:
    return replace(named, title=f"Nhiệm vụ mật (mã {code})") if named.secret else named


def hears_between(session: MeetingView) -> bool:
    """Tell whether the list is made for a meeting: for the regular sessions of the executive committee (BCH)."""
    return session.body == COMMITTEE_BODY and session.kind is MeetingKind.REGULAR


def interval_before(session: MeetingView, meetings: Iterable[MeetingView], today: date) -> Interval:
    """Return the days that are reported to ``session``: since the one before, up to it or ``today``."""
    until = _until(session, today)
    previous = last_session(session, meetings, today)
    after = previous.day if previous is not None else None
    return Interval(previous, after or period_of(until).first_day - timedelta(days=1), until)


def between_sessions(
    session: MeetingView,
    meetings: Sequence[MeetingView],
    items: Sequence[AgendaView],
    tasks: Iterable[TaskCourse],
    today: date,
) -> BetweenSessions:
    """Return what was directed and settled after the regular BCH session before ``session``, up to it or ``today``.

    A task counts when it goes before the standing committee or the permanent members, or came from one of their
    meetings in the interval, and was assigned or finished in it. Raises ``Refused`` for a meeting of another body, or
    one of the BCH that is not regular.
    """
    if not hears_between(session):
        raise Refused(
            f"{session.name} không phải hội nghị thường kỳ của Ban Chấp hành; danh mục việc giữa hai kỳ chỉ lập cho "
            "hội nghị này."
        )
    interval = interval_before(session, meetings, today)
    held = held_between(interval, meetings)
    ids = {meeting.id for meeting in held}
    return BetweenSessions(
        interval=interval,
        meetings=tuple(
            HeldMeeting(meeting, tuple(item for item in items if item.meeting_id == meeting.id)) for meeting in held
        ),
        tasks=tuple(
            task
            for task in tasks
            if (task.authority in STANDING_BODIES or task.meeting_id in ids)
            and (interval.holds(task.assigned_on) or interval.holds(task.completed_on))
        ),
    )


def held_between(interval: Interval, meetings: Iterable[MeetingView]) -> list[MeetingView]:
    """Return the meetings of the standing committee and the permanent members in ``interval``, by their days."""
    return sorted(
        (meeting for meeting in meetings if meeting.body in STANDING_BODIES and interval.holds(meeting.day)),
        key=lambda meeting: (meeting.day or interval.until, meeting.id),
    )


def last_session(session: MeetingView, meetings: Iterable[MeetingView], today: date) -> MeetingView | None:
    """Return the regular session of the same body held last before ``session``, as seen on ``today``.

    None when that is more than ``LONGEST_GAP_DAYS`` before ``session`` or ``today``, whichever comes first.
    """
    until = _until(session, today)
    earlier = [
        (meeting.day, meeting.id, meeting)
        for meeting in meetings
        if meeting.body == session.body
        and meeting.kind is MeetingKind.REGULAR
        and meeting.id != session.id
        and meeting.day is not None
        and meeting.day <= until
        and (session.day is None or meeting.day < session.day)
    ]
    day, _, found = max(earlier, key=lambda one: one[:2], default=(date.min, 0, None))
    return found if (until - day).days <= LONGEST_GAP_DAYS else None


def _until(session: MeetingView, today: date) -> date:
    return min(session.day, today) if session.day is not None else today

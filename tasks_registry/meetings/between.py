"""What the standing committee directed and settled between two sessions of the committee: pure.

``Việc Ban Thường vụ chỉ đạo, giải quyết giữa hai kỳ hội nghị`` is reported to every regular session of the BCH.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tasks_registry.errors import Refused
from tasks_registry.meetings.states import MeetingKind
from tasks_registry.states import WorkState
from tasks_registry.view import AgendaView, MeetingView

STANDING_BODIES = ("BTV", "TT")
COMMITTEE_BODY = "BCH"


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
class BetweenSessions:
    """The interval ``(after, until]`` and what was directed and settled in it."""

    previous: MeetingView | None
    """The regular session before; None for the first one known: then everything up to ``until`` counts."""
    until: date
    meetings: tuple[HeldMeeting, ...]
    tasks: tuple[TaskCourse, ...]

    @property
    def after(self) -> date | None:
        """The day after which the interval starts."""
        return self.previous.day if self.previous else None


def between_sessions(
    session: MeetingView,
    meetings: Sequence[MeetingView],
    items: Sequence[AgendaView],
    tasks: Iterable[TaskCourse],
    today: date,
) -> BetweenSessions:
    """Return what was directed and settled after the regular BCH session before ``session``, up to it or ``today``.

    A task counts when it goes before the standing committee or the permanent members, or came from one of their
    meetings in the interval, and was assigned or finished in it. Raises ``Refused`` for a meeting of another body.
    """
    if session.body != COMMITTEE_BODY:
        raise Refused(
            f"{session.name} không phải hội nghị Ban Chấp hành; danh mục việc giữa hai kỳ chỉ lập cho hội nghị này."
        )
    until = min(session.day, today) if session.day is not None else today
    previous = session_before(session, meetings, until)
    after = previous.day if previous else None

    def within(day: date | None) -> bool:
        return day is not None and day <= until and (after is None or day > after)

    held = sorted(
        (meeting for meeting in meetings if meeting.body in STANDING_BODIES and within(meeting.day)),
        key=lambda meeting: (meeting.day or until, meeting.id),
    )
    ids = {meeting.id for meeting in held}
    return BetweenSessions(
        previous=previous,
        until=until,
        meetings=tuple(
            HeldMeeting(meeting, tuple(item for item in items if item.meeting_id == meeting.id)) for meeting in held
        ),
        tasks=tuple(
            task
            for task in tasks
            if (task.authority in STANDING_BODIES or task.meeting_id in ids)
            and (within(task.assigned_on) or within(task.completed_on))
        ),
    )


def session_before(session: MeetingView, meetings: Iterable[MeetingView], until: date) -> MeetingView | None:
    """Return the last regular session of the same body that was held before ``session``, by the day ``until``."""
    earlier = [
        meeting
        for meeting in meetings
        if meeting.body == session.body
        and meeting.kind is MeetingKind.REGULAR
        and meeting.id != session.id
        and meeting.day is not None
        and meeting.day <= until
        and (session.day is None or meeting.day < session.day)
    ]
    return max(earlier, key=lambda meeting: (meeting.day or date.min, meeting.id), default=None)

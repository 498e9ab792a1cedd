"""What a letter lists, as its reader sees it: lines, most urgent first, in groups. Pure.

A line holds only what may be said (``notifications.secrecy``); subjects, bodies and Zalo texts are made of lines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from notifications.letters.wording import (
    capitalised,
    meeting_standing,
    one_line,
    short_day,
    standing,
    vietnamese_day,
)
from notifications.secrecy import Secrecy
from notifications.words import MEETING_DAY, milestone_words
from tasks_registry.view import MeetingView, TaskView

LATE, TODAY, SOON, MEETING, NEWS = "late", "today", "soon", "meeting", "news"
"""Tones: what a line is to its reader. Groups stand in this order."""

GROUP_TITLES = {
    LATE: "Đã quá hạn",
    TODAY: "Đến hạn hôm nay",
    SOON: "Sắp đến hạn",
    MEETING: "Hội nghị, cuộc họp",
    NEWS: "Thay đổi",
}
_BODIES = {"BCH": "Hội nghị BCH", "BTV": "Hội nghị BTV", "TT": "Họp Thường trực", "HDND": "Kỳ họp HĐND"}
UNNAMED_MEETING = "Cuộc họp"
"""Stands for the name of a meeting that is a discreet matter itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """One task or meeting in a letter. ``None`` and empty: not said."""

    tone: str
    day: date | None
    """The due day, or the day of the meeting."""
    code: str
    """Empty for a meeting."""
    title: str
    due: str
    """``day`` as offices write it."""
    standing: str
    """``Quá hạn 2 ngày``; in a notice what happened: ``Hạn mới: 30/9/2026``."""
    thread: str
    discreet: bool = False
    agency: str | None = None
    meeting: str | None = None
    meeting_short: str | None = None
    """``Hội nghị BTV 26/6``, for subjects."""
    product: str | None = None
    why: str | None = None
    """Because of what this is said now: the milestone in words."""
    note: str | None = None
    link: str | None = None
    unassigned: bool = False
    """Nobody leads the task: the office must assign it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one tone under their title."""

    tone: str
    title: str
    lines: tuple[Line, ...]
    left_out: int = 0
    """How many more there are than ``lines`` shows."""


def task_line(
    task: TaskView,
    secrecy: Secrecy,
    today: date,
    *,
    meeting: MeetingView | None = None,
    why: str | None = None,
    note: str | None = None,
    link: str | None = None,
    happened: str | None = None,
) -> Line:
    """Return the line of ``task``; ``meeting`` is the one it belongs to, ``happened`` what a notice tells of it."""
    said = secrecy.of_task(task)
    due = task.due
    left = 0 if due is None else (due - today).days
    tone = LATE if left < 0 else TODAY if left == 0 else SOON
    named = said.meeting
    return Line(
        tone=NEWS if happened is not None else tone,
        day=due,
        code=task.code,
        title=one_line(said.title),
        due="" if due is None else vietnamese_day(due),
        standing=happened or ("" if due is None else capitalised(standing(due, today))),
        thread=f"task-{task.code}",
        discreet=said.discreet,
        agency=said.agency,
        meeting=_with_day(named, meeting) if named else None,
        meeting_short=(short_name(meeting) if meeting else named) if named else None,
        product=one_line(said.product) if said.product else None,
        why=why,
        note=note,
        link=link,
        unassigned=task.lead_code is None,
    )


def meeting_line(
    meeting: MeetingView, secrecy: Secrecy, today: date, *, milestone: str | None = None, happened: str | None = None
) -> Line:
    """Return the line of ``meeting`` itself, because of a ``milestone`` or of what ``happened``."""
    named = secrecy.of_meeting(meeting)
    day = meeting.day
    return Line(
        tone=MEETING if happened is None else NEWS,
        day=day,
        code="",
        title=UNNAMED_MEETING if named is None else one_line(named),
        due="" if day is None else vietnamese_day(day),
        standing=happened or ("" if day is None else capitalised(meeting_standing(day, today))),
        thread=f"meeting-{meeting.id}",
        discreet=named is None,
        meeting_short=None if named is None else short_name(meeting),
        why=None if milestone is None else milestone_words(milestone, MEETING_DAY),
        note=f"Địa điểm: {one_line(meeting.place)}" if meeting.place and named is not None else None,
    )


def short_name(meeting: MeetingView) -> str:
    """Return how a subject names ``meeting``: ``Hội nghị BTV 26/6`` once it has a day, its name before."""
    if meeting.day is None:
        return one_line(meeting.name)
    return f"{_BODIES.get(meeting.body, one_line(meeting.name))} {short_day(meeting.day)}"


def _with_day(named: str, meeting: MeetingView | None) -> str:
    name = one_line(named)
    return name if meeting is None or meeting.day is None else f"{name} (ngày {vietnamese_day(meeting.day)})"


def most_urgent_first(lines: Iterable[Line]) -> list[Line]:
    """Return ``lines`` by tone and day; those without a day last of their tone."""
    order = list(GROUP_TITLES)
    return sorted(lines, key=lambda line: (order.index(line.tone), line.day or date.max, line.code))


def grouped(lines: Sequence[Line]) -> list[Group]:
    """Return sorted ``lines`` in their groups; a group without lines is not there."""
    found = ((tone, tuple(line for line in lines if line.tone == tone)) for tone in GROUP_TITLES)
    return [Group(tone, GROUP_TITLES[tone], members) for tone, members in found if members]

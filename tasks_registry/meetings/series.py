"""The days on which a body meets as a rule: pure, from the cron of its series and the working calendar."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from config.cron import last_run, next_runs
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.meetings.states import MeetingKind
from tasks_registry.view import MeetingView


@dataclass(frozen=True)
class Session:
    """A meeting of a series: the ``slot`` that cron names, which is its identity, and the working day it falls on."""

    slot: date
    day: date


def planned_sessions(
    cron: str, after: date, until: date, calendar: WorkingCalendar, known: Iterable[MeetingView] = ()
) -> list[Session]:
    """Return the sessions whose slots lie after ``after`` and not after ``until``, in order.

    A slot that one of ``known``, the regular meetings of the body that did not come from its series, already fills is
    left out: the meeting lies nearer to it than to the slots around. So is a slot that falls on the same working day
    as the one before it, as in the week of Tết. Planning a span in parts plans the same as planning it at once.
    """
    when = [planned for meeting in known if (planned := planned_for(meeting)) is not None]
    sessions = []
    for slot in _slots(cron, after, until):
        before, behind = _slot_before(cron, slot), _slot_after(cron, slot)
        day = place(slot, calendar)
        if day == place(before, calendar) or any(_is_nearest(slot, before, behind, day_) for day_ in when):
            continue
        sessions.append(Session(slot, day))
    return sessions


def place(slot: date, calendar: WorkingCalendar) -> date:
    """Return the working day of ``slot``: rolled forward, but back where that would leave the month."""
    forward = calendar.roll_forward(slot)
    return forward if (forward.year, forward.month) == (slot.year, slot.month) else calendar.roll_back(slot)


def planned_for(meeting: MeetingView) -> date | None:
    """Return the day that a meeting was meant for: the middle of its window, else its day.

    A window says for which slot a meeting was meant even after its day was moved towards the next one.
    """
    first, last = meeting.window_from or meeting.window_to, meeting.window_to or meeting.window_from
    if first is None or last is None:
        return meeting.day
    return first + (last - first) / 2


def adopted_session(
    drafts: Iterable[MeetingView], kind: MeetingKind, ordinal: int | None, window: tuple[date | None, date | None]
) -> MeetingView | None:
    """Return which of a body's uncounted meetings of the series a document means, None when it means another one.

    It is the first that lies in the document's window; without an ordinal only where there is no choice.
    """
    first, last = window
    if kind is not MeetingKind.REGULAR or first is None or last is None:
        return None
    found = [draft for draft in drafts if (day := draft.day or planned_for(draft)) and first <= day <= last]
    found.sort(key=lambda draft: (draft.day or planned_for(draft) or date.max, draft.id))
    return found[0] if found and (ordinal is not None or len(found) == 1) else None


def _slots(cron: str, after: date, until: date) -> Iterator[date]:
    slot = _slot_after(cron, after)
    while slot <= until:
        yield slot
        slot = _slot_after(cron, slot)


def _slot_after(cron: str, day: date) -> date:
    # From the end of the day: an expression with several hours still names one meeting a day.
    return next_runs(cron, datetime.combine(day, time.max, UTC))[0].date()


def _slot_before(cron: str, day: date) -> date:
    return last_run(cron, datetime.combine(day, time.min, UTC)).date()


def _is_nearest(slot: date, before: date, behind: date, day: date) -> bool:
    """Tell whether ``slot`` is the one nearest to ``day``; of two that are equally near the earlier."""
    distance: timedelta = abs(day - slot)
    return distance < abs(day - before) and distance <= abs(day - behind)

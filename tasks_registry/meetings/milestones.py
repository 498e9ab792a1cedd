"""The dated steps of a meeting's papers, from the draft to the signature: pure, counted from the meeting's day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from config.rhythm import BodyRhythm
from tasks_registry.calendar import WorkingCalendar

PAPERS = "Nộp tài liệu về Văn phòng"
INVITATION = "Gửi giấy mời và tài liệu đến đại biểu"


@dataclass(frozen=True)
class Milestone:
    """A step of the papers and the day by which it is done. ``is_next`` marks the first that is not over."""

    name: str
    day: date
    is_next: bool = False


@dataclass(frozen=True)
class MilestoneMove:
    """A step whose day is another one now; None for no day."""

    name: str
    before: date | None
    after: date | None


def papers_deadline(meeting_day: date, body: BodyRhythm, calendar: WorkingCalendar) -> date:
    """Return the day on which the papers must be at the office, rolled back to a working day."""
    return calendar.roll_back(meeting_day - timedelta(days=body.papers_days_before))


def dated_milestones(
    meeting_day: date | None, body: BodyRhythm, calendar: WorkingCalendar, today: date | None = None
) -> list[Milestone]:
    """Return the steps of a meeting in the order of their days; none while the meeting has no day.

    All roll back to a working day, because superiors' dates may not slip (DOMAIN §7). The first that falls on
    ``today`` or later is the next one.
    """
    if meeting_day is None:
        return []
    steps = [(step.name, step.days_before) for step in body.milestones]
    steps += [(PAPERS, body.papers_days_before), (INVITATION, body.invitation_days_before)]
    dated = [(calendar.roll_back(meeting_day - timedelta(days=before)), -before, name) for name, before in steps]
    dated.sort(key=lambda step: step[:2])
    ahead = next((place for place, step in enumerate(dated) if today is not None and step[0] >= today), None)
    return [Milestone(name, day, place == ahead) for place, (day, _, name) in enumerate(dated)]


def moved_milestones(before: Sequence[Milestone], after: Sequence[Milestone]) -> list[MilestoneMove]:
    """Return the steps whose day differs, those that are dated now first in their order."""
    former = {step.name: step.day for step in before}
    present = {step.name: step.day for step in after}
    names = dict.fromkeys([*present, *former])
    return [
        MilestoneMove(name, former.get(name), present.get(name))
        for name in names
        if former.get(name) != present.get(name)
    ]

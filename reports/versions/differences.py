"""What has changed between two versions of a report, or since the last one, most important first. Pure.

A change is told by the code of its task. ``detail`` names agencies, which whoever passes the change on may have to
leave out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from reports import words
from reports.versions.facts import TaskStanding, VersionFacts
from tasks_registry.states import WorkState
from tasks_registry.time_state import Figures, TimeState


class What(IntEnum):
    """What became of a task; the order of the values is that of their weight."""

    OVERDUE = 1
    REOPENED = 2
    ADDED = 3
    LEFT = 4
    DUE_MOVED = 5
    LEAD_CHANGED = 6
    RETURNED = 7
    """What had been handed in was given back."""
    FILED = 8
    """Handed in: the paper of an agenda item, or the result of another task."""
    FINISHED = 9


@dataclass(frozen=True)
class TaskChange:
    """One thing that became of a task."""

    what: What
    code: str
    agenda: bool
    """Whether the task prepares an item of the meeting's agenda."""
    words: str
    detail: str | None = None

    @property
    def material(self) -> bool:
        """Tell whether the former version misleads its reader by it.

        A result that waits for review is still open to figures and list; of an agenda item it is what the meeting asks.
        """
        return self.agenda or self.what not in (What.FILED, What.RETURNED)


@dataclass(frozen=True)
class FigureChange:
    """A figure that changed."""

    label: str
    before: int
    now: int
    material: bool = True
    """False for what grows and shrinks by the days that pass alone."""


@dataclass(frozen=True)
class DayChange:
    """The meeting has another day."""

    before: date | None
    now: date | None

    @property
    def words(self) -> str:
        """Say it."""
        if self.now is None:
            return "Ngày họp bỏ trống, chưa ấn định lại"
        told = f"ngày {words.day(self.now)}"
        return f"Ngày họp đổi từ {words.day(self.before)} sang {told}" if self.before else f"Họp vào {told}"


@dataclass(frozen=True)
class Differences:
    """Everything that changed; empty lists when nothing did."""

    figures: tuple[FigureChange, ...] = ()
    tasks: tuple[TaskChange, ...] = ()
    """By weight; of one weight those of the agenda first, then by code."""
    meeting: DayChange | None = None

    def __bool__(self) -> bool:
        return bool(self.figures or self.tasks or self.meeting)

    @property
    def material(self) -> bool:
        """Tell whether a new version would say something else that matters: figures, overdue tasks, agenda papers."""
        return (
            self.meeting is not None
            or any(one.material for one in self.figures)
            or any(one.material for one in self.tasks)
        )


def compare(before: VersionFacts, now: VersionFacts) -> Differences:
    """Return what changed from ``before`` to ``now``."""
    earlier, later = ({one.code: one for one in facts.tasks} for facts in (before, now))
    changes = [
        change
        for code in sorted(earlier.keys() | later.keys())
        for change in _changes(earlier.get(code), later.get(code))
    ]
    moved = before.meeting_day != now.meeting_day
    return Differences(
        figures=tuple(_figures(before.figures, now.figures)),
        tasks=tuple(sorted(changes, key=lambda one: (one.what, not one.agenda, one.code))),
        meeting=DayChange(before.meeting_day, now.meeting_day) if moved else None,
    )


_FIGURES = (
    ("Tổng số nhiệm vụ", "total", True),
    ("Hoàn thành đúng hạn", "done_in_time", True),
    ("Hoàn thành quá hạn", "done_late", True),
    ("Chưa hoàn thành, trong hạn", "open_in_time", True),
    ("Chưa hoàn thành, quá hạn", "open_overdue", True),
    ("Sắp đến hạn", "due_soon", False),
    ("Chưa xác định hạn", "open_without_deadline", True),
)


def main_figures(figures: Figures) -> list[tuple[str, str]]:
    """Return the figures that a short account of a report gives, each with its label."""
    return [
        *((label, str(getattr(figures, name))) for label, name, _ in _FIGURES[:_OFFICIAL]),
        ("Tỷ lệ hoàn thành trên tổng số", words.percent(figures.rate_of_all)),
        ("Tỷ lệ hoàn thành, không tính nhiệm vụ còn trong hạn", words.percent(figures.rate_of_fallen_due)),
    ]


_OFFICIAL = 5
"""How many of ``_FIGURES`` are the total and the official 2×2."""


def _figures(before: Figures, now: Figures) -> Iterator[FigureChange]:
    for label, name, material in _FIGURES:
        former, present = getattr(before, name), getattr(now, name)
        if former != present:
            yield FigureChange(label, former, present, material)


def _changes(before: TaskStanding | None, now: TaskStanding | None) -> Iterator[TaskChange]:
    if now is None:
        if before is not None:
            told = f"Không còn trong số liệu (trước đó: {before.work.label})"
            yield TaskChange(What.LEFT, before.code, before.agenda, told)
        return
    if before is None:
        late = ", đã quá hạn" if _overdue(now) else ""
        lead = f"Chủ trì: {now.lead_name}" if now.lead_name else None
        yield TaskChange(What.ADDED, now.code, now.agenda, f"Mới đưa vào số liệu{late}", lead)
        return
    yield from _course(before, now)
    if before.due != now.due:
        told = f"Hạn đổi từ {_due(before.due)} thành {_due(now.due)}"
        yield TaskChange(What.DUE_MOVED, now.code, now.agenda, told)
    if before.lead != now.lead:
        names = f"Từ {before.lead_name or _NOBODY} sang {now.lead_name or _NOBODY}"
        yield TaskChange(What.LEAD_CHANGED, now.code, now.agenda, "Đổi cơ quan chủ trì", names)


_NOBODY = "chưa giao"


def _course(before: TaskStanding, now: TaskStanding) -> Iterator[TaskChange]:
    """Yield what the work has come to: one thing, and that it is late by now."""
    done, was_done = now.work is WorkState.DONE, before.work is WorkState.DONE
    when = "quá hạn" if now.time is TimeState.DONE_LATE else "đúng hạn"
    if done and not was_done:
        yield TaskChange(What.FINISHED, now.code, now.agenda, f"Đã hoàn thành, {when}")
        return
    if done and now.time is not before.time:  # another due day, or another day of finishing
        yield TaskChange(What.FINISHED, now.code, now.agenda, f"Nay tính là hoàn thành {when}")
        return
    if was_done and not done:
        yield TaskChange(What.REOPENED, now.code, now.agenda, f"Mở lại, {now.work.label}")
    elif now.work is not before.work:
        thing = "tài liệu" if now.agenda else "kết quả"
        if now.work is WorkState.SUBMITTED:
            yield TaskChange(What.FILED, now.code, now.agenda, f"Đã nộp {thing}, chờ thẩm định")
        elif now.work is WorkState.RETURNED:
            yield TaskChange(What.RETURNED, now.code, now.agenda, f"Bị trả lại {thing} để hoàn thiện")
    if _overdue(now) and not _overdue(before):
        # Not by how many days: what is told today and what was told yesterday would always differ.
        since = f" (hạn {words.day(now.judged_due)})" if now.judged_due else ""
        yield TaskChange(What.OVERDUE, now.code, now.agenda, f"Mới quá hạn{since}")


def _overdue(standing: TaskStanding) -> bool:
    return standing.time is TimeState.OVERDUE


def _due(day: date | None) -> str:
    return words.day(day) if day else "chưa xác định"

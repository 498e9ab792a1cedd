"""The course of the demonstration: an invented quarter, told as the days on which something happens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tasks_registry.view import TaskView

IMPORT_DAY = date(2026, 7, 1)
FIRST_DAY = date(2026, 9, 7)
LAST_DAY = date(2026, 9, 24)
MEETING_ORDINAL = 6
MEETING_DAY = date(2026, 9, 25)
REPORT_DAY = LAST_DAY
LATE_ONE_IN = 4
"""Every n-th task that fell due before the first day is left open, so that something is overdue."""


@dataclass(frozen=True)
class Finish:
    """A task that its owner finishes on a day, proved by a document."""

    day: date
    code: str
    evidence: str


def days() -> list[date]:
    """Return the days on which the flows run, week-ends included: a schedule knows no calendar."""
    return [FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]


def finishes(tasks: Iterable[TaskView]) -> list[Finish]:
    """Return what gets done: most of what fell due before, the rest now and then a day before its due day."""
    dated = [task for task in tasks if task.due is not None]
    course: list[Finish] = []
    for place, task in enumerate(sorted(dated, key=lambda task: (task.due or date.max, task.code))):
        due = task.due or date.max
        evidence = f"{place + 41}-BC/ĐU"
        if due < FIRST_DAY:
            if place % LATE_ONE_IN:
                course.append(Finish(due, task.code, evidence))
        elif due <= LAST_DAY and place % 2:
            course.append(Finish(due - timedelta(days=1), task.code, evidence))
    return course

"""A counted task and what a day makes of it: the ground of every report. Pure: the day comes in as an argument."""

import re
from dataclasses import dataclass
from datetime import date

from config.rhythm import JudgedBy
from tasks_registry.deadlines import judged_due
from tasks_registry.meetings.readiness import Paper, paper_of
from tasks_registry.states import WORKED_ON, WorkState
from tasks_registry.time_state import TimeState, days_overdue, time_state
from tasks_registry.view import TaskView


@dataclass(frozen=True)
class TaskFact:
    """A counted task and what the day makes of it."""

    task: TaskView
    time: TimeState
    judged_due: date | None
    """The due day by which the task is late: today's, or the first one where the office judges by that."""
    days_overdue: int
    """Calendar days past the deadline; 0 when the task is not overdue."""

    @property
    def overdue(self) -> bool:
        """Tell whether the task is open and past its deadline."""
        return self.time is TimeState.OVERDUE

    @property
    def awaits_review(self) -> bool:
        """Tell whether the owner has handed in and the next move is the office's."""
        return self.task.work_state is WorkState.SUBMITTED

    @property
    def owner_must_act(self) -> bool:
        """Tell whether the next move is the owner's."""
        return self.task.work_state in WORKED_ON

    @property
    def paper(self) -> Paper:
        """How far the paper is, when the task is an agenda item."""
        return paper_of(self.task.work_state)


def task_fact(task: TaskView, today: date, due_soon_days: int, judged_by: JudgedBy) -> TaskFact:
    """Return what ``today`` (the office's day) makes of ``task``.

    ``due_soon_days`` are calendar days, the due day not counted; ``judged_by`` says by which due day a task with an
    extension is late.
    """
    due = judged_due(task.due, task.original_due, judged_by)
    time = time_state(task.work_state, due, task.completed_on, today, due_soon_days)
    return TaskFact(task, time, due, days_overdue(task.work_state, due, today))


def printed_order(number: str | None) -> tuple[bool, list[tuple[int, str]]]:
    """Return a sort key by which ``2.9`` comes before ``2.10``; tasks without a printed number come last."""
    parts = re.findall(r"\d+|[^\W\d_]+", number or "")
    return not parts, [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


Place = tuple[object, ...]
"""A sort key."""


def by_number(fact: TaskFact) -> Place:
    """Sort by the number that is printed in the document, then by code."""
    return *printed_order(fact.task.number), fact.task.code


def by_due_day(fact: TaskFact) -> Place:
    """Sort by the due day, tasks without one last."""
    return fact.task.due or date.max, *by_number(fact)

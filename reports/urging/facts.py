"""Which agencies are to be urged by letter, and for which tasks. Pure: the day comes in as an argument.

A letter names what the lead agency itself has to move: a result that lies with the office for review, or a task that
was given back to it, waits for the office and is not urged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.rhythm import JudgedBy
from reports.task_facts import TaskFact, by_number, task_fact
from reports.words import slug
from tasks_registry.view import Assignment, ExtensionView, TaskView


@dataclass(frozen=True)
class Told:
    """How often somebody was reminded of a task."""

    times: int
    last: date


@dataclass(frozen=True)
class LateTask:
    """An overdue task, with what the office knows of it."""

    fact: TaskFact
    given: Assignment
    reported_on: date | None
    """The office's day on which the owner last said anything; None when it never did."""
    asked: ExtensionView | None = None
    """The request for more time that waits for an answer."""
    told: Told | None = None
    """None when nobody was reminded, or nobody asked."""

    @property
    def task(self) -> TaskView:
        """The task."""
        return self.fact.task


@dataclass(frozen=True)
class LateAgency:
    """An agency and its overdue tasks, the longest overdue first."""

    code: str
    name: str
    tasks: tuple[LateTask, ...]

    @property
    def longest(self) -> int:
        """Calendar days that its longest overdue task is past the deadline."""
        return self.tasks[0].fact.days_overdue

    @property
    def silent(self) -> tuple[LateTask, ...]:
        """Those of its tasks that it never reported of."""
        return tuple(late for late in self.tasks if late.reported_on is None)


@dataclass(frozen=True)
class Urging:
    """Whom to urge on a day."""

    as_of: date
    overdue_days: int
    """Calendar days past the deadline from which a task counts here."""
    reply_by: date
    agencies: tuple[LateAgency, ...]
    """Most late tasks first, then by name."""
    without_lead: tuple[TaskFact, ...]
    """Overdue tasks that no agency leads: no letter can ask for them."""


def overdue_facts(
    tasks: Sequence[TaskView], *, today: date, overdue_days: int, judged_by: JudgedBy
) -> tuple[TaskFact, ...]:
    """Return the tasks whose owners let them be overdue ``overdue_days`` calendar days or more, longest first."""
    facts = (task_fact(task, today, 0, judged_by) for task in tasks)
    late = (fact for fact in facts if fact.owner_must_act and fact.days_overdue >= max(overdue_days, 1))
    return tuple(sorted(late, key=lambda fact: (-fact.days_overdue, *by_number(fact))))


def urging(
    facts: Sequence[TaskFact],
    *,
    today: date,
    overdue_days: int,
    reply_by: date,
    given: Mapping[int, Assignment],
    reported_on: Mapping[int, date],
    asked: Mapping[str, ExtensionView],
    told: Mapping[int, Told],
) -> Urging:
    """Put overdue tasks, longest overdue first, under their lead agencies.

    ``given``, ``reported_on`` and ``told`` go by task id, ``asked`` (requests for more time that wait) by code.
    """
    led: dict[str, list[LateTask]] = {}
    for fact in facts:
        task = fact.task
        if task.lead_code is not None:
            late = LateTask(fact, given[task.id], reported_on.get(task.id), asked.get(task.code), told.get(task.id))
            led.setdefault(task.lead_code, []).append(late)
    agencies = [LateAgency(code, late[0].task.lead_name or code, tuple(late)) for code, late in led.items()]
    return Urging(
        as_of=today,
        overdue_days=overdue_days,
        reply_by=reply_by,
        agencies=tuple(sorted(agencies, key=lambda one: (-len(one.tasks), slug(one.name), one.code))),
        without_lead=tuple(fact for fact in facts if fact.task.lead_code is None),
    )

"""Creates the instances of what comes again: each once, whatever runs again, late or beside another."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlmodel import Session

from config.rhythm import Rhythm
from tasks_registry import deadlines, store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.history import Entry, log_changes
from tasks_registry.models import Agency, Recurrence, Task, TaskSupport
from tasks_registry.planning.periods import period_of
from tasks_registry.planning.rhythm import means_before
from tasks_registry.planning.series import Plan, Series, plan
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.states import WorkState
from tasks_registry.word_index import index_tasks


@dataclass(frozen=True)
class NewInstance:
    """An instance that was created, or is to be."""

    recurrence: str
    """Code of its recurrence."""
    occurrence: date
    due: date
    title: str
    code: str | None = None
    """Code of the task; None while it is only to be created."""


@dataclass(frozen=True)
class Skipped:
    """Days of a recurrence that passed in an outage too long to be caught up with."""

    recurrence: str
    title: str
    days: tuple[date, ...]


@dataclass(frozen=True)
class PlanningRun:
    """What planning created, and what it left out."""

    created: tuple[NewInstance, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def series_of(recurrence: Recurrence) -> Series:
    """Return the days of a stored recurrence."""
    return Series(recurrence.cron, recurrence.first_day, recurrence.last_day, recurrence.planned_to)


def due_of(phrase: str | None, occurrence: date, calendar: WorkingCalendar, rhythm: Rhythm) -> date:
    """Return the due day of the instance of ``occurrence``: that day, rolled back to a working day."""
    read = deadlines.Deadline(DeadlineRule.TEXT, occurrence, means_before(phrase))
    due = deadlines.due_day(read, None, calendar, rhythm)
    return occurrence if due is None else due


class Planner:
    """Plans one committee's recurrences on one day, in one transaction that holds the committee's lock."""

    def __init__(
        self,
        session: Session,
        committee: int,
        *,
        calendar: WorkingCalendar,
        rhythm: Rhythm,
        actor: Actor,
        now: datetime,
        today: date,
    ) -> None:
        self._session, self._committee = session, committee
        self._calendar, self._rhythm = calendar, rhythm
        self._actor, self._now, self._today = actor, now, today
        self._agencies = store.agencies(session, committee)
        self._ids = {agency.code: id_ for id_, agency in self._agencies.items()}
        self._people = store.load_directory(session, committee).people

    def preview(self) -> PlanningRun:
        """Return what ``run`` would create and skip; changes nothing."""
        runs = [(recurrence, self._plan(recurrence)) for recurrence in self._active()]
        return PlanningRun(
            tuple(self._instance(recurrence, day) for recurrence, found in runs for day in found.create),
            _skipped(runs),
        )

    def run(self) -> PlanningRun:
        """Create every instance that is due to be created. The caller commits.

        ``planned_to`` moves only when something was settled, so that a day without new instances leaves no trace.
        """
        require(self._actor, Duty.ARRANGE)
        runs = [(recurrence, self._plan(recurrence)) for recurrence in self._active()]
        wanted = [(recurrence, self._instance(recurrence, day)) for recurrence, found in runs for day in found.create]
        created = self._create(wanted)
        settled = [_settle(recurrence, found, found.reaches) for recurrence, found in runs if found.reaches]
        log_changes(self._session, self._committee, settled, actor=self._actor, at=self._now)
        return PlanningRun(tuple(created), _skipped(runs))

    def _active(self) -> list[Recurrence]:
        return store.recurrences(self._session, self._committee, active_only=True)

    def _plan(self, recurrence: Recurrence) -> Plan:
        found = plan(series_of(recurrence), self._today, self._rhythm.recurrence)
        known = store.instance_days(self._session, recurrence.id or 0, found.create) if found.create else set()
        return Plan(tuple(day for day in found.create if day not in known), found.skipped)

    def _instance(self, recurrence: Recurrence, day: date) -> NewInstance:
        due = due_of(recurrence.phrase, day, self._calendar, self._rhythm)
        return NewInstance(recurrence.code, day, due, recurrence.title)

    def _create(self, wanted: list[tuple[Recurrence, NewInstance]]) -> list[NewInstance]:
        """Add a task for each instance, numbered in the quarter of its due day; the UNIQUE key refuses a second."""
        created: list[NewInstance] = []
        added: list[tuple[Task, Recurrence]] = []
        in_order = sorted(wanted, key=lambda one: (one[1].due, one[1].recurrence))
        for prefix, group in groupby(in_order, key=lambda one: period_of(one[1].due).code):
            members = list(group)
            first = store.take_task_numbers(self._session, self._committee, prefix, len(members))
            for number, (recurrence, instance) in enumerate(members, start=first):
                code = f"{prefix}-{number:03d}"
                added.append((self._task(recurrence, instance, code, prefix), recurrence))
                created.append(replace(instance, code=code))
        self._session.add_all(task for task, _ in added)
        self._session.flush()
        for task, recurrence in added:
            self._session.add_all(
                TaskSupport(task_id=task.id or 0, agency_id=agency) for agency in self._support(task, recurrence)
            )
        index_tasks(self._session, [task.id or 0 for task, _ in added])
        entries = [Entry("task.recur", "task", task.id or 0, after=_logged(task)) for task, _ in added]
        log_changes(self._session, self._committee, entries, actor=self._actor, at=self._now)
        return created

    def _task(self, recurrence: Recurrence, instance: NewInstance, code: str, period: str) -> Task:
        lead = self._in_force(recurrence.lead_agency_id, instance.due)
        retired = recurrence.lead_agency_id is not None and lead is None
        return Task(
            committee_id=self._committee,
            code=code,
            period=period,
            title=recurrence.title,
            text=recurrence.text,
            kind=recurrence.kind,
            secret=recurrence.secret,
            product=recurrence.product,
            lead_agency_id=lead,
            # Nobody took the work over: the office hears of the task, and sees whose it was.
            lead_text=self._agencies[recurrence.lead_agency_id or 0].name if retired else None,
            officer_id=recurrence.officer_id if recurrence.officer_id in self._people else None,
            deadline_text=recurrence.phrase,
            # With the rule and day of a written deadline it follows the working calendar as any other task does.
            deadline_rule=DeadlineRule.TEXT.value,
            deadline_to=instance.occurrence,
            deadline_before=means_before(recurrence.phrase),
            due=instance.due,
            original_due=instance.due,
            recurrence_id=recurrence.id,
            occurrence=instance.occurrence,
            work_state=WorkState.ASSIGNED.value,
            confirmed_by=self._actor.name,
            confirmed_at=self._now,
            created_at=self._now,
        )

    def _support(self, task: Task, recurrence: Recurrence) -> list[int]:
        due = task.due or self._today
        found = (self._in_force(self._ids.get(code), due) for code in recurrence.support)
        return [id_ for id_ in dict.fromkeys(found) if id_ is not None and id_ != task.lead_agency_id]

    def _in_force(self, agency_id: int | None, day: date) -> int | None:
        """Return the agency itself or, retired by ``day``, the one that took its work over; None when nobody did."""
        seen: set[int] = set()
        while agency_id is not None and agency_id not in seen:
            agency = self._agencies[agency_id]
            if _exists(agency, day):
                return agency_id
            seen.add(agency_id)
            agency_id = agency.successor_id
        return None


def _exists(agency: Agency, day: date) -> bool:
    return agency.active and (agency.valid_to is None or agency.valid_to >= day)


def _settle(recurrence: Recurrence, found: Plan, reached: date) -> Entry:
    before = recurrence.planned_to
    recurrence.planned_to = reached
    skipped = [day.isoformat() for day in found.skipped]
    return Entry(
        "recurrence.plan",
        "recurrence",
        recurrence.id or 0,
        {"planned_to": before},
        {"planned_to": reached, "skipped": skipped},
    )


def _logged(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in ("code", "work_state", "due", "recurrence_id", "occurrence")}


def _skipped(runs: list[tuple[Recurrence, Plan]]) -> tuple[Skipped, ...]:
    return tuple(
        Skipped(recurrence.code, recurrence.title, found.skipped) for recurrence, found in runs if found.skipped
    )

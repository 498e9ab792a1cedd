"""One reminder run: gather, decide, put into the outbox. Also the dry run, the days ahead, and why there is no word."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from config.clock import office_day
from config.log import record
from config.reminders import ReminderPolicy
from config.zalo import ZaloOffice
from notifications import keys, ledger, outbox
from notifications.decision import (
    Decision,
    Facts,
    Ledger,
    MeetingAhead,
    Parcel,
    Skip,
    Timetable,
    decide,
    parcels,
    simulate,
)
from notifications.going_live import unreleased_documents
from notifications.reach import reaches
from tasks_registry import store
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.meetings.states import AgendaState
from tasks_registry.view import PersonView, WatchedTask

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class TrialMode:
    """While on, only people whose e-mail address is ``allowed`` (lower case) are written to, by whatever channel."""

    on: bool
    allowed: Collection[str] = frozenset()

    def holds(self, address: str) -> bool:
        """Tell whether a message to the person with ``address`` is held back."""
        return self.on and address.lower() not in self.allowed


@dataclass(frozen=True)
class Office:
    """Whose reminders are decided, by which rules."""

    committee: int
    code: str
    policy: ReminderPolicy
    calendar: WorkingCalendar
    zone: ZoneInfo
    zalo: ZaloOffice


@dataclass(frozen=True)
class Plan:
    """What a run says, holds back and leaves unsaid."""

    today: date
    parcels: tuple[Parcel, ...]
    held: tuple[Parcel, ...]
    """Held by trial mode: nothing is stored of them, so that they are still due once the office arms the sending."""
    skipped: tuple[Skip, ...]


@dataclass(frozen=True)
class Scope:
    """Which tasks a decision looks at."""

    due_by: date | None = None
    """Open tasks due on this day or before; None: by what the milestones reach today."""
    everything: bool = False
    """All unfinished tasks and all meetings to come, also those that cannot need a word today."""
    tasks: Collection[int] | None = None
    """These tasks alone, in whatever state."""


DUE_NOW = Scope()
EVERYTHING = Scope(everything=True)


def gather(session: Session, office: Office, now: datetime, scope: Scope = DUE_NOW) -> Facts:
    """Read what a decision at ``now`` looks at.

    A run reads the tasks that can need a word today and what was said of those, however large the registry is.
    """
    today, committee = office_day(now, office.zone), office.committee
    times = Timetable(office.calendar)
    directory = store.load_directory(session, committee, today)
    tasks: list[WatchedTask]
    if scope.everything or scope.tasks is not None:
        tasks = store.watched_tasks(session, committee, directory, scope.tasks)
        said = ledger.said_of_tasks(session, committee, scope.tasks)
        rungs = ledger.rungs_of_tasks(session, committee, office.zone, scope.tasks)
    else:
        due_by = scope.due_by or times.horizon(today, office.policy.marks_of_tasks)
        tasks = store.tasks_due_by(session, committee, directory, due_by)
        said = ledger.said_of_due_tasks(session, committee, due_by)
        rungs = ledger.rungs_of_due_tasks(session, committee, due_by, office.zone)
    last = None if scope.everything else scope.due_by or times.horizon(today, office.policy.marks_of_meetings)
    ahead = () if scope.tasks is not None else _meetings_ahead(session, committee, today, last)
    reach = reaches(session, committee, office.policy.of(committee=office.code), zalo=office.zalo, now=now)
    weeks = {
        keys.week_key(committee, _monday(today), leader.id, channel)
        for leader in directory.leaders
        if leader.id in reach
        for channel in reach[leader.id].channels
    }
    said |= ledger.said_of_meetings(session, [one.meeting.id for one in ahead]) | ledger.known_keys(session, weeks)
    return Facts(
        committee_id=committee,
        committee=office.code,
        tasks=tasks,
        meetings=ahead,
        reach=reach,
        heads=directory.heads,
        leaders=directory.leaders,
        urging_leader=directory.urging_leader,
        away=frozenset(directory.stand_ins),
        said=said,
        rungs=rungs,
        told=ledger.told_since(session, committee, datetime.combine(today, time(), office.zone)),
        unreleased=unreleased_documents(session, committee, hold=office.policy.hold_after_import),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _meetings_ahead(session: Session, committee: int, first: date, last: date | None) -> tuple[MeetingAhead, ...]:
    meetings = store.meetings_ahead(session, committee, first, last)
    leads: dict[int, list[PersonView]] = {meeting.id: [] for meeting in meetings}
    if leads:
        for item in store.agenda_views(session, committee, leads, on=first):
            if item.state is AgendaState.PLANNED and item.person is not None:
                leads[item.meeting_id].append(item.person)
    return tuple(MeetingAhead(meeting, tuple(leads[meeting.id])) for meeting in meetings)


def plan(session: Session, office: Office, now: datetime, trial: TrialMode, scope: Scope = DUE_NOW) -> Plan:
    """Decide what must be said at ``now``, from the registry and the outbox as they are. Changes nothing."""
    here_now = now.astimezone(office.zone)
    decisions = decide(gather(session, office, now, scope), office.policy, office.calendar, here_now)
    found = parcels(decisions)
    return Plan(
        today=here_now.date(),
        parcels=tuple(parcel for parcel in found if not trial.holds(parcel.person.email)),
        held=tuple(parcel for parcel in found if trial.holds(parcel.person.email)),
        skipped=tuple(decision for decision in decisions if isinstance(decision, Skip)),
    )


def decisions_with(session: Session, office: Office, now: datetime, task: int) -> list[Decision]:
    """Decide as a run at ``now`` does, with ``task`` among what it looks at, whatever its state.

    The rest is decided with it because limits a day are shared.
    """
    facts = gather(session, office, now)
    if task not in {one.id for one in facts.tasks}:
        asked = gather(session, office, now, Scope(tasks=[task]))
        facts = replace(
            facts,
            tasks=(*facts.tasks, *asked.tasks),
            said=facts.said | asked.said,
            rungs={**facts.rungs, **asked.rungs},
        )
    return decide(facts, office.policy, office.calendar, now.astimezone(office.zone))


def enqueue_plan(session: Session, committee: int, planned: Plan, now: datetime) -> dict[int, int]:
    """Put a plan's messages into the outbox; returns place in ``planned.parcels`` → message id of those added.

    Must run in the transaction that made the plan; the caller commits.
    """
    ids = outbox.enqueue_all(session, committee, [parcel.envelope for parcel in planned.parcels], now)
    added = {place: id_ for place, id_ in enumerate(ids) if id_ is not None}
    if added:
        record("messages.enqueued", messages=len(added), items=sum(len(planned.parcels[one].items) for one in added))
    return added


def simulate_days(session: Session, office: Office, days: Sequence[date]) -> list[tuple[date, list[Parcel]]]:
    """Return the messages of every day of ``days`` (ascending), from the data as they are; nothing is stored or sent.

    Absences and dissolutions that are on record count: who hears is looked up anew wherever they change it.
    """
    if not days:
        return []
    turns = store.turning_days(session, office.committee, days[0], days[-1])
    due_by = Timetable(office.calendar).horizon(
        days[-1], office.policy.marks_of_tasks + office.policy.marks_of_meetings
    )
    course: list[tuple[date, list[Parcel]]] = []
    known: Ledger | None = None
    for stretch in _cut(days, turns):
        facts = gather(session, office, _first_instant(stretch[0], office.zone), Scope(due_by=due_by))
        if known is None:
            known = Ledger.of(facts, stretch[0])
        moments = [_first_instant(day, office.zone) for day in stretch]
        course += simulate(facts, known, office.policy, office.calendar, moments)
    return course


def _first_instant(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _cut(days: Sequence[date], turns: Sequence[date]) -> list[list[date]]:
    """Cut ``days`` where a new stretch begins."""
    stretches: list[list[date]] = [[]]
    for day in days:
        if stretches[-1] and any(stretches[-1][0] < turn <= day for turn in turns):
            stretches.append([])
        stretches[-1].append(day)
    return stretches

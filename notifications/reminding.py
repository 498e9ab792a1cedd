"""One reminder run: gather, decide, put into the outbox. Also the dry run and the simulation of days ahead."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlmodel import Session

from config.log import record
from config.reminders import ReminderPolicy
from notifications import outbox
from notifications.decision import Digest, Skip, decide, digests, simulate
from notifications.envelope import Entry, Envelope
from notifications.models.outbox import MessageKind
from tasks_registry import store
from tasks_registry.calendar import WorkingCalendar


@dataclass(frozen=True)
class TrialMode:
    """While on, only ``allowed`` addresses (lower case) are written to."""

    on: bool
    allowed: Collection[str] = frozenset()

    def holds(self, address: str) -> bool:
        """Tell whether a message to ``address`` is held back."""
        return self.on and address.lower() not in self.allowed


@dataclass(frozen=True)
class Plan:
    """What a run says, holds back and leaves unsaid on a day."""

    today: date
    digests: tuple[Digest, ...]
    held: tuple[Digest, ...]
    """Held by trial mode: nothing is stored of them, so that they are still due once the office arms the sending."""
    skipped: tuple[Skip, ...]


def plan(
    session: Session,
    committee: int,
    *,
    policy: ReminderPolicy,
    calendar: WorkingCalendar,
    trial: TrialMode,
    today: date,
) -> Plan:
    """Decide what must be said on ``today``, from the registry and the outbox as they are. Changes nothing."""
    tasks = store.task_views(session, committee, states=outbox.WATCHED, on=today)
    said = outbox.said_keys(session, committee)
    decisions = decide(tasks, said, policy, calendar, today)
    found = digests(decisions)
    return Plan(
        today=today,
        digests=tuple(digest for digest in found if not trial.holds(digest.person.email)),
        held=tuple(digest for digest in found if trial.holds(digest.person.email)),
        skipped=tuple(decision for decision in decisions if isinstance(decision, Skip)),
    )


def enqueue_plan(session: Session, committee: int, planned: Plan, now: datetime) -> dict[int, int]:
    """Put a plan's digests into the outbox; returns person id → message id of those added. The caller commits.

    Must run in the transaction that made the plan.
    """
    messages = outbox.enqueue_all(session, committee, [_envelope(digest) for digest in planned.digests], now)
    added = {
        digest.person.id: message
        for digest, message in zip(planned.digests, messages, strict=True)
        if message is not None
    }
    record("messages.enqueued", messages=len(added), items=sum(len(digest.items) for digest in planned.digests))
    return added


def _envelope(digest: Digest) -> Envelope:
    entries = tuple(Entry(item.key, item.milestone, item.due, task_id=item.task.id) for item in digest.items)
    return Envelope(digest.person.id, digest.channel, MessageKind.DIGEST, entries)


def simulate_days(
    session: Session, committee: int, *, policy: ReminderPolicy, calendar: WorkingCalendar, days: Iterable[date]
) -> list[tuple[date, list[Digest]]]:
    """Return the digests of every day (ascending), from today's data; nothing is stored or sent.

    Absences that are on record count: tasks are looked at anew for every stretch of days with the same people away.
    """
    heard = outbox.said_keys(session, committee)
    course: list[tuple[date, list[Digest]]] = []
    for _, same_people in groupby(days, key=lambda day: store.absent_on(session, committee, day)):
        stretch = list(same_people)
        tasks = store.task_views(session, committee, states=outbox.WATCHED, on=stretch[0])
        found = simulate(tasks, heard, policy, calendar, stretch)
        heard.update(item.key for _, day in found for digest in day for item in digest.items)
        course += found
    return course

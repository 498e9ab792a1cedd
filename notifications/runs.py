"""Reminding as whole runs: what the command line and the flows call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from config.database import reading, unit_of_work
from notifications import outbox, reminding
from notifications.decision import Digest, Skip
from notifications.delivery.result import Progress, silent
from notifications.delivery.runs import deliver
from notifications.models import MessageState
from tasks_registry.installation import Installation


@dataclass(frozen=True)
class ReportedMessage:
    """A digest with what became of it: ``planned``, ``sent``, ``failed`` or ``held``."""

    digest: Digest
    status: str
    reason: str | None = None


@dataclass(frozen=True)
class RemindRun:
    """What a reminder run said, could not say, held back and left unsaid."""

    messages: tuple[ReportedMessage, ...]
    skipped: tuple[Skip, ...]
    trial: bool

    def count(self, status: str) -> int:
        """Return how many messages have ``status``."""
        return sum(message.status == status for message in self.messages)


def trial_mode(here: Installation) -> reminding.TrialMode:
    """Return the trial mode of an installation."""
    return reminding.TrialMode(here.settings.trial is not False, here.settings.allowed_recipients)


def plan(here: Installation) -> reminding.Plan:
    """Decide what this day's run would say; stores and sends nothing."""
    with reading(here.engine) as session:
        return _plan(here, session)


def _plan(here: Installation, session: Session) -> reminding.Plan:
    return reminding.plan(
        session,
        here.committee,
        policy=here.files.rhythm.reminders,
        calendar=here.calendar,
        trial=trial_mode(here),
        today=here.today,
    )


def dry_run(here: Installation) -> RemindRun:
    """Say what a run would do, message by message."""
    return _reported(plan(here), {}, {}, trial_mode(here).on)


@dataclass(frozen=True)
class Enqueued:
    """A plan whose digests are in the outbox; ``message_ids`` by person id, of those this run added."""

    plan: reminding.Plan
    message_ids: dict[int, int]


def enqueue(here: Installation) -> Enqueued:
    """Decide, and put the digests into the outbox in the same transaction."""
    with unit_of_work(here.engine) as session:
        planned = _plan(here, session)
        return Enqueued(planned, reminding.enqueue_plan(session, here.committee, planned, here.now))


def remind(here: Installation, progress: Progress = silent) -> RemindRun:
    """Decide, enqueue and deliver; returns each message with what became of it."""
    enqueued = enqueue(here)
    deliver(here, progress)
    with reading(here.engine) as session:
        states = outbox.states_of(session, list(enqueued.message_ids.values()))
    return _reported(enqueued.plan, enqueued.message_ids, states, trial_mode(here).on)


def simulate(here: Installation, first: date, last: date) -> list[tuple[date, list[Digest]]]:
    """Return the digests of every day from ``first`` to ``last`` (both included), from today's data."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    with reading(here.engine) as session:
        return reminding.simulate_days(
            session, here.committee, policy=here.files.rhythm.reminders, calendar=here.calendar, days=days
        )


def _reported(
    planned: reminding.Plan,
    message_ids: dict[int, int],
    states: dict[int, tuple[MessageState, str | None]],
    trial: bool,
) -> RemindRun:
    messages: list[ReportedMessage] = []
    for digest in planned.digests:
        state, reason = states.get(message_ids.get(digest.person.id, 0), (None, None))
        messages.append(ReportedMessage(digest, _status(state, reason), reason))
    held: Sequence[Digest] = planned.held
    messages += [ReportedMessage(digest, "held", "đang ở chế độ thử") for digest in held]
    return RemindRun(tuple(messages), planned.skipped, trial)


def _status(state: MessageState | None, reason: str | None) -> str:
    if state is MessageState.SENT:
        return "sent"
    if state is MessageState.DEAD or reason is not None:
        return "failed"
    return "planned"

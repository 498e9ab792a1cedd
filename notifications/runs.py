"""Reminding as whole runs: what the command line and the flows call."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from config.database import reading, unit_of_work
from notifications import going_live, noticing, outbox, reminding
from notifications.decision import Parcel, Skip
from notifications.delivery.result import Progress, silent
from notifications.delivery.runs import deliver
from notifications.explaining import Explanation, explain
from notifications.models import MessageState
from notifications.noticing import NoticePlan
from notifications.reported import SaidMessage, of_notices, of_parcel
from tasks_registry import store
from tasks_registry.errors import NotInRegistry
from tasks_registry.installation import Installation

IN_TRIAL = "đang ở chế độ thử"
FOR_APPROVAL = "chờ văn phòng duyệt"


@dataclass(frozen=True)
class ReportedMessage:
    """A message with what became of it: ``planned``, ``sent``, ``failed`` or ``held``."""

    message: SaidMessage
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
    """Return the trial mode of an installation: as ``DONDOC_TRIAL`` says, without it until the office arms."""
    with reading(here.engine) as session:
        return _trial(here, session)


def _trial(here: Installation, session: Session) -> reminding.TrialMode:
    on = going_live.in_trial(session, here.committee, here.settings)
    return reminding.TrialMode(on, here.settings.allowed_recipients)


def office_of(here: Installation) -> reminding.Office:
    """Return whose reminders an installation decides, by which rules."""
    policy = here.files.rhythm.reminders
    return reminding.Office(
        here.committee, here.files.office.code, policy, here.calendar, here.settings.zone, here.files.office.zalo
    )


@dataclass(frozen=True)
class Enqueued:
    """A plan whose messages are in the outbox; ``message_ids`` by place in the plan, of those this run added."""

    plan: reminding.Plan
    message_ids: dict[int, int]
    notices: NoticePlan
    trial: bool

    @property
    def messages(self) -> int:
        """How many messages this run added."""
        return len(self.message_ids) + len(self.notices.added)


def plan(here: Installation, scope: reminding.Scope = reminding.DUE_NOW) -> reminding.Plan:
    """Decide what a run would say now; stores and sends nothing."""
    with reading(here.engine) as session:
        return reminding.plan(session, office_of(here), here.now, _trial(here, session), scope)


def dry_run(here: Installation) -> RemindRun:
    """Say what a run would do, message by message, and of every unfinished task why nothing would be said."""
    with reading(here.engine) as session:
        trial = _trial(here, session)
        planned = reminding.plan(session, office_of(here), here.now, trial, reminding.EVERYTHING)
        notices = noticing.plan(session, here, trial.holds)
    return _reported(here, Enqueued(planned, {}, notices, trial.on), {})


def enqueue(here: Installation) -> Enqueued:
    """Decide, and put the messages into the outbox in the same transaction."""
    with unit_of_work(here.engine) as session:
        trial = _trial(here, session)
        planned = reminding.plan(session, office_of(here), here.now, trial)
        ids = reminding.enqueue_plan(session, here.committee, planned, here.now)
        # After the reminders, which count towards what a person may be told in a day.
        notices = noticing.enqueue(session, here, trial.holds)
        return Enqueued(planned, ids, notices, trial.on)


def remind(here: Installation, progress: Progress = silent) -> RemindRun:
    """Decide, enqueue and deliver; returns each message with what became of it."""
    enqueued = enqueue(here)
    deliver(here, progress)
    with reading(here.engine) as session:
        states = outbox.states_of(session, [*enqueued.message_ids.values(), *enqueued.notices.added.values()])
    return _reported(here, enqueued, states)


def simulate(here: Installation, first: date, last: date) -> list[tuple[date, list[Parcel]]]:
    """Return the messages of every day from ``first`` to ``last`` (both included), from the data of now."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    with reading(here.engine) as session:
        return reminding.simulate_days(session, office_of(here), days)


def why(here: Installation, code: str, person: str | None = None) -> Explanation:
    """Tell why there is, or is no, word about a task now, to everybody or to the one with an e-mail address.

    Raises ``NotInRegistry`` when there is no such task or person.
    """
    with reading(here.engine) as session:
        found = explain(session, office_of(here), here.now, code, _trial(here, session))
        if person is None:
            return found
        asked = store.person_by_email(session, here.committee, person, gone_too=True)
        if asked is None or asked.id is None:
            raise NotInRegistry(f"Không có ai dùng địa chỉ thư “{person}”. Hãy xem: dondoc person list")
        return found.of_person(asked.id)


_States = dict[int, tuple[MessageState, str | None]]


def _reported(here: Installation, enqueued: Enqueued, states: _States) -> RemindRun:
    messages: list[ReportedMessage] = []
    for place, parcel in enumerate(enqueued.plan.parcels):
        state, reason = states.get(enqueued.message_ids.get(place, 0), (None, None))
        if parcel.held and state in (None, MessageState.HELD):
            messages.append(ReportedMessage(of_parcel(parcel), "held", FOR_APPROVAL))
        else:
            messages.append(ReportedMessage(of_parcel(parcel), _status(state, reason), reason))
    messages += [ReportedMessage(of_parcel(parcel), "held", IN_TRIAL) for parcel in enqueued.plan.held]
    for notice in of_notices(enqueued.notices.messages, here.settings.zone):
        added = enqueued.notices.added.get((notice.person.id, notice.channel), 0)
        state, reason = states.get(added, (None, None))
        messages.append(ReportedMessage(notice, _status(state, reason), reason))
    return RemindRun(tuple(messages), enqueued.plan.skipped, enqueued.trial)


def _status(state: MessageState | None, reason: str | None) -> str:
    if state is MessageState.SENT:
        return "sent"
    if state is MessageState.DEAD or reason is not None:
        return "failed"
    return "planned"

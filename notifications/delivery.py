"""Delivers what the outbox holds: claim, ask whether it is still wanted, send, settle. At least once, never none."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.database import unit_of_work
from config.log import record
from config.office import OfficeFiles
from notifications import outbox
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Channel, Letter
from notifications.letters import WRITERS
from notifications.models import MessageState
from notifications.reach import addresses
from notifications.writing import Desk, Order
from tasks_registry import store
from tasks_registry.calendar import WorkingCalendar

LEASE = timedelta(minutes=10)
"""Longer than any attempt can take; after it a message whose sender died is sent by another."""


@dataclass(frozen=True)
class RetryPolicy:
    """When a failed message is tried again. ``delays`` are the waits after the first, second, … attempt."""

    delays: tuple[timedelta, ...] = (
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=15),
        timedelta(hours=1),
        timedelta(hours=4),
        timedelta(hours=12),
        timedelta(days=1),
        timedelta(days=1),
        timedelta(days=2),
    )

    def next_attempt(self, attempts: int, error: DeliveryError, now: datetime) -> datetime | None:
        """Return when to try again after ``attempts`` attempts, None to give up."""
        if error.failure in (FailureClass.RECIPIENT, FailureClass.PAYLOAD):
            return None
        if error.failure is FailureClass.OPERATOR:
            # The message is not to blame and must outlast the mend, however long that takes.
            return now + (error.retry_after or self.delays[-1 if attempts > len(self.delays) else attempts - 1])
        if attempts > len(self.delays):
            return None
        return now + max(self.delays[attempts - 1], error.retry_after or timedelta())


@dataclass(frozen=True)
class DeliveryResult:
    """What one delivery run did, in messages."""

    sent: int = 0
    withdrawn: int = 0
    postponed: int = 0
    dead: int = 0
    stopped: str | None = None
    """Why the run stopped early: the channel itself is down."""


Progress = Callable[[DeliveryResult], None]


def silent(_result: DeliveryResult) -> None:
    """Report to nobody."""


@dataclass(frozen=True)
class Sender:
    """Delivers one committee's messages by one channel, as one lease owner."""

    engine: sa.Engine
    committee: int
    channel: Channel
    files: OfficeFiles
    calendar: WorkingCalendar
    zone: ZoneInfo
    retry: RetryPolicy = RetryPolicy()
    templates: Path | None = None
    """The folder with the office's own templates of letters."""
    owner: str = field(default_factory=lambda: uuid.uuid4().hex)

    def deliver(self, now: datetime, progress: Progress = silent) -> DeliveryResult:
        """Send everything that is ready at ``now``; a message that fails is settled and never stops the others.

        Only a channel that is down ends the run early: the messages behind it stay as they are.
        """
        result = DeliveryResult()
        while (prepared := self._claim(now)) is not None:
            claim, letter = prepared
            outcome, down = self._send(claim, letter, now)
            result = replace(result, **{outcome: getattr(result, outcome) + 1}, stopped=down)
            progress(result)
            if down is not None:
                break
        return result

    def _claim(self, now: datetime) -> tuple[outbox.Claim, Letter | None] | None:
        """Claim the next message and write its letter from what is true now; no letter when nothing still is."""
        with unit_of_work(self.engine) as session:
            claim = outbox.claim_next(
                session, self.committee, self.channel.name, owner=self.owner, now=now, lease_until=now + LEASE
            )
            if claim is None:
                return None
            entries = outbox.entries_of(session, claim.message_id)
            person = store.load_directory(session, self.committee).people.get(claim.person_id)
            address = addresses(session, self.committee, self.channel.name, [claim.person_id]).get(claim.person_id)
            if person is None or address is None or not entries:
                return claim, None
            desk = Desk(session, self.committee, self.files, self.calendar, self.zone, now, templates=self.templates)
            order = Order(claim.message_id, claim.message_uid, claim.kind, self.channel.name, person, address, entries)
            writer = WRITERS.get(claim.kind)
            return claim, writer(desk, [order]).get(claim.message_id) if writer is not None else None

    def _send(self, claim: outbox.Claim, letter: Letter | None, now: datetime) -> tuple[str, str | None]:
        """Send and settle; return the counter of ``DeliveryResult`` to raise, and why the channel is down if it is."""
        if letter is None:
            self._settle(claim, MessageState.WITHDRAWN, now, outcome="withdrawn")
            return "withdrawn", None
        try:
            self.channel.send(letter)
        except DeliveryError as error:
            again = self.retry.next_attempt(claim.attempts, error, now)
            self._settle(
                claim,
                MessageState.DEAD if again is None else MessageState.PENDING,
                now,
                outcome=error.failure.value,
                code=error.code,
                reason=str(error),
                next_attempt_at=again,
                maybe_delivered=error.failure is FailureClass.UNKNOWN,
            )
            return ("dead" if again is None else "postponed"), (str(error) if error.channel_down else None)
        self._settle(claim, MessageState.SENT, now, outcome="sent", subject=letter.subject)
        return "sent", None

    def _settle(
        self, claim: outbox.Claim, state: MessageState, now: datetime, *, outcome: str, **facts: object
    ) -> None:
        with unit_of_work(self.engine) as session:
            kept = outbox.settle(session, claim, state, now=now, outcome=outcome, **facts)  # type: ignore[arg-type]
        record(
            f"message.{outcome}",
            message=claim.message_id,
            attempt=claim.attempts,
            code=facts.get("code"),
            lease_kept=kept,
        )

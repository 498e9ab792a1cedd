"""One sender of one channel: claims, has letters written, hands them to lanes, settles what came of them."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from config.database import unit_of_work
from config.log import record
from notifications import contacts, outbox
from notifications.channels.zalo.addresses import targets
from notifications.delivery.breaker import Gate, Standing, found_down, gate
from notifications.delivery.lanes import Lanes, Outcome, ends_run
from notifications.delivery.letters import DeskOpener, write_letters
from notifications.delivery.owners import Owner
from notifications.delivery.policy import ChannelRules, Fate, Verdict
from notifications.delivery.rate import Bucket
from notifications.delivery.result import DeliveryResult, Progress, silent
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Channel
from notifications.models import ContactKind, MessageKind, MessageState
from notifications.outbox import Claim, Settlement
from notifications.reach import ZALO_GROUP
from notifications.writing import Writer

LANES = 4
BATCH = 125
"""Messages claimed at once; their letters are what a run holds in memory."""
FALLBACK = "email"
"""The channel of record: what another one cannot bring goes this way."""

_STATES = {
    Fate.AGAIN: MessageState.PENDING,
    Fate.DEAD: MessageState.DEAD,
    Fate.UNCERTAIN: MessageState.UNCERTAIN,
}
_RENEWED_AFTER = outbox.LEASE.total_seconds() / 4


@dataclass(frozen=True)
class Sender:
    """Delivers one committee's messages by one channel."""

    engine: sa.Engine
    committee: int
    channel: str
    open_channel: Callable[[], Channel]
    rules: ChannelRules
    writers: Mapping[MessageKind, Writer]
    open_desk: DeskOpener
    owner: Owner
    now: datetime
    jitter: Callable[[], float]
    """Gives numbers from 0 to 1."""
    held: frozenset[int] = frozenset()
    """People who are not written to (trial mode); their messages stay as they are."""

    def deliver(self, progress: Progress = silent, *, even_if_closed: bool = False) -> DeliveryResult:
        """Send everything that is ready; a message that fails is settled and never stops the others.

        Only a channel that is down ends the run early: the messages behind it stay as they are, and the channel is left
        alone for a while, unless a person says ``even_if_closed``.
        """
        with unit_of_work(self.engine) as session:
            standing = outbox.standing_of(session, self.committee, self.channel)
        way = gate(standing, self.now)
        if way is Gate.CLOSED and not even_if_closed:
            return DeliveryResult(stopped=standing.reason)
        rate = Bucket(self.rules.per_second) if self.rules.per_second is not None else None
        with Lanes(self.open_channel, LANES, rate) as lanes:
            run = _Run(self, lanes, lanes.open(), standing, progress)
            run.free_abandoned()
            try:
                run.go(trial=way is not Gate.OPEN)
            finally:
                run.end()
        return run.result


@dataclass
class _Run:
    """One run of a sender."""

    sender: Sender
    lanes: Lanes
    repeatable: bool
    standing: Standing
    progress: Progress
    result: DeliveryResult = field(default_factory=DeliveryResult)
    _renewed: float = field(default_factory=time.monotonic)

    def free_abandoned(self) -> None:
        """Take over what senders that died have left."""
        here = self.sender
        others = here.owner.others()
        with unit_of_work(here.engine) as session:
            uncertain = outbox.free_abandoned(
                session,
                here.committee,
                here.channel,
                alive=[here.owner.id, *others.alive],
                dead=others.dead,
                repeatable=self.repeatable,
                now=here.now,
            )
            self._count(DeliveryResult(uncertain=len(uncertain), stood_in=self._stand_in(session, uncertain)))
            still = outbox.claiming_owners(session, others.dead)
        here.owner.forget(others.dead - still)

    def go(self, *, trial: bool) -> None:
        """Send until nothing is ready; in small steps until a message has got through, with ``trial`` one by one."""
        # What a channel that must not repeat has claimed is uncertain after a crash: no more of it than is on the way.
        batch = BATCH if self.repeatable else LANES
        limit, more = 1 if trial else LANES, True  # a small batch first: the first letter goes out at once
        while True:
            if more and not self.lanes.stopped and self.lanes.outstanding <= limit // 2:
                claims = self._claim(limit)
                more = len(claims) == limit
            if self.lanes.outstanding == 0:
                if more and not self.lanes.stopped:
                    continue
                return
            outcomes = self.lanes.outcomes(_RENEWED_AFTER)
            self._settle(outcomes)
            if any(outcome.reached for outcome in outcomes) and not self.lanes.stopped:
                limit = batch
                self.lanes.open_all()

    def end(self) -> None:
        """Settle what is on the way and give back what was not handed over."""
        self.lanes.stop()
        while self.lanes.outstanding:
            self._settle(self.lanes.outcomes(_RENEWED_AFTER))

    def _claim(self, limit: int) -> Sequence[Claim]:
        here = self.sender
        with unit_of_work(here.engine) as session:
            claims = outbox.claim_batch(
                session, here.committee, here.channel, owner=here.owner.id, now=here.now, limit=limit, held=here.held
            )
        if claims:
            try:
                parcels, settled = write_letters(here.open_desk, claims, here.writers)
            except BaseException:
                with unit_of_work(here.engine) as session:
                    outbox.release(session, here.owner.id, [claim.message_id for claim in claims])
                raise
            if settled:
                self._write(settled)
            self.lanes.submit(parcels)
        return claims

    def _settle(self, outcomes: Sequence[Outcome]) -> None:
        """Write what came of parcels: one transaction for those that came in together."""
        if not outcomes:
            return
        judged = [(outcome, self._judge(outcome.error, outcome.parcel.claim)) for outcome in outcomes]
        self._write(
            [_settlement(outcome, verdict) for outcome, verdict in judged if _handed_over(outcome)],
            released=[outcome.parcel.claim.message_id for outcome in outcomes if not _handed_over(outcome)],
            refused=[outcome for outcome, verdict in judged if _refused(outcome, verdict)],
            reached=any(outcome.reached for outcome in outcomes),
            down=next((one.error for one in outcomes if one.error is not None and ends_run(one.error)), None),
            quota=_quota_left(outcomes),
        )

    def _judge(self, error: DeliveryError | None, claim: Claim) -> Verdict | None:
        if error is None:
            return None
        return self.sender.rules.retry.judge(
            error,
            attempts=claim.attempts,
            created_at=claim.created_at,
            now=self.sender.now,
            jitter=self.sender.jitter(),
            repeatable=self.repeatable,
        )

    def _write(
        self,
        settlements: Sequence[Settlement],
        *,
        released: Sequence[int] = (),
        refused: Sequence[Outcome] = (),
        reached: bool = False,
        down: DeliveryError | None = None,
        quota: int | None = None,
    ) -> None:
        here = self.sender
        lost = stood_in = 0
        with unit_of_work(here.engine) as session:
            if settlements:
                lost = outbox.settle_all(session, settlements, here.now)
                stood_in = self._stand_in(session, [one.claim.message_id for one in settlements if _gave_up(one)])
            if released:
                outbox.release(session, here.owner.id, released)
            for outcome in refused:
                self._flag(session, outcome)
            if down is not None and self.result.stopped is None:
                self.standing = found_down(self.standing, down, here.now)
                outbox.remember(session, here.committee, here.channel, self.standing)
            elif down is None and reached and not self.standing.in_order and self.result.stopped is None:
                self.standing = Standing()
                outbox.remember(session, here.committee, here.channel, self.standing)
            if quota is not None:
                outbox.remember_quota(session, here.committee, here.channel, quota, here.now)
            if time.monotonic() - self._renewed > _RENEWED_AFTER:
                outbox.keep_leases(session, here.owner.id)
                self._renewed = time.monotonic()
        for kind, code in dict.fromkeys((one.outcome, one.code) for one in settlements):
            told = [one.claim.message_id for one in settlements if (one.outcome, one.code) == (kind, code)]
            record(f"messages.{kind}", messages=told, code=code)
        if lost:
            record("message.lease_lost", channel=here.channel, messages=lost)
        if down is not None:
            record("channel.down", channel=here.channel, code=down.code)
            self.result = replace(self.result, stopped=self.result.stopped or str(down))
        self._count(replace(_tally(settlements), stood_in=stood_in))
        self.progress(self.result)

    def _stand_in(self, session: Session, message_ids: Collection[int]) -> int:
        if not message_ids or self.sender.channel == FALLBACK:
            return 0
        return outbox.stand_in(session, sorted(message_ids), FALLBACK, self.sender.now)

    def _flag(self, session: Session, outcome: Outcome) -> None:
        """Remember the addresses that refused for good, also where another way to the person took the letter."""
        here, letter, error = self.sender, outcome.parcel.letter, outcome.error
        given = outcome.receipt.refused if error is None and outcome.receipt else error.refused if error else ()
        for kind, address in contact_points(here.channel, given or (letter.to,)):
            contacts.flag(
                session,
                here.committee,
                kind,
                address,
                person_id=outcome.parcel.claim.person_id,
                reason=str(error) if error is not None else "Không nhận; đã gửi bằng cách khác.",
                code=error.code if error is not None else None,
                now=here.now,
            )

    def _count(self, more: DeliveryResult) -> None:
        self.result = self.result.plus(more)


def _refused(outcome: Outcome, verdict: Verdict | None) -> bool:
    if verdict is not None:
        return verdict.flags_address or bool(outcome.error and outcome.error.refused)
    return outcome.receipt is not None and bool(outcome.receipt.refused)


def contact_points(channel: str, addresses: Sequence[str]) -> list[tuple[ContactKind, str]]:
    """Return what the addresses of a channel are: one at Zalo may name several ways to a person."""
    if channel == FALLBACK:
        return [(ContactKind.EMAIL, address) for address in addresses]
    if channel == ZALO_GROUP:
        return [(ContactKind.ZALO_GROUP, address) for address in addresses]
    return [target.contact for address in addresses for target in targets(address)]


def _handed_over(outcome: Outcome) -> bool:
    return outcome.receipt is not None or outcome.error is not None


def _gave_up(one: Settlement) -> bool:
    """Tell whether somebody must hear by another way; a letter that cannot be written could not there either."""
    return one.state is MessageState.UNCERTAIN or (
        one.state is MessageState.DEAD and one.outcome != FailureClass.PAYLOAD
    )


def _tally(settlements: Sequence[Settlement]) -> DeliveryResult:
    states = Counter(one.state for one in settlements)
    return DeliveryResult(
        sent=states[MessageState.SENT],
        withdrawn=states[MessageState.WITHDRAWN],
        postponed=states[MessageState.PENDING],
        dead=states[MessageState.DEAD],
        uncertain=states[MessageState.UNCERTAIN],
    )


def _settlement(outcome: Outcome, verdict: Verdict | None) -> Settlement:
    claim, letter, error = outcome.parcel.claim, outcome.parcel.letter, outcome.error
    if verdict is None or error is None:
        return Settlement(
            claim,
            MessageState.SENT,
            "sent",
            counted=True,
            address=letter.to,
            subject=letter.subject,
            remote_id=outcome.receipt.remote_id if outcome.receipt is not None else None,
        )
    return Settlement(
        claim,
        _STATES[verdict.fate],
        error.failure.value,
        counted=verdict.counted,
        next_attempt_at=verdict.again_at,
        code=error.code,
        reason=str(error),
        address=letter.to,
        maybe_delivered=error.failure is FailureClass.UNKNOWN,
    )


def _quota_left(outcomes: Sequence[Outcome]) -> int | None:
    told = [outcome.receipt.quota_left for outcome in outcomes if outcome.receipt is not None]
    return next((left for left in reversed(told) if left is not None), None)

"""What becomes of a message that was not delivered, by the class of the failure. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from notifications.errors import DeliveryError, FailureClass

SPREAD = 0.2
"""Share of a wait by which it may be longer, so that what failed together does not come back together."""


class Fate(StrEnum):
    """What becomes of a message."""

    AGAIN = "again"
    DEAD = "dead"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Verdict:
    """What becomes of a message after a failure."""

    fate: Fate
    again_at: datetime | None = None
    counted: bool = True
    """Whether the attempt counts against the message; not when the channel was to blame."""
    flags_address: bool = False


@dataclass(frozen=True)
class RetryPolicy:
    """When a failed message is tried again. ``delays`` are the waits after the first, second, … counted attempt."""

    delays: tuple[timedelta, ...]
    behind_the_others: timedelta = timedelta(minutes=1)
    """Wait of a message at which the channel was found down: should it be the cause, another one is tried first."""
    until_mended: timedelta = timedelta(hours=1)
    """The same for a channel that a person must mend."""
    another_hour: timedelta = timedelta(hours=1)
    """Wait of a message that is refused for now, when the other side does not say until when."""
    worth_waiting: timedelta = timedelta(days=2)
    """How old a message that is refused for now may grow before it is given up."""

    def judge(
        self,
        error: DeliveryError,
        *,
        attempts: int,
        created_at: datetime,
        now: datetime,
        jitter: float,
        repeatable: bool,
    ) -> Verdict:
        """Say what becomes of a message after ``attempts`` counted attempts before this one.

        ``jitter`` from 0 to 1 picks the place within the spread. What may have arrived and must not be repeated is
        uncertain (``repeatable`` is the channel's).
        """
        stretch = 1 + SPREAD * jitter
        if error.failure is FailureClass.RECIPIENT:
            return Verdict(Fate.DEAD, flags_address=True)
        if error.failure is FailureClass.PAYLOAD:
            return Verdict(Fate.DEAD)
        if error.failure is FailureClass.UNKNOWN and not repeatable:
            return Verdict(Fate.UNCERTAIN)
        # A fault of the channel costs no message, however long the mend takes. One that only this message meets (a
        # server that refuses to relay to its address) is tried like a passing fault, and then a person must look.
        if error.channel_down and error.failure in (FailureClass.OPERATOR, FailureClass.RETRY):
            wait = self.until_mended if error.failure is FailureClass.OPERATOR else self.behind_the_others
            return Verdict(Fate.AGAIN, now + wait * stretch, counted=False)
        if error.failure is FailureClass.LATER:
            again = now + (error.retry_after or self.another_hour * stretch)
            worth = again - created_at <= self.worth_waiting
            return Verdict(Fate.AGAIN, again, counted=False) if worth else Verdict(Fate.DEAD)
        if attempts >= len(self.delays):
            return Verdict(Fate.DEAD)
        wait = max(self.delays[attempts] * stretch, error.retry_after or timedelta())
        return Verdict(Fate.AGAIN, now + wait)


@dataclass(frozen=True)
class ChannelRules:
    """How one channel is used."""

    retry: RetryPolicy
    per_second: float | None = None
    """Messages; None: as fast as the other side takes them."""


def _minutes(*waits: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=wait) for wait in waits)


_DAY = 24 * 60
_MAIL = ChannelRules(
    # Minutes for greylisting, hours for a server that is restarted, days for one over a lost week-end.
    RetryPolicy(_minutes(1, 5, 15, 60, 4 * 60, 12 * 60, _DAY, _DAY, 2 * _DAY))
)
_ZALO = ChannelRules(
    RetryPolicy(_minutes(1, 4, 10, 15, 20)),  # at most five repeats within the hour, the spread included
    per_second=60,
)
_RULES: Mapping[str, ChannelRules] = {"email": _MAIL, "zalo": _ZALO, "zalo-group": _ZALO}


def rules_of(channel: str) -> ChannelRules:
    """Return how ``channel`` is used."""
    return _RULES[channel]

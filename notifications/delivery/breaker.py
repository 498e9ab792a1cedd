"""The circuit breaker: a channel found down is left alone for a while, then tried with a single message. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from notifications.errors import DeliveryError, FailureClass

PAUSES = tuple(timedelta(minutes=pause) for pause in (1, 5, 14, 29, 59))
"""After the first, second, … run that found the channel down; a minute short of the flows' rhythm of 15 minutes."""

MENDING = timedelta(minutes=29)
"""At least as long while a person must mend it: servers lock an account whose password is tried too often."""


class Gate(StrEnum):
    """Whether a run may use a channel."""

    OPEN = "open"
    TRIAL = "trial"
    """with a single message first"""
    CLOSED = "closed"


@dataclass(frozen=True)
class Standing:
    """How a channel of a committee stands."""

    failures: int = 0
    """Runs in a row that found it down."""
    closed_until: datetime | None = None
    needs_operator: bool = False
    reason: str | None = None
    code: str | None = None
    since: datetime | None = None
    """When it was first found down."""

    @property
    def in_order(self) -> bool:
        """Tell whether the last run got through."""
        return self.failures == 0


def gate(standing: Standing, now: datetime) -> Gate:
    """Say whether a run may use the channel at ``now``.

    A pause that ends later than any pause can was written down by a clock that has been set back since; it is over.
    """
    if standing.closed_until is None:
        return Gate.OPEN if standing.in_order else Gate.TRIAL
    longest = max(PAUSES[-1], MENDING)
    return Gate.CLOSED if now < standing.closed_until <= now + longest else Gate.TRIAL


def found_down(standing: Standing, error: DeliveryError, now: datetime) -> Standing:
    """Return how the channel stands after a run that ended with ``error``."""
    pause = PAUSES[min(standing.failures, len(PAUSES) - 1)]
    mending = error.failure is FailureClass.OPERATOR
    pause = max(pause, error.retry_after or timedelta(), MENDING if mending else timedelta())
    return Standing(
        failures=standing.failures + 1,
        closed_until=now + min(pause, max(PAUSES[-1], MENDING)),
        needs_operator=mending,
        reason=str(error),
        code=error.code,
        since=standing.since or now,
    )

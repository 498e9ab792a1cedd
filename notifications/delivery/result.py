"""What a delivery run did."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True)
class DeliveryResult:
    """What one delivery run did, in messages."""

    sent: int = 0
    withdrawn: int = 0
    postponed: int = 0
    dead: int = 0
    uncertain: int = 0
    """Handed over without an answer, and not repeated blindly."""
    stood_in: int = 0
    """Put into e-mail because another channel did not get through."""
    stopped: str | None = None
    """Why the run stopped early: a channel itself is down."""

    @property
    def handled(self) -> int:
        """How many messages were settled one way or another."""
        return self.sent + self.withdrawn + self.postponed + self.dead + self.uncertain

    def plus(self, other: "DeliveryResult") -> Self:
        """Return the sum; both reasons when both stopped."""
        counts = ("sent", "withdrawn", "postponed", "dead", "uncertain", "stood_in")
        sums = {name: getattr(self, name) + getattr(other, name) for name in counts}
        reasons = dict.fromkeys(reason for reason in (self.stopped, other.stopped) if reason)
        return replace(self, **sums, stopped=" ".join(reasons) or None)


Progress = Callable[[DeliveryResult], None]


def silent(_result: DeliveryResult) -> None:
    """Report to nobody."""

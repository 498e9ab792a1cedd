"""A token bucket: how long to wait so that no more than so many messages a second go out. Pure; time is an argument."""

from dataclasses import dataclass


@dataclass
class Bucket:
    """Lets ``per_second`` messages through a second, none of them earlier than its turn."""

    per_second: float
    _next: float = float("-inf")

    def reserve(self, at: float) -> float:
        """Take the next turn at instant ``at`` (seconds of any steady clock) and return the seconds to wait for it."""
        turn = max(at, self._next)
        self._next = turn + 1 / self.per_second
        return turn - at

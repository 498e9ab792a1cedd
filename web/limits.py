"""How often one link, or one address, may ask: a sliding window in the memory of this process.

A restart forgets it and a second process counts for itself. That is enough for what it is there for: it slows a
program down that tries many tokens or hammers one. That a link answers once is held by the database.
"""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock


class SlidingWindow:
    """Admits at most ``most`` requests of a key within ``span``; remembers at most ``tracked`` keys."""

    def __init__(self, most: int, span: timedelta, *, tracked: int = 10_000) -> None:
        self._most, self._span, self._tracked = most, span, tracked
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def admits(self, key: str, now: datetime) -> bool:
        """Tell whether ``key`` may ask at ``now``; a request that is admitted counts."""
        with self._lock:
            times = self._seen.setdefault(key, deque())
            self._seen.move_to_end(key)
            # Later than now: the clock was set back.
            while times and not now - self._span < times[0] <= now:
                times.popleft()
            if len(times) >= self._most:
                return False
            times.append(now)
            if len(self._seen) > self._tracked:
                self._seen.popitem(last=False)
            return True

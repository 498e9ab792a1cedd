"""Time states and the official figures: computed from dates, never stored as truth."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from enum import StrEnum

from tasks_registry.states import COUNTED, OPEN, WorkState


class TimeState(StrEnum):
    """Where a task stands against its deadline on a given day."""

    NO_DEADLINE = "no_deadline"
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    NOT_COUNTED = "not_counted"
    """Draft, suspended, carried over, withdrawn: no time runs."""

    @property
    def label(self) -> str:
        """The state as an office writes it."""
        return _LABELS[self]


_LABELS = {
    TimeState.NO_DEADLINE: "chưa xác định hạn",
    TimeState.IN_TIME: "trong hạn",
    TimeState.DUE_SOON: "sắp đến hạn",
    TimeState.DUE_TODAY: "đến hạn hôm nay",
    TimeState.OVERDUE: "quá hạn",
    TimeState.DONE_IN_TIME: "hoàn thành đúng hạn",
    TimeState.DONE_LATE: "hoàn thành quá hạn",
    TimeState.NOT_COUNTED: "không tính hạn",
}


def time_state(
    state: WorkState, due: date | None, completed_on: date | None, today: date, due_soon_days: int
) -> TimeState:
    """Return the time state on ``today`` (the office's day).

    A task due on the 15th is in time to the end of the 15th. ``due_soon_days`` are calendar days, the due day not
    counted. A done task without a deadline counts as in time.
    """
    if state not in COUNTED:
        return TimeState.NOT_COUNTED
    if state is WorkState.DONE:
        late = due is not None and completed_on is not None and completed_on > due
        return TimeState.DONE_LATE if late else TimeState.DONE_IN_TIME
    if due is None:
        return TimeState.NO_DEADLINE
    left = (due - today).days
    if left < 0:
        return TimeState.OVERDUE
    if left == 0:
        return TimeState.DUE_TODAY
    return TimeState.DUE_SOON if left <= due_soon_days else TimeState.IN_TIME


def days_overdue(state: WorkState, due: date | None, today: date) -> int:
    """Return how many calendar days an open task is past its deadline; 0 when it is not."""
    if state not in OPEN or due is None:
        return 0
    return max(0, (today - due).days)


def days_since_report(reported_on: date | None, today: date) -> int | None:
    """Return how many calendar days ago (the office's days) the owner last reported.

    None when it never did: a fact of its own, neither late nor zero.
    """
    return None if reported_on is None else (today - reported_on).days


@dataclass(frozen=True)
class Figures:
    """The official 2×2 and what stands beside it. Every counted task is in exactly one of the four cells."""

    done_in_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    """Includes open tasks without a deadline (``open_without_deadline`` of them)."""
    open_overdue: int = 0
    open_without_deadline: int = 0
    due_soon: int = 0
    """Of ``open_in_time``: due within the office's margin, the day itself included."""

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def done(self) -> int:
        return self.done_in_time + self.done_late

    @property
    def open(self) -> int:
        return self.open_in_time + self.open_overdue

    @property
    def total(self) -> int:
        return self.done + self.open

    @property
    def rate_of_all(self) -> float | None:
        """Done ÷ all, 0..1; None when there is nothing to count."""
        return self.done / self.total if self.total else None

    @property
    def rate_of_fallen_due(self) -> float | None:
        """The official rate: done ÷ (done + overdue), which leaves open in-time tasks out."""
        fallen = self.done + self.open_overdue
        return self.done / fallen if fallen else None


def count_figures(states: Iterable[TimeState]) -> Figures:
    """Count time states into the official figures; ``NOT_COUNTED`` ones are left out."""
    count = Counter(states)
    soon = count[TimeState.DUE_SOON] + count[TimeState.DUE_TODAY]
    return Figures(
        done_in_time=count[TimeState.DONE_IN_TIME],
        done_late=count[TimeState.DONE_LATE],
        open_in_time=count[TimeState.IN_TIME] + soon + count[TimeState.NO_DEADLINE],
        open_overdue=count[TimeState.OVERDUE],
        open_without_deadline=count[TimeState.NO_DEADLINE],
        due_soon=soon,
    )

"""Which tasks the report of a day counts: what is still open, and what ended in the periods that run. Pure.

A registry keeps every task for ever. Counted together, the work of past years would make every rate look good and every
change small; so a report counts what somebody still has to do, whatever its period, and of the rest only what ended
since the report's first day or belongs to a period that still runs (ADR 0024).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tasks_registry.planning.periods import PeriodKind, PeriodSpan, period_of
from tasks_registry.states import OPEN, WorkState
from tasks_registry.view import TaskView

UNSETTLED = OPEN | {WorkState.SUSPENDED}
"""Confirmed tasks that are somebody's still: they are in the scope whatever their period."""


@dataclass(frozen=True)
class Scope:
    """What a report counts."""

    first_day: date
    """What was finished, carried over or withdrawn on this day or later is told."""
    periods: tuple[str, ...]
    """Codes of the periods that run: their tasks count to the end, however early they were finished."""
    quarter: tuple[date, date]
    """First and last day of the running quarter, to which tasks belong that name no period and fall due in it."""
    meeting_id: int | None
    """The meeting reported to: what goes before it counts in any case; None for the figures of a day."""

    def holds(self, task: TaskView, ended_on: date | None) -> bool:
        """Tell whether ``task`` counts; ``ended_on`` is the day on which it was finished, carried over or withdrawn.

        A proposal that nobody ever confirmed, dropped or not, is no commitment.
        """
        if task.proposed:
            return False
        if task.work_state in UNSETTLED:
            return True
        if self.meeting_id is not None and task.meeting_id == self.meeting_id:
            return True
        return self._runs(task) or (ended_on is not None and ended_on >= self.first_day)

    def _runs(self, task: TaskView) -> bool:
        if task.period is not None:
            return task.period in self.periods
        first, last = self.quarter
        return task.due is not None and first <= task.due <= last


def scope_of(today: date, meeting_id: int | None = None, since: Sequence[date] = ()) -> Scope:
    """Return the scope of a report on ``today``: from the first day of the quarter, or the first of ``since``.

    Without a meeting it is the scope of the day's own figures.
    """
    quarter = period_of(today)
    return Scope(
        first_day=min((quarter.first_day, *since)),
        periods=tuple(span.code for span in _running(today)),
        quarter=(quarter.first_day, quarter.last_day),
        meeting_id=meeting_id,
    )


def _running(today: date) -> list[PeriodSpan]:
    spans = [period_of(today, kind) for kind in PeriodKind]
    return [span for span in spans if span.first_day <= today <= span.last_day]

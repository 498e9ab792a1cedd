"""Decides which instances of a series are to be created on a day. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from config.rhythm import RecurrenceRules
from tasks_registry.planning.rhythm import coming, occurrences

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Series:
    """The days of a recurrence, from ``first_day`` to ``last_day``; all up to ``planned_to`` have been created."""

    cron: str
    first_day: date
    last_day: date | None = None
    planned_to: date | None = None

    @property
    def planned_before(self) -> date:
        """The last day that needs no instance any more."""
        eve = self.first_day - _DAY
        return eve if self.planned_to is None else max(eve, self.planned_to)


@dataclass(frozen=True)
class Plan:
    """Days of a series. ``skipped`` ones passed in an outage too long to be caught up with."""

    create: tuple[date, ...] = ()
    skipped: tuple[date, ...] = ()

    @property
    def reaches(self) -> date | None:
        """The last day that the plan settles, None when there is nothing to settle."""
        return max((*self.create, *self.skipped), default=None)


def plan(series: Series, today: date, rules: RecurrenceRules) -> Plan:
    """Return the days that are to be created by ``today``: a horizon ahead, and what an outage left out.

    Planning again from the last day that a plan settled gives nothing twice and leaves nothing out.
    """
    horizon = today + timedelta(days=rules.horizon_days)
    until = horizon if series.last_day is None else min(horizon, series.last_day)
    bound = max(series.planned_before, min(until, today - timedelta(days=rules.catch_up_days) - _DAY))
    return Plan(
        create=tuple(occurrences(series.cron, bound, until)),
        skipped=tuple(occurrences(series.cron, series.planned_before, bound)),
    )


def next_days(series: Series, today: date, count: int) -> list[date]:
    """Return the first ``count`` days of the series from ``today`` on, created already or not."""
    after = max(series.first_day, today) - _DAY
    days = coming(series.cron, after, count)
    return [day for day in days if series.last_day is None or day <= series.last_day]

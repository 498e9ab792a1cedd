"""Recurring tasks and periods as whole runs, each in its own transaction: what the command line and the flows call."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from sqlmodel import Session

from config.database import reading
from config.log import record
from tasks_registry.carrying import carry_over
from tasks_registry.installation import Installation
from tasks_registry.planning.closing import Override
from tasks_registry.planning.instances import Planner, PlanningRun
from tasks_registry.planning.period_end import Closing, PeriodBook
from tasks_registry.planning.recurring import Arranger


def plan_recurrences(here: Installation) -> PlanningRun:
    """Create the instances of recurring tasks that are due to be created; a repeat creates nothing."""
    with here.writing() as session:
        found = _planner(here, session).run()
    for skipped in found.skipped:
        record("recurrence.skipped", recurrence=skipped.recurrence, days=len(skipped.days))
    record("recurrence.planned", created=len(found.created))
    return found


def preview_recurrences(here: Installation) -> PlanningRun:
    """Return what planning would create now; changes nothing."""
    with reading(here.engine) as session:
        return _planner(here, session).preview()


@contextmanager
def arranging(here: Installation) -> Iterator[Arranger]:
    """Let the installation's actor arrange recurring tasks in one transaction, kept when the block ends well."""
    with here.writing() as session:
        yield Arranger(session, here.committee, here.files, here.calendar, here.actor, here.now, here.today)


@contextmanager
def reading_periods(here: Installation) -> Iterator[PeriodBook]:
    """Open the periods of the installation for looking at them."""
    with reading(here.engine) as session:
        yield _book(here, session)


def close_period(here: Installation, code: str, override: Override) -> Closing:
    """Close a period in one transaction; raises ``Refused`` when it is closed already or its cut-off is to come."""
    with here.writing() as session:
        closing = _book(here, session).close(code, override, partial(carry_over, calendar=here.calendar))
    record("period.closed", period=code, tasks=len(closing.verdicts))
    return closing


def _book(here: Installation, session: Session) -> PeriodBook:
    return PeriodBook(
        session,
        here.committee,
        calendar=here.calendar,
        rhythm=here.files.rhythm,
        zone=here.settings.zone,
        actor=here.actor,
        now=here.now,
        today=here.today,
    )


def _planner(here: Installation, session: Session) -> Planner:
    return Planner(
        session,
        here.committee,
        calendar=here.calendar,
        rhythm=here.files.rhythm,
        actor=here.actor,
        now=here.now,
        today=here.today,
    )

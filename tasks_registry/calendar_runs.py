"""Runs on the working calendar and on terms, each in its own transaction: what the command line calls."""

from datetime import date

from sqlmodel import Session

from config.database import reading
from config.log import record
from tasks_registry import due_days, terms
from tasks_registry.calendar_changes import CalendarEdit, CalendarEffect, OfficeCalendar
from tasks_registry.due_days import DeadlineMove, LeaningDeadline
from tasks_registry.installation import Installation


def preview(here: Installation, edit: CalendarEdit) -> CalendarEffect:
    """Return what ``edit`` would bring with it; changes nothing."""
    with reading(here.engine) as session:
        return _calendar(here, session).preview(edit)


def apply(here: Installation, edit: CalendarEdit) -> CalendarEffect:
    """Decide on the days of ``edit`` and move the due days that hang on them."""
    with here.writing() as session:
        effect = _calendar(here, session).apply(edit, actor=here.actor, now=here.now)
    record(f"calendar.{edit.decision.value}", first=edit.first, last=edit.last, moved=len(effect.moves))
    return effect


def differing(here: Installation) -> list[DeadlineMove]:
    """Return the due days that are not what the present calendar and rules give."""
    with reading(here.engine) as session:
        return _calendar(here, session).differing()


def recount(here: Installation) -> list[DeadlineMove]:
    """Move the due days that ``differing`` names."""
    with here.writing() as session:
        moves = _calendar(here, session).recount(actor=here.actor, now=here.now)
    record("calendar.recounted", moved=len(moves))
    return moves


def leaning(here: Installation, first: date, last: date) -> list[LeaningDeadline]:
    """Return the due days from ``first`` to ``last`` that rest on days only expected to be off."""
    with reading(here.engine) as session:
        return due_days.leaning_deadlines(session, here.committee, here.calendar, here.files.rhythm, first, last)


def start_term(here: Installation, code: str, day: date, *, days: int | None, working: bool | None) -> date:
    """Say that what a task waited for happened on ``day``; returns its due day."""
    with here.writing() as session:
        due = terms.start_term(
            session,
            here.committee,
            code,
            day,
            days=days,
            working=working,
            calendar=here.calendar,
            rhythm=here.files.rhythm,
            actor=here.actor,
            now=here.now,
        )
    record("task.start_term", task=code, day=day, due=due)
    return due


def _calendar(here: Installation, session: Session) -> OfficeCalendar:
    return OfficeCalendar(session, here.committee, here.files.calendar, here.files.rhythm)

"""Agencies, people and roll-up as whole runs: what the command line calls."""

from collections.abc import Sequence
from datetime import date

from config.database import reading
from config.log import record
from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.installation import Installation
from tasks_registry.organisation import absences, handover, merging
from tasks_registry.organisation.rollup import CommitteeFigures, Rollup, add_up
from tasks_registry.store import AgencyRow, PersonRow


def agencies(here: Installation) -> list[AgencyRow]:
    """Return all agencies, the retired ones too."""
    with reading(here.engine) as session:
        return store.agency_rows(session, here.committee)


def people(here: Installation) -> list[PersonRow]:
    """Return all people by agency, also those who left."""
    with reading(here.engine) as session:
        return store.person_rows(session, here.committee, here.today)


def merge(
    here: Installation, codes_from: Sequence[str], code_into: str, from_day: date, *, apply: bool
) -> merging.AgencyMerge:
    """Say what a merge of agencies moves, and do it when ``apply``."""
    if not apply:
        with reading(here.engine) as session:
            return merging.preview_merge(
                session,
                here.committee,
                codes_from,
                code_into,
                from_day=from_day,
                actor=here.actor,
                today=here.today,
            )
    with here.writing() as session:
        done = merging.merge_agencies(
            session,
            here.committee,
            codes_from,
            code_into,
            from_day=from_day,
            actor=here.actor,
            now=here.now,
            today=here.today,
        )
    record("agency.merged", sources=",".join(codes_from), into=code_into, tasks=len(done.tasks))
    return done


def hand_over(
    here: Installation, email_from: str, email_to: str, *, reason: str | None, apply: bool
) -> handover.HandOver:
    """Say which tasks go from one person to another, and hand them over when ``apply``."""
    if not apply:
        with reading(here.engine) as session:
            return handover.preview_hand_over(session, here.committee, email_from, email_to, actor=here.actor)
    with here.writing() as session:
        done = handover.hand_over(
            session, here.committee, email_from, email_to, reason=reason, actor=here.actor, now=here.now
        )
    record("person.handed_over", tasks=len(done.tasks))
    return done


def record_absence(
    here: Installation, email: str, first_day: date, last_day: date, *, deputy: str | None, reason: str
) -> None:
    """Record that somebody is away, and who stands in."""
    with here.writing() as session:
        absence = absences.record_absence(
            session,
            here.committee,
            email,
            first_day=first_day,
            last_day=last_day,
            deputy=deputy,
            reason=reason,
            actor=here.actor,
            now=here.now,
        )
        person = absence.person_id
    record("person.absent", person=person, first=first_day, last=last_day)


def end_absence(here: Installation, email: str) -> bool:
    """Record that somebody is back; False when an absence that had not begun was called off instead."""
    with here.writing() as session:
        absence = absences.end_absence(session, here.committee, email, actor=here.actor, now=here.now, today=here.today)
        begun, person = absence.first_day < here.today, absence.person_id
    record("person.back", person=person)
    return begun


def roll_up(here: Installation) -> Rollup:
    """Return the figures of the installation's committee and of all below it; raises ``Refused`` for an agency."""
    require(here.actor, Duty.OVERSEE)
    with reading(here.engine) as session:
        committees = store.committees_from(session, here.committee)
        rows = [
            CommitteeFigures(
                row.code,
                row.name,
                row.depth,
                store.figures(
                    session,
                    row.id,
                    here.today,
                    here.files.rhythm.reminders.due_soon_days,
                    judged_by=here.files.rhythm.deadlines.judged_by,
                ),
            )
            for row in committees
        ]
    return add_up(here.today, rows)

"""What a change of agencies or people touches: agencies, unfinished tasks, agenda items, series, absences."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tasks_registry.models import Absence, Agency, AgendaItem, Meeting, Person, Recurrence, Task, TaskSupport
from tasks_registry.states import UNFINISHED
from tasks_registry.view import PersonView

_UNFINISHED = tuple(sorted(state.value for state in UNFINISHED))
_PLANNED = "planned"


@dataclass(frozen=True)
class AgencyRow:
    """An agency as it stands in the registry."""

    id: int
    code: str
    name: str
    abbreviation: str | None
    parent_id: int | None
    active: bool
    secretariat: bool
    valid_from: date | None
    valid_to: date | None
    successor_id: int | None


@dataclass(frozen=True)
class OpenTask:
    """An unfinished task and whose it is."""

    id: int
    code: str
    title: str
    due: date | None
    lead_agency_id: int | None
    officer_id: int | None


@dataclass(frozen=True)
class PersonRow:
    """A person of the registry, also one who left, with the days of the absence that is running or comes next."""

    person: PersonView
    position: str
    role: str
    access: str
    active: bool
    absent_from: date | None = None
    absent_to: date | None = None
    deputy: str | None = None


def agency_rows(session: Session, committee: int) -> list[AgencyRow]:
    """Return all agencies of a committee, the retired ones too, in the order in which they came."""
    names = AgencyRow.__dataclass_fields__
    query = sa.select(*(col(getattr(Agency, name)) for name in names)).where(col(Agency.committee_id) == committee)
    return [AgencyRow(*row) for row in session.connection().execute(query.order_by(col(Agency.id)))]


def open_tasks(session: Session, committee: int, *, of_agencies: Collection[int] | None = None) -> list[OpenTask]:
    """Return the unfinished tasks in the order of their codes, on request those that some agencies lead or support."""
    names = OpenTask.__dataclass_fields__
    query = (
        sa.select(*(col(getattr(Task, name)) for name in names))
        .where(col(Task.committee_id) == committee, col(Task.work_state).in_(_UNFINISHED))
        .order_by(col(Task.code))
    )
    if of_agencies is not None:
        supported = sa.select(col(TaskSupport.task_id)).where(col(TaskSupport.agency_id).in_(of_agencies))
        query = query.where(sa.or_(col(Task.lead_agency_id).in_(of_agencies), col(Task.id).in_(supported)))
    return [OpenTask(*row) for row in session.connection().execute(query)]


def supporters(session: Session, tasks: Collection[int]) -> dict[int, list[int]]:
    """Return for each of ``tasks`` the agencies that support it."""
    rows = session.exec(
        select(TaskSupport.task_id, TaskSupport.agency_id)
        .where(col(TaskSupport.task_id).in_(tasks))
        .order_by(col(TaskSupport.task_id), col(TaskSupport.agency_id))
    ).all()
    found: dict[int, list[int]] = {}
    for task, agency in rows:
        found.setdefault(task, []).append(agency)
    return found


def people_of(session: Session, agencies: Collection[int]) -> list[Person]:
    """Return the people of some agencies for editing, also those who left."""
    return list(session.exec(select(Person).where(col(Person.agency_id).in_(agencies)).order_by(col(Person.id))).all())


def planned_items(session: Session, committee: int, agencies: Collection[int], since: date) -> list[AgendaItem]:
    """Return for editing the agenda items without a task of ``agencies`` at meetings not held before ``since``."""
    query = (
        select(AgendaItem)
        .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .where(
            AgendaItem.committee_id == committee,
            AgendaItem.state == _PLANNED,
            col(AgendaItem.lead_agency_id).in_(agencies),
            sa.or_(col(Meeting.day).is_(None), col(Meeting.day) >= since),
        )
    )
    return list(session.exec(query.order_by(col(AgendaItem.id))).all())


def running_series(session: Session, committee: int) -> list[Recurrence]:
    """Return for editing the series that still bring tasks."""
    query = select(Recurrence).where(Recurrence.committee_id == committee, col(Recurrence.active))
    return list(session.exec(query.order_by(col(Recurrence.code))).all())


def absences_of(session: Session, person: int, *, since: date) -> Sequence[Absence]:
    """Return somebody's absences for editing that reach ``since`` or later, in their order, without cancelled ones."""
    return session.exec(
        select(Absence)
        .where(Absence.person_id == person, col(Absence.cancelled_at).is_(None), col(Absence.last_day) >= since)
        .order_by(col(Absence.first_day))
    ).all()


def person_rows(session: Session, committee: int, today: date) -> list[PersonRow]:
    """Return the people of a committee by agency and rank, each with the absence that is running or comes next."""
    coming: dict[int, Absence] = {}
    absences = select(Absence).where(
        Absence.committee_id == committee, col(Absence.cancelled_at).is_(None), col(Absence.last_day) >= today
    )
    for absence in session.exec(absences.order_by(col(Absence.first_day))).all():
        coming.setdefault(absence.person_id, absence)
    people = session.exec(
        select(Person, Agency)
        .join(Agency, col(Agency.id) == col(Person.agency_id))
        .where(Person.committee_id == committee)
        .order_by(col(Agency.id), col(Person.place), col(Person.id))
    ).all()
    emails = {person.id: person.email for person, _ in people}
    rows = []
    for person, agency in people:
        its = coming.get(person.id or 0)
        rows.append(
            PersonRow(
                PersonView(person.id or 0, person.name, person.email, agency.code, agency.name),
                person.position,
                person.role,
                person.access,
                person.active,
                its.first_day if its else None,
                its.last_day if its else None,
                emails.get(its.deputy_id) if its else None,
            )
        )
    return rows

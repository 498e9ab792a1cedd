"""Agencies and people of a committee, and who is reached for an agency."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from config.office import Role
from tasks_registry.models import Agency, Person
from tasks_registry.view import PersonView

_REACHED_FIRST = (Role.OFFICER.value, Role.HEAD.value, Role.DEPUTY.value)


@dataclass(frozen=True)
class Directory:
    """Agencies and people of a committee, by id, with who is reached for an agency."""

    agency_ids: Mapping[str, int]
    agency_names: Mapping[int, tuple[str, str]]
    people: Mapping[int, PersonView]
    reached: Mapping[int, PersonView]
    """agency id → its officer, else head, else deputy"""
    secretariat: PersonView | None

    def officer_for(self, officer_id: int | None, lead_agency_id: int | None) -> PersonView | None:
        """Return who hears of a task: its own officer, else the lead agency's, else the office's."""
        if officer_id is not None and officer_id in self.people:
            return self.people[officer_id]
        if lead_agency_id is not None:
            return self.reached.get(lead_agency_id)
        return self.secretariat

    def heard_by(self, person_id: int) -> dict[str, object]:
        """Return what must be bound in SQL to find the tasks for which ``officer_for`` gives this person."""
        return {
            "officer_id": person_id,
            "officer_agencies": sorted(agency for agency, person in self.reached.items() if person.id == person_id),
            "officer_of_the_rest": self.secretariat is not None and self.secretariat.id == person_id,
            "reachable": sorted(self.people),
        }


def load_directory(session: Session, committee: int) -> Directory:
    """Read the active agencies and people of a committee."""
    agencies = session.exec(select(Agency).where(Agency.committee_id == committee)).all()
    names = {agency.id or 0: (agency.code, agency.name) for agency in agencies}
    people: dict[int, PersonView] = {}
    by_agency: dict[int, dict[str, PersonView]] = {}
    rows = session.exec(
        select(Person).where(Person.committee_id == committee, col(Person.active)).order_by(col(Person.id))
    ).all()
    for person in rows:
        code, agency_name = names[person.agency_id]
        view = PersonView(person.id or 0, person.name, person.email, code, agency_name)
        people[view.id] = view
        by_agency.setdefault(person.agency_id, {}).setdefault(person.role, view)
    reached = {
        agency_id: next(roles[role] for role in _REACHED_FIRST if role in roles)
        for agency_id, roles in by_agency.items()
    }
    office = next((agency.id for agency in agencies if agency.secretariat and agency.active), None)
    return Directory(
        agency_ids={agency.code: agency.id or 0 for agency in agencies if agency.active},
        agency_names=names,
        people=people,
        reached=reached,
        secretariat=reached.get(office) if office is not None else None,
    )


def person_by_email(session: Session, committee: int, email: str) -> Person | None:
    """Return the active person with an e-mail address, None when there is none."""
    return session.exec(
        select(Person).where(
            Person.committee_id == committee, Person.email == email.strip().lower(), col(Person.active)
        )
    ).first()

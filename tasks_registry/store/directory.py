"""Agencies and people of a committee, and who is reached for an agency on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from config.agencies import Access, Role
from tasks_registry.errors import Refused
from tasks_registry.models import Absence, Agency, Person
from tasks_registry.organisation.succession import last_successor, who_is_present
from tasks_registry.view import PersonView

REACHED_FIRST = (Role.OFFICER.value, Role.HEAD.value, Role.DEPUTY.value)

# Read by column and built once: every letter and every list looks people up.
_AGENCIES = sa.select(
    *(
        col(getattr(Agency, name))
        for name in ("id", "code", "name", "successor_id", "secretariat", "active", "valid_to")
    )
).where(col(Agency.committee_id) == sa.bindparam("committee"))
_PEOPLE = (
    sa.select(
        *(col(getattr(Person, name)) for name in ("id", "agency_id", "name", "position", "email", "role", "access"))
    )
    .where(col(Person.committee_id) == sa.bindparam("committee"), col(Person.active))
    .order_by(
        sa.case({role: place for place, role in enumerate(REACHED_FIRST)}, value=col(Person.role)),
        col(Person.place),
        col(Person.id),
    )
)


@dataclass(frozen=True)
class Directory:
    """Agencies and people of a committee, by id, with who is reached for an agency."""

    agency_ids: Mapping[str, int]
    """code → id of the agency that does the work: of a dissolved one, its successor"""
    agency_names: Mapping[int, tuple[str, str]]
    """id → code and name, dissolved ones included: old tasks keep the name they had"""
    people: Mapping[int, PersonView]
    reached: Mapping[int, PersonView]
    """agency id → its officer, else head, else deputy; who stands in while that one is away"""
    secretariat: PersonView | None
    stand_ins: Mapping[int, PersonView] = field(default_factory=dict)
    """id of somebody who is away → who hears instead"""
    heads: Mapping[str, PersonView] = field(default_factory=dict)
    """agency code → who heads it (``Role.HEAD``), or stands in for that person"""
    leaders: tuple[PersonView, ...] = ()
    """People with ``Access.LEADER`` (Thường trực), also those who are away"""
    urging_leader: PersonView | None = None
    """Who hears when an agency stays silent: the Phó Bí thư Thường trực, or who stands in"""

    def officer_for(self, officer_id: int | None, lead_agency_id: int | None) -> PersonView | None:
        """Return who hears of a task: its own officer, else the lead agency's, else the office's."""
        if officer_id is not None and officer_id in self.people:
            return self.stand_ins.get(officer_id, self.people[officer_id])
        if lead_agency_id is not None:
            return self.reached.get(lead_agency_id)
        return self.secretariat

    def agency_called(self, code: str) -> int:
        """Return the id of the agency with ``code``, dissolved ones included; raises ``Refused`` with the codes."""
        found = next((id_ for id_, (known, _) in self.agency_names.items() if known == code), None)
        if found is None:
            raise Refused(f"Không có cơ quan mã “{code}”. Các mã: {', '.join(self.agency_ids)}.")
        return found

    def heard_by(self, person_id: int) -> dict[str, object]:
        """Return what must be bound in SQL to find the tasks for which ``officer_for`` gives this person."""
        return {
            "officer_id": person_id,
            "officer_agencies": sorted(agency for agency, person in self.reached.items() if person.id == person_id),
            "officer_of_the_rest": self.secretariat is not None and self.secretariat.id == person_id,
            "reachable": sorted(self.people),
        }


def load_directory(session: Session, committee: int, on: date | None = None) -> Directory:
    """Read the agencies and active people of a committee, as they stand on a day.

    With ``on`` (the office's day) agencies whose validity is over count as dissolved, and people who are absent are
    stood in for; without it only what the registry itself has retired is left out, and everybody is taken for present.
    """
    connection = session.connection()
    agencies = connection.execute(_AGENCIES, {"committee": committee}).all()
    names = {agency.id: (agency.code, agency.name) for agency in agencies}
    successors = {agency.id: agency.successor_id for agency in agencies}
    in_force = {agency.id for agency in agencies if _in_force(agency, on)}
    working = {id_: last_successor(id_, successors, in_force) for id_ in names}

    people: dict[int, PersonView] = {}
    of_agency: dict[int, list[int]] = {}
    heading: dict[int, int] = {}
    leading: list[tuple[int, int]] = []
    for id_, agency_id, name, position, email, role, access in connection.execute(_PEOPLE, {"committee": committee}):
        people[id_] = PersonView(id_, name, email, *names[agency_id])
        of_agency.setdefault(agency_id, []).append(id_)
        if role == Role.HEAD.value:
            heading.setdefault(agency_id, id_)
        if access == Access.LEADER.value:
            leading.append((_urges(position), id_))
    absent = absent_on(session, committee, on) if on is not None else {}
    stand_ins = _stand_ins(people, of_agency, {person: _known(deputy, people) for person, deputy in absent.items()})
    reached: dict[int, PersonView] = {}
    for agency, successor in working.items():
        # A dissolved agency that still has people is reached by them until its work is moved.
        ids = of_agency.get(agency) or of_agency.get(successor or 0)
        if ids:
            reached[agency] = stand_ins.get(ids[0], people[ids[0]])

    office = next((agency.id for agency in agencies if agency.secretariat and agency.active), None)
    heads = {
        code: stand_ins.get(head, people[head])
        for agency, (code, _) in names.items()
        if (head := heading.get(agency) or heading.get(working[agency] or 0)) is not None
    }
    urging = min(leading, default=(0, 0))[1]
    return Directory(
        agency_ids={code: id_ for own, (code, _) in names.items() if (id_ := working[own]) is not None},
        agency_names=names,
        people=people,
        reached=reached,
        secretariat=reached.get(office) if office is not None else None,
        stand_ins=stand_ins,
        heads=heads,
        leaders=tuple(people[leader] for _, leader in leading),
        urging_leader=stand_ins.get(urging, people.get(urging)),
    )


def _urges(position: str) -> int:
    """Rank leaders by whose duty it is to urge: the Phó Bí thư Thường trực, another Phó Bí thư, anybody else."""
    words = position.casefold()
    return 0 if "phó bí thư thường trực" in words else 1 if "phó bí thư" in words else 2


def _in_force(agency: Any, on: date | None) -> bool:
    return agency.active and (on is None or agency.valid_to is None or on <= agency.valid_to)


def _known(deputy: int | None, people: Mapping[int, PersonView]) -> int | None:
    """Leave out a deputy who has left meanwhile."""
    return deputy if deputy in people else None


def _stand_ins(
    people: Mapping[int, PersonView], of_agency: Mapping[int, Sequence[int]], absent: Mapping[int, int | None]
) -> dict[int, PersonView]:
    colleagues = {person: group for group in of_agency.values() for person in group}
    return {person: people[who_is_present(person, absent, colleagues[person])] for person in absent if person in people}


def absent_on(session: Session, committee: int, day: date) -> dict[int, int | None]:
    """Return the people who are away on ``day``, each with the deputy that was named."""
    rows = session.exec(
        select(Absence.person_id, Absence.deputy_id).where(
            Absence.committee_id == committee,
            col(Absence.cancelled_at).is_(None),
            col(Absence.first_day) <= day,
            col(Absence.last_day) >= day,
        )
    ).all()
    return dict(rows)


def turning_days(session: Session, committee: int, first: date, last: date) -> list[date]:
    """Return the days after ``first``, up to ``last``, on which other people may hear than the day before.

    Somebody leaves or comes back, or an agency's validity is over the day before.
    """
    connection = session.connection()
    absences = connection.execute(
        sa.select(col(Absence.first_day), col(Absence.last_day)).where(
            col(Absence.committee_id) == committee, col(Absence.cancelled_at).is_(None), col(Absence.last_day) >= first
        )
    ).all()
    ends = connection.execute(
        sa.select(col(Agency.valid_to)).where(col(Agency.committee_id) == committee, col(Agency.valid_to).is_not(None))
    ).scalars()
    days = {begin for begin, _ in absences} | {end + timedelta(days=1) for _, end in absences}
    days |= {end + timedelta(days=1) for end in ends if end is not None}
    return sorted(day for day in days if first < day <= last)


def person_by_email(session: Session, committee: int, email: str, *, gone_too: bool = False) -> Person | None:
    """Return the active person with an e-mail address, on request also one who left; None when there is none."""
    query = select(Person).where(Person.committee_id == committee, Person.email == email.strip().lower())
    return session.exec(query if gone_too else query.where(col(Person.active))).first()

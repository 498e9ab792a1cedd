"""Brings the agencies and people of ``agencies.yaml`` into the registry, and finds an agency by the words of a text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from config.agencies import Access, AgencyEntry
from config.office_files import OfficeFiles
from tasks_registry.access import Actor
from tasks_registry.history import Entry, log_changes
from tasks_registry.models import Agency, AgencyAlias, Origin, Person
from tasks_registry.organisation.committees import ensure_committee
from tasks_registry.organisation.names import require_distinct_names
from tasks_registry.organisation.succession import last_successor, moved_place

_Facts = dict[str, Any]
"""Columns by name, as they are to be."""


@dataclass(frozen=True)
class DirectoryChanges:
    """How many rows a synchronisation added, changed or retired."""

    added: int = 0
    changed: int = 0
    retired: int = 0


def synchronise(session: Session, files: OfficeFiles, actor: Actor, now: datetime) -> DirectoryChanges:
    """Make agencies, aliases and people equal to ``agencies.yaml``; running it again changes nothing.

    What is no longer in the file is retired, never deleted: tasks and history point at it. What a merge recorded stands
    where the file says nothing of it. Raises ``OfficeFileError`` when two agencies are called the same or the superior
    committee is none. The caller commits.
    """
    require_distinct_names(files.directory.agencies)
    committee = ensure_committee(session, files.office, actor, now)
    run = _Synchronisation(session, committee.id or 0)
    secretariat = files.directory.secretariat
    for entry in files.directory.agencies:
        run.agency(entry, secretariat=entry.code == secretariat)
    run.retire_missing(files.directory.agencies)
    for entry in files.directory.agencies:
        run.links(entry)
    for entry in files.directory.agencies:
        run.people(entry, secretariat=entry.code == secretariat)
    log_changes(session, committee.id or 0, run.entries, actor=actor, at=now)
    return DirectoryChanges(run.added, run.changed, run.retired)


class _Synchronisation:
    """One pass over the file, counting what it changed."""

    def __init__(self, session: Session, committee_id: int) -> None:
        self._session, self._committee_id = session, committee_id
        self.entries: list[Entry] = []
        self.added = self.changed = self.retired = 0
        agencies = session.exec(select(Agency).where(Agency.committee_id == committee_id)).all()
        self._agencies = {agency.code: agency for agency in agencies}
        people = session.exec(select(Person).where(Person.committee_id == committee_id)).all()
        self._people = {person.email: person for person in people}
        self._aliases_of: dict[int, dict[str, AgencyAlias]] = {}
        for alias in session.exec(select(AgencyAlias).where(AgencyAlias.committee_id == committee_id)).all():
            self._aliases_of.setdefault(alias.agency_id, {})[alias.alias] = alias

    def agency(self, entry: AgencyEntry, *, secretariat: bool) -> None:
        """Add or change one agency with its aliases."""
        agency = self._agencies.get(entry.code)
        # What a merge dissolved stays so, although the file may go on listing it.
        merged = agency is not None and not agency.active and agency.successor_id is not None
        facts: _Facts = {
            "name": entry.name,
            "abbreviation": entry.abbreviation,
            "functions": list(entry.functions),
            "secretariat": secretariat,
            "active": not merged,
            "valid_from": entry.valid_from,
            "origin": Origin.FILE.value,
        }
        if entry.valid_to is not None or not merged:
            facts["valid_to"] = entry.valid_to
        if agency is None:
            agency = Agency(committee_id=self._committee_id, code=entry.code, **facts)
            self._agencies[entry.code] = agency
            self._add(agency, facts)
        else:
            self._change(agency, facts)
        self._aliases(agency.id or 0, entry)

    def links(self, entry: AgencyEntry) -> None:
        """Tie an agency to the one above it and to its successor; all agencies are there by now."""
        agency = self._agencies[entry.code]
        facts: _Facts = {"parent_id": self._agencies[entry.parent].id if entry.parent else None}
        if entry.successor is not None or agency.active:
            facts["successor_id"] = self._agencies[entry.successor].id if entry.successor else None
        self._change(agency, facts)

    def people(self, entry: AgencyEntry, *, secretariat: bool) -> None:
        """Add or change the people of an agency; those of a dissolved one work for its successor."""
        agency = self._agencies[entry.code]
        home = self._working(agency)
        for place, person in enumerate(entry.people):
            described: _Facts = {
                "agency_id": home,
                "name": person.name,
                "position": person.position,
                "role": person.role.value,
                "place": place if home == agency.id else moved_place(place),
                "access": (person.access or (Access.OFFICE if secretariat else Access.AGENCY)).value,
                "active": True,
                "origin": Origin.FILE.value,
            }
            email = person.email.lower()
            known = self._people.get(email)
            if known is None:
                self._people[email] = Person(committee_id=self._committee_id, email=email, **described)
                self._add(self._people[email], described)
            else:
                self._change(known, described)

    def _working(self, agency: Agency) -> int:
        rows = self._agencies.values()
        successors = {row.id or 0: row.successor_id for row in rows}
        own = agency.id or 0
        return last_successor(own, successors, {row.id or 0 for row in rows if row.active}) or own

    def retire_missing(self, entries: tuple[AgencyEntry, ...]) -> None:
        """Retire the agencies and people that the file no longer names; those that never came from it stay."""
        codes = {entry.code for entry in entries}
        emails = {person.email.lower() for entry in entries for person in entry.people}
        gone: list[Agency | Person] = [agency for code, agency in self._agencies.items() if code not in codes]
        gone += [person for email, person in self._people.items() if email not in emails]
        for row in gone:
            if row.active and row.origin == Origin.FILE.value:
                self._change(row, {"active": False})
                self.changed -= 1
                self.retired += 1

    def _aliases(self, agency_id: int, entry: AgencyEntry) -> None:
        stored = self._aliases_of.get(agency_id, {})
        for alias in dict.fromkeys(entry.aliases):
            if alias not in stored:
                self._session.add(AgencyAlias(committee_id=self._committee_id, agency_id=agency_id, alias=alias))
        gone = [row for alias, row in stored.items() if alias not in entry.aliases]
        for row in gone:
            self._session.delete(row)
        if gone:
            self._session.flush()  # another agency may be called so from now on

    def _add(self, row: Agency | Person, facts: _Facts) -> None:
        self._session.add(row)
        self._session.flush()
        self.added += 1
        self._log(row, "add", {}, facts)

    def _change(self, row: Agency | Person, facts: _Facts) -> None:
        before = {name: getattr(row, name) for name, value in facts.items() if getattr(row, name) != value}
        if not before:
            return
        for name in before:
            setattr(row, name, facts[name])
        self.changed += 1
        self._log(row, "change", before, {name: facts[name] for name in before})

    def _log(self, row: Agency | Person, verb: str, before: _Facts, after: _Facts) -> None:
        entity = type(row).__name__.lower()
        self.entries.append(Entry(f"{entity}.{verb}", entity, row.id or 0, before, after))

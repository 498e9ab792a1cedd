"""What the registry knows that a table may name: agencies, people, meetings. Names are compared folded."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from tasks_registry.reading.text import fold
from tasks_registry.view import MeetingView

_CLOSE = 0.75
"""Share of letters in common, in order, from which a name is worth proposing (``difflib`` ratio)."""


@dataclass(frozen=True)
class KnownAgency:
    """An agency with everything it is called."""

    id: int
    code: str
    name: str
    other_names: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True)
class KnownPerson:
    """A person by e-mail address, in lower case."""

    id: int
    email: str
    active: bool = True


class AmbiguousName(ValueError):
    """Several meetings have the name that was given."""


class Known:
    """Finds agencies by code, name, alias or abbreviation, people by address, meetings by number or name."""

    def __init__(
        self, agencies: Iterable[KnownAgency], people: Iterable[KnownPerson], meetings: Iterable[MeetingView]
    ) -> None:
        self.agencies = {agency.code: agency for agency in agencies}
        self.people = {person.email: person for person in people}
        self.meetings = {meeting.id: meeting for meeting in meetings}
        active = [agency for agency in self.agencies.values() if agency.active]
        self._codes: dict[str, str] = {}
        for names in ([(a.code,) for a in active], [(a.name,) for a in active], [a.other_names for a in active]):
            for agency, written in zip(active, names, strict=True):
                for name in written:
                    self._codes.setdefault(fold(name), agency.code)
        self._by_name: dict[str, list[int]] = {}
        for meeting in self.meetings.values():
            self._by_name.setdefault(fold(meeting.name), []).append(meeting.id)
        self._found: dict[str, str | None] = {}

    def extended(self, agencies: Iterable[KnownAgency], people: Iterable[str]) -> "Known":
        """Return the same with further agencies, and people by address."""
        return Known(
            (*self.agencies.values(), *agencies),
            (*self.people.values(), *(KnownPerson(0, email) for email in people)),
            self.meetings.values(),
        )

    def agency(self, written: str, *, retired: bool = False) -> str | None:
        """Return the code of an agency as written, None when there is none.

        With ``retired`` the exact code of an agency that is no longer active counts too.
        """
        if written in self.agencies and (retired or self.agencies[written].active):
            return written
        if written not in self._found:
            self._found[written] = self._codes.get(fold(written))
        return self._found[written]

    def close_agency(self, written: str) -> KnownAgency | None:
        """Return the agency whose name is nearest to ``written``, None when none is near."""
        near = get_close_matches(fold(written), list(self._codes), n=1, cutoff=_CLOSE)
        return self.agencies[self._codes[near[0]]] if near else None

    def person(self, email: str, *, retired: bool = False) -> KnownPerson | None:
        """Return the person with an address, with ``retired`` also one who is no longer active."""
        person = self.people.get(email.lower())
        return person if person and (person.active or retired) else None

    def meeting(self, written: str) -> int | None:
        """Return the id of a meeting given by number or name; raises ``AmbiguousName``."""
        if written.isdecimal() and int(written) in self.meetings:
            return int(written)
        found = self._by_name.get(fold(written), [])
        if len(found) > 1:
            raise AmbiguousName(written)
        return found[0] if found else None

    def meeting_name(self, meeting_id: int) -> str:
        """Return what a table calls a meeting: its name, or its number where the name means another or several."""
        name = self.meetings[meeting_id].name
        try:
            return name if self.meeting(name) == meeting_id else str(meeting_id)
        except AmbiguousName:
            return str(meeting_id)

"""How each person can be reached and wants to be: what decisions look at, and where messages go."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlmodel import Session, col, select

from config.reminders import ReminderPolicy
from config.zalo import ZaloOffice
from notifications.channels.zalo.addresses import best_address
from notifications.models import ContactKind, ContactPoint, ContactState, Wish
from notifications.wishes import WishView, view_of
from tasks_registry import store
from tasks_registry.models import Person
from tasks_registry.store import Directory
from tasks_registry.view import PersonView

EMAIL, ZALO, ZALO_GROUP = "email", "zalo", "zalo-group"


@dataclass(frozen=True)
class Reach:
    """How one person is told."""

    channels: tuple[str, ...]
    """By which the person has a usable address and wants to be told; e-mail first."""
    single: bool = False
    digest_hour: time = time(7)
    muted_until: date | None = None
    """Last day of silence."""
    unsubscribed: bool = False


@dataclass(frozen=True)
class Usable:
    """The addresses of a committee at which people can be reached now."""

    email: Mapping[int, str]
    zalo: Mapping[int, str] = field(default_factory=dict)
    """The ways to the person, in their order: see ``notifications.channels.zalo.addresses``."""
    group: Mapping[int, str] = field(default_factory=dict)
    """Group of the agency, for whom it is reached by."""

    def of(self, channel: str) -> Mapping[int, str]:
        """Return person id → address for ``channel``; empty for an unknown one."""
        return {EMAIL: self.email, ZALO: self.zalo, ZALO_GROUP: self.group}.get(channel, {})


def reaches(
    session: Session, committee: int, policy: ReminderPolicy, *, zalo: ZaloOffice, now: datetime
) -> Mapping[int, Reach]:
    """Return for every active person of the committee how it is reached.

    ``zalo`` says what the office has agreed with Zalo; the hours in which free text may be sent are counted to ``now``.
    """
    directory = store.load_directory(session, committee)
    usable = _usable(session, committee, directory, zalo, now)
    wishes = {
        wish.person_id: view_of(wish) for wish in session.exec(select(Wish).where(Wish.committee_id == committee)).all()
    }
    return {
        id_: reach_of(person, wishes.get(id_, WishView()), policy, usable) for id_, person in directory.people.items()
    }


def reach_of(person: PersonView, wish: WishView, policy: ReminderPolicy, usable: Usable) -> Reach:
    """Return how ``person`` is reached: what the policy allows, of it what is wished, of that what has an address.

    E-mail is the channel of record: it stands in where none of the wished channels has a usable address.
    """
    own = policy.of(email=person.email)
    wanted: list[str] = [name for name in own.channels if wish.channels is None or name in wish.channels]
    found = [name for name in wanted if person.id in usable.of(name)] or [EMAIL]
    channels = sorted(
        (name for name in found if person.id in usable.of(name) and not (wish.unsubscribed and name == EMAIL)),
        key=lambda name: name != EMAIL,
    )
    return Reach(
        channels=tuple(channels),
        single=bool(wish.single),
        digest_hour=own.digest_hour if wish.digest_hour is None else wish.digest_hour,
        muted_until=wish.muted_until,
        unsubscribed=wish.unsubscribed,
    )


def addresses(
    session: Session,
    committee: int,
    channel: str,
    people: Collection[int],
    *,
    zalo: ZaloOffice,
    now: datetime,
) -> Mapping[int, str]:
    """Return where ``channel`` reaches those of ``people`` whom it can; ``zalo`` and ``now`` as for ``reaches``."""
    if channel == EMAIL:
        return _mail_addresses(session, committee, people)
    directory = store.load_directory(session, committee)
    known = _usable(session, committee, directory, zalo, now).of(channel)
    return {id_: known[id_] for id_ in people if id_ in known}


def _mail_addresses(session: Session, committee: int, people: Collection[int]) -> Mapping[int, str]:
    """Return the e-mail addresses of ``people`` that are not flagged; asked for every batch, so in one small query."""
    flagged = sa.exists().where(
        col(ContactPoint.committee_id) == committee,
        col(ContactPoint.kind) == ContactKind.EMAIL.value,
        col(ContactPoint.state) == ContactState.FLAGGED.value,
        col(ContactPoint.address) == sa.func.lower(col(Person.email)),
    )
    found = sa.select(col(Person.id), col(Person.email)).where(
        col(Person.committee_id) == committee, col(Person.active), col(Person.id).in_(people), ~flagged
    )
    return {person.id: person.email for person in session.connection().execute(found)}


def _usable(session: Session, committee: int, directory: Directory, zalo: ZaloOffice, now: datetime) -> Usable:
    points = session.exec(
        select(ContactPoint).where(ContactPoint.committee_id == committee).order_by(col(ContactPoint.id))
    ).all()
    flagged = {(point.kind, point.address) for point in points if point.state == ContactState.FLAGGED}
    return Usable(
        email={
            id_: person.email
            for id_, person in directory.people.items()
            if (ContactKind.EMAIL, person.email.lower()) not in flagged
        },
        zalo=_zalo_addresses(points, zalo, now),
        group={
            person.id: zalo.groups[code]
            for agency, person in directory.reached.items()
            if (code := directory.agency_names[agency][0]) in zalo.groups
            and person.agency_code == code
            and (ContactKind.ZALO_GROUP, zalo.groups[code]) not in flagged
        },
    )


def _zalo_addresses(points: Iterable[ContactPoint], office: ZaloOffice, now: datetime) -> dict[int, str]:
    """Return each person's address at Zalo: the ways to it, in the order in which they are tried."""
    own: dict[int, list[ContactPoint]] = {}
    for point in points:
        if point.person_id is not None:
            own.setdefault(point.person_id, []).append(point)
    found = {person: best_address(theirs, now, office) for person, theirs in own.items()}
    return {person: address for person, address in found.items() if address is not None}

"""Wishes, addresses and who is not reached, as whole runs: what the command line and the doctor call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlmodel import Session

from config.database import reading
from config.log import record
from notifications import contacts, wishes
from notifications.contacts import Contact
from notifications.reach import Reach, reaches
from notifications.unreached import OverdueTask, Unreached, unreached
from notifications.wishes import UNSET, Unset, WishView
from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation
from tasks_registry.models import Person
from tasks_registry.states import WORKED_ON


@dataclass(frozen=True)
class WishSheet:
    """What a person wishes, and what comes of it."""

    name: str
    email: str
    wish: WishView
    reach: Reach


@dataclass(frozen=True)
class WishChange:
    """What shall change; ``UNSET`` leaves a wish as it is, None goes back to the policy."""

    channels: Sequence[str] | Unset | None = UNSET
    single: bool | Unset | None = UNSET
    digest_hour: time | Unset | None = UNSET
    muted_until: date | Unset | None = UNSET
    unsubscribed: bool | Unset = UNSET


def wish_of(here: Installation, email: str) -> WishSheet:
    """Return the wishes of the person with an e-mail address; raises ``NotInRegistry``."""
    with reading(here.engine) as session:
        person = _person(session, here, email)
        if here.actor.person_id != person.id:
            require(here.actor, Duty.ORGANISE)
        return _sheet(session, here, person)


def change_wish(here: Installation, email: str, change: WishChange) -> WishSheet:
    """Change the wishes of the person with an e-mail address.

    Raises ``NotInRegistry``, and ``Refused`` as ``wishes.change_wish`` does, or when nothing is to be changed.
    """
    if change == WishChange():
        raise Refused("Chưa nêu thay đổi nào. Xem các tùy chọn bằng: dondoc wish set --help")
    with here.writing() as session:
        person = _person(session, here, email)
        wishes.change_wish(
            session,
            here.committee,
            person.id or 0,
            channels=change.channels,
            single=change.single,
            digest_hour=change.digest_hour,
            muted_until=change.muted_until,
            unsubscribed=change.unsubscribed,
            by=here.actor,
            now=here.now,
            zone=here.settings.zone,
        )
        session.flush()
        sheet = _sheet(session, here, person)
        id_ = person.id
    record("wish.changed", person=id_)
    return sheet


def _person(session: Session, here: Installation, email: str) -> Person:
    person = store.person_by_email(session, here.committee, email)
    if person is None:
        raise NotInRegistry(f"Không có ai dùng địa chỉ thư “{email}” trong danh bạ. Xem: dondoc person list")
    return person


def _sheet(session: Session, here: Installation, person: Person) -> WishSheet:
    id_ = person.id or 0
    return WishSheet(person.name, person.email, wishes.read_wish(session, id_), _reaches(session, here)[id_])


def _reaches(session: Session, here: Installation) -> dict[int, Reach]:
    office, policy = here.files.office, here.files.rhythm.reminders
    return dict(reaches(session, here.committee, policy.of(committee=office.code), zalo=office.zalo, now=here.now))


def contact_list(here: Installation, *, flagged_only: bool = False) -> list[Contact]:
    """Return the addresses of which something is known, the flagged ones first."""
    require(here.actor, Duty.ORGANISE)
    with reading(here.engine) as session:
        return [one for one in contacts.listed(session, here.committee) if one.flagged or not flagged_only]


def clear_contacts(here: Installation, target: str) -> list[Contact]:
    """Use again the address ``target``, or every address of the person whose e-mail it is; returns those cleared.

    Raises ``NotInRegistry`` when nothing of that name is flagged.
    """
    require(here.actor, Duty.ORGANISE)
    wanted = target.strip()
    with here.writing() as session:
        person = store.person_by_email(session, here.committee, wanted)
        found = [
            one
            for one in contacts.listed(session, here.committee)
            if one.flagged
            and (
                one.address in (wanted, wanted.lower())
                or (person is not None and one.person_id is not None and one.person_id == person.id)
            )
        ]
        if not found:
            raise NotInRegistry(
                f"Không có địa chỉ nào đang bị đánh dấu hỏng ứng với “{target}”. Xem: dondoc contact list --flagged"
            )
        for one in found:
            contacts.clear_by_hand(session, here.committee, one, actor=here.actor, now=here.now)
    record("contact.cleared", addresses=len(found))
    return found


def not_reached(here: Installation) -> list[Unreached]:
    """Return who has overdue tasks that wait for the owner's next move, and is not reached."""
    with reading(here.engine) as session:
        directory = store.load_directory(session, here.committee, here.today)
        yesterday = here.today - timedelta(days=1)
        overdue = [
            OverdueTask(line.code, line.due, directory.officer_for(line.officer_id, line.lead_agency_id))
            for line in store.due_tasks(session, here.committee, yesterday, states=WORKED_ON)
            if line.due is not None
        ]
        return unreached(
            overdue,
            _reaches(session, here),
            contacts.flagged_emails(session, here.committee),
            here.files.rhythm.reminders.of(committee=here.files.office.code),
            here.today,
        )

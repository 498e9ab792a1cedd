"""A person's own settings behind the link of a letter: shown, changed, and the one-click unsubscription (RFC 8058)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time

from sqlmodel import Session

from config.agencies import Access
from config.clock import parse_day
from config.database import reading
from config.errors import DondocError
from config.log import record
from config.reminders import ReminderPolicy
from notifications.answers import store as answers
from notifications.answers.errors import ForgedLink
from notifications.answers.runs import keep_visit
from notifications.links import Link
from notifications.wishes import WishView, change_wish, read_wish
from tasks_registry.access import Actor
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation
from tasks_registry.models import Person

OFFERED = {"email": "Thư điện tử", "zalo": "Zalo"}
"""The channels that a person chooses among; an agency's group is the agency's."""


@dataclass(frozen=True)
class WishesPage:
    """What the page of somebody's wishes shows; what the person left to the policy stands as the policy has it."""

    person: str
    channels: tuple[str, ...]
    single: bool
    digest_hour: time
    muted_until: date | None
    """Only while it lies ahead."""
    unsubscribed: bool
    complaints: Mapping[str, str] = field(default_factory=dict)


def look_at_wishes(here: Installation, link: Link, *, counted: bool) -> WishesPage:
    """Return the page of a person's wishes; changes nothing but, when ``counted``, the list of visits."""
    with reading(here.engine) as session:
        page = _page(here, session, link)
    if counted:
        keep_visit(here, link, "opened")
    return page


def change_by_form(here: Installation, link: Link, fields: Mapping[str, str], chosen: tuple[str, ...]) -> WishesPage:
    """Take what the form says, all of it or nothing, and return the page as it is then.

    ``chosen`` are the channels ticked. What cannot be taken is in the page's ``complaints``.
    """
    muted = hour = None
    complaints: dict[str, str] = {}
    if said := fields.get("muted_until", "").strip():
        try:
            muted = parse_day(said)
        except DondocError:
            complaints["muted_until"] = "Hãy ghi ngày có thật, ví dụ 25/9/2026, hoặc để trống."
    if said := fields.get("digest_hour", "").strip():
        try:
            hour = time.fromisoformat(said).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            complaints["digest_hour"] = "Hãy ghi giờ, ví dụ 07:30."
    with here.writing() as session:
        before, person = _page(here, session, link), _person(session, link)
        if complaints:
            return _with(before, complaints)
        policy, wish = _policy(here, person), read_wish(session, link.person_id)
        kept = tuple(name for name in wish.channels or () if name not in OFFERED)
        channels = tuple(name for name in OFFERED if name in chosen) + kept
        try:
            change_wish(
                session,
                here.committee,
                link.person_id,
                channels=None if channels == tuple(policy.channels) else channels,
                single=True if fields.get("single") == "1" else None,
                digest_hour=None if hour == policy.digest_hour else hour,
                muted_until=muted,
                unsubscribed=fields.get("unsubscribed") == "1",
                by=_self(person),
                now=here.now,
            )
        except Refused as refusal:
            session.rollback()
            return _with(before, {"": str(refusal)})
        after = _page(here, session, link)
        answers.keep_visit(session, link, "answered", here.now)
    record("wish.changed", person=link.person_id, message=link.message_id)
    return after


def unsubscribe(here: Installation, link: Link) -> WishesPage:
    """Send no reminders by e-mail to the person any more; the office's own lists stay as they are."""
    with here.writing() as session:
        change_wish(
            session,
            here.committee,
            link.person_id,
            unsubscribed=True,
            by=_self(_person(session, link)),
            now=here.now,
        )
        page = _page(here, session, link)
        answers.keep_visit(session, link, "answered", here.now)
    record("wish.unsubscribed", person=link.person_id, message=link.message_id)
    return page


def _person(session: Session, link: Link) -> Person:
    person = answers.person_of(session, link)
    if person is None:
        raise ForgedLink("Đường dẫn này không có ở đây. Hãy mở lại từ thư mới nhất.")
    return person


def _self(person: Person) -> Actor:
    return Actor(person.name, Access(person.access), person.id, person.agency_id)


def _policy(here: Installation, person: Person) -> ReminderPolicy:
    return here.files.rhythm.reminders.of(committee=here.files.office.code, email=person.email.lower())


def _page(here: Installation, session: Session, link: Link) -> WishesPage:
    person = _person(session, link)
    policy, wish = _policy(here, person), read_wish(session, link.person_id)
    return _shown(person.name, policy, wish, here.today)


def _shown(name: str, policy: ReminderPolicy, wish: WishView, today: date) -> WishesPage:
    ahead = wish.muted_until is not None and wish.muted_until >= today
    return WishesPage(
        person=name,
        channels=tuple(wish.channels if wish.channels is not None else policy.channels),
        single=bool(wish.single),
        digest_hour=wish.digest_hour or policy.digest_hour,
        muted_until=wish.muted_until if ahead else None,
        unsubscribed=wish.unsubscribed,
    )


def _with(page: WishesPage, complaints: Mapping[str, str]) -> WishesPage:
    return replace(page, complaints=complaints)

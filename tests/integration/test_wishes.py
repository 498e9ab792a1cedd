"""Wishes, addresses and reach on both databases."""

from datetime import date, time

import pytest
from sqlmodel import Session

from config.agencies import Access
from config.database import reading, unit_of_work
from config.reminders import ReminderPolicy
from config.zalo import TemplateOfZalo, ZaloOffice
from notifications import contacts
from notifications.models import ContactKind, ContactPoint
from notifications.reach import addresses, reaches
from notifications.wishes import WishView, change_wish, read_wish
from tasks_registry import store
from tasks_registry.access import Actor
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import describe
from tasks_registry.installation import Installation
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.organisation import edit_agencies

EMAIL = "bang.dinhcong@hoamai.example"
POLICY = ReminderPolicy.model_validate({"channels": ["email", "zalo", "zalo-group"]})


def person_of(session: Session, here: Installation, email: str = EMAIL) -> int:
    person = store.person_by_email(session, here.committee, email)
    assert person is not None
    assert person.id is not None
    return person.id


def point(here: Installation, person: int, kind: ContactKind, address: str) -> ContactPoint:
    return ContactPoint(committee_id=here.committee, person_id=person, kind=kind.value, address=address, since=here.now)


def test_what_is_not_named_stays_as_it_was(open_at: Open) -> None:
    """None goes back to the policy; a change that changes nothing leaves no history."""
    here = open_at()
    with unit_of_work(here.engine) as session:
        who = person_of(session, here)
        assert read_wish(session, who) == WishView()
        change_wish(
            session, here.committee, who, channels=["zalo", "email"], digest_hour=time(9, 30), by=AN, now=here.now
        )
    with unit_of_work(here.engine) as session:
        change_wish(session, here.committee, who, single=True, muted_until=date(2026, 7, 10), by=AN, now=here.now)
        change_wish(session, here.committee, who, single=True, by=AN, now=here.now)
    with unit_of_work(here.engine) as session:
        wish = change_wish(session, here.committee, who, digest_hour=None, unsubscribed=True, by=AN, now=here.now)
        assert wish == WishView(("email", "zalo"), True, None, date(2026, 7, 10), True)
    with reading(here.engine) as session:
        assert read_wish(session, who) == wish
        rows = [row for row in store.history_of(session, "person", who) if row.action == "person.wish"]
        assert len(rows) == 3
        assert rows[1].after == {"single": True, "muted_until": "2026-07-10"}
        assert rows[2].before == {"digest_hour": "09:30", "unsubscribed": False}
        assert describe("person.wish") == "đổi cách nhận lời nhắc"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"channels": []}, "ít nhất một kênh"),
        ({"channels": ["fax"]}, "Không có kênh “fax”"),
        ({"digest_hour": time(5, 59)}, "06:00–20:00"),
        ({"digest_hour": time(20, 1)}, "06:00–20:00"),
        ({"muted_until": date(2026, 6, 30)}, "đã qua"),
        ({"muted_until": date(2026, 9, 30)}, "đến 29/09/2026"),
    ],
)
def test_what_nobody_can_mean_is_refused(open_at: Open, change: dict[str, object], sentence: str) -> None:
    """Ninety days, office-like hours, at least one channel: each with its sentence, and nothing is stored."""
    here = open_at()
    with unit_of_work(here.engine) as session:
        who = person_of(session, here)
        with pytest.raises(Refused, match=sentence):
            change_wish(session, here.committee, who, **change, by=AN, now=here.now)  # type: ignore[arg-type]
    with reading(here.engine) as session:
        assert read_wish(session, who) == WishView()


def test_the_bounds_themselves_are_allowed(open_at: Open) -> None:
    """Today, the ninetieth day, and the first and last hour; the day is the office's, not that of UTC."""
    here = open_at("2026-07-01T00:30")
    with unit_of_work(here.engine) as session:
        who = person_of(session, here)
        for day, hour in ((date(2026, 7, 1), time(6)), (date(2026, 9, 29), time(20))):
            wish = change_wish(session, here.committee, who, muted_until=day, digest_hour=hour, by=AN, now=here.now)
            assert (wish.muted_until, wish.digest_hour) == (day, hour)


def test_people_change_their_own_wishes_and_nobody_else_s(open_at: Open) -> None:
    """The office may do it for them."""
    here = open_at()
    with unit_of_work(here.engine) as session:
        who, other = person_of(session, here), person_of(session, here, "hoa.tathiminh@hoamai.example")
        bang = Actor("Đinh Công Bằng", Access.AGENCY, who)
        change_wish(session, here.committee, who, single=True, by=bang, now=here.now)
        with pytest.raises(Refused, match="Đinh Công Bằng"):
            change_wish(session, here.committee, other, single=True, by=bang, now=here.now)
        with pytest.raises(NotInRegistry):
            change_wish(session, here.committee + 1, who, single=False, by=AN, now=here.now)


def test_reach_follows_wishes_and_addresses(open_at: Open) -> None:
    """Zalo by the preferred kind, the group for whom the agency is reached by, flagged ones out."""
    here = open_at()
    with unit_of_work(here.engine) as session:
        who, head = person_of(session, here), person_of(session, here, "hoa.tathiminh@hoamai.example")
        session.add(point(here, who, ContactKind.ZALO_BOT, "b-1"))
        session.add(point(here, who, ContactKind.ZALO_PHONE, "84912000111"))
        session.add(point(here, who, ContactKind.ZALO_OA, "u-1"))
        change_wish(session, here.committee, who, single=True, muted_until=here.today, by=AN, now=here.now)
    office = ZaloOffice(
        oa_id="1", digest_template=TemplateOfZalo(id="t", parameters={"ten": "name"}), groups={"PKT": "g-9"}
    )

    def channels() -> tuple[str, ...]:
        with reading(here.engine) as session:
            return reaches(session, here.committee, POLICY, zalo=office, now=here.now)[who].channels

    def zalo() -> object:
        with reading(here.engine) as session:
            return dict(addresses(session, here.committee, "zalo", [who, head], zalo=office, now=here.now))

    assert channels() == ("email", "zalo", "zalo-group")
    assert zalo() == {who: "oa:u-1 phone:84912000111"}
    with reading(here.engine) as session:
        reach = reaches(session, here.committee, POLICY, zalo=ZaloOffice(), now=here.now)[who]
        assert (reach.single, reach.muted_until) == (True, here.today)
        assert reach.channels == ("email", "zalo")
        assert addresses(session, here.committee, "zalo-group", [who, head], zalo=office, now=here.now) == {who: "g-9"}
        assert addresses(session, here.committee, "email", [who], zalo=ZaloOffice(), now=here.now) == {who: EMAIL}
        assert addresses(session, here.committee, "fax", [who], zalo=ZaloOffice(), now=here.now) == {}
    flagged = ((ContactKind.ZALO_OA, "u-1"), (ContactKind.EMAIL, EMAIL.upper()), (ContactKind.ZALO_GROUP, "g-9"))
    with unit_of_work(here.engine) as session:
        for kind, address in flagged:
            contacts.flag(session, here.committee, kind, address, person_id=None, reason="x", code="550", now=here.now)
    assert zalo() == {who: "phone:84912000111"}
    assert channels() == ("zalo",)
    with unit_of_work(here.engine) as session:
        assert contacts.clear(session, here.committee, ContactKind.EMAIL, EMAIL, here.now)
        assert not contacts.clear(session, here.committee, ContactKind.EMAIL, EMAIL, here.now)
    assert channels() == ("email", "zalo")


def test_a_changed_address_starts_clean(open_at: Open) -> None:
    """What was found out of the old one does not follow the person."""
    here = open_at()
    with unit_of_work(here.engine) as session:
        who = person_of(session, here)
        contacts.flag(
            session, here.committee, ContactKind.EMAIL, EMAIL, person_id=who, reason="550", code="550", now=here.now
        )
    with reading(here.engine) as session:
        assert reaches(session, here.committee, POLICY, zalo=ZaloOffice(), now=here.now)[who].channels == ()
    new = "bang.moi@hoamai.example"
    edit_agencies(
        here,
        lambda entries: entries["PKT"]["people"].__setitem__(
            slice(None),
            [{**one, "email": new if one["email"] == EMAIL else one["email"]} for one in entries["PKT"]["people"]],
        ),
    )
    later = open_at("2026-07-02T08:00")
    with reading(later.engine) as session:
        person = person_of(session, later, new)
        assert reaches(session, later.committee, POLICY, zalo=ZaloOffice(), now=later.now)[person].channels == (
            "email",
        )

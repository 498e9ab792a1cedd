"""Who has overdue tasks and hears nothing: nobody drops out of the office's list by a wish."""

from datetime import date

import pytest

from config.reminders import ReminderPolicy
from notifications.reach import Reach, Usable, reach_of
from notifications.unreached import Deaf, OverdueTask, unreached
from notifications.wishes import WishView
from tests.support.cast import CLERK, LEADER, OFFICER, OUTSIDER

TODAY = date(2026, 9, 21)
POLICY = ReminderPolicy()
HEARS = Reach(("email",))


def overdue(code: str = "2026-Q3-001", *, day: int = 14, person: object = OFFICER) -> OverdueTask:
    return OverdueTask(code, date(2026, 9, day), person)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reach", "reason"),
    [
        (HEARS, None),
        (Reach(("email",), unsubscribed=True), Deaf.UNSUBSCRIBED),
        (Reach(("email",), muted_until=TODAY), Deaf.MUTED),
        (Reach(("email",), muted_until=date(2026, 9, 20)), None),
        (Reach(()), Deaf.NO_ADDRESS),
    ],
)
def test_silence_is_told_with_its_reason(reach: Reach, reason: Deaf | None) -> None:
    """The last day of a mute is silent, the day after it is not."""
    found = unreached([overdue()], {OFFICER.id: reach}, (), POLICY, TODAY)
    assert [one.reason for one in found] == ([reason] if reason else [])


def test_an_address_that_refuses_is_told_apart_from_none_at_all() -> None:
    """The office mends the one in agencies.yaml, the other by asking."""
    found = unreached([overdue()], {OFFICER.id: Reach(())}, {OFFICER.email}, POLICY, TODAY)
    assert [one.reason for one in found] == [Deaf.FLAGGED]


def test_a_policy_that_silences_somebody_is_told() -> None:
    """Silence by rhythm.yaml is the office's own, and still shown."""
    policy = ReminderPolicy.model_validate({"by_person": {OFFICER.email: {"silent": True}}})
    found = unreached([overdue()], {OFFICER.id: HEARS}, (), policy, TODAY)
    assert [one.reason for one in found] == [Deaf.SILENCED]


def test_tasks_of_nobody_and_of_people_who_left_are_told() -> None:
    """Nobody to hear, or somebody whom nothing is known of, is not silence by choice."""
    found = unreached([overdue(person=None), overdue("2026-Q3-002", person=OUTSIDER)], {}, (), POLICY, TODAY)
    assert {(one.person, one.reason) for one in found} == {(None, Deaf.NOBODY), (OUTSIDER, Deaf.NO_ADDRESS)}


def test_the_list_has_most_tasks_first_and_the_longest_overdue_first_in_each() -> None:
    """What is worst is read first."""
    tasks = [overdue("A-2", day=16), overdue("B-1", person=LEADER), overdue("A-1", day=15)]
    deaf = Reach((), muted_until=date(2026, 9, 30))
    found = unreached(tasks, {OFFICER.id: deaf, LEADER.id: deaf}, (), POLICY, TODAY)
    assert [(one.person, one.codes) for one in found] == [(OFFICER, ("A-1", "A-2")), (LEADER, ("B-1",))]
    assert found[0].until == date(2026, 9, 30)
    assert all(one.reason.label for one in found)


EVERYWHERE = Usable({OFFICER.id: OFFICER.email}, {OFFICER.id: "oa:1"}, {OFFICER.id: "g1"})


@pytest.mark.parametrize(
    ("policy", "wished", "usable", "channels"),
    [
        (("email", "zalo"), None, EVERYWHERE, ("email", "zalo")),
        (("zalo", "email"), None, EVERYWHERE, ("email", "zalo")),
        (("email", "zalo"), ("zalo",), EVERYWHERE, ("zalo",)),
        (("email",), ("zalo",), EVERYWHERE, ("email",)),
        (("email", "zalo", "zalo-group"), ("zalo-group",), EVERYWHERE, ("zalo-group",)),
        (("email", "zalo"), ("zalo",), Usable({OFFICER.id: OFFICER.email}), ("email",)),
        (("email", "zalo"), None, Usable({}, {OFFICER.id: "oa:1"}), ("zalo",)),
        (("email", "zalo"), ("email",), Usable({}, {OFFICER.id: "oa:1"}), ()),
    ],
)
def test_channels_are_what_policy_wish_and_addresses_leave(
    policy: tuple[str, ...], wished: tuple[str, ...] | None, usable: Usable, channels: tuple[str, ...]
) -> None:
    """E-mail comes first, and stands in where no wished channel has an address."""
    rules = ReminderPolicy.model_validate({"channels": policy})
    assert reach_of(OFFICER, WishView(channels=wished), rules, usable).channels == channels


def test_who_unsubscribed_gets_no_mail() -> None:
    """Zalo that the person wants stays."""
    reach = reach_of(OFFICER, WishView(unsubscribed=True), POLICY, EVERYWHERE)
    assert (reach.channels, reach.unsubscribed) == (("zalo",), True)


def test_a_person_s_own_policy_holds_before_the_wish_is_asked() -> None:
    """rhythm.yaml may name channels and hour for one person."""
    rules = ReminderPolicy.model_validate(
        {"by_person": {OFFICER.email: {"channels": ["email"], "digest_hour": "09:15"}}}
    )
    mine, other = (reach_of(who, WishView(), rules, Usable(dict.fromkeys((1, 2), "x"))) for who in (OFFICER, CLERK))
    assert (f"{mine.digest_hour:%H:%M}", f"{other.digest_hour:%H:%M}") == ("09:15", "07:00")

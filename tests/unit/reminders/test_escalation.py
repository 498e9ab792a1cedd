"""The escalation ladder: officer, head, Phó Bí thư – while the owner stays silent, each once."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from config.reminders import ReminderPolicy, Rung, RungTo
from notifications.decision import Decider, Facts, Remind, decide, parcels
from notifications.kinds import MessageKind
from notifications.reach import Reach
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.states import WorkState
from tasks_registry.view import PersonView, TaskView
from tests.support.cast import LEADER, OFFICER, task
from tests.support.decisions import BY_MAIL, HANOI, at, facts, reminds

CALENDAR = WorkingCalendar()
POLICY = ReminderPolicy()
HEAD = PersonView(5, "Hồ Sỹ Luân", "luan.hosy@hoamai.example", "PKT", "Phòng Kinh tế")
DUE = date(2026, 9, 18)
"""A Friday: the officer's rung is on Tuesday 22/9, the head's three working days after it was said."""
TUESDAY, NEXT_FRIDAY, LAST = date(2026, 9, 22), date(2026, 9, 25), date(2026, 10, 2)
REACH = {OFFICER.id: BY_MAIL, HEAD.id: BY_MAIL, LEADER.id: BY_MAIL}


def office(*tasks: TaskView, **others: Any) -> Facts:
    """Return facts of an office with a head and a leader who gets no weekly summary."""
    return facts(*tasks, **{"reach": REACH, "heads": {"PKT": HEAD}, "urging_leader": LEADER, **others})


def rungs(known: Facts, day: date, policy: ReminderPolicy = POLICY) -> list[Remind]:
    found = reminds(decide(known, policy, CALENDAR, at(day)))
    return [one for one in found if one.milestone.startswith("escalation")]


def said(*rungs_said: tuple[int, date]) -> dict[tuple[int, str, date], date]:
    return {(1, f"escalation-{number}", DUE): day for number, day in rungs_said}


def test_the_officer_hears_first_within_the_digest() -> None:
    """Two working days after the due day, not a day before; no message of its own."""
    assert rungs(office(task(1)), date(2026, 9, 21)) == []
    (first,) = rungs(office(task(1)), TUESDAY)
    assert (first.person, first.milestone, first.kind, first.held) == (
        OFFICER,
        "escalation-1",
        MessageKind.DIGEST,
        False,
    )
    (parcel,) = parcels(decide(office(task(1)), POLICY, CALENDAR, at(TUESDAY)))
    assert {item.milestone for item in parcel.items} == {"due-0", "escalation-1"}


def test_the_head_hears_working_days_after_the_officer_was_told() -> None:
    """Counted from when it was said: a machine that was off skips nobody."""
    known = office(task(1), rungs=said((1, TUESDAY)))
    assert rungs(known, date(2026, 9, 24)) == []
    (second,) = rungs(known, NEXT_FRIDAY)
    assert (second.person, second.milestone, second.kind, second.held) == (
        HEAD,
        "escalation-2",
        MessageKind.ESCALATION,
        False,
    )
    assert rungs(office(task(1), rungs=said((1, NEXT_FRIDAY))), NEXT_FRIDAY) == []


def test_a_leader_gets_a_draft_that_waits_for_approval() -> None:
    """Unless the office says otherwise; and then the ladder ends."""
    known = office(task(1), rungs=said((1, TUESDAY), (2, NEXT_FRIDAY)))
    (third,) = rungs(known, LAST)
    assert (third.person, third.milestone, third.held) == (LEADER, "escalation-3", True)
    assert rungs(replace(known, rungs=said((1, TUESDAY), (2, NEXT_FRIDAY), (3, LAST))), date(2026, 12, 1)) == []
    at_once = POLICY.model_copy(update={"escalation": (Rung(to=RungTo.LEADER, after_working_days=1, approval=False),)})
    (only,) = rungs(office(task(1)), TUESDAY, at_once)
    assert (only.person, only.held) == (LEADER, False)


def test_a_word_from_the_owner_starts_the_wait_anew() -> None:
    """Reported on 24/9 late in the evening, by the office's day: the head hears three working days after it."""
    reported = datetime(2026, 9, 24, 23, 0, tzinfo=HANOI)
    known = office(replace(task(1), reported_at=reported), rungs=said((1, TUESDAY)))
    assert rungs(known, date(2026, 9, 28)) == []
    assert [one.person for one in rungs(known, date(2026, 9, 29))] == [HEAD]
    before_due = office(replace(task(1), reported_at=datetime(2026, 9, 1, 8, 0, tzinfo=HANOI)))
    assert len(rungs(before_due, TUESDAY)) == 1


def test_who_is_missing_or_heard_already_is_passed_over_in_his_time() -> None:
    """Without a head, or with the officer as head, the leader hears when the head's days are over as well."""
    for heads in ({}, {"PKT": OFFICER}):
        known = office(task(1), heads=heads, rungs=said((1, TUESDAY)))
        assert rungs(known, NEXT_FRIDAY) == []
        assert [one.person for one in rungs(known, LAST)] == [LEADER]
    muted = {**REACH, HEAD.id: Reach(("email",), muted_until=date(2026, 12, 31))}
    assert [one.person for one in rungs(office(task(1), reach=muted, rungs=said((1, TUESDAY))), LAST)] == [LEADER]
    nobody = office(task(1), heads={}, urging_leader=None, rungs=said((1, TUESDAY)))
    assert rungs(nobody, date(2026, 12, 1)) == []


def test_a_head_who_comes_later_is_not_told_after_the_leader() -> None:
    """The ladder goes up only."""
    assert rungs(office(task(1), rungs=said((1, TUESDAY), (3, LAST))), date(2026, 12, 1)) == []


def test_an_extension_begins_the_ladder_anew() -> None:
    """Rungs belong to a due day."""
    later = task(1, due=date(2026, 10, 2))
    assert [one.milestone for one in rungs(office(later, rungs=said((1, TUESDAY))), date(2026, 10, 6))] == [
        "escalation-1"
    ]


def test_what_the_office_must_judge_is_not_escalated() -> None:
    """Submitted in time, or handed back: the next move is not the owner's. A task without a lead has no head."""
    for state in (WorkState.SUBMITTED, WorkState.HANDED_BACK):
        assert rungs(office(task(1, state=state)), TUESDAY) == []
    unled = replace(task(1), lead_code=None)
    known = office(unled, rungs=said((1, TUESDAY)))
    assert rungs(known, NEXT_FRIDAY) == []


def test_the_next_rung_is_foretold() -> None:
    """For “vì sao”."""
    decider = Decider(office(task(1), rungs=said((1, TUESDAY))), POLICY, CALENDAR, at(TUESDAY))
    coming = decider.rung_of(task(1))
    assert coming is not None
    assert (coming.name, coming.person, coming.day) == ("escalation-2", HEAD, NEXT_FRIDAY)
    assert decider.rung_of(task(1, due=TUESDAY)) is None

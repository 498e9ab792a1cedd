"""Which notices are told now, and why the others wait or are of no use any more."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.reminders import Hours, Limits, QuietHours, ReminderPolicy
from notifications.events import Event
from notifications.notice_decision import (
    Listener,
    NoticeDecision,
    NoticeRemind,
    NoticeRules,
    NoticeSkip,
    Untold,
    WaitingNotice,
    decide_notices,
    messages,
)
from tests.conftest import HANOI
from tests.support.cast import OFFICER, OUTSIDER
from tests.support.notices import MORNING, view

LISTENERS = {person.id: Listener(person, ("email",)) for person in (OFFICER, OUTSIDER)}
POLICY = ReminderPolicy()
SOON, DAY = MORNING + timedelta(minutes=20), timedelta(days=1)


def waiting(seq: int = 1, event: Event = Event.DUE_CHANGED, *, state: str = "assigned", **facts: Any) -> WaitingNotice:
    """Return a notice of the officer's task ``seq`` unless ``task`` says otherwise."""
    known = {name: facts.pop(name) for name in ("document_id", "useful_from", "asked_still", "kind") if name in facts}
    detail = {"before": "2026-09-18", "after": "2026-09-25", **facts}
    one = view(seq, event, **{"task": seq, **detail})
    return WaitingNotice(
        one, f"history:1:{seq}/person:{one.person_id}", known.pop("useful_from", one.at), state=state, **known
    )


def decide(
    notices: Iterable[WaitingNotice],
    now: datetime = SOON,
    *,
    listener: Listener = LISTENERS[OFFICER.id],
    policy: ReminderPolicy = POLICY,
    unreleased: Iterable[int] = (),
) -> list[NoticeDecision]:
    rules = NoticeRules(policy, "DUHM", HANOI, frozenset(unreleased))
    return decide_notices(notices, {**LISTENERS, OFFICER.id: listener}, rules, now)


def reason(*notices: WaitingNotice, now: datetime = SOON, **circumstances: Any) -> Untold | None:
    """Return why the first of ``notices`` is not told; None when it is."""
    first = decide(notices, now, **circumstances)[0]
    return first.reason if isinstance(first, NoticeSkip) else None


def test_a_notice_waits_for_the_window_and_then_goes_with_all_of_the_person() -> None:
    """One ripe notice takes the young ones along: one message."""
    young, ripe = waiting(19), waiting(3)
    assert reason(young) is Untold.MERGING
    (message,) = messages(decide([young, ripe]))
    assert [item.notice.view.seq for item in message.items] == [3, 19]
    assert (message.person, message.channel) == (OFFICER, "email")


def test_somebody_elses_ripe_notice_takes_nothing_along() -> None:
    """Windows are counted by person."""
    other = waiting(1, person=OUTSIDER.id)
    (message,) = messages(decide([waiting(19), other]))
    assert message.person == OUTSIDER


def test_without_a_window_everything_is_told_at_once() -> None:
    """A setting of the office."""
    assert reason(waiting(20), policy=POLICY.model_copy(update={"merge_events_minutes": 0})) is None


def test_what_seems_to_lie_ahead_is_told() -> None:
    """The clock was set back since: nobody waits for a day that a wrong clock wrote down."""
    assert reason(waiting(1), now=MORNING - 30 * DAY) is None


def test_every_channel_is_told_by_its_own_key() -> None:
    """A person may want to hear by two."""
    listener = Listener(OFFICER, ("email", "zalo"))
    reminds = [one for one in decide([waiting(1)], listener=listener) if isinstance(one, NoticeRemind)]
    assert [one.key for one in reminds] == ["history:1:1/person:2/email", "history:1:1/person:2/zalo"]
    assert [message.channel for message in messages(reminds)] == ["email", "zalo"]


@pytest.mark.parametrize(
    ("listener", "expected"),
    [
        (Listener(OFFICER, ()), Untold.NO_CHANNEL),
        (Listener(OFFICER, ("email",), unsubscribed=True), Untold.UNSUBSCRIBED),
        (Listener(OFFICER, ("email",), muted_until=date(2026, 9, 14)), Untold.MUTED),
        (Listener(OFFICER, ("email",), muted_until=date(2026, 9, 13)), None),
        (Listener(OFFICER, ("email",), trial=True), Untold.TRIAL),
        (Listener(OFFICER, ("email",), told={"email": 4}), Untold.LIMIT),
        (Listener(OFFICER, ("email",), told={"email": 3, "zalo": 9}), None),
    ],
)
def test_people_who_cannot_or_will_not_hear_now_keep_their_notices(listener: Listener, expected: Untold | None) -> None:
    """All of these wait: none of it settles anything."""
    assert reason(waiting(1), listener=listener) is expected
    assert expected is None or not expected.final


def test_who_has_left_is_told_of_nothing() -> None:
    """No longer in the directory."""
    (found,) = decide([waiting(1, person=77)])
    assert isinstance(found, NoticeSkip)
    assert (found.person, found.reason) == (None, Untold.NO_CHANNEL)


def test_who_unsubscribed_from_mail_still_hears_by_zalo() -> None:
    """And a channel that has said enough today is left out."""
    listener = Listener(OFFICER, ("email", "zalo", "zalo-group"), unsubscribed=True, told={"zalo-group": 4})
    assert [message.channel for message in messages(decide([waiting(1)], listener=listener))] == ["zalo"]


def test_what_is_too_old_is_of_no_use() -> None:
    """Seven days, then it is settled without a word."""
    assert reason(waiting(1), now=MORNING + 7 * DAY) is None
    assert reason(waiting(1), now=MORNING + 8 * DAY) is Untold.STALE
    assert Untold.STALE.final


def test_tasks_of_a_new_document_wait_until_the_office_has_looked_it_over() -> None:
    """However long that takes: from then on they are news."""
    old = waiting(1, document_id=5)
    assert reason(old, now=MORNING + 30 * DAY, unreleased=[5]) is Untold.UNRELEASED
    assert reason(replace(old, useful_from=MORNING + 30 * DAY), now=MORNING + 31 * DAY) is None
    no_hold = POLICY.model_copy(update={"hold_after_import": False})
    assert reason(old, unreleased=[5], policy=no_hold) is None


@pytest.mark.parametrize(
    ("event", "state", "overtaken"),
    [
        (Event.ASSIGNED, "done", True),
        (Event.ASSIGNED, "in_progress", False),
        (Event.DUE_CHANGED, "done", True),
        (Event.RETURNED, "submitted", True),
        (Event.RETURNED, "in_progress", False),
        (Event.EXTENSION_GRANTED, "done", True),
        (Event.REMOVED, "withdrawn", False),
        (Event.REMOVED, "done", False),
        (Event.EXTENSION_ASKED, "assigned", True),
    ],
)
def test_what_is_no_longer_true_is_not_told(event: Event, state: str, overtaken: bool) -> None:
    """Done meanwhile, handed in again, answered already."""
    assert reason(waiting(1, event, state=state)) is (Untold.OVERTAKEN if overtaken else None)


def test_a_request_is_told_while_it_waits_and_a_meeting_until_it_is_over() -> None:
    """Both can be overtaken."""
    assert reason(waiting(1, Event.EXTENSION_ASKED, asked_still=True)) is None
    assert reason(waiting(1, Event.MEETING_MOVED, meeting=7, state="fixed")) is None
    assert reason(waiting(1, Event.MEETING_MOVED, meeting=7, state="closed")) is Untold.OVERTAKEN


def test_what_folds_to_nothing_is_settled_without_a_message() -> None:
    """Assigned and withdrawn before anybody was told."""
    given = waiting(1, Event.ASSIGNED, task=1, state="withdrawn")
    taken = waiting(2, Event.REMOVED, task=1, state="withdrawn")
    decisions = decide([given, taken])
    assert {one.reason for one in decisions if isinstance(one, NoticeSkip)} == {Untold.NOTHING_LEFT}
    assert messages(decisions) == []


def test_policy_may_keep_a_kind_or_a_person_silent() -> None:
    """Overrides of the policy hold for notices as well."""
    silent = {"silent": True}
    by_kind = ReminderPolicy.model_validate({"by_kind": {"standing": silent}})
    assert reason(waiting(1, kind="standing"), policy=by_kind) is Untold.SILENT
    assert reason(waiting(1, kind="deliverable"), policy=by_kind) is None
    by_person = ReminderPolicy.model_validate({"by_person": {OFFICER.email: silent}})
    assert reason(waiting(1), policy=by_person) is Untold.SILENT


@pytest.mark.parametrize(
    ("now", "until"),
    [("2026-09-14T22:30", "2026-09-15T07:00"), ("2026-09-15T05:00", "2026-09-15T07:00"), ("2026-09-14T12:00", None)],
)
def test_quiet_hours_put_a_message_off_to_their_end(now: str, until: str | None) -> None:
    """It is in the outbox already, so that what happens in the night is folded into it."""
    zalo = Listener(OFFICER, ("zalo",))
    (message,) = messages(decide([waiting(1)], datetime.fromisoformat(now).replace(tzinfo=HANOI), listener=zalo))
    expected = datetime.fromisoformat(until).replace(tzinfo=HANOI) if until else None
    assert message.items[0].not_before == expected


def test_quiet_hours_within_a_day_end_on_it() -> None:
    """A lunch break."""
    noon = Hours.model_validate({"from": time(11, 30), "to": time(13, 30)})
    policy = POLICY.model_copy(update={"quiet_hours": QuietHours(email=noon)})
    (message,) = messages(decide([waiting(1)], datetime(2026, 9, 14, 12, tzinfo=HANOI), policy=policy))
    assert message.items[0].not_before == datetime(2026, 9, 14, 13, 30, tzinfo=HANOI)


def test_every_reason_has_words() -> None:
    """What the office reads when it asks why."""
    assert all(reason.label for reason in Untold)


EVENTS = st.sampled_from([Event.ASSIGNED, Event.REMOVED, Event.DUE_CHANGED, Event.EXTENSION_GRANTED, Event.RETURNED])


@given(
    st.lists(st.tuples(st.integers(0, 600), st.integers(1, 3), EVENTS), max_size=20),
    st.lists(st.integers(0, 900), max_size=12),
    st.integers(1, 3),
)
def test_whenever_runs_come_each_notice_is_settled_once(
    happened: list[tuple[int, int, Event]], runs: list[int], limit: int
) -> None:
    """Told by one message or found to be of no use; nothing is lost while runs go on, nothing is told twice."""
    policy = POLICY.model_copy(update={"limits": Limits(messages_per_day=limit)})
    notices = [
        replace(waiting(seq, event, task=task), useful_from=MORNING + timedelta(minutes=minute))
        for seq, (minute, task, event) in enumerate(sorted(happened), start=1)
    ]
    settled: Counter[str] = Counter()
    said_on: Counter[date] = Counter()
    for minute in [*sorted(runs), 900, 900 + 24 * 60]:
        now = MORNING + timedelta(minutes=minute)
        today = now.astimezone(HANOI).date()
        there = [one for one in notices if one.useful_from <= now and not settled[one.key]]
        listener = Listener(OFFICER, ("email",), told={"email": said_on[today]})
        decisions = decide(there, now, listener=listener, policy=policy)
        said_on[today] += len(messages(decisions))
        for one in decisions:
            settled[one.notice.key] += isinstance(one, NoticeRemind) or one.reason.final
    assert settled == Counter({one.key: 1 for one in notices})
    assert max(said_on.values(), default=0) <= limit

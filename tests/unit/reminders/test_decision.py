"""Who is reminded of what, and why the others not."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from config.reminders import Limits, Milestones, ReminderPolicy, Settings, WeeklySummary
from notifications.decision import MeetingAhead, Remind, Skip, SkipReason, decide, parcels
from notifications.kinds import MessageKind
from notifications.reach import Reach
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.meetings.states import MeetingState
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.states import WorkState
from tasks_registry.view import MeetingView, TaskView
from tests.support.cast import CLERK, LEADER, OFFICER, task
from tests.support.decisions import BY_MAIL, at, facts, reminds, skips

CALENDAR = WorkingCalendar()
POLICY = ReminderPolicy(escalation=())
FRIDAY = date(2026, 9, 18)
MONDAY = date(2026, 9, 14)
MEETING = MeetingView(
    7, "Hội nghị Đảng ủy lần thứ 6", "BCH", 6, "I", None, None, FRIDAY, state=MeetingState.FIXED, place="Hội trường"
)


def decided(one: TaskView, today: date, said: frozenset[str] = frozenset()) -> Remind | Skip:
    (decision,) = decide(facts(one, said=said), POLICY, CALENDAR, at(today))
    return decision


def test_a_reminder_names_task_person_milestone_and_key() -> None:
    """What the outbox needs to say it once."""
    found = decided(task(1, due=FRIDAY), FRIDAY)
    assert isinstance(found, Remind)
    assert (found.person, found.milestone, found.kind, found.not_before) == (OFFICER, "due-0", MessageKind.DIGEST, None)
    assert found.key == "task:1/due-0@2026-09-18/person:2/email"


@pytest.mark.parametrize(
    ("one", "today", "reason"),
    [
        (task(state=WorkState.DONE), FRIDAY, SkipReason.NOT_OPEN),
        (task(state=WorkState.SUSPENDED), FRIDAY, SkipReason.NOT_OPEN),
        (task(state=WorkState.DRAFT), FRIDAY, SkipReason.NOT_OPEN),
        (task(state=WorkState.SUBMITTED), FRIDAY, SkipReason.WAITING_FOR_REVIEW),
        (task(state=WorkState.HANDED_BACK), FRIDAY, SkipReason.HANDED_BACK),
        (task(due=None), FRIDAY, SkipReason.NO_DEADLINE),
        (task(officer=None), FRIDAY, SkipReason.NO_PERSON),
        (task(), date(2026, 9, 19), SkipReason.DAY_OFF),
        (task(), date(2026, 8, 3), SkipReason.NOT_YET),
    ],
)
def test_every_silence_has_its_reason(one: TaskView, today: date, reason: SkipReason) -> None:
    """“Vì sao không nhắc?” is answered by the decision itself."""
    found = decided(one, today)
    assert isinstance(found, Skip)
    assert found.reason is reason


def test_every_reason_can_be_read() -> None:
    """In Vietnamese, for the office."""
    assert all(reason.label for reason in SkipReason)


@pytest.mark.parametrize(
    ("reach", "reason", "channel"),
    [
        (Reach(()), SkipReason.NO_ADDRESS, None),
        (Reach((), unsubscribed=True), SkipReason.UNSUBSCRIBED, None),
        (Reach(("email",), unsubscribed=True), SkipReason.UNSUBSCRIBED, None),
        (Reach(("email",), muted_until=FRIDAY), SkipReason.MUTED, None),
    ],
)
def test_what_a_person_wishes_is_a_reason(reach: Reach, reason: SkipReason, channel: str | None) -> None:
    """Muting and unsubscribing hide nothing: the milestone that is not said is named."""
    (skip,) = decide(facts(task(1), reach={OFFICER.id: reach}), POLICY, CALENDAR, at(FRIDAY))
    assert isinstance(skip, Skip)
    assert (skip.reason, skip.channel, skip.milestone) == (reason, channel, "due-0")


def test_a_mute_ends_after_its_last_day() -> None:
    """And somebody whom nobody knows how to reach has no address."""
    muted = Reach(("email",), muted_until=FRIDAY - timedelta(days=1))
    assert reminds(decide(facts(task(1), reach={OFFICER.id: muted}), POLICY, CALENDAR, at(FRIDAY)))
    (skip,) = skips(decide(facts(task(1), reach={}), POLICY, CALENDAR, at(FRIDAY)))
    assert skip.reason is SkipReason.NO_ADDRESS


def test_each_channel_is_decided_by_itself() -> None:
    """Unsubscribed from mail, reached by Zalo; said by the one, still to be said by the other."""
    both = {OFFICER.id: Reach(("email", "zalo"), unsubscribed=True)}
    found = decide(facts(task(1), reach=both), POLICY, CALENDAR, at(FRIDAY))
    assert [one.channel for one in reminds(found)] == ["zalo"]
    assert [(one.channel, one.reason) for one in skips(found)] == [("email", SkipReason.UNSUBSCRIBED)]
    said = {"task:1/due-0@2026-09-18/person:2/zalo"}
    found = decide(facts(task(1), reach=both, said=said), POLICY, CALENDAR, at(FRIDAY))
    assert {one.reason for one in skips(found)} == {SkipReason.UNSUBSCRIBED, SkipReason.ALREADY_SAID}


def test_what_was_said_is_not_said_again_but_a_moved_deadline_is_news() -> None:
    """The due day is part of the key."""
    said = frozenset({"task:1/due-0@2026-09-18/person:2/email"})
    repeated = decided(task(1), FRIDAY, said)
    assert isinstance(repeated, Skip)
    assert repeated.reason is SkipReason.ALREADY_SAID
    assert isinstance(decided(task(1, due=date(2026, 9, 25)), FRIDAY, said), Remind)


def test_papers_for_a_meeting_have_their_own_milestones() -> None:
    """T-14 is for deadlines; papers begin at T-7."""
    papers = task(meeting="Hội nghị Đảng ủy lần thứ 6", rule=DeadlineRule.HEADING)
    found = decided(papers, FRIDAY - timedelta(days=11))
    assert isinstance(found, Skip)
    assert found.reason is SkipReason.NOT_YET


def test_tasks_of_a_document_that_nobody_looked_over_wait() -> None:
    """The first run after an import is held for a look."""
    waiting = replace(task(1), document_id=5)
    (skip,) = decide(facts(waiting, unreleased={5}), POLICY, CALENDAR, at(FRIDAY))
    assert isinstance(skip, Skip)
    assert skip.reason is SkipReason.UNRELEASED
    assert reminds(decide(facts(waiting, unreleased={6}), POLICY, CALENDAR, at(FRIDAY)))


def test_silence_and_milestones_can_differ_by_kind_and_person() -> None:
    """The person's own setting wins over the kind's."""
    policy = ReminderPolicy(
        escalation=(),
        by_kind={"deliverable": Settings(silent=True)},
        by_person={OFFICER.email: Settings(silent=False, milestones=Milestones(deadline=(30,)))},
    )
    found = decide(facts(task(1, due=FRIDAY), task(2, officer=CLERK)), policy, CALENDAR, at(date(2026, 8, 19)))
    assert [(one.person, one.milestone) for one in reminds(found)] == [(OFFICER, "due-30")]
    assert [(one.person, one.reason) for one in skips(found)] == [(CLERK, SkipReason.SILENT)]


# --- hours -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wished", "channel", "now", "goes_out"),
    [
        (time(7), "email", at(FRIDAY, 7, 30), None),
        (time(14), "email", at(FRIDAY, 7, 30), at(FRIDAY, 14, 0)),
        (time(5), "zalo", at(FRIDAY, 4, 0), at(FRIDAY, 7, 0)),
        (time(22), "zalo", at(FRIDAY, 6, 0), at(FRIDAY, 7, 0)),
        (time(9), "zalo", at(FRIDAY, 6, 0), at(FRIDAY, 9, 0)),
    ],
)
def test_a_message_waits_for_the_hour_and_the_end_of_quiet_hours(
    wished: time, channel: str, now: datetime, goes_out: datetime | None
) -> None:
    """Decided at once, sent from then on: a single run a day loses nobody, whatever hour somebody wished."""
    reach = {OFFICER.id: Reach((channel,), digest_hour=wished)}
    (found,) = decide(facts(task(1), reach=reach), POLICY, CALENDAR, now)
    assert isinstance(found, Remind)
    assert found.not_before == goes_out


def test_a_run_in_the_evening_s_quiet_hours_leaves_it_to_the_next_day() -> None:
    """What would go out tomorrow is decided tomorrow, with what is true then."""
    reach = {OFFICER.id: Reach(("zalo",))}
    (skip,) = decide(facts(task(1), reach=reach), POLICY, CALENDAR, at(FRIDAY, 21, 30))
    assert isinstance(skip, Skip)
    assert (skip.reason, skip.channel) == (SkipReason.QUIET_HOURS, "zalo")


def test_a_naive_now_is_refused() -> None:
    """Which day it is depends on the zone."""
    with pytest.raises(ValueError, match="aware"):
        decide(facts(), POLICY, CALENDAR, datetime(2026, 9, 18, 7))


# --- messages ----------------------------------------------------------------------------------------------------


def test_one_digest_a_person_most_urgent_first() -> None:
    """Never one message per task."""
    tasks = [task(1, due=date(2026, 9, 21)), task(2, due=FRIDAY), task(3, officer=CLERK)]
    found = parcels(decide(facts(*tasks), POLICY, CALENDAR, at(FRIDAY)))
    ids = [(one.person.id, [item.task.id for item in one.items if item.task]) for one in found]
    assert ids == [(1, [3]), (2, [2, 1])]
    assert [entry.key for entry in found[1].envelope.entries] == [item.key for item in found[1].items]


def test_who_wants_single_messages_gets_the_rest_as_a_digest() -> None:
    """Up to the limit of the day; the last place is for everything else."""
    single = {OFFICER.id: Reach(("email",), single=True)}
    tasks = [task(number, due=FRIDAY) for number in range(1, 7)]
    found = parcels(decide(facts(*tasks, reach=single), POLICY, CALENDAR, at(FRIDAY)))
    assert [(one.kind, len(one.items)) for one in found] == [
        (MessageKind.DIGEST, 3),
        (MessageKind.SINGLE, 1),
        (MessageKind.SINGLE, 1),
        (MessageKind.SINGLE, 1),
    ]
    few = parcels(decide(facts(*tasks[:2], reach=single), POLICY, CALENDAR, at(FRIDAY)))
    assert [one.kind for one in few] == [MessageKind.SINGLE] * 2


def test_who_was_told_enough_today_hears_tomorrow() -> None:
    """Messages given today count, by channel."""
    policy = POLICY.model_copy(update={"limits": Limits(messages_per_day=2)})
    full = facts(task(1), told={(OFFICER.id, "email"): 2})
    (skip,) = decide(full, policy, CALENDAR, at(FRIDAY))
    assert isinstance(skip, Skip)
    assert (skip.reason, skip.channel, skip.milestone) == (SkipReason.DAILY_LIMIT, "email", "due-0")
    assert reminds(decide(replace(full, told={(OFFICER.id, "zalo"): 2}), policy, CALENDAR, at(FRIDAY)))


# --- meetings and weeks ------------------------------------------------------------------------------------------


def test_who_leads_an_item_hears_of_the_meeting() -> None:
    """Once each, three days and one before, and on the day; afterwards nothing."""
    ahead = facts(meetings=(MeetingAhead(MEETING, (OFFICER, CLERK, OFFICER)),))
    (first, second) = reminds(decide(ahead, POLICY, CALENDAR, at(FRIDAY)))
    assert (first.person, second.person) == (CLERK, OFFICER)
    assert first.key == "meeting:7/due-0@2026-09-18/person:1/email"
    assert first.meeting is MEETING
    (early, _) = skips(decide(ahead, POLICY, CALENDAR, at(MONDAY)))
    assert early.reason is SkipReason.NOT_YET
    assert decide(ahead, POLICY, CALENDAR, at(FRIDAY + timedelta(days=3))) == []
    postponed = replace(MEETING, day=None)
    assert decide(facts(meetings=(MeetingAhead(postponed, (OFFICER,)),)), POLICY, CALENDAR, at(FRIDAY)) == []
    (closed, _) = skips(decide(ahead, POLICY, CALENDAR, at(FRIDAY - timedelta(days=5))))
    assert closed.reason is SkipReason.DAY_OFF


def test_a_moved_meeting_is_told_anew() -> None:
    """Its day is part of the key."""
    said = {"meeting:7/due-0@2026-09-18/person:2/email"}
    moved = replace(MEETING, day=date(2026, 9, 21))
    found = decide(facts(meetings=(MeetingAhead(moved, (OFFICER,)),), said=said), POLICY, CALENDAR, at(FRIDAY))
    assert [one.milestone for one in reminds(found)] == ["due-1"]  # Sunday's falls on Friday


def test_leaders_get_the_summary_of_the_week_once() -> None:
    """From its weekday on – a Monday off is a Tuesday – until it was said."""
    weekly = facts(leaders=(LEADER,))
    (found,) = reminds(decide(weekly, POLICY, CALENDAR, at(MONDAY)))
    assert (found.kind, found.milestone, found.due) == (MessageKind.WEEKLY, "week", MONDAY)
    assert found.key == "week:1@2026-09-14/person:3/email"
    assert reminds(decide(weekly, POLICY, CALENDAR, at(FRIDAY)))
    (again,) = skips(decide(replace(weekly, said={found.key}), POLICY, CALENDAR, at(FRIDAY)))
    assert again.reason is SkipReason.ALREADY_SAID
    (away,) = skips(decide(replace(weekly, away={LEADER.id}), POLICY, CALENDAR, at(MONDAY)))
    assert away.reason is SkipReason.AWAY
    wednesday = POLICY.model_copy(update={"weekly_summary": WeeklySummary.model_validate({"weekday": "wednesday"})})
    assert decide(weekly, wednesday, CALENDAR, at(MONDAY)) == []
    off = POLICY.model_copy(update={"weekly_summary": WeeklySummary(enabled=False)})
    assert decide(weekly, off, CALENDAR, at(MONDAY)) == []


def test_tasks_come_before_summaries_where_the_day_is_full() -> None:
    """A leader who leads a task hears of it first."""
    policy = POLICY.model_copy(update={"limits": Limits(messages_per_day=1)})
    own = facts(task(1, officer=LEADER), leaders=(LEADER,), reach={LEADER.id: BY_MAIL})
    found = decide(own, policy, CALENDAR, at(FRIDAY))
    assert [one.kind for one in reminds(found)] == [MessageKind.DIGEST]
    assert [(one.milestone, one.reason) for one in skips(found)] == [("week", SkipReason.DAILY_LIMIT)]

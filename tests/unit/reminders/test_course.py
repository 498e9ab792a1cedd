"""What holds of every decision and of every course of days, whatever the tasks."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from config.reminders import ReminderPolicy
from notifications.decision import (
    Facts,
    Ledger,
    MeetingAhead,
    Parcel,
    Remind,
    Timetable,
    decide,
    marks_of,
    parcels,
    simulate,
    still_wanted,
)
from notifications.reach import Reach
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.meetings.states import MeetingState
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.states import WorkState
from tasks_registry.view import MeetingView
from tests.support.cast import CLERK, LEADER, OFFICER, task
from tests.support.decisions import at, facts, reminds

CALENDAR = WorkingCalendar()
POLICY = ReminderPolicy()
_patient = settings(deadline=None)
"""The first question for a year works out its public holidays, which takes a second."""
DAY = st.dates(date(2026, 7, 1), date(2026, 11, 30))
REACHES = st.builds(
    Reach,
    st.sampled_from([(), ("email",), ("zalo",), ("email", "zalo")]),
    single=st.booleans(),
    digest_hour=st.times(),
    muted_until=st.none() | DAY,
    unsubscribed=st.booleans(),
)
TASKS = st.lists(
    st.builds(
        task,
        st.integers(1, 50),
        due=st.none() | DAY,
        state=st.sampled_from(WorkState) | st.just(WorkState.ASSIGNED),
        officer=st.sampled_from([OFFICER, CLERK, LEADER, None]),
        rule=st.sampled_from([DeadlineRule.TEXT, DeadlineRule.HEADING]),
        meeting=st.none() | st.just("Hội nghị Đảng ủy lần thứ 6"),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@st.composite
def offices(draw: st.DrawFn) -> Facts:
    """Draw an office: people as they may be reached, tasks, a meeting, a leader, a head."""
    meeting = MeetingView(7, "Hội nghị", "BCH", 6, "I", None, None, draw(DAY), state=MeetingState.FIXED)
    return facts(
        *draw(TASKS),
        reach={person.id: draw(REACHES) for person in (CLERK, OFFICER, LEADER)},
        meetings=(MeetingAhead(meeting, (OFFICER, CLERK)),),
        heads={"PKT": CLERK, "VPĐU": OFFICER},
        leaders=(LEADER,),
        urging_leader=LEADER,
        told=draw(st.dictionaries(st.tuples(st.integers(1, 3), st.just("email")), st.integers(0, 5))),
    )


def keys_of(found: list[Parcel]) -> list[str]:
    return [item.key for parcel in found for item in parcel.items]


@settings(_patient)
@given(offices(), DAY)
def test_deciding_twice_yields_the_same_keys_and_then_silence(known: Facts, today: date) -> None:
    """A repeated run changes nothing, and one after it finds everything said or the day full."""
    once = parcels(decide(known, POLICY, CALENDAR, at(today)))
    assert once == parcels(decide(known, POLICY, CALENDAR, at(today)))
    assert len(keys_of(once)) == len(set(keys_of(once)))
    ledger = Ledger.of(known, today)
    ledger.add(once, today)
    assert parcels(decide(ledger.facts_on(known, today), POLICY, CALENDAR, at(today))) == []


@settings(_patient, max_examples=50)
@given(offices(), DAY, st.integers(1, 25), st.integers(1, 25))
def test_a_course_of_days_may_be_cut_anywhere(known: Facts, first: date, some: int, more: int) -> None:
    """Days a..c give what days a..b and then b..c give; nobody gets a milestone twice in all of them."""
    moments = [at(first + timedelta(days=n), 0, 0) for n in range(some + more)]
    whole = simulate(known, Ledger.of(known, first), POLICY, CALENDAR, moments)
    ledger = Ledger.of(known, first)
    head = simulate(known, ledger, POLICY, CALENDAR, moments[:some])
    assert whole == head + simulate(known, ledger, POLICY, CALENDAR, moments[some:])
    said = [key for _, found in whole for key in keys_of(found)]
    assert len(said) == len(set(said))
    rungs = [(i.task.id, i.milestone, i.channel) for _, f in whole for p in f for i in p.items if i.task]
    assert len(set(rungs)) == len(rungs)


@settings(_patient)
@given(offices(), DAY, st.times(max_value=time(20, 59)))
def test_what_is_said_does_not_depend_on_the_hour(known: Facts, today: date, hour: time) -> None:
    """Until the evening's quiet hours a run at any time says the same; it only goes out later."""
    midnight, later = at(today, 0, 0), at(today, hour.hour, hour.minute)
    said = [keys_of(parcels(decide(known, POLICY, CALENDAR, now))) for now in (midnight, later)]
    assert said[0] == said[1]


@settings(_patient)
@given(offices(), DAY)
def test_every_due_milestone_is_said_or_skipped_with_its_reason(known: Facts, today: date) -> None:
    """Never silently none: each task has a word or a reason, each reached milestone one for every channel."""
    decisions = decide(known, POLICY, CALENDAR, at(today))
    times = Timetable(CALENDAR)
    for one in known.tasks:
        of_task = [decision for decision in decisions if decision.task is one]
        assert of_task
        if one.officer is None or one.due is None or still_wanted(one) is not None or not CALENDAR.is_working(today):
            assert not reminds(of_task)
            continue
        milestone = times.reached(one.due, marks_of(one, POLICY), POLICY, today)
        own = [d for d in of_task if d.person == one.officer and d.milestone == milestone]
        channels = known.reach[one.officer.id].channels
        assert {d.channel for d in own} in ({None}, set(channels))


@settings(_patient)
@given(offices(), DAY)
def test_nobody_hears_more_than_the_limit_or_of_another_s_task(known: Facts, today: date) -> None:
    """Drafts wait for a person, so they do not count."""
    found = parcels(decide(known, POLICY, CALENDAR, at(today)))
    for (person, channel), told in known.told.items():
        mine = [p for p in found if (p.person.id, p.channel) == (person, channel) and not p.held]
        assert len(mine) <= max(0, POLICY.limits.messages_per_day - told)
    for item in (item for parcel in found for item in parcel.items if not item.milestone.startswith("escalation")):
        assert isinstance(item, Remind)
        assert item.task is None or item.task.officer == item.person


def test_a_day_full_on_the_first_day_is_empty_on_the_next() -> None:
    """Messages of yesterday do not count today."""
    friday = date(2026, 9, 18)
    known = facts(task(1), told={(OFFICER.id, "email"): 4})
    course = simulate(known, Ledger.of(known, friday), POLICY, CALENDAR, [at(friday), at(friday + timedelta(days=3))])
    assert [len(found) for _, found in course] == [0, 1]
    assert replace(known, told={}) != known

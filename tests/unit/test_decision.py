"""Who is reminded of what, and why the others not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.reminders import ReminderPolicy
from notifications.decision import Remind, Skip, SkipReason, decide, digests, reached_milestone, simulate
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.states import WorkState
from tasks_registry.view import TaskView
from tests.support.cast import CLERK, OFFICER, task

CALENDAR = WorkingCalendar()
RHYTHM = ReminderPolicy()
FRIDAY = date(2026, 9, 18)


def decided(one: TaskView, today: date, said: frozenset[str] = frozenset()) -> Remind | Skip:
    return decide([one], said, RHYTHM, CALENDAR, today)[0]


@pytest.mark.parametrize(
    ("before", "milestone"),
    [(15, None), (14, "due-14"), (8, "due-14"), (7, "due-7"), (3, "due-3"), (1, "due-1"), (0, "due-0")],
)
def test_the_last_milestone_reached_speaks(before: int, milestone: str | None) -> None:
    """Between two milestones the former one still stands."""
    every_day = RHYTHM.model_copy(update={"working_days_only": False})
    today = FRIDAY - timedelta(days=before)
    assert reached_milestone(FRIDAY, every_day.milestones.deadline, every_day, CALENDAR, today) == milestone


@pytest.mark.parametrize(
    ("after", "milestone"), [(1, "due-0"), (6, "due-0"), (7, "due+7"), (13, "due+7"), (14, "due+14")]
)
def test_overdue_tasks_are_named_weekly(after: int, milestone: str) -> None:
    """Day 7, 14, … after the due day."""
    today = FRIDAY + timedelta(days=after)
    assert reached_milestone(FRIDAY, RHYTHM.milestones.deadline, RHYTHM, CALENDAR, today) == milestone


def test_a_warning_that_falls_on_a_weekend_comes_before_it() -> None:
    """One day before Monday is Sunday; the officer hears on Friday."""
    monday = date(2026, 9, 21)
    assert reached_milestone(monday, RHYTHM.milestones.deadline, RHYTHM, CALENDAR, FRIDAY) == "due-1"


def test_a_reminder_names_task_person_milestone_and_key() -> None:
    """What the outbox needs to say it once."""
    found = decided(task(1, due=FRIDAY), FRIDAY)
    assert isinstance(found, Remind)
    assert (found.person, found.milestone) == (OFFICER, "due-0")
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
    assert reason.label


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


def test_one_digest_a_person_most_urgent_first() -> None:
    """Never one message per task."""
    tasks = [task(1, due=date(2026, 9, 21)), task(2, due=FRIDAY), task(3, officer=CLERK)]
    found = digests(decide(tasks, set(), RHYTHM, CALENDAR, FRIDAY))
    assert [(digest.person.id, [item.task.id for item in digest.items]) for digest in found] == [(1, [3]), (2, [2, 1])]


SOME_TASKS = st.lists(
    st.builds(
        task,
        st.integers(1, 50),
        due=st.none() | st.dates(date(2026, 7, 1), date(2026, 11, 30)),
        state=st.sampled_from(WorkState),
        officer=st.sampled_from([OFFICER, CLERK, None]),
    ),
    max_size=15,
    unique_by=lambda one: one.id,
)
DAY = st.dates(date(2026, 7, 1), date(2026, 11, 30))


@given(SOME_TASKS, DAY)
def test_deciding_twice_yields_the_same_keys_and_then_silence(tasks: list[TaskView], today: date) -> None:
    """A repeated run changes nothing."""
    once = digests(decide(tasks, set(), RHYTHM, CALENDAR, today))
    again = digests(decide(tasks, set(), RHYTHM, CALENDAR, today))
    keys = [item.key for digest in once for item in digest.items]
    assert once == again
    assert len(keys) == len(set(keys))
    assert not digests(decide(tasks, set(keys), RHYTHM, CALENDAR, today))


@given(SOME_TASKS, DAY, st.integers(1, 20), st.integers(1, 20))
def test_a_simulation_may_be_cut_anywhere(tasks: list[TaskView], first: date, some: int, more: int) -> None:
    """Days a..c give what days a..b and then b..c give."""
    days = [first + timedelta(days=n) for n in range(some + more)]
    whole = simulate(tasks, set(), RHYTHM, CALENDAR, days)
    head = simulate(tasks, set(), RHYTHM, CALENDAR, days[:some])
    said = {item.key for _, found in head for digest in found for item in digest.items}
    assert whole == head + simulate(tasks, said, RHYTHM, CALENDAR, days[some:])


@given(SOME_TASKS, DAY)
def test_nobody_hears_of_another_s_task(tasks: list[TaskView], today: date) -> None:
    """A digest holds only its person's tasks."""
    for digest in digests(decide(tasks, set(), RHYTHM, CALENDAR, today)):
        assert {item.task.officer for item in digest.items} == {digest.person}

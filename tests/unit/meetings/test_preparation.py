"""What a meeting asks of people beforehand: dated steps, readiness, what was settled between two sessions."""

from dataclasses import replace
from datetime import date

import pytest
import yaml

from config.office_files import default_text
from config.rhythm import BODIES, BodyRhythm, PaperStep, Rhythm
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.errors import Refused
from tasks_registry.meetings.between import TaskCourse, between_sessions
from tasks_registry.meetings.milestones import (
    INVITATION,
    PAPERS,
    MilestoneMove,
    dated_milestones,
    moved_milestones,
    papers_deadline,
)
from tasks_registry.meetings.readiness import Paper, Suggestion, readiness
from tasks_registry.meetings.states import AgendaState, MeetingKind
from tasks_registry.states import WorkState
from tasks_registry.view import AgendaView, MeetingView

CALENDAR = WorkingCalendar()
DAY = date(2026, 9, 25)  # a Friday
BODY = BodyRhythm(milestones=(PaperStep(name="Dự thảo", days_before=33), PaperStep(name="Ký", days_before=-5)))


# --- milestones --------------------------------------------------------------------------------------------------


def test_the_steps_of_the_papers_are_dated_back_from_the_meeting() -> None:
    """Calendar days, rolled back to a working day; the signature follows the meeting."""
    steps = dated_milestones(DAY, BODY, CALENDAR, date(2026, 9, 19))
    assert [(step.name, step.day) for step in steps] == [
        ("Dự thảo", date(2026, 8, 21)),  # 23/8 is a Sunday
        (PAPERS, date(2026, 9, 18)),  # 20/9 is a Sunday
        (INVITATION, date(2026, 9, 22)),
        ("Ký", date(2026, 9, 30)),
    ]
    assert [step.name for step in steps if step.is_next] == [INVITATION]
    assert papers_deadline(DAY, BODY, CALENDAR) == date(2026, 9, 18)


def test_without_a_day_nothing_is_dated() -> None:
    """A window says too little."""
    assert dated_milestones(None, BODY, CALENDAR) == []


def test_a_moved_meeting_moves_exactly_its_steps() -> None:
    """What stays on its day because both roll back to it is not told."""
    before, after = (dated_milestones(day, BODY, CALENDAR) for day in (date(2026, 9, 24), DAY))
    moves = moved_milestones(before, after)
    assert PAPERS not in [move.name for move in moves]  # 19/9 and 20/9 are a weekend: the 18th both times
    assert MilestoneMove("Ký", date(2026, 9, 29), date(2026, 9, 30)) in moves
    assert {move.after for move in moved_milestones(after, [])} == {None}


def test_a_committee_paper_passes_its_eight_steps_by_default() -> None:
    """draft → review → Thường trực → conclusions → BTV → conclusions → BCH → signature; other bodies have none."""
    rhythm = Rhythm.model_validate({"bodies": {"BCH": {"papers_days_before": 7}}})
    assert len(rhythm.body("BCH").milestones) == 8
    assert (rhythm.body("BCH").papers_days_before, rhythm.body("BCH").invitation_days_before) == (7, 3)
    assert (rhythm.body("BTV").milestones, rhythm.body("BTV").invitation_days_before) == ((), 2)


def test_the_bundled_rhythm_says_what_holds_where_it_is_silent() -> None:
    """Leaving a line out of rhythm.yaml is the same as keeping it."""
    bundled = Rhythm.model_validate(yaml.safe_load(default_text("rhythm.yaml")))
    assert {code: bundled.body(code) for code in BODIES} == {code: Rhythm().body(code) for code in BODIES}


def test_a_series_name_may_hold_parts_of_the_day_only() -> None:
    """A slip of the pen is told when the file is read, not when the first meeting is planned."""
    assert BodyRhythm(series_name="Quý {quarter}/{year}").session_name(DAY) == "Quý III/2026"
    with pytest.raises(ValueError, match=r"\{quarter\}"):
        BodyRhythm(series_name="Kỳ họp {kỳ}")


# --- readiness ---------------------------------------------------------------------------------------------------


def item(state: WorkState | None, carried: int = 0) -> AgendaView:
    return AgendaView(
        1,
        7,
        1,
        "Tờ trình",
        AgendaState.PLANNED,
        "2026-Q3-001" if state else None,
        state,
        None,
        None,
        None,
        carried,
        None,
    )


@pytest.mark.parametrize(
    ("state", "carried", "today", "paper", "suggestion"),
    [
        (WorkState.IN_PROGRESS, 0, 17, Paper.MISSING, None),
        (WorkState.IN_PROGRESS, 0, 18, Paper.MISSING, Suggestion.CARRY),
        (WorkState.ASSIGNED, 1, 21, Paper.MISSING, Suggestion.CARRY),
        (WorkState.ASSIGNED, 2, 17, Paper.MISSING, None),
        (WorkState.ASSIGNED, 2, 18, Paper.MISSING, Suggestion.WITHDRAW),
        (WorkState.RETURNED, 0, 18, Paper.RETURNED, Suggestion.CARRY),
        (WorkState.SUBMITTED, 3, 24, Paper.FILED, None),
        (WorkState.DONE, 0, 24, Paper.REVIEWED, None),
        (WorkState.WITHDRAWN, 0, 1, Paper.DROPPED, Suggestion.WITHDRAW),
        (None, 2, 24, Paper.UNTRACKED, None),
    ],
)
def test_readiness_of_an_item(
    state: WorkState | None, carried: int, today: int, paper: Paper, suggestion: Suggestion | None
) -> None:
    """Missing on the day of the deadline: lùi; missing again after being carried twice: rút."""
    (ready,) = readiness([item(state, carried)], date(2026, 9, 18), date(2026, 9, today))
    assert (ready.paper, ready.days_left, ready.suggestion) == (paper, 18 - today, suggestion)


def test_before_the_meeting_has_a_day_nothing_is_suggested() -> None:
    """There is no deadline to miss, and what left the agenda is not shown."""
    (ready,) = readiness([item(WorkState.ASSIGNED), replace(item(None), state=AgendaState.CARRIED)], None, DAY)
    assert (ready.deadline, ready.days_left, ready.suggestion) == (None, None, None)


# --- between two sessions ----------------------------------------------------------------------------------------


def session(number: int, day: date | None, body: str = "BCH", kind: MeetingKind = MeetingKind.REGULAR) -> MeetingView:
    return MeetingView(number, f"Hội nghị {number}", body, None, None, None, None, day, kind)


def course(
    code: str,
    *,
    authority: str | None = None,
    meeting: int | None = None,
    assigned: date | None = None,
    completed: date | None = None,
) -> TaskCourse:
    return TaskCourse(code, code, authority, meeting, None, WorkState.ASSIGNED, assigned, completed)


MEETINGS = [
    session(1, date(2026, 6, 25)),
    session(2, DAY),
    session(3, date(2026, 8, 10), kind=MeetingKind.THEMATIC),
    session(4, date(2026, 6, 25), "TT"),  # on the day of the former session: reported then
    session(5, date(2026, 7, 15), "BTV"),
    session(6, DAY, "TT"),
    session(7, date(2026, 10, 2), "BTV"),
    session(8, None, "BTV"),
]
TASKS = [
    course("giao", authority="BTV", assigned=date(2026, 7, 1)),
    course("xong", authority="TT", assigned=date(2026, 5, 1), completed=date(2026, 8, 1)),
    course("họp", meeting=5, assigned=date(2026, 7, 15)),
    course("kỳ trước", authority="BTV", assigned=date(2026, 6, 25)),
    course("của BCH", authority="BCH", assigned=date(2026, 7, 1)),
    course("họp kỳ trước", meeting=4, assigned=date(2026, 7, 1)),
]


def test_what_was_settled_between_two_sessions() -> None:
    """After the regular session before, up to this one: meetings of BTV and Thường trực, their tasks."""
    agenda = [replace(item(None), meeting_id=5), replace(item(None), meeting_id=2)]
    found = between_sessions(MEETINGS[1], MEETINGS, agenda, TASKS, date(2026, 10, 10))
    assert (found.interval.after, found.interval.until) == (date(2026, 6, 25), DAY)
    assert [(held.meeting.id, len(held.items)) for held in found.meetings] == [(5, 1), (6, 0)]
    assert [task.code for task in found.tasks] == ["giao", "xong", "họp"]


def test_before_the_session_the_list_runs_up_to_today() -> None:
    """And for the first session known, from the beginning."""
    found = between_sessions(MEETINGS[1], MEETINGS, [], TASKS, date(2026, 7, 1))
    assert (found.interval.until, [task.code for task in found.tasks]) == (date(2026, 7, 1), ["giao"])
    first = between_sessions(MEETINGS[0], MEETINGS, [], TASKS, date(2026, 9, 1))
    assert first.interval.previous is None
    assert [task.code for task in first.tasks] == ["xong", "kỳ trước"]


def test_the_list_is_made_for_sessions_of_the_committee_only() -> None:
    """Nobody reports to the standing committee what it did itself, nor to a session on one theme."""
    for other in (MEETINGS[4], MEETINGS[2]):
        with pytest.raises(Refused, match="Ban Chấp hành"):
            between_sessions(other, MEETINGS, [], TASKS, DAY)


@pytest.mark.parametrize("former", [[], [session(9, date(2025, 8, 1))]])
def test_without_a_session_near_enough_the_quarter_begins_the_interval(former: list[MeetingView]) -> None:
    """None known, or one so long ago that those since were never entered: nothing of the years before is told."""
    held = [session(5, date(2026, 7, 15), "BTV"), session(4, date(2026, 6, 25), "TT")]
    found = between_sessions(session(2, DAY), [*former, *held], [], TASKS, date(2026, 9, 1))
    assert (found.interval.previous, found.interval.after) == (None, date(2026, 6, 30))
    assert [one.meeting.id for one in found.meetings] == [5]
    assert [one.code for one in found.tasks] == ["giao", "xong", "họp"]


def test_what_is_secret_is_shown_by_its_code() -> None:
    """Tasks and items; what is not keeps its name."""
    tasks = [replace(one, secret=one.code == "giao") for one in TASKS]
    items = [replace(item(WorkState.ASSIGNED), meeting_id=5, task_code="giao", secret=True)]
    found = between_sessions(MEETINGS[1], MEETINGS, items, tasks, DAY).without_secrets()
    assert [one.title for one in found.tasks] == ["Nhiệm vụ mật (mã giao)", "xong", "họp"]
    assert [one.title for one in found.meetings[0].items] == ["Nhiệm vụ mật (mã giao)"]

"""What differs between two versions of a report: said once, weightiest first, and what of it misleads."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rhythm import JudgedBy
from reports.agenda_entries import agenda_entries
from reports.errors import ReportError
from reports.meeting.compose import compose
from reports.meeting.sheets import meeting_sheets
from reports.versions.differences import DayChange, Differences, FigureChange, What, compare, main_figures
from reports.versions.facts import TaskStanding, VersionFacts, as_json, from_json, printed_codes, version_facts
from tasks_registry.states import COUNTED, WorkState
from tasks_registry.time_state import Figures, TimeState, count_figures, time_state
from tests.unit.reports.hoa_mai import MEETING, OFFICE, TODAY, agenda_item, background, facts, task

DAY = date(2026, 9, 22)
DUE = date(2026, 9, 18)


def standing(
    code: str = "2026-Q3-001",
    work: WorkState = WorkState.IN_PROGRESS,
    time: TimeState = TimeState.IN_TIME,
    *,
    due: date | None = DUE,
    lead: str | None = "PKT",
    agenda: bool = False,
) -> TaskStanding:
    names = {"PKT": "Phòng Kinh tế", "UBKT": "Ủy ban Kiểm tra"}
    return TaskStanding(code, work, time, due, due, lead, names.get(lead or ""), agenda)


def version(*tasks: TaskStanding, as_of: date = DAY, day: date | None = date(2026, 9, 25)) -> VersionFacts:
    return VersionFacts(as_of, day, count_figures(task.time for task in tasks), tuple(tasks))


def said(before: TaskStanding | None, now: TaskStanding | None) -> list[tuple[What, str, str | None, bool]]:
    found = compare(version(*filter(None, [before])), version(*filter(None, [now])))
    return [(one.what, one.words, one.detail, one.material) for one in found.tasks]


def test_a_task_is_late_since_the_day_by_which_the_office_judges() -> None:
    """Extended to 30 June, but judged by its first day: not late by a day that is still to come."""
    extended = task(due=date(2024, 6, 30), original_due=date(2024, 6, 19))
    before, now = (
        version_facts(facts([extended], today=day, judged_by=JudgedBy.ORIGINAL)) for day in (date(2024, 6, 19), TODAY)
    )
    (change,) = compare(before, from_json(json.loads(json.dumps(as_json(now))))).tasks
    assert (change.what, change.words) == (What.OVERDUE, "Mới quá hạn (hạn 19/6/2024)")


def test_nothing_changed_is_nothing() -> None:
    """Not even when days have passed."""
    found = compare(version(standing()), version(standing(), as_of=date(2026, 9, 24)))
    assert found == Differences()
    assert not found
    assert not found.material


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (
            standing(),
            standing(time=TimeState.OVERDUE),
            (What.OVERDUE, "Mới quá hạn (hạn 18/9/2026)", None, True),
        ),
        (
            standing(due=None),
            standing(time=TimeState.OVERDUE, due=None),
            (What.OVERDUE, "Mới quá hạn", None, True),
        ),
        (
            standing(work=WorkState.DONE, time=TimeState.DONE_IN_TIME),
            standing(),
            (What.REOPENED, "Mở lại, đang thực hiện", None, True),
        ),
        (None, standing(), (What.ADDED, "Mới đưa vào số liệu", "Chủ trì: Phòng Kinh tế", True)),
        (
            None,
            standing(time=TimeState.OVERDUE, lead=None),
            (What.ADDED, "Mới đưa vào số liệu, đã quá hạn", None, True),
        ),
        (standing(), None, (What.LEFT, "Không còn trong số liệu (trước đó: đang thực hiện)", None, True)),
        (
            standing(),
            standing(due=date(2026, 10, 2)),
            (What.DUE_MOVED, "Hạn đổi từ 18/9/2026 thành 02/10/2026", None, True),
        ),
        (
            standing(due=None),
            standing(),
            (What.DUE_MOVED, "Hạn đổi từ chưa xác định thành 18/9/2026", None, True),
        ),
        (
            standing(),
            standing(lead="UBKT"),
            (What.LEAD_CHANGED, "Đổi cơ quan chủ trì", "Từ Phòng Kinh tế sang Ủy ban Kiểm tra", True),
        ),
        (
            standing(lead=None),
            standing(),
            (What.LEAD_CHANGED, "Đổi cơ quan chủ trì", "Từ chưa giao sang Phòng Kinh tế", True),
        ),
        (
            standing(agenda=True),
            standing(work=WorkState.SUBMITTED, agenda=True),
            (What.FILED, "Đã nộp tài liệu, chờ thẩm định", None, True),
        ),
        (
            standing(),
            standing(work=WorkState.SUBMITTED),
            (What.FILED, "Đã nộp kết quả, chờ thẩm định", None, False),
        ),
        (
            standing(work=WorkState.SUBMITTED, agenda=True),
            standing(work=WorkState.RETURNED, agenda=True),
            (What.RETURNED, "Bị trả lại tài liệu để hoàn thiện", None, True),
        ),
        (
            standing(work=WorkState.SUBMITTED),
            standing(work=WorkState.RETURNED),
            (What.RETURNED, "Bị trả lại kết quả để hoàn thiện", None, False),
        ),
        (
            standing(time=TimeState.OVERDUE),
            standing(work=WorkState.DONE, time=TimeState.DONE_LATE),
            (What.FINISHED, "Đã hoàn thành, quá hạn", None, True),
        ),
        (
            standing(work=WorkState.SUBMITTED),
            standing(work=WorkState.DONE, time=TimeState.DONE_IN_TIME),
            (What.FINISHED, "Đã hoàn thành, đúng hạn", None, True),
        ),
    ],
)
def test_each_change_is_said_in_words(
    before: TaskStanding | None, now: TaskStanding | None, expected: tuple[What, str, str | None, bool]
) -> None:
    """One change, one sentence; agencies stand apart, because a discreet task's must not be named."""
    assert said(before, now) == [expected]


def test_a_task_can_change_in_several_ways() -> None:
    """Late, with another lead and another deadline: three things to know."""
    now = standing(time=TimeState.OVERDUE, due=date(2026, 9, 15), lead="UBKT")
    assert [what for what, *_ in said(standing(), now)] == [What.OVERDUE, What.DUE_MOVED, What.LEAD_CHANGED]


def test_work_that_goes_on_is_no_change() -> None:
    """Received, then in progress: no reader of the report is misled."""
    assert said(standing(work=WorkState.RECEIVED), standing(work=WorkState.IN_PROGRESS)) == []
    assert said(standing(time=TimeState.IN_TIME), standing(time=TimeState.DUE_SOON)) == []


def test_the_weightiest_comes_first_and_of_one_weight_the_agenda() -> None:
    """Whoever reads three lines reads the three that matter."""
    before = version(standing("A"), standing("B"), standing("C", agenda=True), standing("D", work=WorkState.SUBMITTED))
    now = version(
        standing("A", time=TimeState.OVERDUE),
        standing("C", time=TimeState.OVERDUE, agenda=True),
        standing("D", work=WorkState.DONE, time=TimeState.DONE_IN_TIME),
        standing("E"),
    )
    assert [(one.code, one.what) for one in compare(before, now).tasks] == [
        ("C", What.OVERDUE),
        ("A", What.OVERDUE),
        ("E", What.ADDED),
        ("B", What.LEFT),
        ("D", What.FINISHED),
    ]


def test_figures_are_told_before_and_after() -> None:
    """What only the passing days change is told and misleads nobody."""
    before, now = version(standing()), version(standing(time=TimeState.DUE_SOON))
    found = compare(before, now)
    assert found.figures == (FigureChange("Sắp đến hạn", 0, 1, material=False),)
    assert bool(found)
    assert not found.material
    late = compare(before, version(standing(time=TimeState.OVERDUE)))
    assert late.figures == (
        FigureChange("Chưa hoàn thành, trong hạn", 1, 0),
        FigureChange("Chưa hoàn thành, quá hạn", 0, 1),
    )
    assert late.material


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (date(2026, 9, 24), DAY, "Ngày họp đổi từ 24/9/2026 sang ngày 22/9/2026"),
        (None, DAY, "Họp vào ngày 22/9/2026"),
        (DAY, None, "Ngày họp bỏ trống, chưa ấn định lại"),
    ],
)
def test_a_meeting_that_moves_makes_the_report_wrong(before: date | None, now: date | None, words: str) -> None:
    """Its first sentence names the day."""
    found = compare(version(day=before), version(day=now))
    assert found.meeting == DayChange(before, now)
    assert found.meeting.words == words
    assert found.material


def test_the_main_figures_are_the_official_ones_and_both_rates() -> None:
    """As they stand in a letter."""
    found = main_figures(Figures(done_in_time=2, done_late=1, open_in_time=5, open_overdue=1))
    assert found == [
        ("Tổng số nhiệm vụ", "9"),
        ("Hoàn thành đúng hạn", "2"),
        ("Hoàn thành quá hạn", "1"),
        ("Chưa hoàn thành, trong hạn", "5"),
        ("Chưa hoàn thành, quá hạn", "1"),
        ("Tỷ lệ hoàn thành trên tổng số", "33,3%"),
        ("Tỷ lệ hoàn thành, không tính nhiệm vụ còn trong hạn", "75%"),
    ]


def test_the_facts_of_a_version_are_those_of_its_report() -> None:
    """Same figures, every counted task, those of the agenda marked; a database gives them back as they were."""
    found = facts()
    kept = version_facts(found)
    assert kept.figures == found.figures
    assert {task.code for task in kept.tasks} == {fact.task.code for fact in found.appendix}
    assert {task.code for task in kept.tasks if task.agenda} == {fact.task.code for fact in found.agenda}
    assert kept.meeting_day == MEETING.day
    assert from_json(json.loads(json.dumps(as_json(kept)))) == kept
    bare = replace(kept, meeting_day=None, tasks=(standing(due=None, lead=None),))
    assert from_json(as_json(bare)) == bare
    titles = {fact.task.title for fact in found.appendix}
    assert not any(title in json.dumps(as_json(kept), ensure_ascii=False) for title in titles)


@pytest.mark.parametrize("form", [None, 0, 2, "1"])
def test_facts_of_another_form_are_not_guessed_at(form: object) -> None:
    """A later program wrote them."""
    stored = {**as_json(version(standing())), "form": form}
    with pytest.raises(ReportError, match="phiên bản khác của phần mềm"):
        from_json(stored)


def test_every_task_that_is_printed_is_known_by_its_code() -> None:
    """Counted ones, those set aside, those settled between the sessions, and what an item of the agenda is about."""
    found = facts()
    aside = replace(found.appendix[0].task, code="ASIDE", work_state=WorkState.WITHDRAWN)
    between = replace(found.appendix[0].task, code="BETWEEN", work_state=WorkState.SUSPENDED)
    printed = printed_codes(
        replace(
            found,
            left_out=((WorkState.WITHDRAWN, (replace(found.appendix[0], task=aside),)),),
            between=(replace(found.appendix[0], task=between),),
            agenda_entries=agenda_entries(MEETING.id, [agenda_item(1, "Thuyết minh", "ITEM")], (), None, DAY),
        )
    )
    assert printed == sorted({*(fact.task.code for fact in found.appendix), "ASIDE", "BETWEEN", "ITEM"})
    whole = facts(background=background())
    written = repr(meeting_sheets(whole, OFFICE.name)) + repr(compose(whole, OFFICE))
    assert set(re.findall(r"\b2024-Q\d-\d{3}\b", written)) <= set(printed_codes(whole))


_DAYS = st.dates(date(2026, 9, 1), date(2026, 10, 31))


@st.composite
def _versions(draw: st.DrawFn) -> VersionFacts:
    codes = draw(st.sets(st.sampled_from("ABCDEFGH")))
    tasks = []
    for code in sorted(codes):
        work, due = draw(st.sampled_from(sorted(COUNTED))), draw(_DAYS)
        time = time_state(work, due, draw(_DAYS), DAY, 14)
        tasks.append(standing(code, work, time, due=due, lead=draw(st.sampled_from(["PKT", "UBKT", None]))))
    return version(*tasks)


@given(_versions(), _versions())
def test_figures_that_moved_have_tasks_that_moved(before: VersionFacts, now: VersionFacts) -> None:
    """No figure changes without a task that says why, and changes of a task are told of that task."""
    found = compare(before, now)
    if any(one.material for one in found.figures):
        assert found.tasks
    codes = {one.code for one in before.tasks} | {one.code for one in now.tasks}
    assert {one.code for one in found.tasks} <= codes
    weights = [one.what for one in found.tasks]
    assert weights == sorted(weights)


def test_a_task_that_turns_out_to_be_finished_late_is_named() -> None:
    """Reopened and confirmed again on a later day: the figures moved, so somebody asks by which task."""
    in_time = standing(work=WorkState.DONE, time=TimeState.DONE_IN_TIME)
    late = replace(in_time, time=TimeState.DONE_LATE)
    assert said(in_time, late) == [(What.FINISHED, "Nay tính là hoàn thành quá hạn", None, True)]


@given(_versions())
def test_a_version_does_not_differ_from_itself(one: VersionFacts) -> None:
    """And is the same after it was stored."""
    assert compare(one, one) == Differences()
    assert from_json(json.loads(json.dumps(as_json(one)))) == one

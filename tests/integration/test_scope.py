"""The scope of a report on both databases: what SQL finds is what the rule holds, after two years as well."""

from dataclasses import replace
from datetime import date

import pytest

from config.database import reading as reading_session
from config.database import unit_of_work
from reports.meeting.runs import gather
from tasks_registry import intake, runs, store
from tasks_registry.installation import Installation
from tasks_registry.scope import scope_of
from tasks_registry.states import Act, WorkState
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import proposal, reading


def read_in(here: Installation, *titles: str, due: date, period: str, accept: bool = True) -> None:
    """Import a document of ``period`` with a task for each title."""
    document = reading(*(proposal(title, due=due) for title in titles))
    document = replace(document, document=replace(document.document, period=period, number=None), text=period)
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            document,
            file_name=f"{period}.docx",
            accept=accept,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )


@pytest.fixture
def two_years(open_at: Open) -> Installation:
    """Tasks of 2024 that ended then, lately or not at all, and tasks of the running quarter; on 18 September 2026."""
    old = open_at("2024-07-02T08:00")
    read_in(old, "Xong từ lâu", "Còn dở", "Mới xong", "Mới rút", due=date(2024, 9, 20), period="2024-Q3")
    read_in(old, "Rút từ lâu", "Chuyển từ lâu", "Mới chuyển", due=date(2024, 9, 20), period="2024-09")
    runs.perform(open_at("2024-08-01T08:00"), "2024-Q3-001", Act.CONFIRM, evidence="1-BC/ĐU")
    runs.perform(open_at("2024-08-02T08:00"), "2024-09-001", Act.WITHDRAW, reason="trùng")
    runs.carry_over(open_at("2024-09-21T08:00"), "2024-09-002", "2024-Q4", due=None, reason="chưa xong")
    runs.perform(open_at("2024-12-02T08:00"), "2024-Q4-001", Act.CONFIRM, evidence="2-BC/ĐU")
    read_in(
        open_at("2026-07-02T08:00"),
        "Việc quý này",
        "Đề xuất bị bỏ",
        due=date(2026, 9, 25),
        period="2026-Q3",
        accept=False,
    )
    runs.perform(open_at("2026-07-03T08:00"), "2026-Q3-001", Act.ASSIGN)
    runs.perform(open_at("2026-07-03T08:00"), "2026-Q3-002", Act.WITHDRAW, reason="không phải nhiệm vụ")
    runs.perform(open_at("2026-07-01T00:30"), "2024-Q3-003", Act.CONFIRM, evidence="3-BC/ĐU")
    runs.perform(open_at("2026-08-03T08:00"), "2024-Q3-004", Act.WITHDRAW, reason="không còn phù hợp")
    runs.carry_over(open_at("2026-08-03T08:00"), "2024-09-003", "2026-Q3", due=None, reason="chưa xong")
    return open_at("2026-09-18T08:00")


def test_the_database_finds_what_the_rule_holds(two_years: Installation) -> None:
    """Every task of the registry, judged one by one, against the one statement that walks the indexes."""
    here = two_years
    scope = scope_of(here.today, 1)
    with reading_session(here.engine) as session:
        everything = store.task_views(session, here.committee)
        found = store.scoped_task_views(session, here.committee, scope, here.settings.zone)
        days = store.days_set_aside(session, [task.id for task in everything], here.settings.zone)
    held = {task.code for task in everything if scope.holds(task, days.get(task.id, task.completed_on))}
    assert {task.code for task in found} == held
    assert held == {"2024-Q3-002", "2024-Q3-003", "2024-Q3-004", "2024-09-003", "2026-Q3-001", "2026-Q3-003"}


def test_the_days_of_setting_aside_are_the_office_s(two_years: Installation) -> None:
    """Withdrawn and carried over on 3 August, as seen in Việt Nam."""
    here = two_years
    with reading_session(here.engine) as session:
        ids = {task.code: task.id for task in store.task_views(session, here.committee)}
        days = store.days_set_aside(session, ids.values(), here.settings.zone)
    assert days[ids["2024-Q3-004"]] == days[ids["2024-09-003"]] == date(2026, 8, 3)
    assert days[ids["2024-09-001"]] == date(2024, 8, 2)
    assert ids["2024-Q3-001"] not in days


def test_a_report_tells_nothing_of_what_ended_long_ago(two_years: Installation) -> None:
    """Total four: the old one still open, the one of July, the carried one's successor, the quarter's own."""
    with reading_session(two_years.engine) as session:
        (meeting,) = store.meeting_views(session, two_years.committee)
    facts = gather(two_years, meeting.id)
    assert {fact.task.code for fact in facts.appendix} == {"2024-Q3-002", "2024-Q3-003", "2026-Q3-001", "2026-Q3-003"}
    assert [(state, [fact.task.code for fact in tasks]) for state, tasks in facts.left_out] == [
        (WorkState.CARRIED_OVER, ["2024-09-003"]),
        (WorkState.WITHDRAWN, ["2024-Q3-004"]),
    ]
    assert [fact.task.code for fact in facts.carried_in] == ["2026-Q3-003"]
    assert facts.background.carries_on == {facts.carried_in[0].task.id}


def test_the_figures_of_a_day_are_those_of_the_report_of_that_day(two_years: Installation) -> None:
    """What was finished in 2024 stands in neither; the trend of the summary ends where its ring stands."""
    with reading_session(two_years.engine) as session:
        (meeting,) = store.meeting_views(session, two_years.committee)
    facts, found = gather(two_years, meeting.id), runs.check(two_years)
    assert (found.figures, found.figures.total) == (facts.figures, 4)
    with reading_session(two_years.engine) as session:
        course = store.daily_figures(session, two_years.committee, facts.period_start, two_years.today)
    assert course == [(two_years.today, facts.figures)]


def test_a_task_withdrawn_twice_ended_on_the_later_day(open_at: Open) -> None:
    """Withdrawn in 2024, taken up again and withdrawn in August 2026: told in the third quarter of 2026."""
    read_in(open_at("2024-07-02T08:00"), "Việc nhiều lần rút", due=date(2024, 9, 20), period="2024-Q3")
    runs.perform(open_at("2024-08-01T08:00"), "2024-Q3-001", Act.WITHDRAW, reason="trùng")
    runs.perform(open_at("2026-08-01T08:00"), "2024-Q3-001", Act.REOPEN, reason="cần làm lại")
    runs.perform(open_at("2026-08-02T08:00"), "2024-Q3-001", Act.WITHDRAW, reason="trùng thật")
    here = open_at("2026-09-18T08:00")
    with reading_session(here.engine) as session:
        found = store.scoped_task_views(session, here.committee, scope_of(here.today, 1), here.settings.zone)
        days = store.days_set_aside(session, [task.id for task in found], here.settings.zone)
    assert list(days.values()) == [date(2026, 8, 2)]

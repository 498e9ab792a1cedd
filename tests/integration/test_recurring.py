"""Recurring tasks on both databases: each coming is a task, created once, whoever runs, however late."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import select

from config.agencies import Access
from config.database import reading as reading_session
from config.database import unit_of_work
from config.days_off import CalendarFile, DayOff
from tasks_registry import history, intake, runs, store
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.due_days import moving_deadlines
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation
from tasks_registry.models import Agency, History, Recurrence, Task, TaskSupport
from tasks_registry.planning.recurring import NewRecurrence, RecurrenceEdit, Rhythmic
from tasks_registry.planning.runs import arranging, plan_recurrences, preview_recurrences
from tasks_registry.reading.model import DeadlineProposal, DeadlineRule
from tasks_registry.states import Act, WorkState
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.processes import plan_in_parallel
from tests.support.readings import proposal, reading

MONTHLY = NewRecurrence(
    title="Báo cáo kết quả giải ngân vốn đầu tư công",
    lead="PKT",
    rhythm=Rhythmic(phrase="trước ngày 15 hằng tháng"),
    support=("UBND xã",),
    product="Báo cáo",
)


def add(here: Installation, wanted: NewRecurrence = MONTHLY) -> str:
    with arranging(here) as arranger:
        return arranger.add(wanted).code


def tasks(here: Installation) -> list[Task]:
    with reading_session(here.engine) as session:
        return list(session.exec(select(Task).order_by(Task.occurrence, Task.code)).all())  # type: ignore[arg-type]


def recurrence(here: Installation) -> Recurrence:
    with reading_session(here.engine) as session:
        return session.exec(select(Recurrence)).one()


def actions(here: Installation, prefix: str) -> list[History]:
    with reading_session(here.engine) as session:
        rows = session.exec(select(History).order_by(History.seq)).all()  # type: ignore[arg-type]
        assert history.first_break(session, here.committee) is None
    return [row for row in rows if row.action.startswith(prefix)]


def test_each_coming_is_a_task_of_its_own(open_at: Open) -> None:
    """With agencies, product and phrase; 15/8/2026 is a Saturday, so the work is due on Friday."""
    here = open_at()
    assert add(here) == "DK-001"
    found = plan_recurrences(here)
    assert [(one.code, one.occurrence, one.due) for one in found.created] == [
        ("2026-Q3-001", date(2026, 7, 15), date(2026, 7, 15)),
        ("2026-Q3-002", date(2026, 8, 15), date(2026, 8, 14)),
    ]
    first, second = tasks(here)
    assert (first.work_state, first.period, first.product) == ("assigned", "2026-Q3", "Báo cáo")
    assert (second.due, second.original_due, second.occurrence) == (
        date(2026, 8, 14),
        date(2026, 8, 14),
        date(2026, 8, 15),
    )
    assert (second.deadline_text, second.deadline_before) == ("trước ngày 15 hằng tháng", True)
    with reading_session(here.engine) as session:
        (view, _) = store.task_views(session, here.committee)
    assert (view.lead_code, view.support_names) == ("PKT", ("Ủy ban nhân dân xã",))
    assert len(actions(here, "task.recur")) == 2


def test_planning_again_adds_nothing_and_leaves_no_trace(open_at: Open) -> None:
    """Not on the same day, and not on the next one when the horizon holds nothing new."""
    add(open_at())
    plan_recurrences(open_at())
    assert plan_recurrences(open_at()).created == ()
    assert plan_recurrences(open_at("2026-07-02T05:00")).created == ()
    here = open_at("2026-08-01T05:00")
    assert [one.occurrence for one in plan_recurrences(here).created] == [date(2026, 9, 15)]
    assert [row.after["planned_to"] for row in actions(here, "recurrence.plan")] == ["2026-08-15", "2026-09-15"]


def test_a_preview_changes_nothing(open_at: Open) -> None:
    """It tells what a run then does."""
    here = open_at()
    add(here)
    seen = preview_recurrences(here)
    assert tasks(here) == []
    done = plan_recurrences(here)
    assert [(one.occurrence, one.due) for one in seen.created] == [(one.occurrence, one.due) for one in done.created]


def test_processes_that_plan_at_once_create_every_instance_once(open_at: Open) -> None:
    """Ten recurrences, two planners: no instance twice, no number twice, the history whole."""
    here = open_at()
    for number in range(10):
        add(here, replace(MONTHLY, title=f"Báo cáo số {number}", rhythm=Rhythmic(phrase="thứ Sáu hằng tuần")))
    plan_in_parallel(here, "recurrences", 2)
    found = tasks(here)
    assert len(found) == 10 * 7  # seven Fridays within 45 days of 1 July 2026
    assert len({(task.recurrence_id, task.occurrence) for task in found}) == len(found)
    assert sorted(task.code for task in found) == [f"2026-Q3-{number:03d}" for number in range(1, 71)]
    assert len(actions(here, "task.recur")) == len(found)


def test_the_database_refuses_a_second_instance_of_a_day(open_at: Open) -> None:
    """Once is a UNIQUE key: a planner that forgot what it planned still doubles nothing."""
    here = open_at()
    add(here)
    plan_recurrences(here)
    with unit_of_work(here.engine) as session:
        session.exec(select(Recurrence)).one().planned_to = None
    assert plan_recurrences(open_at()).created == ()
    assert len(tasks(here)) == 2
    twin = tasks(here)[0].model_dump(exclude={"id", "code"})
    with unit_of_work(here.engine) as session:
        session.add(Task(**twin, code="2026-Q3-999"))
        with pytest.raises(sa.exc.IntegrityError):
            session.flush()
        session.rollback()


def test_five_weeks_without_power_are_caught_up_with_once(open_at: Open) -> None:
    """A weekly task: the Fridays that passed meanwhile come, each once, and those of the horizon."""
    short = "2026-07-01T05:00"
    add(open_at(short), replace(MONTHLY, rhythm=Rhythmic(phrase="thứ Sáu hằng tuần")))
    before = {one.occurrence for one in plan_recurrences(open_at(short)).created}
    late = open_at("2026-10-01T05:00")  # planned to 14 August; then off until 1 October
    missed = [one.occurrence for one in plan_recurrences(late).created]
    passed = [
        date(2026, 8, 21),
        date(2026, 8, 28),
        date(2026, 9, 4),
        date(2026, 9, 11),
        date(2026, 9, 18),
        date(2026, 9, 25),
    ]
    assert missed[:6] == passed
    assert max(missed) == date(2026, 11, 13)
    assert before.isdisjoint(missed)
    assert plan_recurrences(open_at("2026-10-01T06:00")).created == ()


def test_what_passed_too_long_ago_is_told_instead(open_at: Open) -> None:
    """92 days are caught up with; older days are named and kept in the history."""
    add(open_at())
    plan_recurrences(open_at())
    here = open_at("2027-01-10T05:00")
    found = plan_recurrences(here)
    assert [one.days for one in found.skipped] == [(date(2026, 9, 15),)]
    assert [one.occurrence for one in found.created][:2] == [date(2026, 10, 15), date(2026, 11, 15)]
    assert actions(here, "recurrence.plan")[-1].after["skipped"] == ["2026-09-15"]
    assert plan_recurrences(open_at("2027-01-10T06:00")).skipped == ()


def test_the_next_instance_does_not_wait_for_the_last(open_at: Open) -> None:
    """August comes whether July was reported or not."""
    here = open_at()
    add(here)
    plan_recurrences(here)
    runs.perform(here, "2026-Q3-001", Act.WITHDRAW, reason="tháng này không có")
    plan_recurrences(open_at("2026-08-01T05:00"))
    assert [task.work_state for task in tasks(here)] == ["withdrawn", "assigned", "assigned"]


def test_a_stopped_recurrence_gets_nothing_new_and_keeps_what_it_has(open_at: Open) -> None:
    """Resumed, it goes on from that day and not from where it stopped."""
    here = open_at()
    code = add(here)
    plan_recurrences(here)
    with arranging(here) as arranger:
        arranger.stop(code, "chờ quy định mới")
    assert plan_recurrences(open_at("2026-09-01T05:00")).created == ()
    assert [task.work_state for task in tasks(here)] == ["assigned", "assigned"]
    with pytest.raises(Refused, match="đã dừng"), arranging(here) as arranger:
        arranger.stop(code)
    later = open_at("2026-09-20T05:00")
    with arranging(later) as arranger:
        arranger.resume(code)
    assert [one.occurrence for one in plan_recurrences(later).created] == [date(2026, 10, 15)]
    assert [row.action for row in actions(here, "recurrence.")][-3:] == [
        "recurrence.stop",
        "recurrence.resume",
        "recurrence.plan",
    ]
    with pytest.raises(Refused, match="đang chạy"), arranging(later) as arranger:
        arranger.resume(code)


def test_an_edit_touches_only_what_is_still_to_come(open_at: Open) -> None:
    """New title, lead and rhythm from October on; July and August stay as they were."""
    here = open_at()
    code = add(here)
    plan_recurrences(here)
    change = RecurrenceEdit(title="Báo cáo giải ngân", lead="UBND", rhythm=Rhythmic(phrase="ngày 20 hằng tháng"))
    with arranging(here) as arranger:
        arranger.edit(code, replace(change, since=date(2026, 10, 1)))
    plan_recurrences(open_at("2026-09-10T05:00"))
    old, *_, new = tasks(here)
    assert (old.title, new.title, new.occurrence, new.due) == (
        MONTHLY.title,
        "Báo cáo giải ngân",
        date(2026, 10, 20),
        date(2026, 10, 20),
    )
    assert old.lead_agency_id != new.lead_agency_id
    assert len(tasks(here)) == 3
    assert actions(here, "recurrence.edit")[0].before["cron"] == "0 0 15 * *"
    with pytest.raises(Refused, match="--from"), arranging(here) as arranger:
        arranger.edit(code, RecurrenceEdit(since=date(2026, 10, 20)))
    with pytest.raises(Refused, match="Không có gì"), arranging(here) as arranger:
        arranger.edit(code, RecurrenceEdit(title="Báo cáo giải ngân"))


def test_secret_and_officer_go_along(open_at: Open) -> None:
    """Secret tasks stay secret, the officer is the recurrence's while that person is there."""
    here = open_at()
    officer = "bang.dinhcong@hoamai.example"
    add(here, replace(MONTHLY, officer_email=officer, secret=True))
    plan_recurrences(here)
    with reading_session(here.engine) as session:
        person = store.person_by_email(session, here.committee, officer)
    assert person is not None
    assert {(task.secret, task.officer_id) for task in tasks(here)} == {(True, person.id)}


def test_a_retired_agency_hands_over_to_its_successor(open_at: Open) -> None:
    """Retired from 1 August: July is still its own, August is led by the successor, supporting agencies likewise."""
    here = open_at()
    add(here)
    with unit_of_work(here.engine) as session:
        agencies = {agency.code: agency for agency in session.exec(select(Agency)).all()}
        agencies["PKT"].valid_to, agencies["PKT"].successor_id = date(2026, 7, 31), agencies["UBND"].id
    plan_recurrences(here)
    july, august = tasks(here)
    assert (july.lead_agency_id, august.lead_agency_id) == (agencies["PKT"].id, agencies["UBND"].id)
    with reading_session(here.engine) as session:
        supported = {row.task_id for row in session.exec(select(TaskSupport)).all()}
    assert supported == {july.id}  # an agency does not support what it leads


def test_a_retired_agency_without_a_successor_leaves_the_task_to_the_office(open_at: Open) -> None:
    """Nobody leads it, its name stays readable, and nobody is forgotten silently."""
    here = open_at()
    add(here)
    with unit_of_work(here.engine) as session:
        session.exec(select(Agency).where(Agency.code == "PKT")).one().active = False
    plan_recurrences(here)
    assert {(task.lead_agency_id, task.lead_text) for task in tasks(here)} == {(None, "Phòng Kinh tế")}


def test_a_day_off_decided_later_moves_an_instance_like_any_task(open_at: Open) -> None:
    """The instance has the rule and day of a written deadline."""
    here = open_at()
    add(here)
    plan_recurrences(here)
    calendar = WorkingCalendar.from_file(CalendarFile(days_off=(DayOff(day=date(2026, 7, 15), name="nghỉ"),)))
    with reading_session(here.engine) as session:
        moves = moving_deadlines(session, here.committee, calendar, here.files.rhythm)
    assert [(move.code, move.after) for move in moves] == [("2026-Q3-001", date(2026, 7, 14))]


# --- from a task -------------------------------------------------------------------------------------------------


def read_in(here: Installation, *, recurring: str | None, due: date | None = None, accept: bool = True) -> None:
    """Store one commitment of a report that comes again."""
    deadline = DeadlineProposal("trước ngày 15 hằng tháng", DeadlineRule.TEXT, None, due, True, recurring)
    task = replace(proposal("Báo cáo công tác phòng, chống thiên tai", support=["UBND"]), deadline=deadline)
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            reading(task),
            file_name="bao-cao.docx",
            accept=accept,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )


def make_from(here: Installation, phrase: str | None = None) -> Recurrence:
    with arranging(here) as arranger:
        return arranger.make_from("2026-Q3-001", Rhythmic(phrase))


def test_a_task_as_read_becomes_the_first_instance(open_at: Open) -> None:
    """It had no day; the first of its rhythm becomes its own, and planning goes on after it."""
    here = open_at()
    read_in(here, recurring="0 0 15 * *")
    made = make_from(here)
    assert (made.phrase, made.cron, made.support) == ("trước ngày 15 hằng tháng", "0 0 15 * *", ["UBND"])
    assert [one.occurrence for one in plan_recurrences(here).created] == [date(2026, 8, 15)]
    first, second = tasks(here)
    assert (first.code, first.occurrence, first.due, first.original_due) == (
        "2026-Q3-001",
        date(2026, 7, 15),
        date(2026, 7, 15),
        date(2026, 7, 15),
    )
    assert (second.code, second.title, second.lead_agency_id) == ("2026-Q3-002", first.title, first.lead_agency_id)
    assert actions(here, "task.join_recurrence")[0].reason == "DK-001"


def test_a_task_whose_day_fits_is_that_instance(open_at: Open) -> None:
    """15 August 2026 is a Saturday: a task due on Friday the 14th is the one of the 15th, and July is not invented."""
    here = open_at()
    read_in(here, recurring=None, due=date(2026, 8, 15))
    make_from(here, "trước ngày 15 hằng tháng")
    assert tasks(here)[0].occurrence == date(2026, 8, 15)
    assert plan_recurrences(here).created == ()


def test_a_task_whose_day_does_not_fit_stays_as_it_is(open_at: Open) -> None:
    """The series begins beside it."""
    here = open_at()
    read_in(here, recurring=None, due=date(2026, 8, 3))
    make_from(here, "ngày 15 hằng tháng")
    assert [one.occurrence for one in plan_recurrences(here).created] == [date(2026, 7, 15), date(2026, 8, 15)]
    with reading_session(here.engine) as session:
        task = store.get_task(session, here.committee, "2026-Q3-001")
    assert (task.recurrence_id, task.due) == (None, date(2026, 8, 3))


def test_a_finished_task_does_not_bring_back_the_past(open_at: Open) -> None:
    """Made in September of a task of July: August was never promised."""
    read_in(open_at(), recurring=None, due=date(2026, 7, 15))
    here = open_at("2026-09-01T08:00")
    runs.perform(here, "2026-Q3-001", Act.CONFIRM, evidence="12-BC/PKT")
    make_from(here, "ngày 15 hằng tháng")
    assert [one.occurrence for one in plan_recurrences(here).created] == [date(2026, 9, 15), date(2026, 10, 15)]


@pytest.mark.parametrize(
    ("recurring", "accept", "sentence"),
    [("0 0 15 * *", False, "nháp"), (None, True, "--every"), ("0 0 31 * *", True, "ngày cuối tháng")],
)
def test_what_cannot_recur_is_told(open_at: Open, recurring: str | None, accept: bool, sentence: str) -> None:
    """A draft, a task without a rhythm, a day that some months lack."""
    here = open_at()
    read_in(here, recurring=recurring, accept=accept)
    with pytest.raises(Refused, match=sentence):
        make_from(here)


def test_a_task_makes_one_recurrence_only(open_at: Open) -> None:
    """Two would double every instance."""
    here = open_at()
    read_in(here, recurring="0 0 15 * *")
    make_from(here)
    with pytest.raises(Refused, match="đã thuộc một việc định kỳ"):
        make_from(here)
    assert recurrence(here).source_code == "2026-Q3-001"


def test_a_withdrawn_task_does_not_recur(open_at: Open) -> None:
    """What is not tracked any more is no commitment."""
    here = open_at()
    read_in(here, recurring="0 0 15 * *")
    runs.perform(here, "2026-Q3-001", Act.WITHDRAW, reason="không còn")
    with pytest.raises(Refused, match=WorkState.WITHDRAWN.label):
        make_from(here)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (replace(MONTHLY, rhythm=Rhythmic()), "--every"),
        (replace(MONTHLY, rhythm=Rhythmic("ngày 15 hằng tháng", "0 0 15 * *")), "một cách"),
        (replace(MONTHLY, title=" "), "--title"),
        (replace(MONTHLY, last_day=date(2026, 7, 10)), "không có lần nào"),
    ],
)
def test_an_impossible_recurrence_is_refused(open_at: Open, wanted: NewRecurrence, sentence: str) -> None:
    """And leaves nothing behind."""
    here = open_at()
    with pytest.raises(Refused, match=sentence):
        add(here, wanted)
    with reading_session(here.engine) as session:
        assert store.recurrences(session, here.committee) == []


def test_unknown_names_are_told(open_at: Open) -> None:
    """Agency, officer, recurrence."""
    here = open_at()
    with pytest.raises(NotInRegistry, match="Ban Không Có"):
        add(here, replace(MONTHLY, lead="Ban Không Có"))
    with pytest.raises(NotInRegistry, match="ai@xa"):
        add(here, replace(MONTHLY, officer_email="ai@xa.example"))
    with pytest.raises(NotInRegistry, match="dondoc recur list"), arranging(here) as arranger:
        arranger.stop("DK-009")


def test_only_the_office_arranges(open_at: Open) -> None:
    """A leader, an inspector or an agency's officer neither sets up nor plans."""
    here = open_at()
    for access in (Access.LEADER, Access.AGENCY, Access.INSPECTOR):
        somebody = replace(here, actor=replace(AN, access=access))
        with pytest.raises(Refused, match=access.label):
            add(somebody)
        with pytest.raises(Refused, match=access.label):
            plan_recurrences(somebody)

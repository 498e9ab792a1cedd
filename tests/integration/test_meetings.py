"""Meetings, their agendas and series, on both databases."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from sqlmodel import col, select

from config.agencies import Access
from config.database import reading as reading_session
from config.database import unit_of_work
from config.office_files import config_folder
from tasks_registry import intake, store
from tasks_registry import runs as registry
from tasks_registry.access import Actor
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation
from tasks_registry.meetings import agenda, carrying, runs
from tasks_registry.meetings import day as days
from tasks_registry.meetings.arrange import NewMeeting
from tasks_registry.meetings.states import AgendaState, MeetingAct, MeetingKind, MeetingState
from tasks_registry.models import AgendaItem, History, Meeting, Task
from tasks_registry.reading.model import DeadlineProposal, DeadlineRule, MeetingMention, Reading
from tasks_registry.states import Act
from tasks_registry.view import AgendaView, MeetingView
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.processes import plan_in_parallel
from tests.support.readings import CONFERENCE, proposal, reading

REPORT, OCOP = "2026-Q3-001", "2026-Q3-002"
TWO = reading(
    proposal("Báo cáo kết quả kiểm tra, giám sát chín tháng đầu năm", meeting=True, lead="UBKT"),
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 5)),
)


def store_reading(here: Installation, document: Reading = TWO, *, accept: bool = True) -> intake.ImportResult:
    with unit_of_work(here.engine) as session:
        return intake.import_reading(
            session,
            document,
            file_name="bao-cao.docx",
            accept=accept,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )


def meetings(here: Installation) -> list[MeetingView]:
    with reading_session(here.engine) as session:
        return store.meeting_views(session, here.committee)


def meeting(here: Installation, number: int) -> MeetingView:
    return next(view for view in meetings(here) if view.id == number)


def task(here: Installation, code: str) -> Task:
    with reading_session(here.engine) as session:
        return store.get_task(session, here.committee, code)


def history(here: Installation, action: str) -> list[History]:
    with reading_session(here.engine) as session:
        return list(session.exec(select(History).where(History.action == action)).all())


def with_series(here: Installation, **crons: str) -> None:
    """Give bodies a series in ``rhythm.yaml``; opening again reads it."""
    path = config_folder(here.settings.home) / "rhythm.yaml"
    content: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    for body, cron in crons.items():
        content["bodies"][body]["series"] = cron
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


# --- days and states ---------------------------------------------------------------------------------------------


def test_fixing_a_day_tells_what_moved_and_whom_it_concerns(open_at: Open) -> None:
    """Due days, steps of the papers, and each person once."""
    here = open_at()
    store_reading(here)
    with runs.arranging(here) as arranger:
        agenda.add_item(arranger, 1, title="Công tác cán bộ", lead="PKT")
        agenda.add_item(arranger, 1, title="Công tác cán bộ, phần hai", lead="PKT")
    change = runs.fix_day(here, 1, date(2026, 9, 25))
    assert [(move.code, move.after) for move in change.moves] == [(REPORT, date(2026, 9, 18))]
    assert ("Trình hội nghị Ban Chấp hành", None, date(2026, 9, 25)) in [
        (step.name, step.before, step.after) for step in change.milestones
    ]
    assert [person.agency_code for person in change.people] == ["UBKT", "PKT"]
    assert meeting(here, 1).state is MeetingState.FIXED
    again = runs.fix_day(here, 1, date(2026, 9, 25))
    assert (again.moves, again.milestones, again.people) == ((), (), ())
    assert len(history(here, "meeting.fix_day")) == 1


def test_postponing_takes_the_day_away(open_at: Open) -> None:
    """What was counted from it is provisional again; fixing it again is allowed."""
    here = open_at()
    store_reading(here)
    runs.fix_day(here, 1, date(2026, 9, 25))
    change = runs.move_state(here, 1, MeetingAct.POSTPONE, "bão số 5")
    assert [(move.code, move.before, move.after) for move in change.moves] == [
        (REPORT, date(2026, 9, 18), date(2026, 9, 30))
    ]
    assert (meeting(here, 1).state, meeting(here, 1).day) == (MeetingState.POSTPONED, None)
    assert task(here, REPORT).original_due == date(2026, 9, 18)
    assert history(here, "meeting.postpone")[0].reason == "bão số 5"
    runs.fix_day(here, 1, date(2026, 9, 28))
    assert task(here, REPORT).due == date(2026, 9, 23)


def test_a_meeting_that_is_over_does_not_change_any_more(open_at: Open) -> None:
    """Neither its day nor its agenda."""
    here = open_at()
    store_reading(here)
    runs.fix_day(here, 1, date(2026, 9, 25))
    runs.move_state(here, 1, MeetingAct.OPEN)
    runs.move_state(here, 1, MeetingAct.CLOSE)
    assert meeting(here, 1).state is MeetingState.CLOSED
    with pytest.raises(Refused, match="đã kết thúc"):
        runs.fix_day(here, 1, date(2026, 9, 28))
    with runs.arranging(here) as arranger, pytest.raises(Refused, match="đã kết thúc"):
        agenda.add_item(arranger, 1, title="Mục mới")
    with pytest.raises(Refused, match="--day"):
        runs.move_state(here, 1, MeetingAct.FIX)


def test_two_regular_meetings_of_a_body_do_not_meet_on_one_day(open_at: Open) -> None:
    """A thematic one may follow on the same day, and so may another body."""
    here = open_at()
    friday = date(2026, 9, 25)
    runs.add_meeting(here, NewMeeting("Hội nghị Ban Thường vụ tháng 9", "BTV"), friday)
    with pytest.raises(Refused, match=r"25/09/2026 đã có Hội nghị Ban Thường vụ tháng 9 \(số 1\)"):
        runs.add_meeting(here, NewMeeting("Hội nghị Ban Thường vụ thứ hai", "BTV"), friday)
    runs.add_meeting(here, NewMeeting("Hội nghị chuyên đề", "BTV", MeetingKind.THEMATIC), friday)
    runs.add_meeting(here, NewMeeting("Họp Thường trực", "TT"), friday)
    assert [view.day for view in meetings(here)] == [friday] * 3


def test_a_counted_body_goes_on_counting(open_at: Open) -> None:
    """Only thường kỳ, within the term; the same session twice is refused."""
    here = open_at()
    store_reading(here)
    thematic = runs.add_meeting(here, NewMeeting("Hội nghị chuyên đề về đất đai", "BCH", MeetingKind.THEMATIC))
    regular = runs.add_meeting(here, NewMeeting("Hội nghị Đảng ủy cuối năm", "BCH"))
    assert (thematic.ordinal, regular.ordinal, regular.term) == (None, 7, "I")
    assert runs.add_meeting(here, NewMeeting("Họp Thường trực", "TT")).ordinal is None
    with pytest.raises(Refused, match="lần thứ 6, khóa I đã có trong sổ, số 1"):
        runs.add_meeting(here, NewMeeting("Hội nghị Đảng ủy", "BCH", ordinal=6))
    with pytest.raises(Refused, match="số thứ tự"):
        runs.add_meeting(here, NewMeeting("Hội nghị mở rộng", "BCH", MeetingKind.EXTENDED, ordinal=8))


def test_who_may_not_arrange_changes_nothing(open_at: Open) -> None:
    """An agency's officer is told who may; a change on an old version is refused."""
    here = open_at()
    store_reading(here)
    officer = replace(here, actor=Actor("Bằng", Access.AGENCY))
    for attempt in (
        lambda: runs.fix_day(officer, 1, date(2026, 9, 25)),
        lambda: runs.move_state(officer, 1, MeetingAct.POSTPONE, "vì"),
        lambda: runs.add_meeting(officer, NewMeeting("Họp", "TT")),
        lambda: runs.plan_series(officer),
    ):
        with pytest.raises(Refused, match="sắp xếp hội nghị"):
            attempt()
    with runs.arranging(officer) as arranger, pytest.raises(Refused, match="sắp xếp hội nghị"):
        carrying.carry_item(arranger, 1, here.today)
    with runs.arranging(here) as arranger, pytest.raises(Refused, match="người khác sửa"):
        days.fix_day(arranger, 1, date(2026, 9, 25), seen=7)
    assert meeting(here, 1).day is None


# --- agendas -----------------------------------------------------------------------------------------------------


def test_tasks_read_with_a_meeting_are_on_its_agenda(open_at: Open) -> None:
    """Each once, however often documents name it; a task without a meeting is on none."""
    here = open_at()
    store_reading(here)
    store_reading(here, reading(proposal("Chất vấn và trả lời chất vấn", meeting=True)))
    assert [(item.position, item.task_code) for item in runs.agenda_of(here, 1)] == [(1, REPORT), (2, "2026-Q3-003")]
    with pytest.raises(NotInRegistry, match="dondoc meetings"):
        runs.agenda_of(here, 99)


def test_the_parts_of_a_split_task_are_all_on_the_agenda(open_at: Open) -> None:
    """Each is a paper of its own."""
    here = open_at()
    store_reading(here)
    with registry.reviewing(here) as reviewer:
        reviewer.split(REPORT, ["Báo cáo kết quả kiểm tra.", "Báo cáo kết quả giám sát."])
    assert [item.task_code for item in runs.agenda_of(here, 1)] == [REPORT, "2026-Q3-003"]


def test_a_corrected_document_moves_the_item_with_the_task(open_at: Open) -> None:
    """The item leaves the former agenda, with the document as its reason, and stands on the new one."""
    here = open_at()
    store_reading(here, accept=False)
    other = MeetingMention("Hội nghị Đảng ủy lần thứ 7", "BCH", 7, "I", None, date(2026, 12, 1), date(2026, 12, 31))
    moved = replace(
        TWO.tasks[0],
        text=TWO.tasks[0].text + " Trình vào cuối năm.",
        meeting=other.name,
        deadline=DeadlineProposal("Tháng 12", DeadlineRule.HEADING, other.window_from, other.window_to),
    )
    corrected = replace(reading(moved, *TWO.tasks[1:], text="bản sửa"), meetings=(CONFERENCE, other))
    assert [change.applied for change in store_reading(here, corrected, accept=False).changed] == [True]
    (left,), (there,) = runs.agenda_of(here, 1), runs.agenda_of(here, 2)
    assert (left.state, left.note) == (AgendaState.WITHDRAWN, "Theo bao-cao.docx")
    assert (there.state, there.task_code) == (AgendaState.PLANNED, REPORT)


def test_a_document_tells_when_an_announced_meeting_is(open_at: Open) -> None:
    """The window is filled in; one that is known already stays."""
    here = open_at()
    runs.add_meeting(here, NewMeeting("Hội nghị Đảng ủy lần thứ 6", "BCH", ordinal=6))
    assert store_reading(here).meetings == 0
    assert meeting(here, 1).window_to == date(2026, 9, 30)


def test_an_agenda_is_ordered_linked_and_shortened(open_at: Open) -> None:
    """Every change leaves a row of history at the meeting."""
    here = open_at()
    store_reading(here)
    with runs.arranging(here) as arranger:
        item, _ = agenda.add_item(arranger, 1, title="Công tác cán bộ", lead="UBKT")
        last, _ = agenda.add_item(arranger, 1, title="Sản phẩm OCOP")
        agenda.move_item(arranger, item.id or 0, 1)
        agenda.link_task(arranger, last.id or 0, OCOP)
        with pytest.raises(Refused, match="lý do"):
            agenda.withdraw_item(arranger, item.id or 0, " ")
        agenda.withdraw_item(arranger, item.id or 0, "đã giải quyết")
        with pytest.raises(Refused, match="không còn trong chương trình"):
            agenda.withdraw_item(arranger, item.id or 0, "lần nữa")
        with pytest.raises(Refused, match="vị trí 4"):
            agenda.move_item(arranger, last.id or 0, 4)
        with pytest.raises(Refused, match="đã có trong chương trình"):
            agenda.add_item(arranger, 1, task=REPORT)
    assert [(one.position, one.task_code, one.state) for one in runs.agenda_of(here, 1)] == [
        (1, None, AgendaState.WITHDRAWN),
        (2, REPORT, AgendaState.PLANNED),
        (3, OCOP, AgendaState.PLANNED),
    ]
    # Its own day stands although it goes to the conference from now on.
    assert (task(here, OCOP).meeting_id, task(here, OCOP).due) == (1, date(2026, 9, 4))
    for action in ("agenda.add", "agenda.move", "agenda.link", "agenda.withdraw"):
        assert {row.entity for row in history(here, action)} == {"meeting"}


def test_a_carried_item_takes_its_task_along(open_at: Open) -> None:
    """The old item stays, marked and linked; the deadline is counted from the next meeting, which is added."""
    here = open_at()
    store_reading(here)
    runs.fix_day(here, 1, date(2026, 9, 25))
    with runs.arranging(here) as arranger:
        first = carrying.carry_item(arranger, arranger.item_at(1, 1), here.today, "chưa có số liệu")
    assert (first.meeting.name, first.meeting.ordinal) == ("Hội nghị Đảng ủy lần thứ 7", 7)
    assert [(move.before, move.after) for move in first.moves] == [(date(2026, 9, 18), None)]
    assert task(here, REPORT).meeting_id == first.meeting.id
    (old,) = runs.agenda_of(here, 1)
    (new,) = runs.agenda_of(here, first.meeting.id)
    assert (old.state, old.note) == (AgendaState.CARRIED, "chưa có số liệu")
    assert (new.task_code, new.state, new.times_carried) == (REPORT, AgendaState.PLANNED, 1)
    with reading_session(here.engine) as session:
        assert session.get_one(AgendaItem, new.id).carried_from_id == old.id
    assert runs.fix_day(here, 1, date(2026, 9, 28)).moves == ()
    assert [move.after for move in runs.fix_day(here, first.meeting.id, date(2026, 12, 18)).moves] == [
        date(2026, 12, 11)
    ]
    assert task(here, REPORT).original_due == date(2026, 9, 18)


def test_an_item_is_carried_to_the_next_meeting_that_is_there(open_at: Open) -> None:
    """Not to a thematic one, not to one that is over; due days follow a day that is fixed already."""
    here = open_at()
    store_reading(here)
    runs.fix_day(here, 1, date(2026, 9, 25))
    runs.add_meeting(here, NewMeeting("Chuyên đề", "BCH", MeetingKind.THEMATIC), date(2026, 10, 5))
    over = runs.add_meeting(here, NewMeeting("Hội nghị Đảng ủy bất thường", "BCH", ordinal=9), date(2026, 9, 30))
    runs.move_state(here, over.id, MeetingAct.CLOSE)
    following = runs.add_meeting(here, NewMeeting("Hội nghị Đảng ủy lần thứ 7", "BCH", ordinal=7), date(2026, 12, 18))
    with runs.arranging(here) as arranger:
        carried = carrying.carry_item(arranger, arranger.item_at(1, 1), here.today)
    assert carried.meeting.id == following.id
    assert task(here, REPORT).due == date(2026, 12, 11)
    assert len(meetings(here)) == 4


def test_readiness_follows_the_papers(open_at: Open) -> None:
    """Filed when the owner submitted, missing on the deadline: lùi."""
    here = open_at("2026-09-18T08:00")
    store_reading(here)
    runs.fix_day(here, 1, date(2026, 9, 25))
    found = runs.readiness_of(here, 1)
    (ready,) = found.items
    assert (ready.paper.label, ready.days_left) == ("chưa nộp", 0)
    assert ready.suggestion is not None
    assert ready.suggestion.label == "lùi"
    assert [step.name for step in found.milestones if step.is_next]
    registry.perform(here, REPORT, Act.SUBMIT, evidence="12-BC/UBKT")
    (ready,) = runs.readiness_of(here, 1).items
    assert (ready.paper.label, ready.suggestion) == ("đã nộp, chờ thẩm định", None)


def test_what_the_standing_committee_settled_between_two_sessions(open_at: Open) -> None:
    """Assigned and finished on the office's days."""
    here = open_at("2026-07-02T00:30")  # 1 July in UTC
    store_reading(here)
    runs.add_meeting(here, NewMeeting("Hội nghị Đảng ủy lần thứ 5", "BCH", ordinal=5), date(2026, 7, 1))
    standing = runs.add_meeting(here, NewMeeting("Hội nghị Ban Thường vụ tháng 8", "BTV"), date(2026, 8, 14))
    with runs.arranging(here) as arranger:
        agenda.add_item(arranger, standing.id, task=OCOP)
    found = runs.between(replace(here, now=open_at("2026-09-01T08:00").now), 1)
    assert found.interval.after == date(2026, 7, 1)
    assert [task.code for task in found.tasks] == [OCOP]
    ((item,),) = [held.items for held in found.meetings]
    assert isinstance(item, AgendaView)
    assert item.task_code == OCOP


# --- series ------------------------------------------------------------------------------------------------------


def test_a_series_is_planned_once(open_at: Open) -> None:
    """Within the horizon, on working days, as drafts; the days pass and each meeting still is there once."""
    with_series(open_at(), BTV="0 8 15 * *")
    here = open_at("2026-07-01T08:00")
    foreseen = runs.foreseen_series(here)
    assert meetings(here) == []
    planned = runs.plan_series(here)
    assert [(one.name, one.day) for one in planned] == [(one.name, one.day) for one in foreseen]
    assert [(one.name, one.day) for one in planned] == [
        ("Hội nghị Ban Thường vụ tháng 7/2026", date(2026, 7, 15)),
        ("Hội nghị Ban Thường vụ tháng 8/2026", date(2026, 8, 17)),
        ("Hội nghị Ban Thường vụ tháng 9/2026", date(2026, 9, 15)),
    ]
    assert {(view.state, view.day, view.ordinal) for view in meetings(here)} == {(MeetingState.DRAFT, None, None)}
    assert runs.plan_series(here) == []
    runs.fix_day(here, planned[0].id, date(2026, 7, 30))  # nearer to August now, and still July's
    later = runs.plan_series(open_at("2026-07-20T08:00"))
    assert [one.day for one in later] == [date(2026, 10, 15)]
    assert len(history(here, "meeting.plan")) == 4


def test_two_processes_plan_each_meeting_once(open_at: Open) -> None:
    """Nobody sees a meeting twice because two machines planned at once."""
    with_series(open_at(), BTV="0 8 15 * *", TT="0 8 * * 1")
    here = open_at()
    plan_in_parallel(here, "series", 2)
    with reading_session(here.engine) as session:
        count, different = session.execute(
            sa.select(sa.func.count(), sa.func.count(sa.distinct(col(Meeting.identity)))).select_from(Meeting)
        ).one()
    assert count == different == len(history(here, "meeting.plan")) > 15


def test_a_meeting_that_is_there_fills_its_slot(open_at: Open) -> None:
    """The series adds nothing beside it."""
    with_series(open_at(), BCH="0 8 25 3,6,9,12 *")
    here = open_at()
    store_reading(here)  # Hội nghị lần thứ 6: tháng 9
    assert runs.plan_series(here) == []


def test_a_document_gives_a_planned_meeting_its_name(open_at: Open) -> None:
    """`lần thứ 6: tháng 9` is the meeting of the series in September; the series does not plan it anew."""
    with_series(open_at(), BCH="0 8 25 3,6,9,12 *")
    here = open_at()
    (planned,) = runs.plan_series(here)
    assert store_reading(here).meetings == 0
    (view,) = meetings(here)
    assert (view.id, view.name, view.ordinal, view.term) == (planned.id, CONFERENCE.name, 6, "I")
    assert [item.task_code for item in runs.agenda_of(here, planned.id)] == [REPORT]
    assert runs.plan_series(here) == []
    assert history(here, "meeting.adopt")[0].before["name"] == planned.name
    assert store_reading(here, reading(proposal("Chất vấn", meeting=True))).meetings == 0


def test_an_item_without_a_later_meeting_goes_to_the_next_of_the_series(open_at: Open) -> None:
    """Which is planned for it."""
    with_series(open_at(), BCH="0 8 25 3,6,9,12 *")
    here = open_at()
    store_reading(here)
    with runs.arranging(here) as arranger:
        carried = carrying.carry_item(arranger, arranger.item_at(1, 1), here.today)
    assert (carried.meeting.name, carried.meeting.window_to) == (
        "Hội nghị Ban Chấp hành quý IV/2026",
        date(2026, 12, 25),
    )
    assert (task(here, REPORT).due, task(here, REPORT).original_due) == (date(2026, 12, 25), None)  # not fixed yet
    runs.fix_day(here, carried.meeting.id, date(2026, 12, 25))
    assert task(here, REPORT).original_due == date(2026, 12, 18)

"""Agencies are merged: what is open moves, what is done stays, and the preview says exactly that, on both databases."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from config.agencies import Access
from config.database import make_engine, unit_of_work
from config.database import reading as reading_session
from tasks_registry import intake, lifecycle, store
from tasks_registry import runs as registry
from tasks_registry.checks import check_organisation
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import first_break
from tasks_registry.installation import Installation
from tasks_registry.models import (
    Agency,
    AgendaItem,
    Committee,
    History,
    Meeting,
    Person,
    Recurrence,
    Task,
    TaskSupport,
)
from tasks_registry.organisation import runs
from tasks_registry.organisation.merging import merge_agencies, preview_merge
from tasks_registry.organisation.tree import under_each_other
from tasks_registry.states import UNFINISHED, Act, WorkState
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.organisation import edit_agencies
from tests.support.readings import proposal, reading

FROM = date(2026, 7, 1)
DUE = date(2026, 9, 18)
DOCUMENT = reading(
    proposal("Đại hội điểm Hội Nông dân", lead="HND", support=["MTTQ xã"], due=DUE),
    proposal("Ngày hội Đại đoàn kết", lead="MTTQ", support=["Hội Nông dân", "Hội CCB"], due=DUE),
    proposal("Giải ngân vốn đầu tư công", lead="PKT", support=["Hội Nông dân", "Hội CCB"], due=DUE),
    proposal("Tổng kết phong trào năm trước", lead="HND", due=DUE),
    proposal("Kiểm tra chi bộ", lead="UBKT", due=DUE),
)


@pytest.fixture
def here(open_at: Open) -> Installation:
    """The commune with five tasks, of which the fourth is done."""
    here = open_at()
    with here.writing() as session:
        intake.import_reading(
            session,
            DOCUMENT,
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    registry.perform(here, "2026-Q3-004", Act.CONFIRM, evidence="9-BC/HND")
    return here


def leads(here: Installation) -> list[tuple[str | None, tuple[str, ...]]]:
    with reading_session(here.engine) as session:
        return [(task.lead_code, task.support_names) for task in store.task_views(session, here.committee)]


MTTQ = "Ủy ban Mặt trận Tổ quốc Việt Nam xã"


def test_open_work_moves_and_done_work_keeps_its_lead(here: Installation) -> None:
    """Leads and supporting agencies; nobody supports twice, nor what it leads; each task has one row of history."""
    preview = runs.merge(here, ["HND", "HCCB"], "MTTQ", FROM, apply=False)
    before = leads(here)
    assert [(one.task.code[-3:], one.lead, one.support) for one in preview.tasks] == [
        ("001", True, False),
        ("002", False, True),
        ("003", False, True),
    ]
    assert leads(here) == before
    assert runs.merge(here, ["HND", "HCCB"], "MTTQ", FROM, apply=True) == preview
    assert leads(here) == [("MTTQ", ()), ("MTTQ", ()), ("PKT", (MTTQ,)), ("HND", ()), ("UBKT", ())]
    with reading_session(here.engine) as session:
        moved = session.exec(
            select(History.action, History.entity_id).where(
                History.action.in_(("task.lead_moved", "task.support_moved"))
            )
        ).all()
        assert sorted(entity for _, entity in moved) == sorted(one.task.id for one in preview.tasks)
        assert first_break(session, here.committee) is None


def test_people_go_along_and_stand_behind_those_who_were_there(here: Installation, open_at: Open) -> None:
    """The officer of the Mặt trận goes on hearing of its tasks, and reopening with the same file changes nothing."""
    done = runs.merge(here, ["HND"], "MTTQ", FROM, apply=True)
    assert done.people == ("phuc.huynhtan@hoamai.example",)
    assert {person.email for person in done.concerned} == {
        "phuc.huynhtan@hoamai.example",
        "thuan.caovan@hoamai.example",  # reached for the Mặt trận
        "bang.dinhcong@hoamai.example",  # hears of the task that loses a supporter
    }
    with reading_session(here.engine) as session:
        written = len(session.exec(select(History.id)).all())
    again = open_at("2026-07-02T08:00")
    with reading_session(again.engine) as session:
        assert len(session.exec(select(History.id)).all()) == written
        ended = session.exec(select(Agency).where(Agency.code == "HND")).one()
        heir = session.exec(select(Agency).where(Agency.code == "MTTQ")).one()
        moved = session.exec(select(Person).where(Person.email == "phuc.huynhtan@hoamai.example")).one()
        directory = store.load_directory(session, again.committee)
    assert (ended.active, ended.valid_to, ended.successor_id) == (False, date(2026, 6, 30), heir.id)
    assert (moved.active, moved.agency_id) == (True, heir.id)
    assert directory.agency_ids["HND"] == heir.id
    assert directory.agency_names[ended.id or 0] == ("HND", "Hội Nông dân xã")
    assert directory.reached[heir.id or 0].email == "thuan.caovan@hoamai.example"
    assert directory.reached[ended.id or 0].email == "thuan.caovan@hoamai.example"


def test_the_agenda_and_series_move_too(here: Installation) -> None:
    """An item of a meeting to come, and a recurring commitment that the agency leads or supports."""
    with here.writing() as session:
        ids = {agency.code: agency.id for agency in session.exec(select(Agency)).all()}
        meeting = Meeting(committee_id=here.committee, identity="x", name="Hội nghị", body="BCH")
        held = Meeting(committee_id=here.committee, identity="y", name="Cũ", body="BCH", day=date(2026, 6, 1))
        session.add_all([meeting, held])
        session.flush()
        for of in (meeting, held):
            session.add(
                AgendaItem(
                    committee_id=here.committee,
                    meeting_id=of.id or 0,
                    position=1,
                    title=f"Báo cáo của Hội, {of.name}",
                    lead_agency_id=ids["HND"],
                )
            )
        session.add(
            Recurrence(
                committee_id=here.committee,
                code="ĐK-1",
                title="Báo cáo tháng",
                text="Báo cáo tháng.",
                kind="deliverable",
                cron="0 0 15 * *",
                lead_agency_id=ids["PKT"],
                support=["HND", "MTTQ"],
                first_day=FROM,
                created_by="An",
                created_at=here.now,
            )
        )
    done = runs.merge(here, ["HND"], "MTTQ", FROM, apply=True)
    assert (done.agenda, done.series) == (("Báo cáo của Hội, Hội nghị",), ("ĐK-1",))
    with reading_session(here.engine) as session:
        items = session.exec(select(AgendaItem.lead_agency_id).order_by(AgendaItem.id)).all()
        assert items == [ids["MTTQ"], ids["HND"]]
        assert session.exec(select(Recurrence.support)).one() == ["MTTQ"]
        assert first_break(session, here.committee) is None


def test_a_second_merge_takes_along_what_the_first_brought(here: Installation) -> None:
    """Hội Nông dân → Mặt trận → Ban Xây dựng Đảng: names of the first lead to the last."""
    runs.merge(here, ["HND"], "MTTQ", FROM, apply=True)
    runs.merge(here, ["MTTQ"], "BXDĐ", FROM, apply=True)
    with reading_session(here.engine) as session:
        ids = store.load_directory(session, here.committee).agency_ids
    assert ids["HND"] == ids["MTTQ"] == ids["BXDĐ"]
    with pytest.raises(Refused, match="Hãy nhập vào BXDĐ"):
        runs.merge(here, ["PKT"], "MTTQ", FROM, apply=False)


NONSENSE = (
    (["HND"], "HND", FROM, "chính nó"),
    (["HND", "MTTQ"], "MTTQ", FROM, "chính nó"),
    (["PKT"], "HCCB", FROM, "đã thôi hoạt động.*MTTQ"),
    (["MTTQ"], "HCCB", FROM, "đã thôi hoạt động"),
    (["HCCB"], "PKT", FROM, "đã được MTTQ kế tục"),
    (["VPĐU"], "PKT", FROM, "văn phòng"),
    (["HND"], "MTTQ", date(2026, 7, 2), "chưa đến"),
    ([], "MTTQ", FROM, "ít nhất một"),
)


def test_a_merge_without_sense_is_refused(here: Installation) -> None:
    """Into itself, into an ended one, in a circle, of an ended one elsewhere, of the office, or too early."""
    runs.merge(here, ["HCCB"], "MTTQ", FROM, apply=True)
    before = leads(here)
    for sources, into, from_day, sentence in NONSENSE:
        with pytest.raises(Refused, match=sentence):
            runs.merge(here, sources, into, from_day, apply=True)
    assert leads(here) == before


def test_unknown_codes_and_people_without_the_right_are_refused(here: Installation) -> None:
    """The sentence says where the codes are listed, or who may."""
    with pytest.raises(NotInRegistry, match="dondoc agency list"):
        runs.merge(here, ["HND"], "XYZ", FROM, apply=False)
    leader = replace(here, actor=replace(AN, access=Access.LEADER))
    with pytest.raises(Refused, match="quản lý cơ quan"):
        runs.merge(leader, ["HND"], "MTTQ", FROM, apply=True)


def test_the_doctor_finds_what_hangs_on_an_ended_agency(here: Installation, open_at: Open) -> None:
    """An agency taken out of the file still leads: the check says how to merge it, and after that is content."""
    edit_agencies(here, lambda entries: entries.pop("HND") and None)
    later = open_at("2026-07-02T08:00")
    (finding,) = check_organisation(later.settings, later.now)
    assert (finding.id, finding.level.value) == ("C006", "warning")
    assert "dondoc agency merge HND" in finding.mend
    runs.merge(later, ["HND"], "MTTQ", date(2026, 7, 2), apply=True)
    (finding,) = check_organisation(later.settings, later.now)
    assert finding.level.value == "ok"


def test_agencies_stand_under_each_other(here: Installation, open_at: Open) -> None:
    """An office under a merged one stands under its successor."""
    edit_agencies(here, lambda entries: entries["PKT"].update(parent="HND"))
    later = open_at("2026-07-02T08:00")
    runs.merge(later, ["HND"], "MTTQ", FROM, apply=True)
    listed = [(depth, row.code) for depth, row in under_each_other(runs.agencies(later))]
    place = listed.index((0, "MTTQ"))
    assert listed[place + 1] == (1, "PKT")
    assert len(listed) == len(runs.agencies(later)) - 1


# --- any registry ------------------------------------------------------------------------------------------------

CODES = ("AA", "BB", "CC", "DD")
NOW = datetime(2026, 7, 1, 5, tzinfo=UTC)
TASKS = st.lists(
    st.tuples(
        st.sampled_from(list(WorkState)),
        st.none() | st.sampled_from(CODES),
        st.sets(st.sampled_from(CODES), max_size=3),
    ),
    max_size=6,
)
MERGES = st.lists(
    st.tuples(st.lists(st.sampled_from(CODES), min_size=1, max_size=2), st.sampled_from(CODES)), max_size=3
)


def build(session: Session, tasks: list[tuple[WorkState, str | None, set[str]]]) -> int:
    """Write a small registry; its office belongs to no merge."""
    committee = Committee(code="DU-X", name="Đảng ủy xã X", level="xã")
    session.add(committee)
    session.flush()
    own = committee.id or 0
    agencies = {code: Agency(committee_id=own, code=code, name=f"Ban {code}") for code in CODES}
    session.add_all(agencies.values())
    session.flush()
    for number, (state, lead, support) in enumerate(tasks):
        task = Task(
            committee_id=own,
            code=f"2026-Q3-{number:03d}",
            title="Việc",
            text="Việc.",
            kind="deliverable",
            lead_agency_id=agencies[lead].id if lead else None,
            work_state=state.value,
            created_at=NOW,
        )
        session.add(task)
        session.flush()
        session.add_all(
            TaskSupport(task_id=task.id or 0, agency_id=agencies[code].id or 0) for code in support - {lead}
        )
    session.flush()
    return own


def standing(session: Session) -> dict[str, tuple[str, int | None, frozenset[int]]]:
    found = {}
    for task in session.exec(select(Task)).all():
        support = session.exec(select(TaskSupport.agency_id).where(TaskSupport.task_id == task.id)).all()
        found[task.code] = (task.work_state, task.lead_agency_id, frozenset(support))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tasks=TASKS, merges=MERGES)
def test_any_row_of_merges_keeps_every_task_and_leaves_none_with_an_ended_agency(
    tmp_path: Path,
    sqlite_template: Path,
    tasks: list[tuple[WorkState, str | None, set[str]]],
    merges: list[tuple[list[str], str]],
) -> None:
    """Open tasks are conserved and led by agencies that exist; the preview names exactly what changes, each once."""
    path = tmp_path / "any.sqlite"
    shutil.copy(sqlite_template, path)
    engine: sa.Engine = make_engine(f"sqlite:///{path}")
    with unit_of_work(engine) as session:
        committee = build(session, tasks)
        for sources, into in merges:
            before = standing(session)
            day = {"from_day": FROM, "actor": AN, "today": FROM}
            try:
                preview = preview_merge(session, committee, sources, into, **day)
            except Refused:
                assert standing(session) == before
                continue
            assert merge_agencies(session, committee, sources, into, now=NOW, **day) == preview
            after = standing(session)
            changed = {code for code in after if after[code] != before[code]}
            assert [one.task.code for one in preview.tasks] == sorted(changed)
            assert after.keys() == before.keys()
            assert all(after[code][0] == before[code][0] for code in after)
        ended = set(session.exec(select(Agency.id).where(~Agency.active)).all())
        unfinished = {state.value for state in UNFINISHED}
        for state, lead, support in standing(session).values():
            assert lead not in support
            if state in unfinished:
                assert lead not in ended
                assert not support & ended
        assert first_break(session, committee) is None
    engine.dispose()


def test_a_done_task_opened_again_is_found_and_moved_by_the_same_merge(here: Installation) -> None:
    """A second merge into the same agency takes what was reopened meanwhile and leaves the agency's last day."""
    runs.merge(here, ["HND"], "MTTQ", FROM, apply=True)
    with here.writing() as session:
        lifecycle.perform(
            session,
            here.committee,
            "2026-Q3-004",
            Act.REOPEN,
            actor=AN,
            now=here.now,
            today=here.today,
            reason="còn thiếu",
        )
    assert [one.task.code for one in runs.merge(here, ["HND"], "MTTQ", FROM, apply=True).tasks] == ["2026-Q3-004"]
    with reading_session(here.engine) as session:
        assert session.exec(select(Agency.valid_to).where(Agency.code == "HND")).one() == date(2026, 6, 30)

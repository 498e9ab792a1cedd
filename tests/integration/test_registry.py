"""Directory, intake, life cycle, meetings and status check, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
import yaml
from sqlmodel import select

from config.database import reading as reading_session
from config.database import unit_of_work
from config.office_files import config_folder
from tasks_registry import intake, runs, store
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation
from tasks_registry.lifecycle import perform
from tasks_registry.models import Agency, History, Meeting, Person, SourceDocument, StatusSnapshot, Task, TaskCitation
from tasks_registry.reading.model import Citation, Reading
from tasks_registry.states import Act, WorkState
from tasks_registry.view import TaskView
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import CONFERENCE, proposal, reading

THREE = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 5), support=["UBND xã"]),
    proposal("Báo cáo kết quả kiểm tra, giám sát chín tháng đầu năm", meeting=True, lead="UBKT"),
    proposal(
        "Nâng cao chất lượng sinh hoạt chi bộ",
        lead=None,
        citations=[Citation("NQ", "46-NQ/TW", date(2023, 12, 20), "Nghị quyết số 46-NQ/TW")],
    ),
)


def store_reading(here: Installation, document: Reading = THREE, *, accept: bool = True) -> intake.ImportResult:
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


def views(here: Installation) -> list[TaskView]:
    with reading_session(here.engine) as session:
        return store.task_views(session, here.committee)


def history(here: Installation, action: str) -> list[History]:
    with reading_session(here.engine) as session:
        return list(session.exec(select(History).where(History.action == action)).all())


# --- directory ---------------------------------------------------------------------------------------------------


def test_opening_brings_in_the_directory_once(open_at: Open) -> None:
    """Agencies and people come from agencies.yaml; opening again changes nothing."""
    here = open_at()
    open_at()
    with reading_session(here.engine) as session:
        agencies = session.exec(select(Agency)).all()
        people = session.exec(select(Person)).all()
    assert len(agencies) == len(here.files.directory.agencies)
    assert len(people) == sum(len(agency.people) for agency in here.files.directory.agencies)
    assert len(history(here, "agency.add")) == len(agencies)


def test_an_edit_of_the_file_takes_effect_and_leaves_history(open_at: Open) -> None:
    """A new name is taken over, a person who left is retired, a row is never deleted."""
    here = open_at()
    path = config_folder(here.settings.home) / "agencies.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    finance = next(agency for agency in content["agencies"] if agency["code"] == "PKT")
    gone = finance["people"].pop()
    finance["name"], finance["aliases"] = "Phòng Kinh tế và Hạ tầng", ["Phòng KT-HT"]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    again = open_at("2026-07-02T08:00")
    with reading_session(again.engine) as session:
        agency = session.exec(select(Agency).where(Agency.code == "PKT")).one()
        person = session.exec(select(Person).where(Person.email == gone["email"])).one()
    assert agency.name == "Phòng Kinh tế và Hạ tầng"
    assert person.active is False
    assert history(again, "agency.change")[0].before == {"name": "Phòng Kinh tế"}
    assert history(again, "person.change")[0].after == {"active": False}


# --- intake ------------------------------------------------------------------------------------------------------


def test_accepted_proposals_become_assigned_tasks(open_at: Open) -> None:
    """With lead, support, due day after the calendar, and the person who will hear of them."""
    here = open_at()
    result = store_reading(here)
    assert (result.tasks, result.drafts, result.meetings, result.without_lead) == (3, 0, 1, 1)
    ocop, agenda, quality = views(here)
    assert (ocop.code, ocop.lead_code, ocop.due) == ("2026-Q3-001", "PKT", date(2026, 9, 4))
    assert ocop.original_due == date(2026, 9, 4)
    assert ocop.support_names == ("Ủy ban nhân dân xã",)
    assert ocop.officer is not None
    assert ocop.officer.name == "Đinh Công Bằng"
    assert (agenda.meeting_name, agenda.due) == (CONFERENCE.name, date(2026, 9, 30))
    assert (quality.lead_code, quality.due) == (None, None)
    assert quality.officer is not None
    assert quality.officer.agency_code == "VPĐU"  # the office hears of what nobody leads yet


def test_citations_are_kept_with_number_and_day(open_at: Open) -> None:
    """“Việc liên quan đến 46-NQ/TW” is found by them."""
    here = open_at()
    store_reading(here)
    with reading_session(here.engine) as session:
        cited = session.exec(select(TaskCitation)).one()
    assert (cited.number, cited.issued_on) == ("46-NQ/TW", date(2023, 12, 20))


def test_without_acceptance_proposals_stay_drafts(open_at: Open) -> None:
    """Nothing is tracked before a person confirmed it."""
    here = open_at()
    assert store_reading(here, accept=False).drafts == 3
    assert {view.work_state for view in views(here)} == {WorkState.DRAFT}
    runs.perform(here, "2026-Q3-001", Act.ASSIGN)
    assert views(here)[0].original_due == date(2026, 9, 4)


def test_the_same_document_twice_adds_nothing(open_at: Open) -> None:
    """Known by its text, not by its file."""
    here = open_at()
    store_reading(here)
    again = store_reading(here)
    assert again.known is True
    assert len(views(here)) == 3


def test_a_second_document_continues_the_codes_and_knows_the_meeting(open_at: Open) -> None:
    """The same conference in another document is the same conference."""
    here = open_at()
    store_reading(here)
    result = store_reading(here, reading(proposal("Chất vấn và trả lời chất vấn", meeting=True)))
    assert (result.tasks, result.meetings) == (1, 0)
    assert views(here)[-1].code == "2026-Q3-004"
    with reading_session(here.engine) as session:
        assert len(session.exec(select(Meeting)).all()) == 1


def test_a_failure_in_the_middle_leaves_no_half_import(open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it or nothing."""
    here = open_at()

    def fail(*_: object) -> None:
        raise RuntimeError("đĩa đầy")

    monkeypatch.setattr(intake._Intake, "_details", fail)
    with pytest.raises(RuntimeError):
        store_reading(here)
    with reading_session(here.engine) as session:
        assert session.exec(select(SourceDocument)).all() == []
        assert session.exec(select(Task)).all() == []


# --- life cycle --------------------------------------------------------------------------------------------------


def test_a_confirmation_keeps_day_evidence_and_history(open_at: Open) -> None:
    """Who, when, from what to what."""
    store_reading(open_at())
    here = open_at("2026-09-03T23:30")
    runs.perform(here, "2026-Q3-001", Act.CONFIRM, evidence="45-BC/UBND")
    done = views(here)[0]
    assert (done.work_state, done.completed_on, done.evidence) == (WorkState.DONE, date(2026, 9, 3), "45-BC/UBND")
    row = history(here, "task.confirm")[0]
    assert (row.before["work_state"], row.after["work_state"]) == ("assigned", "done")


def test_reopening_takes_the_completion_back(open_at: Open) -> None:
    """A reopened task is not done any more."""
    here = open_at()
    store_reading(here)
    runs.perform(here, "2026-Q3-001", Act.CONFIRM, evidence="45-BC/UBND")
    runs.perform(here, "2026-Q3-001", Act.REOPEN, reason="hồ sơ thiếu")
    task = views(here)[0]
    assert (task.work_state, task.completed_on, task.note) == (WorkState.IN_PROGRESS, None, "hồ sơ thiếu")


def test_an_owner_s_word_is_kept_as_the_last_report(open_at: Open) -> None:
    """“No report from the owner” is a fact of its own."""
    store_reading(open_at())
    here = open_at("2026-08-03T09:00")
    runs.perform(here, "2026-Q3-001", Act.RECEIVE)
    assert views(here)[0].reported_at == here.now


def test_an_edit_of_an_older_version_is_refused(open_at: Open) -> None:
    """Two people never overwrite each other without seeing it."""
    here = open_at()
    store_reading(here)
    runs.perform(here, "2026-Q3-001", Act.RECEIVE)
    with unit_of_work(here.engine) as session, pytest.raises(Refused, match="người khác sửa"):
        perform(
            session,
            here.committee,
            "2026-Q3-001",
            Act.START,
            actor=replace(AN, name="Bằng"),
            now=here.now,
            today=here.today,
            expected_version=1,
        )


def test_an_unknown_task_or_meeting_is_told(open_at: Open) -> None:
    """The sentence says where the codes are listed."""
    here = open_at()
    with pytest.raises(NotInRegistry, match="dondoc tasks"):
        runs.perform(here, "2026-Q3-999", Act.RECEIVE)
    with pytest.raises(NotInRegistry, match="dondoc meetings"):
        runs.fix_meeting_day(here, 999, date(2026, 9, 25))


# --- meetings ----------------------------------------------------------------------------------------------------


def conference(here: Installation) -> int:
    with reading_session(here.engine) as session:
        return store.meeting_views(session, here.committee)[0].id


def test_fixing_the_day_moves_exactly_what_hangs_on_it(open_at: Open) -> None:
    """The agenda item moves to the papers' day, the task with its own date stays."""
    here = open_at()
    store_reading(here)
    moves = runs.fix_meeting_day(here, conference(here), date(2026, 9, 25))
    assert [(move.code, move.before, move.after) for move in moves] == [
        ("2026-Q3-002", date(2026, 9, 30), date(2026, 9, 18))  # 20/9 is a Sunday
    ]
    assert views(here)[1].original_due == date(2026, 9, 18)  # until then the month only stood in for it
    runs.fix_meeting_day(here, conference(here), date(2026, 9, 28))
    assert (views(here)[1].due, views(here)[1].original_due) == (date(2026, 9, 23), date(2026, 9, 18))
    assert runs.fix_meeting_day(here, conference(here), date(2026, 9, 28)) == []


def test_a_finished_item_stays_where_it_was(open_at: Open) -> None:
    """What is done is judged by the day it had."""
    here = open_at()
    store_reading(here)
    runs.perform(here, "2026-Q3-002", Act.CONFIRM, evidence="9-BC/UBKTĐU")
    assert runs.fix_meeting_day(here, conference(here), date(2026, 9, 25)) == []


def test_a_day_off_is_no_day_for_a_meeting(open_at: Open) -> None:
    """02/9 is National Day."""
    here = open_at()
    store_reading(here)
    with pytest.raises(Refused, match="ngày nghỉ"):
        runs.fix_meeting_day(here, conference(here), date(2026, 9, 2))


# --- status check ------------------------------------------------------------------------------------------------


def test_a_check_counts_and_keeps_one_snapshot_a_day(open_at: Open) -> None:
    """The second check of a day replaces the first."""
    store_reading(open_at())
    here = open_at("2026-09-07T06:00")
    first = runs.check(here)
    runs.perform(here, "2026-Q3-001", Act.CONFIRM, evidence="45-BC/UBND")
    second = runs.check(here)
    assert (first.figures.open_overdue, second.figures.open_overdue) == (1, 0)
    assert (second.figures.done_late, second.without_lead, second.without_person, second.drafts) == (1, 1, 0, 0)
    with reading_session(here.engine) as session:
        kept = session.exec(select(StatusSnapshot)).one()
    assert kept.figures["done_late"] == 1


def test_tasks_asked_for_by_id_are_read_by_id(open_at: Open) -> None:
    """In the order of their codes, and without a walk over all codes of the committee, which is SQLite's own idea."""
    here = open_at()
    store_reading(here)
    ran: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "meeting_name" in statement:
            ran.append((statement, parameters))

    wanted = [view.id for view in reversed(views(here))][:2]
    with reading_session(here.engine) as session:
        connection = session.connection()
        sa.event.listen(connection, "before_cursor_execute", note)
        found = store.task_views(session, here.committee, ids=wanted)
        assert [view.id for view in found] == wanted[::-1]
        if connection.dialect.name == "sqlite":
            ((statement, parameters),) = ran
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()  # type: ignore[arg-type]
            assert "rowid=?" in plan[0][-1]

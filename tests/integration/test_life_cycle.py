"""Reports, extensions, handing back and carrying over, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import select

from config.agencies import Access
from config.database import reading as reading_session
from config.rhythm import JudgedBy
from tasks_registry import intake, runs, store
from tasks_registry.access import Actor
from tasks_registry.carrying import carry_over
from tasks_registry.errors import Refused
from tasks_registry.history import first_break
from tasks_registry.installation import Installation
from tasks_registry.models import Agency, Extension, History, Task
from tasks_registry.reading.model import Citation
from tasks_registry.review import Edit
from tasks_registry.sheet import TaskSheet, task_sheet
from tasks_registry.states import Act, ExtensionState, WorkState
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import proposal, reading

CODE, DUE = "2026-Q3-001", date(2026, 9, 18)
CITED = Citation("NQ", "46-NQ/TW", date(2023, 12, 20), "Nghị quyết số 46-NQ/TW")
REPORT = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=DUE, support=["UBND xã"], citations=[CITED]),
    proposal("Báo cáo kết quả kiểm tra, giám sát chín tháng đầu năm", meeting=True, lead="UBKT"),
    proposal("Nâng cao chất lượng sinh hoạt chi bộ", lead=None),
)
KHANH = Actor("Khanh", Access.LEADER)


@pytest.fixture
def office(open_at: Open) -> Installation:
    """Three assigned tasks on 1 July 2026, the office clerk acting."""
    here = replace(open_at(), actor=AN)
    with here.writing() as session:
        intake.import_reading(
            session,
            REPORT,
            file_name="bao-cao.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    return here


def officer(here: Installation, agency: str = "PKT") -> Installation:
    """The same installation with somebody of ``agency`` acting."""
    with reading_session(here.engine) as session:
        id_ = session.exec(select(Agency.id).where(Agency.code == agency)).one()
    return replace(here, actor=Actor(f"Người của {agency}", Access.AGENCY, 900, id_))


def sheet(here: Installation, code: str = CODE) -> TaskSheet:
    with reading_session(here.engine) as session:
        assert first_break(session, here.committee) is None
        return task_sheet(session, here.committee, code, actor=AN, today=here.today, zone=here.settings.zone)


def stale() -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match="vừa được người khác sửa")


def ask(here: Installation, day: date = date(2026, 9, 25), reason: str = "chờ ý kiến cấp trên") -> None:
    with runs.extending(here) as desk:
        desk.ask(CODE, day, reason)


# --- progress reports --------------------------------------------------------------------------------------------


def test_every_report_is_kept_and_the_last_one_shows(office: Installation, open_at: Open) -> None:
    """The task starts with the first report, keeps a percentage nobody repeats, and knows its last word."""
    runs.report_progress(officer(office), CODE, " đã họp thẩm định ", percent=40, evidence="7-BC/PKT")
    later = replace(open_at("2026-07-13T06:30"), actor=AN)
    runs.report_progress(later, CODE, "đang hoàn chỉnh hồ sơ")
    found = sheet(later)
    assert (found.task.work_state, found.task.percent, found.task.note) == (
        WorkState.IN_PROGRESS,
        40,
        "đang hoàn chỉnh hồ sơ",
    )
    assert [(one.reported_by, one.text, one.percent, one.evidence) for one in found.reports] == [
        ("Người của PKT", "đã họp thẩm định", 40, "7-BC/PKT"),
        ("An", "đang hoàn chỉnh hồ sơ", None, None),
    ]
    assert found.days_since_report == 0
    assert [deed.action for deed in found.history][-2:] == ["task.report", "task.report"]
    assert sheet(open_at("2026-07-20")).days_since_report == 7
    assert sheet(later, "2026-Q3-002").days_since_report is None


def test_a_submission_is_a_report(office: Installation) -> None:
    """What was handed in stands among what was said."""
    runs.perform(officer(office), CODE, Act.SUBMIT, evidence="12-TTr/PKT")
    (said,) = sheet(office).reports
    assert (said.text, said.evidence, said.reported_by) == ("Nộp kết quả", "12-TTr/PKT", "Người của PKT")


@pytest.mark.parametrize(
    ("text", "percent", "sentence"),
    [("  ", None, "chưa có nội dung"), ("xong", 101, "từ 0 đến 100"), ("chưa", -1, "không phải -1")],
)
def test_a_report_without_words_or_with_an_impossible_percentage_is_refused(
    office: Installation, text: str, percent: int | None, sentence: str
) -> None:
    """And leaves nothing behind."""
    with pytest.raises(Refused, match=sentence):
        runs.report_progress(office, CODE, text, percent=percent)
    assert sheet(office).reports == ()
    assert sheet(office).task.version == 1


def test_nobody_reports_on_what_is_closed_or_another_s(office: Installation) -> None:
    """The sentence says in which state it is, or whom to ask."""
    with pytest.raises(Refused, match="liên hệ văn phòng"):
        runs.report_progress(officer(office, "UBKT"), CODE, "xong rồi")
    with pytest.raises(Refused, match="“lãnh đạo”"):
        runs.report_progress(replace(office, actor=KHANH), CODE, "xong rồi")
    runs.perform(office, CODE, Act.CONFIRM, evidence="45-BC/UBND")
    with pytest.raises(Refused, match="“hoàn thành”"):
        runs.report_progress(office, CODE, "xong rồi")


# --- extensions --------------------------------------------------------------------------------------------------


def test_an_extension_moves_the_due_day_and_keeps_the_first_for_ever(office: Installation) -> None:
    """Asked by the lead agency, granted by a leader, twice; reminders see the current day."""
    leader = replace(office, actor=KHANH)
    for asked, granted, expected in (
        (date(2026, 9, 25), None, date(2026, 9, 25)),
        (date(2026, 10, 9), date(2026, 10, 2), date(2026, 10, 2)),
    ):
        ask(officer(office), asked)
        with runs.extending(leader) as desk:
            desk.approve(CODE, granted, "theo Kết luận của Thường trực")
        task = sheet(office).task
        assert (task.due, task.original_due) == (expected, DUE)
    assert task.extensions == 2
    first, second = sheet(office).extensions
    assert (first.state, first.due_before, first.due_granted) == (ExtensionState.APPROVED, DUE, date(2026, 9, 25))
    assert (second.due_asked, second.due_granted, second.answered_by) == (date(2026, 10, 9), date(2026, 10, 2), "Khanh")


def test_a_granted_day_is_not_moved_by_a_meeting(office: Installation) -> None:
    """The agenda item was given more time: fixing the day of the conference leaves it alone."""
    with runs.extending(office) as desk:
        desk.ask("2026-Q3-002", date(2026, 10, 5), "chờ số liệu")
        desk.approve("2026-Q3-002")
    assert sheet(office, "2026-Q3-002").task.original_due == date(2026, 9, 30)
    with reading_session(office.engine) as session:
        (meeting,) = store.meeting_views(session, office.committee)
    assert runs.fix_meeting_day(office, meeting.id, date(2026, 9, 25)) == []


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (DUE, "phải sau hạn hiện nay 18/09/2026"),
        (date(2026, 9, 20), "ngày nghỉ. Ngày làm việc gần nhất: 18/09/2026 hoặc 21/09/2026"),
        (date(2026, 6, 30), "phải sau hạn hiện nay"),
    ],
)
def test_a_day_that_is_no_extension_is_refused(office: Installation, day: date, sentence: str) -> None:
    """A day off is not rolled silently: the hint lets the agency choose."""
    with pytest.raises(Refused, match=sentence):
        ask(office, day)


def test_what_was_asked_too_long_ago_needs_another_day(office: Installation, open_at: Open) -> None:
    """Answered after the day that was asked for, the request cannot be granted as it stands."""
    ask(office)
    late = replace(open_at("2026-09-28"), actor=AN)
    with pytest.raises(Refused, match=r"25/09/2026 .* đã qua"), runs.extending(late) as desk:
        desk.approve(CODE)
    with runs.extending(late) as desk:
        desk.approve(CODE, date(2026, 10, 2))
    assert sheet(late).task.due == date(2026, 10, 2)


def test_one_request_waits_at_a_time(office: Installation) -> None:
    """Refused with a sentence – and by the database itself, should two ever pass the sentence."""
    ask(office)
    with pytest.raises(Refused, match="đang chờ duyệt"):
        ask(office, date(2026, 10, 2))
    with reading_session(office.engine) as session:
        (request,) = session.exec(select(Extension)).all()
        facts = request.model_dump(exclude={"id"})
    with pytest.raises(sa.exc.IntegrityError), office.writing() as session:
        session.add(Extension(**facts))


def test_a_refused_or_withdrawn_request_changes_no_day(office: Installation) -> None:
    """Each leaves its reason, and room for the next request."""
    ask(office)
    with runs.extending(office) as desk:
        desk.withdraw(CODE)
    ask(office)
    with pytest.raises(Refused, match="lý do"), runs.extending(office) as desk:
        desk.refuse(CODE, " ")
    with runs.extending(office) as desk:
        desk.refuse(CODE, "việc đã gia hạn một lần")
    found = sheet(office)
    assert [one.state for one in found.extensions] == [ExtensionState.WITHDRAWN, ExtensionState.REFUSED]
    assert (found.task.due, found.task.extensions, found.extensions[-1].answer) == (DUE, 0, "việc đã gia hạn một lần")
    with pytest.raises(Refused, match="không có đề nghị gia hạn nào"), runs.extending(office) as desk:
        desk.approve(CODE)


def test_the_lead_agency_asks_and_only_the_office_or_a_leader_answers(office: Installation) -> None:
    """Nobody grants time to oneself."""
    with pytest.raises(Refused, match="liên hệ văn phòng"):
        ask(officer(office, "UBKT"))
    ask(officer(office))
    with pytest.raises(Refused, match="trả lời gia hạn"), runs.extending(officer(office)) as desk:
        desk.approve(CODE)
    with reading_session(office.engine) as session:
        assert [one.code for one in store.pending_extensions(session, office.committee)] == [CODE]


@pytest.mark.parametrize(
    ("act", "lapses"),
    [(Act.CONFIRM, True), (Act.WITHDRAW, True), (Act.HAND_BACK, True), (Act.SUSPEND, False), (Act.SUBMIT, False)],
)
def test_a_request_lapses_with_its_task(office: Installation, act: Act, lapses: bool) -> None:
    """No request waits for an answer that would change nothing; history tells it in the row of the act."""
    ask(office)
    runs.perform(office, CODE, act, reason="theo chỉ đạo", evidence="45-BC/UBND")
    (request,) = sheet(office).extensions
    assert request.state is (ExtensionState.LAPSED if lapses else ExtensionState.PENDING)
    assert ("extension" in sheet(office).history[-1].after) is lapses


def test_a_task_without_a_due_day_has_nothing_to_extend(office: Installation) -> None:
    """The sentence says how it gets one."""
    with pytest.raises(Refused, match="dondoc edit --due"), runs.extending(office) as desk:
        desk.ask("2026-Q3-003", date(2026, 9, 25), "cần thêm thời gian")


def test_the_office_chooses_by_which_day_it_judges(office: Installation, open_at: Open) -> None:
    """The same extended task is in time by its current day and overdue by its first."""
    ask(office)
    with runs.extending(office) as desk:
        desk.approve(CODE)
    here = open_at("2026-09-22")
    assert runs.check(here).figures.open_overdue == 0
    rules = here.files.rhythm.deadlines.model_copy(update={"judged_by": JudgedBy.ORIGINAL})
    rhythm = here.files.rhythm.model_copy(update={"deadlines": rules})
    strict = replace(here, files=here.files.model_copy(update={"rhythm": rhythm}))
    assert runs.check(strict).figures.open_overdue == 1


# --- handing back ------------------------------------------------------------------------------------------------


def test_a_task_handed_back_waits_for_the_office_and_keeps_its_first_day(office: Installation) -> None:
    """Another agency is named, the task assigned anew; what was first confirmed stays."""
    runs.perform(officer(office), CODE, Act.HAND_BACK, reason="không thuộc chức năng của Phòng")
    with pytest.raises(Refused, match="“trả lại nơi giao”"):
        runs.report_progress(office, CODE, "đang làm")
    with runs.reviewing(office) as review:
        review.edit(CODE, Edit(lead="UBND", due=date(2026, 9, 25)))
    runs.perform(office, CODE, Act.ASSIGN)
    task = sheet(office).task
    assert (task.work_state, task.lead_code, task.original_due) == (WorkState.ASSIGNED, "UBND", DUE)


# --- carrying over -----------------------------------------------------------------------------------------------


def test_a_successor_takes_over_everything_but_the_time(office: Installation) -> None:
    """Rõ người, rõ việc, rõ sản phẩm, căn cứ, phối hợp; a code and a due day of its own; both know each other."""
    runs.report_progress(office, CODE, "đang làm", percent=70)
    ask(office)
    after = runs.carry_over(office, CODE, "2026-Q4", due=None, reason="chờ hội đồng cấp tỉnh")
    old, new = sheet(office), sheet(office, "2026-Q4-001")
    assert after == new.task
    assert (old.task.work_state, old.successor) == (WorkState.CARRIED_OVER, "2026-Q4-001")
    assert (new.task.work_state, new.predecessor) == (WorkState.ASSIGNED, CODE)
    assert (new.task.due, new.task.original_due) == (date(2026, 12, 31), date(2026, 12, 31))
    for name in ("title", "text", "lead_code", "support_names", "product", "document", "officer"):
        assert getattr(new.task, name) == getattr(old.task, name), name
    assert new.citations == old.citations == (CITED.text,)
    assert (new.reports, new.extensions, new.task.percent, new.days_since_report) == ((), (), None, None)
    assert old.extensions[0].state is ExtensionState.LAPSED


def test_a_given_day_stands_and_a_task_without_a_deadline_stays_without(office: Installation) -> None:
    """The rule speaks only where nobody did and a deadline was."""
    assert runs.carry_over(office, CODE, "2026-Q4", due=date(2026, 10, 30), reason="x").due == date(2026, 10, 30)
    assert runs.carry_over(office, "2026-Q3-003", "2026", due=None, reason="x").due is None
    with reading_session(office.engine) as session:
        given = session.exec(select(Task).where(Task.code == "2026-Q4-001")).one()
    assert (given.due_fixed_by, given.period) == ("office", "2026-Q4")


def test_what_was_handed_back_is_still_with_the_office_in_the_next_period(office: Installation) -> None:
    """Carrying over does not assign behind the agency's back."""
    runs.perform(office, CODE, Act.HAND_BACK, reason="không thuộc chức năng")
    assert runs.carry_over(office, CODE, "2026-Q4", due=None, reason="x").work_state is WorkState.HANDED_BACK


@pytest.mark.parametrize(
    ("period", "due", "reason", "sentence"),
    [
        ("2026-Q2", None, "x", "Kỳ 2026-Q2 đã qua"),
        ("2026-Q3", None, "x", "không sau kỳ 2026-Q3"),
        ("2026-9M", None, "x", "không sau kỳ 2026-Q3"),
        ("quý sau", None, "x", "Không hiểu mã kỳ “quý sau”"),
        ("2026-Q4", date(2026, 6, 1), "x", "01/06/2026 đã qua"),
        ("2026-Q4", None, " ", "cần ghi lý do"),
    ],
)
def test_a_refused_carry_over_leaves_nothing_even_in_a_transaction_that_goes_on(
    office: Installation, period: str, due: date | None, reason: str, sentence: str
) -> None:
    """Closing a period meets one bad task and must not leave half a successor of it."""
    with office.writing() as session:
        with pytest.raises(Refused, match=sentence):
            carry_over(
                session,
                office.committee,
                CODE,
                period=period,
                due=due,
                reason=reason,
                actor=AN,
                now=office.now,
                today=office.today,
            )
        session.flush()
    with reading_session(office.engine) as session:
        assert len(session.exec(select(Task)).all()) == 3
        assert session.exec(select(History).where(History.action == "task.carried")).all() == []
    assert runs.carry_over(office, CODE, "2026-Q4", due=None, reason="x").code == "2026-Q4-001"


def test_a_task_with_a_living_successor_is_not_reopened(office: Installation) -> None:
    """One commitment must not be counted twice; with the successor withdrawn it may come back."""
    runs.carry_over(office, CODE, "2026-Q4", due=None, reason="x")
    with pytest.raises(Refused, match=f"{CODE} đã chuyển thành 2026-Q4-001"):
        runs.perform(office, CODE, Act.REOPEN, reason="nhầm")
    runs.perform(office, "2026-Q4-001", Act.WITHDRAW, reason="nhầm")
    runs.perform(office, CODE, Act.REOPEN, reason="nhầm")
    assert sheet(office).successor is None


def test_a_corrected_document_does_not_meet_its_successors(office: Installation) -> None:
    """The same text stands in two tasks then: only the one read from the document is compared."""
    runs.carry_over(office, CODE, "2026-Q4", due=None, reason="x")
    corrected = reading(*REPORT.tasks, proposal("Ra mắt tổ công nghệ số cộng đồng"))
    with office.writing() as session:
        result = intake.import_reading(
            session,
            corrected,
            file_name="b.docx",
            accept=False,
            files=office.files,
            calendar=office.calendar,
            actor=AN,
            now=office.now,
        )
    assert (result.same, result.tasks, result.gone) == (3, 1, ())


# --- rights and versions at the edges ----------------------------------------------------------------------------


def test_only_those_who_direct_may_review_read_in_and_arrange(office: Installation) -> None:
    """An agency edits nothing, a leader arranges no meeting."""
    agency = officer(office)
    with pytest.raises(Refused, match="giao, sửa và điều hành"), runs.reviewing(agency) as review:
        review.edit(CODE, Edit(title="Việc khác"))
    for deed in (
        lambda review: review.accept([]),
        lambda review: review.merge([CODE, "2026-Q3-002"]),
        lambda review: review.split(CODE, ["một", "hai"]),
    ):
        with pytest.raises(Refused, match="giao, sửa và điều hành"), runs.reviewing(agency) as review:
            deed(review)
    with pytest.raises(Refused, match="sắp xếp hội nghị"):
        runs.fix_meeting_day(replace(office, actor=KHANH), 1, date(2026, 9, 25))


def test_who_looked_at_an_older_version_is_refused_everywhere(office: Installation) -> None:
    """Edit, act, report, extension and carry-over alike."""
    runs.report_progress(office, CODE, "đang làm", expected_version=1)
    with stale(), runs.reviewing(office) as review:
        review.edit(CODE, Edit(title="Việc khác"), expected_version=1)
    with stale():
        runs.perform(office, CODE, Act.SUSPEND, reason="x", expected_version=1)
    with stale():
        runs.report_progress(office, CODE, "lại", expected_version=1)
    with stale(), runs.extending(office) as desk:
        desk.ask(CODE, date(2026, 9, 25), "x", expected_version=1)
    with stale():
        runs.carry_over(office, CODE, "2026-Q4", due=None, reason="x", expected_version=1)
    assert sheet(office).task.version == 2
    assert (sheet(office).extensions, len(sheet(office).reports)) == ((), 1)


def test_a_withdrawn_draft_that_is_reopened_counts_as_confirmed(open_at: Open) -> None:
    """It is worked on from then on, so its first due day is kept."""
    here = replace(open_at(), actor=AN)
    with here.writing() as session:
        intake.import_reading(
            session,
            REPORT,
            file_name="a.docx",
            accept=False,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    runs.perform(here, CODE, Act.WITHDRAW, reason="nhầm")
    runs.perform(here, CODE, Act.REOPEN, reason="vẫn phải làm")
    assert sheet(here).task.original_due == DUE


def test_parts_of_an_extended_task_start_without_its_extensions(office: Installation) -> None:
    """The number of extensions is that of granted requests, and those stay with the first part."""
    ask(office)
    with runs.extending(office) as desk:
        desk.approve(CODE)
    with runs.reviewing(office) as review:
        first, second = review.split(CODE, ["Phần thứ nhất", "Phần thứ hai"])
    assert (first.extensions, second.extensions, second.due) == (1, 0, date(2026, 9, 25))

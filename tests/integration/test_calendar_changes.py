"""Changes of the working calendar and terms, on both databases: shown first, then done exactly as shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml
from sqlmodel import Session, select

from config.agencies import Access
from config.checks import Finding, Level
from config.clock import parse_day
from config.database import reading as reading_session
from config.errors import DondocError
from config.office_files import config_folder
from tasks_registry import calendar_runs, intake, runs, store
from tasks_registry.access import Actor
from tasks_registry.calendar_changes import CalendarEdit, DayDecision
from tasks_registry.checks import check_calendar
from tasks_registry.deadlines import DueFixedBy
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import describe
from tasks_registry.installation import Installation
from tasks_registry.models import CalendarDay, History, Task
from tasks_registry.reading.model import DeadlineProposal, DeadlineRule, Reading
from tasks_registry.review import Edit
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import CONFERENCE, proposal, reading

FRIDAY = date(2026, 9, 11)
PERIOD_END = date(2026, 9, 30)


def waiting(text: str, trigger: str, days: int | None, *, working: bool = False) -> DeadlineProposal:
    return DeadlineProposal(
        text, DeadlineRule.TEXT, waits_for=trigger, offset_days=days, offset_in_working_days=working
    )


OCOP, AGENDA, REPORT, GUIDED, APPROVED, PAPERS, QUIET = (
    "2026-Q3-001", "2026-Q3-002", "2026-Q3-003", "2026-Q3-004", "2026-Q3-005", "2026-Q3-006", "2026-Q3-007",
)  # fmt: skip
DOCUMENT = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=FRIDAY),
    proposal("Báo cáo kết quả kiểm tra, giám sát chín tháng", meeting=True, lead="UBKT"),
    proposal("Sơ kết phong trào thi đua", due=PERIOD_END, lead="VPĐU"),
    replace(
        proposal("Ban hành kế hoạch"),
        deadline=waiting("trong vòng 10 ngày làm việc kể từ khi có hướng dẫn", "có hướng dẫn", 10, working=True),
    ),
    replace(proposal("Công bố quyết định"), deadline=waiting("sau khi cấp trên phê duyệt", "cấp trên phê duyệt", None)),
    replace(
        proposal("Trình tờ trình", meeting=True),
        deadline=replace(waiting("trước Hội nghị 10 ngày", "Hội nghị", -10), before=True),
    ),
    proposal("Tuyên truyền chuyển đổi số"),
)


def keep(here: Installation, document: Reading = DOCUMENT, *, accept: bool = True) -> None:
    with here.writing() as session:
        intake.import_reading(
            session,
            document,
            file_name="bao-cao.docx",
            accept=accept,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )


@pytest.fixture
def office(open_at: Open) -> Installation:
    """Seven confirmed tasks; the conference has its day, the 25th of September."""
    here = open_at()
    keep(here)
    runs.fix_meeting_day(here, 1, date(2026, 9, 25))
    return here


def dues(here: Installation) -> dict[str, date | None]:
    with reading_session(here.engine) as session:
        return {view.code: view.due for view in store.task_views(session, here.committee)}


def row(here: Installation, code: str) -> Task:
    with reading_session(here.engine) as session:
        return store.get_task(session, here.committee, code)


def everything(here: Installation) -> list[object]:
    """All that a change of the calendar could leave behind."""

    def of(session: Session) -> list[object]:
        return [
            session.connection().execute(sa.select(table.__table__).order_by(sa.text("1"))).all()  # type: ignore[attr-defined]
            for table in (Task, CalendarDay, History)
        ]

    with reading_session(here.engine) as session:
        return of(session)


def history(here: Installation, action: str) -> list[History]:
    with reading_session(here.engine) as session:
        return list(session.exec(select(History).where(History.action == action)).all())


def off(first: str, last: str | None = None) -> CalendarEdit:
    return CalendarEdit(DayDecision.OFF, parse_day(first), parse_day(last or first), "Nghỉ phòng chống bão")


def edit_file(here: Installation, name: str, change: Callable[[dict[str, object]], None]) -> None:
    path: Path = config_folder(here.settings.home) / name
    content = yaml.safe_load(path.read_text("utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


def findings(here: Installation) -> dict[str, Finding]:
    return {finding.id: finding for finding in check_calendar(here.settings, here.now)}


# --- shown, then done --------------------------------------------------------------------------------------------


def test_a_preview_changes_nothing(office: Installation) -> None:
    """Not a row of tasks, days or history."""
    before = everything(office)
    effect = calendar_runs.preview(office, off("2026-09-11"))
    calendar_runs.differing(office)
    calendar_runs.leaning(office, date(2026, 1, 1), date(2027, 12, 31))
    assert effect.moves
    assert everything(office) == before


def test_a_storm_day_moves_exactly_what_falls_on_it(office: Installation) -> None:
    """Old day, new day and person of each task, and who is concerned."""
    effect = calendar_runs.preview(office, off("2026-09-11"))
    assert [(change.day, change.works) for change in effect.days] == [(FRIDAY, False)]
    (move,) = effect.moves
    assert (move.code, move.before, move.after) == (OCOP, FRIDAY, date(2026, 9, 10))
    assert [person.name for person in effect.people] == ["Đinh Công Bằng"]
    assert effect.meetings == ()


@pytest.mark.parametrize(
    "edit",
    [
        off("2026-09-11"),
        off("2026-09-07", "2026-09-11"),
        off("2026-09-12", "2026-09-30"),
        CalendarEdit(DayDecision.WORK, date(2026, 9, 20), date(2026, 9, 20), "Làm bù"),
        CalendarEdit(DayDecision.WORK, date(2026, 9, 2), date(2026, 9, 2), "Trực Quốc khánh"),
    ],
    ids=["a day", "a week", "most of the month", "a Sunday worked", "a holiday worked"],
)
def test_applying_does_what_the_preview_said_and_no_more(office: Installation, edit: CalendarEdit) -> None:
    """Every task is where the preview put it, all others where they were; a second time changes nothing."""
    before, shown = dues(office), calendar_runs.preview(office, edit)
    done = calendar_runs.apply(office, edit)
    assert done == shown
    assert dues(office) == before | {move.code: move.after for move in shown.moves}
    assert len(history(office, "task.due_recounted")) == len(shown.moves)
    assert len(history(office, f"calendar.{edit.decision.value}")) == len(edit.days)
    after = everything(office)
    assert calendar_runs.apply(office, edit) == replace(done, days=(), moves=(), meetings=())
    assert everything(office) == after


def test_a_decided_day_holds_when_the_installation_is_opened_again(office: Installation, open_at: Open) -> None:
    """The registry lies over the file; deciding otherwise later changes the same row."""
    calendar_runs.apply(office, off("2026-09-11"))
    assert not open_at().calendar.is_working(FRIDAY)
    worked = CalendarEdit(DayDecision.WORK, FRIDAY, FRIDAY, "Bão đổi hướng")
    calendar_runs.apply(office, worked)
    assert open_at().calendar.is_working(FRIDAY)
    assert dues(office)[OCOP] == FRIDAY
    (change,) = history(office, "calendar.work")
    assert change.before == {"day": "2026-09-11", "working": False, "name": "Nghỉ phòng chống bão"}
    assert describe(change.action) == "ghi ngày làm bù"


def test_removing_a_day_brings_the_due_days_back(office: Installation) -> None:
    """And history keeps who decided and who took it back."""
    before = dues(office)
    calendar_runs.apply(office, off("2026-09-07", "2026-09-11"))
    assert dues(office) != before
    effect = calendar_runs.apply(office, CalendarEdit(DayDecision.REMOVE, date(2026, 9, 7), date(2026, 9, 11)))
    assert dues(office) == before
    assert all(change.works for change in effect.days)
    assert [entry.after for entry in history(office, "calendar.remove")] == [{}] * 5
    with pytest.raises(NotInRegistry, match="11/09/2026"):
        calendar_runs.preview(office, CalendarEdit(DayDecision.REMOVE, FRIDAY, FRIDAY))


def test_a_meeting_on_the_new_day_off_is_named_and_left_to_a_person(office: Installation) -> None:
    """Its papers do not move: the meeting still has its day."""
    effect = calendar_runs.apply(office, off("2026-09-25"))
    assert [meeting.name for meeting in effect.meetings] == [CONFERENCE.name]
    assert effect.moves == ()
    with reading_session(office.engine) as session:
        assert store.get_meeting(session, office.committee, 1).day == date(2026, 9, 25)


def test_a_day_that_a_person_fixed_or_an_extension_gave_stands(office: Installation) -> None:
    """What was promised to somebody is not moved by a rule."""
    with runs.reviewing(office) as review:
        review.edit(OCOP, Edit(due=FRIDAY))
    assert row(office, OCOP).due_fixed_by == DueFixedBy.OFFICE.value
    assert calendar_runs.preview(office, off("2026-09-11")).moves == ()


def test_the_earlier_day_of_merged_tasks_stands(office: Installation) -> None:
    """It is not what the rule of the first one gives, and a recount must not undo it."""
    with runs.reviewing(office) as review:
        review.merge([REPORT, OCOP])
    assert dues(office)[REPORT] == FRIDAY
    assert calendar_runs.differing(office) == []


def test_a_finished_task_keeps_the_day_it_was_measured_by(office: Installation) -> None:
    """Nobody becomes late after the fact."""
    for act in (Act.SUBMIT, Act.CONFIRM):
        runs.perform(office, OCOP, act, evidence="45-BC/UBND")
    assert calendar_runs.preview(office, off("2026-09-11")).moves == ()


def test_who_only_reads_may_not_change_the_calendar(office: Installation) -> None:
    """The inspector sees the preview, and no more."""
    inspector = replace(office, actor=Actor("Kiểm tra viên", Access.INSPECTOR))
    before = everything(office)
    assert calendar_runs.preview(inspector, off("2026-09-11")).moves
    for attempt in (
        lambda: calendar_runs.apply(inspector, off("2026-09-11")),
        lambda: calendar_runs.recount(inspector),
        lambda: calendar_runs.start_term(inspector, GUIDED, FRIDAY, days=None, working=None),
    ):
        with pytest.raises(Refused, match="Kiểm tra viên"):
            attempt()
    assert everything(office) == before


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [("2026-09-11", "2026-09-10", "Nghỉ"), ("2026-09-11", "2027-09-10", "Nghỉ"), ("2026-09-11", "2026-09-11", " ")],
)
def test_an_impossible_decision_is_refused(first: str, last: str, name: str) -> None:
    """A range backwards, a slip of the year, a day without a reason."""
    with pytest.raises(Refused):
        CalendarEdit(DayDecision.OFF, date.fromisoformat(first), date.fromisoformat(last), name)


# --- Tết ---------------------------------------------------------------------------------------------------------


def test_deciding_on_tet_settles_it(office: Installation, open_at: Open) -> None:
    """The forecast's other days are worked again, due days stop leaning on it, the doctor is content."""
    late = open_at("2026-11-24T08:00")
    assert "74 ngày" in findings(late)["C007"].text
    assert findings(late)["C007"].level is Level.WARNING
    with runs.reviewing(late) as review:
        review.edit(OCOP, Edit(due=date(2027, 2, 3)))
    keep(late, reading(proposal("Tổng kết chương trình", due=date(2027, 2, 10)), text="Tết"))
    (leaning,) = calendar_runs.leaning(late, date(2027, 1, 1), date(2027, 12, 31))
    assert (leaning.due, leaning.leans_on) == (date(2027, 2, 3), "29 Tết")
    tet = CalendarEdit(DayDecision.OFF, date(2027, 2, 5), date(2027, 2, 11), "Tết Đinh Mùi")
    effect = calendar_runs.apply(late, tet)
    assert [(change.day.day, change.works) for change in effect.days] == [(4, True), (11, False)]
    assert [(move.before, move.after, move.leans_on) for move in effect.moves] == [
        (date(2027, 2, 3), date(2027, 2, 4), None)
    ]
    settled = open_at("2026-11-24T08:00")
    assert calendar_runs.leaning(settled, date(2027, 1, 1), date(2027, 12, 31)) == []
    assert findings(settled)["C007"].level is Level.OK


def test_a_preview_says_when_a_new_day_leans_on_what_is_only_expected(office: Installation, open_at: Open) -> None:
    """3/2/2027 off as well: the due day goes on rolling back over it."""
    keep(office, reading(proposal("Tổng kết chương trình", due=date(2027, 2, 10)), text="Tết"))
    (move,) = calendar_runs.preview(office, off("2027-02-03")).moves
    assert (move.after, move.leans_on) == (date(2027, 2, 2), "29 Tết")


@pytest.mark.parametrize(
    ("day", "level", "words"),
    [
        ("2026-02-01", Level.OK, "đã có trong lịch"),
        ("2026-10-08", Level.OK, "còn 121 ngày"),
        ("2026-10-09", Level.WARNING, "còn 120 ngày"),
        ("2027-02-06", Level.WARNING, "còn 0 ngày"),
        ("2027-02-07", Level.OK, "Tết Nguyên Đán 2028"),
    ],
)
def test_the_doctor_asks_for_tet_in_time(open_at: Open, day: str, level: Level, words: str) -> None:
    """From 120 days before, as long as the calendar has only a forecast."""
    found = findings(open_at(f"{day}T08:00"))["C007"]
    assert (found.level, words in found.text) == (level, True)


# --- edited files ------------------------------------------------------------------------------------------------


def test_an_edited_file_moves_nothing_by_itself(office: Installation, open_at: Open) -> None:
    """The doctor counts what differs and names the command; recounting moves it, with history."""
    assert findings(office)["C008"].level is Level.OK
    edit_file(office, "calendar.yaml", lambda file: file["days_off"].append({"day": "2026-09-11", "name": "Bão"}))  # type: ignore[attr-defined]
    again = open_at("2026-07-02T08:00")
    assert dues(again)[OCOP] == FRIDAY
    warning = findings(again)["C008"]
    assert (warning.level, warning.text[:6]) == (Level.WARNING, "1 hạn ")
    assert "dondoc calendar recompute" in warning.mend
    shown = calendar_runs.differing(again)
    assert calendar_runs.recount(again) == shown
    assert dues(again)[OCOP] == date(2026, 9, 10)
    assert findings(again)["C008"].level is Level.OK
    assert calendar_runs.recount(again) == []
    (entry,) = history(again, "task.due_recounted")
    assert (entry.before, entry.after) == ({"due": "2026-09-11"}, {"due": "2026-09-10"})


def test_a_file_that_gives_everything_off_is_a_failure_of_the_doctor(office: Installation, open_at: Open) -> None:
    """Said in one sentence, not searched for ever and not passed over."""
    ranges = [(f"{year}-{a}", f"{year}-{b}") for year in (2025, 2026) for a, b in _MONTHS]
    entries = [{"from": first, "to": last, "name": "Nghỉ"} for first, last in ranges]
    edit_file(office, "calendar.yaml", lambda file: file.update(days_off=entries, working_days=[]))
    found = findings(open_at())["C008"]
    assert (found.level, "days_off" in found.text) == (Level.FAILURE, True)


_MONTHS = [
    ("01-01", "02-28"), ("03-01", "04-29"), ("04-30", "06-28"), ("06-29", "08-27"), ("08-28", "10-26"),
    ("10-27", "12-25"), ("12-26", "12-31"),
]  # fmt: skip


def test_a_changed_rule_counts_as_well(office: Installation, open_at: Open) -> None:
    """`trước ngày` made strict: every such day comes one working day earlier once somebody says so."""
    edit_file(office, "rhythm.yaml", lambda file: file["deadlines"].update(strict_before=True))  # type: ignore[attr-defined]
    moves = {move.code: move.after for move in calendar_runs.differing(open_at())}
    assert moves == {OCOP: date(2026, 9, 10), REPORT: date(2026, 9, 29)}


def test_a_decision_moves_only_its_own_even_after_an_edited_file(office: Installation, open_at: Open) -> None:
    """What the edited file would move waits for its own command."""
    edit_file(office, "calendar.yaml", lambda file: file["days_off"].append({"day": "2026-09-11", "name": "Bão"}))  # type: ignore[attr-defined]
    again = open_at()
    effect = calendar_runs.apply(again, off("2026-09-30"))
    assert [move.code for move in effect.moves] == [REPORT]
    assert dues(again)[OCOP] == FRIDAY
    assert [move.code for move in calendar_runs.differing(again)] == [OCOP]


# --- terms -------------------------------------------------------------------------------------------------------


def test_a_trigger_starts_the_term(office: Installation) -> None:
    """Ten working days after Wednesday 15/7; the phrase stays, the first due day is kept for ever."""
    assert row(office, GUIDED).due is None
    assert row(office, GUIDED).original_due is None
    assert calendar_runs.start_term(office, GUIDED, date(2026, 7, 15), days=None, working=None) == date(2026, 7, 29)
    task = row(office, GUIDED)
    assert (task.due, task.original_due, task.waits_for) == (date(2026, 7, 29), date(2026, 7, 29), None)
    assert task.deadline_text == "trong vòng 10 ngày làm việc kể từ khi có hướng dẫn"
    (entry,) = history(office, "task.start_term")
    assert entry.reason == "có hướng dẫn"
    assert calendar_runs.differing(office) == []


def test_a_trigger_told_again_counts_anew(office: Installation) -> None:
    """A slip of the day is mended; the first due day stays where it was."""
    calendar_runs.start_term(office, GUIDED, date(2026, 7, 15), days=None, working=None)
    assert calendar_runs.start_term(office, GUIDED, date(2026, 7, 16), days=10, working=False) == date(2026, 7, 27)
    assert row(office, GUIDED).original_due == date(2026, 7, 29)


def test_a_running_term_follows_the_calendar(office: Installation) -> None:
    """A day off on the way costs a working day."""
    calendar_runs.start_term(office, GUIDED, date(2026, 7, 15), days=None, working=None)
    (move,) = calendar_runs.preview(office, off("2026-07-20")).moves
    assert (move.code, move.after) == (GUIDED, date(2026, 7, 30))


def test_a_trigger_without_a_number_of_days_asks_for_it(office: Installation) -> None:
    """`sau khi cấp trên phê duyệt` names none; 20 calendar days from Monday end on a Sunday and roll forward."""
    with pytest.raises(Refused, match="--days"):
        calendar_runs.start_term(office, APPROVED, date(2026, 7, 6), days=None, working=None)
    assert calendar_runs.start_term(office, APPROVED, date(2026, 7, 6), days=20, working=None) == date(2026, 7, 27)


@pytest.mark.parametrize(
    ("code", "days", "words"),
    [
        (OCOP, 10, "dondoc edit"),
        (PAPERS, None, "dondoc meeting"),
        (AGENDA, 5, "dondoc meeting"),
        (QUIET, 5, "không chờ"),
        (GUIDED, -1, "từ 0 đến"),
        (GUIDED, 100000, "từ 0 đến"),
        ("2026-Q3-999", 5, "2026-Q3-999"),
    ],
)
def test_a_trigger_for_what_waits_for_none_is_refused(
    office: Installation, code: str, days: int | None, words: str
) -> None:
    """One sentence says what to do instead; nothing is written."""
    before = everything(office)
    with pytest.raises(DondocError, match=words):
        calendar_runs.start_term(office, code, FRIDAY, days=days, working=None)
    assert everything(office) == before


def test_a_finished_or_fixed_task_has_no_term_to_start(office: Installation) -> None:
    """It waits no more."""
    with runs.reviewing(office) as review:
        review.edit(GUIDED, Edit(due=FRIDAY))
    with pytest.raises(Refused, match="ấn định riêng"):
        calendar_runs.start_term(office, GUIDED, FRIDAY, days=None, working=None)
    runs.perform(office, APPROVED, Act.WITHDRAW, reason="không còn cần")
    with pytest.raises(Refused, match="rút"):
        calendar_runs.start_term(office, APPROVED, FRIDAY, days=5, working=None)


def test_days_named_before_a_meeting_follow_the_meeting(office: Installation) -> None:
    """Ten days before the 25th, not the body's five; moving the meeting moves both and nothing else."""
    assert (dues(office)[PAPERS], dues(office)[AGENDA]) == (date(2026, 9, 15), date(2026, 9, 18))
    moves = runs.fix_meeting_day(office, 1, date(2026, 9, 28))
    assert {move.code: move.after for move in moves} == {PAPERS: date(2026, 9, 18), AGENDA: date(2026, 9, 23)}


def test_the_office_s_own_term_runs_from_the_confirmation_of_an_undated_document(
    office: Installation, open_at: Open
) -> None:
    """A draft has no day yet; once confirmed, ten days. A dated document counts from its date."""
    edit_file(office, "rhythm.yaml", lambda file: file["deadlines"].update(default_term_days=10))  # type: ignore[attr-defined]
    here = open_at("2026-07-06T08:00")
    assert row(here, QUIET).due is None
    keep(here, reading(proposal("Rà soát danh mục"), proposal("Lập danh sách"), text="không ngày"), accept=False)
    assert row(here, "2026-Q3-008").due is None
    runs.perform(here, "2026-Q3-008", Act.ASSIGN)
    with runs.reviewing(here) as review:
        review.accept(["2026-Q3-009"])
    for code in ("2026-Q3-008", "2026-Q3-009"):
        task = row(here, code)
        assert (task.due, task.original_due) == (date(2026, 7, 16), date(2026, 7, 16))
    dated = reading(proposal("Kiểm kê tài sản"), text="có ngày")
    keep(here, replace(dated, document=replace(dated.document, issued_on=date(2026, 7, 1))), accept=False)
    assert row(here, "2026-Q3-010").due == date(2026, 7, 13)
    assert calendar_runs.differing(here) == []

"""What the registry holds becomes the facts of a meeting, on both databases: agenda, sessions, periods, reports."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.main import invoke
from config.database import reading as reading_session
from config.database import unit_of_work
from config.office_files import config_folder
from reports.meeting.facts import MeetingFacts
from reports.meeting.figures import named_figures
from reports.meeting.runs import figures_of, gather
from tasks_registry import intake, runs, store
from tasks_registry.errors import NotInRegistry
from tasks_registry.installation import Installation
from tasks_registry.meetings import agenda
from tasks_registry.meetings import runs as meeting_runs
from tasks_registry.meetings.arrange import NewMeeting
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import proposal, reading

PAPER, OCOP, ROOF, YOUTH = (f"2026-Q3-{number:03d}" for number in (1, 2, 3, 4))
FORMER, CARRIED = "2026-Q2-001", "2026-Q3-005"


def store_document(here: Installation, period: str, *proposals: Any) -> None:
    document = reading(*proposals)
    document = replace(document, document=replace(document.document, period=period), text=period)
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            document,
            file_name=f"{period}.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )


@pytest.fixture
def autumn(open_at: Open) -> Installation:
    """Two quarters of tasks and three meetings: the conference of 26 June, a session in August, the one to come."""
    spring, summer = open_at("2026-04-02T08:00"), open_at("2026-07-02T08:00")
    store_document(
        spring, "2026-Q2", proposal("Sơ kết công tác dân vận", due=date(2026, 6, 30)), proposal("Tổng kết hè sớm")
    )
    runs.perform(open_at("2026-06-20T08:00"), "2026-Q2-002", Act.CONFIRM, evidence="9-BC/ĐU")
    store_document(
        summer,
        "2026-Q3",
        proposal("Báo cáo kết quả kiểm tra, giám sát chín tháng", meeting=True, lead="UBKT"),
        replace(proposal("Hoàn thành hồ sơ OCOP", due=date(2026, 9, 5)), heading="III.4", heading_text="Kinh tế"),
        replace(proposal("Sửa mái trụ sở", due=date(2026, 9, 28)), heading="III.4", heading_text="Về kinh tế:"),
        proposal("Tổng kết chiến dịch tình nguyện hè", due=date(2026, 9, 30), lead="ĐTN"),
    )
    runs.carry_over(summer, FORMER, "2026-Q3", due=None, reason="chưa xong")
    meeting_runs.add_meeting(spring, NewMeeting("Hội nghị Đảng ủy lần thứ 5", "BCH", ordinal=5), date(2026, 6, 26))
    standing = meeting_runs.add_meeting(summer, NewMeeting("Hội nghị Ban Thường vụ tháng 8", "BTV"), date(2026, 8, 14))
    meeting_runs.fix_day(summer, _conference(summer), date(2026, 9, 25))
    with meeting_runs.arranging(summer) as arranger:
        agenda.add_item(arranger, standing.id, task=OCOP)
        agenda.add_item(arranger, _conference(summer), title="Chất vấn", lead="VPĐU")
    runs.report_progress(open_at("2026-07-06T06:30"), OCOP, "Đang làm")
    runs.perform(open_at("2026-08-10T08:00"), YOUTH, Act.CONFIRM, evidence="10-BC/ĐTN")
    runs.perform(open_at("2026-09-01T08:00"), ROOF, Act.SUBMIT, evidence="11-BC/PKT")
    runs.perform(open_at("2026-09-02T08:00"), ROOF, Act.RETURN, reason="thiếu dự toán")
    return open_at("2026-09-18T08:00")


def _conference(here: Installation) -> int:
    with reading_session(here.engine) as session:
        return next(one.id for one in store.meeting_views(session, here.committee) if one.ordinal == 6)


def facts_of(here: Installation) -> MeetingFacts:
    return gather(here, _conference(here))


def codes(facts: MeetingFacts, key: str) -> list[str]:
    (figure,) = [figure for figure in named_figures(facts) if figure.key == key]
    return sorted(fact.task.code for fact in figure.tasks)


def test_every_list_is_found_in_the_registry(autumn: Installation) -> None:
    """One quarter's course, list by list."""
    facts = facts_of(autumn)
    assert {key: codes(facts, key) for key in ("total", "returned", "silent", "no-report", "carried-in")} == {
        "total": [PAPER, OCOP, ROOF, YOUTH, CARRIED],
        "returned": [ROOF],
        "silent": [OCOP],
        "no-report": [PAPER, CARRIED],
        "carried-in": [CARRIED],
    }
    assert codes(facts, "open-overdue") == [OCOP]
    assert facts.background.carries_on == {facts.carried_in[0].task.id}
    assert [(part.name, part.figures.total) for part in facts.by_field] == [("Kinh tế", 2), ("Lĩnh vực khác", 3)]
    assert [(part.name, part.figures.total) for part in facts.by_meeting] == [
        ("Hội nghị Đảng ủy lần thứ 6", 1),
        ("Hội nghị Ban Thường vụ tháng 8", 1),
        (None, 3),
    ]


def test_the_last_session_is_known_and_what_was_done_since(autumn: Installation) -> None:
    """The conference of 26 June; the task of 20 June was reported to it."""
    facts = facts_of(autumn)
    assert facts.background.previous is not None
    assert facts.background.previous.name == "Hội nghị Đảng ủy lần thứ 5"
    assert codes(facts, "done-since") == [YOUTH]


def test_what_the_standing_committee_settled_is_read_since_the_last_session(autumn: Installation) -> None:
    """The task on its agenda of August, and nothing of a meeting of another body's report."""
    facts = facts_of(autumn)
    assert facts.background.between is not None
    assert [held.meeting.name for held in facts.background.between.meetings] == ["Hội nghị Ban Thường vụ tháng 8"]
    assert codes(facts, "between") == [OCOP]
    with reading_session(autumn.engine) as session:
        standing = next(one.id for one in store.meeting_views(session, autumn.committee) if one.body == "BTV")
    assert gather(autumn, standing).background.between is None


def test_without_a_session_before_the_quarter_begins_the_interval(open_at: Open) -> None:
    """The first conference that the office enters: nothing of the years before is gathered."""
    store_document(open_at("2026-02-02T08:00"), "2026-Q1", proposal("Việc cũ", due=date(2026, 3, 30)))
    here = open_at("2026-09-18T08:00")
    store_document(here, "2026-Q3", proposal("Báo cáo kiểm tra", meeting=True))
    facts = facts_of(here)
    assert (facts.background.previous, facts.done_since_meeting, facts.background.comparison) == (None, (), None)
    assert facts.background.between is not None
    assert facts.background.between.tasks == ()


def test_the_agenda_has_the_item_without_a_task_and_each_paper_once(autumn: Installation) -> None:
    """The paper stands on the agenda because its document said so; its deadline is counted back from the day."""
    facts = facts_of(autumn)
    assert [(entry.item.task_code, entry.listed) for entry in facts.agenda_entries] == [(PAPER, True), (None, True)]
    assert facts.background.papers_due == date(2026, 9, 18)


def test_the_quarter_is_compared_with_the_one_before(autumn: Installation) -> None:
    """Of two tasks of the second quarter one was done and one carried into the third, which has five."""
    compared = facts_of(autumn).background.comparison
    assert compared is not None
    row = compared.found.all
    assert (compared.former, compared.later) == ("quý II/2026", "quý III/2026")
    assert (row.former.done, row.former.carried, row.came.carried_in) == (("2026-Q2-002",), (FORMER,), (CARRIED,))
    assert len(row.later.total) == 5


def test_how_long_an_owner_may_be_silent_is_a_setting(autumn: Installation, open_at: Open, home: Path) -> None:
    """Reported on 6 July, seen on 18 September: 74 days."""
    path = config_folder(home) / "rhythm.yaml"
    rhythm = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    for days, silent in ((73, [OCOP]), (74, [])):
        path.write_text(yaml.safe_dump({**rhythm, "silent_after_days": days}), "utf-8")
        assert codes(facts_of(open_at("2026-09-18T08:00")), "silent") == silent


def test_figures_are_opened_by_key_and_by_agency(autumn: Installation) -> None:
    """One figure of one agency; what does not exist is refused with the way to find what does."""
    _, (figure,) = figures_of(autumn, _conference(autumn), "total", "UBKT")
    assert [fact.task.code for fact in figure.tasks] == [PAPER]
    with pytest.raises(NotInRegistry, match="dondoc report facts"):
        figures_of(autumn, _conference(autumn), "tong-so")
    with pytest.raises(NotInRegistry, match="dondoc agency list"):
        figures_of(autumn, _conference(autumn), "total", "KHONGCO")


Line = Callable[..., str]


@pytest.fixture
def line(
    autumn: Installation, home: Path, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Line:
    """Runs ``report facts`` on the conference, ending with ``code``."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)
    number = str(_conference(autumn))

    def run(*words: str, code: int = 0) -> str:
        got = invoke(["report", "facts", number, *words, "--home", str(home), "--at", "2026-09-18"])
        out, err = capsys.readouterr()
        assert got == code, err
        return err if code else out

    return run


def test_the_command_shows_every_figure_by_its_name(line: Line) -> None:
    """A table for people; for programs the same figures with the codes behind each."""
    text = line()
    assert "Số liệu phục vụ Hội nghị Đảng ủy lần thứ 6, tính đến ngày 18/09/2026" in text
    assert "open-overdue" in text
    found = json.loads(line("--json"))
    assert (found["meeting"], found["as_of"]) == ("Hội nghị Đảng ủy lần thứ 6", "2026-09-18")
    assert all(figure["number"] == len(figure["tasks"]) for figure in found["figures"])
    assert {figure["key"]: figure["tasks"] for figure in found["figures"]}["returned"] == [ROOF]


def test_the_command_lists_the_tasks_of_a_figure(line: Line) -> None:
    """With lead, deadline and progress; an unknown name is one sentence."""
    text = line("--figure", "returned")
    assert "Trả lại để hoàn chỉnh: 1 nhiệm vụ (số liệu tính đến ngày 18/09/2026)" in text
    assert ROOF in text
    assert "0 nhiệm vụ" in line("--figure", "returned", "--agency", "UBKT")
    assert "Không có số liệu “khac”" in line("--figure", "khac", code=1)

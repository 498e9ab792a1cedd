"""The agenda-readiness report: measured in Word, gathered from the registry, written by the command."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from docx.enum.section import WD_ORIENT
from docx2python import docx2python
from openpyxl import load_workbook

from cli.main import invoke
from config.database import unit_of_work
from config.letterhead import Layout
from reports import agenda_entries, word
from reports.agenda import runs
from reports.agenda.compose import compose
from reports.agenda.facts import AgendaFacts
from reports.agenda_entries import Proposal
from reports.kinds import DocumentKind
from reports.meeting.runs import gather as gather_status
from reports.samples import SAMPLES
from reports.templates_in_use import Templates, problems_of
from tasks_registry import intake
from tasks_registry import runs as registry
from tasks_registry.errors import NotInRegistry
from tasks_registry.installation import Installation
from tasks_registry.meetings import agenda
from tasks_registry.meetings import runs as meetings
from tasks_registry.meetings.arrange import NewMeeting
from tasks_registry.models import Task
from tasks_registry.review import Edit
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.party_layout import cells, check_party_layout, check_ruled_table, opened, styled, table_with
from tests.support.readings import proposal as commitment
from tests.support.readings import reading
from tests.unit.reports.hoa_mai import NOW, OFFICE
from tests.unit.reports.test_agenda_readiness import AGENDA, TASKS, found

REPORT, DRAFT, SECRET, OTHER = "2026-Q3-001", "2026-Q3-002", "2026-Q3-003", "2026-Q3-004"
AT = "2026-09-18T08:00"


def _document(profile: str, facts: AgendaFacts) -> Any:
    office = OFFICE.model_copy(update={"layout": Layout(profile=profile)})  # type: ignore[arg-type]
    return _printed(compose(facts, office), office.layout)


def _printed(content: object, layout: Layout) -> Any:
    templates = Templates(Path("no-such-folder"))
    return opened(templates.render(DocumentKind.AGENDA, content, layout, word.Properties("a", "b"), NOW))


# --- in Word ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["HD36-2018", "HD05-2026", "ND30-2020"])
def test_the_report_keeps_the_layout_of_its_profile(profile: str) -> None:
    """An upright page to sign, the list across; the picture says in words what it shows."""
    facts = found(AGENDA, TASKS, today=date(2024, 6, 24))
    document = _document(profile, facts)
    check_party_layout(document)
    assert [section.orientation for section in document.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    number = "Số:       /BC-ĐU" if profile == "ND30-2020" else "Số       -BC/ĐU"
    assert (number, "Số ký hiệu") in styled(document.tables[0].rows[0].cells[0])
    assert [one.text for one in document.paragraphs if one.style.name in ("Title", "Subtitle")] == [
        "BÁO CÁO",
        "tình hình chuẩn bị nội dung, tài liệu",
        "trình Hội nghị Đảng ủy lần thứ 17, khóa II",
    ]
    (shape,) = document.inline_shapes
    timeline = compose(facts, OFFICE).timeline
    assert timeline is not None
    assert shape._inline.docPr.get("descr") == timeline.alt
    table = table_with(document, "Đề xuất")
    check_ruled_table(table, 252)
    assert [row[0] for row in cells(table)[1:]] == ["Nội dung trong chương trình (06)", *map(str, range(1, 7))]
    recipients, signer = document.tables[1].rows[0].cells
    assert [text for text, _ in styled(recipients)] == [
        "Nơi nhận:",
        "- Thường trực Đảng ủy xã Hòa Mai (b/c),",
        "- Lưu Văn phòng Đảng ủy xã Hòa Mai.",
    ]
    assert [text for text, _ in styled(signer)] == ["T/M ĐẢNG ỦY", "BÍ THƯ", "Trần Văn Lâm"]
    assert "PHỤ LỤC 2" not in [one.text for one in document.paragraphs]


def test_what_lies_between_two_sessions_is_an_appendix_of_its_own() -> None:
    """Two tables across, with their repeated headers."""
    document = _printed(SAMPLES[DocumentKind.AGENDA](OFFICE)[0], OFFICE.layout)
    check_party_layout(document)
    for heading in ("Cuộc họp", "Cấp giải quyết"):
        check_ruled_table(table_with(document, heading), 252)
    assert cells(table_with(document, "Cuộc họp"))[1][3] == "1. Sơ kết phong trào xây dựng nông thôn mới: hoàn thành."


def test_a_meeting_without_a_day_or_an_item_still_gives_a_report() -> None:
    """No picture, no empty table."""
    document = _printed(SAMPLES[DocumentKind.AGENDA](OFFICE)[1], OFFICE.layout)
    check_party_layout(document)
    assert len(document.inline_shapes) == 0
    assert len(document.tables) == 2
    assert document.paragraphs[-1].text == "Chương trình chưa có nội dung nào."


def test_its_template_has_nothing_wrong() -> None:
    """What an office exports is what it can install."""
    template = word.builtin_template("agenda_readiness.docx").read_bytes()
    assert problems_of(DocumentKind.AGENDA, template, "agenda_readiness.docx", OFFICE) == []


# --- from the registry -----------------------------------------------------------------------------------------------


@pytest.fixture
def prepared(open_at: Open) -> Installation:
    """A conference on 25/9, on the day its papers are due: one reviewed, one missing, a secret one, one untracked."""
    here = open_at()
    tasks = (
        commitment("Báo cáo kết quả kiểm tra, giám sát chín tháng đầu năm", meeting=True, lead="UBKT"),
        commitment("Đề án phát triển chợ xã", meeting=True),
        commitment("Xem xét đơn tố cáo", meeting=True, lead="UBKT"),
        commitment("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 5)),
    )
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            reading(*tasks),
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    meetings.fix_day(here, 1, date(2026, 9, 25))
    meetings.add_meeting(here, NewMeeting("Hội nghị Ban Thường vụ tháng 8", "BTV"), date(2026, 8, 14))
    with meetings.arranging(here) as arranger:
        agenda.add_item(arranger, 1, title="Công tác cán bộ", lead="BXDĐ")
        agenda.add_item(arranger, 2, task=OTHER)
    with registry.reviewing(here) as review:
        review.edit(SECRET, Edit(secret=True))
        review.edit(DRAFT, Edit(authority="BTV"))
    registry.perform(open_at("2026-09-10T08:00"), REPORT, Act.CONFIRM, evidence="45-BC/UBKT")
    return open_at(AT)


def test_readiness_is_gathered_from_the_registry(prepared: Installation) -> None:
    """Items in their order with what the registry suggests; what the standing committee settled meanwhile."""
    facts = runs.gather(prepared, 1)
    assert facts.deadline == date(2026, 9, 18)
    assert [(one.item.task_code, one.proposal) for one in facts.items] == [
        (REPORT, Proposal.PRESENT),
        (DRAFT, Proposal.CARRY),
        (SECRET, Proposal.CARRY),
        (None, Proposal.CONFIRM),
    ]
    assert facts.without_item == ()
    assert facts.between is not None
    assert [held.meeting.id for held in facts.between.meetings] == [2]
    assert {task.code for task in facts.between.tasks} == {DRAFT, OTHER}
    assert runs.gather(prepared, 2).between is None
    with pytest.raises(NotInRegistry):
        runs.gather(prepared, 99)


def test_a_task_sent_to_the_meeting_past_its_agenda_is_found(prepared: Installation) -> None:
    """A register made by hand may know the meeting of a task and no item."""
    with unit_of_work(prepared.engine) as session:
        task = session.get(Task, 4)
        assert task is not None
        task.meeting_id = 1
    assert [one.item.task_code for one in runs.gather(prepared, 1).without_item] == [OTHER]


def _both_say_the_same(here: Installation) -> None:
    """What the status report and the readiness report of the conference say of its agenda and of the time before."""
    ready, status = runs.gather(here, 1), gather_status(here, 1)
    assert status.agenda_entries == ready.entries
    assert status.background.between == ready.between
    assert ready.between is not None
    assert [fact.task.code for fact in status.between] == [course.code for course in ready.between.tasks]


def test_the_status_report_of_the_meeting_says_the_same(prepared: Installation) -> None:
    """Also of a task that was renamed, falls due before the papers, or belongs to a quarter that is over."""
    with registry.reviewing(prepared) as review:
        review.edit(DRAFT, Edit(due=date(2026, 9, 8), title="Đề án chợ"))
    _both_say_the_same(prepared)
    with unit_of_work(prepared.engine) as session:
        done = session.get(Task, 4)
        assert done is not None
        done.work_state, done.period, done.due = "done", "2026-Q2", date(2026, 6, 20)
        done.completed_on = date(2026, 6, 20)
    _both_say_the_same(prepared)
    (draft,) = [one for one in runs.gather(prepared, 1).items if one.item.task_code == DRAFT]
    assert (agenda_entries.title(draft), agenda_entries.deadline(draft), draft.proposal) == (
        "Đề án chợ",
        "08/9/2026 (hạn của nhiệm vụ)",
        Proposal.CARRY,
    )


@pytest.mark.parametrize("day", [date(2025, 8, 28), date(2026, 6, 26)])
def test_both_reports_measure_from_the_same_session(prepared: Installation, day: date) -> None:
    """One that is too long ago is none, for both."""
    former = meetings.add_meeting(prepared, NewMeeting("Hội nghị Đảng ủy lần thứ 5", "BCH", ordinal=5), day)
    _both_say_the_same(prepared)
    between = runs.gather(prepared, 1).between
    assert between is not None
    near = day.year == 2026
    assert (between.interval.previous is not None) is near
    assert between.interval.after == (former.day if near else date(2026, 6, 30))


# --- by the command --------------------------------------------------------------------------------------------------

Run = Callable[..., str]


@pytest.fixture
def run(
    prepared: Installation,
    home: Path,
    database: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Runs ``report agenda``; returns what it says."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)

    def run_(*words: str, code: int = 0) -> str:
        got = invoke(["report", "agenda", *words, "--home", str(home), "--at", AT])
        said = capsys.readouterr()
        assert got == code, said.err
        return said.out or said.err

    return run_


def test_the_command_writes_document_workbook_and_pdf(run: Run, tmp_path: Path) -> None:
    """Under one name; the same facts in both, nothing of the secret item."""
    files = json.loads(run("1", "--pdf", "--json", "--out", str(tmp_path)))
    assert {Path(path).stem for path in files.values()} == {"chuan-bi-hoi-nghi-dang-uy-lan-thu-6-2026-09-18"}
    text = docx2python(files["docx"]).text
    assert "Đề án phát triển chợ xã" in text
    assert "tố cáo" not in text
    assert f"Nhiệm vụ mật (mã {SECRET})" in text
    book = load_workbook(files["xlsx"])
    assert book.sheetnames == ["Nội dung", "Mốc chuẩn bị", "Giữa hai kỳ"]
    assert [cell.value for cell in book["Nội dung"]["M"]] == ["Đề xuất", "Trình", "Lùi", "Lùi", "Xác nhận tài liệu"]
    assert book["Nội dung"]["J2"].value.date() == date(2026, 9, 18)
    document = pdfium.PdfDocument(files["pdf"])
    assert len(document) >= 3
    document.close()


def test_it_says_where_the_files_lie(run: Run, tmp_path: Path) -> None:
    """A meeting without an ordinal carries its number in the name; an unknown one is refused."""
    said = run("2", "--out", str(tmp_path))
    assert said.splitlines()[0] == f"Báo cáo: {tmp_path / 'chuan-bi-hoi-nghi-ban-thuong-vu-thang-8-2-2026-09-18.docx'}"
    assert "Không có" in run("99", code=1)

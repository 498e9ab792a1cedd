"""Task slips: measured in Word, chosen from the registry, written by the command."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx2python import docx2python

from cli.main import invoke
from config.database import reading as reading_session
from config.database import unit_of_work
from config.letterhead import Layout
from reports import word
from reports.assignment import runs
from reports.assignment.runs import Wanted
from reports.assignment.slip import GivenTask, assignment_slips
from reports.errors import ReportError
from reports.kinds import DocumentKind
from reports.templates_in_use import Templates, problems_of
from tasks_registry import intake
from tasks_registry import runs as registry
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation
from tasks_registry.reading.model import Citation
from tasks_registry.review import Edit
from tasks_registry.sheet import task_sheet
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.party_layout import cells, check_party_layout, check_ruled_table, opened, styled, table_with
from tests.support.readings import proposal, reading
from tests.unit.reports.hoa_mai import NOW, OFFICE, TODAY, task
from tests.unit.reports.test_assignment_slip import WHOLE

OCOP, REPORT, NOBODYS, DONE = "2026-Q3-001", "2026-Q3-002", "2026-Q3-003", "2026-Q3-004"
AT = "2026-07-10T08:00"


def _document(profile: str, count: int = 1) -> Any:
    office = OFFICE.model_copy(update={"layout": Layout(profile=profile)})  # type: ignore[arg-type]
    content = assignment_slips([GivenTask(task(place), WHOLE, "BTV") for place in range(1, count + 1)], office, TODAY)
    properties = word.Properties("Phiếu giao việc", office.name)
    templates = Templates(Path("no-such-folder"))
    return opened(templates.render(DocumentKind.ASSIGNMENT, content, office.layout, properties, NOW))


# --- in Word ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["HD36-2018", "HD05-2026", "ND30-2020"])
def test_the_slip_keeps_the_layout_of_its_profile(profile: str) -> None:
    """Letterhead, title, the six things, signature, and room for whoever receives it."""
    document = _document(profile)
    check_party_layout(document)
    left = document.tables[0].rows[0].cells[0]
    number = "Số:       /PGV-ĐU" if profile == "ND30-2020" else "Số       -PGV/ĐU"
    assert (number, "Số ký hiệu") in styled(left)
    assert [(one.text, one.style.name) for one in document.paragraphs[:2]] == [
        ("PHIẾU GIAO VIỆC", "Title"),
        ("Mã nhiệm vụ: 2024-Q2-001", "Subtitle"),
    ]
    table = table_with(document, "Nội dung giao")
    check_ruled_table(table, 165)
    assert [row[0] for row in cells(table)[1:]] == [
        "1. Rõ việc",
        "2. Rõ người",
        "3. Rõ trách nhiệm",
        "4. Rõ thẩm quyền",
        "5. Rõ thời gian",
        "6. Rõ sản phẩm",
        "Chế độ báo cáo",
    ]
    signed, receipt = document.tables[-2], document.tables[-1]
    assert [text for text, _ in styled(signed.rows[0].cells[1])] == ["T/M ĐẢNG ỦY", "BÍ THƯ", "Trần Văn Lâm"]
    assert styled(signed.rows[0].cells[0])[1][0] == "- Ban Xây dựng Đảng (thực hiện),"
    assert cells(receipt) == [["Nhận ngày ……/……/2024", "Người nhận việc (ký, họ tên)", "Ý kiến của nơi nhận"]]
    assert receipt.rows[0].height.mm > 15


def test_slips_in_one_file_are_documents_of_their_own() -> None:
    """Each in a section that begins a page, counts its pages from 1 and shows no number on the first."""
    document = _document("HD05-2026", count=3)
    check_party_layout(document)
    assert len(document.sections) == 3
    for section in document.sections:
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.different_first_page_header_footer
        assert [one.get(qn("w:instr")).strip() for one in section.header._element.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert [one.text for one in document.paragraphs if one.style.name == "Subtitle"] == [
        f"Mã nhiệm vụ: 2024-Q2-00{place}" for place in (1, 2, 3)
    ]
    assert len(_document("HD05-2026").sections) == 1


def test_what_came_from_outside_stays_text() -> None:
    """Signs of XML and of templates neither break the file nor run."""
    text = "A & B <w:p/> {{ 7 * 7 }} {% for x in y %}"
    content = assignment_slips([GivenTask(task(text=text, product="{{ 1 / 0 }}"), WHOLE, "BTV")], OFFICE, TODAY)
    templates = Templates(Path("no-such-folder"))
    properties = word.Properties(text, OFFICE.name)
    document = opened(templates.render(DocumentKind.ASSIGNMENT, content, OFFICE.layout, properties, NOW))
    rows = cells(table_with(document, "Nội dung giao"))
    assert (rows[1][1], rows[6][1]) == (text, "{{ 1 / 0 }}; 01 báo cáo.")


def test_its_template_has_nothing_wrong() -> None:
    """What an office exports is what it can install."""
    template = word.builtin_template("assignment_slip.docx").read_bytes()
    assert problems_of(DocumentKind.ASSIGNMENT, template, "assignment_slip.docx", OFFICE) == []


# --- from the registry -----------------------------------------------------------------------------------------------


@pytest.fixture
def given(open_at: Open) -> Installation:
    """An installation with tasks of two agencies, of nobody, a finished one and a draft."""
    here = open_at()
    cited = Citation("NQ", "12-NQ/ĐU", date(2026, 1, 5), "Nghị quyết số 12-NQ/ĐU")
    first = reading(
        proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 18), citations=[cited]),
        proposal("Báo cáo kiểm tra, giám sát", meeting=True, lead="UBKT"),
        proposal("Thành lập tổ công tác", lead=None),
        proposal("Sơ kết quý"),
    )
    second = reading(proposal("Việc còn ở dạng nháp"), text="văn bản khác")
    with unit_of_work(here.engine) as session:
        for document, accept in ((first, True), (second, False)):
            intake.import_reading(
                session,
                document,
                file_name="a.docx",
                accept=accept,
                files=here.files,
                calendar=here.calendar,
                actor=AN,
                now=here.now,
            )
    registry.perform(here, DONE, Act.CONFIRM, evidence="45-BC/UBND")
    return open_at(AT)


def _codes(chosen: runs.Chosen) -> list[str]:
    return [one.task.code for one in chosen.tasks]


def test_tasks_are_chosen_by_document_period_and_agency(given: Installation) -> None:
    """What is being worked on and has a lead, by agency; the rest is told."""
    chosen = runs.choose(given, Wanted(period="2026-q3"))
    assert _codes(chosen) == [OCOP, REPORT]
    assert (chosen.without_lead, chosen.drafts) == ((NOBODYS,), 1)
    assert _codes(runs.choose(given, Wanted(period="2026-Q3", agency="UBKT"))) == [REPORT]
    read = runs.choose(given, Wanted(document="1"))
    assert (_codes(read), read.drafts) == ([OCOP, REPORT], 0)
    only_drafts = runs.choose(given, Wanted(document="2"))
    assert (only_drafts.tasks, only_drafts.drafts) == ((), 1)
    assert not runs.choose(given, Wanted(period="2026-Q4")).tasks


def test_a_named_task_is_taken_as_it_is(given: Installation) -> None:
    """Finished ones too, each once; the body of its meeting is who decides."""
    chosen = runs.choose(given, Wanted(codes=(DONE, REPORT, DONE)))
    assert _codes(chosen) == [DONE, REPORT]
    assert [one.body for one in chosen.tasks] == [None, "BCH"]
    assert chosen.tasks[0].given.given_on == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted(), "Hãy nêu mã"),
        (Wanted(codes=(OCOP,), agency="PKT"), "không dùng cả hai cách"),
        (Wanted(codes=(NOBODYS,)), "chưa có cơ quan chủ trì"),
        (Wanted(codes=("2026-Q3-005",)), "dạng nháp"),
        (Wanted(agency="XYZ"), "Không có cơ quan mã “XYZ”"),
        (Wanted(period="2026-Q9"), "Không hiểu mã kỳ"),
        (Wanted(document="12-NQ/ĐU"), "chưa nhập vào sổ"),
    ],
)
def test_what_cannot_be_given_out_is_refused(given: Installation, wanted: Wanted, said: str) -> None:
    """In one sentence that says what to do."""
    with pytest.raises(Refused, match=said):
        runs.choose(given, wanted)


def test_an_unknown_code_is_not_in_the_registry(given: Installation) -> None:
    """As everywhere."""
    with pytest.raises(NotInRegistry):
        runs.choose(given, Wanted(codes=("2026-Q3-999",)))


def test_an_agency_gives_out_its_own_tasks_only(given: Installation, open_at: Open) -> None:
    """Others are not even counted."""
    own = open_at(AT, actor="bang.dinhcong@hoamai.example")
    assert _codes(runs.choose(own, Wanted(period="2026-Q3"))) == [OCOP]
    with pytest.raises(Refused, match="không xem được"):
        runs.choose(own, Wanted(codes=(REPORT,)))


def test_what_makes_a_task_clear_can_be_entered(given: Installation, open_at: Open) -> None:
    """Leader, authority and measure by the same edit as everything else; it shows on the next slip."""
    edit = Edit(product="Hồ sơ", measure="03 bộ", director_email="khanh.lethivan@hoamai.example", authority="BTV")
    with registry.reviewing(given) as review:
        review.edit(OCOP, edit)
    (one,) = runs.choose(given, Wanted(codes=(OCOP,))).tasks
    assert one.unclear == ()
    assert (one.given.director, one.given.director_position) == (
        "Lê Thị Vân Khanh",
        "Phó Bí thư Thường trực Đảng ủy",
    )
    assert (one.given.measure, one.body) == ("03 bộ", "BTV")
    with reading_session(given.engine) as session:
        sheet = task_sheet(session, given.committee, OCOP, actor=AN, today=given.today, zone=given.settings.zone)
    assert (sheet.assignment.director, sheet.assignment.authority) == ("Lê Thị Vân Khanh", "BTV")
    with registry.reviewing(given) as review, pytest.raises(Refused, match="Không có cấp trình “HĐND”"):
        review.edit(OCOP, Edit(authority="HĐND"))


# --- by the command --------------------------------------------------------------------------------------------------

Run = Callable[..., tuple[str, str]]


@pytest.fixture
def run(
    given: Installation, home: Path, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Runs ``report assignment``; returns what it says and remarks."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)

    def run_(*words: str, code: int = 0) -> tuple[str, str]:
        got = invoke(["report", "assignment", *words, "--home", str(home), "--at", AT])
        said = capsys.readouterr()
        assert got == code, said.err
        return said.out, said.err

    return run_


def test_the_command_writes_a_slip_a_task(run: Run, tmp_path: Path) -> None:
    """What is missing on them is told once for all of them."""
    said, remarked = run("--period", "2026-Q3", "--json", "--out", str(tmp_path))
    told = json.loads(said)
    assert [one["tasks"] for one in told["slips"]] == [[OCOP], [REPORT]]
    assert Path(told["slips"][0]["docx"]).name == f"phieu-giao-viec-{OCOP.lower()}-2026-07-10.docx"
    assert "Hoàn thành hồ sơ công nhận sản phẩm OCOP" in docx2python(told["slips"][0]["docx"]).text
    assert told["unclear"][REPORT] == ["rõ trách nhiệm", "rõ sản phẩm"]
    assert told["without_lead"] == [NOBODYS]
    assert "sản phẩm (2 phiếu)" in remarked
    assert NOBODYS in remarked
    assert "1 nhiệm vụ nháp" in remarked


def test_together_is_one_file_and_its_pdf(run: Run, tmp_path: Path) -> None:
    """A page for each slip at least."""
    said, _ = run(OCOP, REPORT, "--together", "--pdf", "--out", str(tmp_path))
    assert said.startswith("2 phiếu: ")
    (docx,) = tmp_path.glob("*.docx")
    assert docx.name == "phieu-giao-viec-2-nhiem-vu-2026-07-10.docx"
    assert len(Document(str(docx)).sections) == 2
    assert docx.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")


def test_nothing_to_give_out_is_a_sentence(run: Run, tmp_path: Path) -> None:
    """Exit 0, no file; wrong wishes are refused."""
    assert run("--period", "2026-Q4", "--together", "--out", str(tmp_path))[0].startswith("Không có nhiệm vụ nào")
    assert json.loads(run("--period", "2026-Q4", "--json")[0])["slips"] == []
    assert "Hãy nêu mã" in run(code=1)[1]
    assert not list(tmp_path.glob("*.docx"))


def test_a_folder_that_cannot_be_used_is_told(given: Installation, tmp_path: Path) -> None:
    """In one sentence."""
    (tmp_path / "tep").write_text("x")
    with pytest.raises(ReportError, match="Không ghi được"):
        runs.write_slips(given, runs.choose(given, Wanted(codes=(OCOP,))).tasks, tmp_path / "tep")

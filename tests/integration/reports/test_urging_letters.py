"""Letters that urge late agencies: measured in Word, and from the registry by the command."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx2python import docx2python
from openpyxl import load_workbook

from cli.main import invoke
from config.database import unit_of_work
from config.letterhead import Layout
from notifications import going_live_runs
from notifications import runs as sending
from notifications.proof_runs import proof_of, times_told
from reports import word
from reports.kinds import DocumentKind
from reports.pdf import as_pdf
from reports.samples import SAMPLES
from reports.templates_in_use import Templates, problems_of
from reports.urging import runs
from reports.urging.letter import urging_letter
from tasks_registry import intake
from tasks_registry import runs as registry
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation
from tasks_registry.reading.model import Citation
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.mail import MailServer
from tests.support.party_layout import cells, check_party_layout, check_ruled_table, opened, styled, table_with
from tests.support.readings import proposal, reading
from tests.unit.reports.hoa_mai import NOW, OFFICE, quarter
from tests.unit.reports.test_urging import found

OCOP, HOMES, REPORT, NOBODYS = "2026-Q3-001", "2026-Q3-002", "2026-Q3-003", "2026-Q3-004"
LATER = "2026-09-25T08:00"


def _document(profile: str) -> Any:
    office = OFFICE.model_copy(update={"layout": Layout(profile=profile)})  # type: ignore[arg-type]
    urged = found(quarter())
    letter = urging_letter(urged.agencies[0], urged, office)
    properties = word.Properties("Công văn", office.name)
    templates = Templates(Path("no-such-folder"))
    return opened(templates.render(DocumentKind.URGING, letter, office.layout, properties, NOW))


# --- in Word ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["HD36-2018", "HD05-2026", "ND30-2020"])
def test_the_letter_keeps_the_layout_of_its_profile(profile: str) -> None:
    """A letter has no kind of document as its title: subject under the number, addressee, text, table, signature."""
    document = _document(profile)
    check_party_layout(document)
    state = profile == "ND30-2020"
    left, right = document.tables[0].rows[0].cells
    number = [("Số:       /ĐU", "Số ký hiệu")] if state else [("*", "Số ký hiệu"), ("Số       -CV/ĐU", "Số ký hiệu")]
    assert styled(left)[2:] == [
        *number,
        ("V/v đôn đốc thực hiện nhiệm vụ quá hạn", "Trích yếu công văn"),
        ("Dự thảo", "Dự thảo"),
    ]
    assert right.paragraphs[0].text == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" if state else "ĐẢNG CỘNG SẢN VIỆT NAM")
    assert not [one for one in document.paragraphs if one.style.name in ("Title", "Subtitle")]
    assert (document.paragraphs[0].text, document.paragraphs[0].style.name) == (
        "Kính gửi: Ủy ban nhân dân xã",
        "Kính gửi",
    )
    check_ruled_table(table_with(document, "Số ngày quá hạn"), 165)
    block = document.tables[-1].rows[0].cells
    assert [text for text, _ in styled(block[0])] == ["Nơi nhận:", "- Như trên,", "- Lưu Văn phòng Đảng ủy xã Hòa Mai."]
    assert [text for text, _ in styled(block[1])] == ["T/M ĐẢNG ỦY", "BÍ THƯ", "Trần Văn Lâm"]


def test_every_late_task_of_the_agency_is_a_row() -> None:
    """In the order of the facts, the longest overdue first; signs of XML in a title stay text."""
    rows = cells(table_with(_document("HD05-2026"), "Số ngày quá hạn"))[1:]
    assert [(row[0], row[2], row[3]) for row in rows] == [("1", "31/5/2024", "20"), ("2", "14/6/2024", "06")]
    assert rows[1][1] == "Tờ trình điều chỉnh danh mục đầu tư công trung hạn & nguồn vốn < 05 tỷ đồng"


def test_tasks_of_different_documents_say_each_their_own() -> None:
    """A column more; otherwise the opening says it once for all."""
    sample = SAMPLES[DocumentKind.URGING](OFFICE)[0]
    document = opened(
        Templates(Path("no-such-folder")).render(
            DocumentKind.URGING, sample, OFFICE.layout, word.Properties("a", "b"), NOW
        )
    )
    table = table_with(document, "Văn bản giao, ngày giao")
    check_ruled_table(table, 165)
    assert [row[2] for row in cells(table)[1:]] == [
        "Báo cáo số 12-BC/ĐU ngày 22/6/2026; giao ngày 06/7/2026",
        "Báo cáo quý II năm 2026",
    ]
    assert len(document.tables) == 3


def test_its_template_has_nothing_wrong() -> None:
    """What an office exports is what it can install."""
    template = word.builtin_template("urging_letter.docx").read_bytes()
    assert problems_of(DocumentKind.URGING, template, "urging_letter.docx", OFFICE) == []


# --- from the registry -----------------------------------------------------------------------------------------------


@pytest.fixture
def late(open_at: Open) -> Installation:
    """An installation a week after three tasks fell due: of two agencies, and of nobody."""
    here = open_at()
    cited = Citation("NQ", "12-NQ/ĐU", date(2026, 1, 5), "Nghị quyết số 12-NQ/ĐU")
    due = date(2026, 9, 18)
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            reading(
                proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=due, citations=[cited]),
                proposal("Rà soát hộ nghèo", due=date(2026, 9, 4)),
                proposal("Báo cáo kiểm tra", due=due, lead="UBKT"),
                proposal("Thành lập tổ công tác", due=due, lead=None),
                proposal("Việc chưa đến hạn", due=date(2026, 9, 30)),
            ),
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    registry.report_progress(open_at("2026-09-10T08:00"), HOMES, "đã rà 5/8 thôn", percent=60)
    return open_at(LATER)


def test_letters_are_written_from_the_registry(late: Installation, tmp_path: Path) -> None:
    """One for each late agency with its tasks; the office's day decides, working days give the day to answer."""
    urged = runs.gather(late)
    assert [(one.code, [each.task.code for each in one.tasks]) for one in urged.agencies] == [
        ("PKT", [HOMES, OCOP]),
        ("UBKT", [REPORT]),
    ]
    assert [fact.task.code for fact in urged.without_lead] == [NOBODYS]
    assert urged.reply_by == date(2026, 10, 2)  # five working days after Friday, 25/9
    first, second = urged.agencies[0].tasks
    assert (first.reported_on, second.reported_on) == (date(2026, 9, 10), None)
    assert first.given.given_on == date(2026, 7, 1)
    assert second.given.citations == ("Nghị quyết số 12-NQ/ĐU",)
    assert second.given.document_title == "Báo cáo quý II"
    written = runs.write_letter(late, urged, urged.agencies[0], tmp_path)
    assert written["docx"].name == "cong-van-don-doc-phong-kinh-te-2026-09-25.docx"
    rows = cells(table_with(Document(str(written["docx"])), "Tình hình báo cáo"))
    assert rows[1][4] == "Báo cáo ngày 10/9/2026: đã rà 5/8 thôn."


def test_a_request_for_more_time_is_known(late: Installation, open_at: Open) -> None:
    """The agency that asked is told what holds meanwhile."""
    with registry.extending(open_at("2026-09-20T08:00")) as desk:
        desk.ask(OCOP, date(2026, 10, 9), "chờ kết quả thẩm định")
    urged = runs.gather(late, ["PKT"])
    assert [one.asked.due_asked if one.asked else None for one in urged.agencies[0].tasks] == [
        None,
        date(2026, 10, 9),
    ]


def test_only_some_agencies_and_only_the_long_overdue(late: Installation) -> None:
    """An unknown code is refused with those that are known."""
    assert [one.code for one in runs.gather(late, ["UBKT"]).agencies] == ["UBKT"]
    assert [one.longest for one in runs.gather(late, (), 8).agencies] == [21]
    assert not runs.gather(late, (), 30).agencies
    with pytest.raises(Refused, match="Không có cơ quan mã “XYZ”"):
        runs.gather(late, ["XYZ"])


def test_an_agency_urges_nobody_but_itself(late: Installation, open_at: Open) -> None:
    """Who acts for an agency sees its own tasks only."""
    own = open_at(LATER, actor="bang.dinhcong@hoamai.example")
    assert [one.code for one in runs.gather(own).agencies] == ["PKT"]


def test_reminders_are_counted_as_the_proof_counts_them(
    late: Installation, open_at: Open, mail_server: MailServer
) -> None:
    """Messages that were handed over; those refused do not count, and a task nobody was told of is left out."""
    early = open_at("2026-09-11T07:00")
    going_live_runs.release(early, going_live_runs.plan_release(early, []))
    sending.remind(open_at("2026-09-11T07:30", smtp_url=mail_server.url))
    sending.remind(open_at("2026-09-15T07:30", smtp_url=mail_server.url))
    mail_server.answer_recipient = lambda _: "550 Hộp thư không tồn tại"
    sending.remind(open_at("2026-09-18T07:30", smtp_url=mail_server.url))
    ids = {late_task.task.code: late_task.task.id for one in runs.gather(late).agencies for late_task in one.tasks}
    told = times_told(late, [*ids.values(), 10**6])
    for code, id_ in ids.items():
        proof = proof_of(late, code)
        assert (told[id_].messages, told[id_].last) == (proof.messages, proof.last_told)
        assert 1 <= told[id_].messages < len(proof.lines)
    assert 10**6 not in told


# --- by the command --------------------------------------------------------------------------------------------------

Run = Callable[..., tuple[str, str]]


@pytest.fixture
def run(
    late: Installation, home: Path, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Runs ``report urge`` in the late installation; returns what it says and remarks."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)

    def run_(*words: str, code: int = 0) -> tuple[str, str]:
        got = invoke(["report", "urge", *words, "--home", str(home), "--at", LATER])
        said = capsys.readouterr()
        assert got == code, said.err
        return said.out, said.err

    return run_


def test_the_command_writes_a_letter_an_agency_and_a_list(run: Run, tmp_path: Path) -> None:
    """What has no lead is named; the list holds real days and numbers and the letters' files."""
    said, remarked = run("--json", "--out", str(tmp_path))
    told = json.loads(said)
    assert [(one["agency"], one["tasks"]) for one in told["letters"]] == [("PKT", [HOMES, OCOP]), ("UBKT", [REPORT])]
    assert told["without_lead"] == [NOBODYS]
    assert NOBODYS in remarked
    assert "--lead" in remarked
    for one in told["letters"]:
        assert one["name"] in docx2python(one["docx"]).text
    book = load_workbook(told["xlsx"])
    tasks, letters = book.worksheets
    assert [cell.value for cell in tasks["C"]] == ["Mã", HOMES, OCOP, REPORT]
    assert tasks["F2"].value.date() == date(2026, 9, 4)
    assert [cell.value for cell in tasks["H"][1:]] == [21, 7, 7]
    assert [cell.value for cell in letters["G"][1:]] == [Path(one["docx"]).name for one in told["letters"]]
    assert tasks.page_setup.orientation == "landscape"


def test_a_second_run_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    """Somebody may have edited the first letter."""
    run("--out", str(tmp_path), "--agency", "UBKT")
    said, _ = run("--out", str(tmp_path), "--agency", "UBKT")
    assert "-ban-2.docx" in said
    assert len(list(tmp_path.glob("cong-van-*.docx"))) == 2


def test_nothing_to_urge_is_a_sentence(run: Run, tmp_path: Path) -> None:
    """Exit 0, no file."""
    said, _ = run("--days", "90", "--out", str(tmp_path))
    assert said.startswith("Không phải đôn đốc: không có cơ quan chủ trì nào còn nhiệm vụ quá hạn từ 90 ngày trở lên.")
    assert json.loads(run("--days", "90", "--json", "--out", str(tmp_path))[0])["xlsx"] is None
    assert not list(tmp_path.glob("*.docx"))
    assert "Không có cơ quan mã" in run("--agency", "XYZ", code=1)[1]


def test_a_letter_becomes_a_pdf(late: Installation, tmp_path: Path) -> None:
    """Under the same name, opened by LibreOffice as it is."""
    urged = runs.gather(late, ["UBKT"])
    written = runs.write_letter(late, urged, urged.agencies[0], tmp_path, with_pdf=True)
    assert written["pdf"] == written["docx"].with_suffix(".pdf")
    assert written["pdf"].read_bytes()[:5] == b"%PDF-" == as_pdf(written["docx"].read_bytes())[:5]

"""Proof of chasing from real runs: who was told, what came of it, and the annex that the office takes away."""

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from openpyxl import load_workbook
from sqlmodel import select

from cli.main import invoke
from config.database import unit_of_work
from notifications import going_live_runs, runs
from notifications.models import Answer, Attempt, LinkVisit, Message, Reminder
from notifications.proof import LineKind
from notifications.proof_runs import proof_of
from tasks_registry import intake
from tasks_registry import runs as registry
from tasks_registry.installation import Installation
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.mail import MailServer
from tests.support.readings import proposal, reading

OFFICER = "bang.dinhcong@hoamai.example"
CODE = "2026-Q3-001"
TITLE = "Hoàn thành hồ sơ công nhận sản phẩm OCOP"
LATER = "2026-09-25T08:00"
Line = Callable[..., str]


@pytest.fixture
def chased(open_at: Open, mail_server: MailServer) -> Installation:
    """An installation in which one task was reminded of twice, refused once, opened, answered and handed in."""
    here = open_at()
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            reading(proposal(TITLE, due=date(2026, 9, 18)), proposal("Rà soát hộ nghèo", due=date(2026, 9, 18))),
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    releasing = open_at("2026-09-11T07:00")
    going_live_runs.release(releasing, going_live_runs.plan_release(releasing, []))
    runs.remind(open_at("2026-09-11T07:30", smtp_url=mail_server.url))
    mail_server.answer_recipient = lambda _: "550 Hộp thư không tồn tại"
    runs.remind(open_at("2026-09-15T07:30", smtp_url=mail_server.url))
    now = open_at("2026-09-15T09:00").now
    with unit_of_work(here.engine) as session:
        told = session.exec(select(Reminder).order_by(Reminder.id)).first()
        assert told is not None
        first = session.get(Message, told.message_id)
        assert first is not None
        first.address = OFFICER
        common = {
            "committee_id": here.committee,
            "person_id": told.person_id,
            "task_id": told.task_id,
            "message_id": told.message_id,
        }
        session.add(LinkVisit(token_id="t1", purpose="viec", at=now, outcome="opened", **common))
        session.add(
            Answer(
                token_id="t2", purpose="tien-do", at=now, text="đang hoàn thiện", percent=70, task_version=1, **common
            )
        )
        session.add(Attempt(message_id=told.message_id, at=now, outcome="bounced", code="5.2.2", reason="hộp thư đầy"))
        stand_in = Message(
            committee_id=here.committee,
            person_id=told.person_id,
            channel="zalo",
            kind="digest",
            message_uid="x",
            state="sent",
            created_at=now + timedelta(minutes=1),
            next_attempt_at=now,
            address="oa:998877665544",
            stands_in_for_id=first.id,
        )
        session.add(stand_in)
        session.flush()
        for said in session.exec(select(Reminder).where(Reminder.message_id == first.id)).all():
            same = said.model_dump(exclude={"id"})
            session.add(Reminder(**same | {"key": f"{said.key}/again", "message_id": stand_in.id}))
    registry.perform(open_at("2026-09-16T08:00"), CODE, Act.SUBMIT, evidence="45-BC/UBND")
    registry.perform(open_at("2026-09-17T08:00"), CODE, Act.RETURN, reason="thiếu phụ lục")
    return open_at(LATER)


@pytest.fixture
def line(
    chased: Installation, home: Path, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Line:
    """Runs a command a week after the due day."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)

    def run(*words: str, code: int = 0) -> str:
        got = invoke([*words, "--home", str(home), "--at", LATER])
        out, err = capsys.readouterr()
        assert got == code, err
        return out + err

    return run


def test_everything_that_was_done_is_told_in_order(chased: Installation) -> None:
    """Reminders with their attempts, the stand-in, the visit, the answer and the acts; nothing of the other task."""
    found = proof_of(chased, CODE)
    told = [(line.kind, line.what, line.results) for line in found.lines]
    messages = [line for line in found.lines if line.kind is LineKind.MESSAGE]
    assert [line.what for line in messages] == [
        "Thư tổng hợp: nhắc trước hạn 18/09/2026 7 ngày",
        "Thư tổng hợp: nhắc trước hạn 18/09/2026 3 ngày",
        "Thư tổng hợp: nhắc trước hạn 18/09/2026 7 ngày",
    ], told
    assert messages[0].results[0].startswith("07:30 11/09/2026 đã gửi")
    assert messages[0].results[1] == "09:00 15/09/2026 bị trả về (mã 5.2.2): hộp thư đầy"
    assert "550" in messages[1].results[0]
    assert messages[2].way == "Zalo, oa:998***44"
    assert messages[2].results == ("gửi thay cho tin thư điện tử không đến nơi",)
    acts = [line.what for line in found.lines if line.kind is LineKind.DEED]
    assert acts[-2:] == ["Nộp kết quả", "Trả lại"]
    assert (found.messages, found.visits, found.answers) == (1, 1, 1)
    assert (found.silent_since, found.silent_days) == (date(2026, 9, 16), 7)
    other = proof_of(chased, "2026-Q3-002")
    assert (other.visits, other.answers, len(other.lines)) == (0, 0, len(messages))


def test_the_command_tells_it_on_the_screen_and_as_json(line: Line) -> None:
    """Masked addresses; the remark on programs that open links."""
    shown = line("proof", CODE)
    assert "ban***@hoamai.example" in shown
    assert OFFICER not in shown
    assert "Đã nhắc: 1 lần, từ ngày 11/09/2026" in shown
    assert "tự mở đường dẫn" in shown
    found = json.loads(line("proof", CODE, "--json"))
    assert found["silent_days"] == 7
    assert found["lines"][0]["at"].endswith("+07:00")
    assert {"kind", "what", "who", "way", "results"} <= set(found["lines"][0])
    assert "Không có nhiệm vụ" in line("proof", "2026-Q3-999", code=1)


def test_the_annex_is_a_party_table_on_a_page_across(line: Line, tmp_path: Path) -> None:
    """A4 landscape, Times New Roman, the head of the table on every page, a page number."""
    path = tmp_path / "phu-luc.docx"
    assert str(path) in line("proof", CODE, "--out", str(path)).replace("\n", "")
    document: Any = Document(str(path))
    (section,) = document.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert "PAGE" in section.header._element.xml
    assert document.styles["Normal"].font.name == "Times New Roman"
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "PHỤ LỤC"
    assert f"Quá trình đôn đốc thực hiện nhiệm vụ {CODE}" in texts
    assert f"Nhiệm vụ: {TITLE}." in texts
    (table,) = document.tables
    assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert [cell.text for cell in table.rows[0].cells][:2] == ["STT", "Thời điểm"]
    assert table.rows[1].cells[0].text == "1"
    assert "{{" not in document.element.xml


def test_the_annex_as_a_sheet_and_as_csv_holds_the_same_lines(line: Line, tmp_path: Path) -> None:
    """For counting, and for other programs."""
    sheet, table = tmp_path / "a.xlsx", tmp_path / "a.csv"
    line("proof", CODE, "--out", str(sheet))
    line("proof", CODE, "--out", str(table))
    book = load_workbook(sheet)
    rows = [[str(value) if value is not None else "" for value in row] for row in book["Đôn đốc"].values]
    with table.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == rows
    assert len(rows) > 6
    assert any("7 ngày làm việc" in str(row) for row in book["Tóm tắt"].values)
    assert ".docx, .xlsx hoặc .csv" in line("proof", CODE, "--out", str(tmp_path / "a.pdf"), code=1)
    assert "quyền ghi" in line("proof", CODE, "--out", str(tmp_path / "khong-co" / "a.csv"), code=1)


def test_a_secret_task_is_named_by_code_and_an_outsider_sees_nothing(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The annex leaves the desk; whoever may not read the task gets none."""
    line("edit", CODE, "--secret")
    path = tmp_path / "mat.csv"
    shown = line("proof", CODE)
    line("proof", CODE, "--out", str(path))
    for text in (shown, path.read_text("utf-8-sig")):
        assert "OCOP" not in text
        assert "hoàn thiện" not in text
        assert "thiếu phụ lục" not in text
    assert f"Nhiệm vụ mật (mã {CODE})" in shown
    monkeypatch.setenv("DONDOC_ACTOR", "hoa.tathiminh@hoamai.example")
    assert "không xem được" in line("proof", CODE, code=1)

"""The life of a task at the command line: versions, reports, extensions, carrying over, trends."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.main import invoke
from tasks_registry import intake
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import proposal, reading

CODE = "2026-Q3-001"


class Line:
    """Runs commands on one installation at an instant."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._home, self._capsys = home, capsys

    def __call__(self, *words: str, code: int = 0) -> str:
        """Run a command that ends with ``code``; returns what it printed (standard error when it failed)."""
        got = invoke([*words, "--home", str(self._home)])
        out, err = self._capsys.readouterr()
        assert got == code, err
        return err if code else out

    def json(self, *words: str) -> Any:
        """Run a command with ``--json``."""
        return json.loads(self(*words, "--json"))


@pytest.fixture
def line(
    home: Path, open_at: Open, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Line:
    """An installation with two tasks, on 1 July 2026."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)
    here = open_at()
    with here.writing() as session:
        intake.import_reading(
            session,
            reading(
                proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 18)),
                proposal("Trình phương án sử dụng trụ sở dôi dư", due=date(2026, 9, 11), lead="UBND"),
            ),
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    return Line(home, capsys)


AT = ("--at", "2026-07-06T08:00")


def test_what_somebody_looked_at_is_named_when_changing_it(line: Line) -> None:
    """`show` prints the version; with an older one every change is refused."""
    assert "Phiên bản: 1" in line("show", CODE, *AT)
    assert "đang thực hiện" in line("progress", CODE, "--text", "đã họp", "--percent", "60", "--version", "1", *AT)
    for words in (
        ("task", CODE, "suspend", "--reason", "x"),
        ("edit", CODE, "--title", "Việc khác"),
        ("progress", CODE, "--text", "đã họp lại"),
        ("extension", "ask", CODE, "--due", "2026-09-25", "--reason", "x"),
        ("carry-over", CODE, "--period", "2026-Q4", "--reason", "x"),
    ):
        assert "vừa được người khác sửa" in line(*words, "--version", "1", *AT, code=1)
    assert line.json("show", CODE, *AT)["task"]["version"] == 2


def test_show_tells_everything_of_a_task(line: Line) -> None:
    """As sentences, and as one JSON document."""
    line("progress", CODE, "--text", "đã họp", "--percent", "60", "--evidence", "7-BC/PKT", *AT)
    line("extension", "ask", CODE, "--due", "2026-09-25", "--reason", "chờ tỉnh", *AT)
    said = line("show", CODE, "--at", "2026-07-16")
    for words in (
        "Tiến độ: 60%",
        "Báo cáo gần nhất: 10 ngày trước",
        "Xin gia hạn đến 25/09/2026: chờ duyệt – chờ tỉnh",
    ):
        assert words in said
    found = line.json("show", CODE, "--at", "2026-07-16")
    assert found["days_since_report"] == 10
    assert [(one["percent"], one["evidence"]) for one in found["reports"]] == [(60, "7-BC/PKT")]
    assert [one["state"] for one in found["extensions"]] == ["pending"]
    assert [one["action"] for one in found["history"]] == ["task.import", "task.report", "task.extension_ask"]
    assert "Báo cáo gần nhất: chưa có" in line("show", "2026-Q3-002", *AT)


def test_an_extension_from_question_to_answer(line: Line) -> None:
    """Asked, listed, granted, asked again, refused, asked again, withdrawn."""
    ask = ("extension", "ask", CODE, "--reason", "chờ tỉnh", *AT, "--due")
    assert "chờ duyệt" in line(*ask, "2026-09-25")
    assert [one["code"] for one in line.json("extension", "list")] == [CODE]
    assert "1 đề nghị gia hạn" in line("extension", "list")
    assert "hạn 02/10/2026" in line("extension", "approve", CODE, "--due", "2026-10-02", "--answer", "đồng ý", *AT)
    assert "Hạn ban đầu: 18/09/2026" in line("show", CODE, *AT)
    line(*ask, "2026-10-09")
    assert "giữ hạn 02/10/2026" in line("extension", "refuse", CODE, "--reason", "đã gia hạn", *AT)
    line(*ask, "2026-10-09")
    line("extension", "withdraw", CODE, *AT)
    assert "không có đề nghị" in line("extension", "approve", CODE, *AT, code=1)
    assert line.json("extension", "list") == []


def test_a_task_carried_over_and_its_successor_name_each_other(line: Line) -> None:
    """The command says the new code and day."""
    said = line("carry-over", CODE, "--period", "2026-Q4", "--reason", "chờ hội đồng cấp tỉnh", *AT)
    assert "2026-Q4-001, hạn 31/12/2026" in said
    assert "Chuyển thành: 2026-Q4-001" in line("show", CODE, *AT)
    assert f"Chuyển từ: {CODE}" in line("show", "2026-Q4-001", *AT)
    assert "2026-Q4-001" in line("task", CODE, "reopen", "--reason", "nhầm", *AT, code=1)


def test_a_person_acts_with_that_person_s_rights(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """The officer of Phòng Kinh tế reports on its own task, not on another's, and directs nothing."""
    monkeypatch.setenv("DONDOC_ACTOR", "bang.dinhcong@hoamai.example")
    line("progress", CODE, "--text", "đã họp", *AT)
    assert "không do cơ quan của Đinh Công Bằng chủ trì" in line("task", "2026-Q3-002", "receive", *AT, code=1)
    assert "quyền “cơ quan”" in line("edit", CODE, "--due", "2026-12-31", *AT, code=1)
    assert "trả lại nơi giao" in line("task", CODE, "hand-back", "--reason", "không đúng chức năng", *AT)


def test_the_trend_shows_both_rates_of_the_days_that_were_checked(line: Line) -> None:
    """Only days with a check are there, within the range."""
    line("check", "--at", "2026-07-01")
    line("task", CODE, "confirm", "--evidence", "45-BC/UBND", *AT)
    line("check", "--at", "2026-09-14")
    line("check", "--at", "2026-09-15")
    span = ("trend", "--from", "2026-07-01", "--to", "2026-09-14")
    first, last = line.json(*span)
    assert (first["day"], first["rate_of_all"], first["rate_of_fallen_due"]) == ("2026-07-01", 0.0, None)
    assert (last["done_in_time"], last["open_overdue"]) == (1, 1)
    assert (last["rate_of_all"], last["rate_of_fallen_due"]) == (0.5, 0.5)
    assert "50,0%" in line(*span)
    assert "đứng trước" in line("trend", "--from", "2026-09-14", "--to", "2026-07-01", code=1)


def test_the_list_judges_by_the_day_that_the_office_chose(line: Line, home: Path) -> None:
    """`judged_by: original` makes an extended task late in `dondoc tasks` and in the check."""
    line("extension", "ask", CODE, "--due", "2026-10-02", "--reason", "chờ tỉnh", *AT)
    line("extension", "approve", CODE, *AT)
    late = ("tasks", "--time-state", "overdue", "--at", "2026-09-22")
    assert [one["code"] for one in line.json(*late)] == ["2026-Q3-002"]
    rhythm = home / "config" / "rhythm.yaml"
    rhythm.write_text("deadlines: {judged_by: original}\n", "utf-8")
    assert [one["code"] for one in line.json(*late)] == ["2026-Q3-002", CODE]
    assert line.json("check", "--at", "2026-09-22")["figures"]["open_overdue"] == 2
    assert "quá hạn 4 ngày" in " ".join(line(*late).split())

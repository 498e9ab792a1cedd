"""The command line as a user or a script meets it: exit codes, sentences, JSON shapes."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.main import invoke
from config.database import unit_of_work
from tasks_registry import intake
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.going_live import release_everything
from tests.support.mail import MailServer
from tests.support.readings import proposal, reading

SAMPLE = Path(__file__).parents[2] / "cli" / "demo" / "sample" / "bao-cao-quy-2-2026.docx"


class Line:
    """Runs commands on one installation."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self._capsys = home, capsys

    def __call__(self, *words: str, code: int = 0) -> str:
        """Run a command that ends with ``code``; returns what it printed (standard error when it failed)."""
        got = invoke([*words, "--home", str(self.home)])
        out, err = self._capsys.readouterr()
        assert got == code, err
        assert "Traceback" not in err
        return err if code else out

    def json(self, *words: str) -> Any:
        """Run a command with ``--json``; standard output is exactly one document."""
        return json.loads(self(*words, "--json"))


@pytest.fixture
def line(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    """An installation in which nothing has been set up."""
    monkeypatch.setenv("DONDOC_TRIAL", "false")
    return Line(home, capsys)


@pytest.fixture
def office(line: Line, open_at: Open, database: str, monkeypatch: pytest.MonkeyPatch, mail_server: MailServer) -> Line:
    """An installation with three tasks, one of them on the agenda of the conference, sending to ``mail_server``."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)
    monkeypatch.setenv("DONDOC_SMTP_URL", mail_server.url)
    here = open_at()
    document = reading(
        proposal("=Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=open_at("2026-09-18").today),
        proposal("Báo cáo kết quả kiểm tra, giám sát", meeting=True, lead="UBKT"),
        proposal("Nâng cao chất lượng sinh hoạt chi bộ", lead=None),
    )
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            document,
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    release_everything(here)
    return line


def test_a_new_home_is_set_up_without_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files to edit, a database, trial mode on; a second init keeps what was edited."""
    line = Line(tmp_path / "new", capsys)
    assert "chế độ thử" in line("init")
    path = line.home / "config" / "office.yaml"
    path.write_text(path.read_text("utf-8").replace("(tên xã)", "Hòa Mai"), "utf-8")
    assert "Đảng ủy xã Hòa Mai" in line("init")


def test_the_sample_commune_can_be_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """init --sample, import, list."""
    line = Line(tmp_path / "new", capsys)
    assert "Đảng ủy xã Hòa Mai" in line("init", "--sample")
    assert line.json("import", str(SAMPLE), "--accept")["tasks"] > 30
    assert line.json("import", str(SAMPLE), "--accept")["known"] is True
    assert len(line.json("tasks")) > 30


def test_reading_writes_nothing(line: Line) -> None:
    """No database, no log, no file."""
    before = sorted(line.home.rglob("*"))
    document = line.json("read", str(SAMPLE))
    assert sorted(line.home.rglob("*")) == before
    assert set(document) == {"document", "meetings", "tasks", "warnings"}
    assert document["document"]["period"] == "2026-Q3"
    first = document["tasks"][0]
    assert {"number", "heading", "text", "title", "kind", "lead", "support", "lead_proposed", "deadline"} <= set(first)
    assert first["deadline"]["due"] == "2026-07-20"
    assert "2026" in line("read", str(SAMPLE))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("read", "khong-co.docx"), "Không có tệp"),
        (("import", "khong-co.docx"), "khong-co.docx"),
        (("tasks",), "dondoc init"),
        (("remind", "--at", "2024-02-30"), "2024-02-30"),
    ],
)
def test_a_failure_is_one_sentence_and_exit_1(line: Line, words: tuple[str, ...], sentence: str) -> None:
    """What happened, to what, and what to do next."""
    if words[0] == "import":
        line("init")
    message = line(*words, code=1)
    assert sentence in message
    assert len(message.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("read",), "Thiếu TỆP"),
        (("tasks", "--bogus"), "--bogus"),
        (("meeting", "abc", "--day", "x"), "SỐ"),
        (("viec",), "Sai"),
    ],
)
def test_wrong_usage_is_exit_2_in_vietnamese(line: Line, words: tuple[str, ...], sentence: str) -> None:
    """Also for the words of the command line itself."""
    assert sentence in line(*words, code=2)


def test_an_unknown_variable_is_told(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """Misspelt settings never pass in silence."""
    monkeypatch.setenv("DONDOC_TRAIL", "false")
    assert "DONDOC_TRIAL" in line("tasks", code=1)


def test_a_fault_of_ours_is_a_sentence_and_a_trace_in_the_log(office: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user is not shown a traceback; we are."""
    from tasks_registry import runs

    def fail(_here: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(runs, "check", fail)
    assert "ZeroDivisionError" in office("check", code=1)
    log = (office.home / "logs" / "dondoc.log").read_text("utf-8")
    last = json.loads(log.splitlines()[-1])
    assert (last["action"], "ZeroDivisionError" in last["error"]) == ("cli.failed", True)


def test_tasks_are_listed_filtered_and_exported(office: Line) -> None:
    """JSON, table, CSV that no spreadsheet takes for a formula."""
    tasks = office.json("tasks", "--at", "2026-09-21")
    assert [task["time_state"] for task in tasks] == ["overdue", "due_soon", "no_deadline"]
    assert [task["code"] for task in office.json("tasks", "--agency", "UBKT")] == ["2026-Q3-002"]
    assert office.json("tasks", "--time-state", "overdue", "--at", "2026-09-01") == []
    rows = list(csv.DictReader(io.StringIO(office("tasks", "--csv"))))
    assert {row["title"] for row in rows} >= {"'=Hoàn thành hồ sơ công nhận sản phẩm OCOP"}
    assert "quá hạn" in office("tasks", "--at", "2026-09-21")
    assert "overdue" in office("tasks", "--time-state", "muộn", code=1)


def codes(tasks: list[dict[str, Any]]) -> list[str]:
    return [task["code"][-3:] for task in tasks]


def test_lists_are_narrowed_by_what_a_task_is_and_whose(office: Line) -> None:
    """State, meeting, period, the person who is reminded; a value that does not exist is told with those that do."""
    (meeting,) = office.json("meetings")
    office("task", "2026-Q3-001", "receive")
    assert codes(office.json("tasks", "--state", "received")) == ["001"]
    assert codes(office.json("tasks", "--meeting", str(meeting["id"]))) == ["002"]
    assert len(office.json("tasks", "--period", "2026-Q3")) == 3
    assert office.json("tasks", "--period", "2026-Q4") == []
    assert codes(office.json("tasks", "--officer", "Bang.DinhCong@hoamai.example")) == ["001"]
    assert "in_progress" in office("tasks", "--state", "xong", code=1)
    assert "agencies.yaml" in office("tasks", "--officer", "ai@hoamai.example", code=1)
    assert "dondoc meetings" in office("tasks", "--meeting", "99", code=1)


def test_a_long_list_says_how_it_goes_on(office: Line) -> None:
    """The next page starts after the last task shown."""
    at = ("--at", "2026-09-21")
    assert invoke(["tasks", "--limit", "2", *at, "--home", str(office.home)]) == 0
    shown, remark = office._capsys.readouterr()
    assert "3 nhiệm vụ" in shown
    assert "2026-Q3-003" not in shown
    assert "--after 2026-Q3-002" in remark
    rest = office("tasks", "--after", "2026-Q3-002", *at)
    assert "2026-Q3-003" in rest
    assert "2026-Q3-002" not in rest
    assert codes(office.json("tasks", "--limit", "1", "--after", "2026-Q3-001", *at)) == ["002"]
    assert "2026-Q3-999" in office("tasks", "--after", "2026-Q3-999", code=1)


def test_an_agency_s_officer_sees_the_agency_s_own(office: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists leave out, and a single task is refused, what the agency neither leads nor supports."""
    monkeypatch.setenv("DONDOC_ACTOR", "bang.dinhcong@hoamai.example")
    assert codes(office.json("tasks")) == ["001"]
    assert "1 nhiệm vụ" in office("tasks")
    assert "OCOP" in office("show", "2026-Q3-001")
    assert "Đinh Công Bằng không xem được" in office("show", "2026-Q3-002", code=1)
    monkeypatch.setenv("DONDOC_ACTOR", "an.trinhthihoai@hoamai.example")
    assert len(office.json("tasks")) == 3


def test_a_task_is_moved_by_name(office: Line) -> None:
    """Evidence is asked for, an unknown act is told."""
    assert "hoàn thành" in office("task", "2026-Q3-001", "confirm", "--evidence", "45-BC/UBND")
    assert "minh chứng" in office("task", "2026-Q3-002", "confirm", code=1)
    assert "withdraw" in office("task", "2026-Q3-002", "bỏ", code=1)


def test_a_meeting_is_fixed_and_says_what_moved(office: Line) -> None:
    """The exact list of changes."""
    (meeting,) = office.json("meetings")
    assert meeting["day"] is None
    assert "chưa ấn định" in office("meetings")
    assert "2026-Q3-002" in office("meeting", str(meeting["id"]), "--day", "2026-09-25")
    (move,) = office.json("meeting", str(meeting["id"]), "--day", "2026-09-28")
    assert (move["before"], move["after"]) == ("2026-09-18", "2026-09-23")
    assert "2026-09-31" in office("meeting", "1", "--day", "2026-09-31", code=1)


def test_the_status_check_says_figures_and_gaps(office: Line) -> None:
    """Including what the office itself must close."""
    assert office.json("check", "--at", "2026-09-21")["figures"]["open_overdue"] == 1
    assert "chưa giao cơ quan chủ trì" in office("check", "--at", "2026-09-21")


def test_reminders_have_the_contract_s_shape(office: Line, mail_server: MailServer) -> None:
    """`remind --json`, dry and real."""
    dry = office.json("remind", "--dry-run", "--at", "2026-09-15")
    real = office.json("remind", "--at", "2026-09-15")
    assert set(real) == {"at", "trial", "messages", "skipped", "totals"}
    assert real["at"] == "2026-09-15T08:00:00+07:00"
    (message,) = real["messages"]
    assert message == {
        "person": "Đinh Công Bằng",
        "to": "bang.dinhcong@hoamai.example",
        "channel": "email",
        "kind": "digest",
        "items": [{"task": "2026-Q3-001", "milestone": "due-3", "due": "2026-09-18"}],
        "status": "sent",
        "reason": None,
    }
    assert dry["messages"] == [{**message, "status": "planned"}]
    assert real["totals"] == {"people": 1, "messages": 1, "items": 1, "sent": 1, "failed": 0}
    assert {skip["reason"] for skip in dry["skipped"]} == {"not-yet", "no-deadline"}
    assert real["skipped"] == []  # a run looks at nothing that cannot need a word today
    assert len(mail_server.mails) == 1
    assert "Không có lời nhắc" in office("remind", "--at", "2026-09-15")


def test_a_failed_message_is_shown_with_its_reason(office: Line, mail_server: MailServer) -> None:
    """The clerk sees whom it did not reach."""
    mail_server.answer_recipient = lambda _: "550 Không có hộp thư này"
    assert "550 Không có hộp thư này" in office("remind", "--at", "2026-09-15", code=1)
    assert office.json("deliver", "--at", "2026-09-15")["sent"] == 0


def test_what_waits_is_delivered(office: Line, mail_server: MailServer) -> None:
    """After the server is back."""
    mail_server.answer_recipient = lambda _: "451 Thử lại sau"
    office("remind", "--at", "2026-09-15T08:00", code=1)
    mail_server.answer_recipient = lambda _: None
    assert "Đã gửi 1 thư" in office("deliver", "--at", "2026-09-15T09:00")


def test_a_range_is_simulated_without_sending(office: Line, mail_server: MailServer) -> None:
    """Who would get what on which day."""
    days = office.json("simulate", "--from", "2026-09-01", "--to", "2026-09-30")
    assert len(days) == 30
    assert sum(len(day["messages"]) for day in days) >= 5
    assert "trước hạn 14 ngày" in office("simulate", "--from", "2026-09-01", "--to", "2026-09-30")
    assert mail_server.mails == []
    assert "đổi lại" in office("simulate", "--from", "2026-09-30", "--to", "2026-09-01", code=1)


def test_why_answers_in_words_and_in_json(office: Line, mail_server: MailServer) -> None:
    """Before, after, and for somebody who does not hear of it."""
    assert "sẽ nhắc ở lần chạy tới" in office("why", "2026-Q3-001", "--at", "2026-09-15")
    office("remind", "--at", "2026-09-15")
    text = office("why", "2026-Q3-001", "--at", "2026-09-15T09:00")
    assert "mốc trước hạn 3 ngày: đã nhắc lúc 15/09/2026 08:00 (đã gửi)" in text
    assert "Tiếp theo: trước hạn 1 ngày, 17/09/2026" in text
    found = office.json("why", "2026-Q3-001", "--at", "2026-09-15T09:00", "--person", "bang.dinhcong@hoamai.example")
    (answer,) = found["answers"]
    assert (answer["verdict"], answer["milestone"], answer["said"]["state"]) == ("said", "due-3", "sent")
    assert found["next"][0]["milestone"] == "due-1"
    other = office("why", "2026-Q3-001", "--at", "2026-09-15T09:00", "--person", "luan.hosy@hoamai.example")
    assert "không nhận nhắc việc này" in other
    assert "chưa xác định hạn" in office("why", "2026-Q3-003", "--at", "2026-09-15")
    assert "Không có nhiệm vụ mã" in office("why", "2026-Q3-999", code=1)


def test_a_report_is_written_where_it_is_asked(office: Line, tmp_path: Path) -> None:
    """.docx and .xlsx, and a clear sentence for a meeting that is not there."""
    out = tmp_path / "ra"
    office("meeting", "1", "--day", "2026-09-25")
    files = office.json("report", "meeting", "1", "--out", str(out), "--at", "2026-09-22")
    assert sorted(path.suffix for path in out.iterdir()) == [".docx", ".xlsx"]
    assert files["docx"].endswith("2026-09-22.docx")
    assert "Báo cáo:" in office("report", "meeting", "1", "--out", str(out), "--at", "2026-09-22")
    assert "dondoc meetings" in office("report", "meeting", "99", code=1)


def test_the_doctor_names_each_check_by_id(office: Line) -> None:
    """All well: every id is there, nothing failed."""
    findings = office.json("doctor", "--at", "2026-07-01")
    ids = "C001 C002 C003 C004 C005 C006 C007 C008 C009 C010 C011 C012 C013 C014 C015 C016 C017 C018 C019 C020".split()
    assert [finding["id"] for finding in findings] == ids
    assert {finding["level"] for finding in findings} == {"ok"}
    assert "✓ C004" in office("doctor")


@pytest.mark.parametrize(
    ("name", "text", "failed"),
    [("office.yaml", "sai: đúng\n", "C002"), ("agencies.yaml", "secretariat: [", "C002")],
)
def test_the_doctor_finds_a_broken_file(office: Line, name: str, text: str, failed: str) -> None:
    """And ends with exit 1."""
    (office.home / "config" / name).write_text(text, "utf-8")
    assert f"✗ {failed}" in _stdout(office, "doctor")


def _stdout(line: Line, *words: str) -> str:
    invoke([*words, "--home", str(line.home)])
    return line._capsys.readouterr().out


def test_the_doctor_of_an_empty_home_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No database, bundled files, trial mode, no mail server."""
    monkeypatch.delenv("DONDOC_TRIAL", raising=False)
    line = Line(tmp_path / "empty", capsys)
    text = _stdout(line, "doctor")
    assert "✗ C004" in text
    assert "dondoc init" in text
    assert "! C003" in text
    assert "! C010" in text
    assert "! C011" in text


def test_the_doctor_tells_of_dead_messages_and_unreached_tasks(office: Line, mail_server: MailServer) -> None:
    """Undelivered messages are a first-class fact."""
    mail_server.answer_recipient = lambda _: "550 Không có hộp thư này"
    office("remind", "--at", "2026-09-15", code=1)
    path = office.home / "config" / "agencies.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("email: hoa.tathiminh@", "email: moi@").replace("role: officer", "role: deputy"), "utf-8"
    )
    found = {finding["id"]: finding for finding in json.loads(_stdout(office, "doctor", "--json"))}
    assert found["C012"]["level"] == "failure"


LIGHT = """
import sys
from cli.main import invoke
invoke({words})
print(sorted({{"prefect", "fastapi"}} & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("words", [["--help"], ["tasks"], ["meetings"], ["remind", "--dry-run"]])
def test_plain_commands_import_neither_prefect_nor_fastapi(tmp_path: Path, words: list[str]) -> None:
    """Two seconds of start-up that nobody needs."""
    home = [] if words == ["--help"] else ["--home", str(tmp_path)]
    if home:
        assert invoke(["init", *home]) == 0
    run = subprocess.run(
        [sys.executable, "-c", LIGHT.format(words=[*words, *home])], capture_output=True, text=True, check=True
    )
    assert run.stderr.strip().splitlines()[-1] == "[]"


def test_a_silent_run_says_why(office: Line) -> None:
    """A day off, nobody to write to, all said already: the clerk must be able to tell."""
    invoke(["remind", "--dry-run", "--at", "2026-09-19", "--home", str(office.home)])
    assert "ngày nghỉ" in office._capsys.readouterr().err


def test_a_task_is_shown_whole_with_its_history(office: Line) -> None:
    """Text, agencies, deadline, and who did what."""
    office("edit", "2026-Q3-003", "--lead", "Ban XDĐ", "--due", "2026-09-30")
    shown = office("show", "2026-Q3-003")
    assert "Ban Xây dựng Đảng" in shown
    assert "30/09/2026" in shown
    assert "sửa" in shown.split("Lịch sử")[1]
    assert "dondoc tasks" in office("show", "2026-Q3-999", code=1)


def test_the_review_has_a_command_for_each_act(office: Line) -> None:
    """accept, merge, split, drop."""
    assert "tách" in office("split", "2026-Q3-003", "--part", "Sinh hoạt chi bộ mẫu.", "--part", "Rút kinh nghiệm.")
    assert "Đã gộp 1" in office("merge", "2026-Q3-003", "2026-Q3-004")
    assert "Đã bỏ" in office("drop", "2026-Q3-003", "--reason", "trùng việc khác")
    assert "--all" in office("accept", code=1)
    assert "Đã xác nhận 0" in office("accept", "--all")


def test_a_corrected_version_shows_what_changed(line: Line, tmp_path: Path) -> None:
    """Not doubled, and told apart from a new document."""
    line("init")
    report = tmp_path / "bao-cao.txt"
    head = "BÁO CÁO\ntình hình công tác quý II; nhiệm vụ trọng tâm quý III năm 2026\n\n"
    head += "III. NHIỆM VỤ TRỌNG TÂM QUÝ III/2026\n\n"
    report.write_text(
        head + "1. Tổng kết công tác dân vận trước ngày 15/8/2026.\n\n2. Mở lớp đảng viên mới.\n", "utf-8"
    )
    line("import", str(report))
    report.write_text(
        head + "1. Tổng kết công tác dân vận trước ngày 25/8/2026.\n\n2. Mở lớp đảng viên mới.\n", "utf-8"
    )
    found = line.json("import", str(report))
    assert (found["tasks"], found["same"]) == (0, 1)
    assert [change["applied"] for change in found["changed"]] == [True]
    assert "đã có trong sổ" in line("import", str(report))


def test_several_documents_and_folders_are_read_at_once(line: Line, tmp_path: Path) -> None:
    """A bad one does not stop the others and is said at the end."""
    folder = tmp_path / "văn bản"
    folder.mkdir()
    (folder / "a.docx").write_bytes(SAMPLE.read_bytes())
    (folder / "b.txt").write_text("Không có việc gì.", "utf-8")
    assert invoke(["read", str(folder), str(SAMPLE), "--jsonl", "--home", str(line.home)]) == 1
    out, err = line._capsys.readouterr()
    assert len([json.loads(row) for row in out.splitlines()]) == 2
    assert "1/3" in err
    assert "b.txt" in err
    assert "--jsonl" in line("read", str(folder), "--json", code=1)
    (tmp_path / "trống").mkdir()
    assert "không có văn bản nào" in line("read", str(tmp_path / "trống"), code=1)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("tasks", "--agency", "KHONG"), "Các mã"),
        (("simulate", "--from", "2026-01-01", "--to", "2028-01-01"), "366"),
        (("meeting", "99999999999999999999", "--day", "2026-09-25"), "dondoc meetings"),
        (("meeting", "1", "--day", "9999-12-31"), "9999-12-31"),
        (("remind", "--at", "0001-01-01"), "0001-01-01"),
    ],
)
def test_values_out_of_reach_are_told(office: Line, words: tuple[str, ...], sentence: str) -> None:
    """No silence, no trace."""
    assert sentence in office(*words, code=1)


def test_a_day_outside_the_window_is_remarked(office: Line) -> None:
    """It may be right; somebody should look."""
    invoke(["meeting", "1", "--day", "2026-10-05", "--home", str(office.home)])
    assert "nằm ngoài khoảng" in office._capsys.readouterr().err


def test_a_home_that_is_a_file_or_not_set_up_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is created by looking."""
    (tmp_path / "tệp").write_text("", "utf-8")
    assert "không phải thư mục" in Line(tmp_path / "tệp", capsys)("tasks", code=1)
    assert "dondoc init" in Line(tmp_path / "khongco", capsys)("tasks", code=1)
    assert not (tmp_path / "khongco").exists()

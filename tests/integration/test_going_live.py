"""Trial mode, arming and the first look at an import, as the office meets them on the command line."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from cli import going_live as commands
from cli.main import invoke
from config.database import reading as reading_session
from config.database import unit_of_work
from config.office_files import config_folder
from notifications import going_live, runs
from notifications.models import Arming, ImportRelease
from tasks_registry import intake, store
from tasks_registry.history import first_break
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.mail import MailServer
from tests.support.readings import proposal, reading

OFFICER = "bang.dinhcong@hoamai.example"
DUE = date(2026, 9, 18)
DAY = "2026-09-15T07:30"
Line = Callable[..., str]
SAMPLE = Path(__file__).parents[2] / "cli" / "demo" / "sample" / "bao-cao-quy-2-2026.docx"


@pytest.fixture
def line(
    home: Path,
    open_at: Open,
    database: str,
    mail_server: MailServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Line:
    """Runs a command on an installation that was never armed, with two dated tasks of two people."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)
    monkeypatch.setenv("DONDOC_SMTP_URL", mail_server.url)
    here = open_at()
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            reading(
                proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=DUE),
                proposal("Báo cáo công tác kiểm tra, giám sát", due=DUE, lead="UBKT"),
                proposal("Nâng cao chất lượng sinh hoạt chi bộ"),
            ),
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )

    def run(*words: str, code: int = 0, at: str = DAY) -> str:
        got = invoke([*words, "--home", str(home), "--at", at])
        out, err = capsys.readouterr()
        assert got == code, err
        return out + err

    return run


def as_json(text: str) -> Any:
    return json.loads(text)


def finding(line: Line, id_: str, at: str = DAY) -> str:
    (found,) = [one for one in as_json(line("doctor", "--json", at=at)) if one["id"] == id_]
    return f"{found['level']} {found['text']} {found['mend']}"


def test_nobody_is_written_to_until_the_office_arms(line: Line, open_at: Open) -> None:
    """A preview, a yes, a row with what was seen; a second time there is nothing to do."""
    here = open_at(DAY, trial=None)
    assert runs.trial_mode(here).on
    assert "dondoc arm" in finding(line, "C010")
    line("release", "--yes")
    preview = line("arm")
    assert "sẽ gửi 2 thư tới 2 người" in preview
    assert OFFICER in preview
    assert "Chưa bật" in preview
    assert runs.trial_mode(here).on
    assert "Đã bật gửi thật" in line("arm", "--yes")
    assert not runs.trial_mode(here).on
    assert finding(line, "C010").startswith("ok Gửi thật")
    assert "đã được bật từ 07:30 ngày 15/09/2026" in line("arm", "--yes")
    with reading_session(here.engine) as session:
        (row,) = session.exec(select(Arming)).all()
        assert (row.messages, row.people, row.by) == (2, 2, "Văn phòng")
        (deed,) = [one for one in store.history_of(session, "committee", here.committee) if one.action == "sending.arm"]
        assert deed.after == {"messages": 2, "people": 2}
        assert first_break(session, here.committee) is None


def test_disarming_goes_back_to_the_allow_list(line: Line, open_at: Open) -> None:
    """With a reason that history keeps; the newest word holds."""
    here = open_at(DAY, trial=None)
    assert "không có gì để tắt" in line("disarm", "--reason", "thử")
    line("arm", "--yes")
    assert "cần ghi lý do" in line("disarm", "--reason", " ", code=1)
    assert "Đã tắt gửi thật" in line("disarm", "--reason", "thay máy chủ thư")
    assert runs.trial_mode(here).on
    line("arm", "--yes")
    assert not runs.trial_mode(here).on
    with reading_session(here.engine) as session:
        deeds = [one for one in store.history_of(session, "committee", here.committee) if "sending" in one.action]
        assert [one.reason for one in deeds] == [None, "thay máy chủ thư", None]


def test_the_environment_s_word_is_final(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """DONDOC_TRIAL=true forbids arming, DONDOC_TRIAL=false makes disarming void: both are said."""
    monkeypatch.setenv("DONDOC_TRIAL", "true")
    assert "DONDOC_TRIAL=true" in line("arm", "--yes", code=1)
    assert "bỏ DONDOC_TRIAL=true" in finding(line, "C010")
    monkeypatch.setenv("DONDOC_TRIAL", "false")
    assert "DONDOC_TRIAL=false" in line("disarm", "--reason", "thử", code=1)


def test_arming_is_refused_while_people_would_wait_in_vain(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a mail server, and with one whose address cannot be used."""
    monkeypatch.setenv("DONDOC_SMTP_URL", "mailto://")
    assert "C011" in line("arm", "--yes", code=1)
    monkeypatch.delenv("DONDOC_SMTP_URL")
    assert "DONDOC_SMTP_URL" in line("arm", "--yes", code=1)


def test_only_the_office_arms(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """An officer may neither arm, disarm nor release."""
    monkeypatch.setenv("DONDOC_ACTOR", OFFICER)
    for words in (("arm", "--yes"), ("disarm", "--reason", "x"), ("release", "--yes")):
        assert "bật, tắt gửi thật" in line(*words, code=1)


def test_a_terminal_is_asked(line: Line, open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A no changes nothing, a yes arms."""
    answers = iter([False, True])
    monkeypatch.setattr(commands.sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(commands.typer, "confirm", lambda _question: next(answers))
    assert "Chưa bật" in line("arm")
    assert "Đã bật" in line("arm")


def test_a_preview_on_a_day_off_names_the_day_to_look_at(line: Line) -> None:
    """“0 messages” on a Saturday is no news of what arming would do."""
    saturday = line("arm", at="2026-09-12T08:00")
    assert "Hôm nay là ngày nghỉ, lời nhắc đợi đến 14/09/2026." in saturday
    assert "dondoc simulate --from 2026-09-14 --to 2026-09-14" in saturday
    assert "ngày nghỉ" not in line("arm")


def test_json_shows_the_preview_and_arms_only_with_yes(line: Line) -> None:
    """One document, whatever happens."""
    line("release", "--yes")
    shown = as_json(line("arm", "--json"))
    assert (shown["armed"], shown["messages"], shown["people"]) == (False, 2, 2)
    assert shown["groups"] == [{"channel": "email", "kind": "digest", "messages": 2}]
    assert {one["to"] for one in shown["planned"]} == {OFFICER, "hoa.tathiminh@hoamai.example"}
    assert as_json(line("arm", "--json", "--yes"))["armed"] is True
    assert as_json(line("arm", "--json"))["armed"] is True


def test_the_first_look_at_an_import_lets_it_go(line: Line, open_at: Open) -> None:
    """Shown with what its tasks would send; released once, with history; arming says what still waits."""
    here = open_at(DAY)
    assert "chờ cho gửi" in line("arm")
    assert as_json(line("arm", "--json"))["messages"] == 0
    waits = finding(line, "C018")
    assert waits.startswith("warning")
    assert "(3 nhiệm vụ)" in waits
    assert finding(line, "C018", at="2026-07-02T16:00").startswith("ok")
    assert "dondoc release" in line("check")
    assert "dondoc release" not in line("check", at="2026-07-02T16:00")
    shown = line("release")
    assert "sẽ gửi 2 thư tới 2 người" in shown
    assert "Chưa cho gửi" in shown
    with reading_session(here.engine) as session:
        (waiting,) = going_live.unreleased_documents(session, here.committee)
        assert going_live.unreleased_documents(session, here.committee, hold=False) == frozenset()
        assert going_live.waiting_documents(session, here.committee, hold=False) == []
    assert "Các văn bản đang chờ: " in line("release", "999", code=1)
    released = line("release", str(waiting), "--yes")
    assert "Đã cho gửi lời nhắc của 1 văn bản" in released
    assert "dondoc arm" in released  # in trial mode nobody hears yet
    assert "Không có văn bản nào chờ" in line("release")
    assert as_json(line("release", "--json"))["documents"] == []
    assert finding(line, "C018").startswith("ok")
    with reading_session(here.engine) as session:
        assert [row.document_id for row in session.exec(select(ImportRelease)).all()] == [waiting]
        assert "document.release" in [row.action for row in store.history_of(session, "document", waiting)]


def test_two_people_who_look_at_once_release_once(line: Line, open_at: Open) -> None:
    """The second finds nothing left, and history says it once."""
    from notifications import going_live_runs

    here = open_at(DAY)
    first, second = (going_live_runs.plan_release(here, []) for _ in range(2))
    assert len(going_live_runs.release(here, first)) == 1
    assert going_live_runs.release(here, second) == []


def test_an_import_says_what_comes_next(line: Line, home: Path, tmp_path: Path) -> None:
    """Unless the policy holds nothing."""
    table = tmp_path / "bang.csv"
    table.write_text("title,lead,deadline\nRà soát hộ nghèo,PKT,30/9/2026\n", "utf-8")
    assert "dondoc release" not in line("import-table", str(table), "--period", "2026-Q3", "--dry-run")
    assert "dondoc release" in line("import-table", str(table), "--period", "2026-Q3")
    assert "dondoc release" in line("import", str(SAMPLE), "--accept")
    rhythm = config_folder(home) / "rhythm.yaml"
    rhythm.write_text(
        rhythm.read_text("utf-8").replace("reminders:", "reminders:\n  hold_after_import: false", 1), "utf-8"
    )
    table.write_text("title,lead,deadline\nRà soát nhà tạm,PKT,30/9/2026\n", "utf-8")
    assert "dondoc release" not in line("import-table", str(table), "--period", "2026-Q3")
    assert "Không có văn bản nào chờ" in line("release")


def test_init_names_the_way_out_of_trial_mode(line: Line, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second init of a home that was armed does not claim that it is on trial."""
    assert invoke(["init", "--home", str(home)]) == 0
    assert "dondoc arm" in capsys.readouterr().out
    line("arm", "--yes")
    assert invoke(["init", "--home", str(home)]) == 0
    assert "chế độ thử" not in capsys.readouterr().out

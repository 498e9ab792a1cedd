"""Meetings on the command line: what is shown, what changes, what is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.main import invoke
from config.database import unit_of_work
from config.office_files import config_folder
from tasks_registry import intake
from tasks_registry import runs as registry
from tasks_registry.review import Edit
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import proposal, reading

Say = Callable[..., str]


@pytest.fixture
def say(
    home: Path, open_at: Open, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Say:
    """Runs a command that ends with ``code`` on an installation with one task of the conference."""
    monkeypatch.setenv("DONDOC_TRIAL", "false")
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)
    here = open_at()
    document = reading(proposal("Báo cáo kết quả kiểm tra, giám sát", meeting=True, lead="UBKT"))
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            document,
            file_name="bao-cao.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )

    def run(*words: str, code: int = 0) -> str:
        got = invoke([*words, "--home", str(home)])
        out, err = capsys.readouterr()
        assert got == code, err
        return err if code else out

    return run


def shown(say: Say, *words: str) -> Any:
    return json.loads(say(*words, "--json"))


def test_a_fixed_day_is_told_with_the_people(say: Say) -> None:
    """Moves in the shape that programs know, steps and people for readers."""
    text = say("meeting", "1", "--day", "2026-09-25")
    assert "2026-Q3-001" in text
    assert "Trình hội nghị Ban Chấp hành: chưa có → 25/09/2026" in text
    assert "Liên quan:" in text
    assert "(Ủy ban Kiểm tra Đảng ủy)" in text
    (move,) = shown(say, "meeting", "1", "--day", "2026-09-28")
    assert (move["code"], move["before"], move["after"]) == ("2026-Q3-001", "2026-09-18", "2026-09-23")
    assert move["person"]["agency_code"] == "UBKT"
    assert "lý do" in say("meeting-state", "1", "postpone", code=1)
    assert "1 nhiệm vụ trở lại hạn tạm tính" in say("meeting-state", "1", "postpone", "--reason", "bão")
    assert "hoãn" in say("meetings")


def test_a_meeting_is_added_held_and_closed(say: Say) -> None:
    """With its kind, number and state for people and programs."""
    assert "lần thứ 7, khóa I" in say("meeting-new", "--body", "BCH", "--name", "Hội nghị cuối năm")
    added = shown(say, "meeting-new", "--body", "TT", "--name", "Họp Thường trực", "--day", "2026-07-06")
    assert (added["kind"], added["state"], added["day"]) == ("regular", "fixed", "2026-07-06")
    assert "đang họp" in say("meeting-state", str(added["id"]), "open")
    assert "đã kết thúc" in say("meeting-state", str(added["id"]), "close")
    assert "BCH, BTV" in say("meeting-new", "--body", "X", "--name", "Họp", code=1)
    assert "thematic" in say("meeting-new", "--body", "TT", "--name", "Họp", "--kind", "x", code=1)
    assert "postpone" in say("meeting-state", "1", "fix", code=1)


def test_an_agenda_from_first_item_to_carried(say: Say) -> None:
    """List, add, order, link, withdraw, carry – by the position that people see."""
    say("agenda", "add", "1", "--title", "Công tác cán bộ", "--lead", "UBKT")
    say("agenda", "move", "1", "2", "--to", "1")
    assert shown(say, "agenda", "list", "1")[0]["title"] == "Công tác cán bộ"
    assert "lý do" in say("agenda", "withdraw", "1", "1", code=1)
    say("agenda", "withdraw", "1", "1", "--reason", "đã xong")
    carried = shown(say, "agenda", "carry", "1", "2", "--reason", "thiếu số liệu")
    assert carried["meeting"]["ordinal"] == 7
    assert "lùi kỳ sau" in say("agenda", "list", "1")
    say("agenda", "add", "1", "--title", "Kiểm tra")
    assert "đã có trong chương trình" in say("agenda", "link", "1", "3", "--task", "2026-Q3-001", code=1)
    assert "không có mục 9" in say("agenda", "move", "1", "9", "--to", "1", code=1)


def test_how_ready_a_meeting_is(say: Say) -> None:
    """Steps with the next one marked, and lùi on the day of the deadline."""
    say("meeting", "1", "--day", "2026-09-25")
    text = say("readiness", "1", "--at", "2026-09-18")
    assert "Nộp tài liệu về Văn phòng" in text
    assert "sắp tới" in text
    assert "lùi" in text
    (item,) = shown(say, "readiness", "1", "--at", "2026-09-18")["items"]
    assert (item["paper"], item["suggestion"], item["days_left"]) == ("missing", "carry", 0)


def test_a_series_is_shown_before_it_is_written(say: Say, home: Path) -> None:
    """Nothing is added without --apply; a malformed series is told with its place."""
    path = config_folder(home) / "rhythm.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    content["bodies"]["BTV"]["series"] = "0 8 15 * *"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    at = ("--at", "2026-07-01")
    assert "Chưa ghi gì" in say("meeting-series", *at)
    assert len(shown(say, "meetings")) == 1
    assert "Đã thêm 3" in say("meeting-series", "--apply", *at)
    assert len(shown(say, "meetings")) == 4
    content["bodies"]["BTV"]["series"] = "0 8 31 2 *"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    assert "bodies.BTV.series" in say("meetings", code=1)


def test_what_lies_between_two_sessions(say: Say) -> None:
    """For the committee's sessions only."""
    say("meeting-new", "--body", "BTV", "--name", "Hội nghị Ban Thường vụ tháng 7", "--day", "2026-07-15")
    assert "15/07/2026 – Hội nghị Ban Thường vụ tháng 7" in say("between", "1", "--at", "2026-08-01")
    found = shown(say, "between", "1", "--at", "2026-08-01")
    assert [held["meeting"]["body"] for held in found["meetings"]] == ["BTV"]
    assert "Ban Chấp hành" in say("between", "2", code=1)


def test_what_is_secret_between_two_sessions_is_shown_by_its_code(say: Say, open_at: Open) -> None:
    """As in the reports: on the agenda of the session and among the tasks, for people and programs."""
    here = open_at()
    say("meeting-new", "--body", "BTV", "--name", "Hội nghị Ban Thường vụ tháng 7", "--day", "2026-07-15")
    say("agenda", "add", "2", "--task", "2026-Q3-001")
    with registry.reviewing(here) as review:
        review.edit("2026-Q3-001", Edit(secret=True, authority="BTV"))
    for words in ((), ("--json",)):
        text = say("between", "1", "--at", "2026-08-01", *words)
        assert "kiểm tra, giám sát" not in text
        assert text.count("Nhiệm vụ mật (mã 2026-Q3-001)") == 2

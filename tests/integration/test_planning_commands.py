"""Recurring tasks and periods as a user meets them on the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.main import invoke
from tests.conftest import Open

Line = Callable[..., str]
ADD = ("recur", "add", "--title", "Báo cáo giải ngân", "--lead", "PKT", "--every")


@pytest.fixture
def line(
    home: Path, open_at: Open, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Line:
    """Runs a command that ends with ``code`` on 1 July 2026 or ``at``; returns what it printed."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)
    open_at()

    def run(*words: str, code: int = 0, at: str = "2026-07-01T08:00") -> str:
        got = invoke([*words, "--home", str(home), "--at", at])
        out, err = capsys.readouterr()
        assert got == code, err
        return out + err

    return run


def as_json(text: str) -> Any:
    return json.loads(text)


def test_a_recurring_task_from_setting_up_to_stopping(line: Line) -> None:
    """Every step says what it did and when the next instances come."""
    assert "DK-001" in line(*ADD, "trước ngày 15 hằng tháng")
    assert as_json(line("recur", "list", "--json"))[0]["next"][:2] == ["2026-07-15", "2026-08-15"]
    assert "15/07/2026" in line("recur", "list")
    preview = as_json(line("recur", "run", "--dry-run", "--json"))
    assert [one["code"] for one in preview["created"]] == [None, None]
    assert "Đã tạo 2 nhiệm vụ" in line("recur", "run")
    assert "Đã tạo 0 nhiệm vụ" in line("recur", "run")
    shown = line("recur", "show", "DK-001")
    assert "15/07/2026, 15/08/2026, 15/09/2026, 15/10/2026, 15/11/2026" in shown
    assert "2026-Q3-002, hạn 14/08/2026" in shown
    edited = line("recur", "edit", "DK-001", "--every", "ngày 20 hằng tháng")
    assert "20/08/2026, 20/09/2026" in edited
    assert "giữ nguyên: 2026-Q3-001, 2026-Q3-002" in edited
    assert "Đã dừng" in line("recur", "stop", "DK-001", "--reason", "hết kế hoạch")
    assert "(đã dừng)" in line("recur", "show", "DK-001")
    assert as_json(line("recur", "show", "DK-001", "--json"))["next"] == []
    assert "chạy tiếp" in line("recur", "resume", "DK-001")


def test_a_task_makes_a_recurring_one(line: Line) -> None:
    """With a rhythm given, because none was read; the task itself is an instance of another one."""
    line(*ADD, "ngày 15 hằng tháng")
    line("recur", "run")
    assert "đã thuộc một việc định kỳ" in line("recur", "from", "2026-Q3-001", "--every", "ngày cuối quý", code=1)
    assert "dondoc tasks" in line("recur", "from", "2026-Q3-999", code=1)


def test_what_was_skipped_is_told(line: Line) -> None:
    """By a remark; JSON names the days."""
    line(*ADD, "ngày 15 hằng tháng")
    found = as_json(line("recur", "run", "--dry-run", "--json", at="2027-01-10T08:00"))
    assert found["skipped"][0]["days"] == ["2026-07-15", "2026-08-15", "2026-09-15"]
    assert "bỏ qua 3 lần đã qua quá lâu" in line("recur", "run", at="2027-01-10T08:00")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((*ADD, "lúc nào cũng được"), "ngày 15 hằng tháng"),
        ((*ADD[:-1], "--cron", "0 0 31 2 *"), "cron"),
        (("recur", "show", "DK-007"), "dondoc recur list"),
        (("period", "close", "2026-Q9"), "2026-Q3"),
        (("period", "close", "2026-Q3", "--apply"), "20/09/2026"),
        (("period", "close", "2026-Q3", "--drop", "2026-Q3-001"), "không thuộc quý III/2026"),
    ],
)
def test_a_refusal_is_one_sentence(line: Line, words: tuple[str, ...], sentence: str) -> None:
    """What is wrong, and what to write instead."""
    message = line(*words, code=1)
    assert sentence in message
    assert "Traceback" not in message


def test_a_period_from_its_proposal_to_its_final_figures(line: Line) -> None:
    """Shown first, done with --apply, refused the second time; what closes later is counted apart."""
    line(*ADD, "ngày 15 hằng tháng")
    line("recur", "run")
    day = "2026-09-21T08:00"
    assert "Chưa thay đổi gì" in line("period", "close", "2026-Q3", at=day)
    decided = as_json(line("period", "close", "2026-Q3", "--drop", "2026-Q3-001", "--apply", "--json", at=day))
    assert (decided["applied"], decided["totals"]) == (True, {"done": 0, "carry": 0, "drop": 1, "keep": 1})
    assert "đã được" in line("period", "close", "2026-Q3", "--apply", at=day, code=1)
    line("task", "2026-Q3-002", "confirm", "--evidence", "4-BC/PKT", at="2026-09-25T08:00")
    shown = line("period", "show", "2026-Q3", at="2026-10-01T08:00")
    assert "Số liệu tính đến ngày 20/09/2026: 2 nhiệm vụ" in shown
    assert "hoàn thành sau ngày chốt: 1" in shown
    outcome = as_json(line("period", "show", "2026-Q3", "--json", at="2026-10-01T08:00"))["outcome"]
    assert (outcome["done_after_cutoff"], outcome["dropped"], outcome["total"]) == (1, 1, 2)
    listed = as_json(line("period", "list", "--json", at="2026-10-01T08:00"))
    assert next(one for one in listed if one["code"] == "2026-Q3")["closed_at"] is not None
    assert "21/09/2026" in line("period", "list", at="2026-10-01T08:00")

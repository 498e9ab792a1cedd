"""``dondoc calendar …`` and ``dondoc trigger`` as a user or a script meets them."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cli.main import invoke
from tasks_registry import intake, runs
from tasks_registry.reading.model import DeadlineProposal, DeadlineRule
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import proposal, reading

Run = Callable[..., tuple[str, str]]
STORM = ("calendar", "off", "11/9/2026", "--name", "Nghỉ phòng chống bão")


@pytest.fixture
def run(open_at: Open, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs commands on an office with four tasks and a conference on 11/9/2026; returns output and remarks."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)
    here = open_at()
    guided = DeadlineProposal("10 ngày kể từ khi có hướng dẫn", DeadlineRule.TEXT, waits_for="có hướng dẫn")
    with here.writing() as session:
        intake.import_reading(
            session,
            reading(
                proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 11)),
                proposal("Báo cáo kết quả kiểm tra", meeting=True, lead="UBKT"),
                proposal("Tổng kết năm", due=date(2027, 2, 10)),
                replace(proposal("Ban hành kế hoạch", lead=None), deadline=guided),
            ),
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    runs.fix_meeting_day(here, 1, date(2026, 9, 11))

    def run_(*words: str, code: int = 0) -> tuple[str, str]:
        got = invoke([*words, "--home", str(here.settings.home)])
        out, err = capsys.readouterr()
        assert got == code, err
        return out, err

    return run_


def plain(run: Run, *words: str) -> Any:
    return json.loads(run(*words, "--json")[0])


def test_a_day_off_is_shown_first_and_written_only_with_apply(run: Run) -> None:
    """Days, tasks, people, meetings; then the calendar says where the day comes from."""
    out, err = run(*STORM)
    assert "11/09/2026 (thứ Sáu): thành ngày nghỉ." in out
    assert "1 nhiệm vụ đổi hạn" in out
    assert "10/09/2026" in out
    assert "Liên quan 1 người: Đinh Công Bằng (Phòng Kinh tế)." in out
    assert "Chưa ghi gì" in out
    assert "dondoc meeting 1 --day" in err
    assert plain(run, "calendar", "show", "--at", "2026-07-01")["days"][-1]["name"] == "Ngày Văn hóa Việt Nam"
    shown = plain(run, *STORM)
    done = plain(run, *STORM, "--apply")
    assert (shown.pop("applied"), done.pop("applied")) == (False, True)
    assert shown == done
    (mark,) = plain(run, "calendar", "show", "--from", "11/9/2026", "--to", "11/9/2026")["days"]
    assert mark == {
        "day": "2026-09-11",
        "working": False,
        "name": "Nghỉ phòng chống bão",
        "source": "registry",
        "expected": False,
    }
    assert "Đã ghi vào sổ." in run("calendar", "remove", "2026-09-11", "--apply")[0]
    assert plain(run, "calendar", "show", "--from", "11/9/2026", "--to", "11/9/2026")["days"] == []


def test_a_worked_saturday_that_moves_nothing_says_so(run: Run) -> None:
    """Nobody wonders whether the list was cut."""
    out, _ = run("calendar", "work", "19/9/2026", "--name", "Làm bù")
    assert "19/09/2026 (thứ Bảy): thành ngày làm việc." in out
    assert "Không có nhiệm vụ nào đổi hạn." in out
    assert "Không ngày nào đổi" in run("calendar", "off", "20/9/2026", "--name", "Nghỉ")[0]


def test_the_calendar_shows_sources_and_what_is_only_expected(run: Run) -> None:
    """Tết 2027 is a forecast, and a task leans on it."""
    out, _ = run("calendar", "show", "--from", "1/1/2027")
    assert "Tết Nguyên Đán (dự kiến)" in out
    assert "ngày lễ chung" in out
    assert "1 nhiệm vụ có hạn dựa vào ngày nghỉ còn dự kiến" in out
    assert "làm bù" in run("calendar", "show", "--at", "2026-07-01")[0]
    assert "đứng trước" in run("calendar", "show", "--from", "2/1/2027", "--to", "1/1/2027", code=1)[1]


def test_what_leans_on_an_expected_day_is_told_in_a_preview(run: Run) -> None:
    """The new day is no more certain than the old one."""
    _, err = run("calendar", "off", "3/2/2027", "--name", "Nghỉ thêm")
    assert "dự kiến: 29 Tết" in err


def test_recomputing_shows_first_as_well(run: Run, open_at: Open) -> None:
    """After an edit of the file."""
    assert "Không có nhiệm vụ nào đổi hạn." in run("calendar", "preview")[0]
    path = open_at().settings.home / "config" / "calendar.yaml"
    path.write_text("days_off:\n  - {from: 2026-09-10, to: 2026-09-11, name: Bão}\n", "utf-8")
    assert "recompute --apply" in run("calendar", "preview")[0]
    shown = plain(run, "calendar", "recompute")
    assert [move["after"] for move in shown["moves"]] == ["2026-09-09"]
    assert plain(run, "calendar", "recompute", "--apply") == {"applied": True, "moves": shown["moves"]}
    assert plain(run, "calendar", "preview")["moves"] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("off", "31/9/2026", "--name", "x"), "31/9/2026"),
        (("off", "12/9/2026", "--to", "11/9/2026", "--name", "x"), "không được sau"),
        (("remove", "12/9/2026"), "12/09/2026"),
    ],
)
def test_a_wrong_day_is_one_sentence(run: Run, words: tuple[str, ...], sentence: str) -> None:
    """What was given and what to do."""
    assert sentence in run("calendar", *words, code=1)[1]


def test_a_trigger_is_told_in_one_line(run: Run) -> None:
    """With the number of days when the text gives none; a day to come is remarked on."""
    code = "2026-Q3-004"
    assert "--days" in run("trigger", code, "--on", "15/7/2026", code=1)[1]
    out, err = run("trigger", code, "--on", "15/7/2026", "--days", "10", "--working", "--at", "2026-07-14")
    assert out.strip() == f"Nhiệm vụ {code}: tính từ ngày 15/07/2026, hạn là ngày 29/07/2026."
    assert "chưa đến" in err
    assert "bắt đầu tính thời hạn – có hướng dẫn" in run("show", code)[0]

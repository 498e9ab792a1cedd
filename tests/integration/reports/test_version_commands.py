"""``dondoc report meeting|versions|differences|send`` as a clerk types them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from cli.main import invoke
from notifications.delivery.runs import deliver
from reports.versions import runs
from tasks_registry import runs as registry
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.conference import AGENDA, CHIEF, CLERK, FIRST, OCOP, SECOND, conference, edit_sending
from tests.support.mail import MailServer

Say = Callable[..., str]


@pytest.fixture
def say(
    home: Path,
    open_at: Open,
    database: str,
    mail_server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Say:
    """Runs a command of the office that has the conference before it; returns what it says."""
    for name, value in {"TRIAL": "false", "DATABASE_URL": database, "SMTP_URL": mail_server.url}.items():
        monkeypatch.setenv(f"DONDOC_{name}", value)
    conference(open_at("2026-07-01T08:00"))

    def say_(*words: str, at: str = FIRST, code: int = 0) -> str:
        capsys.readouterr()
        assert invoke([*words, "--home", str(home), "--at", at]) == code
        printed = capsys.readouterr()
        return printed.out + printed.err

    return say_


def parsed(said: str) -> Any:
    """The document that a command prints; its remarks stand behind it."""
    return json.JSONDecoder().raw_decode(said)[0]


def test_a_report_asked_for_twice_is_made_once(say: Say, tmp_path: Path) -> None:
    """The second answer says since when nothing has changed, and where the files lie."""
    first = say("report", "meeting", "1")
    assert "Đã lập bản số 1." in first
    again = say("report", "meeting", "1", at="2026-09-22T15:00")
    assert "Không có gì thay đổi từ bản số 1 (Văn phòng lập lúc 07:00 22/09/2026); không lập bản mới." in again
    assert first.splitlines()[1:] == again.splitlines()[1:]
    found = parsed(say("report", "meeting", "1", "--out", str(tmp_path / "usb"), "--json"))
    assert (found["version"], found["new"]) == (1, False)
    assert Path(found["docx"]).parent == tmp_path / "usb"
    assert Path(found["xlsx"]).is_file()


def test_a_former_version_is_brought_back(say: Say, tmp_path: Path) -> None:
    """On a later day, without a new one; as it was made, so not for signature."""
    first = parsed(say("report", "meeting", "1", "--json"))
    Path(first["docx"]).unlink()
    day = "2026-09-23T08:00"
    said = say("report", "meeting", "1", "--version", "1", at=day)
    assert "Đã lấy từ kho bản số 1 (Văn phòng lập lúc 07:00 22/09/2026); không lập bản mới." in said
    assert Path(first["docx"]).is_file()
    again = parsed(
        say("report", "meeting", "1", "--version", "1", "--pdf", "--out", str(tmp_path / "usb"), "--json", at=day)
    )
    assert (again["version"], again["new"], Path(again["pdf"]).parent) == (1, False, tmp_path / "usb")
    assert "--version lấy lại" in say("report", "meeting", "1", "--version", "1", "--final", at=day, code=1)
    assert "không có bản số 2" in say("report", "meeting", "1", "--version", "2", at=day, code=1)


def test_versions_are_listed_with_who_got_them(say: Say, open_at: Open, mail_server: MailServer) -> None:
    """Figures, files, how the letters stand."""
    assert "Chưa có bản báo cáo nào. Hãy lập: dondoc report meeting 1" in say("report", "versions", "1")
    runs.make_due(open_at(FIRST))
    say("report", "send", "1")
    waiting = say("report", "versions", "1")
    assert "2 đang chờ" in waiting  # the rest of it on the next line
    deliver(open_at(FIRST, smtp_url=mail_server.url))
    (listed,) = parsed(say("report", "versions", "1", "--json"))
    assert (listed["number"], listed["lead_day"], listed["made_by"]) == (1, "2026-09-22", "Đôn Đốc")
    assert listed["figures"]["open_overdue"] == 1
    assert [one["state"] for one in listed["sent"]] == ["sent", "sent"]
    assert [Path(file["name"]).suffix for file in listed["files"]] == [".docx", ".xlsx"]
    assert "1 trong 3" in " ".join(say("report", "versions", "1").split())
    assert "dondoc meetings" in say("report", "versions", "99", code=1)


def test_differences_are_shown_and_given_as_json(say: Say, open_at: Open) -> None:
    """Since the last version, between two, or none at all; wrong numbers are told."""
    assert "Hãy lập: dondoc report meeting 1" in say("report", "differences", "1", code=1)
    runs.make_due(open_at(FIRST))
    assert "Không có gì khác giữa bản số 1 (số liệu đến ngày 22/09/2026) và hiện nay." in say(
        "report", "differences", "1"
    )
    later = open_at(SECOND)
    registry.perform(later, AGENDA, Act.SUBMIT, evidence="5-BC/UBKT")
    shown = say("report", "differences", "1", at=SECOND)
    assert "Mới quá hạn (hạn 22/9/2026)" in shown
    assert "Đã nộp tài liệu, chờ thẩm định (mục của chương trình)" in shown
    assert "Báo cáo kết quả kiểm tra chín tháng đầu năm" in shown
    found = parsed(say("report", "differences", "1", "--json", at=SECOND))
    assert (found["from"], found["to"], found["material"]) == (1, "now", True)
    assert [(one["what"], one["code"]) for one in found["tasks"]] == [("overdue", OCOP), ("filed", AGENDA)]
    runs.make_due(later)
    between = parsed(say("report", "differences", "1", "--from", "1", "--to", "2", "--json", at=SECOND))
    assert between["tasks"] == found["tasks"]
    assert "có từ bản số 1 đến bản số 2" in say("report", "differences", "1", "--to", "9", code=1)
    assert "--to nhận số của một bản hoặc now" in say("report", "differences", "1", "--to", "mai", code=1)


def test_sending_says_who_gets_it_and_who_does_not(say: Say, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once to each; trial mode, nobody named and unknown addresses are told."""
    say("report", "meeting", "1")
    monkeypatch.setenv("DONDOC_TRIAL", "true")
    held = say("report", "send", "1")
    assert "Trịnh Thị Hoài An: không gửi (đang ở chế độ thử)." in held
    monkeypatch.setenv("DONDOC_TRIAL", "false")
    assert "Bản số 1 được gửi ở lần gửi tới (dondoc deliver) cho: Ngô Đình Thụy, Trịnh Thị Hoài An." in say(
        "report", "send", "1"
    )
    again = parsed(say("report", "send", "1", "--version", "1", "--json"))
    assert (again["messages"], sorted(again["before"])) == ([], [CLERK, CHIEF])
    edit_sending(home, to=["khong-co@hoamai.example"])
    nobody = say("report", "send", "1")
    assert "Không có ai dùng địa chỉ thư khong-co@hoamai.example" in nobody
    assert "Không có ai để gửi." in nobody
    assert "đã họp" in say("report", "send", "1", at="2026-10-01T08:00", code=1)


def test_the_copy_for_signature_is_a_version_of_its_own(say: Say) -> None:
    """It reads differently: no “Dự thảo”, and the number once there is one."""
    draft, signed, numbered = (
        parsed(say("report", "meeting", "1", *words, "--json")) for words in ((), ("--final",), ("--number", "41"))
    )
    assert [one["version"] for one in (draft, signed, numbered)] == [1, 2, 3]
    assert [head_of(one["docx"]) for one in (draft, signed, numbered)] == [
        ("Số       -BC/ĐU", True),
        ("Số       -BC/ĐU", False),
        ("Số 41-BC/ĐU", False),
    ]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("period", "2026-Q3", "--number", "7"), "Số 7-BC/ĐU"),
        (("agenda", "1", "--number", "8"), "Số 8-BC/ĐU"),
        (("agenda", "1", "--final"), "Số       -BC/ĐU"),
    ],
)
def test_other_reports_are_made_for_signature_as_well(say: Say, words: tuple[str, ...], number: str) -> None:
    """By the same options."""
    assert head_of(parsed(say("report", *words, "--json"))["docx"]) == (number, False)


def test_letters_and_slips_are_made_for_signature_as_well(say: Say) -> None:
    """Their numbers stay blank: each gets its own when it is registered."""
    (slip,) = parsed(say("report", "assignment", OCOP, "--final", "--json"))["slips"]
    letters = parsed(say("report", "urge", "--days", "1", "--final", "--json", at="2026-10-20T08:00"))["letters"]
    assert letters
    assert {head_of(one["docx"])[1] for one in (slip, *letters)} == {False}


def head_of(docx: str) -> tuple[str, bool]:
    """The number in the letterhead, and whether the document calls itself a draft."""
    left = [paragraph.text for paragraph in Document(docx).tables[0].rows[0].cells[0].paragraphs]
    return next(text for text in left if text.startswith("Số")), "Dự thảo" in left

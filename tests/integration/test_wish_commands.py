"""Wishes, addresses and people out of reach on the command line."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.main import invoke
from config.database import unit_of_work
from notifications import contacts
from notifications.models import ContactKind
from tasks_registry import intake
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import proposal, reading

OFFICER = "bang.dinhcong@hoamai.example"
LATE = "2026-09-21T08:00"
Line = Callable[..., str]


@pytest.fixture
def line(
    home: Path, open_at: Open, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Line:
    """Runs a command when two tasks of Phòng Kinh tế and one of UBKT are overdue."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)
    here = open_at()
    document = reading(
        proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 18)),
        proposal("Rà soát các tiêu chí nông thôn mới", due=date(2026, 9, 17)),
        proposal("Báo cáo công tác kiểm tra, giám sát", due=date(2026, 9, 18), lead="UBKT"),
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

    def run(*words: str, code: int = 0, at: str | None = LATE) -> str:
        got = invoke([*words, "--home", str(home), *(("--at", at) if at else ())])
        out, err = capsys.readouterr()
        assert got == code, err
        return out + err

    return run


def as_json(text: str) -> Any:
    return json.loads(text)


def test_wishes_are_set_one_by_one_and_taken_back(line: Line) -> None:
    """Each word changes its own wish; --reset goes back to the office's rules."""
    assert "Kênh: theo quy định chung" in line("wish", "show", OFFICER)
    shown = line("wish", "set", OFFICER, "--channel", "zalo", "--single", "--hour", "08:15")
    assert "Kênh: Zalo" in shown
    assert "mỗi việc một thư" in shown
    assert "Thực tế nhận bằng: thư điện tử, từ 08:15" in shown
    assert "đến hết ngày 30/09/2026" in line("wish", "set", OFFICER, "--mute-until", "30/9/2026")
    after = as_json(line("wish", "set", OFFICER, "--unmute", "--digest", "--unsubscribe", "--json"))
    assert after == {
        "name": "Đinh Công Bằng",
        "email": OFFICER,
        "channels": ["zalo"],
        "single": False,
        "digest_hour": "08:15",
        "muted_until": None,
        "unsubscribed": True,
        "reached_by": [],
        "reached_at": "08:15",
    }
    assert "Đã ngừng nhận lời nhắc" in line("wish", "show", OFFICER)
    usual = as_json(line("wish", "set", OFFICER, "--subscribe", "--reset", "--json"))
    assert (usual["channels"], usual["single"], usual["digest_hour"]) == (None, None, None)
    assert usual["reached_by"] == ["email"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("set", OFFICER), "Chưa nêu thay đổi nào"),
        (("set", OFFICER, "--hour", "sáng"), "07:30"),
        (("set", OFFICER, "--hour", "23:00"), "06:00–20:00"),
        (("set", OFFICER, "--channel", "fax"), "email, zalo, zalo-group"),
        (("set", OFFICER, "--mute-until", "2026-12-31"), "20/12/2026"),
        (("set", OFFICER, "--mute-until", "2026-09-30", "--unmute"), "một trong hai"),
        (("show", "ai@hoamai.example"), "dondoc person list"),
    ],
)
def test_what_cannot_be_is_one_sentence(line: Line, words: tuple[str, ...], sentence: str) -> None:
    """And changes nothing."""
    assert sentence in line("wish", *words, code=1)


def test_people_see_their_own_wishes_only(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office sees all."""
    monkeypatch.setenv("DONDOC_ACTOR", OFFICER)
    assert OFFICER in line("wish", "show", OFFICER)
    assert "quản lý cơ quan và cán bộ" in line("wish", "show", "hoa.tathiminh@hoamai.example", code=1)
    assert "quản lý cơ quan và cán bộ" in line("contact", "list", code=1, at=None)


def test_muting_does_not_hide_overdue_tasks(line: Line) -> None:
    """The office reads who is not reached and why, in the list and from the doctor."""
    assert "cũng nhận được lời nhắc" in line("unreached")
    line("wish", "set", OFFICER, "--mute-until", "2026-09-30")
    listed = line("unreached")
    assert "Đinh Công Bằng (PKT)" in listed
    assert "2026-Q3-002, 2026-Q3-001" in listed
    assert as_json(line("unreached", "--json"))[0] == {
        "person": "Đinh Công Bằng",
        "email": OFFICER,
        "agency": "PKT",
        "reason": "muted",
        "until": "2026-09-30",
        "tasks": ["2026-Q3-002", "2026-Q3-001"],
    }
    (found,) = [one for one in as_json(line("doctor", "--json")) if one["id"] == "C017"]
    assert found["level"] == "warning"
    assert "2 nhiệm vụ quá hạn" in found["text"]
    assert "cũng nhận được lời nhắc" in line("unreached", at="2026-10-01T08:00")


def test_a_flagged_address_is_listed_and_cleared(line: Line, open_at: Open) -> None:
    """By the address itself or by the person's e-mail; history keeps who did it."""
    here = open_at(LATE)
    with unit_of_work(here.engine) as session:
        contacts.flag(
            session,
            here.committee,
            ContactKind.EMAIL,
            OFFICER,
            person_id=None,
            reason="Hộp thư không tồn tại",
            code="550",
            now=here.now,
        )
    (one,) = as_json(line("contact", "list", "--flagged", "--json", at=None))
    assert (one["owner"], one["address"], one["flagged"], one["code"]) == ("Đinh Công Bằng", OFFICER, True, "550")
    assert "Hộp thư không tồn tại (550)" in line("contact", "list", at=None)
    assert as_json(line("unreached", "--json"))[0]["reason"] == "flagged"
    assert "không kênh nào" in line("wish", "show", OFFICER)
    assert OFFICER in line("contact", "clear", OFFICER.upper())
    assert as_json(line("contact", "list", "--flagged", "--json", at=None)) == []
    assert as_json(line("unreached", "--json")) == []
    assert "dondoc contact list" in line("contact", "clear", OFFICER, code=1)

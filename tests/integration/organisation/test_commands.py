"""The commands on agencies, people and figures as a user meets them: preview first, one sentence after."""

from datetime import date
from pathlib import Path

import pytest

from tasks_registry import intake
from tests.conftest import Open
from tests.integration.test_command_line import Line
from tests.support.cast import AN
from tests.support.readings import proposal, reading

OFFICER = "bang.dinhcong@hoamai.example"
HEAD = "luan.hosy@hoamai.example"


@pytest.fixture
def line(
    open_at: Open, database: str, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Line:
    """The commune with a task of the peasants' union and one of the economy office."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)
    here = open_at()
    document = reading(
        proposal("Đại hội điểm Hội Nông dân", lead="HND", due=date(2026, 9, 18)),
        proposal("Giải ngân vốn đầu tư công", lead="PKT", due=date(2026, 9, 18)),
    )
    with here.writing() as session:
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
    return Line(home, capsys)


def test_a_merge_is_shown_and_done_only_when_asked(line: Line) -> None:
    """List and tree leave the ended agency out afterwards; ``--all`` says who goes on for it."""
    words = ("agency", "merge", "HND", "--into", "MTTQ", "--from", "2026-07-01", "--at", "2026-07-01")
    shown = line(*words)
    assert "2026-Q3-001" in shown
    assert "Huỳnh Tấn Phúc <phuc.huynhtan@hoamai.example>" in shown.split("Cần báo cho:")[1]
    assert "--apply" in shown
    assert "HND" in line("agency", "tree")
    done = line.json(*words, "--apply")
    assert (done["applied"], [task["task"] for task in done["tasks"]]) == (True, ["2026-Q3-001"])
    assert "HND" not in line("agency", "tree")
    assert "HND" not in {agency["code"] for agency in line.json("agency", "list")}
    ended = next(agency for agency in line.json("agency", "list", "--all") if agency["code"] == "HND")
    assert (ended["active"], ended["valid_to"], ended["successor"]) == (False, "2026-06-30", "MTTQ")
    assert "kế tục: MTTQ" in " ".join(line("agency", "list", "--all").split())
    assert "chính nó" in line("agency", "merge", "PKT", "--into", "PKT", "--from", "2026-07-01", code=1)


def test_an_absence_shows_in_the_list_and_ends(line: Line) -> None:
    """Who is away, from when to when, and who stands in."""
    days = ("--from", "2026-09-07", "--to", "2026-09-14")
    assert "07/09/2026" in line("person", "absent", OFFICER, *days, "--deputy", HEAD, "--reason", "nghỉ phép")
    people = line.json("person", "list", "--agency", "PKT", "--at", "2026-09-01")
    away = next(person for person in people if person["email"] == OFFICER)
    assert (away["absent_from"], away["absent_to"], away["deputy"]) == ("2026-09-07", "2026-09-14", HEAD)
    assert len(people) == 3
    assert "thay mặt" in line("person", "list", "--at", "2026-09-01")
    assert "trở lại" in line("person", "back", OFFICER, "--at", "2026-09-10")
    assert "không có lần vắng" in line("person", "back", OFFICER, "--at", "2026-09-10", code=1)
    assert "dondoc agency list" in line("person", "list", "--agency", "XYZ", code=1)


def test_a_hand_over_is_shown_and_done_only_when_asked(line: Line) -> None:
    """Afterwards the task itself names who took it, and says so in its history."""
    shown = line("person", "handover", OFFICER, "--to", HEAD)
    assert "2026-Q3-002" in shown
    assert OFFICER in line("show", "2026-Q3-002")
    assert line.json("person", "handover", OFFICER, "--to", HEAD, "--apply")["tasks"] == ["2026-Q3-002"]
    task = line("show", "2026-Q3-002")
    assert HEAD in task
    assert "bàn giao cho người khác phụ trách" in task


def test_the_roll_up_is_a_table_or_json(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """With both rates; an agency's officer is refused."""
    assert "Cộng" in line("rollup", "--at", "2026-09-21")
    found = line.json("rollup", "--at", "2026-09-21")
    assert (found["total"]["total"], found["total"]["open_overdue"], found["total"]["rate_of_all"]) == (2, 2, 0)
    assert [row["code"] for row in found["committees"]] == ["DU-HOAMAI"]
    monkeypatch.setenv("DONDOC_ACTOR", OFFICER)
    assert "số liệu tổng hợp" in line("rollup", code=1)

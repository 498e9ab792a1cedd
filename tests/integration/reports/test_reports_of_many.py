"""The reports of many committees in one run: each its own, and none in the way of another."""

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml
from docx import Document
from sqlmodel import col

from cli.main import invoke
from config.clock import parse_instant
from config.database import unit_of_work
from config.office_files import config_folder
from config.settings import Settings, load_settings
from reports.many.runs import CommitteeReports, Order, report_all
from tasks_registry.installation import open_installation
from tasks_registry.models import Meeting, Task
from tests.conftest import HANOI

AT = "2026-09-18T08:00"
NOW = parse_instant(AT, HANOI)
DAY = date(2026, 9, 24)


@dataclass
class Hosted:
    """Homes side by side in one folder, all on one database."""

    folder: Path
    sample: Path
    database: str

    def settings(self, home: Path) -> Settings:
        return load_settings({"DONDOC_DATABASE_URL": self.database}, home=home)

    def add(self, number: int, **office: object) -> Path:
        """Add a committee with one meeting and three tasks; returns its home."""
        home = self.folder / f"xa-{number:03d}"
        shutil.copytree(self.sample, home)
        place = f"Xã số {number}"
        self.edit(home, code=f"DU-{number:03d}", name=f"Đảng ủy xã số {number}", place=place, **office)
        with open_installation(self.settings(home), NOW) as here, unit_of_work(here.engine) as session:
            session.add(
                Meeting(
                    committee_id=here.committee, identity="BCH|I|6", name="Hội nghị lần thứ 6", body="BCH", ordinal=6,
                    state="fixed", day=DAY,
                )
            )  # fmt: skip
            for order, state in enumerate(("done", "in_progress", "submitted"), 1):
                title = f"Việc {order} của xã số {number}"
                session.add(
                    Task(
                        committee_id=here.committee, code=f"2026-Q3-{order:03d}", title=title, text=title,
                        kind="deliverable", work_state=state, due=DAY, created_at=NOW,
                    )
                )  # fmt: skip
        return home

    def edit(self, home: Path, **office: object) -> None:
        """Change entries of a home's office.yaml."""
        path = config_folder(home) / "office.yaml"
        path.write_text(
            yaml.safe_dump({**yaml.safe_load(path.read_text("utf-8")), **office}, allow_unicode=True), "utf-8"
        )

    def report(self, order: Order) -> list[CommitteeReports]:
        return list(report_all([self.settings(home) for home in sorted(self.folder.iterdir())], NOW, order))


@pytest.fixture
def hosted(tmp_path: Path, home: Path, database: str) -> Hosted:
    """A folder for homes, on both databases."""
    (tmp_path / "homes").mkdir()
    return Hosted(tmp_path / "homes", home, database)


def words_of(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_each_committee_gets_its_own_documents(hosted: Hosted, tmp_path: Path) -> None:
    """Its letterhead, its tasks, its folder; nothing of a neighbour, although all share a database."""
    for number in range(1, 7):
        hosted.add(number)
    made = hosted.report(Order(days=7, out=tmp_path / "out"))
    assert [(one.code, one.failures, one.remarks) for one in made] == [(f"DU-00{n}", [], []) for n in range(1, 7)]
    for number, one in enumerate(made, 1):
        [meeting] = one.meetings
        assert {path.parent for path in meeting.files} == {tmp_path / "out" / one.code}
        report, book, summary = meeting.files
        assert (report.suffix, book.suffix, summary.name[:7]) == (".docx", ".xlsx", "tom-tat")
        said = words_of(report)
        assert f"Xã số {number}, ngày 18 tháng 9 năm 2026" in said
        assert f"ĐẢNG ỦY XÃ SỐ {number}" in words_of(summary)
        assert [f"Việc 2 của xã số {other}" in said for other in range(1, 7)] == [
            other == number for other in range(1, 7)
        ]


def test_all_documents_of_a_committee_become_pdfs(hosted: Hosted) -> None:
    """Beside the documents, and named with them."""
    home = hosted.add(1)
    [one] = hosted.report(Order(days=7, with_pdf=True))
    assert one.failures == []
    assert sorted(path.suffix for path in one.meetings[0].files) == [".docx", ".docx", ".pdf", ".pdf", ".xlsx"]
    assert sorted(one.meetings[0].files) == sorted((home / "reports").iterdir())


def test_without_a_folder_each_keeps_its_own(hosted: Hosted) -> None:
    """Where the office finds what it makes by itself."""
    home = hosted.add(1)
    [one] = hosted.report(Order(days=7))
    assert {path.parent for path in one.meetings[0].files} == {home / "reports"}


def test_a_meeting_beyond_the_days_waits(hosted: Hosted) -> None:
    """Six days ahead, of which five are asked for."""
    hosted.add(1)
    assert [(one.meetings, one.failures) for one in hosted.report(Order(days=5))] == [([], [])]


def test_what_is_wrong_with_one_does_not_stop_the_others(hosted: Hosted) -> None:
    """A file that nobody can read, one that is missing, a code given twice, a row that makes no sense, a full disk."""
    homes = [hosted.add(number) for number in range(1, 8)]
    (config_folder(homes[0]) / "office.yaml").write_text("name: [", "utf-8")
    (config_folder(homes[1]) / "office.yaml").unlink()
    hosted.edit(homes[3], code="DU-003")
    with open_installation(hosted.settings(homes[4]), NOW) as here, unit_of_work(here.engine) as session:
        session.execute(sa.update(Task).where(col(Task.committee_id) == here.committee).values(work_state="lost"))
    (homes[5] / "reports").write_text("a file where the folder should be")
    made = hosted.report(Order(days=7))
    assert [len(one.meetings) for one in made] == [0, 0, 1, 0, 0, 0, 1]
    reasons = [one.failures[0] if one.failures else "" for one in made]
    for reason, said in zip(
        reasons,
        ("sai cú pháp YAML", "dondoc init", "", f"đã dùng ở {homes[2]}", "logs/dondoc.log", "Không ghi được", ""),
        strict=True,
    ):
        assert said in reason
        assert bool(said) == bool(reason)
    assert "reports.fault" in (homes[4] / "logs" / "dondoc.log").read_text("utf-8")


def test_a_letterhead_that_nobody_filled_in_is_told_and_shows(hosted: Hosted) -> None:
    """The value in brackets stands in the document; no other committee's stands in for it."""
    hosted.add(1, signature={"on_behalf": "T/M ĐẢNG ỦY", "capacity": "BÍ THƯ", "name": "(Họ và tên)"})
    [one] = hosted.report(Order(days=7))
    assert ["(Họ và tên)" in sentence for sentence in one.remarks] == [True]
    assert "(Họ và tên)" in words_of(one.meetings[0].files[0])


def test_the_command_names_who_got_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Homes with a database each; what was made on standard output, what was not on the other, and exit 1."""
    folder = tmp_path / "homes"
    for name, code in (("xa-a", "DU-HOAMAI"), ("xa-b", "DU-LOCBINH")):
        home = str(folder / name)
        assert invoke(["init", "--sample", "--home", home]) == 0
        office = config_folder(folder / name) / "office.yaml"
        office.write_text(office.read_text("utf-8").replace("DU-HOAMAI", code), "utf-8")
        meeting = ["meeting-new", "--body", "BCH", "--name", "Hội nghị lần thứ 6", "--day", "2026-09-24"]
        assert invoke([*meeting, "--home", home, "--at", AT]) == 0
    capsys.readouterr()
    asked = ["report", "all", "--homes", str(folder), "--at", AT]
    assert invoke(asked) == 0
    assert "cho 2 hội nghị" in capsys.readouterr().out
    office.unlink()
    assert invoke([*asked, "--json"]) == 1
    printed = capsys.readouterr()
    first, second = json.loads(printed.out)
    assert [Path(path).is_file() for path in first["meetings"][0]["files"]] == [True] * 3
    assert (second["meetings"], len(second["failures"])) == ([], 1)
    assert "dondoc init" in printed.err
    assert invoke(["report", "all", "--home", str(folder / "xa-a"), "--at", "2026-10-18T08:00"]) == 0
    assert "Không có hội nghị nào sắp họp" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["", "no-such-folder"])
def test_a_folder_without_homes_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """With what such a folder looks like."""
    assert invoke(["report", "all", "--homes", str(tmp_path / name)]) == 1
    assert "config/office.yaml" in capsys.readouterr().err

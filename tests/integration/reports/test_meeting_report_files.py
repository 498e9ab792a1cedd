"""Both files of a report on disk: named for people, whole or not at all."""

import hashlib
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from reports import words
from reports.errors import ReportError
from reports.files import put_copy, write_new
from reports.meeting.facts import MeetingFacts
from reports.meeting.writing import file_stem, meeting_files
from reports.templates_in_use import Templates
from tests.unit.reports.hoa_mai import MEETING, NOW, OFFICE, facts, task


def _written(found: MeetingFacts, folder: Path) -> dict[str, Path]:
    return write_new(folder, file_stem(found), meeting_files(found, OFFICE, NOW, Templates(folder / "templates")))


def test_both_files_open_and_are_named_by_meeting_and_day(tmp_path: Path) -> None:
    """ASCII names that every mail server carries; the folder is created; nothing else is left in it."""
    folder = tmp_path / "bao-cao" / "2024"
    files = _written(facts(), folder)
    assert files["docx"].name == "bao-cao-hoi-nghi-dang-uy-lan-thu-17-2024-06-20.docx"
    assert files["xlsx"].name == "bao-cao-hoi-nghi-dang-uy-lan-thu-17-2024-06-20.xlsx"
    assert Document(str(files["docx"])).paragraphs[0].text == "BÁO CÁO"
    assert load_workbook(files["xlsx"]).sheetnames[0] == "Số liệu"
    assert sorted(folder.iterdir()) == [files["docx"], files["xlsx"]]


def test_a_second_report_of_the_day_stands_beside_the_first(tmp_path: Path) -> None:
    """The first may have been edited by hand: it is never written over."""
    first = _written(facts(), tmp_path)
    first["docx"].write_bytes(b"edited by hand")
    second = _written(facts([task()]), tmp_path)
    assert second["docx"].name.endswith("-ban-2.docx")
    assert load_workbook(second["xlsx"])["Nhiệm vụ"].max_row == 2
    assert first["docx"].read_bytes() == b"edited by hand"
    assert len(list(tmp_path.iterdir())) == 4


def test_meetings_of_the_same_name_do_not_share_files() -> None:
    """Weekly meetings have no ordinal, so their id tells them apart; a name without letters still gives a file name."""
    weekly = replace(MEETING, name="Hội nghị Thường trực", ordinal=None)
    assert words.meeting_slug(replace(weekly, id=4)) == "hoi-nghi-thuong-truc-4"
    assert words.meeting_slug(replace(weekly, id=5)) == "hoi-nghi-thuong-truc-5"
    assert words.meeting_slug(replace(weekly, id=5, name="***")) == "hoi-nghi-5"


def test_a_very_long_meeting_name_still_gives_a_file(tmp_path: Path) -> None:
    """File systems stop at 255 bytes, temporary name included."""
    found = facts(meeting=replace(MEETING, name="Hội nghị " + "chuyên đề " * 60))
    assert _written(found, tmp_path)["docx"].exists()


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    """The place is taken by a file: the sentence names the folder."""
    taken = tmp_path / "taken"
    taken.write_text("", "utf-8")
    with pytest.raises(ReportError, match=r"Không ghi được báo cáo vào thư mục .*taken"):
        _written(facts(), taken)


def test_two_runs_at_once_never_write_over_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both saw the name free: the second one goes on to the next, with all of its files."""
    first = write_new(tmp_path, "bao-cao", {"xlsx": b"first"})
    monkeypatch.setattr(Path, "exists", lambda _path: False)
    second = write_new(tmp_path, "bao-cao", {"docx": b"second", "xlsx": b"second"})
    assert {path.name for path in second.values()} == {"bao-cao-ban-2.docx", "bao-cao-ban-2.xlsx"}
    assert first["xlsx"].read_bytes() == b"first"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_disk_without_hard_links_keeps_the_same_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A USB stick of the office."""

    def unknown(_source: Path, _target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", unknown)
    first = write_new(tmp_path, "bao-cao", {"docx": b"first"})
    monkeypatch.setattr(Path, "exists", lambda _path: False)
    second = write_new(tmp_path, "bao-cao", {"docx": b"second"})
    assert [one["docx"].read_bytes() for one in (first, second)] == [b"first", b"second"]
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("links", [True, False])
def test_a_write_that_fails_half_way_leaves_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """Neither the first file nor a temporary one stays behind when the second does not fit."""
    real, calls = Path.write_bytes, []

    def write(path: Path, content: bytes) -> int:
        calls.append(path)
        if links and len(calls) == 2:
            raise OSError("đĩa đầy")
        return real(path, content)

    def full(*_: object) -> None:
        raise OSError("đĩa đầy")

    monkeypatch.setattr(Path, "write_bytes", write)
    if not links:
        monkeypatch.setattr(os, "link", full)
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ReportError, match="dung lượng đĩa"):
        write_new(tmp_path, "bao-cao", {"docx": b"report", "xlsx": b"table"})
    assert list(tmp_path.iterdir()) == []


def test_a_copy_is_known_by_its_content(tmp_path: Path) -> None:
    """What was edited under its name is left alone; asked for again, the same copy is found."""
    content = b"as it was made"
    sha256 = hashlib.sha256(content).hexdigest()
    places = [put_copy(tmp_path, "bao-cao.docx", content, sha256=sha256, mark="tep") for _ in range(2)]
    assert places == [tmp_path / "bao-cao.docx"] * 2
    places[0].write_bytes(b"edited by hand")
    again = [put_copy(tmp_path, "bao-cao.docx", content, sha256=sha256, mark="tep") for _ in range(2)]
    assert again == [tmp_path / "bao-cao-tep-2.docx"] * 2
    assert again[0].read_bytes() == content
    assert places[0].read_bytes() == b"edited by hand"


def test_a_naive_instant_is_refused(tmp_path: Path) -> None:
    """Without a zone the file's date could be yesterday's."""
    with pytest.raises(ValueError, match="aware"):
        meeting_files(facts(), OFFICE, datetime(2024, 6, 20, 8, 0), Templates(tmp_path / "templates"))

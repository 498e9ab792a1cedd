"""Which font documents are printed in, asked of a fontconfig that says what the test wants."""

import shutil
from pathlib import Path

import pytest

from cli.main import invoke
from config.checks import Level
from config.settings import load_settings
from reports import checks
from reports.fonts import printed_font, stand_ins
from tests.unit.reports.hoa_mai import NOW

COMPLETE = "Tinos\nDejaVu Serif,DejaVu Serif Condensed\nNoto Sans\n"
"""Among them no Liberation Serif: one that lacks Vietnamese letters is not named."""


@pytest.fixture
def fc_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file whose content ``fc-list`` says, on a machine with LibreOffice."""
    said, program = tmp_path / "said", tmp_path / "bin" / "fc-list"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\n[ "$*" = ":lang=vi family" ] || exit 2\nwhile read -r line; do echo "$line"; done < {said}\n'
    )
    program.chmod(0o755)
    shutil.copy(program, program.with_name("soffice"))
    monkeypatch.setenv("PATH", str(program.parent))
    return said


@pytest.mark.parametrize(
    ("said", "font", "told"),
    [
        (f"{COMPLETE}Times New Roman\n", "Times New Roman", {}),
        (COMPLETE, "Tinos", {"Times New Roman": "Tinos"}),
        ("Liberation Serif\nTeX Gyre Termes\n", "Liberation Serif", {"Times New Roman": "Liberation Serif"}),
        ("DejaVu Serif\n", None, {}),
        ("", None, {}),
    ],
)
def test_the_font_itself_before_its_stand_ins(fc_list: Path, said: str, font: str | None, told: dict[str, str]) -> None:
    """Only what has every Vietnamese letter counts, and only what is as wide."""
    fc_list.write_text(said)
    assert printed_font() == font
    assert stand_ins() == told


def test_what_cannot_be_asked_is_not_taken_for_granted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without fontconfig, or with one that fails, and without the files of Windows and macOS there is no font."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert printed_font() is None
    (tmp_path / "fc-list").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "fc-list").chmod(0o755)
    assert printed_font() is None


@pytest.mark.parametrize(
    ("said", "level", "words"),
    [
        ("Times New Roman\n", Level.OK, "bằng phông Times New Roman"),
        ("Tinos\n", Level.OK, "Tinos thay Times New Roman"),
        ("DejaVu Serif\n", Level.WARNING, "thiếu phông Times New Roman"),
    ],
)
def test_the_doctor_says_which_one(fc_list: Path, said: str, level: Level, words: str) -> None:
    """With the package to install when there is none."""
    fc_list.write_text(said)
    found = checks.pdf_finding()
    assert (found.id, found.level) == ("C020", level)
    assert words in found.text
    assert ("fonts-croscore" in found.mend) == (level is Level.WARNING)


def test_a_command_that_makes_a_pdf_says_that_it_will_look_different(
    fc_list: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error, before it begins; not when nobody asked for a PDF."""
    fc_list.write_text("DejaVu Serif\n")
    for option, said in ((["--pdf"], True), ([], False)):
        assert invoke(["report", "meeting", "1", "--home", str(tmp_path), *option]) == 1
        assert ("fonts-croscore" in capsys.readouterr().err) is said


def test_without_libreoffice_there_is_nothing_to_warn_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The doctor says that there are no PDFs; a run over many committees says so before it begins."""
    monkeypatch.setenv("PATH", str(tmp_path))
    [found] = checks.check_pdf(load_settings({}, home=tmp_path), NOW)
    assert (found.id, found.level, "không có LibreOffice" in found.text) == ("C020", Level.OK, True)
    assert invoke(["report", "all", "--pdf", "--home", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "libreoffice-writer" in said
    assert "phông" not in said

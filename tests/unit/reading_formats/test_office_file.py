"""Old formats through LibreOffice. The last test needs it: Debian's libreoffice-writer."""

import shutil
import stat
import time
from pathlib import Path

import pytest

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.office_file import OfficeReader
from tasks_registry.reading.paragraphs import read_paragraphs
from tests.unit.reading.word_parts import paragraph, table, word_file

RTF = rb"{\rtf1\ansi\b K\u7871? ho\u7841?ch qu\u253? II\b0\par S\u417? k\u7871?t.\par}"


def program(folder: Path, script: str) -> str:
    """Return the path of a stand-in for ``soffice``."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_without_libreoffice_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the way around it."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableDocument, match=r"cu\.rtf cần có LibreOffice.*apt install.*lưu lại thành \.docx"):
        OfficeReader().read(RTF, "cu.rtf")


@pytest.mark.parametrize("name", ["cu.doc", "cu.odt", "cu.rtf", "cu.xls", "cu.ods"])
def test_a_wrong_suffix_is_told_before_anything_is_started(name: str) -> None:
    """No program is started for noise."""
    with pytest.raises(UnreadableDocument, match="không đúng loại"):
        OfficeReader("/bin/false").read(b"%PDF-1.7", name)


def test_a_new_file_under_an_old_name_needs_no_conversion() -> None:
    """Offices rename files to please old programs."""
    assert OfficeReader("/bin/false").read(word_file(paragraph("Kế hoạch")), "cu.doc").text.strip() == "Kế hoạch"
    with pytest.raises(UnreadableDocument, match="không chứa bảng tính"):
        OfficeReader("/bin/false").read(word_file(paragraph("Kế hoạch")), "cu.xls")


def test_what_libreoffice_cannot_open_is_refused(tmp_path: Path) -> None:
    """It leaves no file, or it cannot even be started."""
    with pytest.raises(UnreadableDocument, match=r"không mở được tệp cu\.rtf"):
        OfficeReader(program(tmp_path, "exit 0")).read(RTF, "cu.rtf")
    with pytest.raises(UnreadableDocument, match="Không chạy được LibreOffice"):
        OfficeReader(str(tmp_path / "none")).read(RTF, "cu.rtf")


def test_a_conversion_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    """Nothing is left running, and the answer comes at the limit."""
    alive = tmp_path / "alive"
    reader = OfficeReader(program(tmp_path, f"(sleep 0.8; touch {alive}) & sleep 60"), timeout=0.3)
    began = time.monotonic()
    with pytest.raises(UnreadableDocument, match=r"không đọc xong tệp cu\.rtf trong 0\.3 giây"):
        reader.read(RTF, "cu.rtf")
    assert time.monotonic() - began < 0.8
    time.sleep(1)
    assert not alive.exists()


def test_the_conversion_gets_a_profile_of_its_own_with_macros_off(tmp_path: Path) -> None:
    """And what it makes is read as a Word document, or as a workbook."""
    made = tmp_path / "made.docx"
    made.write_bytes(word_file(paragraph("Kế hoạch"), table(["Việc", "Hạn"])))
    script = (
        f'echo "$@" > {tmp_path}/arguments; find . -name "*.xcu" -exec cat {{}} + > {tmp_path}/settings\n'
        f"mkdir made; cp {made} made/given-0.docx"
    )
    source = OfficeReader(program(tmp_path, script)).read(RTF, "CU.RTF")
    assert [one.text for one in read_paragraphs(source).paragraphs] == ["Kế hoạch", "Việc", "Hạn"]
    assert "--headless" in (tmp_path / "arguments").read_text()
    assert "-env:UserInstallation=file://" in (tmp_path / "arguments").read_text()
    assert "DisableMacrosExecution" in (tmp_path / "settings").read_text()
    with pytest.raises(UnreadableDocument, match=r"không mở được tệp cu\.xls"):  # a .xlsx was asked for
        OfficeReader(program(tmp_path, script)).read(b"\xd0\xcf\x11\xe0", "cu.xls")


def test_libreoffice_reads_rich_text() -> None:
    """The real program, one conversion: it must be installed where the tests run."""
    assert shutil.which("soffice"), "LibreOffice is missing: sudo apt install libreoffice-writer"
    paragraphs = read_paragraphs(OfficeReader().read(RTF, "cu.rtf")).paragraphs
    assert [(one.text, one.bold) for one in paragraphs] == [("Kế hoạch quý II", True), ("Sơ kết.", False)]

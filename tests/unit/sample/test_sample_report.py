"""The sample report: built from its text, and as hard to read as a real one."""

import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from docx.oxml.ns import qn
from lxml import etree

ROOT = Path(__file__).resolve().parents[3]
BUILDER = ROOT / "tools" / "build_sample_report.py"
REPORT = ROOT / "cli" / "demo" / "sample" / "bao-cao-quy-2-2026.docx"
WRITTEN = yaml.safe_load((ROOT / "tools" / "sample_report.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def parts() -> dict[str, etree._Element]:
    """The parts of the committed report, by name."""
    return _parts(REPORT)


def _parts(path: Path) -> dict[str, etree._Element]:
    with ZipFile(path) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist()}


def test_building_again_gives_the_committed_report(tmp_path: Path, parts: dict[str, etree._Element]) -> None:
    """The committed .docx is what the builder makes of ``sample_report.yaml``, part for part."""
    again = tmp_path / "again.docx"
    subprocess.run([sys.executable, str(BUILDER), str(again)], check=True)
    built = _parts(again)
    assert built.keys() == parts.keys()
    for name, part in parts.items():
        assert etree.tostring(built[name], method="c14n") == etree.tostring(part, method="c14n"), name


def test_footnotes_are_a_part_of_their_own(parts: dict[str, etree._Element]) -> None:
    """Each mark in the text has its footnote in footnotes.xml, with the words written for it."""
    marks = [mark.get(qn("w:id")) for mark in parts["word/document.xml"].iter(qn("w:footnoteReference"))]
    notes = {note.get(qn("w:id")): _text(note) for note in parts["word/footnotes.xml"].iter(qn("w:footnote"))}
    assert len(marks) == len(WRITTEN["footnotes"])
    assert sorted(notes[mark].strip() for mark in marks) == sorted(WRITTEN["footnotes"].values())


def test_footnote_marks_stand_inside_sentences(parts: dict[str, etree._Element]) -> None:
    """No mark ends its paragraph: a reader that pastes footnotes in place would cut every one of these sentences."""
    for mark in parts["word/document.xml"].iter(qn("w:footnoteReference")):
        run = mark.getparent()
        assert run is not None
        following = "".join(_text(sibling) for sibling in run.itersiblings())
        assert re.match(r"[ ,;]\s*\S", following), following


def test_word_makes_some_numbers_itself(parts: dict[str, etree._Element]) -> None:
    """The agenda items have no typed number; Word counts them as 2.1, 2.2 … and starts anew under 3."""
    levels = [
        level.get(qn("w:val"))
        for paragraph in parts["word/document.xml"].iter(qn("w:p"))
        for level in paragraph.iterfind(f".//{qn('w:ilvl')}")
        if paragraph.find(f".//{qn('w:numId')}[@{qn('w:val')}='1']") is not None
    ]
    assert "".join(map(str, levels)) == "0" + "0" + "1" * 5 + "0" + "1" * 4
    formats = [text.get(qn("w:val")) for text in parts["word/numbering.xml"].iter(qn("w:lvlText"))]
    assert formats == ["%1.", "%1.%2.", "-"]


def test_it_is_a_draft_without_number_and_day(parts: dict[str, etree._Element]) -> None:
    """The head stands in a table; number and day are left open, as in a draft."""
    head = next(parts["word/document.xml"].iter(qn("w:tbl")))
    assert re.search(r"Số\s+-BC/ĐU", _text(head))
    assert re.search(r"Hòa Mai, ngày\s+tháng 6 năm 2026", _text(head))
    assert "Dự thảo" in _text(head)


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))

"""The one-page summary as a document: one page, with pictures that are said in words; by the command, with its PDF."""

import json
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from docx import Document

from cli.main import invoke
from reports import word
from reports.kinds import DocumentKind
from reports.meeting.summary import summarise
from reports.pdf import as_pdf
from reports.templates_in_use import Templates, problems_of
from tasks_registry.time_state import Figures
from tests.unit.reports.hoa_mai import AGENCIES, MEETING, NOW, OFFICE, TODAY, facts, task


def pages(content: bytes) -> int:
    document = pdfium.PdfDocument(content)
    count = len(document)
    document.close()
    return count


def test_it_is_one_page_with_three_pictures() -> None:
    """Each picture says in words what it shows."""
    course = [
        (date(2024, 4, 1) + timedelta(days=n), Figures(n // 12, n // 40, 22 - n // 12, n // 14)) for n in range(80)
    ]
    content = summarise(facts(), OFFICE, course)
    properties = word.Properties(content.title, OFFICE.name)
    made = Templates(Path("no-such-folder")).render(DocumentKind.SUMMARY, content, OFFICE.layout, properties, NOW)
    shapes = Document(BytesIO(made)).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == [
        content.ring.alt,
        content.agencies.alt,
        content.trend.alt if content.trend else None,
    ]
    assert pages(as_pdf(made)) == 1


def test_the_fullest_page_is_still_one() -> None:
    """More late tasks, agencies and proposals than it holds, all with long names."""
    long = "Hoàn thành kiểm đếm, lập phương án bồi thường, hỗ trợ và tái định cư thuộc dự án đường tránh phía đông " * 2
    agencies = [*AGENCIES, None]
    late = [
        task(n, agencies[n % len(agencies)], title=long, due=TODAY - timedelta(days=n), reported_at=None)
        for n in range(1, 30)
    ]
    agenda = [task(n, "UBND", title=long, meeting_id=MEETING.id, due=TODAY - timedelta(days=1)) for n in (40, 41)]
    course = [(date(2024, 4, 1) + timedelta(days=n), Figures(n, n, 22, n)) for n in range(80)]
    content = summarise(facts([*late, *agenda]), OFFICE, course)
    assert len(content.overdue) == 5
    assert len(content.proposals) == 3
    properties = word.Properties(content.title, OFFICE.name)
    made = Templates(Path("no-such-folder")).render(DocumentKind.SUMMARY, content, OFFICE.layout, properties, NOW)
    assert pages(as_pdf(made)) == 1


def test_its_template_has_nothing_wrong() -> None:
    """What an office exports is what it can install."""
    template = word.builtin_template("summary.docx").read_bytes()
    assert problems_of(DocumentKind.SUMMARY, template, "summary.docx", OFFICE) == []


def test_the_commands_write_documents_and_their_pdfs(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A meeting of the office's own; each file lies where the command says."""
    for words in (
        ["init"],
        ["meeting-new", "--body", "BCH", "--name", "Hội nghị Đảng ủy lần thứ 6"],
    ):
        assert invoke([*words, "--home", str(home)]) == 0
    for kind, endings in (("summary", {"docx", "pdf"}), ("meeting", {"docx", "xlsx", "pdf"})):
        capsys.readouterr()
        at = ["--at", "2026-09-18T08:00", "--home", str(home)]
        assert invoke(["report", kind, "1", "--pdf", "--json", *at]) == 0
        files = json.loads(capsys.readouterr().out)
        assert endings <= set(files)
        assert all(Path(files[ending]).stat().st_size > 1000 for ending in endings)

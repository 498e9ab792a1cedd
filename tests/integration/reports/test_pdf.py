"""Every document opens in a word processor without repair, and can be had as PDF."""

import shutil
import unicodedata
from collections import Counter
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx2python import docx2python

from reports import pdf
from reports.errors import ReportError
from reports.letterhead import Issue
from reports.meeting.compose import compose
from reports.meeting.writing import render_docx, render_xlsx
from reports.templates_in_use import Templates
from tests.unit.reports.hoa_mai import NOW, OFFICE, facts


def _letters(content: bytes) -> tuple[int, Counter[str]]:
    """The pages and the letters on them, whatever order the font puts them in."""
    document = pdfium.PdfDocument(content)
    said = "".join(page.get_textpage().get_text_range() for page in document)
    pages = len(document)
    document.close()
    return pages, Counter(letter for letter in unicodedata.normalize("NFC", said) if letter.isalnum())


def test_the_status_report_becomes_a_pdf() -> None:
    """LibreOffice opens the file as it is, and every letter of it is on the pages."""
    docx = render_docx(compose(facts(), OFFICE, Issue(41)), OFFICE.layout, NOW, Templates(Path("no-such-folder")))
    pages, printed = _letters(pdf.as_pdf(docx))
    body = Document(BytesIO(docx)).element.body
    written = "".join(piece.text or "" for piece in body.iter(qn("w:t")))
    assert "NHIỆM VỤ QUÁ HẠN" in docx2python(BytesIO(docx)).text
    assert pages >= 4
    assert not Counter(letter for letter in written if letter.isalpha()) - printed


def test_the_workbook_becomes_a_pdf() -> None:
    """Printed as it is set up."""
    pages, printed = _letters(pdf.as_pdf(render_xlsx(facts(), OFFICE.name, NOW), ".xlsx"))
    assert pages >= 3
    assert not Counter("Chưahoànthànhquáhạn") - printed


def test_without_libreoffice_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The .docx is there all the same."""
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: None)
    with pytest.raises(ReportError, match="libreoffice-writer"):
        pdf.as_pdf(b"")


def test_a_libreoffice_that_makes_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence."""
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: shutil.which("false"))
    with pytest.raises(ReportError, match="không chuyển được"):
        pdf.as_pdf(b"")


def test_many_documents_become_pdfs_in_one_start() -> None:
    """In their order; one that cannot be opened is told, and nothing is handed out for it."""
    reports = [
        render_docx(compose(facts(), OFFICE, Issue(number)), OFFICE.layout, NOW, Templates(Path("no")))
        for number in (7, 8)
    ]
    for number, made in zip((7, 8), pdf.as_pdfs(reports), strict=True):
        document = pdfium.PdfDocument(made)
        assert f"Số {number}-BC/ĐU" in document[0].get_textpage().get_text_range()
        document.close()
    with pytest.raises(ReportError, match="không chuyển được"):
        pdf.as_pdfs([reports[0], reports[1][:3000]])


def test_a_document_that_takes_too_long_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice lays out a table of many thousand rows for ever; Word does not."""
    (tmp_path / "soffice").write_text("#!/bin/sh\nsleep 60\n")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: str(tmp_path / "soffice"))
    monkeypatch.setattr(pdf, "TIMEOUT_SECONDS", 0.2)
    with pytest.raises(ReportError, match="lưu thành PDF"):
        pdf.as_pdf(b"")

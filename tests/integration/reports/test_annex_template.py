"""The annex in Word."""

from datetime import date
from io import BytesIO
from pathlib import Path

from docx import Document

from reports.chasing.annex import annex_docx
from reports.chasing.annex_content import HEADINGS, chasing_annex
from reports.templates_in_use import Templates
from tests.unit.reports.hoa_mai import NOW, OFFICE
from tools.report_templates.chasing_annex import COLUMNS

ANNEX = chasing_annex(
    code="2026-Q3-001",
    facts=(("Nhiệm vụ", "Đề án A & B <C>."), ("Người phụ trách", "")),
    rows=(("07:30 15/09/2026", "=1+1", "Bằng", "{{ row.x }}", "đã gửi\x0b"),),
    remarks=("Ghi chú.",),
    office=OFFICE,
    as_of=date(2026, 9, 25),
)


def test_the_columns_fill_the_page_and_bear_the_same_names_in_every_form() -> None:
    """252 mm between the margins of a page across."""
    assert sum(width for _, width, _ in COLUMNS) == 252
    assert tuple(name for name, _, _ in COLUMNS) == HEADINGS


def test_what_came_from_outside_stays_text() -> None:
    """Signs of XML, of templates and of control neither break the file nor run."""
    document = Document(BytesIO(annex_docx(ANNEX, OFFICE, NOW, Templates(Path("no-such-folder")))))
    assert "Nhiệm vụ: Đề án A & B <C>." in [paragraph.text for paragraph in document.paragraphs]
    assert [cell.text for cell in document.tables[0].rows[1].cells][2:] == ["=1+1", "Bằng", "{{ row.x }}", "đã gửi"]
    assert not any("Người phụ trách" in paragraph.text for paragraph in document.paragraphs)

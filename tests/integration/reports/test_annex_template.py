"""The committed template of the annex is what its builder builds, and a spoilt one is told."""

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree

from reports import word
from reports.annex import HEADINGS, chasing_annex
from reports.errors import ReportError
from tests.unit.reports.hoa_mai import NOW, OFFICE
from tools.build_annex_template import COLUMNS, TEMPLATE, build

ANNEX = chasing_annex(
    code="2026-Q3-001",
    facts=(("Nhiệm vụ", "Đề án A & B <C>."), ("Người phụ trách", "")),
    rows=(("07:30 15/09/2026", "=1+1", "Bằng", "{{ row.x }}", "đã gửi\x0b"),),
    remarks=("Ghi chú.",),
    office=OFFICE,
    as_of=date(2026, 9, 25),
)


def _parts(package: BytesIO | Path) -> dict[str, bytes]:
    with ZipFile(package) as archive:
        return {
            name: etree.tostring(etree.fromstring(archive.read(name)), method="c14n")
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def test_building_the_template_again_gives_the_committed_one() -> None:
    """Nobody edits the .docx by hand without the builder, or the builder without committing its result."""
    built = BytesIO()
    build().save(built)
    assert _parts(built) == _parts(TEMPLATE)


def test_the_columns_fill_the_page_and_bear_the_same_names_in_every_form() -> None:
    """252 mm between the margins of a page across."""
    assert sum(width for _, width, _ in COLUMNS) == 252
    assert tuple(name for name, _, _ in COLUMNS) == HEADINGS


def test_what_came_from_outside_stays_text() -> None:
    """Signs of XML, of templates and of control neither break the file nor run."""
    document = Document(BytesIO(word.render_annex(ANNEX, OFFICE, NOW)))
    assert "Nhiệm vụ: Đề án A & B <C>." in [paragraph.text for paragraph in document.paragraphs]
    assert [cell.text for cell in document.tables[0].rows[1].cells][2:] == ["=1+1", "Bằng", "{{ row.x }}", "đã gửi"]
    assert not any("Người phụ trách" in paragraph.text for paragraph in document.paragraphs)


def test_a_spoilt_template_is_told(tmp_path: Path) -> None:
    """With the file's name."""
    spoilt = tmp_path / "hong.docx"
    spoilt.write_bytes(b"khong phai Word")
    with pytest.raises(ReportError, match=r"hong\.docx"):
        word.render_annex(ANNEX, OFFICE, NOW, spoilt)

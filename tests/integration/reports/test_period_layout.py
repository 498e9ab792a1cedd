"""The .docx of a period's report, measured: party layout, tables that fill the page, headings over something."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from config.letterhead import Layout
from reports import word
from reports.kinds import DocumentKind
from reports.period.compose import compose
from reports.period.facts import period_facts
from reports.samples import SAMPLES, sample_period
from reports.templates_in_use import Templates, problems_of
from tests.unit.reports.hoa_mai import NOW, OFFICE

TEMPLATE = word.builtin_template("period_report.docx")


def rendered(content: object, layout: Layout = OFFICE.layout) -> Any:
    properties = word.Properties("Báo cáo", OFFICE.name)
    made = Templates(Path("no-such-folder")).render(DocumentKind.PERIOD, content, layout, properties, NOW)
    return Document(BytesIO(made))


@pytest.fixture(scope="module")
def report() -> Any:
    """The report of the sample quarter, which has something of everything."""
    return rendered(compose(period_facts(sample_period(), due_soon_days=14), OFFICE))


def near(length: int, mm: float) -> bool:
    return abs(length - Mm(mm)) < Mm(1)


def data_tables(document: Any) -> list[Any]:
    return [one for one in document.tables if one.style.name == "Bảng số liệu"]


def test_the_template_has_nothing_wrong() -> None:
    """What an office exports is what it can install."""
    assert problems_of(DocumentKind.PERIOD, TEMPLATE.read_bytes(), "period_report.docx", OFFICE) == []


def test_pages_have_the_margins_of_party_documents(report: Any) -> None:
    """The report upright, its appendices across, numbered on."""
    upright, landscape = report.sections
    assert landscape.orientation == WD_ORIENT.LANDSCAPE
    assert not landscape.different_first_page_header_footer
    for section in (upright, landscape):
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert all(near(margin, mm) for margin, mm in zip(margins, (20, 20, 30, 15), strict=True))


def test_the_head_is_that_of_a_report(report: Any) -> None:
    """Kind, subject in two lines, rule; a draft without a number."""
    assert [(one.text, one.style.name) for one in report.paragraphs[:4]] == [
        ("BÁO CÁO", "Title"),
        ("tình hình thực hiện nhiệm vụ quý III/2026,", "Subtitle"),
        ("phương hướng, nhiệm vụ trọng tâm quý IV/2026", "Subtitle"),
        ("-----", "Gạch dưới trích yếu"),
    ]
    assert "Dự thảo" in [one.text for one in report.tables[0].rows[0].cells[0].paragraphs]


def test_parts_and_their_lists_are_headings(report: Any) -> None:
    """They show in Word's navigation pane; Word counts them."""
    assert [one.text for one in report.paragraphs if one.style.name == "Heading 1"] == [
        "KẾT QUẢ THỰC HIỆN NHIỆM VỤ QUÝ III/2026",
        "TỒN TẠI, HẠN CHẾ, NGUYÊN NHÂN",
        "NHIỆM VỤ TRỌNG TÂM QUÝ IV/2026",
    ]
    assert [one.text.split(" (")[0] for one in report.paragraphs if one.style.name == "Heading 2"] == [
        "Kết quả chung",
        "Kinh tế",
        "Sau ngày chốt số liệu",
        "So sánh với quý II/2026",
        "Tồn tại, hạn chế",
        "Nguyên nhân",
        "Nhiệm vụ chuyển tiếp",
        "Kinh tế",
    ]


def test_tables_fill_the_page_repeat_their_header_and_never_break_a_row(report: Any) -> None:
    """Three upright ones, three in the appendices; the last has two header rows."""
    tables = data_tables(report)
    widths = [sum(column.width for column in one.columns) for one in tables]
    assert all(near(width, mm) for width, mm in zip(widths, (165, 165, 165, 252, 252, 252), strict=True))
    for one, headers in zip(tables, (1, 1, 1, 1, 1, 2), strict=True):
        repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in one.rows]
        assert repeated == [True] * headers + [False] * (len(one.rows) - headers)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in one.rows)


def test_styles_carry_all_distances_and_formats(report: Any) -> None:
    """No blank line but the one of the section break, no formatting in paragraphs and runs."""
    empty = [one for one in report.paragraphs if not one.text.strip()]
    assert [one._p.pPr.sectPr is not None for one in empty] == [True]
    for properties in report.element.body.iter(qn("w:pPr")):
        assert {child.tag for child in properties} <= {qn("w:pStyle"), qn("w:sectPr")}
    for properties in report.element.body.iter(qn("w:rPr")):
        assert {child.tag for child in properties} <= {qn("w:rStyle")}


def test_an_empty_period_leaves_no_heading_over_nothing() -> None:
    """Three parts, each a sentence; no table but the head and the signature, and the empty list of tasks."""
    document = rendered(SAMPLES[DocumentKind.PERIOD](OFFICE)[1])
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 2"] == []
    assert len([one for one in document.paragraphs if one.style.name == "Heading 1"]) == 3
    assert [len(one.rows) for one in data_tables(document)] == [1]


def test_the_state_profile_sets_the_letterhead() -> None:
    """For offices that write by NĐ 30."""
    state = OFFICE.model_copy(update={"layout": Layout(profile="ND30-2020")})
    document = rendered(compose(period_facts(sample_period(), due_soon_days=14), state), state.layout)
    right = [one.text for one in document.tables[0].rows[0].cells[1].paragraphs]
    assert right[0] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert document.styles["Title"].font.size == Pt(14)

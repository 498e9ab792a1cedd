"""The .docx of a status report, measured with python-docx against the party layout (DOMAIN §9) and the facts."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from config.letterhead import Layout
from reports import word
from reports.charts import status_ring
from reports.errors import ReportError
from reports.letterhead import Issue
from reports.meeting.compose import compose
from reports.meeting.facts import MeetingFacts
from reports.meeting.writing import render_docx
from reports.templates_in_use import Templates
from tasks_registry.states import WorkState
from tasks_registry.time_state import Figures
from tests.unit.reports.hoa_mai import NOW, OFFICE, facts, task
from tools.report_templates.frame import new_document, say


def _open(content: bytes) -> Any:
    return Document(BytesIO(content))


TEMPLATE = word.builtin_template("status_report.docx")


def _render(found: MeetingFacts, layout: Layout = OFFICE.layout, number: int | None = None) -> bytes:
    return render_docx(compose(found, OFFICE, Issue(number)), layout, NOW, Templates(Path("no-such-folder")))


def _write(found: MeetingFacts, layout: Layout = OFFICE.layout, number: int | None = None) -> Any:
    return _open(_render(found, layout, number))


@pytest.fixture(scope="module")
def report() -> Any:
    """The report of the whole quarter of Hòa Mai."""
    return _write(facts())


def _paragraph(document: Any, start: str) -> Any:
    return next(one for one in document.paragraphs if one.text.startswith(start))


def _styles_of(cell: Any) -> dict[str, str]:
    return {one.text: one.style.name for one in cell.paragraphs}


def _table(document: Any, heading: str) -> Any:
    return next(one for one in document.tables if heading in [cell.text for cell in one.rows[0].cells])


def _text(document: Any) -> str:
    return "\n".join(element.text or "" for element in document.element.body.iter(qn("w:t")))


def _near(length: int, mm: float) -> bool:
    return abs(length - Mm(mm)) < Mm(0.05)


def test_pages_are_a4_with_the_margins_of_party_documents(report: Any) -> None:
    """20, 20, 30, 15 mm on the upright and on the landscape pages."""
    upright, landscape = report.sections
    assert _near(upright.page_width, 210)
    assert _near(upright.page_height, 297)
    assert _near(landscape.page_width, 297)
    assert _near(landscape.page_height, 210)
    assert landscape.orientation == WD_ORIENT.LANDSCAPE
    for section in (upright, landscape):
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert all(_near(margin, mm) for margin, mm in zip(margins, (20, 20, 30, 15), strict=True))


def test_every_style_writes_times_new_roman_in_all_scripts(report: Any) -> None:
    """Normal names the font for all four scripts, no theme font is left, and no style or run names another."""
    for fonts in report.styles.element.iter(qn("w:rFonts")):
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
        assert len(fonts.attrib) == 4
    assert report.styles["Normal"].font.name == "Times New Roman"
    assert not list(report.element.body.iter(qn("w:rFonts")))


def test_running_text_is_14_point_justified_and_exactly_18_point_apart(report: Any) -> None:
    """First line 10 mm, 6 pt before; the line spacing comes from Normal so that one setting moves all of it."""
    normal, body = report.styles["Normal"], report.styles["Body Text"]
    assert (normal.font.size, body.font.size) == (Pt(14), None)
    assert normal.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert normal.paragraph_format.line_spacing == Pt(18)
    assert body.base_style.name == "Normal"
    assert body.paragraph_format.line_spacing is None
    assert body.paragraph_format.alignment == ALIGN.JUSTIFY
    assert body.paragraph_format.space_before == Pt(6)
    assert _near(body.paragraph_format.first_line_indent, 10)
    assert _paragraph(report, "Để phục vụ").style.name == "Body Text"


@pytest.mark.parametrize(
    ("style", "size", "bold", "italic"),
    [
        ("Cơ quan cấp trên", None, None, None),
        ("Cơ quan ban hành", None, True, None),
        ("Số ký hiệu", None, None, None),
        ("Tiêu đề Đảng", 15, True, None),
        ("Địa danh, ngày tháng", None, None, True),
        ("Title", 15, True, None),
        ("Subtitle", 14, True, None),
        ("Heading 1", None, True, None),
        ("Thay mặt", None, True, None),
        ("Chức vụ người ký", None, None, None),
        ("Signature", None, True, None),
        ("Danh sách nơi nhận", 12, None, None),
    ],
)
def test_each_part_has_its_size_and_weight(
    report: Any, style: str, size: int | None, bold: bool | None, italic: bool | None
) -> None:
    """Sizes in points; None is what Normal says: 14 pt upright, not bold."""
    font = report.styles[style].font
    assert (font.size, font.bold, font.italic) == (Pt(size) if size else None, bold, italic)


def test_the_header_is_a_borderless_table_of_two_cells(report: Any) -> None:
    """Left: superior, issuer, star, number, draft mark. Right: the Party's title, place and day."""
    header = report.tables[0]
    assert (len(header.rows), len(header.columns)) == (1, 2)
    assert header.style.name == "Khung văn bản"
    assert not list(header._tbl.iter(qn("w:tblBorders"), qn("w:tcBorders")))
    assert not list(header.style.element.iter(qn("w:tblBorders")))
    left, right = header.rows[0].cells
    assert _styles_of(left) == {
        "ĐẢNG BỘ TỈNH SƠN LAM": "Cơ quan cấp trên",
        "ĐẢNG ỦY XÃ HÒA MAI": "Cơ quan ban hành",
        "*": "Số ký hiệu",
        "Số       -BC/ĐU": "Số ký hiệu",
        "Dự thảo": "Dự thảo",
    }
    assert _styles_of(right) == {
        "ĐẢNG CỘNG SẢN VIỆT NAM": "Tiêu đề Đảng",
        "Hòa Mai, ngày 20 tháng 6 năm 2024": "Địa danh, ngày tháng",
    }


def test_the_line_under_the_partys_title_is_as_long_as_the_title(report: Any) -> None:
    """A bottom border between indents that leave the title's 72.9 mm and under 1 mm more."""
    style = report.styles["Tiêu đề Đảng"]
    assert style.element.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}") is not None
    indents = style.paragraph_format.left_indent + style.paragraph_format.right_indent
    assert Mm(72.9) <= report.tables[0].columns[1].width - indents < Mm(73.9)


def test_the_draft_mark_goes_when_the_number_is_known() -> None:
    """A numbered report is no draft."""
    left = _write(facts(), number=41).tables[0].rows[0].cells[0]
    assert [one.text for one in left.paragraphs][2:] == ["*", "Số 41-BC/ĐU"]


def test_page_numbers_stand_centred_at_the_top_from_page_two(report: Any) -> None:
    """The first page has a header of its own, which is empty; the landscape pages go on with the number."""
    first, landscape = report.sections
    assert first.different_first_page_header_footer
    assert not landscape.different_first_page_header_footer
    assert not first.first_page_header.is_linked_to_previous
    assert not first.first_page_header.paragraphs[0].text
    assert landscape.header.is_linked_to_previous
    number = first.header.paragraphs[0]
    assert [field.get(qn("w:instr")).strip() for field in number._p.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert number.style.name == "Header"
    assert number.style.paragraph_format.alignment == ALIGN.CENTER
    assert _near(first.header_distance, 10)


def test_no_paragraph_is_used_as_a_blank_line(report: Any) -> None:
    """Distances come from styles; the one empty paragraph carries the section break."""
    empty = [one for one in report.paragraphs if not one.text.strip()]
    assert [one._p.pPr.sectPr is not None for one in empty] == [True]


def test_paragraphs_and_runs_carry_styles_and_no_formatting_of_their_own(report: Any) -> None:
    """An office that changes a style changes the whole report."""
    for properties in report.element.body.iter(qn("w:pPr")):
        assert {child.tag for child in properties} <= {qn("w:pStyle"), qn("w:sectPr")}
    for properties in report.element.body.iter(qn("w:rPr")):
        assert {child.tag for child in properties} <= {qn("w:rStyle")}


def test_title_subject_and_rule_open_the_report(report: Any) -> None:
    """``BÁO CÁO``, the subject in two lines, ``-----``."""
    assert [(one.text, one.style.name) for one in report.paragraphs[:4]] == [
        ("BÁO CÁO", "Title"),
        ("tình hình thực hiện nhiệm vụ trọng tâm", "Subtitle"),
        ("phục vụ Hội nghị Đảng ủy lần thứ 17, khóa II", "Subtitle"),
        ("-----", "Gạch dưới trích yếu"),
    ]


def _level(document: Any, style: str) -> tuple[str, str]:
    """How Word counts the paragraphs of a style, and how it writes the number."""
    bound = document.styles[style].element.pPr.numPr
    lists = document.part.numbering_part.element
    of_num = {num.numId: num.abstractNumId.val for num in lists.num_lst}
    described = {one.get(qn("w:abstractNumId")): one for one in lists.iter(qn("w:abstractNum"))}
    level = described[str(of_num[bound.numId.val])][bound.ilvl.val + 1]
    assert level.find(qn("w:pStyle")).get(qn("w:val")) == document.styles[style].style_id
    return level.find(qn("w:numFmt")).get(qn("w:val")), level.find(qn("w:lvlText")).get(qn("w:val"))


def test_parts_lists_and_entries_are_counted_by_word(report: Any) -> None:
    """Nothing is numbered by hand: a part that an office drops or moves leaves no gap."""
    assert _level(report, "Heading 1") == ("upperRoman", "%1.")
    assert _level(report, "Heading 2") == ("decimal", "%2.")
    assert _level(report, "Mục đánh số") == ("decimal", "%3.")
    assert _level(report, "Gạch đầu dòng") == ("bullet", "-")
    assert not [one.text for one in report.paragraphs if re.match(r"([IVX]+|\d+)\. |- ", one.text)]


def test_parts_are_headings_the_overdue_tasks_right_after_the_figures(report: Any) -> None:
    """Headings show in Word's navigation pane."""
    assert [one.text for one in report.paragraphs if one.style.name == "Heading 1"] == [
        "TÌNH HÌNH CHUNG",
        "NHIỆM VỤ QUÁ HẠN",
        "NỘI DUNG TRÌNH HỘI NGHỊ",
        "NHIỆM VỤ CẦN TIẾP TỤC ĐÔN ĐỐC",
        "TỒN TẠI, NGUYÊN NHÂN",
        "KIẾN NGHỊ, ĐỀ XUẤT",
    ]


def test_parts_without_content_leave_no_trace() -> None:
    """An empty registry still gives a report: three parts, no empty table."""
    document = _write(facts([]))
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 1"] == [
        "TÌNH HÌNH CHUNG",
        "NHIỆM VỤ QUÁ HẠN",
        "NỘI DUNG TRÌNH HỘI NGHỊ",
    ]
    assert [table.rows[0].cells[0].text for table in document.tables[2:]] == ["STT", "STT"]


def test_every_figure_of_the_small_table_equals_the_facts(report: Any) -> None:
    """The 2×2 with its sums, under the day for which it holds."""
    figures = facts().figures
    assert _paragraph(report, "Kết quả thực hiện").text == "Kết quả thực hiện (số liệu tính đến ngày 20/6/2024)"
    rows = [[cell.text for cell in row.cells] for row in _table(report, "Quá hạn").rows]
    assert rows == [
        ["", "Đúng hạn, trong hạn", "Quá hạn", "Cộng"],
        ["Đã hoàn thành", str(figures.done_in_time), str(figures.done_late), str(figures.done)],
        ["Chưa hoàn thành", str(figures.open_in_time), str(figures.open_overdue), str(figures.open)],
        ["Cộng", "17", "8", str(figures.total)],
    ]


def test_every_figure_by_agency_equals_the_facts(report: Any) -> None:
    """Appendix 2 has one row per lead agency, in the order of the facts."""
    rows = [[cell.text for cell in row.cells] for row in _table(report, "Tỷ lệ hoàn thành").rows][1:]
    for order, (row, one) in enumerate(zip(rows, facts().by_agency, strict=True), 1):
        figures = one.figures
        cells = (figures.total, figures.done_in_time, figures.done_late, figures.open_in_time, figures.open_overdue)
        assert row[:7] == [str(order), one.name or "Chưa xác định cơ quan chủ trì", *map(str, cells)]


def test_every_figure_by_field_equals_the_facts(report: Any) -> None:
    """One row per field below the official table, in the order of the facts."""
    rows = [[cell.text for cell in row.cells] for row in _table(report, "Lĩnh vực").rows][1:]
    for order, (row, one) in enumerate(zip(rows, facts().by_field, strict=True), 1):
        figures = one.figures
        cells = (figures.total, figures.done_in_time, figures.done_late, figures.open_in_time, figures.open_overdue)
        assert row == [str(order), one.name, *map(str, cells)]


def test_the_appendix_lists_every_task_once_in_the_order_of_the_facts(report: Any) -> None:
    """Numbers run through the groups; the group headings span the whole width."""
    rows = _table(report, "Ghi chú").rows
    assert [cell.text for cell in rows[0].cells] == [
        "STT",
        "Nhiệm vụ",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Sản phẩm",
        "Hạn",
        "Tiến độ",
        "Ghi chú",
    ]
    groups = [row.cells[0].text for row in rows if row.cells[0]._tc is row.cells[-1]._tc]
    assert groups == ["A. Nhiệm vụ quá hạn (06)", "B. Nội dung trình Hội nghị (03)", "C. Các nhiệm vụ khác (16)"]
    tasks = [row.cells for row in rows[1:] if row.cells[0].text.isdigit()]
    assert [cells[0].text for cells in tasks] == [str(order) for order in range(1, 26)]
    assert [cells[1].text for cells in tasks] == [
        "Nhiệm vụ mật (mã 2024-Q2-014)" if fact.task.secret else fact.task.title for fact in facts().appendix
    ]


@pytest.mark.parametrize(
    ("heading", "width"),
    [("Ghi chú", 252), ("Đề xuất", 165), ("Tỷ lệ hoàn thành", 252), ("Lĩnh vực", 165), ("Quá hạn", 165)],
)
def test_tables_fill_the_page_repeat_their_header_and_never_break_a_row(
    report: Any, heading: str, width: float
) -> None:
    """Column widths are real and add up to the text width; cells are as wide as their columns."""
    table = _table(report, heading)
    columns = [column.width for column in table.columns]
    assert abs(sum(columns) - Mm(width)) < Mm(1)
    assert [cell.width for cell in table.rows[0].cells] == columns
    assert table.style.name == "Bảng số liệu"
    assert not table.autofit
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows][:2] == [True, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_signature_stands_right_and_the_recipients_left(report: Any) -> None:
    """On whose behalf, office, name; “Nơi nhận:” underlined, the file copy last."""
    block = next(one for one in report.tables if one.rows[0].cells[0].text.startswith("Nơi nhận"))
    left, right = block.rows[0].cells
    assert _styles_of(right) == {
        "T/M ĐẢNG ỦY": "Thay mặt",
        "BÍ THƯ": "Chức vụ người ký",
        "Trần Văn Lâm": "Signature",
    }
    assert left.paragraphs[0].style.font.underline
    assert left.paragraphs[0].style.font.size is None
    assert {one.style.name for one in left.paragraphs[1:]} == {"Danh sách nơi nhận"}
    assert left.paragraphs[-1].text == "- Lưu Văn phòng Đảng ủy."


def test_markup_and_template_signs_in_a_title_are_plain_text() -> None:
    """``&``, ``<`` and ``{{ }}`` come out as they were typed and are never executed, in every place of the report."""
    title = "A & B <w:p/> {{ 7 * 7 }} {% for x in y %} {{ report.head.issuer }} “C” 'D'"
    document = _write(facts([task(title=title, product="{{ 1 / 0 }}", note="</w:t> & {# #}", support_names=("<b>",))]))
    cells = _table(document, "Ghi chú").rows[2].cells
    assert (cells[1].text, cells[3].text, cells[4].text, cells[7].text) == (
        title,
        "<b>",
        "{{ 1 / 0 }}",
        "</w:t> & {# #}",
    )
    assert title in _text(document)


def test_control_characters_in_a_note_do_not_break_the_file() -> None:
    """XML has no place for them; a tab or line break becomes a space."""
    document = _write(facts([task(note="một\x00\x0c\x07hai\tba\nbốn")]))
    assert _table(document, "Ghi chú").rows[2].cells[7].text == "một hai ba bốn"


def test_the_profile_sets_the_titles_and_the_setting_the_line_spacing() -> None:
    """HD 36 of 2018 with 16 and 15 pt titles; 20 pt between lines reaches the running text through Normal."""
    document = _write(facts(), Layout(profile="HD36-2018", line_spacing_pt=20))
    assert [document.styles[name].font.size for name in ("Title", "Subtitle")] == [Pt(16), Pt(15)]
    assert document.styles["Normal"].paragraph_format.line_spacing == Pt(20)


def test_the_sizes_of_the_titles_are_the_offices_choice() -> None:
    """Both guides allow 15 or 16 and 14 or 15 points."""
    document = _write(facts(), Layout(profile="HD36-2018", kind_pt=15, subject_pt=14))
    assert [document.styles[name].font.size for name in ("Title", "Subtitle")] == [Pt(15), Pt(14)]


def test_an_office_that_writes_the_other_spelling_gets_it_everywhere_but_inside_words() -> None:
    """``uỷ`` in letterhead, text and tables; ``thủy`` stays as it is."""
    document = _write(facts([task(title="Ủy ban nhân dân xã sửa kênh thủy lợi")]), Layout(spelling="uỷ"))
    assert not re.search(r"\bủy\b", _text(document), re.IGNORECASE)
    assert "Uỷ ban nhân dân xã sửa kênh thủy lợi" in _text(document)
    assert document.tables[0].rows[0].cells[0].paragraphs[1].text == "ĐẢNG UỶ XÃ HÒA MAI"


def test_the_files_properties_name_the_report_and_not_the_tool() -> None:
    """Title, author and day; a very long meeting name fits the 255 characters of a property."""
    found = facts()
    properties = _write(replace(found, meeting=replace(found.meeting, name="Hội nghị " + "rất " * 99))).core_properties
    assert properties.title.startswith("Báo cáo tình hình thực hiện nhiệm vụ trọng tâm phục vụ Hội nghị")
    assert properties.author == "ĐẢNG ỦY XÃ HÒA MAI"
    assert properties.created == NOW


def test_the_file_is_whole_xml_without_a_template_tag() -> None:
    """Nothing of docxtpl is left in any part."""
    with ZipFile(BytesIO(_render(facts()))) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
    assert not any(sign in part for part in parts for sign in ("{{", "{%", "}}", "%}"))


@pytest.mark.parametrize("damage", ["missing", "no zip", "broken tag", "unknown value"])
def test_a_template_that_cannot_be_used_is_told_in_one_sentence(tmp_path: Path, damage: str) -> None:
    """The sentence names the file and what to do; no traceback of docxtpl reaches the user."""
    template = tmp_path / "mau.docx"
    if damage == "no zip":
        template.write_text("đây không phải tệp Word", "utf-8")
    elif damage != "missing":
        document = Document(str(TEMPLATE))
        document.paragraphs[0].add_run("{% for x in %}" if damage == "broken tag" else "{{ report.khong_co }}")
        document.save(str(template))
    with pytest.raises(ReportError, match=r"Không dùng được mẫu báo cáo .*mau\.docx"):
        word.render(template, compose(facts(), OFFICE), OFFICE.layout, word.Properties("Báo cáo", "Đảng ủy"), NOW)


def test_a_chart_in_a_template_becomes_a_picture_with_words(tmp_path: Path) -> None:
    """As wide as drawn; the alternative text says what it shows."""
    template = new_document()
    say(template, "Body Text", "{{ picture(report.ring) }}")
    path = tmp_path / "chart.docx"
    template.save(path)
    content = SimpleNamespace(ring=status_ring(Figures(1, 2, 3, 4)))
    written = _open(word.render(path, content, OFFICE.layout, word.Properties("Biểu đồ", "Đảng ủy"), NOW))
    (shape,) = written.inline_shapes
    assert shape._inline.docPr.get("descr") == content.ring.alt
    assert abs(shape.width.mm - content.ring.width_mm) < 0.1


@pytest.mark.parametrize("marks", [(), ("\n",), ("\t", "\n")])
def test_breaks_inside_a_value_are_breaks_in_the_document(tmp_path: Path, marks: tuple[str, ...]) -> None:
    """A tab and a new line are markup in Word; a value without any is written as it is."""
    template = new_document()
    say(template, "Body Text", "{{ report.text }}")
    path = tmp_path / "breaks.docx"
    template.save(path)
    content = SimpleNamespace(text="".join(f"việc{mark}" for mark in (*marks, "")))
    written = _open(word.render(path, content, OFFICE.layout, word.Properties("Thử", "Đảng ủy"), NOW))
    assert [one.text for one in written.paragraphs if "việc" in one.text] == [content.text]
    assert len(list(written.element.body.iter(qn("w:br"), qn("w:tab")))) == len(marks)


def test_a_long_table_is_cut_into_pages_and_loses_nothing() -> None:
    """For LibreOffice alone: every piece has the columns and headings of the whole; other tables stay as they are."""
    many = _render(facts([task(number) for number in range(1, 250)]))
    cut = _open(word.cut_long_tables(many, 100))
    whole = _table(_open(many), "Sản phẩm")
    pieces = [one for one in cut.tables if "Sản phẩm" in [cell.text for cell in one.rows[0].cells]]
    assert [len(one.rows) for one in pieces] == [101, 101, len(whole.rows) - 200]
    rows = [[cell.text for cell in row.cells] for one in pieces for row in one.rows[1:]]
    assert rows == [[cell.text for cell in row.cells] for row in whole.rows[1:]]
    assert {str(one._tbl.tblGrid.xml) for one in pieces} == {str(whole._tbl.tblGrid.xml)}
    assert {one.style.name for one in pieces} == {whole.style.name}
    assert all(one.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for one in pieces)
    assert len(cut.tables) == len(_open(many).tables) + 2
    assert word.cut_long_tables(many, 1000) == many


def test_the_heading_of_a_group_is_not_cut_from_its_tasks() -> None:
    """A cut right behind it goes before it."""
    done = {"work_state": WorkState.DONE, "completed_on": date(2024, 6, 1)}
    late, others = [task(n, due=date(2024, 6, 1)) for n in range(1, 10)], [task(n, **done) for n in range(10, 20)]
    cut = _open(word.cut_long_tables(_render(facts([*late, *others])), 11))
    pieces = [one for one in cut.tables if "Sản phẩm" in [cell.text for cell in one.rows[0].cells]]
    assert [one.rows[1].cells[0].text for one in pieces] == ["A. Nhiệm vụ quá hạn (09)", "B. Các nhiệm vụ khác (10)"]

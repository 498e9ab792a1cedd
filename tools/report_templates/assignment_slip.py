"""The slip by which a task is given out. A file holds one or several, each a section with page numbers of its own."""

from copy import deepcopy
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from tools.report_templates.frame import (
    body_row,
    empty_table,
    fill,
    new_document,
    ruled_table,
    say,
    tag,
    tag_row,
    write_head,
    write_signature,
    write_title,
)

# Millimetres; they add up to the upright page less its margins, 165.
LINE_COLUMNS = (("Yêu cầu", 38, "{{ loop.index }}. {{ line.label }}"), ("Nội dung giao", 127, ""))
RECEIPT_CELLS = (
    (45, "Nhận ngày ……/……/{{ slip.year }}"),
    (60, "Người nhận việc (ký, họ tên)"),
    (60, "Ý kiến của nơi nhận"),
)
_ROOM_TO_SIGN_MM = 18
_REPORTING = (
    "Báo cáo {{ slip.secretariat }} khi tiếp nhận, vướng mắc, hoàn thành (kèm minh chứng); đề nghị gia hạn trước khi "
    "hết hạn, nêu rõ lý do."
)


def build() -> Any:
    """Return the template as a python-docx document."""
    document = new_document()
    _count_pages_anew(document.sections[0])
    tag(document, "for slip in report.slips")
    write_head(document, "slip")
    write_title(document, "PHIẾU GIAO VIỆC", "slip")
    say(document, "Dẫn danh sách", "{{ slip.opening }}")
    _write_lines(document)
    write_signature(document, "slip")
    _write_receipt(document)
    tag(document, "if not loop.last")
    _end_section(document)
    tag(document, "endif")
    tag(document, "endfor")
    return document


def _write_lines(document: Any) -> None:
    table = ruled_table(document, LINE_COLUMNS)
    tag_row(table, "for line in slip.lines")
    label, said = body_row(table).cells
    fill(label, ("Ô bảng, nhóm", LINE_COLUMNS[0][2]))
    fill(
        said,
        ("Ô bảng", "{%p for sentence in line.said %}"),
        ("Ô bảng", "{{ sentence }}"),
        ("Ô bảng", "{%p endfor %}"),
    )
    tag_row(table, "endfor")
    label, said = body_row(table).cells
    fill(label, ("Ô bảng, nhóm", "Chế độ báo cáo"))
    fill(said, ("Ô bảng", _REPORTING))


def _write_receipt(document: Any) -> None:
    say(document, "Tên bảng", "Xác nhận của nơi nhận việc")
    row = body_row(empty_table(document, "Bảng số liệu", [width for width, _ in RECEIPT_CELLS]))
    row.height = Mm(_ROOM_TO_SIGN_MM)
    for cell, (_, words) in zip(row.cells, RECEIPT_CELLS, strict=True):
        fill(cell, ("Ô bảng, giữa", words))


def _count_pages_anew(section: Any) -> None:
    start = parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')
    section._sectPr.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")


def _end_section(document: Any) -> None:
    """End the section of a slip; the next one has the same page, header and numbers from 1."""
    say(document, "Ngắt phần", "")
    document.paragraphs[-1]._p.get_or_add_pPr().append(deepcopy(document.sections[-1]._sectPr))

"""What follows the signature: landscape pages, each appendix with its head, tables whose rows stand in groups."""

from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_SECTION

from tools.report_templates.frame import (
    Column,
    body_row,
    fill,
    ruled_table,
    say,
    tag_row,
    turn_landscape,
    value_row,
)

TASK_COLUMNS = (
    ("STT", 13, "{{ row.order }}"),
    ("Nhiệm vụ", 60, "{{ row.title }}"),
    ("Cơ quan chủ trì", 32, "{{ row.lead }}"),
    ("Cơ quan phối hợp", 29, "{{ row.support }}"),
    ("Sản phẩm", 26, "{{ row.product }}"),
    ("Hạn", 22, "{{ row.deadline }}"),
    ("Tiến độ", 28, "{{ row.progress }}"),
    ("Ghi chú", 42, "{{ row.remarks }}"),
)
"""Of the list of tasks. Millimetres; they add up to the landscape page less its margins, 252."""


def begin_appendices(document: Any) -> None:
    """Turn the pages that follow."""
    turn_landscape(document.add_section(WD_SECTION.NEW_PAGE))
    document.paragraphs[-1].style = document.styles["Ngắt phần"]


def write_head_of_appendix(document: Any, number: str, name: str, belongs_to: str = "{{ report.appendix_of }}") -> None:
    """Write number and name of an appendix, and the document that it goes with."""
    say(document, "Phụ lục", f"PHỤ LỤC {number}")
    say(document, "Tên phụ lục", name)
    say(document, "Kèm theo", belongs_to)


def grouped_table(document: Any, columns: Sequence[Column], groups: str) -> None:
    """Add a table whose rows stand in ``groups``, each under a heading as wide as the table."""
    table = ruled_table(document, columns)
    tag_row(table, f"for group in {groups}")
    heading = body_row(table)
    fill(heading.cells[0].merge(heading.cells[-1]), ("Ô bảng, nhóm", "{{ group.heading }}"))
    tag_row(table, "for row in group.rows")
    value_row(table, columns)
    tag_row(table, "endfor")
    tag_row(table, "endfor")

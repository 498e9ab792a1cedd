"""The annex that proves the chasing of one task.

It goes with a document of the office: it has a heading and what it belongs to, neither number nor signature. The table
is wide, so the page lies across.
"""

from typing import Any

from tools.report_templates.frame import body_row, each, fill, new_document, ruled_table, say, tag_row

# Millimetres; they add up to the landscape page less its margins, 252.
COLUMNS = (
    ("STT", 13, "{{ loop.index }}"),
    ("Thời điểm", 27, "{{ row.when }}"),
    ("Nội dung", 70, "{{ row.what }}"),
    ("Người nhận, người thực hiện", 44, "{{ row.who }}"),
    ("Kênh, địa chỉ", 42, "{{ row.way }}"),
    ("Kết quả", 56, "{{ row.result }}"),
)
CENTRED_COLUMNS = {"STT", "Thời điểm"}


def build() -> Any:
    """Return the template as a python-docx document."""
    document = new_document(landscape=True)
    # The first paragraph of the style would begin a new page; this one begins the document.
    say(document, "Phụ lục", "PHỤ LỤC")
    document.paragraphs[-1].paragraph_format.page_break_before = False
    say(document, "Tên phụ lục", "{{ report.title }}")
    say(document, "Kèm theo", "{{ report.attached_to }}")
    each(document, "fact in report.facts", "Body Text", "{{ fact }}")
    say(document, "Tên bảng", "{{ report.caption }}")
    table = ruled_table(document, COLUMNS)
    tag_row(table, "for row in report.rows")
    for cell, (name, _, value) in zip(body_row(table).cells, COLUMNS, strict=True):
        fill(cell, ("Ô bảng, giữa" if name in CENTRED_COLUMNS else "Ô bảng", value))
    tag_row(table, "endfor")
    each(document, "remark in report.remarks", "Body Text", "{{ remark }}")
    return document

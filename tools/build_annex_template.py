"""Build ``reports/templates/chasing_annex.docx``: the annex that proves the chasing of one task.

Run it after a change here and commit the result; the programme only reads the .docx::

    PYTHONPATH=. python tools/build_annex_template.py

An annex goes with a document of the office: it has a heading and what it belongs to, neither number nor signature. The
table is wide, so the page lies across.
"""

import sys
from pathlib import Path
from typing import Any

from docx import Document

from tools.report_styles import clear_styles, define_styles
from tools.word_parts import body_row, bordered_table, each, fill, say, set_page, tag_row, turn_landscape

TEMPLATE = Path(__file__).resolve().parent.parent / "reports" / "templates" / "chasing_annex.docx"
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
    document = Document()
    clear_styles(document)
    define_styles(document)
    set_page(document.sections[0])
    turn_landscape(document.sections[0])
    # The first paragraph of the style would begin a new page; this one begins the document.
    say(document, "Phụ lục", "PHỤ LỤC")
    document.paragraphs[-1].paragraph_format.page_break_before = False
    say(document, "Tên phụ lục", "{{ annex.title }}")
    say(document, "Kèm theo", "{{ annex.attached_to }}")
    each(document, "fact in annex.facts", "Body Text", "{{ fact }}")
    say(document, "Tên bảng", "{{ annex.caption }}")
    table = bordered_table(document, COLUMNS)
    tag_row(table, "for row in annex.rows")
    for cell, (name, _, value) in zip(body_row(table).cells, COLUMNS, strict=True):
        fill(cell, ("Ô bảng, giữa" if name in CENTRED_COLUMNS else "Ô bảng", value))
    tag_row(table, "endfor")
    each(document, "remark in annex.remarks", "Body Text", "{{ remark }}")
    document.core_properties.author = document.core_properties.comments = ""
    return document


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATE
    build().save(target)

"""The letter that urges a late agency (công văn): no kind of document as its title, the subject under its number."""

from typing import Any

from tools.report_templates.frame import (
    each_before_signature,
    new_document,
    rows_table,
    say,
    tag,
    write_head,
    write_signature,
)

# Millimetres; they add up to the upright page less its margins, 165.
_NUMBER = ("STT", 12, "{{ loop.index }}")
_DAYS = (("Hạn", 24, "{{ row.deadline }}"), ("Số ngày quá hạn", 14, "{{ row.days }}"))
COLUMNS = (
    _NUMBER,
    ("Nhiệm vụ", 68, "{{ row.title }}"),
    *_DAYS,
    ("Tình hình báo cáo", 47, "{{ row.situation }}"),
)
COLUMNS_GIVEN_APART = (
    _NUMBER,
    ("Nhiệm vụ", 46, "{{ row.title }}"),
    ("Văn bản giao, ngày giao", 30, "{{ row.given }}"),
    *_DAYS,
    ("Tình hình báo cáo", 39, "{{ row.situation }}"),
)


def build() -> Any:
    """Return the template as a python-docx document."""
    document = new_document()
    write_head(document)
    say(document, "Kính gửi", "{{ report.addressee }}")
    say(document, "Body Text", "{{ report.opening }}")
    say(document, "Tên bảng", "{{ report.as_of }}")
    tag(document, "if report.given_apart")
    rows_table(document, COLUMNS_GIVEN_APART, "row in report.rows")
    tag(document, "else")
    rows_table(document, COLUMNS, "row in report.rows")
    tag(document, "endif")
    say(document, "Dẫn danh sách", "{{ report.asked_opening }}")
    each_before_signature(document, "sentence in report.asked", "Mục đánh số", "{{ sentence }}")
    write_signature(document)
    return document

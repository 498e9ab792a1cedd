"""The one-page summary for the permanent members: no number, no signature; it is read on paper or a tablet."""

from typing import Any

from tools.report_templates.frame import each, fill, frame, new_document, rows_table, say, tag

LATE_COLUMNS = (
    ("STT", 13, "{{ row.order }}"),
    ("Nhiệm vụ quá hạn", 96, "{{ row.title }}"),
    ("Cơ quan chủ trì", 37, "{{ row.lead }}"),
    ("Số ngày quá hạn", 19, "{{ row.days }}"),
)


def build() -> Any:
    """Return the template as a python-docx document."""
    document = new_document()
    left, right = frame(document, (95, 70))
    fill(left, ("Cơ quan ban hành", "{{ report.issuer }}"))
    fill(right, ("Địa danh, ngày tháng", "{{ report.as_of }}"))
    say(document, "Tên phụ lục", "{{ report.title }}")
    say(document, "Hình", "{{ picture(report.ring, 98) }}")
    say(document, "Ô bảng, giữa", "{{ report.figures }}")
    say(document, "Hình", "{{ picture(report.agencies, 112) }}")
    tag(document, "if report.trend")
    say(document, "Hình", "{{ picture(report.trend, 100) }}")
    tag(document, "endif")
    tag(document, "if report.overdue")
    rows_table(document, LATE_COLUMNS, "row in report.overdue")
    tag(document, "endif")
    tag(document, "if report.more_overdue")
    say(document, "Ô bảng", "{{ report.more_overdue }}")
    tag(document, "endif")
    each(document, "sentence in report.proposals", "Ô bảng, đánh số", "{{ sentence }}")
    return document

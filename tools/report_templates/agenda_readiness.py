"""How ready the agenda of a meeting is: a page to sign, then the list, then what was settled between two sessions."""

from typing import Any

from tools.report_templates.appendices import begin_appendices, grouped_table, write_head_of_appendix
from tools.report_templates.frame import (
    body_row,
    each,
    each_before_signature,
    fill,
    new_document,
    rows_table,
    ruled_table,
    say,
    tag,
    tag_row,
    write_head,
    write_signature,
    write_title,
)

# Millimetres; they add up to the landscape page less its margins, 252.
ITEM_COLUMNS = (
    ("STT", 12, "{{ row.order }}"),
    ("Nội dung", 66, "{{ row.title }}"),
    ("Cơ quan chủ trì", 38, "{{ row.lead }}"),
    ("Người liên hệ", 32, "{{ row.contact }}"),
    ("Tài liệu", 27, "{{ row.paper }}"),
    ("Hạn nộp", 24, "{{ row.deadline }}"),
    ("Còn (ngày)", 15, "{{ row.days_left }}"),
    ("Đề xuất", 38, "{{ row.proposal }}"),
)
SESSION_COLUMNS = (
    ("STT", 12, "{{ loop.index }}"),
    ("Ngày", 24, "{{ row.day }}"),
    ("Cuộc họp", 62, "{{ row.name }}"),
    ("Nội dung, kết quả", 154, ""),
)
SETTLED_COLUMNS = (
    ("STT", 12, "{{ loop.index }}"),
    ("Nhiệm vụ", 98, "{{ row.title }}"),
    ("Cơ quan chủ trì", 42, "{{ row.lead }}"),
    ("Cấp giải quyết", 34, "{{ row.body }}"),
    ("Ngày giao", 24, "{{ row.given }}"),
    ("Kết quả", 42, "{{ row.result }}"),
)


def build() -> Any:
    """Return the template as a python-docx document."""
    document = new_document()
    write_head(document)
    write_title(document, "BÁO CÁO")
    say(document, "Body Text", "{{ report.opening }}")
    each(document, "sentence in report.situation", "Body Text", "{{ sentence }}")
    tag(document, "if report.timeline")
    say(document, "Tên bảng", "Các mốc chuẩn bị")
    say(document, "Hình", "{{ picture(report.timeline, 150) }}")
    tag(document, "endif")
    tag(document, "if report.proposals")
    say(document, "Dẫn danh sách", "{{ report.proposals_opening }}")
    each_before_signature(document, "sentence in report.proposals", "Mục đánh số", "{{ sentence }}")
    tag(document, "endif")
    write_signature(document)
    begin_appendices(document)
    _write_items(document)
    _write_between(document)
    return document


def _write_items(document: Any) -> None:
    write_head_of_appendix(document, "1", "Danh mục nội dung trình hội nghị và tình hình chuẩn bị")
    tag(document, "if report.groups")
    grouped_table(document, ITEM_COLUMNS, "report.groups")
    tag(document, "else")
    say(document, "Body Text", "Chương trình chưa có nội dung nào.")
    tag(document, "endif")


def _write_between(document: Any) -> None:
    tag(document, "if report.between")
    write_head_of_appendix(
        document,
        "2",
        "Việc Ban Thường vụ chỉ đạo, giải quyết giữa hai kỳ hội nghị",
        "{{ report.between.span }}",
    )
    tag(document, "if report.between.sessions")
    say(document, "Tên bảng", "Các cuộc họp")
    _write_sessions(document)
    tag(document, "endif")
    tag(document, "if report.between.tasks")
    say(document, "Tên bảng", "Nhiệm vụ được giao hoặc hoàn thành")
    rows_table(document, SETTLED_COLUMNS, "row in report.between.tasks")
    tag(document, "endif")
    tag(document, "if not report.between.sessions and not report.between.tasks")
    say(document, "Body Text", "Không có cuộc họp, nhiệm vụ nào được ghi trong thời gian này.")
    tag(document, "endif")
    tag(document, "endif")


def _write_sessions(document: Any) -> None:
    table = ruled_table(document, SESSION_COLUMNS)
    tag_row(table, "for row in report.between.sessions")
    number, day, name, items = body_row(table).cells
    fill(number, ("Ô bảng, giữa", SESSION_COLUMNS[0][2]))
    fill(day, ("Ô bảng, giữa", SESSION_COLUMNS[1][2]))
    fill(name, ("Ô bảng", SESSION_COLUMNS[2][2]))
    fill(
        items,
        ("Ô bảng", "{%p for item in row.items %}"),
        ("Ô bảng", "{{ item }}"),
        ("Ô bảng", "{%p endfor %}"),
    )
    tag_row(table, "endfor")

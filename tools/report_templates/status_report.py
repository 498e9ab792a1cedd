"""The status report for a meeting."""

from typing import Any

from tools.report_templates.appendices import TASK_COLUMNS, begin_appendices, grouped_table, write_head_of_appendix
from tools.report_templates.frame import (
    each,
    each_before_signature,
    entries,
    figures_table,
    new_document,
    rows_table,
    say,
    tag,
    write_head,
    write_signature,
    write_title,
)

AGENDA_COLUMNS = (
    ("STT", 13, "{{ loop.index }}"),
    ("Nội dung", 51, "{{ row.title }}"),
    ("Cơ quan chủ trì", 28, "{{ row.lead }}"),
    ("Hạn nộp", 22, "{{ row.deadline }}"),
    ("Tài liệu", 20, "{{ row.paper }}"),
    ("Đề xuất", 31, "{{ row.proposal }}"),
)
AGENCY_COLUMNS = (
    ("STT", 13, "{{ loop.index }}"),
    ("Cơ quan chủ trì", 89, "{{ row.name }}"),
    ("Tổng số", 25, "{{ row.figures.total }}"),
    ("Hoàn thành đúng hạn", 25, "{{ row.figures.done_in_time }}"),
    ("Hoàn thành quá hạn", 25, "{{ row.figures.done_late }}"),
    ("Chưa hoàn thành, trong hạn", 25, "{{ row.figures.open_in_time }}"),
    ("Chưa hoàn thành, quá hạn", 25, "{{ row.figures.open_overdue }}"),
    ("Tỷ lệ hoàn thành", 25, "{{ row.rate }}"),
)
FIELD_COLUMNS = (
    ("STT", 13, "{{ loop.index }}"),
    ("Lĩnh vực", 60, "{{ row.name }}"),
    ("Tổng số", 17, "{{ row.figures.total }}"),
    ("Hoàn thành đúng hạn", 19, "{{ row.figures.done_in_time }}"),
    ("Hoàn thành quá hạn", 19, "{{ row.figures.done_late }}"),
    ("Chưa xong, trong hạn", 19, "{{ row.figures.open_in_time }}"),
    ("Chưa xong, quá hạn", 18, "{{ row.figures.open_overdue }}"),
)


def build() -> Any:
    """Return the template as a python-docx document."""
    document = new_document()
    write_head(document)
    write_title(document, "BÁO CÁO")
    say(document, "Body Text", "{{ report.opening }}")
    _write_parts(document)
    write_signature(document)
    _write_appendices(document)
    return document


def _write_parts(document: Any) -> None:
    say(document, "Heading 1", "TÌNH HÌNH CHUNG")
    each(document, "sentence in report.situation", "Body Text", "{{ sentence }}")
    tag(document, "if report.figures.total")
    say(document, "Tên bảng", "{{ report.figures_caption }}")
    figures_table(document)
    tag(document, "endif")
    each(document, "sentence in report.details", "Body Text", "{{ sentence }}")
    tag(document, "if report.fields")
    say(document, "Tên bảng", "{{ report.fields_caption }}")
    rows_table(document, FIELD_COLUMNS, "row in report.fields")
    tag(document, "endif")

    say(document, "Heading 1", "NHIỆM VỤ QUÁ HẠN")
    say(document, "Dẫn danh sách", "{{ report.overdue_opening }}")
    entries(document, "report.overdue", "Mục đánh số")

    say(document, "Heading 1", "NỘI DUNG TRÌNH HỘI NGHỊ")
    say(document, "Dẫn danh sách", "{{ report.agenda_opening }}")
    tag(document, "if report.agenda")
    rows_table(document, AGENDA_COLUMNS, "row in report.agenda")
    tag(document, "endif")

    tag(document, "if report.between")
    say(document, "Heading 1", "VIỆC BAN THƯỜNG VỤ CHỈ ĐẠO, GIẢI QUYẾT GIỮA HAI KỲ HỘI NGHỊ")
    say(document, "Dẫn danh sách", "{{ report.between_opening }}")
    entries(document, "report.between", "Gạch đầu dòng")
    tag(document, "endif")

    tag(document, "if report.follow_up")
    say(document, "Heading 1", "NHIỆM VỤ CẦN TIẾP TỤC ĐÔN ĐỐC")
    tag(document, "for group in report.follow_up")
    say(document, "Heading 2", "{{ group.heading }}")
    each(document, "entry in group.entries", "Gạch đầu dòng", "{{ entry }}")
    tag(document, "endfor")
    tag(document, "endif")

    tag(document, "if report.causes")
    say(document, "Heading 1", "TỒN TẠI, NGUYÊN NHÂN")
    say(document, "Dẫn danh sách", "Theo báo cáo gần nhất của cơ quan chủ trì các nhiệm vụ quá hạn (trích):")
    entries(document, "report.causes", "Gạch đầu dòng")
    tag(document, "endif")

    tag(document, "if report.proposals")
    say(document, "Heading 1", "KIẾN NGHỊ, ĐỀ XUẤT")
    each_before_signature(document, "sentence in report.proposals", "Mục đánh số", "{{ sentence }}")
    tag(document, "endif")


def _write_appendices(document: Any) -> None:
    begin_appendices(document)
    write_head_of_appendix(document, "1", "Danh mục nhiệm vụ và tiến độ thực hiện")
    grouped_table(document, TASK_COLUMNS, "report.appendix")
    write_head_of_appendix(document, "2", "Kết quả thực hiện theo cơ quan chủ trì")
    rows_table(document, AGENCY_COLUMNS, "row in report.agencies")

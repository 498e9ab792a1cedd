"""The workbook of all urging letters: each late task, each letter with its file."""

from collections.abc import Mapping

from reports import assignment_words, task_words
from reports.spreadsheet import Column, Table, Value
from reports.urging.facts import Urging
from reports.urging.letter import situation

_TASK_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Cơ quan chủ trì", 24),
    Column("Mã", 14),
    Column("Nhiệm vụ", 40),
    Column("Văn bản giao, ngày giao", 26),
    Column("Hạn", 12, "center"),
    Column("Hạn ban đầu", 12, "center"),
    Column("Số ngày quá hạn", 10, "center"),
    Column("Báo cáo gần nhất", 12, "center"),
    Column("Số lần đã nhắc", 9, "center"),
    Column("Nhắc gần nhất", 12, "center"),
    Column("Tình hình", 36),
)
_LETTER_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Cơ quan", 40),
    Column("Số nhiệm vụ quá hạn", 12, "center"),
    Column("Quá hạn lâu nhất (ngày)", 12, "center"),
    Column("Chưa có báo cáo", 12, "center"),
    Column("Trả lời chậm nhất", 14, "center"),
    Column("Tệp công văn", 56),
)


def urging_sheets(found: Urging, files: Mapping[str, str]) -> tuple[Table, ...]:
    """Return the sheets “Nhiệm vụ quá hạn” and “Công văn”; ``files`` names the letter of each agency by its code."""
    tasks = [late for agency in found.agencies for late in agency.tasks]
    rows: list[list[Value]] = [
        [
            order,
            task_words.lead(late.task),
            late.task.code,
            task_words.title(late.task),
            assignment_words.given(late.task, late.given),
            late.task.due,
            late.task.original_due,
            late.fact.days_overdue,
            late.reported_on,
            late.told.times if late.told else None,
            late.told.last if late.told else None,
            situation(late),
        ]
        for order, late in enumerate(tasks, 1)
    ]
    letters: list[list[Value]] = [
        [
            order,
            agency.name,
            len(agency.tasks),
            agency.longest,
            len(agency.silent),
            found.reply_by,
            files.get(agency.code),
        ]
        for order, agency in enumerate(found.agencies, 1)
    ]
    return (
        Table("Nhiệm vụ quá hạn", _TASK_COLUMNS, rows),
        Table("Công văn", _LETTER_COLUMNS, letters),
    )

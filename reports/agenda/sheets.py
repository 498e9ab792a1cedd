"""The workbook of an agenda's readiness: its items, the steps of the papers, what was settled between two sessions."""

from collections.abc import Iterator

from reports import agenda_entries, words
from reports.agenda.compose import item_title, outcome, result, settled_title, settling_body
from reports.agenda.facts import AgendaFacts
from reports.spreadsheet import Column, Table, Value

_ITEM_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Trong chương trình", 12, "center"),
    Column("Nội dung", 44),
    Column("Mã nhiệm vụ", 14),
    Column("Cơ quan chủ trì", 24),
    Column("Người liên hệ", 22),
    Column("Thư điện tử", 28),
    Column("Tài liệu", 20),
    Column("Số, tên tài liệu", 20),
    Column("Hạn nộp", 12, "center"),
    Column("Còn (ngày)", 8, "center"),
    Column("Số lần đã lùi", 8, "center"),
    Column("Đề xuất", 16),
    Column("Lý do", 30),
    Column("Hạn tính theo", 16),
)
_STEP_COLUMNS = (Column("STT", 6, "center"), Column("Mốc", 60), Column("Ngày", 14, "center"), Column("Còn (ngày)", 12))
_BETWEEN_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Ngày họp", 12, "center"),
    Column("Cuộc họp", 36),
    Column("Nội dung, nhiệm vụ", 50),
    Column("Mã nhiệm vụ", 14),
    Column("Cơ quan chủ trì", 26),
    Column("Cấp giải quyết", 16),
    Column("Ngày giao", 12, "center"),
    Column("Ngày hoàn thành", 12, "center"),
    Column("Kết quả", 24),
)


def agenda_sheets(facts: AgendaFacts) -> tuple[Table, ...]:
    """Return the sheets “Nội dung”, “Mốc chuẩn bị” and, for the BCH, “Giữa hai kỳ”."""
    steps: list[list[Value]] = [
        [order, step.name, step.day, (step.day - facts.as_of).days] for order, step in enumerate(facts.milestones, 1)
    ]
    sheets = (
        Table("Nội dung", _ITEM_COLUMNS, list(_items(facts))),
        Table("Mốc chuẩn bị", _STEP_COLUMNS, steps),
    )
    if facts.between is None:
        return sheets
    rows = [[order, *row] for order, row in enumerate((*_sessions(facts), *_settled(facts)), 1)]
    return (*sheets, Table("Giữa hai kỳ", _BETWEEN_COLUMNS, rows))


def _items(facts: AgendaFacts) -> Iterator[list[Value]]:
    for order, one in enumerate(facts.entries, 1):
        item, hidden = one.item, one.task is not None and one.task.secret
        counted = None if one.deadline is None else "nhiệm vụ" if one.own_deadline else "ngày họp"
        yield [
            order,
            "có" if one.listed else "chưa có",
            agenda_entries.title(one),
            item.task_code,
            agenda_entries.lead(one),
            item.person.name if item.person else None,
            item.person.email if item.person else None,
            one.paper.label,
            None if hidden else item.evidence,
            one.deadline,
            one.days_left,
            item.times_carried or None,
            one.proposal.value,
            agenda_entries.reason(one),
            counted,
        ]


def _sessions(facts: AgendaFacts) -> Iterator[list[Value]]:
    for held in facts.between.meetings if facts.between else ():
        for item in held.items:
            named = words.plain(held.meeting.name)
            code, agency = item.task_code, item.lead_name
            yield [held.meeting.day, named, item_title(facts, item), code, agency, None, None, None, outcome(item)]


def _settled(facts: AgendaFacts) -> Iterator[list[Value]]:
    found = facts.between
    for task in found.tasks if found else ():
        yield [
            None,
            None,
            settled_title(facts, task),
            task.code,
            task.lead_name,
            settling_body(task, found.meetings if found else ()),
            task.assigned_on,
            task.completed_on,
            result(task),
        ]

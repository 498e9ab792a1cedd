"""The sheets of a status report: its figures, every task, the parts of the whole, and what stands beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple

from reports import task_words, words
from reports.breakdown import Part
from reports.comparison import ComparisonRow
from reports.meeting.background import PeriodComparison
from reports.meeting.facts import Group, MeetingFacts
from reports.meeting.figures import named_figures
from reports.meeting.lists import agenda
from reports.spreadsheet import Column, Pairs, Table, Value
from reports.task_facts import TaskFact

_GROUP_LABELS = {Group.OVERDUE: "Quá hạn", Group.AGENDA: "Trình Hội nghị", Group.OTHER: "Khác"}
_TOLD_ELSEWHERE = {
    *("total", "done", "open", "done-in-time", "done-late", "open-in-time", "open-overdue"),
    *("suspended", "carried-over", "withdrawn"),
}
"""Figures that the columns “Tình trạng hạn” and “Trạng thái” open already."""

_TASK_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Nhóm", 9),
    Column("Mã", 13),
    Column("Nhiệm vụ", 34),
    Column("Lĩnh vực", 14),
    Column("Cơ quan chủ trì", 16),
    Column("Cơ quan phối hợp", 13),
    Column("Sản phẩm", 13),
    Column("Hạn", 12, "center"),
    Column("Trạng thái", 11),
    Column("Tình trạng hạn", 11),
    Column("Số ngày quá hạn", 9, "center"),
    Column("Ngày hoàn thành", 12, "center"),
    Column("Thuộc số liệu", 18),
    Column("Ghi chú", 24),
)
_ASIDE_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Trạng thái", 16),
    Column("Mã", 13),
    Column("Nhiệm vụ", 50),
    Column("Cơ quan chủ trì", 24),
    Column("Hạn", 12, "center"),
    Column("Thuộc số liệu", 24),
    Column("Lý do, ghi chú", 40),
)
_AGENDA_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Nội dung", 56),
    Column("Cơ quan chủ trì", 26),
    Column("Hạn nộp", 13, "center"),
    Column("Tài liệu", 20),
    Column("Đề xuất", 24),
)
_COUNTS = (
    ("Tổng số", "total"),
    ("Hoàn thành đúng hạn", "done_in_time"),
    ("Hoàn thành quá hạn", "done_late"),
    ("Chưa hoàn thành, trong hạn", "open_in_time"),
    ("Chưa hoàn thành, quá hạn", "open_overdue"),
)
_ENDINGS = (
    ("Tổng số", "total"),
    ("Hoàn thành đúng hạn", "done_in_time"),
    ("Hoàn thành quá hạn", "done_late"),
    ("Chưa hoàn thành, trong hạn", "open_in_time"),
    ("Chưa hoàn thành, quá hạn", "open_overdue"),
    ("Tạm dừng", "suspended"),
    ("Chuyển kỳ sau", "carried"),
    ("Rút", "dropped"),
)


def meeting_sheets(facts: MeetingFacts, author: str) -> tuple[Table | Pairs, ...]:
    """Return the sheets, “Số liệu” and “Nhiệm vụ” first; ``author`` is the reporting body.

    Every figure of the first sheet is opened in the second by its columns “Tình trạng hạn” and “Thuộc số liệu”, or in
    “Không tính vào số liệu”. What has nothing to say has no sheet.
    """
    compared = facts.background.comparison
    beside = [
        _parts("Theo cơ quan", "Cơ quan chủ trì", facts.by_agency, task_words.NO_LEAD),
        _parts("Theo lĩnh vực", "Lĩnh vực", facts.by_field, ""),
        _parts("Theo hội nghị", "Hội nghị", facts.by_meeting, "Không gắn hội nghị"),
        Table("Trình Hội nghị", _AGENDA_COLUMNS, _agenda(facts)),
        Table("Không tính vào số liệu", _ASIDE_COLUMNS, _aside(facts)),
        *([_comparison(compared)] if compared else []),
    ]
    return (
        Pairs("Số liệu", _figures(facts, author)),
        Table("Nhiệm vụ", _TASK_COLUMNS, _tasks(facts)),
        *(table for table in beside if table.rows),
    )


def _labels(facts: MeetingFacts) -> dict[str, str]:
    """Return by code which figures a task stands behind, but for those that another column tells."""
    labels: dict[str, list[str]] = {}
    for figure in named_figures(facts):
        if figure.key not in _TOLD_ELSEWHERE:
            for fact in figure.tasks:
                labels.setdefault(fact.task.code, []).append(figure.label)
    return {code: "; ".join(each) for code, each in labels.items()}


def _tasks(facts: MeetingFacts) -> list[list[Value]]:
    labels = _labels(facts)
    fields = {fact.task.code: part.name for part in facts.by_field for fact in part.tasks}
    return [
        [
            order,
            _GROUP_LABELS[facts.group(fact)],
            fact.task.code,
            task_words.title(fact.task),
            fields[fact.task.code],
            task_words.lead(fact.task),
            task_words.support(fact.task),
            task_words.product(fact.task),
            fact.task.due or task_words.deadline(fact.task),
            fact.task.work_state.label,
            fact.time.label,
            fact.days_overdue or None,
            fact.task.completed_on,
            labels.get(fact.task.code),
            task_words.remarks(fact),
        ]
        for order, fact in enumerate(facts.appendix, 1)
    ]


def _parts(title: str, heading: str, parts: Sequence[Part], without: str) -> Table:
    columns = (
        Column("STT", 5, "center"),
        Column(heading, 46),
        *(Column(label, 12, "center") for label, _ in _COUNTS),
        Column("Tỷ lệ hoàn thành", 12, "center"),
    )
    rows: list[list[Value]] = [
        [
            order,
            one.name or without,
            *(getattr(one.figures, name) for _, name in _COUNTS),
            one.figures.rate_of_all,
        ]
        for order, one in enumerate(parts, 1)
    ]
    return Table(title, columns, rows)


def _agenda(facts: MeetingFacts) -> list[list[Value]]:
    return [[order, *astuple(row)] for order, row in enumerate(agenda(facts), 1)]


def _aside(facts: MeetingFacts) -> list[list[Value]]:
    labels = _labels(facts)
    members: Iterable[TaskFact] = (fact for _, tasks in facts.left_out for fact in tasks)
    return [
        [
            order,
            fact.task.work_state.label,
            fact.task.code,
            task_words.title(fact.task),
            task_words.lead(fact.task),
            fact.task.due or task_words.deadline(fact.task),
            labels.get(fact.task.code),
            task_words.note(fact.task),
        ]
        for order, fact in enumerate(members, 1)
    ]


def _comparison(compared: PeriodComparison) -> Table:
    columns = (
        Column("Cơ quan chủ trì", 40),
        Column("Kỳ", 14),
        *(Column(label, 11, "center") for label, _ in _ENDINGS),
        Column("Chuyển từ kỳ trước", 11, "center"),
        Column("Tỷ lệ hoàn thành", 11, "center"),
    )
    named = [("Tất cả", compared.found.all)]
    named += [(row.name or task_words.NO_LEAD, row) for row in compared.found.by_agency]
    return Table(
        "So với kỳ trước", columns, [line for name, row in named for line in _both_periods(name, row, compared)]
    )


def _both_periods(name: str, row: ComparisonRow, compared: PeriodComparison) -> list[list[Value]]:
    sides = ((compared.former, row.former, None), (compared.later, row.later, len(row.came.carried_in)))
    return [
        [name, label, *(len(getattr(ends, cell)) for _, cell in _ENDINGS), carried, ends.rate_done]
        for label, ends, carried in sides
    ]


def _figures(facts: MeetingFacts, author: str) -> list[tuple[str, Value]]:
    previous = facts.background.previous
    counted: list[tuple[str, Value]] = [(figure.label, figure.number) for figure in named_figures(facts)]
    return [
        ("Đơn vị báo cáo", author),
        ("Hội nghị", words.meeting_name(facts.meeting)),
        ("Thời gian Hội nghị", facts.meeting.day or words.meeting_when(facts.meeting)),
        ("Số liệu tính đến ngày", facts.as_of),
        ("Ngày đầu kỳ", facts.period_start),
        *([("Hội nghị trước", previous.day)] if previous is not None else []),
        ("Tỷ lệ hoàn thành trên tổng số", facts.figures.rate_of_all),
        ("Tỷ lệ hoàn thành, không tính nhiệm vụ còn trong hạn", facts.figures.rate_of_fallen_due),
        *counted,
    ]

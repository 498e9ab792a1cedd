"""The sheets of a status report: its figures, every task, the agencies."""

from reports import task_words, words
from reports.meeting.facts import Group, MeetingFacts
from reports.spreadsheet import Column, Pairs, Table, Value
from reports.task_facts import TaskFact

_GROUP_LABELS = {Group.OVERDUE: "Quá hạn", Group.AGENDA: "Trình Hội nghị", Group.OTHER: "Khác"}

_TASK_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Nhóm", 11),
    Column("Mã", 13),
    Column("Nhiệm vụ", 36),
    Column("Cơ quan chủ trì", 18),
    Column("Cơ quan phối hợp", 16),
    Column("Sản phẩm", 16),
    Column("Hạn", 12, "center"),
    Column("Trạng thái", 12),
    Column("Tình trạng hạn", 12),
    Column("Số ngày quá hạn", 9, "center"),
    Column("Ngày hoàn thành", 12, "center"),
    Column("Ghi chú", 28),
)
_AGENCY_COLUMNS = (
    Column("STT", 5, "center"),
    Column("Cơ quan chủ trì", 46),
    Column("Tổng số", 12, "center"),
    Column("Hoàn thành đúng hạn", 12, "center"),
    Column("Hoàn thành quá hạn", 12, "center"),
    Column("Chưa hoàn thành, trong hạn", 12, "center"),
    Column("Chưa hoàn thành, quá hạn", 12, "center"),
    Column("Tỷ lệ hoàn thành", 12, "center"),
)


def meeting_sheets(facts: MeetingFacts, author: str) -> tuple[Table | Pairs, ...]:
    """Return the sheets “Số liệu”, “Nhiệm vụ”, “Theo cơ quan”; ``author`` is the reporting body."""
    tasks = [_task_values(order, fact, facts.group(fact)) for order, fact in enumerate(facts.appendix, 1)]
    return (
        Pairs("Số liệu", _figures(facts, author)),
        Table("Nhiệm vụ", _TASK_COLUMNS, tasks),
        Table("Theo cơ quan", _AGENCY_COLUMNS, _agency_values(facts)),
    )


def _task_values(order: int, fact: TaskFact, group: Group) -> list[Value]:
    task = fact.task
    return [
        order,
        _GROUP_LABELS[group],
        task.code,
        task_words.title(task),
        task_words.lead(task),
        task_words.support(task),
        task_words.product(task),
        task.due or task_words.deadline(task),
        task.work_state.label,
        fact.time.label,
        fact.days_overdue or None,
        task.completed_on,
        task_words.remarks(fact),
    ]


def _agency_values(facts: MeetingFacts) -> list[list[Value]]:
    return [
        [
            order,
            one.name or task_words.NO_LEAD,
            one.figures.total,
            one.figures.done_in_time,
            one.figures.done_late,
            one.figures.open_in_time,
            one.figures.open_overdue,
            one.figures.rate_of_all,
        ]
        for order, one in enumerate(facts.by_agency, 1)
    ]


def _figures(facts: MeetingFacts, author: str) -> list[tuple[str, Value]]:
    figures = facts.figures
    return [
        ("Đơn vị báo cáo", author),
        ("Hội nghị", words.meeting_name(facts.meeting)),
        ("Thời gian Hội nghị", facts.meeting.day or words.meeting_when(facts.meeting)),
        ("Số liệu tính đến ngày", facts.as_of),
        ("Tổng số nhiệm vụ", figures.total),
        ("Hoàn thành đúng hạn", figures.done_in_time),
        ("Hoàn thành quá hạn", figures.done_late),
        ("Chưa hoàn thành, trong hạn", figures.open_in_time),
        ("Chưa hoàn thành, quá hạn", figures.open_overdue),
        ("Tỷ lệ hoàn thành trên tổng số", figures.rate_of_all),
        ("Tỷ lệ hoàn thành, không tính nhiệm vụ còn trong hạn", figures.rate_of_fallen_due),
        ("Chờ thẩm định", len(facts.awaiting_review)),
        ("Chưa có báo cáo của cơ quan chủ trì", len(facts.without_report)),
        ("Chưa xác định hạn", figures.open_without_deadline),
        ("Chưa xác định cơ quan chủ trì", len(facts.without_lead)),
        ("Hoàn thành từ đầu kỳ", len(facts.done_in_period)),
        ("Ngày đầu kỳ", facts.period_start),
    ]

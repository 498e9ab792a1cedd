"""The sheets of a period's report: figures, tasks, breakdowns, the comparison and the tasks behind it, what is next."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from reports import task_words, words
from reports.breakdown import Part
from reports.comparison import Arrivals, ComparisonRow, Endings
from reports.fields import OTHER, field_of
from reports.period.coming import deadline, mark
from reports.period.compared import COMPARED, cell
from reports.period.facts import ComingTask, PeriodFacts
from reports.spreadsheet import Column, Pairs, Table, Value
from reports.task_facts import TaskFact
from tasks_registry.planning.closing import ending

_TASK_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Lĩnh vực", 20),
    Column("Mã", 13),
    Column("Nhiệm vụ", 36),
    Column("Cơ quan chủ trì", 18),
    Column("Cơ quan phối hợp", 16),
    Column("Sản phẩm", 16),
    Column("Hạn", 12, "center"),
    Column("Trạng thái", 12),
    Column("Kết quả trong kỳ", 15),
    Column("Số ngày quá hạn", 9, "center"),
    Column("Ngày hoàn thành", 12, "center"),
    Column("Văn bản, minh chứng", 18),
    Column("Ghi chú", 28),
)
_FIGURE_COLUMNS = (
    Column("Tổng số", 12, "center"),
    Column("Hoàn thành đúng hạn", 12, "center"),
    Column("Hoàn thành quá hạn", 12, "center"),
    Column("Chưa hoàn thành, trong hạn", 12, "center"),
    Column("Chưa hoàn thành, quá hạn", 12, "center"),
    Column("Tỷ lệ hoàn thành", 12, "center"),
)
_COMING_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Lĩnh vực", 20),
    Column("Mã", 13),
    Column("Nhiệm vụ", 44),
    Column("Cơ quan chủ trì", 20),
    Column("Cơ quan phối hợp", 18),
    Column("Sản phẩm", 18),
    Column("Hạn", 13, "center"),
    Column("Ghi chú", 16),
)
_COMPARED_COLUMNS = (
    Column("Theo", 10),
    Column("Cơ quan, lĩnh vực", 34),
    Column("Kỳ", 11, "center"),
    Column("Tổng số", 10, "center"),
    *(Column(words.capital(one.label), 11, "center") for one in COMPARED),
    Column("Tỷ lệ hoàn thành", 11, "center"),
    Column("Tỷ lệ hoàn thành đúng hạn", 11, "center"),
    Column("Tỷ lệ hoàn thành: tăng, giảm", 11, "center"),
    Column("Tỷ lệ đúng hạn: tăng, giảm", 11, "center"),
)
_OPENED_COLUMNS = (
    Column("Theo", 12),
    Column("Cơ quan, lĩnh vực", 34),
    Column("Kỳ", 16),
    Column("Số liệu", 26),
    Column("Số nhiệm vụ", 10, "center"),
    Column("Mã nhiệm vụ", 70),
)
_ARRIVALS = {
    "carried_in": "chuyển tiếp từ kỳ trước",
    "carried_from_elsewhere": "chuyển tiếp từ kỳ khác",
    "new": "mới",
}
_Group = tuple[str, Sequence[ComparisonRow]]


def period_sheets(facts: PeriodFacts, author: str) -> tuple[Table | Pairs, ...]:
    """Return the sheets of the report; ``author`` is the reporting body."""
    tasks = [fact for part in facts.tasks for fact in part.tasks]
    return (
        Pairs("Số liệu", _figures(facts, author)),
        Table("Nhiệm vụ", _TASK_COLUMNS, [_task(order, fact) for order, fact in enumerate(tasks, 1)]),
        _broken_down("Theo cơ quan", "Cơ quan chủ trì", facts.by_agency, task_words.NO_LEAD),
        _broken_down("Theo lĩnh vực", "Lĩnh vực", facts.by_field, OTHER.name),
        Table("So sánh hai kỳ", _COMPARED_COLUMNS, list(_compared(facts))),
        Table("Mở số liệu", _OPENED_COLUMNS, list(_opened(facts))),
        Table("Nhiệm vụ kỳ sau", _COMING_COLUMNS, _coming(facts)),
    )


def _figures(facts: PeriodFacts, author: str) -> list[tuple[str, Value]]:
    figures, came = facts.figures, facts.comparison.all.came
    return [
        ("Đơn vị báo cáo", author),
        ("Kỳ báo cáo", words.capital(facts.span.label)),
        ("Ngày chốt số liệu", facts.cutoff),
        ("Số liệu tính đến ngày", facts.as_of),
        ("Tổng số nhiệm vụ của kỳ", len(came.total)),
        ("Nhiệm vụ mới", len(came.new)),
        ("Nhiệm vụ chuyển tiếp từ kỳ trước", len(came.carried_in) + len(came.carried_from_elsewhere)),
        ("Nhiệm vụ tính vào số liệu", figures.total),
        ("Hoàn thành đúng hạn", figures.done_in_time),
        ("Hoàn thành quá hạn", figures.done_late),
        ("Chưa hoàn thành, trong hạn", figures.open_in_time),
        ("Chưa hoàn thành, quá hạn", figures.open_overdue),
        ("Tỷ lệ hoàn thành trên tổng số", figures.rate_of_all),
        ("Tỷ lệ hoàn thành, không tính nhiệm vụ còn trong hạn", figures.rate_of_fallen_due),
        *((f"Không tính vào số liệu: {state.label}", number) for state, number in facts.left_out),
        ("Chờ thẩm định", len(facts.awaiting_review)),
        ("Chưa có báo cáo của cơ quan chủ trì", len(facts.without_report)),
        ("Chưa xác định cơ quan chủ trì", len(facts.without_lead)),
        ("Hoàn thành sau ngày chốt, đến nay", len(facts.since.done)),
        ("Chuyển kỳ sau, sau ngày chốt", len(facts.since.carried)),
        ("Rút, sau ngày chốt", len(facts.since.dropped)),
        ("Ngày lập báo cáo", facts.today),
        ("Nhiệm vụ chuyển tiếp sang kỳ sau", len(facts.carried)),
        ("Nhiệm vụ mới của kỳ sau", sum(len(field.tasks) for field in facts.coming)),
        ("Nhiệm vụ kỳ sau còn là nháp, chưa xác nhận", facts.drafts),
    ]


def _task(order: int, fact: TaskFact) -> list[Value]:
    task = fact.task
    return [
        order,
        field_of(task).name,
        task.code,
        task_words.title(task),
        task_words.lead(task),
        task_words.support(task),
        task_words.product(task),
        task.due or task_words.deadline(task),
        task.work_state.label,
        words.capital(ending(task.work_state, fact.time).label),
        fact.days_overdue or None,
        task.completed_on,
        task_words.evidence(task),
        task_words.remarks(fact),
    ]


def _broken_down(title: str, heading: str, parts: Sequence[Part], nameless: str) -> Table:
    columns = (Column("STT", 5, "center"), Column(heading, 46), *_FIGURE_COLUMNS)
    rows: list[list[Value]] = [
        [
            order,
            part.name or nameless,
            part.figures.total,
            part.figures.done_in_time,
            part.figures.done_late,
            part.figures.open_in_time,
            part.figures.open_overdue,
            part.figures.rate_of_all,
        ]
        for order, part in enumerate(parts, 1)
    ]
    return Table(title, columns, rows)


def _groups(facts: PeriodFacts) -> tuple[_Group, ...]:
    return (
        ("Tất cả", (facts.comparison.all,)),
        ("Cơ quan", facts.comparison.by_agency),
        ("Lĩnh vực", facts.compared_by_field),
    )


def _name(group: str, row: ComparisonRow) -> str:
    return row.name or {"Tất cả": "Tất cả", "Cơ quan": task_words.NO_LEAD}.get(group, OTHER.name)


def _compared(facts: PeriodFacts) -> Iterator[list[Value]]:
    """Give each agency and field a line for either period; how the rates changed stands in that of the later one."""
    for group, rows in _groups(facts):
        for row in rows:
            name = _name(group, row)
            yield [group, name, facts.former.code, *_counted(row.former), None, None]
            changes = [_fraction(row.points_done), _fraction(row.points_in_time)]
            yield [group, name, facts.span.code, *_counted(row.later), *changes]


def _counted(endings: Endings) -> list[Value]:
    cells = [len(cell(endings, one)) for one in COMPARED]
    return [len(endings.total), *cells, endings.rate_done, endings.rate_in_time]


def _fraction(points: float | None) -> float | None:
    """Return percentage points as the number that a sheet shows as so many per cent."""
    return None if points is None else points / 100


def _opened(facts: PeriodFacts) -> Iterator[list[Value]]:
    """Name the tasks behind every figure of the comparison that is not nought."""
    for group, rows in _groups(facts):
        for row in rows:
            for span, endings in ((facts.former, row.former), (facts.span, row.later)):
                for one in COMPARED:
                    yield from _codes(group, row, span.code, one.label, cell(endings, one))
            for place in fields(Arrivals):
                yield from _codes(group, row, facts.span.code, _ARRIVALS[place.name], getattr(row.came, place.name))


def _codes(group: str, row: ComparisonRow, period: str, name: str, codes: Sequence[str]) -> Iterator[list[Value]]:
    if codes:
        yield [group, _name(group, row), period, name, len(codes), ", ".join(codes)]


def _coming(facts: PeriodFacts) -> list[list[Value]]:
    ordered = [*facts.carried, *(one for field in facts.coming for one in field.tasks)]
    return [_coming_task(order, one, facts) for order, one in enumerate(ordered, 1)]


def _coming_task(order: int, one: ComingTask, facts: PeriodFacts) -> list[Value]:
    task = one.task
    return [
        order,
        field_of(task).name,
        task.code,
        task_words.title(task),
        task_words.lead(task),
        task_words.support(task),
        task_words.product(task),
        one.due or deadline(one, facts),
        mark(one),
    ]

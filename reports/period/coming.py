"""Part III of the report on a period: the plan of the next one, what is carried over first. Pure."""

from collections.abc import Sequence

from reports import task_words, words
from reports.entries import EntryList, tasks
from reports.fields import OTHER
from reports.period.content import ComingRow, ComingRows
from reports.period.facts import Carrying, ComingField, ComingTask, PeriodFacts

_MARKS = {
    Carrying.CARRIED: "Chuyển tiếp",
    Carrying.TO_CARRY: "Dự kiến chuyển tiếp",
    Carrying.NEW: "",
}


def coming_opening(facts: PeriodFacts) -> str:
    """Say how many tasks the next period has so far.

    It stands over the list, so it names no day with “đến ngày”: read back, that would be the deadline of all of them.
    """
    carried, new = len(facts.carried), sum(len(field.tasks) for field in facts.coming)
    updated = f"(cập nhật {words.long_day(facts.today)})"
    if not carried + new:
        return f"Chưa ghi nhận nhiệm vụ nào của {facts.following.label} {updated}."
    return (
        f"{words.capital(facts.following.label)} có {tasks(carried + new)}, gồm {words.count(carried)} nhiệm vụ chuyển "
        f"tiếp và {words.count(new)} nhiệm vụ mới {updated}:"
    )


def coming_groups(facts: PeriodFacts) -> tuple[EntryList, ...]:
    """Return the tasks of the next period under headings."""
    return tuple(
        EntryList(f"{name} ({tasks(len(members))})", tuple(_entry(one, facts) for one in members))
        for name, members in _groups(facts)
    )


def coming_rows(facts: PeriodFacts) -> tuple[ComingRows, ...]:
    """Return the same tasks as rows, numbered through."""
    groups = _groups(facts)
    numbers = iter(range(1, 1 + sum(len(members) for _, members in groups)))
    return tuple(
        ComingRows(
            f"{words.roman(place)}. {name} ({words.count(len(members))})",
            tuple(_row(next(numbers), one, facts) for one in members),
        )
        for place, (name, members) in enumerate(groups, 1)
    )


def _groups(facts: PeriodFacts) -> list[tuple[str, Sequence[ComingTask]]]:
    carried: list[tuple[str, Sequence[ComingTask]]] = [("Nhiệm vụ chuyển tiếp", facts.carried)] if facts.carried else []
    return [*carried, *((_name(field, facts), field.tasks) for field in facts.coming)]


def _name(field: ComingField, facts: PeriodFacts) -> str:
    """Without named fields the new tasks are simply the new ones."""
    only_other = len(facts.coming) == 1 and field.name == OTHER.name
    return "Nhiệm vụ mới" if only_other else field.name or OTHER.name


def _entry(one: ComingTask, facts: PeriodFacts) -> str:
    """Name a task in one sentence, as offices write it and the reader of documents understands it again."""
    task = one.task
    support, product, limit = task_words.support(task), task_words.product(task), deadline(one, facts)
    parts = (
        f"chủ trì: {task_words.lead(task)}" if task.lead_code else "chưa xác định cơ quan chủ trì",
        f"phối hợp: {support}" if support else "",
        f"sản phẩm: {product}" if product else "",
        f"hạn {limit}" if one.due else f"hạn: {limit[0].lower()}{limit[1:]}",
        "dự kiến chuyển tiếp khi chốt kỳ" if one.carrying is Carrying.TO_CARRY else "",
    )
    return f"{task_words.title(task)} ({'; '.join(filter(None, parts))})."


def deadline(one: ComingTask, facts: PeriodFacts) -> str:
    """Return the due day in the next period; what had one and is yet to be carried over falls due within that."""
    if one.due is not None:
        return words.day(one.due)
    if one.carrying is not Carrying.TO_CARRY:
        return task_words.deadline(one.task)
    had_one = one.task.due is not None or one.task.deadline_rule is not None
    return f"trong {facts.following.label}" if had_one else task_words.NO_DEADLINE


def mark(one: ComingTask) -> str:
    """Return how the task came into the next period; empty for a new one."""
    return _MARKS[one.carrying]


def _row(order: int, one: ComingTask, facts: PeriodFacts) -> ComingRow:
    task = one.task
    return ComingRow(
        order,
        task_words.title(task),
        task_words.lead(task),
        task_words.support(task),
        task_words.product(task),
        deadline(one, facts),
        mark(one),
    )

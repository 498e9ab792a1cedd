"""Entries and rows that several documents print of a task, worded. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports import task_words, words
from reports.breakdown import Part
from reports.task_facts import TaskFact
from tasks_registry.time_state import Figures

_REMARKS_LIMIT = 150
"""Characters; a cell of a printed appendix is narrow, the workbook holds the whole text."""


@dataclass(frozen=True)
class Entry:
    """A numbered entry: a bold title and what is said of it."""

    title: str
    text: str


@dataclass(frozen=True)
class EntryList:
    """A list under a numbered heading of its own."""

    heading: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class AppendixRow:
    """One task of an appendix."""

    order: int
    title: str
    lead: str
    support: str
    product: str
    deadline: str
    progress: str
    remarks: str


@dataclass(frozen=True)
class AppendixGroup:
    """Rows of an appendix under a lettered heading."""

    heading: str
    rows: tuple[AppendixRow, ...]


@dataclass(frozen=True)
class PartRow:
    """The figures of one lead agency or one field."""

    name: str
    figures: Figures
    rate: str


CAUSE_LIMIT = 400
"""Characters of what an owner reported of a delay, where it is quoted as its cause."""


def tasks(number: int) -> str:
    """Return ``06 nhiệm vụ``."""
    return f"{words.count(number)} nhiệm vụ"


def overdue_opening(number: int) -> str:
    """Return the sentence over the overdue tasks, or that there are none."""
    if not number:
        return "Không có nhiệm vụ quá hạn."
    return f"Có {tasks(number)} quá hạn, xếp theo số ngày quá hạn từ nhiều đến ít:"


def how_late(days: Sequence[int]) -> str:
    """Return how late some tasks are, by their days overdue: ``lâu nhất 20 ngày``, of one task ``quá hạn 20 ngày``."""
    return f"{'lâu nhất' if len(days) > 1 else 'quá hạn'} {words.count(max(days))} ngày"


def overdue_entry(fact: TaskFact) -> Entry:
    """Word an overdue task: whose responsibility it is, until when, how late, where it stands."""
    task = fact.task
    helpers = task_words.support(task)
    support = f", phối hợp: {helpers}" if helpers else ""
    moved = task.original_due and task.original_due != task.due
    first_due = f" (hạn ban đầu {words.day(task.original_due)})" if moved and task.original_due else ""
    return Entry(
        task_words.title(task),
        f"Trách nhiệm: {task_words.responsible(task)}{support}. Hạn {task_words.deadline(task)}{first_due}, "
        f"quá hạn {words.count(fact.days_overdue)} ngày; {task_words.situation(fact)}.",
    )


def rates(figures: Figures) -> str:
    """Word both rates (DOMAIN §6): of all tasks, and without the open ones that are still in time."""
    done, total = words.count(figures.done), words.count(figures.total)
    sentence = f"Tỷ lệ hoàn thành đạt {words.percent(figures.rate_of_all)} tổng số nhiệm vụ ({done}/{total})"
    fallen_due = figures.done + figures.open_overdue
    if not fallen_due:
        return f"{sentence}; chưa có nhiệm vụ nào đến hạn."
    return (
        f"{sentence}; nếu không tính nhiệm vụ còn trong hạn thì đạt {words.percent(figures.rate_of_fallen_due)} "
        f"({done}/{words.count(fallen_due)})."
    )


def appendix_row(order: int, fact: TaskFact) -> AppendixRow:
    """Word the row of a task."""
    task = fact.task
    return AppendixRow(
        order,
        task_words.title(task),
        task_words.lead(task),
        task_words.support(task),
        task_words.product(task),
        task_words.deadline(task),
        task_words.progress(fact),
        words.shorten(task_words.remarks(fact), _REMARKS_LIMIT),
    )


def part_row(part: Part, without: str) -> PartRow:
    """Word the figures of a lead agency or field; ``without`` is what the part without a name is called."""
    return PartRow(
        words.plain(part.name) if part.name else without, part.figures, words.percent(part.figures.rate_of_all)
    )

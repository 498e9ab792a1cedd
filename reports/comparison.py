"""What became of the tasks of one period, beside what became of those of the period before. Pure.

Every figure is a cell that holds the codes of its tasks, so that it can be opened. Both periods are taken as they stood
at the end of one and the same day. A commitment that was carried over is two tasks (ADR 0008): it is “carried” in the
former period and “carried in” in the later one, each under the agency that led it then; so a merge of agencies moves it
from one row to another and every column still adds up to the row of all.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from reports.task_facts import Place, TaskFact
from reports.words import slug, tenths_of_percent
from tasks_registry.planning.closing import Ending, counted_once, ending

Codes = tuple[str, ...]
"""The codes of the tasks of a cell, ascending; how many there are is the figure."""


@dataclass(frozen=True)
class Endings:
    """One period: every confirmed task in exactly one cell."""

    done_in_time: Codes = ()
    done_late: Codes = ()
    open_in_time: Codes = ()
    open_overdue: Codes = ()
    suspended: Codes = ()
    carried: Codes = ()
    dropped: Codes = ()

    @property
    def done(self) -> Codes:
        """What was finished, in time or late."""
        return (*self.done_in_time, *self.done_late)

    @property
    def open(self) -> Codes:
        """What is still being worked on."""
        return (*self.open_in_time, *self.open_overdue)

    @property
    def total(self) -> Codes:
        """All of them."""
        return (*self.done, *self.open, *self.suspended, *self.carried, *self.dropped)

    @property
    def promised(self) -> int:
        """How many were to be done: all but those of which nothing is expected, suspended or dropped."""
        return len(self.total) - len(self.suspended) - len(self.dropped)

    @property
    def rate_done(self) -> float | None:
        """Done ÷ promised, 0..1; None when nothing was promised.

        The official rate (done ÷ all counted tasks) with the tasks carried over below the line: once a period is closed
        hardly anything in it is open, and without them every closed period would be a full success. The two are equal
        while nothing is carried over.
        """
        return len(self.done) / self.promised if self.promised else None

    @property
    def rate_in_time(self) -> float | None:
        """Done in time ÷ promised, 0..1; None when nothing was promised."""
        return len(self.done_in_time) / self.promised if self.promised else None


@dataclass(frozen=True)
class Arrivals:
    """Where the tasks of the later period came from: every confirmed one is in exactly one cell."""

    carried_in: Codes = ()
    """They carry on a task of the former period."""
    carried_from_elsewhere: Codes = ()
    """They carry on a task of yet another period: of one before, that was closed late."""
    new: Codes = ()

    @property
    def total(self) -> Codes:
        """All of them."""
        return (*self.carried_in, *self.carried_from_elsewhere, *self.new)


@dataclass(frozen=True)
class ComparisonRow:
    """The tasks of one agency or field in both periods; ``code`` and ``name`` are None for those that have none."""

    code: str | None = None
    name: str | None = None
    former: Endings = field(default_factory=Endings)
    later: Endings = field(default_factory=Endings)
    came: Arrivals = field(default_factory=Arrivals)
    """Of the later period."""

    @property
    def points_done(self) -> float | None:
        """By how many percentage points (điểm phần trăm) ``rate_done`` rose; None when one period has no rate."""
        return percentage_points(self.former.rate_done, self.later.rate_done)

    @property
    def points_in_time(self) -> float | None:
        """By how many percentage points ``rate_in_time`` rose; None when one period has no rate."""
        return percentage_points(self.former.rate_in_time, self.later.rate_in_time)


@dataclass(frozen=True)
class Comparison:
    """Two periods side by side: in all, and the same tasks by lead agency."""

    all: ComparisonRow
    by_agency: tuple[ComparisonRow, ...]
    """By name, tasks without a lead last."""


Group = tuple[str | None, str | None]
"""Code and name of what a task is counted under."""


def lead_of(fact: TaskFact) -> Group:
    """Count a task under its lead agency, as recorded in its own period."""
    code = fact.task.lead_code
    return code, fact.task.lead_name if code else None


def compare(
    former: Collection[TaskFact], later: Collection[TaskFact], carried_on: Collection[int] = frozenset()
) -> Comparison:
    """Compare the tasks of two periods, both as they stood at the end of the same day.

    ``carried_on`` are ids of tasks known to carry on one of an older period, whichever; those that carry on a task of
    ``former`` need not be named. What nobody ever confirmed enters no cell, and of a commitment that is carried on
    within a period (a half year has two quarters) only the last task does.
    """
    (whole,) = compare_by(lambda _: (None, None), former, later, carried_on) or (ComparisonRow(),)
    return Comparison(all=whole, by_agency=tuple(sorted(compare_by(lead_of, former, later, carried_on), key=_by_name)))


def compare_by(
    group: Callable[[TaskFact], Group],
    former: Collection[TaskFact],
    later: Collection[TaskFact],
    carried_on: Collection[int] = frozenset(),
) -> list[ComparisonRow]:
    """Return a row for each ``group`` of tasks, groups of the later period first, in the order of their first tasks.

    Tasks are told apart by the code of their group; it is called as in the later period. Else as ``compare``.
    """
    origin = _origins(former, later, carried_on)
    names: dict[str | None, str | None] = {}
    members: dict[str | None, tuple[list[TaskFact], list[TaskFact]]] = {}
    for side, facts in ((1, _counted(later)), (0, _counted(former))):
        for fact in facts:
            code, name = group(fact)
            names.setdefault(code, name)
            members.setdefault(code, ([], []))[side].append(fact)
    return [
        ComparisonRow(
            code,
            names[code],
            former=Endings(**_cells(then, lambda fact: _ending(fact).value)),
            later=Endings(**_cells(now, lambda fact: _ending(fact).value)),
            came=Arrivals(**_cells(now, origin)),
        )
        for code, (then, now) in members.items()
    ]


def _counted(facts: Collection[TaskFact]) -> list[TaskFact]:
    kept = {task.id for task in counted_once([fact.task for fact in facts])}
    return [fact for fact in facts if fact.task.id in kept and not fact.task.proposed]


def _ending(fact: TaskFact) -> Ending:
    return ending(fact.task.work_state, fact.time)


def _cells(facts: Iterable[TaskFact], name: Callable[[TaskFact], str]) -> dict[str, Codes]:
    cells: dict[str, list[str]] = {}
    for fact in facts:
        cells.setdefault(name(fact), []).append(fact.task.code)
    return {cell: tuple(sorted(codes)) for cell, codes in cells.items()}


def _origins(
    former: Collection[TaskFact], later: Collection[TaskFact], carried_on: Collection[int]
) -> Callable[[TaskFact], str]:
    """Return what tells the cell of ``Arrivals`` of a task: that of the first task of its commitment in the period."""
    from_former = {fact.task.successor_id for fact in former}
    preceding = {fact.task.successor_id: fact.task.id for fact in later}

    def origin(fact: TaskFact) -> str:
        first = fact.task.id
        while first in preceding:
            first = preceding[first]
        if first in from_former:
            return "carried_in"
        return "carried_from_elsewhere" if first in carried_on else "new"

    return origin


def percentage_points(former: float | None, later: float | None) -> float | None:
    """Return by how many percentage points (điểm phần trăm) a rate rose; None when one period has none.

    The difference of the rates as they are printed: who subtracts one from the other on paper must find it.
    """
    return None if former is None or later is None else (tenths_of_percent(later) - tenths_of_percent(former)) / 10


def _by_name(row: ComparisonRow) -> Place:
    return row.code is None, slug(row.name or ""), row.code or ""

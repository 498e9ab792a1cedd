"""What the report on a period says, as plain strings: everything that the Word template prints and nothing else."""

from dataclasses import dataclass

from reports.entries import AppendixGroup, Entry, EntryList, PartRow
from reports.letterhead import Letterhead
from tasks_registry.time_state import Figures


@dataclass(frozen=True)
class ComparedFigure:
    """One figure of both periods, worded."""

    name: str
    former: str
    later: str
    change: str


@dataclass(frozen=True)
class ComparedPeriod:
    """What became of the tasks of one agency in one period."""

    total: int
    done: int
    open: int
    carried: int
    ended: int
    """Suspended or dropped."""
    rate: str


@dataclass(frozen=True)
class ComparedAgency:
    """One lead agency in both periods."""

    order: str
    """Empty for the row of all."""
    name: str
    former: ComparedPeriod
    later: ComparedPeriod
    points: str


@dataclass(frozen=True)
class ComingRow:
    """One task of the next period, for its table."""

    order: int
    title: str
    lead: str
    support: str
    product: str
    deadline: str
    remarks: str


@dataclass(frozen=True)
class ComingRows:
    """Rows of the next period's table under a heading."""

    heading: str
    rows: tuple[ComingRow, ...]


@dataclass(frozen=True)
class PeriodReport:
    """Everything that the Word template prints."""

    head: Letterhead
    subject: tuple[str, ...]
    opening: str
    period: str
    """``QUÝ III/2026``, for headings in capitals."""
    next_period: str
    overview_heading: str
    """Headings are empty where there is nothing under them, or nothing beside what is under them."""
    overview: tuple[str, ...]
    figures: Figures
    figures_caption: str
    agencies: tuple[PartRow, ...]
    agencies_caption: str
    results: tuple[EntryList, ...]
    without_results: str
    since_heading: str
    since: str
    since_done: tuple[str, ...]
    comparison_heading: str
    comparison: tuple[str, ...]
    former_label: str
    later_label: str
    compared: tuple[ComparedFigure, ...]
    compared_caption: str
    shortcomings_heading: str
    overdue_opening: str
    overdue: tuple[Entry, ...]
    silent_opening: str
    silent: tuple[str, ...]
    without_lead: str
    causes_heading: str
    causes_opening: str
    causes: tuple[Entry, ...]
    causes_missing: str
    coming_opening: str
    coming: tuple[EntryList, ...]
    appendix_of: str
    appendix: tuple[AppendixGroup, ...]
    compared_agencies: tuple[ComparedAgency, ...]
    coming_rows: tuple[ComingRows, ...]

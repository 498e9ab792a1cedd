"""The one-page summary for the permanent members: figures as pictures, what is late, what to decide.

Pure. One page holds five overdue tasks, five agencies and three proposals; the rest is counted, and stands in the
status report.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.office import Office
from reports import task_words, words
from reports.charts import Chart, agency_chart, status_ring, trend_chart
from reports.meeting.facts import MeetingFacts
from reports.meeting.proposals import proposals
from reports.task_facts import TaskFact
from tasks_registry.time_state import Figures

_MOST_OVERDUE, _MOST_AGENCIES, _MOST_PROPOSALS = 5, 5, 3
_TITLE_LIMIT = 92
"""Characters of a task's title; a row of the table has two lines."""
_PROPOSAL_LIMIT = 165
"""Characters of a proposal, two lines; the report has the whole sentence."""


@dataclass(frozen=True)
class LateRow:
    """An overdue task."""

    order: int
    title: str
    lead: str
    days: int


@dataclass(frozen=True)
class Summary:
    """What the page prints."""

    issuer: str
    title: str
    as_of: str
    ring: Chart
    agencies: Chart
    trend: Chart | None
    """None without a snapshot of an earlier day."""
    figures: str
    overdue: tuple[LateRow, ...]
    more_overdue: str
    """How many there are beyond the rows; empty when none."""
    proposals: tuple[str, ...]


def summarise(facts: MeetingFacts, office: Office, course: Sequence[tuple[date, Figures]]) -> Summary:
    """Word the page of ``facts`` for ``office``; ``course`` are the daily snapshots of the period, ascending.

    The course ends with the figures of ``facts``: the ring beside it shows them, and what goes before this very meeting
    is in no snapshot.
    """
    figures, rest = facts.figures, len(facts.overdue) - _MOST_OVERDUE
    return Summary(
        issuer=office.name.upper(),
        title=f"TÓM TẮT phục vụ {words.meeting_name(facts.meeting)} ({words.meeting_when(facts.meeting)})",
        as_of=f"Số liệu tính đến ngày {words.day(facts.as_of)}",
        ring=status_ring(figures),
        agencies=agency_chart(facts.by_agency, _MOST_AGENCIES),
        trend=trend_chart([*(one for one in course if one[0] < facts.as_of), (facts.as_of, figures)]),
        figures=(
            f"Hoàn thành {words.percent(figures.rate_of_all)} tổng số nhiệm vụ; không tính nhiệm vụ còn trong hạn: "
            f"{words.percent(figures.rate_of_fallen_due)}. Chờ thẩm định {words.count(len(facts.awaiting_review))}, "
            f"chưa có báo cáo {words.count(len(facts.without_report))}, đến hạn trước hội nghị "
            f"{words.count(len(facts.due_before_meeting))} nhiệm vụ."
        ),
        overdue=tuple(_late(order, fact) for order, fact in enumerate(facts.overdue[:_MOST_OVERDUE], 1)),
        more_overdue=f"Và {words.count(rest)} nhiệm vụ quá hạn khác (xem Báo cáo)." if rest > 0 else "",
        proposals=tuple(words.shorten(asked, _PROPOSAL_LIMIT) for asked in proposals(facts, office)[:_MOST_PROPOSALS]),
    )


def _late(order: int, fact: TaskFact) -> LateRow:
    title = words.shorten(task_words.title(fact.task), _TITLE_LIMIT)
    return LateRow(order, title, task_words.lead(fact.task), fact.days_overdue)

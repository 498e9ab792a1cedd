"""The weekly summary for leaders: what is overdue and whose, what falls due this week, the next meeting."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from notifications.letter import Letter
from notifications.letters.facts import AgencyFigure
from notifications.letters.gathering import meetings_ahead, unfinished_by
from notifications.letters.lines import LATE, SOON, UNNAMED_MEETING, Group, Line, most_urgent_first, task_line
from notifications.letters.page import Paper
from notifications.letters.subjects import weekly_subject
from notifications.letters.wording import counted, vietnamese_day
from notifications.secrecy import Secrecy
from notifications.writing import Desk, Order
from tasks_registry.view import TaskView

_SHOWN = 12
"""Tasks that each list names; leaders read the worst ones, the table counts them all."""
_NOBODY = "Chưa giao cơ quan chủ trì"
_CODE_ONLY = "Nhiệm vụ chỉ nêu mã"


def write_weeklies(desk: Desk, orders: Sequence[Order]) -> dict[int, Letter]:
    """Write the summaries of ``orders`` from present data.

    One is left out when there is nothing to say, or when its week is over: the next one says it.
    """
    paper = Paper.on(desk)
    monday = desk.today - timedelta(days=desk.today.weekday())
    this_week = [order for order in orders if any(entry.due >= monday for entry in order.entries)]
    if not this_week:
        return {}
    tasks = unfinished_by(desk, monday + timedelta(days=6))
    week = _Week(
        monday,
        overdue=[task for task in tasks if task.due is not None and task.due < desk.today],
        due=[task for task in tasks if task.due is not None and task.due >= desk.today],
        next_meeting=_next_meeting(desk, paper.secrecy),
    )
    if not tasks and week.next_meeting is None:
        return {}
    figures = _by_agency(week.overdue, paper.secrecy, desk.today)
    return {order.message_id: _write(order, week, figures, paper) for order in this_week}


@dataclass(frozen=True)
class _Week:
    monday: date
    overdue: list[TaskView]
    due: list[TaskView]
    next_meeting: str | None


def _write(order: Order, week: _Week, figures: list[AgencyFigure], paper: Paper) -> Letter:
    overdue, due = len(week.overdue), len(week.due)
    groups = [
        Group(tone, title, shown, len(tasks) - len(shown))
        for tone, title, tasks in ((LATE, "Quá hạn lâu nhất", week.overdue), (SOON, "Đến hạn trong tuần", week.due))
        if (shown := tuple(_worst(tasks, order, paper)))
    ]
    lines = [line for group in groups for line in group.lines]
    sunday = week.monday + timedelta(days=6)
    ahead = f" Cuộc họp tới: {week.next_meeting}." if week.next_meeting else ""
    return paper.letter(
        order,
        "weekly",
        subject=weekly_subject(week.monday, overdue, due),
        head=(
            f"{paper.desk.files.office.name}, tổng hợp tuần: {counted(overdue)} nhiệm vụ quá hạn, "
            f"{counted(due)} nhiệm vụ đến hạn trong tuần.{ahead}"
        ),
        lines=lines,
        groups=groups,
        threads=(f"week-{week.monday.isoformat()}",),
        count=overdue + due,
        overdue=overdue,
        due_this_week=due,
        week=f"{vietnamese_day(week.monday)} đến {vietnamese_day(sunday)}",
        next_meeting=week.next_meeting,
        agencies=figures,
    )


def _worst(tasks: Sequence[TaskView], order: Order, paper: Paper) -> list[Line]:
    first = sorted(tasks, key=lambda task: (task.due or date.max, task.code))[:_SHOWN]
    return most_urgent_first(
        task_line(task, paper.secrecy, paper.desk.today, link=paper.task_link(order, task.id)) for task in first
    )


def _by_agency(tasks: Sequence[TaskView], secrecy: Secrecy, today: date) -> list[AgencyFigure]:
    """Count overdue tasks by lead agency, most first; of those named by code only the agency is not told either."""
    days: defaultdict[str, list[int]] = defaultdict(list)
    for task in tasks:
        name = _CODE_ONLY if secrecy.hides(task) else task.lead_name or _NOBODY
        days[name].append((today - (task.due or today)).days)
    figures = (AgencyFigure(name, len(late), max(late)) for name, late in days.items())
    return sorted(figures, key=lambda figure: (-figure.overdue, -figure.longest, figure.name))


def _next_meeting(desk: Desk, secrecy: Secrecy) -> str | None:
    ahead = meetings_ahead(desk)
    if not ahead:
        return None
    named = secrecy.of_meeting(ahead[0]) or UNNAMED_MEETING
    return f"{named}, ngày {vietnamese_day(ahead[0].day or desk.today)}"

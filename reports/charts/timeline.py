"""The way to a meeting: the dated steps of its papers, and where the day of the report stands among them."""

from collections.abc import Sequence
from datetime import date

from reports import words
from reports.charts.canvas import FAINT, Canvas, fitted
from reports.charts.picture import Chart
from tasks_registry.meetings.milestones import Milestone

_WIDTH, _ROW, _LINE = 620.0, 26.0, 128.0


def meeting_timeline(name: str, day: date, steps: Sequence[Milestone], today: date) -> Chart:
    """Draw the ``steps`` of a meeting on ``day`` from top to bottom; what is over is filled, the next one is bold."""
    rows = [(step.day, step.name, step.is_next) for step in steps]
    if not any(step.day == day for step in steps):
        rows = sorted([*rows, (day, name, False)])
    canvas = Canvas(_WIDTH, _ROW * len(rows) + 8)
    canvas.line(_LINE, 16, _LINE, _ROW * len(rows) - 6, colour=FAINT, width=2)
    for place, (when, said, is_next) in enumerate(rows):
        y = 18 + _ROW * place
        weight = "bold" if is_next or when == day else "normal"
        canvas.circle(_LINE, y, 6, paint="#1b4f72" if when < today else "#ffffff")
        canvas.text(_LINE - 16, y + 4, words.day(when), anchor="end", weight=weight)
        left = (when - today).days
        mark = f" (còn {left} ngày)" if is_next and left > 0 else " (hôm nay)" if left == 0 else ""
        canvas.text(_LINE + 16, y + 4, fitted(said, _WIDTH - _LINE - 130) + mark, weight=weight)
    alt = f"Các mốc chuẩn bị {name}: " + "; ".join(f"{words.day(when)} {said}" for when, said, _ in rows) + "."
    return Chart(canvas.svg(alt), alt, _WIDTH)

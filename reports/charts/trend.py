"""The course of a period: done and overdue tasks day by day, from the daily snapshots."""

from collections.abc import Sequence
from datetime import date

from reports import words
from reports.charts.canvas import FAINT, INK, Canvas
from reports.charts.picture import Chart
from tasks_registry.time_state import Figures

_WIDTH, _HEIGHT = 620.0, 210.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 130.0, 14.0, 34.0
_GRID_LINES = 4
_DAY_MARKS = 5
_LABEL_HEIGHT = 15.0


def trend_chart(days: Sequence[tuple[date, Figures]]) -> Chart | None:
    """Draw total, done and overdue tasks over ``days`` (ascending); None when there are fewer than two."""
    if len(days) < 2:
        return None
    first, last = days[0][0], days[-1][0]
    most = max(figures.total for _, figures in days) or 1
    step = _round_step(most)
    top_value = step * -(-most // step)
    canvas = Canvas(_WIDTH, _HEIGHT)

    def place(day: date, count: float) -> tuple[float, float]:
        wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
        return _LEFT + wide * (day - first).days / (last - first).days, _TOP + high * (1 - count / top_value)

    for value in range(0, top_value + 1, step):
        _, y = place(first, value)
        canvas.line(_LEFT, y, _WIDTH - _RIGHT, y, colour=FAINT, width=0.5)
        canvas.text(_LEFT - 8, y + 4, str(value), anchor="end", size=11)
    for number in range(min(_DAY_MARKS, len(days))):
        day = days[round(number * (len(days) - 1) / (min(_DAY_MARKS, len(days)) - 1))][0]
        canvas.text(place(day, 0)[0], _HEIGHT - 12, f"{day.day:02d}/{day.month}", anchor="middle", size=11)
    lines = (
        ("Tổng số", INK, "", 1.2, [figures.total for _, figures in days]),
        ("Hoàn thành", "#1b4f72", "", 3.0, [figures.done for _, figures in days]),
        ("Quá hạn", "#b3261e", "7 4", 2.4, [figures.open_overdue for _, figures in days]),
    )
    heights = _apart([place(last, counts[-1])[1] for *_, counts in lines], _HEIGHT - _BOTTOM)
    for (label, colour, dashes, width, counts), height in zip(lines, heights, strict=True):
        points = [place(day, count) for (day, _), count in zip(days, counts, strict=True)]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        canvas.path(path, edge=colour, width=width, dashes=dashes)
        canvas.text(_WIDTH - _RIGHT + 8, height + 4, f"{label}: {counts[-1]}", colour=colour, weight="bold", size=12)
    end = days[-1][1]
    alt = (
        f"Diễn biến từ ngày {words.day(first)} đến ngày {words.day(last)}: tổng số {end.total}, hoàn thành {end.done}, "
        f"quá hạn {end.open_overdue} nhiệm vụ."
    )
    return Chart(canvas.svg(alt), alt, _WIDTH)


def _apart(heights: Sequence[float], lowest: float) -> list[float]:
    """Return where labels stand that would lie at ``heights``: a line apart, none below ``lowest``."""
    order = sorted(range(len(heights)), key=lambda one: heights[one])
    placed = dict.fromkeys(order, 0.0)
    floor = lowest
    for left, one in enumerate(reversed(order)):
        room = _TOP + _LABEL_HEIGHT * (len(order) - 1 - left)
        placed[one] = floor = max(min(heights[one], floor), room)
        floor -= _LABEL_HEIGHT
    return [placed[one] for one in range(len(heights))]


def _round_step(most: int) -> int:
    """Return a step of 1, 2 or 5 times a power of ten that gives about four lines."""
    magnitude = 1
    while True:
        for factor in (1, 2, 5):
            if factor * magnitude * _GRID_LINES >= most:
                return factor * magnitude
        magnitude *= 10

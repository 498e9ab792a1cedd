"""Timeliness by agency: one bar an agency, its tasks in the four cells of the 2×2."""

from collections.abc import Sequence

from reports.breakdown import Part
from reports.charts.canvas import FILLS, LABELS, Canvas, fitted
from reports.charts.picture import Chart

_WIDTH, _LABEL, _ROW, _BAR = 620.0, 225.0, 25.0, 15.0
_TOP, _LEGEND = 8.0, 52.0


def agency_chart(agencies: Sequence[Part], most: int = 12) -> Chart:
    """Draw the ``most`` agencies with most overdue tasks, in the order given; the others are one bar together."""
    shown = [(one.name or "Chưa xác định cơ quan chủ trì", one.figures) for one in agencies[:most]]
    if rest := agencies[most:]:
        together = rest[0].figures
        for one in rest[1:]:
            together += one.figures
        shown.append((f"{len(rest)} cơ quan khác", together))
    canvas = Canvas(_WIDTH, _TOP + _ROW * len(shown) + _LEGEND)
    longest = max((figures.total for _, figures in shown), default=0) or 1
    unit = (_WIDTH - _LABEL - 45) / longest
    for place, (name, figures) in enumerate(shown):
        top = _TOP + _ROW * place
        canvas.text(_LABEL - 8, top + 12, fitted(name, _LABEL - 8), anchor="end")
        left = _LABEL
        counts = (figures.done_in_time, figures.done_late, figures.open_in_time, figures.open_overdue)
        for fill, count in zip(FILLS, counts, strict=True):
            if count:
                canvas.rect(left, top, count * unit, _BAR, fill.paint)
                left += count * unit
        canvas.text(left + 6, top + 12, str(figures.total))
    bottom = _TOP + _ROW * len(shown) + 18
    for place, fill in enumerate(FILLS):
        canvas.legend(40 + 290 * (place % 2), bottom + 22 * (place // 2), [(fill, LABELS[fill])])
    alt = "Tiến độ theo cơ quan chủ trì. " + " ".join(
        f"{name}: {figures.total} nhiệm vụ, hoàn thành {figures.done}, quá hạn {figures.open_overdue}."
        for name, figures in shown
    )
    return Chart(canvas.svg(alt), alt, _WIDTH)

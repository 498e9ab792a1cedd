"""Charts say what the figures say, to everybody: as shapes, in words, in colour and without."""

import re
from datetime import date, timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reports.breakdown import Part
from reports.charts import Chart, agency_chart, as_png, meeting_timeline, status_ring, trend_chart
from reports.charts.canvas import FILLS
from tasks_registry.meetings.milestones import Milestone
from tasks_registry.time_state import Figures

counts = st.integers(0, 200)
figures = st.builds(Figures, counts, counts, counts, counts)


def shapes(chart: Chart, tag: str) -> list[ElementTree.Element]:
    """The elements of a kind, the patterns' own left out."""
    root = ElementTree.fromstring(chart.svg)
    space = "{http://www.w3.org/2000/svg}"
    return [one for child in root if child.tag != f"{space}defs" for one in child.iter(f"{space}{tag}")]


def texts(chart: Chart) -> list[str]:
    """What is written in the drawing."""
    return [one.text or "" for one in shapes(chart, "text")]


@given(figures)
def test_the_ring_has_a_part_for_every_cell_that_is_not_empty(found: Figures) -> None:
    """Counts stand beside it; an empty registry gives a dashed ring, not an error."""
    chart = status_ring(found)
    cells = (found.done_in_time, found.done_late, found.open_in_time, found.open_overdue)
    assert len(shapes(chart, "path")) == (sum(map(bool, cells)) or 1)
    assert str(found.total) in texts(chart)
    for count in cells:
        assert any(f": {count} (" in text for text in texts(chart))
    assert str(found.total) in chart.alt


@given(st.lists(figures, min_size=1, max_size=30))
def test_the_bars_of_agencies_add_up_to_their_tasks(found: list[Figures]) -> None:
    """Whatever does not fit is one bar together: nobody's tasks are lost."""
    chart = agency_chart([Part(f"C{n}", f"Cơ quan {n}", (), one) for n, one in enumerate(found)], most=12)
    totals = [int(text) for text in texts(chart) if text.isdecimal()]
    assert sum(totals) == sum(one.total for one in found)
    assert ("cơ quan khác" in chart.alt) == (len(found) > 12)


def test_bars_are_as_long_as_their_counts() -> None:
    """A count of 4 is twice as long as one of 2, beside a legend that is not a bar."""
    chart = agency_chart([Part("PKT", "Phòng Kinh tế", (), Figures(4, 2, 0, 0))])
    late, in_time = sorted(float(one.get("width", 0)) for one in shapes(chart, "rect") if one.get("height") == "15.0")
    assert in_time == pytest.approx(2 * late, abs=0.2)


def test_a_long_name_is_cut_before_the_bars() -> None:
    """At a word's end, with the whole name in the words for readers of the screen."""
    name = "Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội"
    chart = agency_chart([Part("MT", name, (), Figures(1))])
    assert "Ủy ban Mặt trận Tổ quốc…" in texts(chart)
    assert name in chart.alt


def test_the_trend_needs_two_days_and_ends_with_the_last_figures() -> None:
    """One snapshot is no course."""
    days = [(date(2026, 7, 1) + timedelta(days=n), Figures(n, 0, 40 - n, n // 10)) for n in range(30)]
    assert trend_chart(days[:1]) is None
    chart = trend_chart(days)
    assert chart is not None
    assert {"Tổng số: 42", "Hoàn thành: 29", "Quá hạn: 2", "01/7", "30/7"} <= set(texts(chart))
    assert "quá hạn 2 nhiệm vụ" in chart.alt


@given(st.lists(figures, min_size=2, max_size=8))
def test_labels_of_the_trend_never_lie_on_each_other(found: list[Figures]) -> None:
    """Three labels at the end of three lines that may meet, and none runs off the drawing."""
    chart = trend_chart([(date(2026, 7, 1) + timedelta(days=n), one) for n, one in enumerate(found)])
    assert chart is not None
    heights = [float(one.get("y", 0)) for one in shapes(chart, "text") if one.get("font-weight") == "bold"]
    assert len(heights) == 3
    assert min(abs(a - b) for n, a in enumerate(heights) for b in heights[n + 1 :]) >= 14.9
    assert all(0 < height < 210 for height in heights)


def test_the_timeline_fills_what_is_over_and_marks_what_comes_next() -> None:
    """With the days that are left; the meeting's own day closes it."""
    steps = [Milestone("Gửi dự thảo", date(2026, 8, 25)), Milestone("Nộp tài liệu", date(2026, 9, 18), True)]
    chart = meeting_timeline("Hội nghị lần thứ 6", date(2026, 9, 25), steps, date(2026, 9, 10))
    assert [one.get("fill") for one in shapes(chart, "circle")] == ["#1b4f72", "#ffffff", "#ffffff"]
    assert "Nộp tài liệu (còn 8 ngày)" in texts(chart)
    assert texts(chart)[-1] == "Hội nghị lần thứ 6"


def test_a_picture_is_sharp_white_and_the_same_every_time() -> None:
    """288 dots an inch; the same figures make the same bytes."""
    chart = status_ring(Figures(3, 1, 2, 1))
    image = Image.open(BytesIO(as_png(chart)))
    assert image.size == (round(chart.width * 3), 570)
    assert image.convert("RGB").getpixel((1679, 0)) == (255, 255, 255)
    assert as_png(chart) == as_png(chart)


def test_cells_are_told_apart_without_colour() -> None:
    """Printed in grey no two fills look alike: each mixes another shade or lines of its own."""
    rects = "".join(f'<rect x="{40 * n}" width="40" height="40" fill="{fill.paint}"/>' for n, fill in enumerate(FILLS))
    drawn = status_ring(Figures(1, 1, 1, 1)).svg
    definitions = re.findall(r"<defs>.*</defs>", drawn)[0]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40">{definitions}{rects}</svg>'
    image = Image.open(BytesIO(as_png(Chart(svg, "", 160)))).convert("L")
    looks = []
    for n in range(4):
        tile = image.crop((120 * n + 6, 6, 120 * n + 114, 114))
        shades = list(tile.get_flattened_data())
        mean = sum(shades) / len(shades)
        looks.append((mean, (sum((shade - mean) ** 2 for shade in shades) / len(shades)) ** 0.5))
    for n, (mean, spread) in enumerate(looks):
        for other_mean, other_spread in looks[n + 1 :]:
            assert abs(mean - other_mean) > 20 or abs(spread - other_spread) > 20


def test_markup_in_a_name_stays_text() -> None:
    """An agency may be called anything."""
    chart = agency_chart([Part("X", "<b>&", (), Figures(1))])
    assert "<b>&" in texts(chart)

"""The one-page summary: what is late comes with whose it is, what does not fit is counted."""

from datetime import date, timedelta

from reports.charts import trend_chart
from reports.meeting.summary import summarise
from tasks_registry.time_state import Figures
from tests.unit.reports.hoa_mai import OFFICE, TODAY, facts, task

COURSE = [(date(2024, 6, 1) + timedelta(days=n), Figures(n, 0, 20 - n, 2)) for n in range(5)]


def test_the_page_says_the_figures_of_the_facts() -> None:
    """Both rates, the total in the ring, the day for which they hold."""
    page, figures = summarise(facts(), OFFICE, COURSE), facts().figures
    assert page.as_of == "Số liệu tính đến ngày 20/6/2024"
    assert str(figures.total) in page.ring.alt
    assert "36%" in page.figures
    assert "60%" in page.figures
    assert page.trend is not None


def test_overdue_tasks_beyond_the_page_are_counted() -> None:
    """The longest overdue stand on the page; none is lost."""
    page = summarise(facts(), OFFICE, COURSE)
    overdue = facts().overdue
    assert [row.days for row in page.overdue] == [fact.days_overdue for fact in overdue[:5]]
    assert page.more_overdue == f"Và {len(overdue) - 5:02d} nhiệm vụ quá hạn khác (xem Báo cáo)."


def test_a_secret_task_stands_by_its_code_only() -> None:
    """The page lies open on a table."""
    page = summarise(facts([task(7, title="Đơn tố cáo", secret=True, due=date(2024, 6, 1))]), OFFICE, ())
    (row,) = page.overdue
    assert "tố cáo" not in row.title
    assert "007" in row.title


def test_the_trend_ends_where_the_ring_stands() -> None:
    """What a check counted this morning, before a task was finished, is not set beside the figures of now."""
    found = facts()
    course = [(TODAY - timedelta(days=1), Figures(1, 1, 20, 3)), (TODAY, Figures(1, 1, 1, 1))]
    page = summarise(found, OFFICE, course)
    assert page.trend == trend_chart([course[0], (TODAY, found.figures)])
    assert page.trend != trend_chart(course)


def test_an_empty_registry_still_gives_a_page() -> None:
    """No course without two snapshots, no table, no proposals."""
    page = summarise(facts([]), OFFICE, ())
    assert (page.trend, page.overdue, page.more_overdue, page.proposals) == (None, (), "", ())

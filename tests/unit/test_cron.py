"""A schedule is proved by its next date."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from config.cron import next_runs
from config.errors import OfficeFileError

NOW = datetime(2026, 9, 7, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_the_next_runs_are_in_the_zone_that_was_asked_in() -> None:
    """06:00 means 06:00 at the office."""
    assert [run.isoformat() for run in next_runs("0 6 * * *", NOW, 2)] == [
        "2026-09-08T06:00:00+07:00",
        "2026-09-09T06:00:00+07:00",
    ]


def test_day_of_month_and_day_of_week_together_mean_both() -> None:
    """`1-7 * 1` is the first Monday, not every Monday and every early day."""
    assert next_runs("0 8 1-7 * 1", NOW)[0].isoformat() == "2026-10-05T08:00:00+07:00"


@pytest.mark.parametrize("expression", ["0 0 31 2 *", "0 25 * * *", "sáng sớm mỗi ngày nhé", "* * * * * *", ""])
def test_an_expression_without_a_date_is_refused(expression: str) -> None:
    """croniter calls `0 0 31 2 *` valid; only asking for the date shows that it never comes."""
    with pytest.raises(OfficeFileError, match="Lịch chạy"):
        next_runs(expression, NOW)

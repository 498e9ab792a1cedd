"""Cron expressions, validated the only way that proves anything: by asking for their next dates."""

from datetime import datetime

from croniter import CroniterError, croniter

from config.errors import OfficeFileError


def next_runs(expression: str, after: datetime, count: int = 1) -> list[datetime]:
    """Return the next ``count`` instants of ``expression`` after ``after``, in the zone of ``after``.

    Five fields; days of month **and** of week together mean both (``0 8 1-7 * 1`` is the first Monday), never the
    surprising "either" of classic cron. Raises ``OfficeFileError`` for an expression that is malformed or has no date
    (``0 0 31 2 *`` is well formed and never comes).
    """
    if len(expression.split()) != 5:
        raise OfficeFileError(f"Lịch chạy “{expression}” phải có đúng 5 trường (phút giờ ngày tháng thứ).")
    try:
        runs = croniter(expression, after, day_or=False)
        return [runs.get_next(datetime) for _ in range(count)]
    except (CroniterError, ValueError):
        raise OfficeFileError(f"Lịch chạy “{expression}” không đúng cú pháp cron hoặc không bao giờ đến.") from None


def last_run(expression: str, before: datetime) -> datetime:
    """Return the last instant of ``expression``, one that ``next_runs`` accepts, before ``before`` and in its zone."""
    run: datetime = croniter(expression, before, day_or=False).get_prev(datetime)
    return run

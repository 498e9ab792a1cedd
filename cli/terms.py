"""The command ``trigger``: what the term of a task is counted from has happened."""

from typing import Annotated, Optional

import typer

from cli.options import At, Home, opened
from cli.output import remark, say
from cli.speech import add
from cli.tasks import Code
from config.clock import parse_day


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    add(app, "trigger", trigger, "Báo điều kiện mà nhiệm vụ chờ đã có; hạn “n ngày kể từ…” được tính từ đó.")


def trigger(
    code: Code,
    on: Annotated[str, typer.Option("--on", metavar="NGÀY", help="Ngày có điều kiện đó.", show_default=False)],
    days: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--days", metavar="N", help="Số ngày, nếu văn bản không ghi.", show_default=False),
    ] = None,
    working: Annotated[
        Optional[bool],  # noqa: UP045
        typer.Option("--working/--calendar-days", help="Tính ngày làm việc hay ngày theo lịch.", show_default=False),
    ] = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Say on which day the trigger of a task happened, and when the task is due by that."""
    from tasks_registry import calendar_runs

    day = parse_day(on)
    with opened(home, at) as here:
        due = calendar_runs.start_term(here, code, day, days=days, working=working)
        today = here.today
    say(f"Nhiệm vụ {code}: tính từ ngày {day:%d/%m/%Y}, hạn là ngày {due:%d/%m/%Y}.")
    if day > today:
        remark(f"Lưu ý: ngày {day:%d/%m/%Y} chưa đến.")

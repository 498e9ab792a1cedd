"""The command ``rollup``: the figures of this committee and of those below it."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, show_table
from cli.speech import add

if TYPE_CHECKING:
    from tasks_registry.time_state import Figures


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    add(app, "rollup", rollup, "Số liệu tổng hợp của cấp ủy này và các cấp ủy trực thuộc.")


def rollup(home: Home = None, at: At = None, json: Json = False) -> None:
    """Show the official figures of the committee and of all below it, and what they add up to."""
    from tasks_registry.organisation import runs

    with opened(home, at) as here:
        found = runs.roll_up(here)
    if json:
        print_json(
            {
                "day": found.day,
                "committees": [
                    {"code": row.code, "name": row.name, "depth": row.depth, "figures": _plain(row.figures)}
                    for row in found.committees
                ],
                "total": _plain(found.total),
            }
        )
        return
    rows = [("  " * row.depth + row.name, *_cells(row.figures)) for row in found.committees]
    show_table(
        f"Số liệu tính đến ngày {found.day:%d/%m/%Y}",
        (
            "Cấp ủy",
            "Tổng",
            "Xong đúng hạn",
            "Xong quá hạn",
            "Còn trong hạn",
            "Còn quá hạn",
            "Xong/tất cả",
            "Xong/đến hạn",
        ),
        [*rows, ("Cộng", *_cells(found.total))],
        wide="Cấp ủy",
    )


def _cells(figures: "Figures") -> tuple[object, ...]:
    from reports.words import percent

    return (
        figures.total,
        figures.done_in_time,
        figures.done_late,
        figures.open_in_time,
        figures.open_overdue,
        percent(figures.rate_of_all),
        percent(figures.rate_of_fallen_due),
    )


def _plain(figures: "Figures") -> dict[str, object]:
    rates = {"rate_of_all": figures.rate_of_all, "rate_of_fallen_due": figures.rate_of_fallen_due}
    return {**asdict(figures), "total": figures.total, **rates}

"""Commands on periods: ``period list``, ``period show``, ``period close``."""

from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, say, show_table
from cli.speech import add, group

if TYPE_CHECKING:
    from tasks_registry.planning.period_end import Closing
    from tasks_registry.time_state import Figures

PeriodCode = Annotated[
    str,
    typer.Argument(metavar="KỲ", help="Mã kỳ: 2026-Q3, 2026-H1, 2026-9M, 2026, 2026-09.", show_default=False),
]
Codes = Optional[list[str]]  # noqa: UP045 Typer reads this at run time


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    period = group("period", "Kỳ báo cáo: số liệu ngày chốt, chốt kỳ, chuyển việc sang kỳ sau.")
    add(period, "list", list_all, "Danh sách các kỳ và ngày chốt số liệu.")
    add(period, "show", show, "Số liệu của kỳ tại ngày chốt và kết quả cuối cùng.")
    add(period, "close", close, "Chốt kỳ: xem đề xuất cho từng nhiệm vụ; --apply để thực hiện.")
    app.add_typer(period)


def list_all(home: Home = None, at: At = None, json: Json = False) -> None:
    """List the running periods, and those that have tasks or were closed."""
    from tasks_registry.planning.runs import reading_periods

    with opened(home, at) as here, reading_periods(here) as book:
        lines = book.lines()
        zone = here.settings.zone
    if json:
        print_json(
            [
                {
                    "code": line.span.code,
                    "first_day": line.span.first_day,
                    "last_day": line.span.last_day,
                    "cutoff": line.cutoff,
                    "tasks": line.tasks,
                    "closed_at": line.closed_at,
                }
                for line in lines
            ]
        )
        return
    show_table(
        f"{len(lines)} kỳ",
        ("Mã", "Kỳ", "Chốt số liệu", "Nhiệm vụ", "Đã chốt"),
        (
            (
                line.span.code,
                line.span.label,
                f"{line.cutoff:%d/%m/%Y}",
                line.tasks,
                f"{line.closed_at.astimezone(zone):%d/%m/%Y}" if line.closed_at else "chưa",
            )
            for line in lines
        ),
        wide="Kỳ",
    )


def show(code: PeriodCode, home: Home = None, at: At = None, json: Json = False) -> None:
    """Show the figures of a period at its cut-off beside what became of its tasks since."""
    from dataclasses import asdict

    from tasks_registry.planning.runs import reading_periods

    with opened(home, at) as here, reading_periods(here) as book:
        standing = book.standing(code)
        zone = here.settings.zone
    if json:
        print_json(
            {
                "code": standing.span.code,
                "first_day": standing.span.first_day,
                "last_day": standing.span.last_day,
                "cutoff": standing.cutoff,
                "as_of": standing.as_of,
                "figures": asdict(standing.figures),
                "outcome": {**asdict(standing.outcome), "total": standing.outcome.total},
                "closed_at": standing.closed_at,
                "closed_by": standing.closed_by,
            }
        )
        return
    ended = standing.outcome
    span = f"{standing.span.first_day:%d/%m/%Y} – {standing.span.last_day:%d/%m/%Y}"
    say(f"{standing.span.code}, {standing.span.label}: {span}, chốt số liệu ngày {standing.cutoff:%d/%m/%Y}.")
    _say_figures(standing.figures, f"Số liệu tính đến ngày {standing.as_of:%d/%m/%Y}")
    say(f"Đến nay, ngày {here.today:%d/%m/%Y}: {ended.total} nhiệm vụ.")
    say(f"  Hoàn thành: {ended.done_in_time} đúng hạn, {ended.done_late} quá hạn.")
    say(f"  Trong đó hoàn thành sau ngày chốt: {ended.done_after_cutoff}.")
    say(f"  Chưa hoàn thành: {ended.open}; tạm dừng: {ended.suspended}; còn nháp: {ended.drafts}.")
    say(f"  Chuyển kỳ sau: {ended.carried}; rút, không theo dõi tiếp: {ended.dropped}.")
    if standing.closed_at is not None:
        say(f"Kỳ đã chốt ngày {standing.closed_at.astimezone(zone):%d/%m/%Y}, người chốt: {standing.closed_by}.")


def close(
    code: PeriodCode,
    carry: Annotated[
        Codes, typer.Option("--carry", metavar="MÃ", help="Chuyển kỳ sau (nhắc lại được).", show_default=False)
    ] = None,
    drop: Annotated[
        Codes, typer.Option("--drop", metavar="MÃ", help="Không theo dõi tiếp (nhắc lại được).", show_default=False)
    ] = None,
    keep: Annotated[
        Codes, typer.Option("--keep", metavar="MÃ", help="Để nguyên trong kỳ (nhắc lại được).", show_default=False)
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Thực hiện; không có thì chỉ xem.")] = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Show what closing a period does with each of its tasks, and do it with ``--apply``."""
    from tasks_registry.planning.closing import Override
    from tasks_registry.planning.runs import close_period, reading_periods

    override = Override(tuple(carry or ()), tuple(drop or ()), tuple(keep or ()))
    with opened(home, at) as here:
        if apply:
            closing = close_period(here, code, override)
        else:
            with reading_periods(here) as book:
                closing = book.propose(code, override)
    if json:
        print_json(_plain(closing, applied=apply))
        return
    _show_closing(closing, applied=apply)


def _show_closing(closing: "Closing", *, applied: bool) -> None:
    from tasks_registry.planning.closing import Fate

    _say_figures(closing.figures, f"{closing.span.label}, số liệu tính đến ngày {closing.as_of:%d/%m/%Y}")
    counted = "; ".join(f"{fate.label}: {closing.count(fate)}" for fate in Fate)
    show_table(
        f"{'Đã chốt' if applied else 'Đề xuất chốt'} {closing.span.code} – {counted}",
        ("Mã", "Nhiệm vụ", "Kết quả", "Lý do"),
        ((one.code, one.title, one.fate.label, one.reason) for one in closing.verdicts if not one.settled),
        wide="Nhiệm vụ",
    )
    if closing.count(Fate.CARRY):
        say(f"Việc chuyển tiếp sang kỳ {closing.carried_to}.")
    if not applied:
        say(f"Chưa thay đổi gì. Để thực hiện: dondoc period close {closing.span.code} --apply")


def _plain(closing: "Closing", *, applied: bool) -> dict[str, Any]:
    from dataclasses import asdict

    from tasks_registry.planning.closing import Fate

    return {
        "code": closing.span.code,
        "applied": applied,
        "cutoff": closing.cutoff,
        "as_of": closing.as_of,
        "carried_to": closing.carried_to,
        "figures": asdict(closing.figures),
        "totals": {fate.value: closing.count(fate) for fate in Fate},
        "tasks": [asdict(verdict) for verdict in closing.verdicts],
    }


def _say_figures(figures: "Figures", title: str) -> None:
    say(f"{title}: {figures.total} nhiệm vụ.")
    say(f"  Hoàn thành: {figures.done_in_time} đúng hạn, {figures.done_late} quá hạn.")
    say(f"  Chưa hoàn thành: {figures.open_in_time} trong hạn, {figures.open_overdue} quá hạn.")

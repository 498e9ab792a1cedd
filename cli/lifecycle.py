"""Commands on the life of a task: ``task``, ``progress``, ``carry-over``, ``extension …``, ``trend``."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, Version, opened
from cli.output import print_json, say, show_table
from cli.speech import add, group
from cli.tasks import Code
from config.clock import parse_day

if TYPE_CHECKING:
    from tasks_registry.time_state import Figures

Reason = Annotated[str, typer.Option("--reason", help="Lý do.", show_default=False)]
Evidence = Annotated[
    Optional[str],  # noqa: UP045 Typer reads this at run time
    typer.Option("--evidence", help="Số văn bản hoặc tên tệp minh chứng.", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    add(app, "task", task, "Chuyển trạng thái một nhiệm vụ (giao, nộp, xác nhận, trả lại, rút…).")
    add(app, "progress", progress, "Báo cáo tiến độ một nhiệm vụ.")
    add(app, "carry-over", carry_over, "Chuyển một nhiệm vụ sang kỳ sau: khép lại ở kỳ này, mở nhiệm vụ nối tiếp.")
    extension = group("extension", "Xin gia hạn và trả lời gia hạn.")
    add(extension, "ask", ask, "Xin gia hạn một nhiệm vụ.")
    add(extension, "approve", approve, "Đồng ý gia hạn.")
    add(extension, "refuse", refuse, "Không đồng ý gia hạn.")
    add(extension, "withdraw", withdraw, "Rút đề nghị gia hạn.")
    add(extension, "list", pending, "Các đề nghị gia hạn đang chờ duyệt.")
    app.add_typer(extension)
    add(app, "trend", trend, "Số liệu từng ngày đã lưu, với hai tỷ lệ hoàn thành.")


def task(
    code: Code,
    act: Annotated[
        str,
        typer.Argument(
            metavar="VIỆC",
            help="assign, receive, start, submit, confirm, return, hand-back, suspend, resume, carry-over, withdraw, "
            "reopen.",
            show_default=False,
        ),
    ],
    reason: Annotated[Optional[str], typer.Option("--reason", help="Lý do.", show_default=False)] = None,  # noqa: UP045
    evidence: Evidence = None,
    version: Version = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Perform a named transition on one task."""
    from tasks_registry import runs
    from tasks_registry.errors import Refused
    from tasks_registry.states import Act

    acts = {one.value: one for one in Act}
    if act not in acts:
        raise Refused(f"Không có việc “{act}”. Các việc: {', '.join(acts)}.")
    with opened(home, at) as here:
        state = runs.perform(here, code, acts[act], reason=reason, evidence=evidence, expected_version=version)
    say(f"Nhiệm vụ {code}: {state.label}.")


def progress(
    code: Code,
    text: Annotated[str, typer.Option("--text", metavar="NỘI DUNG", help="Đã làm được gì.", show_default=False)],
    percent: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--percent", metavar="0-100", help="Tiến độ, phần trăm.", show_default=False),
    ] = None,
    evidence: Evidence = None,
    version: Version = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Report on a task; every report is kept."""
    from tasks_registry import runs

    with opened(home, at) as here:
        state = runs.report_progress(here, code, text, percent=percent, evidence=evidence, expected_version=version)
    say(f"Đã ghi báo cáo tiến độ nhiệm vụ {code} ({state.label}).")


def carry_over(
    code: Code,
    period: Annotated[str, typer.Option("--period", metavar="KỲ", help="Kỳ nhận, ví dụ 2026-Q4.", show_default=False)],
    reason: Reason,
    due: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--due", metavar="NGÀY", help="Hạn mới; mặc định ngày làm việc cuối kỳ.", show_default=False),
    ] = None,
    version: Version = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Close a task as carried over and open its successor in a later period."""
    from tasks_registry import runs

    with opened(home, at) as here:
        successor = runs.carry_over(
            here, code, period, due=parse_day(due) if due else None, reason=reason, expected_version=version
        )
    say(f"Đã chuyển {code} sang kỳ {period}: nhiệm vụ {successor.code}, {_due_words(successor.due)}.")


def ask(
    code: Code,
    due: Annotated[
        str, typer.Option("--due", metavar="NGÀY", help="Hạn đề nghị, dạng 2026-09-25.", show_default=False)
    ],
    reason: Reason,
    version: Version = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Ask for more time."""
    from tasks_registry.runs import extending

    asked = parse_day(due)
    with opened(home, at) as here, extending(here) as desk:
        desk.ask(code, asked, reason, expected_version=version)
    say(f"Đã gửi đề nghị gia hạn nhiệm vụ {code} đến ngày {asked:%d/%m/%Y}; chờ duyệt.")


def approve(
    code: Code,
    due: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--due", metavar="NGÀY", help="Hạn đồng ý, nếu khác hạn đề nghị.", show_default=False),
    ] = None,
    answer: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--answer", help="Ý kiến trả lời.", show_default=False),
    ] = None,
    version: Version = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Grant the request that waits."""
    from tasks_registry.runs import extending

    with opened(home, at) as here, extending(here) as desk:
        granted = desk.approve(code, parse_day(due) if due else None, answer, expected_version=version)
    say(f"Đã đồng ý gia hạn nhiệm vụ {code}: {_due_words(granted.due)}.")


def refuse(code: Code, reason: Reason, version: Version = None, home: Home = None, at: At = None) -> None:
    """Turn the request that waits down."""
    from tasks_registry.runs import extending

    with opened(home, at) as here, extending(here) as desk:
        kept = desk.refuse(code, reason, expected_version=version)
    say(f"Không đồng ý gia hạn nhiệm vụ {code}: giữ {_due_words(kept.due)}.")


def withdraw(code: Code, version: Version = None, home: Home = None, at: At = None) -> None:
    """Take the request that waits back."""
    from tasks_registry.runs import extending

    with opened(home, at) as here, extending(here) as desk:
        desk.withdraw(code, expected_version=version)
    say(f"Đã rút đề nghị gia hạn nhiệm vụ {code}.")


def pending(home: Home = None, at: At = None, json: Json = False) -> None:
    """List the requests that wait for an answer."""
    from config.database import reading
    from tasks_registry import store

    with opened(home, at) as here, reading(here.engine) as session:
        waiting = store.pending_extensions(session, here.committee)
    if json:
        print_json([asdict(one) for one in waiting])
        return
    show_table(
        f"{len(waiting)} đề nghị gia hạn đang chờ duyệt",
        ("Mã", "Hạn hiện nay", "Hạn đề nghị", "Người đề nghị", "Lý do"),
        ((one.code, _day(one.due_before), _day(one.due_asked), one.asked_by, one.reason) for one in waiting),
        wide="Lý do",
    )


def trend(
    first: Annotated[str, typer.Option("--from", metavar="NGÀY", help="Từ ngày.", show_default=False)],
    last: Annotated[str, typer.Option("--to", metavar="NGÀY", help="Đến hết ngày.", show_default=False)],
    home: Home = None,
    json: Json = False,
) -> None:
    """Show the figures that the daily checks kept, with both rates."""
    from config.database import reading
    from tasks_registry import store
    from tasks_registry.errors import Refused

    since, until = parse_day(first), parse_day(last)
    if until < since:
        raise Refused(f"Ngày cuối {until:%d/%m/%Y} đứng trước ngày đầu {since:%d/%m/%Y}. Hãy đổi lại.")
    with opened(home) as here, reading(here.engine) as session:
        days = store.daily_figures(session, here.committee, since, until)
    if json:
        print_json([{"day": day, **asdict(figures), **_rates(figures)} for day, figures in days])
        return
    show_table(
        f"Số liệu lưu được của {len(days)} ngày, từ {since:%d/%m/%Y} đến {until:%d/%m/%Y}",
        ("Ngày", "Đúng hạn", "Quá hạn", "Còn hạn", "Đang quá hạn", "Trên tổng số", "Trên đến hạn"),
        (
            (
                _day(day),
                figures.done_in_time,
                figures.done_late,
                figures.open_in_time,
                figures.open_overdue,
                *(_share(rate) for rate in _rates(figures).values()),
            )
            for day, figures in days
        ),
    )


def _rates(figures: "Figures") -> dict[str, float | None]:
    return {"rate_of_all": figures.rate_of_all, "rate_of_fallen_due": figures.rate_of_fallen_due}


def _share(rate: float | None) -> str:
    return "" if rate is None else f"{100 * rate:.1f}%".replace(".", ",")


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _due_words(due: date | None) -> str:
    return f"hạn {due:%d/%m/%Y}" if due else "chưa xác định hạn"

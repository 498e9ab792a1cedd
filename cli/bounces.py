"""Command ``bounces``: read the mails that report what could not be delivered."""

from typing import TYPE_CHECKING

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, remark, say, show_table
from cli.speech import add

if TYPE_CHECKING:
    from notifications.bounces.ledger import Stored
    from notifications.bounces.runs import BounceRun


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    add(app, "bounces", bounces, "Đọc hộp thư báo không gửi được và đánh dấu các địa chỉ hỏng.")


def bounces(home: Home = None, at: At = None, json: Json = False) -> None:
    """Read the mailbox of bounces and mark the addresses that fail."""
    from notifications.bounces import runs

    with opened(home, at) as here:
        run = runs.collect(here)
    if json:
        print_json(_as_json(run))
    else:
        _show(run)


def _as_json(run: "BounceRun") -> dict[str, object]:
    return {
        "reports": [
            {
                "message": one.message_id,
                "person": one.person,
                "to": one.address,
                "fate": one.fate.value,
                "code": one.status,
                "reason": one.reason,
                "marked": one.marked,
            }
            for one in run.stored
        ],
        "left": run.left,
    }


def _show(run: "BounceRun") -> None:
    if not run.stored:
        say("Không có thư báo nào mới.")
    else:
        show_table(
            f"{len(run.stored)} thư báo mới",
            ("Người nhận", "Kết quả", "Lý do"),
            ((f"{one.person} ({one.address})", _words(one), f"{one.status}: {one.reason}") for one in run.stored),
            wide="Lý do",
        )
    if any(one.marked for one in run.stored):
        remark("Không gửi tới các địa chỉ đã đánh dấu nữa: hãy sửa trong agencies.yaml.")
    if run.left:
        remark(f"{run.left} thư của máy chủ thư không nói về thư nào của cơ quan: để nguyên, chưa đọc.")


def _words(one: "Stored") -> str:
    if one.marked:
        return "trả lại, đánh dấu địa chỉ"
    return "trả lại" if one.fate.value == "failed" else "đến muộn, còn gửi tiếp"

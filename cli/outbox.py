"""Commands on messages: ``deliver``, ``outbox``, ``resend``, ``draft …``."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, progress, remark, say, show_table
from cli.speech import add, group
from notifications.words import CHANNELS, KINDS

if TYPE_CHECKING:
    from notifications.outbox import Undelivered
    from tasks_registry.installation import Installation

Ids = Annotated[list[int], typer.Argument(metavar="SỐ…", help="Số của thư (dondoc draft list).", show_default=False)]

_STATES = {
    "pending": "đang chờ",
    "claimed": "đang gửi",
    "held": "chờ duyệt",
    "uncertain": "chưa rõ đã tới",
    "dead": "không gửi được",
}


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    add(app, "deliver", deliver, "Gửi những gì đang chờ trong hộp gửi.")
    add(app, "outbox", outbox, "Những thư chưa tới người nhận: đang chờ, chờ duyệt, chưa rõ, không gửi được.")
    add(app, "resend", resend, "Gửi lại từ đầu những thư không gửi được hoặc chưa rõ đã tới hay chưa.")
    draft = group("draft", "Thư chờ duyệt: danh sách, duyệt, bỏ.")
    add(draft, "list", list_drafts, "Các thư đang chờ duyệt.")
    add(draft, "approve", approve, "Duyệt: thư được gửi ở lần gửi tới.")
    add(draft, "drop", drop, "Bỏ, không gửi.")
    app.add_typer(draft)


def deliver(
    now: Annotated[
        bool, typer.Option("--now", help="Thử ngay cả khi kênh đang tạm nghỉ sau sự cố (vừa sửa xong).")
    ] = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Deliver what the outbox holds and is ready."""
    from notifications.delivery import runs

    with opened(home, at) as here, progress() as bar:
        job = bar.add_task("Đang gửi", total=None)
        result = runs.deliver(here, lambda done: bar.update(job, completed=done.handled), even_if_closed=now)
    if json:
        names = ("sent", "withdrawn", "postponed", "dead", "uncertain", "stood_in", "stopped")
        print_json({name: getattr(result, name) for name in names})
    else:
        say(f"Đã gửi {result.sent} thư; bỏ {result.withdrawn} thư không còn cần.")
        say(f"{result.postponed} thư sẽ gửi lại sau; {result.dead} thư không gửi được.")
        if result.uncertain:
            say(f"{result.uncertain} thư chưa rõ đã tới hay chưa.")
        if result.stood_in:
            say(f"{result.stood_in} thư không qua được kênh đã chọn, chuyển sang thư điện tử.")
    if result.stopped:
        remark(result.stopped)
        raise typer.Exit(1)


def outbox(
    state: Annotated[
        Optional[str],  # noqa: UP045 Typer reads this at run time
        typer.Option("--state", metavar="TRẠNG_THÁI", help=f"Chỉ: {', '.join(_STATES)}.", show_default=False),
    ] = None,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """List the messages that have not reached their readers, with why and what happens next."""
    from notifications.delivery import runs
    from notifications.models import MessageState
    from tasks_registry.errors import Refused

    if state is not None and state not in _STATES:
        raise Refused(f"Không có trạng thái “{state}”. Các trạng thái: {', '.join(_STATES)}.")
    with opened(home, at) as here:
        found = runs.undelivered(here, None if state is None else MessageState(state))
        stopped = runs.stopped_channels(here)
    for name, standing in stopped.items():
        remark(f"Kênh {name} đang tạm nghỉ: {standing.reason}")
        if standing.needs_operator:
            remark("Phải có người sửa; sửa xong hãy chạy: dondoc deliver --now")
    _show(here, found, "Thư chưa tới người nhận", json=json)


def list_drafts(home: Home = None, at: At = None, json: Json = False) -> None:
    """List the drafts that wait for approval."""
    from notifications.delivery import runs
    from notifications.models import MessageState

    with opened(home, at) as here:
        found = runs.undelivered(here, MessageState.HELD)
    _show(here, found, "Thư chờ duyệt", json=json)


def resend(
    ids: Annotated[
        Optional[list[int]],  # noqa: UP045
        typer.Argument(metavar="SỐ…", help="Số của thư (dondoc outbox).", show_default=False),
    ] = None,
    all_dead: Annotated[bool, typer.Option("--all-dead", help="Mọi thư không gửi được.")] = False,
    reason: Annotated[Optional[str], typer.Option("--reason", help="Lý do.", show_default=False)] = None,  # noqa: UP045
    home: Home = None,
    at: At = None,
) -> None:
    """Try messages again from the beginning that were given up or are uncertain."""
    from notifications.delivery import runs
    from tasks_registry.errors import Refused

    if bool(ids) == all_dead:
        raise Refused("Hãy ghi số của các thư cần gửi lại, hoặc --all-dead cho mọi thư không gửi được.")
    with opened(home, at) as here:
        count = runs.resend_all_dead(here, reason=reason) if all_dead else runs.resend(here, ids or [], reason=reason)
    say(f"{count} thư sẽ được gửi lại ở lần gửi tới (dondoc deliver).")


def approve(ids: Ids, home: Home = None, at: At = None) -> None:
    """Let drafts go out."""
    from notifications.delivery import runs

    with opened(home, at) as here:
        count = runs.approve(here, ids)
    say(f"Đã duyệt {count} thư; thư được gửi ở lần gửi tới (dondoc deliver).")


def drop(
    ids: Ids,
    reason: Annotated[str, typer.Option("--reason", help="Lý do.", show_default=False)],
    home: Home = None,
    at: At = None,
) -> None:
    """Drop drafts, never to be sent."""
    from notifications.delivery import runs

    with opened(home, at) as here:
        count = runs.withdraw(here, ids, reason=reason)
    say(f"Đã bỏ {count} thư.")


def _show(here: "Installation", found: "list[Undelivered]", title: str, *, json: bool) -> None:
    zone = here.settings.zone
    if json:
        print_json(
            [
                {
                    "id": one.id,
                    "state": one.state.value,
                    "kind": one.kind.value,
                    "channel": one.channel,
                    "person": one.person,
                    "address": one.address,
                    "items": one.items,
                    "created_at": one.created_at.astimezone(zone).isoformat(timespec="seconds"),
                    "attempts": one.attempts,
                    "next_attempt_at": one.next_attempt_at
                    and one.next_attempt_at.astimezone(zone).isoformat(timespec="seconds"),
                    "failure": one.failure,
                    "code": one.code,
                    "reason": one.reason,
                }
                for one in found
            ]
        )
        return
    if not found:
        say("Không có thư nào.")
        return
    show_table(
        title,
        ("Số", "Người nhận", "Loại", "Kênh", "Tình trạng", "Đã lâu", "Lần tới", "Lý do"),
        (
            (
                one.id,
                one.person,
                f"{KINDS[one.kind.value]}, {one.items} mục",
                CHANNELS[one.channel],
                _STATES[one.state.value],
                _age(here.now - one.created_at),
                one.next_attempt_at and f"{one.next_attempt_at.astimezone(zone):%d/%m %H:%M}",
                one.reason,
            )
            for one in found
        ),
        wide="Lý do",
    )


def _age(age: timedelta) -> str:
    """Say how long ago: ``3 ngày``, ``5 giờ``, ``12 phút``."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes >= 24 * 60:
        return f"{minutes // (24 * 60)} ngày"
    return f"{minutes // 60} giờ" if minutes >= 60 else f"{minutes} phút"

"""Commands on answers that came in by links: ``answer list``, ``answer accept``, ``answer refuse``."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional
from zoneinfo import ZoneInfo

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, say, show_table
from cli.speech import add, group

if TYPE_CHECKING:
    from notifications.answers.store import AnswerView

Number = Annotated[int, typer.Argument(metavar="SỐ", help="Số của trả lời, xem: dondoc answer list.")]
_STATES = {"proposed": "chờ xác nhận", "accepted": "đã xác nhận", "refused": "không chấp nhận"}


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    answer = group("answer", "Trả lời của cán bộ qua đường dẫn trong thư: xem, xác nhận, từ chối.")
    add(answer, "list", list_answers, "Các trả lời đang chờ văn phòng xác nhận.")
    add(answer, "accept", accept, "Xác nhận một trả lời: ghi vào sổ như lời của người trả lời.")
    add(answer, "refuse", refuse, "Không chấp nhận một trả lời; nhiệm vụ giữ nguyên.")
    app.add_typer(answer)


def list_answers(
    every: Annotated[bool, typer.Option("--all", help="Cả những trả lời đã được quyết định.")] = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """List answers, oldest first."""
    from notifications.answers import runs

    with opened(home, at) as here:
        found = runs.listing(here, waiting_only=not every)
        zone = here.settings.zone
    if json:
        print_json([_plain(one, zone) for one in found])
        return
    if not found:
        say("Không có trả lời nào đang chờ." if not every else "Chưa có trả lời nào.")
        return
    show_table(
        f"{len(found)} trả lời",
        ("Số", "Nhiệm vụ", "Người trả lời", "Lúc", "Trả lời"),
        (
            (
                one.id,
                one.task_code + (" (đã đổi)" if one.task_changed else ""),
                one.person_name,
                f"{one.at.astimezone(zone):%H:%M %d/%m/%Y}",
                _said(one) + ("" if one.state == "proposed" else f" [{_STATES[one.state]}]"),
            )
            for one in found
        ),
        wide="Trả lời",
    )


def accept(
    number: Number,
    note: Annotated[
        Optional[str],  # noqa: UP045 Typer reads this at run time
        typer.Option("--note", help="Ghi chú của văn phòng.", show_default=False),
    ] = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Make an answer a fact of the registry."""
    from notifications.answers import runs

    with opened(home, at) as here:
        done = runs.accept(here, number, note)
    say(f"Đã xác nhận trả lời số {number} của {done.person_name}: {done.task_code}, {done.task_state.label}.")


def refuse(
    number: Number,
    reason: Annotated[str, typer.Option("--reason", help="Lý do.", show_default=False)],
    home: Home = None,
    at: At = None,
) -> None:
    """Turn an answer down."""
    from notifications.answers import runs

    with opened(home, at) as here:
        done = runs.refuse(here, number, reason)
    say(f"Không chấp nhận trả lời số {number} của {done.person_name}; nhiệm vụ {done.task_code} giữ nguyên.")


def _said(answer: "AnswerView") -> str:
    words = answer.purpose.label
    if answer.given.percent is not None:
        words += f" {answer.given.percent}%"
    if answer.given.due is not None:
        words += f" đến {answer.given.due:%d/%m/%Y}"
    return f"{words}: {answer.given.text}" if answer.given.text else words


def _plain(answer: "AnswerView", zone: ZoneInfo) -> dict[str, Any]:
    def local(instant: datetime | None) -> str | None:
        return instant.astimezone(zone).isoformat() if instant is not None else None

    return {
        "id": answer.id,
        "task": answer.task_code,
        "task_state": answer.task_state.value,
        "task_changed": answer.task_changed,
        "person": answer.person_name,
        "answer": answer.purpose.value,
        "text": answer.given.text,
        "percent": answer.given.percent,
        "due_asked": answer.given.due,
        "at": local(answer.at),
        "state": answer.state.value,
        "decided_by": answer.decided_by,
        "decided_at": local(answer.decided_at),
        "note": answer.decision_note,
    }

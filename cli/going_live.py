"""Commands on going live: ``arm``, ``disarm``, ``release``."""

import sys
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, remark, say, show_table
from cli.speech import add
from notifications.words import CHANNELS, KINDS

if TYPE_CHECKING:
    from notifications.going_live import WaitingDocument
    from notifications.going_live_runs import ArmingPlan, ReleasePlan
    from notifications.preview import Preview
    from tasks_registry.installation import Installation

_SHOWN = 10
"""Messages of a preview that are printed; ``--json`` holds all."""

Yes = Annotated[bool, typer.Option("--yes", help="Đồng ý luôn, không hỏi.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    add(app, "arm", arm, "Bật gửi thật: cho xem trước sẽ gửi bao nhiêu thư tới bao nhiêu người, rồi hỏi.")
    add(app, "disarm", disarm, "Tắt gửi thật, trở lại chế độ thử.")
    add(app, "release", release, "Xem lời nhắc của văn bản mới nhập và cho gửi.")


def arm(yes: Yes = False, home: Home = None, at: At = None, json: Json = False) -> None:
    """Show what would go out, and arm the sending when somebody agrees."""
    from notifications import going_live_runs as runs

    with opened(home, at) as here:
        planned = runs.plan_arming(here)
        zone = here.settings.zone
        if not json:
            if planned.standing is not None and planned.already:
                when = f"{planned.standing.at.astimezone(zone):%H:%M ngày %d/%m/%Y}"
                say(f"Gửi thật đã được bật từ {when} ({planned.standing.by}).")
                return
            _show(planned.preview, "Nếu bật gửi thật, lượt nhắc hôm nay")
            _show_day_off(here)
            if planned.waiting:
                say(f"Trong hộp gửi còn {planned.waiting} thư của các lượt trước, sẽ đi cùng.")
            _show_held(planned.held_documents)
        agreed = not planned.already and (yes or (not json and _agreed("Bật gửi thật tới mọi người?")))
        if agreed:
            runs.arm(here, planned)
    if json:
        print_json(_arming_json(planned, armed=agreed or planned.already))
    elif agreed:
        say("Đã bật gửi thật. Lời nhắc đi theo lịch trong rhythm.yaml, hoặc ngay bây giờ: dondoc remind")
    else:
        say("Chưa bật. Để bật, chạy lại với --yes.")


def _agreed(question: str) -> bool:
    """Ask on a terminal; without one nobody has agreed."""
    return sys.stdin.isatty() and typer.confirm(question)


def _arming_json(planned: "ArmingPlan", *, armed: bool) -> dict[str, object]:
    return {
        "armed": armed,
        **_preview_json(planned.preview),
        "waiting": planned.waiting,
        "held_documents": [_document_json(document) for document in planned.held_documents],
    }


def disarm(
    reason: Annotated[str, typer.Option("--reason", help="Lý do.", show_default=False)],
    home: Home = None,
    at: At = None,
) -> None:
    """Go back to trial mode."""
    from notifications import going_live_runs as runs

    with opened(home, at) as here:
        was_armed = runs.disarm(here, reason)
    if was_armed:
        say("Đã tắt gửi thật: từ nay chỉ gửi tới các địa chỉ trong DONDOC_TRIAL_ALLOW.")
    else:
        say("Gửi thật chưa bật nên không có gì để tắt.")


def release(
    documents: Annotated[
        Optional[list[int]],  # noqa: UP045 Typer reads this at run time
        typer.Argument(metavar="SỐ…", help="Số thứ tự của văn bản; không ghi thì tất cả.", show_default=False),
    ] = None,
    yes: Yes = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Show what the tasks of newly imported documents would send, and let them go when somebody agrees."""
    from notifications import going_live_runs as runs

    released: list[WaitingDocument] = []
    with opened(home, at) as here:
        planned = runs.plan_release(here, documents or [])
        if not json:
            _show_release(planned)
            if planned.documents:
                _show_day_off(here)
        if planned.documents and (yes or (not json and _agreed("Cho gửi lời nhắc của các văn bản này?"))):
            released = runs.release(here, planned)
    if json:
        print_json(
            {
                "released": [document.id for document in released],
                "documents": [_document_json(document) for document in planned.documents],
                **_preview_json(planned.preview),
            }
        )
    elif released:
        say(f"Đã cho gửi lời nhắc của {len(released)} văn bản.")
        if planned.trial:
            remark("Đang ở chế độ thử: chỉ gửi tới các địa chỉ trong DONDOC_TRIAL_ALLOW. Bật gửi thật: dondoc arm")
    elif planned.documents:
        say("Chưa cho gửi. Để cho gửi, chạy lại với --yes.")


def _show_release(planned: "ReleasePlan") -> None:
    if not planned.documents:
        say("Không có văn bản nào chờ cho gửi lời nhắc.")
        return
    show_table(
        f"{len(planned.documents)} văn bản mới nhập chờ cho gửi lời nhắc",
        ("Số thứ tự", "Văn bản", "Nhiệm vụ"),
        ((document.id, document.name, document.tasks) for document in planned.documents),
        wide="Văn bản",
    )
    _show(planned.preview, "Nếu cho gửi, lượt nhắc hôm nay")


def _show(preview: "Preview", opening: str) -> None:
    say(f"{opening} sẽ gửi {len(preview.messages)} thư tới {preview.people} người.")
    for channel, kind, number in preview.groups():
        say(f"  {CHANNELS[channel]}, {KINDS[kind]}: {number}")
    for one in preview.messages[:_SHOWN]:
        say(f"  - {one.person} <{one.address}>, {CHANNELS[one.channel]}: {', '.join(one.names)}")
    if len(preview.messages) > _SHOWN:
        say(f"… và {len(preview.messages) - _SHOWN} thư nữa; xem đủ với --json hoặc dondoc remind --dry-run.")


def _show_day_off(here: "Installation") -> None:
    """Say why so little would go out today, and where to look at more."""
    today, policy = here.today, here.files.rhythm.reminders
    if policy.working_days_only and not here.calendar.is_working(today):
        first = here.calendar.next_working_day(today)
        say(
            f"Hôm nay là ngày nghỉ, lời nhắc đợi đến {first:%d/%m/%Y}. "
            f"Xem trước: dondoc simulate --from {first} --to {first}"
        )


def _show_held(documents: "tuple[WaitingDocument, ...]") -> None:
    if documents:
        names = "; ".join(f"{document.name} ({document.tasks} nhiệm vụ)" for document in documents)
        say(f"Chưa kể các văn bản mới nhập còn chờ cho gửi: {names}. Xem: dondoc release")


def _preview_json(preview: "Preview") -> dict[str, object]:
    return {
        "messages": len(preview.messages),
        "people": preview.people,
        "groups": [{"channel": channel, "kind": kind, "messages": n} for channel, kind, n in preview.groups()],
        "planned": [
            {
                "person": one.person,
                "to": one.address,
                "channel": one.channel,
                "kind": one.kind,
                "tasks": list(one.names),
            }
            for one in preview.messages
        ],
    }


def _document_json(document: "WaitingDocument") -> dict[str, object]:
    return {
        "id": document.id,
        "name": document.name,
        "tasks": document.tasks,
        "imported_at": document.imported_at.isoformat(timespec="seconds"),
    }

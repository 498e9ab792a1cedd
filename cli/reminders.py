"""Commands that remind: ``remind``, ``simulate``."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, progress, remark, say, show_table
from cli.speech import add
from config.clock import parse_day
from notifications.words import CHANNELS, DEADLINE, KINDS, MEETING_DAY, milestone_words

if TYPE_CHECKING:
    from notifications.decision import Skip
    from notifications.reported import SaidItem, SaidMessage
    from notifications.runs import RemindRun, ReportedMessage
    from tasks_registry.installation import Installation


LONGEST_SIMULATION = 366
"""Days."""


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    add(app, "remind", remind, "Quyết định ai cần được nhắc, đưa vào hộp gửi và gửi.")
    add(app, "simulate", simulate, "Xem trước lời nhắc của từng ngày trong một khoảng; không gửi gì.")


def remind(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ nói ai sẽ nhận gì; không ghi, không gửi.")] = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Decide, enqueue and deliver the reminders of this day."""
    from notifications import runs
    from notifications.channels.choice import recording_folder

    with opened(home, at) as here:
        if dry_run:
            run = runs.dry_run(here)
        else:
            with progress() as bar:
                job = bar.add_task("Đang gửi", total=None)
                run = runs.remind(here, lambda done: bar.update(job, completed=done.handled))
    if json:
        print_json(_remind_json(here, run))
    else:
        _show_run(run, dry_run=dry_run)
        if run.count("sent") and here.settings.smtp_url is None:
            remark(f"Chưa có máy chủ thư: các thư được ghi thành tệp trong {recording_folder(here.settings.home)}.")
    if run.count("failed"):
        raise typer.Exit(1)


def _remind_json(here: "Installation", run: "RemindRun") -> dict[str, object]:
    return {
        "at": here.now.astimezone(here.settings.zone).isoformat(timespec="seconds"),
        "trial": run.trial,
        "messages": [
            {**message_json(message.message), "status": message.status, "reason": message.reason}
            for message in run.messages
        ],
        "skipped": _skipped_json(run.skipped),
        "totals": {
            "people": len({message.message.person.id for message in run.messages}),
            "messages": len(run.messages),
            "items": sum(len(message.message.items) for message in run.messages),
            "sent": run.count("sent"),
            "failed": run.count("failed"),
        },
    }


def _skipped_json(skipped: Iterable["Skip"]) -> list[dict[str, object]]:
    """Name each task and person once for a reason, whatever the number of channels; a summary is of no task."""
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for skip in skipped:
        line: dict[str, object] = {
            "task": skip.task.code if skip.task else None,
            "person": skip.person.name if skip.person else None,
            "reason": skip.reason.value,
        }
        if skip.meeting:
            line["meeting"] = skip.meeting.id
        found.setdefault((*line.values(), skip.person.id if skip.person else None), line)
    return list(found.values())


def message_json(message: "SaidMessage") -> dict[str, object]:
    """Return a message in the shape that other programs rely on."""
    return {
        "person": message.person.name,
        "to": message.person.email,
        "channel": message.channel,
        "kind": message.kind.value,
        "items": [_item_json(item) for item in message.items],
    }


def _item_json(item: "SaidItem") -> dict[str, object]:
    day = {"milestone": item.milestone, "due": item.due.isoformat()}
    if item.task is not None:
        return {"task": item.task, **day}
    return {"meeting": item.meeting, **day} if item.meeting is not None else {**day}


_STATUS = {"planned": "sẽ gửi", "sent": "đã gửi", "failed": "chưa gửi được", "held": "giữ lại"}


def _show_run(run: "RemindRun", *, dry_run: bool) -> None:
    if not run.messages:
        say("Không có lời nhắc nào cần gửi.")
        _show_reasons(run)
        return
    show_table(
        "Xem trước lời nhắc" if dry_run else "Lời nhắc",
        ("Người nhận", "Kênh", "Loại", "Nhiệm vụ", "Kết quả"),
        (
            (
                f"{message.message.person.name} ({message.message.person.agency_code})",
                CHANNELS[message.message.channel],
                KINDS[message.message.kind],
                ", ".join(dict.fromkeys(item.name for item in message.message.items)),
                _outcome(message),
            )
            for message in run.messages
        ),
        wide="Nhiệm vụ",
    )
    for message in run.messages:
        if message.status == "failed":
            remark(f"{message.message.person.email}: {message.reason}")
    _show_reasons(run)


def _outcome(message: "ReportedMessage") -> str:
    if message.status == "held":
        return f"{_STATUS['held']}: {message.reason}"
    later = message.message.not_before
    if message.status == "planned" and later is not None:
        return f"sẽ gửi lúc {later:%H:%M}"
    return _STATUS[message.status]


def _show_reasons(run: "RemindRun") -> None:
    """Say why nothing is said of the other tasks, the reasons that somebody must act on first."""
    from notifications.decision import SkipReason

    counted = Counter(reason for _, reason in {(skip.task.id, skip.reason) for skip in run.skipped if skip.task})
    for reason in SkipReason:
        if counted[reason]:
            remark(f"{counted[reason]} nhiệm vụ không nhắc: {reason.label}.")
    if counted[SkipReason.NO_PERSON]:
        remark("Hãy ghi người nhận vào agencies.yaml; danh sách ở mục C013 của dondoc doctor.")


def simulate(
    first: Annotated[
        str, typer.Option("--from", metavar="NGÀY", help="Ngày đầu, dạng 2026-09-01.", show_default=False)
    ],
    last: Annotated[str, typer.Option("--to", metavar="NGÀY", help="Ngày cuối.", show_default=False)],
    home: Home = None,
    json: Json = False,
) -> None:
    """Say who would get what on every day of the range, from today's data; nothing is sent."""
    from notifications import runs
    from notifications.reported import of_parcel
    from tasks_registry.errors import Refused

    begin, end = parse_day(first), parse_day(last)
    if end < begin:
        raise Refused(f"Ngày cuối {end:%d/%m/%Y} đứng trước ngày đầu {begin:%d/%m/%Y}: hãy đổi lại.")
    if (end - begin).days >= LONGEST_SIMULATION:
        raise Refused(f"Chỉ xem trước được tối đa {LONGEST_SIMULATION} ngày một lần: hãy chọn khoảng ngắn hơn.")
    with opened(home) as here:
        course = [(day, list(map(of_parcel, parcels))) for day, parcels in runs.simulate(here, begin, end)]
    if json:
        print_json(
            [{"day": day, "messages": [message_json(message) for message in messages]} for day, messages in course]
        )
        return
    show_table(
        f"Lời nhắc dự kiến từ {begin:%d/%m/%Y} đến {end:%d/%m/%Y}",
        ("Ngày", "Người nhận", "Kênh", "Loại", "Nhiệm vụ"),
        (
            (
                f"{day:%d/%m/%Y}",
                f"{message.person.name} ({message.person.agency_code})",
                CHANNELS[message.channel],
                KINDS[message.kind],
                ", ".join(_item(item) for item in message.items),
            )
            for day, messages in course
            for message in messages
        ),
        wide="Nhiệm vụ",
    )


def _item(item: "SaidItem") -> str:
    return f"{item.name} ({milestone_words(item.milestone, DEADLINE if item.meeting is None else MEETING_DAY)})"

"""Commands on versions of reports: ``report versions``, ``report differences``, ``report send``."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, remark, say, show_table
from cli.speech import add

if TYPE_CHECKING:
    from notifications.report_news.store import Sending
    from reports.versions.differences import Differences, TaskChange
    from tasks_registry.store import ReportVersionView

Number = Annotated[int, typer.Argument(metavar="SỐ", help="Số của hội nghị trong dondoc meetings.", show_default=False)]
_STATES = {
    "held": "chờ duyệt",
    "pending": "đang chờ gửi",
    "claimed": "đang gửi",
    "sent": "đã gửi",
    "dead": "không gửi được",
    "uncertain": "chưa rõ đã tới",
    "withdrawn": "đã thôi gửi",
}


def register(reports: typer.Typer) -> None:
    """Add the commands to the group ``report``."""
    add(reports, "versions", versions, "Các bản báo cáo đã lập cho một hội nghị: số liệu, tệp, đã gửi ai.")
    add(reports, "differences", differences, "Số liệu khác nhau thế nào giữa hai bản, hoặc từ bản cuối đến nay.")
    add(reports, "send", send, "Gửi một bản báo cáo cho những người có tên trong danh sách nhận.")


def versions(number: Number, home: Home = None, at: At = None, json: Json = False) -> None:
    """List the versions of a meeting's report."""
    from notifications.report_news.runs import sendings_of
    from reports.versions.facts import from_json
    from reports.versions.runs import versions_of

    with opened(home, at) as here:
        found = versions_of(here, number)
        sent = sendings_of(here, [version.id for version in found])
        zone = here.settings.zone
    if json:
        print_json(
            [
                {
                    "number": version.number,
                    "as_of": version.as_of.isoformat(),
                    "lead_day": version.lead_day.isoformat() if version.lead_day else None,
                    "made_at": version.made_at.astimezone(zone).isoformat(timespec="seconds"),
                    "made_by": version.made_by,
                    "figures": asdict(from_json(version.facts).figures),
                    "folder": version.folder,
                    "files": [{"name": file.name, "sha256": file.sha256} for file in version.files],
                    "sent": [asdict(one) for one in sent.get(version.id, ())],
                }
                for version in found
            ]
        )
        return
    if not found:
        say(f"Chưa có bản báo cáo nào. Hãy lập: dondoc report meeting {number}")
        return
    show_table(
        "Các bản báo cáo",
        ("Bản số", "Số liệu đến", "Lập lúc", "Người lập", "Quá hạn", "Đã gửi"),
        (
            (
                version.number,
                f"{version.as_of:%d/%m/%Y}",
                f"{version.made_at.astimezone(zone):%H:%M %d/%m}",
                version.made_by,
                _overdue(version),
                _told(sent.get(version.id, [])),
            )
            for version in found
        ),
        wide="Người lập",
    )
    for version in found:
        for file in version.files:
            say(f"Bản số {version.number}: {file.name}")
    say(f"Thư mục của bản cuối: {found[-1].folder}")


def differences(
    number: Number,
    earlier: Annotated[
        Optional[int],  # noqa: UP045 Typer reads this at run time
        typer.Option("--from", metavar="N", help="Bản trước (mặc định: bản cuối cùng, hoặc bản liền trước --to)."),
    ] = None,
    later: Annotated[str, typer.Option("--to", metavar="N|now", help="Bản sau, hoặc now: số liệu hiện nay.")] = "now",
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Show what changed between two versions, or from one to today."""
    from reports.versions.runs import differences_of, titles_of
    from tasks_registry.errors import Refused

    if later != "now" and not later.isdecimal():
        raise Refused(f"--to nhận số của một bản hoặc now, không nhận “{later}”.")
    with opened(home, at) as here:
        before, after, found = differences_of(here, number, earlier, None if later == "now" else int(later))
        titles = titles_of(here, {one.code for one in found.tasks})
    until = f"bản số {after.number}" if after else "hiện nay"
    if json:
        print_json({"from": before.number, "to": after.number if after else "now", **_as_json(found)})
        return
    if not found:
        say(f"Không có gì khác giữa bản số {before.number} (số liệu đến ngày {before.as_of:%d/%m/%Y}) và {until}.")
        return
    if found.meeting:
        say(f"{found.meeting.words}.")
    if found.figures:
        show_table(
            f"Số liệu, từ bản số {before.number} đến {until}",
            ("Số liệu", "Trước", "Sau"),
            ((one.label, one.before, one.now) for one in found.figures),
            wide="Số liệu",
        )
    if found.tasks:
        show_table(
            f"Nhiệm vụ, từ bản số {before.number} đến {until}",
            ("Mã", "Thay đổi và nhiệm vụ"),
            ((one.code, f"{_change(one)}\n{titles.get(one.code, '')}") for one in found.tasks),
            wide="Thay đổi và nhiệm vụ",
        )


def send(
    number: Number,
    version: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--version", metavar="N", help="Bản cần gửi (mặc định: bản cuối cùng).", show_default=False),
    ] = None,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Put a version into the outbox for everybody who is named for it; nobody gets one version twice."""
    from flows.report_news import send as hand_over

    with opened(home, at) as here:
        told, handed = hand_over(here, number, version)
    if json:
        print_json(
            {
                "version": told.version.number,
                "messages": list(handed.message_ids),
                "people": [person.email for person in handed.people],
                "before": [person.email for person in handed.before],
                "unknown": list(handed.unknown),
                "not_handed": [{"person": one.person.email, "reason": one.words} for one in handed.not_handed],
            }
        )
        return
    for address in handed.unknown:
        remark(f"Không có ai dùng địa chỉ thư {address} (mục meeting_report_sending trong rhythm.yaml).")
    for one in handed.not_handed:
        remark(f"{one.person.name}: không gửi ({one.words}).")
    if handed.before:
        say(f"Đã gửi trước đây, không gửi lại: {', '.join(person.name for person in handed.before)}.")
    if handed.people:
        names = ", ".join(person.name for person in handed.people)
        say(f"Bản số {told.version.number} được gửi ở lần gửi tới (dondoc deliver) cho: {names}.")
    elif not (handed.before or handed.not_handed):
        say("Không có ai để gửi. Hãy xem mục meeting_report_sending trong rhythm.yaml.")


def _overdue(version: "ReportVersionView") -> str:
    from reports.versions.facts import from_json

    figures = from_json(version.facts).figures
    return f"{figures.open_overdue} trong {figures.total}"


def _told(sent: "list[Sending]") -> str:
    """Say to how many people a version went, and how the others stand: ``3; 1 không gửi được``."""
    counts: dict[str, int] = {}
    for one in sent:
        counts[one.state] = counts.get(one.state, 0) + 1
    return "; ".join(f"{count} {_STATES.get(state, state)}" for state, count in counts.items())


def _change(one: "TaskChange") -> str:
    return f"{one.words}{' (mục của chương trình)' if one.agenda else ''}{f'. {one.detail}' if one.detail else ''}"


def _as_json(found: "Differences") -> dict[str, Any]:
    return {
        "material": found.material,
        "meeting": found.meeting.words if found.meeting else None,
        "figures": [asdict(one) for one in found.figures],
        "tasks": [
            {
                "what": one.what.name.lower(),
                "code": one.code,
                "agenda": one.agenda,
                "words": one.words,
                "detail": one.detail,
                "material": one.material,
            }
            for one in found.tasks
        ],
    }

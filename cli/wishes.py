"""Commands on how people are reached: ``wish …``, ``contact …``, ``unreached``."""

from dataclasses import asdict
from datetime import time
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, say, show_table
from cli.people import Email
from cli.speech import add, group
from config.clock import parse_day
from notifications.words import CHANNELS

if TYPE_CHECKING:
    from notifications.contacts import Contact
    from notifications.people_runs import WishSheet

_KINDS = {
    "email": "thư điện tử",
    "zalo-oa": "Zalo (OA)",
    "zalo-bot": "Zalo (bot)",
    "zalo-phone": "Zalo (số điện thoại)",
    "zalo-group": "nhóm Zalo",
}


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    wish = group("wish", "Cách mỗi người muốn nhận lời nhắc.")
    add(wish, "show", show, "Xem một người muốn nhận lời nhắc thế nào, và thực tế nhận bằng kênh nào.")
    add(wish, "set", set_, "Đổi cách nhận: kênh, thư tổng hợp hay từng việc, giờ, tạm ngừng, ngừng hẳn.")
    app.add_typer(wish)
    contact = group("contact", "Địa chỉ nhận tin: địa chỉ nào hỏng, dùng lại địa chỉ đã sửa.")
    add(contact, "list", contacts, "Danh sách địa chỉ đã biết tình trạng, địa chỉ hỏng trước.")
    add(contact, "clear", clear, "Dùng lại một địa chỉ từng bị đánh dấu hỏng.")
    app.add_typer(contact)
    add(app, "unreached", unreached, "Ai có nhiệm vụ quá hạn mà lời nhắc không đến, và vì sao.")


def show(email: Email, home: Home = None, at: At = None, json: Json = False) -> None:
    """Show what a person wishes and what comes of it."""
    from notifications.people_runs import wish_of

    with opened(home, at) as here:
        sheet = wish_of(here, email)
    _print(sheet, json=json)


def set_(
    email: Email,
    channel: Annotated[
        Optional[list[str]],  # noqa: UP045 Typer reads this at run time
        typer.Option(
            "--channel", metavar="KÊNH", help="email, zalo hoặc zalo-group; nhắc lại được.", show_default=False
        ),
    ] = None,
    single: Annotated[
        Optional[bool],  # noqa: UP045
        typer.Option("--single/--digest", help="Mỗi việc một thư, hay một thư tổng hợp.", show_default=False),
    ] = None,
    hour: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--hour", metavar="GIỜ", help="Giờ nhận thư tổng hợp, ví dụ 07:30.", show_default=False),
    ] = None,
    mute_until: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--mute-until", metavar="NGÀY", help="Tạm ngừng nhắc đến hết ngày này.", show_default=False),
    ] = None,
    unmute: Annotated[bool, typer.Option("--unmute", help="Thôi tạm ngừng, nhắc lại từ bây giờ.")] = False,
    subscribe: Annotated[
        Optional[bool],  # noqa: UP045
        typer.Option("--subscribe/--unsubscribe", help="Nhận lại, hay ngừng nhận lời nhắc.", show_default=False),
    ] = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="Bỏ kênh, cách gộp và giờ riêng: theo quy định chung.")
    ] = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Change how somebody is reminded; what is not named stays as it is."""
    from notifications.people_runs import WishChange, change_wish
    from notifications.wishes import UNSET
    from tasks_registry.errors import Refused

    if unmute and mute_until is not None:
        raise Refused("Chỉ dùng một trong hai: --mute-until hoặc --unmute.")
    usual = None if reset else UNSET
    change = WishChange(
        channels=channel or usual,
        single=usual if single is None else single,
        digest_hour=usual if hour is None else _hour(hour),
        muted_until=parse_day(mute_until) if mute_until is not None else None if unmute else UNSET,
        unsubscribed=UNSET if subscribe is None else not subscribe,
    )
    with opened(home, at) as here:
        sheet = change_wish(here, email, change)
    _print(sheet, json=json)


def _hour(text: str) -> time:
    from tasks_registry.errors import Refused

    try:
        return time.fromisoformat(text)
    except ValueError:
        raise Refused(f"Không hiểu giờ “{text}”: hãy ghi dạng 07:30.") from None


def _print(sheet: "WishSheet", *, json: bool) -> None:
    from notifications.wishes import facts_of

    wish, reach = sheet.wish, sheet.reach
    if json:
        print_json(
            {
                "name": sheet.name,
                "email": sheet.email,
                **facts_of(wish),
                "reached_by": list(reach.channels),
                "reached_at": f"{reach.digest_hour:%H:%M}",
            }
        )
        return
    usual = "theo quy định chung"
    say(f"{sheet.name} <{sheet.email}>")
    say("  Kênh: " + (usual if wish.channels is None else ", ".join(CHANNELS[name] for name in wish.channels)))
    say("  Cách gộp: " + {None: usual, False: "thư tổng hợp", True: "mỗi việc một thư"}[wish.single])
    say("  Giờ nhận: " + (usual if wish.digest_hour is None else f"{wish.digest_hour:%H:%M}"))
    if wish.muted_until is not None:
        say(f"  Tạm ngừng nhắc đến hết ngày {wish.muted_until:%d/%m/%Y}")
    if wish.unsubscribed:
        say("  Đã ngừng nhận lời nhắc; việc quá hạn vẫn có trong danh sách của văn phòng.")
    words = ", ".join(CHANNELS[name] for name in reach.channels)
    say(f"  Thực tế nhận bằng: {words or 'không kênh nào'}, từ {reach.digest_hour:%H:%M}")


def contacts(
    flagged: Annotated[bool, typer.Option("--flagged", help="Chỉ những địa chỉ hỏng.")] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """List the addresses of which something is known."""
    from notifications.people_runs import contact_list

    with opened(home) as here:
        found, zone = contact_list(here, flagged_only=flagged), here.settings.zone
    if json:
        print_json([{**asdict(one), "kind": one.kind.value} for one in found])
        return
    show_table(
        f"{len(found)} địa chỉ",
        ("Của ai", "Loại", "Địa chỉ", "Tình trạng", "Từ", "Lý do"),
        (
            (
                one.owner or "không còn ai dùng",
                _KINDS[one.kind],
                one.address,
                "hỏng" if one.flagged else "dùng được",
                f"{one.since.astimezone(zone):%d/%m/%Y}",
                _reason(one),
            )
            for one in found
        ),
        wide="Lý do",
    )


def _reason(contact: "Contact") -> str:
    code = f" ({contact.code})" if contact.code and contact.code not in (contact.reason or "") else ""
    return f"{contact.reason or ''}{code}"


def clear(
    target: Annotated[
        str,
        typer.Argument(metavar="ĐỊA-CHỈ", help="Địa chỉ, hoặc địa chỉ thư của người đó.", show_default=False),
    ],
    home: Home = None,
    at: At = None,
) -> None:
    """Use addresses again that were found not to work."""
    from notifications.people_runs import clear_contacts

    with opened(home, at) as here:
        found = clear_contacts(here, target)
    say(f"Dùng lại từ nay: {', '.join(one.address for one in found)}.")


def unreached(home: Home = None, at: At = None, json: Json = False) -> None:
    """List who has overdue tasks and is not reached, and why."""
    from notifications.people_runs import not_reached

    with opened(home, at) as here:
        found = not_reached(here)
    if json:
        print_json(
            [
                {
                    "person": one.person.name if one.person else None,
                    "email": one.person.email if one.person else None,
                    "agency": one.person.agency_code if one.person else None,
                    "reason": one.reason.value,
                    "until": one.until,
                    "tasks": list(one.codes),
                }
                for one in found
            ]
        )
        return
    if not found:
        say("Ai có nhiệm vụ quá hạn cũng nhận được lời nhắc.")
        return
    say(f"{sum(len(one.codes) for one in found)} nhiệm vụ quá hạn mà lời nhắc không đến ai:")
    for one in found:
        who = f"{one.person.name} ({one.person.agency_code}), " if one.person else ""
        until = f" đến hết ngày {one.until:%d/%m/%Y}" if one.until else ""
        say(f"- {who}{one.reason.label}{until}: {', '.join(one.codes)}")

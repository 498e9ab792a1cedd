"""Commands on Zalo: ``zalo …`` sets it up and links people, ``zalo-standin`` plays Zalo's servers for trying out."""

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, say, show_table
from cli.speech import add, group

Email = Annotated[str, typer.Argument(metavar="THƯ", help="Địa chỉ thư của người đó.", show_default=False)]
_KINDS = {"zalo-oa": "tài khoản OA", "zalo-bot": "Zalo Bot", "zalo-phone": "số điện thoại", "zalo-group": "nhóm"}


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    zalo = group("zalo", "Zalo: cấp quyền, liên kết người nhận, tình trạng.")
    add(zalo, "challenge", challenge, "In mã code_challenge để ghi vào trang quản lý ứng dụng Zalo.")
    add(zalo, "grant", grant, "Lưu quyền gửi Zalo của cơ quan, đọc từ đầu vào chuẩn hoặc --file.")
    add(zalo, "status", status, "Tình trạng Zalo: quyền gửi, mẫu tin, số người đã liên kết.")
    add(zalo, "refresh", refresh, "Làm mới mã truy cập nếu đã đến lúc (bình thường tự làm).")
    add(zalo, "link", link, "Cấp mã 6 chữ số để một người nhắn cho OA hoặc Bot mà liên kết.")
    add(zalo, "phone", phone, "Ghi số điện thoại nhận tin Zalo của một người.")
    add(zalo, "poll", poll, "Lấy tin người dùng đã nhắn cho Zalo Bot, khi chưa có webhook.")
    app.add_typer(zalo)
    add(app, "zalo-standin", standin, "Chạy máy chủ giả thay Zalo để thử, chỉ trên máy này.")


def challenge(home: Home = None, at: At = None) -> None:
    """Print the PKCE challenge of this installation."""
    from notifications.channels.zalo import runs

    with opened(home, at) as here:
        say(runs.challenge(here))


def grant(
    file: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--file", metavar="TỆP", help="Đọc từ tệp thay cho đầu vào chuẩn.", show_default=False),
    ] = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Store the office's grant; secrets are never arguments, which other users of the machine could see."""
    from config.errors import SettingError
    from notifications.channels.zalo import runs

    try:
        given = file.read_text("utf-8") if file is not None else sys.stdin.read()
    except (OSError, UnicodeDecodeError):
        raise SettingError(f"Không đọc được tệp {file}. Hãy kiểm tra đường dẫn và quyền đọc.") from None
    with opened(home, at) as here:
        stored = runs.grant(here, given)
        until = stored.expires_at.astimezone(here.settings.zone)
    say(f"Đã lưu quyền gửi Zalo; mã truy cập dùng đến {until:%H:%M ngày %d/%m/%Y} và tự làm mới.")


def status(
    ask: Annotated[bool, typer.Option("--ask", help="Hỏi cả máy chủ Zalo về OA và mẫu tin.")] = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Tell how Zalo stands."""
    from notifications.channels.zalo import runs

    with opened(home, at) as here:
        found, zone = runs.status(here), here.settings.zone
        faults = runs.ask(here) if ask else []
    stored = found.grant
    if json:
        print_json(
            {
                "account": found.account,
                "bot": found.bot,
                "template": found.template,
                "groups": found.groups,
                "grant": None
                if stored is None
                else {
                    "expires_at": stored.expires_at,
                    "refreshed_at": stored.refreshed_at,
                    "dead": stored.dead,
                    "trouble": stored.trouble,
                },
                "contacts": found.contacts,
                "signatures": found.signatures,
                "faults": faults if ask else None,
            }
        )
        return
    if not found.account:
        words = "chưa thiết lập"
    elif stored is None:
        words = "chưa cấp quyền: hãy chạy dondoc zalo grant"
    elif stored.dead:
        words = "quyền đã mất: quản trị OA cấp lại, rồi chạy dondoc zalo grant"
    else:
        words = f"mã truy cập dùng đến {stored.expires_at.astimezone(zone):%H:%M ngày %d/%m/%Y}"
        if stored.trouble is not None:
            words += f"; lần làm mới gần nhất không được ({stored.trouble})"
    rows = [
        ("OA", words),
        ("Mẫu tin", found.template or "chưa ghi trong office.yaml"),
        ("Nhóm", found.groups),
        ("Bot", "đã thiết lập" if found.bot else "chưa thiết lập"),
        *((_KINDS[kind].capitalize(), f"{count} người") for kind, count in sorted(found.contacts.items())),
        *(("Zalo trả lời", fault) for fault in faults or (["OA và mẫu tin dùng được"] if ask else [])),
        *((f"Ký {first}", f"{count} webhook") for first, count in sorted(found.signatures.items())),
    ]
    show_table("Zalo", ("Mục", "Tình trạng"), rows, wide="Tình trạng")


def refresh(home: Home = None, at: At = None) -> None:
    """Renew the grant when it is time."""
    from notifications.channels.zalo import runs

    with opened(home, at) as here:
        until = runs.refresh(here).expires_at.astimezone(here.settings.zone)
    say(f"Mã truy cập Zalo dùng đến {until:%H:%M ngày %d/%m/%Y}.")


def link(email: Email, home: Home = None, at: At = None, json: Json = False) -> None:
    """Print a one-time code that links a person's account."""
    from notifications.channels.zalo import runs

    with opened(home, at) as here:
        code, until = runs.link_code(here, email)
        local = until.astimezone(here.settings.zone)
    if json:
        print_json({"code": code, "until": local})
        return
    say(f"Mã {code}, dùng một lần đến {local:%H:%M}. {email} mở Zalo, nhắn mã này cho OA hoặc Bot của cơ quan.")


def phone(
    email: Email,
    number: Annotated[str, typer.Argument(metavar="SỐ", help="Số di động, ví dụ 0912345678.", show_default=False)],
    home: Home = None,
    at: At = None,
) -> None:
    """Store the telephone number of a person."""
    from notifications.channels.zalo import runs

    with opened(home, at) as here:
        runs.set_phone(here, email, number)
    say(f"Đã ghi số điện thoại nhận tin Zalo của {email}.")


def poll(home: Home = None, at: At = None) -> None:
    """Fetch what people wrote to the bot."""
    from notifications.channels.zalo import runs

    with opened(home, at) as here:
        texts, links = runs.poll(here)
    say(f"Đã nhận {texts} tin, liên kết {links} người.")


def standin(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Cổng; 0: cổng trống bất kỳ.")] = 8090,
    home: Home = None,
) -> None:
    """Play Zalo's servers on this machine until told to stop; with ``--home`` ready for that installation."""
    import signal
    import threading

    from cli.options import settings_of
    from config.clock import system_clock
    from notifications.zalo_standin.sample import lines_for, sample_zalo
    from notifications.zalo_standin.server import running

    settings = settings_of(home)
    zalo = sample_zalo(lambda: system_clock().astimezone(settings.zone))
    stopped = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopped.set())
    with running(zalo, port) as address:
        for line in lines_for(zalo, address):
            say(line)
        sys.stdout.flush()
        stopped.wait()
    say(f"Đã dừng; máy chủ giả đã nhận {len(zalo.sent)} tin.")

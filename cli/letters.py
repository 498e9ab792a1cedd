"""Commands on the templates of letters: ``letter list``, ``export``, ``check``, ``preview``, ``install``."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from cli.options import At, Home, Json, instant, settings_of
from cli.output import print_json, remark, say, show_table
from cli.speech import add, group

File = Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp mẫu đã sửa.", show_default=False)]
As = Annotated[
    Optional[str],  # noqa: UP045 Typer reads this at run time
    typer.Option("--as", metavar="TÊN", help="Tên mẫu, nếu khác tên tệp: digest.html, foot.txt…", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    letter = group("letter", "Mẫu thư nhắc việc: xem, sửa, kiểm tra, đưa vào dùng.")
    add(letter, "list", list_all, "Các mẫu thư và phiên bản đang dùng.")
    add(letter, "export", export, "Lấy một mẫu ra tệp để sửa.")
    add(letter, "check", check, "Kiểm tra một mẫu đã sửa; nêu tệp, dòng, thẻ sai.")
    add(letter, "preview", preview, "Viết thử mọi loại thư với số liệu mẫu để xem.")
    add(letter, "install", install, "Kiểm tra rồi đưa một mẫu vào dùng.")
    app.add_typer(letter)


_PURPOSES = {
    "digest": "thư nhắc việc (tổng hợp, từng việc)",
    "notice": "thông báo thay đổi",
    "weekly": "tổng hợp tuần cho lãnh đạo",
    "escalation": "đôn đốc nhiệm vụ quá hạn",
    "head": "phần đầu mọi thư; màu, cỡ chữ",
    "item": "một nhiệm vụ, một cuộc họp",
    "foot": "phần cuối: liên hệ, ngừng nhận thư",
}

_IN_USE = {(False, False): "có sẵn", (False, True): "của cơ quan", (True, True): "có sẵn (mẫu riêng hỏng)"}


def list_all(home: Home = None, json: Json = False) -> None:
    """List the templates, and which version of each is in use."""
    from notifications.letters.shelf import shelf

    templates = shelf(settings_of(home).home)
    if json:
        print_json([{"name": found.name, "own": found.own, "fault": found.fault} for found in templates])
        return
    used = {found.name: _IN_USE[found.fault is not None, found.own] for found in templates}
    show_table(
        "Mẫu thư",
        ("Mẫu", "Dùng cho", "Tệp .html", "Tệp .txt"),
        ((stem, what, used[f"{stem}.html"], used[f"{stem}.txt"]) for stem, what in _PURPOSES.items()),
        wide="Dùng cho",
    )
    for found in templates:
        if found.fault:
            remark(found.fault)


def export(
    name: Annotated[str, typer.Argument(metavar="TÊN", help="digest.html, foot.txt…", show_default=False)],
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--out", metavar="TỆP", help="Ghi vào tệp này (mặc định: tệp cùng tên ở đây).", show_default=False
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Ghi đè tệp đã có.")] = False,
    home: Home = None,
) -> None:
    """Write the template that is in use to a file, for editing."""
    from notifications.letters import shelf

    target = out or Path(name)
    shelf.export(settings_of(home).home, name, target, replace=force)
    say(f"Đã ghi mẫu {name} vào {target}. Sửa xong, hãy chạy: dondoc letter check {target}")


def check(file: File, name: As = None, home: Home = None) -> None:
    """Try a template with sample data; says what is wrong and where."""
    from notifications.letters import shelf

    shelf.check(settings_of(home).home, file, name)
    say(f"Mẫu {name or file.name} dùng được. Xem thử: dondoc letter preview --file {file}")


def preview(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Thư mục để ghi các thư mẫu.")] = Path("thu-mau"),
    file: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--file", metavar="TỆP", help="Xem như mẫu này đã đưa vào dùng.", show_default=False),
    ] = None,
    name: As = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Write every kind of letter with sample data."""
    from notifications.letters import shelf

    settings = settings_of(home)
    written = shelf.preview(settings.home, out, instant(at, settings), file=file, name=name)
    say(f"Đã ghi {len(written)} tệp vào {out}: .html mở bằng trình duyệt, .eml mở bằng phần mềm thư.")


def install(file: File, name: As = None, home: Home = None) -> None:
    """Put a template into use once it has passed the check."""
    from notifications.letters import shelf
    from notifications.letters.templates import templates_folder

    settings = settings_of(home)
    done = shelf.install(settings.home, file, name)
    say(f"Đã đưa mẫu {done} vào dùng; thư gửi từ nay viết theo mẫu này.")
    say(f"Để trở lại mẫu có sẵn, hãy xóa tệp {templates_folder(settings.home) / done}.")

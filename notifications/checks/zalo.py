"""Start-up check of Zalo."""

from collections.abc import Iterator
from datetime import datetime

from config.checks import Finding, Level
from config.errors import DondocError, SettingError
from config.settings import Settings
from tasks_registry.installation import open_installation


def check_zalo(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C019: Zalo is set up whole, and its grant can be used and renewed (nobody is asked)."""
    from notifications.channels.zalo import runs as zalo  # most offices begin without it

    try:
        with open_installation(settings, now) as here:
            found = zalo.status(here)
    except SettingError as error:
        yield Finding("C019", Level.FAILURE, str(error), "Xem mục Zalo của docs/settings.md.")
        return
    except DondocError:
        return  # C002 and C004 have said it
    if not found.account:
        bot = "Nhắn tin Zalo bằng Bot" if found.bot else "Chưa dùng Zalo"
        yield Finding("C019", Level.OK, bot)
    elif found.grant is None or found.grant.dead:
        text = "Cơ quan chưa cấp quyền gửi Zalo." if found.grant is None else "Quyền gửi Zalo đã mất."
        yield Finding("C019", Level.FAILURE, text, "Quản trị OA cấp quyền, rồi chạy: dondoc zalo grant")
    elif found.grant.trouble is not None:
        text = f"Lần làm mới mã truy cập Zalo gần nhất không được ({found.grant.trouble})."
        yield Finding("C019", Level.WARNING, text, "Hãy chạy: dondoc zalo refresh")
    else:
        until = found.grant.expires_at.astimezone(settings.zone)
        yield Finding("C019", Level.OK, f"Quyền gửi Zalo dùng được, mã hiện nay đến {until:%H:%M ngày %d/%m/%Y}")

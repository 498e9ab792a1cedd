"""Start-up checks of sending: trial mode, mail server, messages that were given up."""

from collections.abc import Iterator
from datetime import datetime

from config.checks import Check, Finding, Level
from config.database import reading
from config.errors import DondocError, SettingError
from config.settings import Settings
from notifications import outbox
from notifications.channels.choice import recording_folder
from tasks_registry import store
from tasks_registry.installation import open_installation

_NAMED = 5
"""How many task codes a finding names."""


def check_trial(settings: Settings, _now: datetime) -> Iterator[Finding]:
    """C010: whether people outside the allow-list are written to."""
    if settings.trial is not False:
        allowed = len(settings.allowed_recipients)
        text = f"Đang ở chế độ thử: chỉ gửi tới {allowed} địa chỉ trong DONDOC_TRIAL_ALLOW."
        if not allowed:
            text = "Đang ở chế độ thử: chưa gửi tới ai."
        yield Finding(
            "C010", Level.WARNING, text, "Xem trước bằng dondoc remind --dry-run, rồi đặt DONDOC_TRIAL=false."
        )
    else:
        yield Finding("C010", Level.OK, "Gửi thật tới mọi người nhận")


def check_mail_server(settings: Settings, _now: datetime) -> Iterator[Finding]:
    """C011: a mail server is named and its address can be used (no connection is made)."""
    if settings.smtp_url is None:
        text = f"Chưa có máy chủ thư: thư được ghi thành tệp trong {recording_folder(settings.home)}."
        level = (
            Level.WARNING if settings.trial is not False else Level.FAILURE
        )  # armed, people would wait for mail in vain
        yield Finding("C011", level, text, "Đặt DONDOC_SMTP_URL, xem docs/settings.md.")
        return
    from notifications.channels.email import EmailChannel  # Apprise takes half a second to import

    try:
        channel = EmailChannel(settings.smtp_url.get_secret_value())
    except DondocError as error:
        yield Finding("C011", Level.FAILURE, str(error), "Sửa DONDOC_SMTP_URL.")
        return
    yield Finding("C011", Level.OK, f"Gửi thư từ địa chỉ {channel.sender.addr_spec}")


def check_outbox(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C012: messages that were given up or still wait; C013: open tasks that nobody can be reminded of."""
    try:
        with open_installation(settings, now) as here, reading(here.engine) as session:
            waiting, dead = outbox.waiting_and_dead(session, here.committee)
            watched = store.task_views(session, here.committee, states=outbox.WATCHED)
            people = store.load_directory(session, here.committee).people
    except DondocError:
        return  # C002 and C004 have said it
    unheard = [task.code for task in watched if task.officer is None]
    if dead:
        yield Finding(
            "C012",
            Level.FAILURE,
            f"{dead} thư không gửi được, {waiting} thư đang chờ.",
            "Xem địa chỉ thư của người nhận trong agencies.yaml.",
        )
    elif waiting:
        yield Finding("C012", Level.WARNING, f"{waiting} thư đang chờ gửi.", "Hãy chạy: dondoc deliver")
    else:
        yield Finding("C012", Level.OK, "Không có thư hỏng, không có thư chờ")
    if not people:
        text = "Chưa có người nhận nhắc việc nào."
        yield Finding("C013", Level.WARNING, text, "Ghi người phụ trách của từng cơ quan vào agencies.yaml.")
    elif unheard:
        named = ", ".join(unheard[:_NAMED]) + ("…" if len(unheard) > _NAMED else "")
        text = f"{len(unheard)} nhiệm vụ chưa có người nhận nhắc việc: {named}"
        yield Finding("C013", Level.WARNING, text, "Ghi người phụ trách của cơ quan vào agencies.yaml.")
    else:
        yield Finding("C013", Level.OK, "Nhiệm vụ nào cũng có người nhận nhắc việc")


def check_zalo(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C020: Zalo is set up whole, and its grant can be used and renewed (nobody is asked)."""
    from notifications.channels.zalo import runs as zalo  # most offices begin without it

    try:
        with open_installation(settings, now) as here:
            found = zalo.status(here)
    except SettingError as error:
        yield Finding("C020", Level.FAILURE, str(error), "Xem mục Zalo của docs/settings.md.")
        return
    except DondocError:
        return  # C002 and C004 have said it
    if not found.account:
        bot = "Nhắn tin Zalo bằng Bot" if found.bot else "Chưa dùng Zalo"
        yield Finding("C020", Level.OK, bot)
    elif found.grant is None or found.grant.dead:
        text = "Cơ quan chưa cấp quyền gửi Zalo." if found.grant is None else "Quyền gửi Zalo đã mất."
        yield Finding("C020", Level.FAILURE, text, "Quản trị OA cấp quyền, rồi chạy: dondoc zalo grant")
    elif found.grant.trouble is not None:
        text = f"Lần làm mới mã truy cập Zalo gần nhất không được ({found.grant.trouble})."
        yield Finding("C020", Level.WARNING, text, "Hãy chạy: dondoc zalo refresh")
    else:
        until = found.grant.expires_at.astimezone(settings.zone)
        yield Finding("C020", Level.OK, f"Quyền gửi Zalo dùng được, mã hiện nay đến {until:%H:%M ngày %d/%m/%Y}")


SENDING: tuple[Check, ...] = (check_trial, check_mail_server, check_outbox, check_zalo)

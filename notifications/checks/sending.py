"""Start-up checks of what is sent: trial mode, mail server, what has not arrived, own templates of letters."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from config.checks import Finding, Level
from config.database import reading
from config.errors import DondocError
from config.reminders import CHANNELS
from config.settings import Settings
from notifications import going_live, outbox
from notifications.channels.choice import recording_folder
from notifications.letters.checking import check_templates
from notifications.letters.templates import load_templates, templates_folder
from notifications.models import MessageState
from notifications.words import CHANNELS as CHANNEL_WORDS
from tasks_registry.installation import open_installation


def check_trial(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C010: whether people outside the allow-list are written to."""
    if not _in_trial(settings, now):
        yield Finding("C010", Level.OK, "Gửi thật tới mọi người nhận")
        return
    allowed = len(settings.allowed_recipients)
    text = f"Đang ở chế độ thử: chỉ gửi tới {allowed} địa chỉ trong DONDOC_TRIAL_ALLOW."
    if not allowed:
        text = "Đang ở chế độ thử: chưa gửi tới ai."
    mend = "Xem trước bằng dondoc remind --dry-run, rồi bật gửi thật: dondoc arm"
    if settings.trial is True:
        mend = "Xem trước bằng dondoc remind --dry-run, bỏ DONDOC_TRIAL=true, rồi bật gửi thật: dondoc arm"
    yield Finding("C010", Level.WARNING, text, mend)


def _in_trial(settings: Settings, now: datetime) -> bool:
    """Tell whether only the allow-list is written to; an installation that cannot be opened was never armed."""
    if settings.trial is not None:
        return settings.trial
    try:
        with open_installation(settings, now) as here, reading(here.engine) as session:
            return going_live.in_trial(session, here.committee, settings)
    except DondocError:
        return True  # C002 and C004 say why


def check_mail_server(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C011: a mail server is named and its address can be used (no connection is made)."""
    if settings.smtp_url is None:
        text = f"Chưa có máy chủ thư: thư được ghi thành tệp trong {recording_folder(settings.home)}."
        # Armed, people would wait for mail in vain.
        level = Level.WARNING if _in_trial(settings, now) else Level.FAILURE
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
    """C012: messages that were given up, need somebody, or still wait."""
    try:
        with open_installation(settings, now) as here, reading(here.engine) as session:
            left = Counter(message.state for message in outbox.undelivered(session, here.committee))
            stopped = [name for name in CHANNELS if outbox.standing_of(session, here.committee, name).needs_operator]
    except DondocError:
        return  # C002 and C004 have said it
    dead, uncertain = left[MessageState.DEAD], left[MessageState.UNCERTAIN]
    waiting, held = left[MessageState.PENDING] + left[MessageState.CLAIMED], left[MessageState.HELD]
    if stopped:
        named = ", ".join(CHANNEL_WORDS[name] for name in stopped)
        text = f"Kênh {named} đang ngừng, phải có người sửa; {waiting} thư đang chờ."
        yield Finding("C012", Level.FAILURE, text, "Xem lý do: dondoc outbox. Sửa xong hãy chạy: dondoc deliver --now")
    elif dead or uncertain:
        text = f"{dead} thư không gửi được, {uncertain} thư chưa rõ đã tới hay chưa, {waiting} thư đang chờ."
        mend = "Xem lý do: dondoc outbox. Sửa xong hãy chạy: dondoc resend --all-dead"
        yield Finding("C012", Level.FAILURE, text, mend)
    elif held:
        text = f"{held} thư chờ duyệt, {waiting} thư đang chờ gửi."
        yield Finding("C012", Level.WARNING, text, "Xem và duyệt: dondoc draft list")
    elif waiting:
        yield Finding("C012", Level.WARNING, f"{waiting} thư đang chờ gửi.", "Hãy chạy: dondoc deliver")
    else:
        yield Finding("C012", Level.OK, "Không có thư hỏng, không có thư chờ")


def check_letters(settings: Settings, _now: datetime) -> Iterator[Finding]:
    """C014: the office's own templates of letters can be used; those that cannot are replaced by the built-in ones."""
    templates = load_templates(templates_folder(settings.home), check_templates)
    for fault in templates.faults:
        text = f"Mẫu thư riêng không dùng được, đang thay bằng mẫu có sẵn – {fault}"
        mend = "Sửa rồi chạy dondoc letter install, hoặc xóa tệp trong thư mục templates/letters."
        yield Finding("C014", Level.WARNING, text, mend)
    if not templates.faults:
        own = ", ".join(templates.own)
        yield Finding("C014", Level.OK, f"Mẫu thư của cơ quan: {own}" if own else "Đang dùng mẫu thư có sẵn")

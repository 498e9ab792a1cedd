"""Start-up checks of sending: trial mode, mail server, letters given up, bounces, people not reached, new imports."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time

from config.checks import Check, Finding, Level
from config.database import reading
from config.errors import DondocError, SettingError
from config.reminders import CHANNELS
from config.settings import Settings
from notifications import going_live, outbox
from notifications.answers import store as answers
from notifications.bounces.mailbox import opened_mailbox
from notifications.channels.choice import recording_folder
from notifications.letters.checking import check_templates
from notifications.letters.templates import load_templates, templates_folder
from notifications.models import MessageState
from notifications.people_runs import not_reached
from tasks_registry import store
from tasks_registry.installation import open_installation

ANSWER_WAITS_WORKING_DAYS = 2
_NAMED = 5
"""How many task codes a finding names."""


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
    """C012: messages that were given up or still wait; C013: open tasks that nobody can be reminded of."""
    try:
        with open_installation(settings, now) as here, reading(here.engine) as session:
            left = Counter(message.state for message in outbox.undelivered(session, here.committee))
            stopped = [name for name in CHANNELS if outbox.standing_of(session, here.committee, name).needs_operator]
            watched = store.task_views(session, here.committee, states=store.WATCHED)
            people = store.load_directory(session, here.committee).people
    except DondocError:
        return  # C002 and C004 have said it
    unheard = [task.code for task in watched if task.officer is None]
    dead, uncertain = left[MessageState.DEAD], left[MessageState.UNCERTAIN]
    waiting, held = left[MessageState.PENDING] + left[MessageState.CLAIMED], left[MessageState.HELD]
    if stopped:
        text = f"Kênh {', '.join(stopped)} đang ngừng, phải có người sửa; {waiting} thư đang chờ."
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
    if not people:
        text = "Chưa có người nhận nhắc việc nào."
        yield Finding("C013", Level.WARNING, text, "Ghi người phụ trách của từng cơ quan vào agencies.yaml.")
    elif unheard:
        named = ", ".join(unheard[:_NAMED]) + ("…" if len(unheard) > _NAMED else "")
        text = f"{len(unheard)} nhiệm vụ chưa có người nhận nhắc việc: {named}"
        yield Finding("C013", Level.WARNING, text, "Ghi người phụ trách của cơ quan vào agencies.yaml.")
    else:
        yield Finding("C013", Level.OK, "Nhiệm vụ nào cũng có người nhận nhắc việc")


def check_reach(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C017: people with overdue tasks whom no reminder reaches."""
    try:
        with open_installation(settings, now) as here:
            deaf = not_reached(here)
    except DondocError:
        return  # C002 and C004 have said it
    if not deaf:
        yield Finding("C017", Level.OK, "Ai có nhiệm vụ quá hạn cũng nhận được lời nhắc")
        return
    tasks = sum(len(one.codes) for one in deaf)
    named = "; ".join(
        f"{one.person.name if one.person else 'chưa có người'} ({one.reason.label})" for one in deaf[:_NAMED]
    )
    text = f"{tasks} nhiệm vụ quá hạn mà lời nhắc không đến ai: {named}{'…' if len(deaf) > _NAMED else ''}"
    yield Finding("C017", Level.WARNING, text, "Xem danh sách: dondoc unreached")


def check_releases(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C018: imported documents whose reminders have waited for a look for more than a working day."""
    try:
        with open_installation(settings, now) as here, reading(here.engine) as session:
            hold = here.files.rhythm.reminders.hold_after_import
            documents = going_live.waiting_documents(session, here.committee, hold=hold)
            waiting = going_live.overlooked(documents, here.calendar, here.today, settings.zone)
    except DondocError:
        return  # C002 and C004 have said it
    if not waiting:
        yield Finding("C018", Level.OK, "Không có văn bản mới nào chờ cho gửi lời nhắc quá một ngày làm việc")
        return
    named = "; ".join(f"{one.name} ({one.tasks} nhiệm vụ)" for one in waiting[:_NAMED])
    text = f"Lời nhắc của {len(waiting)} văn bản mới nhập chờ xem quá một ngày làm việc: {named}"
    yield Finding("C018", Level.WARNING, text, "Xem và cho gửi: dondoc release")


def check_bounces(settings: Settings, _now: datetime) -> Iterator[Finding]:
    """C015: the mailbox of bounces, where one is named, can be opened."""
    if settings.bounce_url is None:
        yield Finding("C015", Level.OK, "Chưa đặt hộp thư nhận thư báo không gửi được (không bắt buộc)")
        return
    try:
        with opened_mailbox(settings.bounce_url.get_secret_value()):
            pass
    except DondocError as error:
        yield Finding("C015", Level.WARNING, str(error), "Sửa DONDOC_BOUNCE_URL, rồi chạy: dondoc bounces")
        return
    yield Finding("C015", Level.OK, "Đọc được hộp thư nhận thư báo không gửi được")


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


def check_answers(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C016: answers that came in by links and have waited for the office for more than two working days."""
    try:
        with open_installation(settings, now) as here, reading(here.engine) as session:
            last = here.calendar.add_working_days(here.today, -ANSWER_WAITS_WORKING_DAYS)
            before = datetime.combine(last, time(), settings.zone)
            late = answers.waiting_since(session, here.committee, before)
            waiting = len(answers.waiting_answers(session, here.committee))
    except DondocError:
        return  # C002 and C004 have said it
    if late:
        text = f"{late} trả lời qua đường dẫn đã chờ văn phòng quá {ANSWER_WAITS_WORKING_DAYS} ngày làm việc."
        yield Finding("C016", Level.WARNING, text, "Hãy xem: dondoc answer list")
    else:
        yield Finding("C016", Level.OK, f"{waiting} trả lời qua đường dẫn đang chờ, không có trả lời nào chờ lâu")


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


SENDING: tuple[Check, ...] = (
    check_trial, check_mail_server, check_outbox, check_letters, check_bounces, check_answers, check_reach,
    check_releases, check_zalo,
)  # fmt: skip

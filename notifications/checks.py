"""Start-up checks of sending: trial mode, mail server, messages that were given up, answers that wait."""

from collections.abc import Iterator
from datetime import datetime, time

from config.checks import Check, Finding, Level
from config.database import reading
from config.errors import DondocError
from config.settings import Settings
from notifications import outbox
from notifications.answers import store as answers
from notifications.channels.choice import recording_folder
from tasks_registry import store
from tasks_registry.installation import open_installation

ANSWER_WAITS_WORKING_DAYS = 2
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


SENDING: tuple[Check, ...] = (check_trial, check_mail_server, check_outbox, check_answers)

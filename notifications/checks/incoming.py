"""Start-up checks of what comes back: bounces, answers by links."""

from collections.abc import Iterator
from datetime import datetime, time

from config.checks import Finding, Level
from config.database import reading
from config.errors import DondocError
from config.settings import Settings
from notifications.answers import store as answers
from notifications.bounces.mailbox import opened_mailbox
from tasks_registry.installation import open_installation

ANSWER_WAITS_WORKING_DAYS = 2


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

"""Every failure that a visitor can meet, with its status and heading: one table."""

import logging
import traceback
from dataclasses import dataclass
from pathlib import Path

from config.errors import DondocError
from config.log import record
from notifications.answers.errors import ExpiredLink, ForgedLink, NothingToAnswer, NotTheirTask, UsedLink
from notifications.report_news.page import LostFile


class RequestError(DondocError):
    """A request that is refused for its form, whatever it asks for."""


class TooMany(RequestError):
    """Asked too often within a short time."""


class TooLarge(RequestError):
    """The body is larger than any form of ours."""


class Unreadable(RequestError):
    """The body is not the form that the page has."""


class NoSuchPage(RequestError):
    """No page lies at this address."""


class WrongMethod(RequestError):
    """The page is not asked this way."""


@dataclass(frozen=True)
class Trouble:
    """What a visitor is told: HTTP status, heading, sentence."""

    status: int
    heading: str
    sentence: str


_TABLE: tuple[tuple[type[DondocError], int, str], ...] = (
    (ForgedLink, 404, "Đường dẫn không đúng"),
    (ExpiredLink, 410, "Đường dẫn đã hết hiệu lực"),
    (UsedLink, 410, "Đường dẫn này đã được dùng"),
    (NothingToAnswer, 410, "Không cần trả lời nữa"),
    (NotTheirTask, 403, "Nhiệm vụ đã có người khác phụ trách"),
    (LostFile, 410, "Báo cáo không còn ở đây"),
    (TooMany, 429, "Mở quá nhiều lần"),
    (TooLarge, 413, "Nội dung quá dài"),
    (Unreadable, 400, "Không đọc được nội dung gửi lên"),
    (NoSuchPage, 404, "Không có trang này"),
    (WrongMethod, 405, "Không có trang này"),
)
_BUSY = Trouble(
    503,
    "Tạm thời chưa mở được",
    "Hệ thống đang được bảo trì. Nội dung đồng chí vừa gửi (nếu có) chưa được ghi; hãy thử lại sau ít phút.",
)
_FAULT = Trouble(
    500,
    "Có lỗi ngoài dự kiến",
    "Nội dung đồng chí vừa gửi (nếu có) chưa được ghi. Hãy thử lại sau, hoặc báo văn phòng.",
)


def trouble(error: Exception) -> Trouble:
    """Return what a visitor is told of ``error``; what was not foreseen goes into the log, without what was sent."""
    for kind, status, heading in _TABLE:
        if isinstance(error, kind):
            return Trouble(status, heading, str(error))
    steps = [
        f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in traceback.extract_tb(error.__traceback__)
    ]
    # Not the message: a database's one quotes the values of the statement, and those may be a task's text.
    record("web.failed", level=logging.ERROR, kind=type(error).__name__, steps=steps)
    return _BUSY if isinstance(error, DondocError) else _FAULT

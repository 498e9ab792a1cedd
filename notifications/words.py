"""How letters, commands and the proof of chasing say milestones, channels and kinds of messages: alike. Pure."""

import re

from notifications import keys

DEADLINE, MEETING_DAY = "hạn", "ngày họp"
"""What a milestone is counted from."""

CHANNELS = {"email": "thư điện tử", "zalo": "Zalo", "zalo-group": "nhóm Zalo của cơ quan"}
"""Every channel, as people call it."""

KINDS = {
    "digest": "thư tổng hợp",
    "single": "thư từng việc",
    "notice": "báo thay đổi",
    "weekly": "tổng hợp tuần",
    "escalation": "thư đôn đốc",
    "report": "báo cáo phục vụ họp",
    "report-changed": "báo số liệu báo cáo thay đổi",
}
"""Every ``MessageKind``."""

_WEEKDAYS = {
    "monday": "thứ Hai",
    "tuesday": "thứ Ba",
    "wednesday": "thứ Tư",
    "thursday": "thứ Năm",
    "friday": "thứ Sáu",
    "saturday": "thứ Bảy",
    "sunday": "Chủ nhật",
}
_COUNTED = re.compile(r"due([+-])(\d+)")
_IN_WEEK = re.compile(rf"due-({'|'.join(_WEEKDAYS)})(-before)?")
_RUNG = re.compile(r"escalation-(\d+)")


def milestone_words(milestone: str, of: str = DEADLINE) -> str:
    """Say a milestone: ``due-3`` is ``trước hạn 3 ngày``; one that nobody knows is left as it is.

    ``of`` is what it is counted from: ``DEADLINE``, ``MEETING_DAY``, or a deadline with its day.
    """
    if counted := _COUNTED.fullmatch(milestone):
        days = int(counted[2])
        if days == 0:
            return f"đúng {of}" if of.startswith("ngày") else f"đúng ngày {of}"
        return f"{'quá' if counted[1] == '+' else 'trước'} {of} {days} ngày"
    if in_week := _IN_WEEK.fullmatch(milestone):
        return f"{_WEEKDAYS[in_week[1]]} tuần {'trước tuần ' if in_week[2] else ''}có {of}"
    if rung := _RUNG.fullmatch(milestone):
        return f"đôn đốc bậc {rung[1]} vì quá {of} chưa có phản hồi"
    return KINDS["weekly"] if milestone == keys.WEEK else KINDS.get(milestone, milestone)

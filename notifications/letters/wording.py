"""Words of letters: days, where a day stands, milestones, cut texts. Pure."""

import re
from collections.abc import Sequence
from datetime import date

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
_IN_WEEK = re.compile(r"due-([a-z]+?)(-before)?")
_RUNG = re.compile(r"escalation-(\d+)")
_MENTION = re.compile(r"\[(?=@)")


def vietnamese_day(day: date) -> str:
    """Write a day as offices do: ``05/6/2024`` – a zero before days below 10 and before months 1 and 2."""
    return f"{short_day(day)}/{day.year}"


def short_day(day: date) -> str:
    """Write a day of the present year: ``05/6``."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}"


def standing(due: date, today: date) -> str:
    """Say where ``today`` stands against ``due``: ``quá hạn 2 ngày``, ``đến hạn hôm nay``, ``còn 3 ngày``."""
    left = (due - today).days
    if left < 0:
        return f"quá hạn {-left} ngày"
    return "đến hạn hôm nay" if left == 0 else f"còn {left} ngày"


def urgency(due: date, today: date) -> str:
    """Say the same at the head of a subject: ``Quá hạn 2 ngày``, ``Đến hạn hôm nay``, ``Sắp hạn 3 ngày``."""
    left = (due - today).days
    if left < 0:
        return f"Quá hạn {-left} ngày"
    return ("Đến hạn hôm nay", "Đến hạn ngày mai")[left] if left <= 1 else f"Sắp hạn {left} ngày"


def meeting_standing(day: date, today: date) -> str:
    """Say when a meeting is: ``hôm nay``, ``ngày mai``, ``còn 3 ngày``."""
    left = (day - today).days
    return ("hôm nay", "ngày mai")[left] if 0 <= left <= 1 else f"còn {left} ngày"


def milestone_words(milestone: str) -> str:
    """Say a milestone as the office does: ``due-3`` is ``trước hạn 3 ngày``; one that nobody knows is left as it is."""
    if counted := _COUNTED.fullmatch(milestone):
        days = int(counted[2])
        if days == 0:
            return "đúng ngày hạn"
        return f"quá hạn {days} ngày" if counted[1] == "+" else f"trước hạn {days} ngày"
    if (in_week := _IN_WEEK.fullmatch(milestone)) and in_week[1] in _WEEKDAYS:
        return f"{_WEEKDAYS[in_week[1]]} tuần {'trước tuần ' if in_week[2] else ''}có hạn"
    if rung := _RUNG.fullmatch(milestone):
        return f"quá hạn chưa có phản hồi, đôn đốc lần {rung[1]}"
    return milestone


def meeting_milestone_words(milestone: str) -> str:
    """Say a milestone of a meeting: ``due-3`` is ``trước ngày họp 3 ngày``."""
    counted = _COUNTED.fullmatch(milestone)
    if counted is None:
        return milestone_words(milestone).replace("có hạn", "có cuộc họp")
    return "đúng ngày họp" if int(counted[2]) == 0 else f"trước ngày họp {counted[2]} ngày"


def capitalised(words: str) -> str:
    """Return ``words`` with a capital at the beginning."""
    return words[:1].upper() + words[1:]


def one_line(text: str) -> str:
    """Return ``text`` without line ends and spare spaces; subjects and Zalo texts must not break."""
    return " ".join(text.split())


def without_mentions(text: str) -> str:
    """Return ``text`` in which Zalo finds nobody to mention: ``[@`` opens a mention there."""
    return _MENTION.sub("(", text)


def counted(number: int) -> str:
    """Return ``number`` as offices write it inside a sentence: ``03``, ``12``."""
    return f"{number:02d}"


def listed(words: Sequence[str], most: int) -> str:
    """Return the first ``most`` of ``words`` after commas; an ellipsis stands for the others."""
    return ", ".join(words[:most]) + ("…" if len(words) > most else "")

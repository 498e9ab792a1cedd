"""Words of letters: days, where a day stands, cut texts. Pure."""

import re
from collections.abc import Sequence
from datetime import date

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

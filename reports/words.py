"""How a party office writes days, counts and rates. Pure functions from values to Vietnamese words."""

import re
import unicodedata
from calendar import monthrange
from datetime import date

from tasks_registry.view import MeetingView

_SLUG_LIMIT = 80
"""Characters of a meeting's name in the name of a file."""


def day(value: date) -> str:
    """Return ``05/6/2024``: the day with a zero below 10, the month with a zero only in January and February.

    The habit of party documents (HD 36-HD/VPTW, mục địa danh và ngày, tháng, năm).
    """
    return f"{value.day:02d}/{month(value)}"


def month(value: date) -> str:
    """Return ``6/2024``, ``02/2024``."""
    return f"{_month_number(value)}/{value.year}"


def long_day(value: date) -> str:
    """Return ``ngày 05 tháng 6 năm 2024``, as it stands under the title of a document."""
    return f"ngày {value.day:02d} tháng {_month_number(value)} năm {value.year}"


def _month_number(value: date) -> str:
    return f"{value.month:02d}" if value.month <= 2 else str(value.month)


def count(number: int) -> str:
    """Return a count inside a sentence, ``06`` for 6: offices put a zero before a single digit."""
    return f"{number:02d}"


def percent(rate: float | None) -> str:
    """Return ``36%`` for 0.36 and ``33,3%`` for a third; a dash when there is nothing to divide by.

    Only a whole is called 100% and only nothing is called 0%, whatever rounding would say.
    """
    return "–" if rate is None else f"{decimal(tenths_of_percent(rate) / 10)}%"


def tenths_of_percent(rate: float) -> int:
    """Return 333 for a third: a rate as far as it is printed, by the rule of ``percent``."""
    tenths = round(rate * 1000)
    return min(max(tenths, 1), 999) if 0 < rate < 1 else tenths


def points(difference: float | None) -> str:
    """Return ``+12,5`` or ``-3`` for a difference in percentage points (điểm phần trăm); a dash without one."""
    if difference is None:
        return "–"
    return f"+{decimal(difference)}" if round(difference * 10) > 0 else decimal(difference)


def change(difference: float) -> str:
    """Return ``tăng 12,5 điểm phần trăm``, ``giảm …`` or ``không thay đổi``."""
    said = decimal(abs(difference))
    if said == "0":
        return "không thay đổi"
    return f"{'tăng' if difference > 0 else 'giảm'} {said} điểm phần trăm"


def decimal(number: float) -> str:
    """Return ``3,3`` for 3.3 and ``20`` for 20.0: one digit behind the comma, none of a whole number."""
    whole, rest = divmod(round(abs(number) * 10), 10)
    sign = "-" if number < 0 and (whole or rest) else ""
    return f"{sign}{whole},{rest}" if rest else f"{sign}{whole}"


_NOT_PRINTED = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
"""Runs of white space, control characters (Cc) and halves of surrogate pairs (Cs)."""


def plain(text: str) -> str:
    """Return ``text`` on one line without control characters, which neither Word nor Excel can hold."""
    return _NOT_PRINTED.sub(" ", text).strip()


def shorten(text: str, limit: int) -> str:
    """Return ``text`` cut at a word's end to at most ``limit`` characters, the cut marked by an ellipsis."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + "…"


def capital(text: str) -> str:
    """Return ``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]


def abridge(text: str, limit: int) -> str:
    """Return ``text``, or of a longer one its first ``limit`` characters and ``(…)``, fit to end a sentence."""
    return text if len(text) <= limit else f"{shorten(text, limit).removesuffix('…')} (…)"


def enumerate_words(parts: list[str]) -> str:
    """Return ``a, b và c``."""
    return " và ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """Return the Roman numeral of a group of rows (1..39); headings are counted by Word."""
    numeral = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        numeral += sign * times
    return numeral


def slug(text: str) -> str:
    """Return ``text`` in lower-case ASCII with hyphens, for file names that every system and mail server carries."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", bare.encode("ascii", "ignore").decode()).strip("-")


def meeting_name(meeting: MeetingView) -> str:
    """Return the meeting with its term: ``Hội nghị Đảng ủy lần thứ 17, khóa II``."""
    name = plain(meeting.name)
    return f"{name}, khóa {meeting.term}" if meeting.term and "khóa" not in name.lower() else name


def meeting_slug(meeting: MeetingView) -> str:
    """Return the meeting for the names of its files: ``hoi-nghi-dang-uy-lan-thu-17``.

    A meeting without an ordinal carries its id: weekly meetings bear the same name and must not overwrite each other.
    """
    name = slug(meeting.name)[:_SLUG_LIMIT].strip("-") or "hoi-nghi"
    return name if meeting.ordinal else f"{name}-{meeting.id}"


def meeting_when(meeting: MeetingView) -> str:
    """Return when the meeting is: its day, else the month or window by which it is known so far."""
    if meeting.day:
        return f"ngày {day(meeting.day)}"
    first, last = meeting.window_from, meeting.window_to
    if first and first == last:
        return f"dự kiến ngày {day(first)}"
    if first and last:
        whole_month = (first.year, first.month, first.day) == (last.year, last.month, 1)
        if whole_month and last.day == monthrange(last.year, last.month)[1]:
            return f"dự kiến tháng {month(last)}"
        return f"dự kiến từ ngày {day(first)} đến ngày {day(last)}"
    if last:
        return f"dự kiến chậm nhất ngày {day(last)}"
    return f"dự kiến từ ngày {day(first)}" if first else "chưa ấn định ngày"

"""Meetings as documents name them: body, ordinal, term, and the window by which they are known before their day is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tasks_registry.reading.model import DeadlineProposal, MeetingMention

_COMMITTEE = r"(?:Đảng|Huyện|Tỉnh|Thành|Thị|Quận|Xã|Phường)\s+ủy"
_MEETING = re.compile(
    r"(?P<name>(?:Hội nghị|hội nghị|Phiên họp|phiên họp|Cuộc họp|cuộc họp|họp|Họp)\s+"
    rf"(?:(?P<btv>(?:Ban\s+Thường\s+vụ|BTV)(?:\s+{_COMMITTEE}|\s+[TĐH]U\b)?)"
    rf"|(?P<tt>Thường\s+trực\s+{_COMMITTEE})"
    rf"|(?P<bch>(?:Ban\s+Chấp\s+hành|BCH)(?:\s+Đảng\s+bộ(?:\s+(?:huyện|xã|phường|tỉnh|thành\s+phố|đặc\s+khu))?"
    rf"|\s+{_COMMITTEE})?"
    rf"|{_COMMITTEE}))"
    r"(?:\s+(?:thường\s+kỳ|mở\s+rộng|chuyên\s+đề))?"
    r"(?:\s+(?:lần\s+)?thứ\s+(?P<ordinal>\d{1,3}|(?:mười|\w+\s+mươi)(?:\s+(?:một|mốt|hai|ba|bốn|tư|lăm|sáu|bảy|tám|chín))?|\w+))?"
    r"|(?:Kỳ|kỳ)\s+họp\s+(?:(?:lần\s+)?thứ\s+(?P<session>\d{1,3})\s*,?\s*)?(?P<hdnd>HĐND|Hội\s+đồng\s+nhân\s+dân)"
    r"(?:\s+(?:huyện|xã|phường|tỉnh|thành\s+phố|đặc\s+khu))?)"
    r"(?:\s*,?\s*\(?kh[óo][áa]\s+(?P<term>[IVXL]{1,7})\b\)?)?"
)
_GOES_TO = re.compile(r"\b(?:[Tt]rình|[Bb]áo cáo|tại|cho)\s+(?:tại\s+)?$")
_WORDS = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"]
_UNITS = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
_BODIES = {"btv": "BTV", "tt": "TT", "bch": "BCH", "hdnd": "HDND"}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True)
class _Found:
    mention: MeetingMention
    start: int
    end: int


def heading_meeting(text: str, deadline: DeadlineProposal | None) -> MeetingMention | None:
    """Return the meeting that a heading (without its number, settled spelling) announces for the tasks under it.

    ``deadline`` is what the heading says of time: the window by which the meeting is known.
    """
    found = next(iter(_find(text)), None)
    if found is None or found.start > 0:
        return None
    if deadline is None or deadline.to is None:
        return found.mention
    return replace(
        found.mention, date_text=deadline.text, window_from=deadline.start or deadline.to, window_to=deadline.to
    )


def meeting_of_task(text: str) -> MeetingMention | None:
    """Return the meeting to which a commitment's own words take it: ``trình Hội nghị Đảng ủy lần thứ 5``."""
    return next((found.mention for found in _find(text) if _GOES_TO.search(text[: found.start])), None)


def mentioned_meetings(text: str) -> list[MeetingMention]:
    """Return every meeting that ``text`` names, only in passing too."""
    return [found.mention for found in _find(text)]


def merged(meetings: Iterable[MeetingMention], passing: Iterable[MeetingMention]) -> tuple[MeetingMention, ...]:
    """Return each meeting once, in order, the term (khóa) completed from passing mentions of the same session."""
    terms: dict[tuple[str, int | None], str] = {
        (meeting.body, meeting.ordinal): meeting.term for meeting in passing if meeting.term and meeting.ordinal
    }
    known: dict[str, MeetingMention] = {}
    for meeting in meetings:
        complete = replace(meeting, term=meeting.term or terms.get((meeting.body, meeting.ordinal)))
        if meeting.name not in known or (known[meeting.name].window_to is None and complete.window_to is not None):
            known[meeting.name] = complete
    return tuple(known.values())


def _find(text: str) -> list[_Found]:
    return [_Found(_mention(match), match.start(), match.end()) for match in _MEETING.finditer(text)]


def _mention(match: re.Match[str]) -> MeetingMention:
    body = next(code for group, code in _BODIES.items() if match[group])
    ordinal = _number(match["ordinal"] or match["session"])
    name = match["name"].strip()
    if match["ordinal"] and ordinal is None:
        name = name[: name.rindex("thứ")].removesuffix("lần ").rstrip()
    return MeetingMention(name[0].upper() + name[1:], body, ordinal, match["term"])


def _number(written: str | None) -> int | None:
    """Return the number written as digits, Roman numerals or words (``tám``, ``mười hai``, ``hai mươi``)."""
    if not written:
        return None
    if written.isdecimal():
        return int(written)
    if set(written) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in written]
        return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    first, *others = written.lower().split()
    value = 4 if first == "bốn" else _WORDS.index(first) + 1 if first in _WORDS else None
    if value is None:
        return None
    return (10 * value if "mươi" in others else value) + _UNITS.get(others[-1] if others else "", 0)

"""Deadline phrases (DOMAIN §7) → the last calendar day of what the words say; the working calendar comes later.

Never a deadline: dates of cited documents (blotted out before, see ``citations.blank``), terms and stages
(``nhiệm kỳ 2020-2025``), anniversaries and event days (no word of time limit stands before them), days from which
something takes effect, history.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tasks_registry.reading.dates import DAY_PATTERN, NoSuchDay, day_of, month_end
from tasks_registry.reading.model import DeadlineProposal, DeadlineRule
from tasks_registry.reading.periods import PERIOD_PATTERN, Period, period_of

_HISTORY = timedelta(days=60)
"""A named day further than this before the document is history; nearer, it is a deadline signed late."""

_FEW_CHARACTERS = 25
_HOUR = r"(?:\d{1,2}\s?(?:giờ|h|g)\s?(?:\d{2})?(?:\s?phút)?,?\s+)?"
_DAY_LIMIT = re.compile(
    r"\b(?:[Tt]rước"
    r"|(?P<until>[Đđ]ến(?:\s+hết)?(?=\s+ngày))"
    r"|[Cc]hậm nhất|[Mm]uộn nhất|[Hh]ạn (?:cuối|chót)|[Tt]hời hạn|[Hh]ết(?=\s+ngày)|[Tt]rong(?=\s+ngày)"
    r"|[Kk]hông quá(?=\s+ngày)|xong(?=\s+ngày)|[Hh]ạn)"
    r"(?:\s+(?:là|đến|vào|trong|hết|hoàn thành|cuối cùng|nộp|gửi|trước))*\s*:?\s+"
    + _HOUR
    + r"(?:ngày\s+)?"
    + DAY_PATTERN
)
_NO_LIMIT_BEFORE = re.compile(r"(?:\b(?:[Tt]ính|[Ll]ũy kế|hiệu lực(?: thi hành)?|sinh|kể)\s+)$")
_FROM_DAY = re.compile(r"\b[Tt]ừ\s+(?:ngày\s+)?" + DAY_PATTERN + r"\s*$")
_FROM_PERIOD = re.compile(r"\b[Tt]ừ\s+" + PERIOD_PATTERN)

_PERIOD_LIMIT = re.compile(
    r"\b(?P<limit>[Tt]rước|[Tt]rong|[Hh]ết|[Vv]ào|[Xx]ong|[Hh]oàn thành|[Cc]hậm nhất|[Mm]uộn nhất|[Hh]ạn)"
    r"(?:\s+(?:là|đến|vào|trong|hết|trước))*\s*:?\s+" + PERIOD_PATTERN
)
_BARE_PERIOD = re.compile(r"(?<![\wÀ-ỹ])" + PERIOD_PATTERN)
_NAMES_A_PAPER = re.compile(
    r"\b(?:(?:chương trình|kế hoạch|lịch)\s+(?:công tác|hoạt động|làm việc)|nhiệm vụ trọng tâm)\b[^,;.:]*$",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(r"\b(?:báo cáo|kết quả|tình hình)\b[^,;.:]*$", re.IGNORECASE)
_COMPLETES = re.compile(
    r"\b(?:hoàn thành|xong|hoàn chỉnh|bàn giao|ban hành|trình|báo cáo|gửi|nộp|tổ chức|khởi công|khánh thành"
    r"|kết thúc)\b",
    re.IGNORECASE,
)
_PART_OF_MONTH = re.compile(
    r"\b(?<!tuần )(?<!Tuần )(?P<part>[Đđ]ầu|[Gg]iữa|[Cc]uối)\s+tháng\s+(?P<month>1[0-2]|0?[1-9])\b"
    r"(?:\s*(?:/|-|năm)\s*(?P<year>20\d\d))?"
)
_UNIT_LEFT_OUT = re.compile(
    r"^(?:[Tt]\.?\s?)?(?=(?P<month>1[0-2]|0?[1-9])\s?[/-]\s?20\d\d\b|20\d\d(?:\s?[-–]\s?20\d\d)?\s*[.;]?$)"
)
"""Before ``12/2026``, ``T12/2026``, ``2026`` and ``2026-2030`` as tables write them."""
_WITHIN = re.compile(r"^(?:(?:[Tt]rong|[Hh]ết|[Đđ]ến|[Xx]ong|[Hh]oàn thành|[Dd]ự kiến|[Cc]hậm nhất|[Tt]hực hiện)\s+)+")
_MORE_PERIODS = re.compile(
    r"\s*(?:[,;–-]|và|đến(?:\s+hết)?)\s*(?:(?P<unit>[Qq]uý|[Tt]háng)\s+)?(?P<which>III|II|IV|I|\d{1,2})\b(?!\s?[/.]\s?\d{1,2}\b)"
)
_UNTIL_DAY = re.compile(
    r"(?:từ\s+)?(?:ngày\s+)?\d{1,2}(?:\s?[/.]\s?\d{1,2})?(?:\s?[/.]\s?20\d\d)?\s*(?:[-–]|đến)\s*(?:ngày\s+)?"
    + DAY_PATTERN
    + r"\s*[.;]?$",
    re.IGNORECASE,
)
"""``15-20/3/2026``: the last day counts."""
_LONGEST_FIELD = 60
"""Characters up to which a field of time is the phrase as a whole."""
_WEEK_OF_MONTH = re.compile(
    r"\b[Tt]uần\s+(?:thứ\s+)?(?P<week>[1-5]|nhất|đầu|hai|ba|tư|cuối)\s+(?:của\s+)?tháng\s+(?P<month>1[0-2]|0?[1-9])\b"
    r"(?:\s*(?:/|-|năm)\s*(?P<year>20\d\d))?"
)
_WEEKS = {"nhất": 1, "đầu": 1, "hai": 2, "ba": 3, "tư": 4, "cuối": 5}

_MONTHLY_DAY = re.compile(
    r"\b(?:(?P<before>[Tt]rước)\s+|[Cc]hậm nhất\s+(?:là\s+)?)?ngày\s+(?P<day>\d{1,2})\s+"
    r"(?:(?P<month>h[ằà]ng tháng|mỗi tháng)|(?P<quarter>của tháng cuối (?:h[ằà]ng )?quý))"
)
_EVERY = re.compile(r"\b(?:[Hh][ằà]ng|mỗi)\s+(?P<unit>tuần|tháng|quý|năm)\b")
_EVERY_AS_TERM = re.compile(r"\b[Đđ]ịnh kỳ\b[^,;.]{0,20}?\b(?:h[ằà]ng|mỗi)\s+(?P<unit>tuần|tháng|quý|năm)\b")
_UNITS = {"tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year"}

_DAYS_AFTER = re.compile(
    r"\b(?:[Tt]rong (?:vòng|thời hạn)\s+)?(?P<count>\d{1,3})\s+ngày(?P<working>\s+làm việc)?,?\s+"
    r"(?:sau khi|kể từ (?:ngày|khi|lúc)|kể từ|từ khi)\s+(?P<trigger>[^,;.()]{2,160})"
)
_AFTER = re.compile(
    r"\b(?:[Ss]au khi|[Kk]hi)\s+(?P<trigger>(?:cấp có thẩm quyền|được|đủ điều kiện|có (?:đề nghị|yêu cầu"
    r"|phát sinh|hướng dẫn"
    r"|kết luận|chủ trương|ý kiến|văn bản|quyết định))[^,;.()]{0,160})"
)
_BEFORE_MEETING = re.compile(
    r"\b(?:(?P<count>\d{1,2})\s+ngày(?P<working>\s+làm việc)?\s+)?[Tt]rước\s+"
    r"(?:khi\s+)?(?:diễn ra\s+|tổ chức\s+|khai mạc\s+)?"
    r"(?P<meeting>(?:[Hh]ội nghị|[Kk]ỳ họp|[Pp]hiên họp|[Cc]uộc họp|[Đđ]ại hội)\b[^,;.()]{0,100}?)"
    r"(?:\s+(?:ít nhất\s+|tối thiểu\s+)?(?P<count_after>\d{1,2})\s+ngày(?P<working_after>\s+làm việc)?)?"
    r"(?=\s*(?:[,;.()]|$))"
)


@dataclass(frozen=True)
class Bearings:
    """What gives incomplete phrases their year: the period of the tasks, and the day of the document."""

    period: Period | None = None
    issued_on: date | None = None
    titled_year: int | None = None
    """The year that a plan without a period has in its title; plans are signed in the year before, too."""

    @property
    def year(self) -> int | None:
        """The year of a day or period that is written without one."""
        if self.period is not None:
            return self.period.end.year
        if self.titled_year is not None:
            return self.titled_year
        return self.issued_on.year if self.issued_on else None

    @property
    def since(self) -> date | None:
        """The day before which a named day is history."""
        return self.issued_on or (self.period.start if self.period else None)


@dataclass(frozen=True)
class _Candidate:
    """A proposal with its weight: a day counts for more than a month or quarter, those for more than a bare period."""

    weight: int
    at: int
    proposal: DeadlineProposal


def read_deadline(text: str, bearings: Bearings, rule: DeadlineRule = DeadlineRule.TEXT) -> DeadlineProposal | None:
    """Return the deadline that a commitment's own words give, None when they give none.

    ``text`` is in settled spelling with citations blotted out. Of several, the most exact one wins, then the last:
    a draft is asked for before the final paper. A day that no calendar has gives nothing (``warnings`` reports it).
    """
    candidates = [
        *_day_limits(text, bearings, rule),
        *_recurring(text, rule),
        *_waiting(text, rule),
        *_parts_of_month(text, bearings, rule),
        *_period_limits(text, bearings, rule),
        *_own_period(text, bearings, rule),
    ]
    best = max(candidates, key=lambda candidate: (candidate.weight, candidate.at), default=None)
    return best.proposal if best else None


def read_time_field(text: str, bearings: Bearings, rule: DeadlineRule = DeadlineRule.TEXT) -> DeadlineProposal | None:
    """Return the deadline in a field that holds nothing else: ``Thời gian thực hiện: Tháng 12/2025``, a table cell.

    Here bare days and periods count, and so do ``hằng năm`` and a beginning without an end.
    """
    text = text.strip()
    plain = text.rstrip(" .;")
    whole = _bare(plain[3:] if plain[:3].lower() == "từ " and "đến" in plain else plain, bearings, rule)
    if whole is not None and plain.endswith(whole.text):
        return replace(whole, text=text)
    limited = read_deadline(text, bearings, rule)
    if limited is not None:
        return limited
    if (every := _EVERY.search(text)) is not None:
        return DeadlineProposal(text, rule, recurring=_UNITS[every["unit"]])
    if (start := _start_of(text, bearings)) is not None:
        return DeadlineProposal(text, rule, start=start)
    complete = _UNIT_LEFT_OUT.sub(lambda short: f"{'tháng' if short['month'] else 'năm'} ", text)
    bare = _bare(complete, bearings, rule) or _bare(_WITHIN.sub("", text), bearings, rule)
    return bare if bare is None else replace(bare, text=text if len(text) <= _LONGEST_FIELD else bare.text)


def read_heading_deadline(text: str, bearings: Bearings) -> DeadlineProposal | None:
    """Return the deadline that a heading gives to everything under it.

    A bare day or period counts only where it is set off by a colon or brackets: a section title's
    ``NHIỆM VỤ TRỌNG TÂM QUÝ II/2024`` names the period of the whole document, not a deadline of its tasks.
    """
    plain = text.strip(" .:")
    whole = _bare(plain, bearings, DeadlineRule.HEADING)
    if whole is not None and whole.text == plain:  # `Tháng 5` over the rows of a programme
        return whole
    for aside in re.finditer(r"(?::|\()\s*(?:dự kiến(?:\s+vào)?\s*:?\s*)?(?P<aside>[^():]{4,60})", text):
        found = _bare(aside["aside"].strip(), bearings, DeadlineRule.HEADING)
        if found is not None:
            return found
    without_period = Bearings(None, bearings.issued_on or (bearings.period.end if bearings.period else None))
    return read_deadline(text, without_period, DeadlineRule.HEADING)


def names_a_day(text: str, bearings: Bearings) -> bool:
    """Tell whether ``text`` gives a limit down to the day."""
    return any(True for _ in _day_limits(text, bearings, DeadlineRule.TEXT))


def is_only_a_limit(text: str, bearings: Bearings) -> bool:
    """Tell whether ``text`` says hardly more than until when: ``hoàn thành trước ngày 10/12``."""
    found = read_deadline(text, bearings)
    return found is not None and len(text) - len(found.text) < _FEW_CHARACTERS


def _day_limits(text: str, bearings: Bearings, rule: DeadlineRule) -> Iterator[_Candidate]:
    yearly = _EVERY.search(text)
    for match in _DAY_LIMIT.finditer(text):
        lead_in = text[: match.start()]
        if _NO_LIMIT_BEFORE.search(lead_in):
            continue
        try:
            to = day_of(match, bearings.year)
            since = _FROM_DAY.search(lead_in)
            start = _start_before(since, to) if since else None
        except NoSuchDay:
            continue
        before = "trước" in match[0].lower()  # `chậm nhất trước ngày 15/5` too
        if yearly is not None and yearly["unit"] == "năm" and not (match["year"] or match["year2"]):
            cron = f"0 0 {int(match['day'] or match['day2'])} {int(match['month'] or match['month2'])} *"
            yield _Candidate(4, match.start(), DeadlineProposal(match[0], rule, before=before, recurring=cron))
            continue
        earliest = bearings.since
        if to and earliest and to < (earliest if match["until"] else earliest - _HISTORY):
            continue
        phrase = text[since.start() if since else match.start() : match.end()]
        yield _Candidate(3, match.start(), DeadlineProposal(phrase, rule, start, to, before, ambiguous=to is None))


def _start_before(since: re.Match[str], to: date | None) -> date | None:
    start = day_of(since, to.year if to else None)
    return day_of(since, to.year - 1) if start and to and start > to else start  # `từ ngày 20/12 đến ngày 10/01/2027`


def _recurring(text: str, rule: DeadlineRule) -> Iterator[_Candidate]:
    for match in _MONTHLY_DAY.finditer(text):
        day = int(match["day"])
        if 1 <= day <= 31:
            cron = f"0 0 {day} {'*' if match['month'] else '3,6,9,12'} *"
            proposal = DeadlineProposal(match[0], rule, before=match["before"] is not None, recurring=cron)
            yield _Candidate(4, match.start(), proposal)
    for match in _EVERY_AS_TERM.finditer(text):
        yield _Candidate(0, match.start(), DeadlineProposal(match[0], rule, recurring=_UNITS[match["unit"]]))


def _waiting(text: str, rule: DeadlineRule) -> Iterator[_Candidate]:
    for match in _DAYS_AFTER.finditer(text):
        proposal = DeadlineProposal(
            match[0].strip(),
            rule,
            waits_for=match["trigger"].strip(),
            offset_days=int(match["count"]),
            offset_in_working_days=match["working"] is not None,
        )
        yield _Candidate(2, match.start(), proposal)
    for match in _BEFORE_MEETING.finditer(text):
        count = match["count"] or match["count_after"]
        proposal = DeadlineProposal(
            match[0].strip(),
            rule,
            before=True,
            waits_for=match["meeting"].strip(),
            offset_days=-int(count) if count else None,
            offset_in_working_days=(match["working"] or match["working_after"]) is not None,
        )
        yield _Candidate(2, match.start(), proposal)
    for match in _AFTER.finditer(text):
        yield _Candidate(0, match.start(), DeadlineProposal(match[0].strip(), rule, waits_for=match["trigger"].strip()))


def _parts_of_month(text: str, bearings: Bearings, rule: DeadlineRule) -> Iterator[_Candidate]:
    for match in _PART_OF_MONTH.finditer(text):
        year, month = int(match["year"] or bearings.year or 0), int(match["month"])
        if year:
            ends = {"đầu": date(year, month, 10), "giữa": date(year, month, 15), "cuối": month_end(year, month)}
            to = ends[match["part"].lower()]
            yield _Candidate(2, match.start(), DeadlineProposal(match[0], rule, to=to, ambiguous=True))
    for match in _WEEK_OF_MONTH.finditer(text):
        year, month = int(match["year"] or bearings.year or 0), int(match["month"])
        if year:
            week = _WEEKS.get(match["week"]) or int(match["week"])
            inside = min(date(year, month, 1) + timedelta(weeks=week - 1), month_end(year, month))
            monday = inside - timedelta(days=inside.weekday())
            proposal = DeadlineProposal(match[0], rule, monday, monday + timedelta(days=6), ambiguous=True)
            yield _Candidate(2, match.start(), proposal)


def _period_limits(text: str, bearings: Bearings, rule: DeadlineRule) -> Iterator[_Candidate]:
    for match in _PERIOD_LIMIT.finditer(text):
        period = period_of(match, bearings.year)
        if period is None or _is_history(period, bearings):
            continue
        lead_in = text[: match.start()]
        clause = re.split(r"[;.]", lead_in)[-1] + match["limit"]
        is_short = match["quarter"] is not None or match["month_number"] is not None
        if not is_short and not _COMPLETES.search(clause):
            continue
        if _NAMES_A_PAPER.search(lead_in) and not (is_short and _COMPLETES.match(match["limit"])):
            continue
        to = period.start - timedelta(days=1) if match["limit"].lower() == "trước" else period.end
        start = None if match["limit"].lower() == "trước" else period.start
        yield _Candidate(2 if is_short else 1, match.start(), DeadlineProposal(match[0], rule, start, to))


def _own_period(text: str, bearings: Bearings, rule: DeadlineRule) -> Iterator[_Candidate]:
    """The document's own quarter or month, named without a word of limit: ``các hoạt động quý II/2024``."""
    for match in _BARE_PERIOD.finditer(text):
        period = period_of(match, bearings.year)
        own = bearings.period is not None and period == bearings.period and not (match["whole"] or match["span"])
        lead_in = text[: match.start()]
        if period is not None and own and not _NAMES_A_PAPER.search(lead_in) and not _LOOKS_BACK.search(lead_in):
            yield _Candidate(1, match.start(), DeadlineProposal(match[0], rule, period.start, period.end))


def _bare(text: str, bearings: Bearings, rule: DeadlineRule) -> DeadlineProposal | None:
    day = _UNTIL_DAY.match(text) or re.match(r"(?:ngày\s+)?" + DAY_PATTERN, text, re.IGNORECASE)
    if day is not None:
        try:
            to = day_of(day, bearings.year)
        except NoSuchDay:
            return None
        return DeadlineProposal(day[0], rule, to=to, ambiguous=to is None)
    match = re.match(PERIOD_PATTERN, text)
    if match is None:
        return None
    first, at, last = match, match.end(), match
    while (more := _MORE_PERIODS.match(text, at)) is not None:  # `Quý III, IV/2026`: the last one ends the task
        unit = more["unit"] or ("tháng" if first["first_month"] else "quý")
        following = re.match(PERIOD_PATTERN, f"{unit} {text[more.start('which') :]}")
        if following is None:
            break
        last, at = following, more.start("which") + following.end() - len(unit) - 1
    period = period_of(last, bearings.year)
    if period is None:
        return None
    since = period_of(first, period.end.year) or period
    return DeadlineProposal(text[:at], rule, min(since.start, period.start), period.end)


def _start_of(text: str, bearings: Bearings) -> date | None:
    if (match := _FROM_PERIOD.search(text)) is not None:
        period = period_of(match, bearings.year)
        return period.start if period else None
    match = re.search(r"\b[Tt]ừ\s+(?:ngày\s+)?" + DAY_PATTERN, text)
    try:
        return day_of(match, bearings.year) if match else None
    except NoSuchDay:
        return None


def _is_history(period: Period, bearings: Bearings) -> bool:
    return bearings.since is not None and period.end < bearings.since - _HISTORY

"""The head of a document: kind, number, issuer, day, draft, title, and the period that its tasks belong to."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from tasks_registry.reading.citations import KIND_CODES, KIND_NAMES
from tasks_registry.reading.dates import DAY_PATTERN, NoSuchDay, day_of
from tasks_registry.reading.model import DocumentHead
from tasks_registry.reading.paragraphs import Paragraph
from tasks_registry.reading.periods import Period, find_periods
from tasks_registry.reading.text import CAPITALS, fold, settle

_HEAD_PARAGRAPHS = 40
_NUMBER = re.compile(
    r"(?:^|\s)Số\s*:?\s*(?P<count>\d{0,5}[a-z]?)[\s.…_]*(?:"
    r"[-–]\s?(?P<party_kind>[A-ZĐ][A-Za-zĐđƯư]{0,5})\s?/\s?(?P<party_body>[A-ZĐƯ][\wĐđƯư.\-]*)"
    r"|/\s?(?:(?P<year>\d{4})\s?/\s?)?(?P<state_kind>[A-ZĐ][A-Za-zĐđƯư]{0,9})\s?[-–]\s?(?P<state_body>[A-ZĐƯ][\wĐđƯư.\-]*))"
)
_PLACE_AND_DAY = re.compile(rf"^[{CAPITALS}][^\d:;]{{1,40}},\s*ngày\s+" + DAY_PATTERN)
_ATTACHED = re.compile(r"\(?\s*(?:[Bb]an hành\s+)?[Kk]èm theo\s[^;]{5,80}?\bngày\s+" + DAY_PATTERN)
_COMING = re.compile(r"(?:nhiệm vụ|phương hướng|chương trình công tác|trọng tâm|kế hoạch công tác)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d/])20\d\d(?!\d)")
_PLANNED_YEAR = re.compile(r"\bnăm\s+(20\d\d)(?![-–\d/])", re.IGNORECASE)
_PLANS = ("KH", "CTr", "QĐ", "TB")
_KIND_TITLES = {fold(name): codes[0] for name, codes in KIND_NAMES.items()} | {
    "thong bao ket luan": "TB",
    "chuong trinh cong tac": "CTr",
    "phu luc": None,
}


def read_head(paragraphs: Sequence[Paragraph], forward_titles: Sequence[str]) -> tuple[DocumentHead, Period | None]:
    """Return the head, and its period as a stretch of days.

    ``forward_titles`` are the titles of the sections that look forward; they tell the period before the title does.
    """
    top = [settle(paragraph.text) for paragraph in paragraphs[:_HEAD_PARAGRAPHS]]
    kind, number, issuer = _numbered(top)
    titled_kind, title = _titled(top)
    issued_on = next(filter(None, (*map(_issued_on, top), *map(_attached_to, top))), None)
    period = _period(forward_titles, title, issued_on.year if issued_on else None)
    head = DocumentHead(
        kind=kind or titled_kind,
        number=number,
        issuer=issuer,
        issued_on=issued_on,
        draft=any(fold(text).startswith("du thao") and len(text) < 30 for text in top),
        title=title,
        period=period.label if period else None,
    )
    return head, period


def titled_year(head: DocumentHead) -> int | None:
    """Return the year that the title of a plan or programme ends with: ``Kế hoạch kiểm tra, giám sát năm 2026``."""
    years = _PLANNED_YEAR.findall(head.title or "") if head.kind in _PLANS else []
    earliest = head.issued_on.year if head.issued_on else 0
    return int(years[-1]) if years and int(years[-1]) >= earliest else None


def _numbered(top: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Return kind, number and issuer from the line ``Số …``; the number is None while it is left open."""
    match = next(filter(None, map(_NUMBER.search, top)), None)
    if match is None:
        return None, None, None
    count, year = match["count"], match["year"]
    if match["party_kind"]:
        kind, body = match["party_kind"], match["party_body"]
        return kind, f"{count}-{kind}/{body}" if count else None, body
    kind, body = match["state_kind"], match["state_body"]
    number = f"{count}/{year + '/' if year else ''}{kind}-{body}" if count else None
    return (kind, number, body) if kind in KIND_CODES else ("CV", number, kind)


def _titled(top: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the kind that the title names, and the title: the line of the kind with its subject."""
    for at, text in enumerate(top):
        words = text.split()
        for length in (4, 3, 2):
            opening = " ".join(words[:length])
            kind = _KIND_TITLES.get(fold(opening)) if opening.isupper() else None
            if kind is None:
                continue
            alone = len(words) <= length
            subject = top[at + 1] if alone and at + 1 < len(top) else ""
            return kind, f"{text} {subject}".strip()
    return None, None


def _issued_on(text: str) -> date | None:
    match = _PLACE_AND_DAY.match(text)
    if match is not None:
        with suppress(NoSuchDay):
            return day_of(match)
    return None


def _attached_to(text: str) -> date | None:
    """Return the day of the paper that an annex belongs to: ``(Kèm theo Kế hoạch số … ngày 12/01/2026 …)``."""
    match = _ATTACHED.match(text)
    if match is not None:
        with suppress(NoSuchDay):
            return day_of(match)
    return None


def _period(forward_titles: Sequence[str], title: str | None, year: int | None) -> Period | None:
    written = _YEAR.findall(title or "")
    year = int(written[-1]) if written else year
    for text in forward_titles:
        periods = find_periods(text, year)
        if periods:
            return periods[-1][0]
    if title is None:
        return None
    coming = _COMING.search(title)
    planned = [period for period, at in find_periods(title, year) if coming is not None and at > coming.start()]
    return planned[-1] if planned else None

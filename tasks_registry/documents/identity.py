"""What a document's number means: which document it is the number of. Pure.

Party numbers run per kind through a whole term (khóa), state numbers restart each year. So a number alone is not a
document: ``12-BC/ĐU`` of the next term is another one. What is not said – no date, a day in the months in which a
congress may or may not have been held – is left open rather than guessed.
"""

import re
from dataclasses import dataclass
from datetime import date

from tasks_registry.reading.citations import KIND_NAMES, split_number

_NATIONAL_CONGRESSES = (
    date(2001, 4, 22), date(2006, 4, 25), date(2011, 1, 19), date(2016, 1, 28), date(2021, 2, 1), date(2026, 1, 23),
)  # fmt: skip
"""Closing days of the IX to XIV national congresses, with which the terms of central bodies begin."""
_YEARS_OF_TERM = 5
_CONGRESS_MONTHS = range(4, 11)
"""April to October of each fifth year: in them the local congresses are held (35-CT/TW, 30/5/2019), each on its day."""
_COMMITTEE = re.compile(r"(?:UBKT)?(?:TW|TU|HU|THU|TXU|QU|ĐU\w*)")
_STATE = re.compile(r"(?:UBND|HĐND|TTG|CP|QH|UBTVQH)\b.*")
_PROPER_KINDS = {code.casefold(): code for codes in KIND_NAMES.values() for code in reversed(codes)}
"""Small letters → the first, proper spelling: ``CTR`` and ``Ctr`` are ``CTr``."""


@dataclass(frozen=True)
class OwnTerm:
    """The present term of the office's own committee: the ``symbol`` in its numbers, and its first day."""

    symbol: str
    began: date


@dataclass(frozen=True)
class Identity:
    """A document by its number. ``span`` is the term (``2025-2030``) or the year in which there is only one such."""

    party: bool
    kind: str
    count: str
    body: str
    span: str | None

    @property
    def key(self) -> str | None:
        """The identity as it is stored and compared; None while the span is open."""
        if self.span is None:
            return None
        return "|".join(("party" if self.party else "state", self.kind, self.count, self.body, self.span))

    def may_be(self, other: "Identity") -> bool:
        """Tell whether both can be numbers of one document: all that is known of them agrees."""
        if None not in (self.span, other.span) and self.span != other.span:
            return False
        mine, others = ((one.party, one.kind, one.count, one.body) for one in (self, other))
        return mine == others


def identity_of(number: str | None, issued_on: date | None, own: OwnTerm | None = None) -> Identity | None:
    """Return what ``number``, issued on a day, means; None when it is no number of a document.

    ``01/NQ-TU`` and ``1-NQ/TU`` are one number: a hybrid belongs to the side of its body. ``TƯ`` is ``TW``.
    """
    parts = split_number(number) if number else None
    if parts is None:
        return None
    body = parts.body.upper().replace("TƯ", "TW")
    party = _COMMITTEE.fullmatch(body) is not None or (parts.party and not _STATE.fullmatch(body))
    if parts.year is not None:
        party = False
    kind = _PROPER_KINDS.get(parts.kind.casefold(), parts.kind)
    span = _term(body, issued_on, own) if party else _year(parts.year, issued_on)
    return Identity(party, kind, parts.count.lstrip("0") or "0", body, span)


def _year(written: int | None, issued_on: date | None) -> str | None:
    year = written if written is not None else issued_on.year if issued_on else None
    return str(year) if year is not None else None


def _term(body: str, day: date | None, own: OwnTerm | None) -> str | None:
    """Return the term of ``body`` that ``day`` lies in, by its years; None when it cannot be told."""
    if day is None:
        return None
    if body.endswith("TW"):
        begun = [congress.year for congress in _NATIONAL_CONGRESSES if congress <= day]
        return _years(begun[-1]) if begun and day.year <= begun[-1] + _YEARS_OF_TERM else None
    start = day.year - day.year % _YEARS_OF_TERM
    if own is not None and body.endswith(own.symbol.upper()) and start == own.began.year:
        return _years(start if day >= own.began else start - _YEARS_OF_TERM)
    if day.year == start and day.month in _CONGRESS_MONTHS:
        return None
    return _years(start - _YEARS_OF_TERM if day.year == start and day.month < _CONGRESS_MONTHS.start else start)


def _years(first: int) -> str:
    return f"{first}-{first + _YEARS_OF_TERM}"

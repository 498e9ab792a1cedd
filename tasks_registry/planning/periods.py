"""Periods (kỳ) by their codes: first and last day, the one before and after, the day to which a report counts. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from config.rhythm import PeriodCutoffs
from tasks_registry.errors import Refused
from tasks_registry.reading.dates import month_end

_ROMAN = ("I", "II", "III", "IV")
_MONTHS_OF_YEAR = 12


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Length in months."""
        return {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}[self.value]

    @property
    def in_year(self) -> int:
        """How many periods of this kind a year has."""
        return _MONTHS_OF_YEAR // self.months


@dataclass(frozen=True)
class PeriodSpan:
    """One period: ``which`` counts its kind from 1 within the year."""

    kind: PeriodKind
    year: int
    which: int = 1

    @property
    def code(self) -> str:
        """``2026-09``, ``2026-Q3``, ``2026-H1``, ``2026-9M``, ``2026``."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.year}-{self.which:02}"
            case PeriodKind.QUARTER:
                return f"{self.year}-Q{self.which}"
            case PeriodKind.HALF:
                return f"{self.year}-H{self.which}"
            case PeriodKind.NINE_MONTHS:
                return f"{self.year}-9M"
            case PeriodKind.YEAR:
                return str(self.year)

    @property
    def label(self) -> str:
        """The period as an office writes it."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"tháng {self.which}/{self.year}"
            case PeriodKind.QUARTER:
                return f"quý {_ROMAN[self.which - 1]}/{self.year}"
            case PeriodKind.HALF:
                return f"6 tháng {('đầu', 'cuối')[self.which - 1]} năm {self.year}"
            case PeriodKind.NINE_MONTHS:
                return f"9 tháng đầu năm {self.year}"
            case PeriodKind.YEAR:
                return f"năm {self.year}"

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.kind.months * (self.which - 1) + 1, 1)

    @property
    def last_day(self) -> date:
        """Its last day, included."""
        return month_end(self.year, self.kind.months * self.which)

    def shifted(self, count: int) -> "PeriodSpan":
        """Return the period of the same kind ``count`` further on, before it when negative."""
        years, which = divmod(self.which - 1 + count, self.kind.in_year)
        return PeriodSpan(self.kind, self.year + years, which + 1)

    @property
    def following(self) -> "PeriodSpan":
        """The period whose plan the report on this one looks forward to: after nine months the last quarter."""
        return PeriodSpan(PeriodKind.QUARTER, self.year, 4) if self.kind is PeriodKind.NINE_MONTHS else self.shifted(1)

    def covers(self, other: "PeriodSpan") -> bool:
        """Tell whether every day of ``other`` is a day of this period."""
        return self.first_day <= other.first_day and other.last_day <= self.last_day

    def parts(self) -> list["PeriodSpan"]:
        """Return every period that lies within this one, itself included: a half year has two quarters."""
        spans = [PeriodSpan(kind, self.year, n) for kind in PeriodKind for n in range(1, kind.in_year + 1)]
        return [span for span in spans if self.covers(span)]

    def cutoff(self, cutoffs: PeriodCutoffs) -> date:
        """Return the day to which the period's report counts (chốt số liệu), as ``rhythm.yaml`` sets it."""
        rule = cutoffs.of(self.kind.value)
        end = month_end(self.year, self.last_day.month - rule.months_before)
        return min(end, end.replace(day=1) + timedelta(days=rule.day - 1))


def parse_period(code: str) -> PeriodSpan:
    """Return the period called ``code``; raises ``Refused`` with the forms of a code."""
    found = re.fullmatch(
        r"(?P<year>20\d\d)(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<nine_months>9M)|(?P<month>0[1-9]|1[0-2])))?",
        code.strip().upper(),
    )
    if found is None:
        raise Refused(
            f"Không hiểu mã kỳ “{code}”. Hãy ghi 2026-Q3 (quý), 2026-H1 (6 tháng), 2026-9M (9 tháng), "
            "2026 (năm) hoặc 2026-09 (tháng)."
        )
    year = int(found["year"])
    if found["nine_months"]:
        return PeriodSpan(PeriodKind.NINE_MONTHS, year)
    for kind in (PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.MONTH):
        if found[kind.value]:
            return PeriodSpan(kind, year, int(found[kind.value]))
    return PeriodSpan(PeriodKind.YEAR, year)


def period_of(day: date, kind: PeriodKind = PeriodKind.QUARTER) -> PeriodSpan:
    """Return the period of ``kind`` that ``day`` falls into – of nine months, the one just ended, from October on."""
    which = (day.month - 1) // kind.months + 1
    return PeriodSpan(kind, day.year, min(which, kind.in_year))

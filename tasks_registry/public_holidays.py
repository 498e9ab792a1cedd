"""Public holidays of Việt Nam by the ``holidays`` package, and which of them are only its forecast.

The package computes Tết from the lunar calendar and marks nothing of it as estimated; yet on which days the office is
off around Tết and the National Day is decided anew every year, usually in the autumn before. Its forecasts for 2024 to
2026 are what was decided; later ones are expected days until the office's own calendar says otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays

CHECKED_THROUGH = 2026
"""Last year whose Tết and National Day of the package were compared with the decision of the year."""

_NEW_YEAR = "Tết Nguyên Đán"
_OF_TET = ("29 Tết", "Giao thừa", _NEW_YEAR, "Mùng")
_NATIONAL_DAY = "Quốc khánh"


@dataclass(frozen=True)
class PublicHoliday:
    """A public holiday. ``anchor`` is the main day (mùng Một, 2/9) of those that are decided year by year."""

    name: str
    anchor: date | None = None

    @property
    def forecast(self) -> bool:
        """Whether nobody has compared this day with the decision of its year."""
        return self.anchor is not None and self.anchor.year > CHECKED_THROUGH


@cache
def public_holidays(year: int) -> Mapping[date, PublicHoliday]:
    """Return the public holidays of ``year``; from 2026 with 24/11, none after 2100."""
    found = holidays.country_holidays("VN", years=year, language="vi")
    new_year, national_day = new_year_of(year), date(year, 9, 2)

    def anchor(name: str) -> date | None:
        if name.startswith(_OF_TET):
            return new_year
        return national_day if name.startswith(_NATIONAL_DAY) else None

    return {day: PublicHoliday(name, anchor(name)) for day, name in sorted(found.items())}


@cache
def new_year_of(year: int) -> date | None:
    """Return mùng Một Tết of ``year``, None after 2100, where the package ends."""
    found = holidays.country_holidays("VN", years=year, language="vi")
    return next((day for day, name in found.items() if name == _NEW_YEAR), None)

"""``calendar.yaml``: days off and days worked in exchange, over the public holidays."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from config.parts import NonEmpty, Part


class DayOff(Part):
    """A day, or days ``from`` … ``to``, that the office does not work although the public calendar says it does."""

    day: date | None = None
    from_: Annotated[date | None, Field(alias="from")] = None
    to: date | None = None
    name: NonEmpty
    tentative: bool = False
    """Expected, not decided yet (dự kiến): counts as off, and every due day that leans on it is told."""

    @model_validator(mode="after")
    def _one_day_or_a_range(self) -> "DayOff":
        if (self.day is None) == (self.from_ is None) or (self.from_ is None) != (self.to is None):
            raise ValueError("hãy ghi hoặc day (một ngày), hoặc cả from và to (nhiều ngày)")
        if not 0 <= (self.last - self.first).days < _LONGEST_RANGE:
            raise ValueError(f"from phải không sau to, và không quá {_LONGEST_RANGE} ngày")
        return self

    @property
    def first(self) -> date:
        """The first day off."""
        return self.day or self.from_ or date.min

    @property
    def last(self) -> date:
        """The last day off."""
        return self.day or self.to or date.min


_LONGEST_RANGE = 60
"""Days off in one entry; more of them are a slip of the year."""


class WorkingDay(Part):
    """A Saturday, Sunday or holiday worked in exchange (làm bù)."""

    day: date
    name: NonEmpty = "Làm bù"


def _named(entry: object) -> object:
    return entry if isinstance(entry, dict | WorkingDay) else {"day": entry}


class CalendarFile(Part):
    """``calendar.yaml``: what lies over the public holidays known to the ``holidays`` package."""

    days_off: tuple[DayOff, ...] = ()
    working_days: tuple[Annotated[WorkingDay, BeforeValidator(_named)], ...] = ()
    """Each a day alone, or a day with its name."""

"""Reads the cell of a deadline: a day as the office fixed it, or a phrase as documents use them."""

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from tasks_registry.reading.dates import NoSuchDay
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.reading.phrases import Bearings, read_time_field
from tasks_registry.reading.text import settle

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$")
_WRITTEN = re.compile(r"(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})$")
_DIGIT = re.compile(r"\d")


class ReadDeadline(NamedTuple):
    """A deadline as a table gives it: ``day`` when it names one to the day, else the reading of its phrase."""

    day: date | None = None
    text: str | None = None
    start: date | None = None
    to: date | None = None
    before: bool = False
    recurring: str | None = None
    waits_for: str | None = None
    understood: bool = True
    """False for a phrase that is kept as it is, because it says nothing of a day."""


class UnreadableDeadline(ValueError):
    """Words with a number in them that give neither a day nor a period, such as 31/02/2026."""


def read_deadline_cell(cell: str | date, bearings: Bearings, years: range) -> ReadDeadline:
    """Return what a deadline's cell says. ``bearings`` gives phrases without a year theirs, ``years`` can be meant.

    A phrase without any number (``thường xuyên``) is kept as it is. Raises ``NoSuchDay`` for a day that no calendar
    has, ``UnreadableDeadline`` for other words that should name a day and do not.
    """
    if isinstance(cell, date):
        return ReadDeadline(day=_known(cell, years))
    if (match := _ISO.match(cell)) is not None:
        year, month, day = map(int, match.groups())
        return ReadDeadline(day=_day(year, month, day, years))
    if (match := _WRITTEN.match(cell)) is not None:
        day, month, year = map(int, match.groups())
        return ReadDeadline(day=_day(year, month, day, years))
    read = read_time_field(settle(cell), bearings, DeadlineRule.TEXT)
    if read is None:
        if _DIGIT.search(cell):
            raise UnreadableDeadline(cell)
        return ReadDeadline(text=cell, understood=False)
    read = replace(read, text=cell)
    return ReadDeadline(None, read.text, read.start, read.to, read.before, read.recurring, read.waits_for)


def _day(year: int, month: int, day: int, years: range) -> date:
    try:
        return _known(date(year, month, day), years)
    except ValueError:
        raise NoSuchDay(f"{day}/{month}/{year}") from None


def _known(day: date, years: range) -> date:
    if day.year not in years:
        raise NoSuchDay(str(day))
    return day

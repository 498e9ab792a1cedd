"""What a template is given: values ready to be shown, and nothing that must not be said. Pure.

``docs/huong-dan.md`` names them for those who edit a template; a test keeps both in step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.office import Office
from notifications.letters.lines import LATE, Group, Line, grouped
from notifications.letters.wording import vietnamese_day
from notifications.report_news.news import FigureNews
from notifications.words import CHANNELS
from tasks_registry.view import PersonView

_PREVIEWED = 3


@dataclass(frozen=True, slots=True)
class AgencyFigure:
    """A line of the weekly table."""

    name: str
    overdue: int
    longest: int
    """Days that the oldest of them is overdue."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter goes."""

    name: str
    agency: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose letter it is."""

    name: str


@dataclass(frozen=True, slots=True)
class ToCall:
    """Whom the reader can ask."""

    name: str
    phone: str
    phone_link: str
    """``phone`` without what a telephone cannot dial."""
    email: str


SHOWN: Mapping[type, frozenset[str]] = {
    kind: frozenset(kind.__dataclass_fields__)
    for kind in (AgencyFigure, Addressee, Writer, ToCall, Line, Group, FigureNews)
}
"""The kinds of values that a template is given, with the fields that it may show."""


def office_facts(office: Office, today: date) -> dict[str, Any]:
    """Return what every letter of a batch says of the office and the day."""
    contact = office.contact
    return {
        "office": Writer(office.name),
        "contact": ToCall(
            contact.name,
            contact.phone,
            "".join(sign for sign in contact.phone if sign.isdigit() or sign == "+"),
            contact.email,
        ),
        "today": vietnamese_day(today),
    }


def letter_facts(
    common: Mapping[str, Any],
    *,
    person: PersonView,
    subject: str,
    lines: Sequence[Line],
    groups: Sequence[Group] | None = None,
    wishes: str | None = None,
    stands_in: str = "",
) -> dict[str, Any]:
    """Return what every kind of letter may show; ``lines`` are sorted, ``groups`` are theirs unless given."""
    tasks = sum(1 for line in lines if line.code)
    return {
        **common,
        "person": Addressee(person.name, person.agency_name),
        "subject": subject,
        "preview": "; ".join(f"{line.code or line.title}: {line.standing.lower()}" for line in lines[:_PREVIEWED]),
        "groups": grouped(lines) if groups is None else groups,
        "tasks": tasks,
        "meetings": len(lines) - tasks,
        "late": sum(1 for line in lines if line.tone == LATE),
        "wishes": wishes,
        "stands_in": stands_in,
    }


def stand_in_sentence(lost: str | None, channel: str) -> str:
    """Say that the message by the channel ``lost`` did not get through; empty when nothing was lost."""
    if lost is None:
        return ""
    return (
        f"Tin gửi đồng chí qua {CHANNELS.get(lost, lost)} không tới nơi, "
        f"nên nội dung này được gửi qua {CHANNELS.get(channel, channel)}."
    )


def contact_line(office: Office) -> str:
    """Return whom to call: ``Trịnh Thị Hoài An, 0900 000 111``."""
    return ", ".join(filter(None, (office.contact.name, office.contact.phone)))

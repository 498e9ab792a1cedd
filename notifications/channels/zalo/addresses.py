"""Where Zalo reaches a person, written as one address: its ways in the order in which they are tried. Pure.

``oa:<user id>`` a template to a follower, ``phone:<84…>`` a template to a number, ``cs:<user id>`` free text to
somebody who wrote in the last 48 hours, ``bot:<chat id>``. Ways are separated by spaces: ``oa:123 phone:84912345678``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from config.zalo import ZaloOffice
from notifications.channels.zalo.windows import CareWindow, care_window
from notifications.models.people import ContactKind, ContactState


class Way(StrEnum):
    """How a message goes."""

    TEMPLATE_BY_USER = "oa"
    TEMPLATE_BY_PHONE = "phone"
    CARE_TEXT = "cs"
    BOT = "bot"


_KINDS = {
    Way.TEMPLATE_BY_USER: ContactKind.ZALO_OA,
    Way.TEMPLATE_BY_PHONE: ContactKind.ZALO_PHONE,
    Way.CARE_TEXT: ContactKind.ZALO_OA,
    Way.BOT: ContactKind.ZALO_BOT,
}
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True)
class Target:
    """One way to one person."""

    way: Way
    id: str

    def __str__(self) -> str:
        return f"{self.way}:{self.id}"

    @property
    def contact(self) -> tuple[ContactKind, str]:
        """The contact point that it stands for: what is flagged when it is refused."""
        return _KINDS[self.way], self.id


class Point(Protocol):
    """What of a ``ContactPoint`` matters here."""

    kind: str
    address: str
    state: str
    since: datetime
    last_interaction_at: datetime | None


def targets(address: str) -> tuple[Target, ...]:
    """Read an address; raises ``ValueError``, which does not repeat it, when it is none."""
    found = []
    for word in address.split():
        way, _, id_ = word.partition(":")
        if way not in list(Way) or not _ID.fullmatch(id_):
            raise ValueError("not an address of Zalo")
        found.append(Target(Way(way), id_))
    if not found:
        raise ValueError("an empty address of Zalo")
    return tuple(found)


def best_address(points: Iterable[Point], now: datetime, office: ZaloOffice) -> str | None:
    """Return the address by which a person is reached, None when there is no way.

    ``points`` are the person's own contact points; the flagged ones are left out. With an Official Account: the
    template by user id, then by telephone, then text while the 48 hours run. Without one: the bot.
    """
    usable = sorted((point for point in points if point.state == ContactState.OK), key=lambda point: point.since)
    newest = {point.kind: point for point in usable}
    ways: list[Target] = []
    if office.oa_id:
        user, phone = newest.get(ContactKind.ZALO_OA), newest.get(ContactKind.ZALO_PHONE)
        if office.digest_template is not None:
            ways += [Target(Way.TEMPLATE_BY_USER, user.address)] if user else []
            ways += [Target(Way.TEMPLATE_BY_PHONE, phone.address)] if phone else []
        if user is not None and care_window(user.last_interaction_at, now) is CareWindow.FREE:
            ways.append(Target(Way.CARE_TEXT, user.address))
    elif ContactKind.ZALO_BOT in newest:
        ways.append(Target(Way.BOT, newest[ContactKind.ZALO_BOT].address))
    return " ".join(map(str, ways)) or None

"""Links by which people answer without an account: what each is for, how it is signed, read and found expired.

A link holds numbers only – committee, person, task, message, last day – and a signature made with a key of its purpose,
so that a link for one thing opens nothing else. The token id, under which an answer is kept, is the same for every
writing of the same letter: a repeat after a crash carries links that answer the same single time.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Protocol

from itsdangerous import BadSignature, Signer
from itsdangerous.signer import SigningAlgorithm


class Purpose(StrEnum):
    """What a link does, and nothing else."""

    TASK = "viec"
    """shows the task and offers the answers below"""
    RECEIVED = "da-nhan"
    PROGRESS = "tien-do"
    EXTENSION = "gia-han"
    NOT_MINE = "khong-phai"
    WISHES = "tuy-chon"
    """the person's own settings; unsubscribing"""
    REPORT = "bao-cao"
    """the files of the version of a report that the letter tells of"""

    @property
    def label(self) -> str:
        """What the person says by it, or sees there."""
        return _LABELS[self]


_LABELS = {
    Purpose.TASK: "xem nhiệm vụ",
    Purpose.RECEIVED: "đã nhận",
    Purpose.PROGRESS: "báo cáo tiến độ",
    Purpose.EXTENSION: "xin gia hạn",
    Purpose.NOT_MINE: "không phải việc của tôi",
    Purpose.WISHES: "tùy chọn nhận nhắc việc",
    Purpose.REPORT: "xem báo cáo",
}
ANSWERS = (Purpose.RECEIVED, Purpose.PROGRESS, Purpose.EXTENSION, Purpose.NOT_MINE)
"""What a person can answer; each link of these answers once."""


class LinkMaker(Protocol):
    """Makes the links of one letter."""

    def task(self, *, person_id: int, task_id: int, message_id: int) -> str:
        """Return the address behind the button of a task."""

    def wishes(self, *, person_id: int, message_id: int) -> str:
        """Return the address of the person's settings, which also takes the one-click unsubscription."""

    def report(self, *, person_id: int, message_id: int) -> str:
        """Return the address of the files of the report that the letter tells of."""


@dataclass(frozen=True)
class Link:
    """What a link says once its signature holds."""

    purpose: Purpose
    committee: int
    person_id: int
    task_id: int | None
    message_id: int
    last_day: date
    """Day (UTC) after which it is expired."""

    @property
    def token_id(self) -> str:
        """The id under which this link answers once; its exact form is pinned by a test."""
        return f"{self.purpose}/{self.message_id}/{self.task_id or 0}"

    def turned_to(self, purpose: Purpose) -> "Link":
        """Return the link of the same letter for another purpose; it expires on the same day."""
        return replace(self, purpose=purpose)


@dataclass(frozen=True)
class Opened:
    """A token that was signed here and is still good."""

    link: Link


@dataclass(frozen=True)
class Expired:
    """A token that was signed here and is too old."""

    link: Link


@dataclass(frozen=True)
class Forged:
    """A token that was not signed here for this purpose."""


_TOKEN = re.compile(r"([0-9a-f]{1,12})-([0-9a-f]{1,12})-([0-9a-f]{1,12})-([0-9a-f]{1,12})-([0-9a-f]{1,5})")
_LONGEST_TOKEN = 100
_SIGNATURE_BYTES = 18
"""144 bits: no one guesses them, and 24 characters of base64 without a loose bit."""


class _ShortHmac(SigningAlgorithm):
    """HMAC-SHA-256, cut (RFC 2104 §5): a link must fit into a message of Zalo."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return hmac.digest(key, value, "sha256")[:_SIGNATURE_BYTES]


class LinkSigner:
    """Signs links and reads tokens with the key of an installation. Pure: time is an argument."""

    def __init__(self, key: bytes) -> None:
        self._signers = {
            # The key of a purpose is derived once: a letter of many tasks has many links.
            purpose: Signer(
                hmac.digest(key, f"dondoc.link.{purpose}".encode(), "sha256"),
                salt=purpose.encode(),
                key_derivation="none",
                digest_method=hashlib.sha256,
                algorithm=_ShortHmac(),
            )
            for purpose in Purpose
        }

    def sign(self, link: Link) -> str:
        """Return the token of ``link``, the same at every call."""
        numbers = (
            f"{link.committee:x}-{link.person_id:x}-{link.task_id or 0:x}-{link.message_id:x}"
            f"-{link.last_day.toordinal():x}"
        )
        return self._signers[link.purpose].sign(numbers).decode()

    def read(self, purpose: Purpose, token: str, now: datetime) -> Opened | Expired | Forged:
        """Return what ``token`` says as a link of ``purpose`` at instant ``now``."""
        if len(token) > _LONGEST_TOKEN or not token.isascii():
            return Forged()
        try:
            numbers = _TOKEN.fullmatch(self._signers[purpose].unsign(token).decode())
        except BadSignature:
            return Forged()
        if numbers is None:
            return Forged()
        committee, person, task, message, day = (int(part, 16) for part in numbers.groups())
        link = Link(purpose, committee, person, task or None, message, date.fromordinal(day))
        return Opened(link) if now.astimezone(UTC).date() <= link.last_day else Expired(link)


@dataclass(frozen=True)
class SignedLinks:
    """Makes the links of letters that are written on one day."""

    signer: LinkSigner
    committee: int
    base: str
    """Public address of the pages, without a slash at its end."""
    last_day: date

    def task(self, *, person_id: int, task_id: int, message_id: int) -> str:
        """Return the address behind the button of a task."""
        return self.address(Link(Purpose.TASK, self.committee, person_id, task_id, message_id, self.last_day))

    def wishes(self, *, person_id: int, message_id: int) -> str:
        """Return the address of the person's settings, which also takes the one-click unsubscription."""
        return self.address(Link(Purpose.WISHES, self.committee, person_id, None, message_id, self.last_day))

    def report(self, *, person_id: int, message_id: int) -> str:
        """Return the address of the files of the report that the letter tells of."""
        return self.address(Link(Purpose.REPORT, self.committee, person_id, None, message_id, self.last_day))

    def address(self, link: Link) -> str:
        """Return the whole address of ``link``."""
        return f"{self.base}/{link.purpose}/{self.signer.sign(link)}"

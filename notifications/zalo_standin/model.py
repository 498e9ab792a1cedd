"""What the stand-in knows and remembers: credentials, people, templates, groups, faults to show, every request."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Place(StrEnum):
    """An interface of Zalo, where faults can be put."""

    TOKEN = "token"
    BY_PHONE = "phone"
    BY_USER = "user"
    CARE = "cs"
    GROUP = "group"
    BOT = "bot"
    ASK = "ask"


class Fault(StrEnum):
    """How a server misbehaves; most do first what they were asked (``server.NOTHING_DONE`` names the others)."""

    CUT = "cut"
    """the line is cut after the request was accepted"""
    LOST_BEFORE = "lost-before"
    """HTTP 500, and nothing was done"""
    SLOW = "slow"
    """no answer within anybody's patience"""
    DRIPPING = "dripping"
    """an answer that comes byte by byte"""
    HTML = "html"
    EMPTY = "empty"
    ERROR_500 = "500"
    GATEWAY_502 = "502"
    BUSY = "503"
    TIMEOUT_504 = "504"
    TOO_MANY = "429"
    UNAUTHORISED_401 = "401"


@dataclass
class Follower:
    """Somebody who knows the Official Account. ``last_interaction``: when they last wrote or followed."""

    last_interaction: datetime | None = None
    follows: bool = True
    blocked: bool = False
    care_left: int = 8


@dataclass
class Template:
    """An approved (or not yet approved) template: parameter → most characters."""

    parameters: dict[str, int]
    state: str = "ENABLE"
    """``ENABLE``, ``PENDING_REVIEW``, ``REJECT``, ``DISABLE``."""
    poor: bool = False
    """Its quality fell: refused."""
    by_user: bool = True
    left: int | None = None
    """What is left of its own daily quota; None: no limit of its own."""


@dataclass(frozen=True)
class Recorded:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Sent:
    """A message that was accepted."""

    place: Place
    to: str
    message_id: str
    content: dict[str, object]
    tracking_id: str = ""


@dataclass
class Zalo:
    """The whole of Zalo that an office meets. Guard changes from other threads with ``lock``."""

    clock: Callable[[], datetime]
    """Zalo's own clock; aware, office time is taken from its zone."""
    app_id: str = "4018500000000000001"
    app_secret: str = "khoa-ung-dung-thu-nghiem"
    oa_id: str = "579745863508352884"
    oa_secret: str = "khoa-webhook-thu-nghiem"
    bot_token: str = "123456789:thu-nghiem_Bot"
    bot_webhook_secret: str = "khoa-bot-thu-nghiem"
    access_token: str = "AT-1"
    refresh_token: str = "RT-1"
    expires_at: datetime | None = None
    """When the access token stops being accepted; None: never."""
    code: str = ""
    """The code that the consent page handed out, good once."""
    challenge: str = ""
    require_proof: bool = False
    """Refuse calls without ``appsecret_proof``."""
    followers: dict[str, Follower] = field(default_factory=dict)
    phones: set[str] = field(default_factory=set)
    """Numbers with a Zalo account."""
    admins: set[str] = field(default_factory=set)
    """Numbers of administrators, the only ones that development mode reaches."""
    templates: dict[str, Template] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)
    chats: set[str] = field(default_factory=set)
    """Chats whose people wrote to the bot."""
    blocked_chats: set[str] = field(default_factory=set)
    updates: deque[dict[str, object]] = field(default_factory=deque)
    """What ``getUpdates`` hands out, one at a time."""
    bot_webhook_set: bool = False
    quota: int = 500
    rate_left: int = 4000
    refreshes: int = 0
    """Pairs handed out for a refresh token."""
    requests: list[Recorded] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    faults: dict[Place, deque[Fault]] = field(default_factory=dict)
    errors: dict[Place, deque[int]] = field(default_factory=dict)
    """Codes to refuse the next requests with, whatever they ask."""
    slowness: float = 1.0
    """Seconds of ``SLOW``, and of each byte of ``DRIPPING``."""
    token_delay: float = 0.0
    """Seconds that every exchange of a token takes."""
    issued: int = 1
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def break_next(self, place: Place, *faults: Fault) -> None:
        """Misbehave at the next requests to ``place``."""
        with self.lock:
            self.faults.setdefault(place, deque()).extend(faults)

    def refuse_next(self, place: Place, *codes: int) -> None:
        """Refuse the next requests to ``place`` with ``codes``."""
        with self.lock:
            self.errors.setdefault(place, deque()).extend(codes)

    def expire_access(self) -> None:
        """Let the access token be refused from now on, as Zalo does now and then before its time."""
        with self.lock:
            self.expires_at = self.clock() - timedelta(seconds=1)

    def new_pair(self) -> dict[str, object]:
        """Hand out a new pair; the old refresh token is used up."""
        self.issued += 1
        self.access_token, self.refresh_token = f"AT-{self.issued}", f"RT-{self.issued}"
        self.expires_at = self.clock() + timedelta(hours=25)
        return {"access_token": self.access_token, "refresh_token": self.refresh_token, "expires_in": "90000"}

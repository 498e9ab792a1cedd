"""The office's grant (OAuth) and what to do with it at an instant. Pure.

An access token lives 25 hours; a refresh token 3 months and is good for one use, so that every refresh brings a new
pair which must never be lost.
"""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

EARLY = timedelta(hours=5)
"""An access token with less life than this is renewed before use."""
RENEW_EVERY = timedelta(hours=12)
"""A grant is renewed this often even when nothing is sent."""
PAUSE = timedelta(minutes=2)
"""After a refresh that came to nothing the next one waits: a dead server must not cost every message a timeout."""
GRANT_DEAD = "-14020"
"""Zalo's word for a refresh token that was used or has expired."""


@dataclass(frozen=True)
class Pair:
    """What Zalo hands out."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    lives: timedelta = timedelta(hours=25)


@dataclass(frozen=True)
class Grant:
    """A stored pair and how it fares."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    refreshed_at: datetime
    dead: bool = False
    failed_at: datetime | None = None
    trouble: str | None = None

    def usable(self, now: datetime, refused: str | None = None) -> bool:
        """Tell whether the access token lives and is not the one that Zalo has just refused."""
        return self.access_token != refused and now < self.expires_at


class Step(StrEnum):
    """What to do."""

    USE = "use"
    REFRESH = "refresh"
    WAIT = "wait"
    """nothing usable, and a refresh failed a moment ago"""
    LOST = "lost"
    """nothing usable, and a person must grant access again"""


def next_step(grant: Grant, now: datetime, *, refused: str | None = None, renew: bool = False) -> Step:
    """Say what to do with ``grant``; ``renew`` asks for a new pair once the old one is 12 hours old."""
    usable = grant.usable(now, refused)
    aged = renew and now - grant.refreshed_at >= RENEW_EVERY
    if usable and now < grant.expires_at - EARLY and not aged:
        return Step.USE
    if grant.dead:
        return Step.USE if usable else Step.LOST
    if grant.failed_at is not None and grant.failed_at <= now < grant.failed_at + PAUSE:
        return Step.USE if usable else Step.WAIT
    return Step.REFRESH


def read_pair(body: bytes) -> Pair | str:
    """Read an answer of the token server, or a pair that somebody copied; a code or a word why there is none."""
    try:
        document: Any = json.loads(body)
    except (ValueError, RecursionError):
        return "unreadable"
    if not isinstance(document, dict):
        return "unreadable"
    access, refresh = document.get("access_token"), document.get("refresh_token")
    if not (isinstance(access, str) and access and isinstance(refresh, str) and refresh):
        code = document.get("error")
        return str(code) if isinstance(code, int | str) else "unreadable"
    try:
        lives = timedelta(seconds=int(document.get("expires_in", 90_000)))
    except (ValueError, TypeError, OverflowError):
        lives = timedelta(hours=25)
    return Pair(access, refresh, lives)


def challenge_of(verifier: str) -> str:
    """Return the PKCE challenge of a verifier (S256), as it is saved in Zalo's console."""
    return _unpadded(hashlib.sha256(verifier.encode()).digest())


def verifier_of(random_bytes: bytes) -> str:
    """Return the PKCE verifier (43 characters) made of 32 random bytes."""
    return _unpadded(random_bytes)


def _unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

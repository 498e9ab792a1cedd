"""Webhooks of Zalo: whether one is genuine, and what it tells. Pure.

The signature is a plain SHA-256 over ``app_id + body as it came + timestamp + secret key of the account``. Some say
that the account's id stands first; either proves that the sender knows the key, so both are taken and counted.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

LARGEST_BODY = 256 * 1024
"""Bytes."""
SHORTEST_BOT_SECRET = 8


@dataclass(frozen=True)
class Told:
    """What a webhook tells. ``text`` is what a person wrote: looked at for a code, never kept."""

    name: str
    identity: str
    at: datetime | None
    account: str = ""
    """User id or chat id of the person."""
    message_id: str = ""
    tracking_id: str = ""
    text: str = field(default="", repr=False)
    template_id: str = ""
    status: str = ""
    quota_before: int | None = None
    quota_after: int | None = None

    @property
    def facts(self) -> dict[str, str]:
        """What may be kept: ids and codes."""
        kept = ("account", "message_id", "tracking_id", "template_id", "status")
        return {name: value for name in kept if (value := getattr(self, name))}


def header(headers: Mapping[str, str], name: str) -> str:
    """Return a header whatever the case of its name, empty when it is not there."""
    return next((value for key, value in headers.items() if key.lower() == name.lower()), "")


def read_body(raw: bytes) -> Mapping[str, Any] | None:
    """Return the JSON object of a webhook, None when it is none."""
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def signed_with(raw: bytes, timestamp: str, signature: str, firsts: Mapping[str, str], secret: str) -> str | None:
    """Return the name of the first term (of ``firsts``: name → value) that makes ``signature`` right, or None.

    ``raw`` is the body as it came: written anew it would have other bytes.
    """
    given = signature.strip().removeprefix("mac=").lower().encode("utf-8", "replace")
    right = None
    for name, first in firsts.items():
        mac = hashlib.sha256(first.encode() + raw + timestamp.encode() + secret.encode()).hexdigest()
        if hmac.compare_digest(mac.encode(), given) and right is None:
            right = name
    return right


def bot_secret_right(given: str, secret: str) -> bool:
    """Compare the bot's webhook secret in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def read_event(document: Mapping[str, Any], raw: bytes) -> Told:
    """Say what a webhook of the account tells."""
    name = _text(document.get("event_name")) or "unnamed"
    message, follower = _part(document, "message"), _part(document, "follower")
    message_id = _text(message.get("msg_id")) or _text(message.get("message_id"))
    status, quota = document.get("status"), _part(document, "quota")
    by = "recipient" if name == "user_received_message" else "sender"
    body_hash = hashlib.sha256(raw).hexdigest()
    return Told(
        name=name,
        identity=f"{name}:{message_id or body_hash}",
        at=_instant(document.get("timestamp")),
        account=_text(follower.get("id")) or _text(_part(document, by).get("id")),
        message_id=message_id,
        tracking_id=_text(message.get("tracking_id")),
        text=_text(message.get("text")),
        template_id=_text(document.get("template_id")),
        status=_text(status.get("new_status") if isinstance(status, dict) else status),
        quota_before=_number(quota.get("prev_quota")),
        quota_after=_number(quota.get("new_quota")),
    )


def read_bot_update(update: Mapping[str, Any]) -> Told | None:
    """Say what an update of the bot tells, from its webhook or from ``getUpdates``; None when it is not a message."""
    message = _part(update, "message")
    chat, message_id = _text(_part(message, "chat").get("id")), _text(message.get("message_id"))
    if not chat or not message_id:
        return None
    return Told(
        name="bot_message",
        identity=f"bot_message:{chat}:{message_id}",
        at=_instant(message.get("date")),
        account=chat,
        message_id=message_id,
        text=_text(message.get("text")),
    )


def _part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = document.get(name)
    return part if isinstance(part, dict) else {}


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _number(value: object) -> int | None:
    try:
        return int(_text(value))
    except ValueError:
        return None


def _instant(value: object) -> datetime | None:
    """Read milliseconds since 1970, as a number or a string."""
    number = _number(value)
    try:
        return datetime.fromtimestamp(number / 1000, UTC) if number is not None else None
    except (OverflowError, OSError, ValueError):
        return None

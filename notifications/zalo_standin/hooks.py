"""Webhooks as Zalo sends them: bodies as bytes, signed over exactly those bytes."""

import hashlib
import json
from datetime import datetime
from typing import Any, NamedTuple

from notifications.zalo_standin.model import Sent, Zalo


class Hook(NamedTuple):
    """A request to the office's webhook."""

    raw: bytes
    headers: dict[str, str]


def _hook(zalo: Zalo, body: dict[str, Any], at: datetime, *, zbs: bool = False, sign_with: str = "app_id") -> Hook:
    """Sign a body; ``sign_with`` is the first term of the signature: ``app_id``, ``oa_id``, or ``wrong``."""
    body = {**body, "app_id": zalo.app_id, "timestamp": str(int(at.timestamp() * 1000))}
    raw = json.dumps(body, ensure_ascii=False, separators=(", ", ":  ")).encode()  # spaces nobody would write again
    first = {"app_id": zalo.app_id, "oa_id": zalo.oa_id}.get(sign_with, "somebody else")
    mac = hashlib.sha256(first.encode() + raw + body["timestamp"].encode() + zalo.oa_secret.encode()).hexdigest()
    headers = {"X-ZEvent-Signature": f"mac={mac}", "Content-Type": "application/json"}
    return Hook(raw, {**headers, "X-ZEvent-Server": "ZNS"} if zbs else headers)


def delivered(zalo: Zalo, sent: Sent, at: datetime, *, sign_with: str = "app_id") -> Hook:
    """Tell that a message reached the person."""
    message = {"delivery_time": str(int(at.timestamp() * 1000)), "msg_id": sent.message_id}
    if sent.tracking_id:
        message["tracking_id"] = sent.tracking_id
    body = {
        "sender": {"id": zalo.oa_id},
        "recipient": {"id": sent.to},
        "event_name": "user_received_message",
        "message": message,
    }
    return _hook(zalo, body, at, zbs=True, sign_with=sign_with)


def wrote(
    zalo: Zalo, user: str, text: str, at: datetime, *, message_id: str = "in-1", sign_with: str = "app_id"
) -> Hook:
    """Tell that somebody wrote to the Official Account."""
    body = {
        "sender": {"id": user},
        "recipient": {"id": zalo.oa_id},
        "event_name": "user_send_text",
        "message": {"text": text, "msg_id": message_id},
    }
    return _hook(zalo, body, at, sign_with=sign_with)


def followed(zalo: Zalo, user: str, at: datetime, *, follows: bool = True) -> Hook:
    """Tell that somebody follows the account, or does not any more."""
    body = {"oa_id": zalo.oa_id, "follower": {"id": user}, "event_name": "follow" if follows else "unfollow"}
    return _hook(zalo, body, at)


def echo(zalo: Zalo, user: str, at: datetime) -> Hook:
    """Tell the account of a text of its own."""
    body = {
        "sender": {"id": zalo.oa_id},
        "recipient": {"id": user},
        "event_name": "oa_send_text",
        "message": {"text": "…"},
    }
    return _hook(zalo, body, at)


def template_changed(zalo: Zalo, template: str, state: str, at: datetime, *, reason: str = "") -> Hook:
    """Tell that a template was enabled, rejected or disabled."""
    status = {"prev_status": "PENDING_REVIEW", "new_status": state}
    body = {
        "event_name": "change_template_status",
        "oa_id": zalo.oa_id,
        "template_id": template,
        "status": status,
        "reason": reason,
    }
    return _hook(zalo, body, at, zbs=True)


def quota_changed(zalo: Zalo, before: int, after: int, at: datetime) -> Hook:
    """Tell that the daily quota of templates is another one."""
    quota = {"prev_quota": str(before), "new_quota": str(after)}
    return _hook(zalo, {"event_name": "change_oa_daily_quota", "oa_id": zalo.oa_id, "quota": quota}, at, zbs=True)


def bot_update(chat: str, text: str, at: datetime, *, message_id: str = "b-1") -> dict[str, Any]:
    """Return what somebody wrote to the bot, as ``getUpdates`` and its webhook hand it out."""
    message = {
        "from": {"id": chat, "display_name": "Người dùng thử", "is_bot": False},
        "chat": {"id": chat, "chat_type": "PRIVATE"},
        "text": text,
        "message_id": message_id,
        "date": int(at.timestamp() * 1000),
    }
    return {"event_name": "message.text.received", "message": message}


def bot_hook(zalo: Zalo, update: dict[str, Any], *, secret: str | None = None) -> Hook:
    """Return an update as the bot's webhook sends it; ``secret`` stands in for the right one."""
    raw = json.dumps({"ok": True, "result": update}, ensure_ascii=False).encode()
    return Hook(raw, {"X-Bot-Api-Secret-Token": zalo.bot_webhook_secret if secret is None else secret})

"""How Zalo answers: each function takes a request and returns the JSON to answer, after doing what was asked."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

from notifications.channels.zalo.grants import challenge_of
from notifications.zalo_standin.model import Place, Sent, Zalo

Json = dict[str, Any]
_DAY = range(6, 22)
"""Hours in which templates are taken."""
_TEXT = range(1, 2001)


def error(code: int, words: str) -> Json:
    """Return a refusal."""
    return {"error": code, "message": words}


def success(**data: object) -> Json:
    """Return a success."""
    return {"error": 0, "message": "Success", "data": data}


def token(zalo: Zalo, headers: Mapping[str, str], form: Mapping[str, str]) -> Json:
    """Answer ``/v4/oa/access_token``."""
    if headers.get("secret_key") != zalo.app_secret or form.get("app_id") != zalo.app_id:
        return {"error": -14002, "error_name": "Invalid app", "error_description": "secret_key or app_id"}
    if form.get("grant_type") == "authorization_code":
        if not zalo.code or form.get("code") != zalo.code:
            return {"error": -14010, "error_name": "Invalid code", "error_description": "used or expired"}
        if challenge_of(form.get("code_verifier", "")) != zalo.challenge:
            return {"error": -14011, "error_name": "Invalid code_verifier", "error_description": ""}
        zalo.code = ""
        return zalo.new_pair()
    if form.get("refresh_token") != zalo.refresh_token:
        return {"error": -14020, "error_name": "Invalid refresh token", "error_description": "used or expired"}
    zalo.refreshes += 1
    return zalo.new_pair()


def refused_token(zalo: Zalo, headers: Mapping[str, str], *, zbs: bool) -> Json | None:
    """Return the refusal of a call whose token or proof is not right."""
    now, given = zalo.clock(), headers.get("access_token")
    if given != zalo.access_token or (zalo.expires_at is not None and now >= zalo.expires_at):
        return error(-124 if zbs else -216, "Access token is invalid")
    proof = headers.get("appsecret_proof")
    right = hmac.new(zalo.app_secret.encode(), given.encode(), hashlib.sha256).hexdigest()
    if (proof is None and zalo.require_proof) or (proof is not None and proof != right):
        return error(-1241 if zbs else -242, "appsecret_proof is invalid")
    return None


def _template(zalo: Zalo, asked: Json, *, by_user: bool) -> Json | None:
    """Return why a template cannot be sent, whoever it is for."""
    template = zalo.templates.get(str(asked.get("template_id")))
    if template is None:
        return error(-109, "Template is invalid")
    if template.state != "ENABLE":
        return error(-131, "ZNS template not approved")
    if template.poor:
        return error(-146, "Template is disabled due to low quality")
    if by_user and not template.by_user:
        return error(-249, "Template cannot be sent by user_id")
    if zalo.clock().hour not in _DAY:
        return error(-234 if by_user else -133, "Not allowed at night")
    data = asked.get("template_data")
    for name, longest in template.parameters.items():
        value = data.get(name) if isinstance(data, dict) else None
        if not isinstance(value, str) or not value:
            return error(-1122, f"missing parameter {name}")
        if len(value) > longest:  # counted as it came: a decomposed text is longer
            return error(-1121, f"{name} is too long")
    if zalo.quota <= 0:
        return error(-144, "daily quota exceeded")
    if template.left is not None and template.left <= 0:
        return error(-147, "daily quota of the template exceeded")
    return None


def _taken(zalo: Zalo, place: Place, to: str, asked: Json, tracking_id: str = "") -> str:
    message_id = f"{place.value}-{len(zalo.sent) + 1:06d}"
    zalo.sent.append(Sent(place, to, message_id, asked, tracking_id))
    return message_id


def _use_quota(zalo: Zalo, asked: Json) -> None:
    zalo.quota -= 1
    template = zalo.templates[str(asked["template_id"])]
    if template.left is not None:
        template.left -= 1


def by_phone(zalo: Zalo, asked: Json) -> Json:
    """Answer ``/message/template`` of the business interface."""
    refusal = _template(zalo, asked, by_user=False)
    if refusal is not None:
        return refusal
    phone, tracking = str(asked.get("phone", "")), str(asked.get("tracking_id", ""))
    if not (phone.isdigit() and phone.startswith("84") and 10 <= len(phone) <= 12):
        return error(-108, "Phone number is invalid")
    if len(tracking) > 48 or not all(sign.isascii() and (sign.isalnum() or sign in "_-") for sign in tracking):
        return error(-132, "tracking_id is invalid")
    if asked.get("mode") == "development" and phone not in zalo.admins:
        return error(-136, "development mode reaches administrators only")
    if phone not in zalo.phones:
        return error(-118, "Zalo account not existed")
    _use_quota(zalo, asked)
    message_id = _taken(zalo, Place.BY_PHONE, phone, asked, tracking)
    quota = {"dailyQuota": "500", "remainingQuota": str(zalo.quota)}
    sent_at = str(_milliseconds(zalo))
    return success(msg_id=message_id, sent_time=sent_at, sending_mode="1", quota=quota)


def by_user(zalo: Zalo, asked: Json) -> Json:
    """Answer ``/v3.0/oa/message/template``."""
    if "tracking_id" in asked:
        return error(-201, "tracking_id is invalid!")
    refusal = _template(zalo, asked, by_user=True)
    if refusal is not None:
        return refusal
    user = str(asked.get("user_id", ""))
    follower = zalo.followers.get(user)
    if follower is None:
        return error(-227, "user is not valid")
    if follower.blocked or not follower.follows:
        return error(-213, "user has not followed the OA")
    _use_quota(zalo, asked)
    message_id = _taken(zalo, Place.BY_USER, user, asked)
    quota = {"quota_type": "purchase_quota", "remain": zalo.quota}
    return success(message_id=message_id, user_id=user, sent_time=str(_milliseconds(zalo)), quota=quota)


def care(zalo: Zalo, asked: Json) -> Json:
    """Answer ``/v3.0/oa/message/cs``: free for 48 hours after the person's last word, from a quota for 7 days."""
    user = str((asked.get("recipient") or {}).get("user_id", ""))
    text = (asked.get("message") or {}).get("text")
    if not isinstance(text, str) or len(text) not in _TEXT:
        return error(-210, "text is too long or empty")
    follower = zalo.followers.get(user)
    if follower is None:
        return error(-201, "user_id is invalid!")
    if follower.blocked or not follower.follows:
        return error(-213, "user has not followed the OA")
    silent = zalo.clock() - follower.last_interaction if follower.last_interaction else timedelta.max
    if silent > timedelta(days=7):
        return error(-230, "user has not interacted within 7 days")
    if silent > timedelta(hours=48):
        if follower.care_left <= 0:
            return error(-211, "out of quota")
        follower.care_left -= 1
    return success(message_id=_taken(zalo, Place.CARE, user, asked), user_id=user)


def group(zalo: Zalo, asked: Json) -> Json:
    """Answer ``/v3.0/oa/group/message``."""
    to = str((asked.get("recipient") or {}).get("group_id", ""))
    text = (asked.get("message") or {}).get("text")
    if not isinstance(text, str) or len(text) not in _TEXT:
        return error(-210, "text is too long or empty")
    if to not in zalo.groups:
        return error(-237, "group is expired or not of this OA")
    return success(message_id=_taken(zalo, Place.GROUP, to, asked))


def bot_message(zalo: Zalo, asked: Json) -> Json:
    """Answer ``sendMessage`` of a bot: a refusal comes with HTTP 200."""
    chat, text = str(asked.get("chat_id", "")), asked.get("text")
    if not isinstance(text, str) or len(text) not in _TEXT:
        return {"ok": False, "description": "Bad Request: text", "error_code": 400}
    if chat in zalo.blocked_chats:
        return {"ok": False, "description": "Forbidden: bot was blocked", "error_code": 403}
    if chat not in zalo.chats:
        return {"ok": False, "description": "Bad Request: chat not found", "error_code": 400}
    message_id = _taken(zalo, Place.BOT, chat, asked)
    return {"ok": True, "result": {"message_id": message_id, "date": _milliseconds(zalo)}}


def bot_updates(zalo: Zalo, _asked: Json) -> Json:
    """Answer ``getUpdates``: one at a time; nothing while a webhook is set; an empty poll is a time-out."""
    if zalo.bot_webhook_set:
        return {"ok": False, "description": "Conflict: webhook is active", "error_code": 400}
    if not zalo.updates:
        return {"ok": False, "description": "Request timeout", "error_code": 408}
    return {"ok": True, "result": zalo.updates.popleft()}


def account(zalo: Zalo, _query: str) -> Json:
    """Answer ``/v2.0/oa/getoa``."""
    return success(
        oa_id=zalo.oa_id, name="Đảng ủy xã Hòa Mai", is_verified=True, package_name="Nâng cao", linked_ZCA="ZCA thử"
    )


def template_info(zalo: Zalo, query: str) -> Json:
    """Answer ``/template/info/v2``."""
    id_ = (parse_qs(query).get("template_id") or [""])[0]
    template = zalo.templates.get(id_)
    if template is None:
        return error(-109, "Template is invalid")
    listed = [
        {"name": name, "require": True, "type": "STRING", "maxLength": longest, "minLength": 1, "acceptNull": False}
        for name, longest in template.parameters.items()
    ]
    return success(templateId=id_, status=template.state, listParams=listed, templateQuality="HIGH")


def _milliseconds(zalo: Zalo) -> int:
    return int(zalo.clock().timestamp() * 1000)


POSTS: Mapping[str, tuple[Place, Callable[[Zalo, Json], Json]]] = {
    "/message/template": (Place.BY_PHONE, by_phone),
    "/v3.0/oa/message/template": (Place.BY_USER, by_user),
    "/v3.0/oa/message/cs": (Place.CARE, care),
    "/v3.0/oa/group/message": (Place.GROUP, group),
}
BOT_POSTS: Mapping[str, Callable[[Zalo, Json], Json]] = {"sendMessage": bot_message, "getUpdates": bot_updates}
GETS: Mapping[str, Callable[[Zalo, str], Json]] = {
    "/v2.0/oa/getoa": account,
    "/template/info/v2": template_info,
}

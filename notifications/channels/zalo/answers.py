"""What an answer of Zalo means: taken, or refused for which class of reason. Pure.

Zalo answers HTTP 200 for failures too; the ``error`` of the body decides. A code of no known class is the operator's:
sending on against a refusal that nobody understands would only make it worse.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from notifications.errors import FailureClass
from notifications.letter import Receipt


class Api(StrEnum):
    """Which of Zalo's interfaces answered; a few codes mean different things."""

    TEXT = "oa"
    """messages of the Official Account: customer-care text, groups"""
    TEMPLATE = "zbs"
    """approved templates (ZBS)"""
    BOT = "bot"
    """Zalo Bot"""


@dataclass(frozen=True)
class Reply:
    """An HTTP answer; the names of the headers are in lower case."""

    status: int
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Refusal:
    """A message that Zalo did not take, or of which nobody knows."""

    code: str
    failure: FailureClass
    stale_token: bool = False
    """The access token was refused: it is worth one refresh and one repeat."""
    channel_down: bool = False
    retry_after: timedelta | None = None


RATE_WINDOW = timedelta(minutes=1)
"""4,000 requests a minute for each application."""

TOKEN_CODES = frozenset({-216, -220, -124})
_RATE = -32
RETRY_CODES = frozenset({_RATE, -200})
UNKNOWN_ERROR = -100
"""Of templates an unknown error, worth a repeat; of texts an attachment whose id has expired."""
LATER_CODES = frozenset({-133, -234, -144, -147, -211, -218, -1441, -1471, -1472})
RECIPIENT_CODES = frozenset({-108, -110, -114, -118, -119, -139, -140, -141, -213, -217, -227, -230, -232, -244, -403})
PAYLOAD_CODES = frozenset({-201, -210, -111, -112, -113, -116, -121, -122, -130, -132, -1121, -1122, -1124})

_BOT_CLASSES = {
    400: FailureClass.RECIPIENT,  # our text is plain and short: what is wrong with the request is the chat id
    401: FailureClass.OPERATOR,
    403: FailureClass.RECIPIENT,
    404: FailureClass.OPERATOR,
    408: FailureClass.UNKNOWN,
    429: FailureClass.RETRY,
}
_HTTP_OK = 200
_UNAUTHORISED = 401
_INTERNAL_ERROR = 500
_PASSING = frozenset({429, 502, 503, 504})


def read_reply(api: Api, reply: Reply) -> Receipt | Refusal:
    """Say what ``reply`` to a message means."""
    if reply.status in _PASSING:
        return _passing(f"HTTP {reply.status}", reply)
    document = _document(reply.body)
    if api is Api.BOT:
        return _read_bot(reply, document)
    code = _number(document.get("error"))
    if code is None:
        if reply.status == _UNAUTHORISED:
            return _stale(f"HTTP {reply.status}")
        return _unreadable(reply)
    if code == 0:
        return _receipt(document) if reply.status == _HTTP_OK else _unreadable(reply)
    return _stale(str(code)) if reply.status == _UNAUTHORISED else _refusal(api, code, reply)


def classify(api: Api, code: int) -> FailureClass | None:
    """Return the class of an error code; None when the access token is what was refused."""
    if code in TOKEN_CODES:
        return None
    if code == UNKNOWN_ERROR:
        return FailureClass.RETRY if api is Api.TEMPLATE else FailureClass.PAYLOAD
    for failure, codes in (
        (FailureClass.RETRY, RETRY_CODES),
        (FailureClass.LATER, LATER_CODES),
        (FailureClass.RECIPIENT, RECIPIENT_CODES),
        (FailureClass.PAYLOAD, PAYLOAD_CODES),
    ):
        if code in codes:
            return failure
    return FailureClass.OPERATOR


def _refusal(api: Api, code: int, reply: Reply) -> Refusal:
    failure = classify(api, code)
    if failure is None:
        return _stale(str(code))
    if code == _RATE:
        return _passing(str(code), reply)
    return Refusal(str(code), failure, channel_down=failure is FailureClass.OPERATOR)


def _stale(code: str) -> Refusal:
    return Refusal(code, FailureClass.OPERATOR, stale_token=True, channel_down=True)


def _passing(code: str, reply: Reply) -> Refusal:
    """Too much at once, or a server that is being mended: the messages behind this one would fare no better."""
    waits = _number(reply.headers.get("retry-after"))
    wait = timedelta(seconds=waits) if waits is not None and waits > 0 else None
    if wait is None and (code == str(_RATE) or _number(reply.headers.get("x-ratelimit-remain")) == 0):
        wait = RATE_WINDOW
    return Refusal(code, FailureClass.RETRY, channel_down=True, retry_after=wait)


def _unreadable(reply: Reply) -> Refusal:
    """Nothing that can be read: with HTTP 200 or 500 the message may have been taken all the same."""
    code = f"HTTP {reply.status}"
    if reply.status in (_HTTP_OK, _INTERNAL_ERROR):
        return Refusal(code, FailureClass.UNKNOWN)
    return Refusal(code, FailureClass.OPERATOR, channel_down=True)


def _read_bot(reply: Reply, document: Mapping[str, Any]) -> Receipt | Refusal:
    ok = document.get("ok")
    if ok is True and reply.status == _HTTP_OK:
        result = document.get("result")
        return Receipt(_text(result.get("message_id")) if isinstance(result, dict) else None)
    code = _number(document.get("error_code"))
    if code is None:
        if ok is not False and reply.status in (_HTTP_OK, _INTERNAL_ERROR):
            return _unreadable(reply)
        code = reply.status
    if code in _PASSING:
        return _passing(str(code), reply)
    if code == _INTERNAL_ERROR:
        return Refusal(str(code), FailureClass.UNKNOWN)
    failure = _BOT_CLASSES.get(abs(code), FailureClass.OPERATOR)
    return Refusal(str(code), failure, channel_down=failure is FailureClass.OPERATOR)


def _receipt(document: Mapping[str, Any]) -> Receipt:
    data = document.get("data")
    if not isinstance(data, dict):
        return Receipt()
    quota = data.get("quota")
    left = None
    if isinstance(quota, dict):
        given = (_number(quota.get(name)) for name in ("remainingQuota", "remain"))
        left = next((number for number in given if number is not None), None)
    return Receipt(_text(data.get("msg_id") or data.get("message_id")), left)


def _document(body: bytes) -> Mapping[str, Any]:
    """Return the JSON object of an answer, an empty one for anything else."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _number(value: object) -> int | None:
    """Return a number that Zalo wrote as one, or as a string."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return int(value)
    except ValueError:
        return None


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, int | str) and value != "" else None


_SENTENCES = {
    FailureClass.RETRY: "Zalo đang bận hoặc gián đoạn",
    FailureClass.LATER: "Zalo chưa nhận lúc này (ban đêm, hết hạn mức hoặc ngoài thời gian được nhắn)",
    FailureClass.RECIPIENT: "Zalo không chuyển được tới người nhận này",
    FailureClass.PAYLOAD: "Zalo từ chối nội dung tin",
    FailureClass.OPERATOR: "Zalo từ chối tài khoản hoặc cấu hình gửi tin",
    FailureClass.UNKNOWN: "Không rõ Zalo đã nhận tin hay chưa",
}
_KNOWN = {
    -108: "Số điện thoại không hợp lệ",
    -110: "Phiên bản Zalo của người nhận không nhận được tin này",
    -118: "Số điện thoại này chưa dùng Zalo",
    -115: "Ví ZCA hết tiền: hãy nạp thêm",
    -109: "Không có mẫu tin này: hãy xem mục zalo của office.yaml",
    -131: "Mẫu tin chưa được duyệt",
    -144: "Đã hết hạn mức tin trong ngày",
    -147: "Mẫu tin đã hết hạn mức trong ngày",
    -213: "Người nhận chưa quan tâm tài khoản Zalo của cơ quan",
    -224: "Gói dịch vụ của OA không có quyền này",
    -230: "Đã quá thời gian được nhắn kể từ lần người nhận liên hệ cuối cùng",
    -232: "Đã quá thời gian được nhắn kể từ lần người nhận liên hệ cuối cùng",
    -237: "Nhóm Zalo đã hết hạn hoặc bị tắt",
    -249: "Mẫu tin này không gửi được theo tài khoản",
}


def sentence(refusal: Refusal) -> str:
    """Say in Vietnamese why; Zalo's own words are left out, as they may repeat a number or a name."""
    if refusal.stale_token:
        return f"Zalo không nhận mã truy cập ({refusal.code}). Hãy chạy: dondoc zalo status"
    number = _number(refusal.code)
    reason = _KNOWN.get(number or 0, _SENTENCES[refusal.failure])
    return f"{reason} (mã {refusal.code})."

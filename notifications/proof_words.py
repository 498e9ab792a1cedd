"""How the proof of chasing says what the tables hold: reasons, results, answers. Pure."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from notifications.words import CHANNELS, DEADLINE, KINDS, milestone_words

_EVENTS = {
    "assigned": "báo giao nhiệm vụ",
    "returned": "báo trả lại kết quả",
    "due-changed": "báo đổi hạn",
    "extension-asked": "báo có đề nghị gia hạn",
    "extension-granted": "báo đồng ý gia hạn",
    "extension-refused": "báo không đồng ý gia hạn",
    "removed": "báo thôi phụ trách nhiệm vụ",
    "meeting-fixed": "báo ngày họp",
    "meeting-moved": "báo dời ngày họp",
    "meeting-postponed": "báo hoãn họp",
}
_OUTCOMES = {
    "sent": "đã gửi",
    "delivered": "đã đến nơi",
    "bounced": "bị trả về",
    "withdrawn": "không gửi nữa vì không còn cần",
    "retry": "chưa gửi được, thử lại sau",
    "later": "chưa gửi được lúc đó, gửi sau",
    "recipient": "địa chỉ không nhận",
    "payload": "thư không được nhận",
    "operator": "máy chủ từ chối, chờ văn phòng sửa",
    "unknown": "đã chuyển đi nhưng không có trả lời",
}
_UNSENT = {
    "held": "chờ duyệt, chưa gửi",
    "pending": "chờ gửi",
    "claimed": "đang gửi",
    "withdrawn": "không gửi nữa vì không còn cần",
    "dead": "không gửi được",
}
_PURPOSES = {
    "viec": "xem nhiệm vụ",
    "da-nhan": "đã nhận",
    "tien-do": "báo cáo tiến độ",
    "gia-han": "xin gia hạn",
    "khong-phai": "không phải việc của tôi",
    "tuy-chon": "tùy chọn nhận tin",
    "bao-cao": "xem báo cáo",
}
_VISITS = {
    "opened": "đã mở",
    "answered": "đã trả lời",
    "used": "mở lại đường dẫn đã dùng",
    "expired": "mở đường dẫn đã hết hạn",
    "limited": "mở quá nhiều lần",
    "fetched": "đã tải tệp",
}
_ANSWERS = {
    "proposed": "chờ văn phòng xác nhận",
    "accepted": "văn phòng đã xác nhận",
    "refused": "văn phòng không chấp nhận",
}


def milestone(name: str, day: date) -> str:
    """Say what was counted from ``day`` or told of it: ``nhắc trước hạn 18/09/2026 3 ngày``, ``báo đổi hạn ngày …``."""
    if name in _EVENTS:
        return f"{_EVENTS[name]} ngày {day:%d/%m/%Y}"
    said = milestone_words(name, f"{DEADLINE} {day:%d/%m/%Y}")
    if said == name:
        return f"mốc {name}, ngày {day:%d/%m/%Y}"
    return f"nhắc {said}" if name.startswith("due") else said


def message_kind(kind: str) -> str:
    """Say a ``MessageKind``."""
    said = KINDS.get(kind, kind)
    return said[:1].upper() + said[1:]


def channel(name: str) -> str:
    """Say a channel."""
    return CHANNELS.get(name, name)


def purpose(name: str) -> str:
    """Say what a link was for."""
    return _PURPOSES.get(name, name)


def visit(outcome: str) -> str:
    """Say what came of opening a link."""
    return _VISITS.get(outcome, outcome)


def answer_state(state: str) -> str:
    """Say what became of an answer."""
    return _ANSWERS.get(state, state)


def unsent(state: str) -> str:
    """Say the state of a message of which no attempt is known."""
    return _UNSENT.get(state, state)


def attempt(at: datetime, outcome: str, code: str | None, reason: str | None, zone: ZoneInfo) -> str:
    """Say one attempt: when, what came of it, the other side's code and reason."""
    said = f"{moment(at, zone)} {_OUTCOMES.get(outcome, outcome)}"
    if code and code not in (reason or ""):
        said += f" (mã {code})"
    return f"{said}: {reason}" if reason else said


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return ``07:30 15/09/2026``, the office's time."""
    return f"{at.astimezone(zone):%H:%M %d/%m/%Y}"


def masked(address: str) -> str:
    """Return an address that its owner knows again and nobody else can use: ``ban***@hoamai.example``.

    Of what stands before ``@`` the first three characters are shown, at most half; of a number or an id the first three
    and the last two.
    """
    mark, colon, plain = address.rpartition(":")
    name, at, host = plain.partition("@")
    if at:
        return f"{name[: min(3, len(name) // 2)]}***@{host}"
    return f"{mark}{colon}{plain[:3]}***{plain[-2:]}" if len(plain) > 6 else f"{mark}{colon}***"

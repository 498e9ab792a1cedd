"""Labelled lines under a commitment: ``Đơn vị chủ trì: …``, ``Đơn vị phối hợp: …``, ``Thời gian hoàn thành: …``."""

import re
from enum import Enum

_LABEL = re.compile(
    r"(?:[-–+]\s+)?(?:"
    r"(?P<support>(?:[ĐđCc][ơo]n\s+vị|[Cc]ơ\s+quan|[Bb]ộ\s+phận)?\s*[Pp]hối\s+hợp(?:\s+thực\s+hiện)?)"
    r"|(?P<lead>(?:(?:[Đđ]ơn\s+vị|[Cc]ơ\s+quan|[Bb]ộ\s+phận)\s+(?:chủ\s+trì|thực\s+hiện|tham\s+mưu"
    r"|chịu\s+trách\s+nhiệm|phụ\s+trách)"
    r"|[Cc]hủ\s+trì|[Pp]hân\s+công)(?:\s+(?:tham\s+mưu|thực\s+hiện|chính))*)"
    r"|(?P<time>(?:[Tt]hời\s+(?:gian|hạn)|[Tt]iến\s+độ|[Hh]ạn)(?:\s+(?:thực\s+hiện|hoàn\s+thành|dự\s+kiến"
    r"|báo\s+cáo|trình|cuối))*)"
    r"|(?P<product>(?:[Ss]ản\s+phẩm|[Kk]ết\s+quả)(?:\s+(?:đầu\s+ra|dự\s+kiến|thực\s+hiện|đạt\s+được|cần\s+đạt))*)"
    r")\s*:\s*(?P<value>\S.*)$",
    re.DOTALL,
)


class Field(Enum):
    """What a label names."""

    LEAD = "lead"
    SUPPORT = "support"
    TIME = "time"
    PRODUCT = "product"


def read_label(text: str) -> tuple[Field, str] | None:
    """Return field and value of a labelled line in settled spelling, None for any other text."""
    match = _LABEL.match(text)
    if match is None:
        return None
    field = next(field for field in Field if match[field.value] is not None)
    return field, match["value"].strip().rstrip(".;")

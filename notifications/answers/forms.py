"""What a person writes into a form: read strictly, complained about field by field. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from config.clock import parse_day
from config.errors import DondocError
from notifications.links import Purpose

LONGEST_TEXT = 2000
"""Characters."""
_NOT_PRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of writing: nothing that an answer needs."""
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True)
class Given:
    """What was answered."""

    text: str | None = None
    """Progress, or the reason."""
    percent: int | None = None
    due: date | None = None
    """The day asked for."""


@dataclass(frozen=True)
class Complaints:
    """What must be mended: name of the field → sentence."""

    fields: Mapping[str, str] = field(default_factory=dict)


def read_answer(purpose: Purpose, fields: Mapping[str, str]) -> Given | Complaints:
    """Read the form of ``purpose``; what the rules of the registry say of it is asked elsewhere."""
    if purpose is Purpose.RECEIVED:
        return Given()
    complaints: dict[str, str] = {}
    text = _text(fields.get("text", ""))
    if not text:
        complaints["text"] = "Hãy ghi đã làm được gì." if purpose is Purpose.PROGRESS else "Hãy ghi lý do."
    elif len(text) > LONGEST_TEXT:
        complaints["text"] = f"Nội dung dài {len(text)} ký tự; hãy rút xuống còn {LONGEST_TEXT}."
    percent = due = None
    if purpose is Purpose.PROGRESS and (said := fields.get("percent", "").strip().rstrip("%").strip()):
        percent = int(said) if _NUMBER.fullmatch(said) else -1
        if not 0 <= percent <= 100:
            complaints["percent"] = "Hãy ghi một số từ 0 đến 100, hoặc để trống."
    if purpose is Purpose.EXTENSION:
        try:
            due = parse_day(fields.get("due", "").strip())
        except DondocError:
            complaints["due"] = "Hãy ghi ngày đề nghị, ví dụ 25/9/2026."
    return Complaints(complaints) if complaints else Given(text, percent, due)


def _text(raw: str) -> str:
    return _NOT_PRINTED.sub("", raw.replace("\r\n", "\n")).strip()

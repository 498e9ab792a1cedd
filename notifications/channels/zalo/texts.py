"""Texts, telephone numbers and template parameters as Zalo takes them. Pure."""

import re
import unicodedata
from collections.abc import Mapping

from config.zalo import TemplateOfZalo

LONGEST_TEXT = 2000
"""Characters, after NFC."""
_MENTION = re.compile(r"\[@[^\]\s]*\]")
_PHONE = re.compile(r"84[1-9]\d{7,9}")
_LONGEST = {
    "name": 30,
    "count": 20,
    "first_code": 30,
    "first_due": 20,
    "standing": 30,
    "office": 200,
    "phone": 50,
}
"""Most characters that Zalo allows for a parameter of that sort."""


def plain_text(text: str) -> str:
    """Return ``text`` as it may be sent: composed, without mentions (``[@id]`` would call a member), not too long."""
    composed = unicodedata.normalize("NFC", text)
    while (without := _MENTION.sub("", composed)) != composed:  # what is left may make a new one
        composed = without
    return shortened(composed.strip(), LONGEST_TEXT)


def shortened(text: str, longest: int) -> str:
    """Return ``text`` with at most ``longest`` characters; what was cut leaves an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def phone_number(written: str) -> str | None:
    """Return a telephone number as Zalo takes it (``84912345678``); None when it cannot be one of Việt Nam."""
    digits = re.sub(r"[\s.()+-]", "", unicodedata.normalize("NFKC", written))
    if digits.startswith("0084"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = "84" + digits[1:]
    return digits if _PHONE.fullmatch(digits) and digits.isascii() else None


def template_data(template: TemplateOfZalo, fields: Mapping[str, str]) -> dict[str, str]:
    """Fill the parameters of a template from the fields of a letter.

    Raises ``KeyError`` with the name of a field that the letter has not, or has empty: Zalo would refuse it.
    """
    data = {}
    for parameter, source in template.parameters.items():
        value = unicodedata.normalize("NFC", fields.get(source, "")).strip()
        if not value:
            raise KeyError(source)
        data[parameter] = shortened(value, _LONGEST.get(source, 30))
    return data


def template_faults(template: TemplateOfZalo, info: Mapping[str, object]) -> list[str]:
    """Compare ``office.yaml`` with what Zalo says of the template; return what does not fit, one sentence each."""
    found = []
    if info.get("status") != "ENABLE":
        found.append(f"Mẫu tin {template.id} chưa dùng được: Zalo ghi trạng thái “{info.get('status')}”.")
    listed = info.get("listParams")
    parameters = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    names = {str(one.get("name")) for one in parameters}
    missing = sorted(str(one.get("name")) for one in parameters if one.get("require") is True)
    found += [
        f"Mẫu tin cần “{name}” nhưng office.yaml chưa ghi." for name in missing if name not in template.parameters
    ]
    found += [f"office.yaml ghi “{name}” nhưng mẫu tin không có." for name in sorted(set(template.parameters) - names)]
    return found

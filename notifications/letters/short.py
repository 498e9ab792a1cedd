"""The short form for Zalo, and the values that an approved template of Zalo may ask for. Pure."""

import unicodedata
from collections.abc import Sequence

from notifications.letters.lines import Line
from notifications.letters.wording import one_line, without_mentions
from tasks_registry.reading.text import shorten

SHORT_MAX = 2000
"""Characters of a text that Zalo takes, counted in NFC."""
_LISTED = 5
_TITLE = 90
FIELD_MAX = {
    "name": 30,
    "count": 20,
    "first_code": 30,
    "first_due": 20,
    "standing": 30,
    "office": 30,
    "phone": 50,
}
"""Characters that Zalo takes for each value: names and labels 30, times and numbers 20, contacts 50."""


def short_form(head: str, lines: Sequence[Line], *, contact: str, link: str | None = None) -> str:
    """Return ``head``, the most urgent of ``lines`` (sorted) by code and due day, where to answer, whom to call.

    Titles are shortened; what must not be said is not in the lines.
    """
    parts = [one_line(head), *(f"• {_told(line)}" for line in lines[:_LISTED])]
    if rest := lines[_LISTED:]:
        unit = "nhiệm vụ" if all(line.code for line in rest) else "nội dung"
        parts.append(f"… và {len(rest)} {unit} khác.")
    if link:
        parts.append(f"Xem và trả lời: {link}")
    parts.append(f"Liên hệ: {contact}")
    text = unicodedata.normalize("NFC", without_mentions("\n".join(parts)))
    if len(text) <= SHORT_MAX:
        return text
    # Only a link can be that long: its end must stay whole, so it goes.
    return shorten("\n".join(part for part in text.split("\n") if link is None or link not in part), SHORT_MAX)


def _told(line: Line) -> str:
    due = f" (hạn {line.due})" if line.code and line.due else f" ({line.due})" if line.due else ""
    if not line.code:
        return f"{shorten(line.title, _TITLE)}: {line.standing.lower()}{due}"
    title = "" if line.discreet else f" – {shorten(line.title, _TITLE)}"
    return f"{line.code}: {line.standing.lower()}{due}{title}"


def zalo_fields(
    person: str, lines: Sequence[Line], *, office: str, phone: str, count: int | None = None
) -> dict[str, str]:
    """Return the values for ``config.zalo.TemplateOfZalo``, each cut to what Zalo takes. Days as ``dd/mm/yyyy``."""
    first = lines[0] if lines else None
    values = {
        "name": person,
        "count": str(len(lines) if count is None else count),
        "first_code": "" if first is None else first.code or first.title,
        "first_due": "" if first is None or first.day is None else f"{first.day:%d/%m/%Y}",
        "standing": "" if first is None else first.standing,
        "office": office,
        "phone": phone,
    }
    return {
        name: shorten(unicodedata.normalize("NFC", without_mentions(one_line(value))), FIELD_MAX[name])
        for name, value in values.items()
    }

"""What a meeting's name says of its kind, and the ordinals of regular meetings (``lần thứ 17, khóa XXVII``)."""

import re
from collections.abc import Iterable

from tasks_registry.errors import Refused
from tasks_registry.meetings.states import MeetingKind
from tasks_registry.view import MeetingView


def kind_of_name(name: str, ordinal: int | None) -> MeetingKind:
    """Return the kind that a document's words for a meeting tell; a counted session is a regular one."""
    words = name.lower()
    if ordinal is not None:
        return MeetingKind.REGULAR
    if re.search(r"không\s+thường\s+kỳ|bất\s+thường", words):
        return MeetingKind.EXTRAORDINARY
    named = (kind for kind in (MeetingKind.EXTENDED, MeetingKind.THEMATIC) if kind.label in words)
    return next(named, MeetingKind.REGULAR)


def require_ordinal_fits(kind: MeetingKind, ordinal: int | None) -> None:
    """Raise ``Refused`` for an ordinal that is none, or that stands at a meeting which is not counted."""
    if ordinal is not None and ordinal < 1:
        raise Refused(f"Lần thứ {ordinal} không hợp lệ: các kỳ họp được đếm từ 1.")
    if ordinal is not None and kind is not MeetingKind.REGULAR:
        raise Refused(f"Chỉ hội nghị thường kỳ mới đếm “lần thứ”; hội nghị {kind.label} không ghi số thứ tự.")


def next_ordinal(meetings: Iterable[MeetingView], body: str, term: str) -> int | None:
    """Return the ordinal after the last counted session of ``body`` in ``term``, None while none is counted.

    The count runs per body and term (khóa) and over regular sessions only.
    """
    counted = [
        meeting.ordinal
        for meeting in meetings
        if (meeting.body, meeting.term, meeting.kind) == (body, term, MeetingKind.REGULAR)
        and meeting.ordinal is not None
    ]
    return max(counted) + 1 if counted else None


def following_name(name: str, ordinal: int | None) -> str:
    """Return what the session after ``name`` is called: the same words with its ``ordinal`` where it is counted."""
    if ordinal is not None and (counted := re.search(r"\bthứ\s+\S+", name)):
        return f"{name[: counted.start()]}thứ {ordinal}"
    return f"Kỳ họp sau {name[0].lower()}{name[1:]}"

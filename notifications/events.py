"""What happens to tasks and meetings and must be told to people at once."""

from enum import StrEnum


class Event(StrEnum):
    """Something that happened; the detail of a notice holds ``before`` and ``after`` (ISO days) and ``by`` (a name)."""

    ASSIGNED = "assigned"
    RETURNED = "returned"
    DUE_CHANGED = "due-changed"
    EXTENSION_ASKED = "extension-asked"
    EXTENSION_GRANTED = "extension-granted"
    EXTENSION_REFUSED = "extension-refused"
    REMOVED = "removed"
    """the task is not the person's any more: withdrawn, suspended, or given to somebody else"""
    MEETING_FIXED = "meeting-fixed"
    MEETING_MOVED = "meeting-moved"
    MEETING_POSTPONED = "meeting-postponed"

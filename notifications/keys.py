"""The keys that mean "said once". Their exact form is pinned by tests: a change would say everything again."""

import hashlib
from collections.abc import Iterable
from datetime import date


def reminder_key(task_id: int, milestone: str, due: date, person_id: int, channel: str) -> str:
    """Return the key of one reminder: task × milestone × due day × person × channel.

    The due day is part of it, so that a task whose deadline moved is reminded of its new one.
    """
    return f"task:{task_id}/{milestone}@{due.isoformat()}/person:{person_id}/{channel}"


def message_uid(keys: Iterable[str]) -> str:
    """Return the stable id of the message that says the reminders of ``keys`` (32 hexadecimal digits)."""
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:32]


def before_due(days: int) -> str:
    """Name the milestone ``days`` before the due day (0: the day itself)."""
    return f"due-{days}"


def after_due(days: int) -> str:
    """Name the milestone ``days`` after the due day."""
    return f"due+{days}"

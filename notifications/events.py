"""What happens to tasks and meetings and must be told to people at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


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


@dataclass(frozen=True)
class NoticeView:
    """What happened, as one person is told of it; a message may hold several of one task, see ``folding.fold``.

    ``detail`` holds ids, names and ISO days, never a text of the task; keys that have nothing to say are left out:

    * ``by``: who did it;
    * ``before``, ``after``: the due day or the meeting's day; of ``EXTENSION_ASKED`` the day that is asked for is
      ``after``; of ``ASSIGNED`` the due day is ``after``, of ``REMOVED`` it is ``before``;
    * ``how`` (``ASSIGNED``): ``assign``; ``given`` when it changed hands; ``resume``, ``reopen``; of a new task
      ``import``, ``recur``, ``split``, ``carried``;
    * ``how`` (``REMOVED``): ``withdraw``, ``suspend``, ``carry-over``; ``given`` when it changed hands;
    * ``to`` (``REMOVED``): name of the person who has the task now;
    * ``successor`` (``REMOVED`` by ``carry-over``): id of the task that goes on;
    * ``carries_on`` (a folded ``ASSIGNED``): id of the task that it goes on with;
    * ``moves`` (meetings): due days of the person's own tasks that moved along, each with ``task`` (id), ``before``
      and ``after``.
    """

    id: int
    seq: int
    """Row of the committee's history that it comes from: the order in which things happened."""
    person_id: int
    event: Event
    at: datetime
    task_id: int | None = None
    meeting_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)

"""The field (lĩnh vực) of a task: the heading under which it stands in its document, when that names a field. Pure.

Offices report by the headings of their own documents (“Công tác tổ chức, cán bộ”, “Kinh tế, văn hóa - xã hội”), so
the words come from there and no list of fields is kept. A heading may also name the coming period, a meeting or an
agency; the tasks below such a one are gathered under a name of the programme.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from reports.words import capital
from tasks_registry.reading.agencies import heading_lead
from tasks_registry.reading.meetings import heading_meeting
from tasks_registry.reading.structure import looks_forward
from tasks_registry.reading.text import fold, settle
from tasks_registry.view import TaskView

_OPENING = re.compile(r"(?:(?:về|lĩnh vực|các lĩnh vực)\s+)+", re.IGNORECASE)
_OPENING_OF_KEY = re.compile(r"(?:cong tac|hoat dong)\s+")


@dataclass(frozen=True)
class TaskField:
    """A field: ``key`` is equal for two spellings of the same heading."""

    key: str
    name: str


FOR_MEETINGS = TaskField("hoi nghi", "Nội dung trình các hội nghị")
"""Tasks below a heading that names a meeting."""
OTHER = TaskField("linh vuc khac", "Lĩnh vực khác")
"""Tasks without a heading, or below one that names no field."""


def field_of(task: TaskView) -> TaskField:
    """Return the field of ``task``."""
    return _named(task.heading_text) if task.heading_text else OTHER


@lru_cache(maxsize=1024)
def _named(heading: str) -> TaskField:
    words = settle(heading).strip(" .:;-–")
    if heading_meeting(words, None) is not None:
        return FOR_MEETINGS
    if looks_forward(words) or heading_lead(words):
        return OTHER
    name = words[_opening(words) :]
    key = fold(name)
    key = key[found.end() :] if (found := _OPENING_OF_KEY.match(key)) else key
    return TaskField(key, capital(name)) if key else OTHER


def _opening(words: str) -> int:
    found = _OPENING.match(words)
    return found.end() if found else 0

"""The official figures broken down by lead agency, by field and by meeting; behind every figure stand its tasks.

Pure. Each breakdown partitions the tasks it is given: every task stands in exactly one part, so that the parts add up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.fields import FOR_MEETINGS, OTHER, field_of
from reports.task_facts import Place, TaskFact, printed_order
from reports.words import slug
from tasks_registry.time_state import Figures, count_figures


@dataclass(frozen=True)
class Part:
    """One agency's, field's or meeting's part of the tasks."""

    key: str | None
    """Code of the agency, key of the field, id of the meeting; None for the tasks that have none."""
    name: str | None
    """What it is called; None for the tasks that have none."""
    tasks: tuple[TaskFact, ...]
    """In the order in which they were given."""
    figures: Figures


def part(key: str | None, name: str | None, tasks: Sequence[TaskFact]) -> Part:
    """Return the part that holds ``tasks``, counted."""
    return Part(key, name, tuple(tasks), count_figures(fact.time for fact in tasks))


def by_agency(facts: Sequence[TaskFact]) -> tuple[Part, ...]:
    """Return the part of each lead agency (cơ quan chủ trì): most overdue first, then by name, no lead last."""
    parts = _parted(facts, lambda fact: (fact.task.lead_code, fact.task.lead_name if fact.task.lead_code else None))
    return tuple(sorted(parts, key=_worst_first))


def by_field(facts: Sequence[TaskFact]) -> tuple[Part, ...]:
    """Return the part of each field (lĩnh vực) in the order of the headings; what has no field of its own last."""
    parts = _parted(facts, lambda fact: (field_of(fact.task).key, field_of(fact.task).name))
    return tuple(sorted(parts, key=_as_printed))


def by_meeting(facts: Sequence[TaskFact]) -> tuple[Part, ...]:
    """Return the part of each meeting, in the order in which meetings were entered; tasks of no meeting last."""
    parts = _parted(facts, lambda fact: (_meeting_key(fact), fact.task.meeting_name))
    return tuple(sorted(parts, key=lambda one: (one.key is None, int(one.key or 0))))


def _meeting_key(fact: TaskFact) -> str | None:
    return None if fact.task.meeting_id is None else str(fact.task.meeting_id)


def _parted(facts: Sequence[TaskFact], belonging: Callable[[TaskFact], tuple[str | None, str | None]]) -> list[Part]:
    """Part ``facts`` by key; of several names of one key the one on the first task by code is taken."""
    members: dict[str | None, list[TaskFact]] = {}
    for fact in facts:
        members.setdefault(belonging(fact)[0], []).append(fact)
    return [
        part(key, belonging(min(theirs, key=lambda fact: fact.task.code))[1], theirs) for key, theirs in members.items()
    ]


def _worst_first(agency: Part) -> Place:
    return agency.key is None, -agency.figures.open_overdue, slug(agency.name or ""), agency.key or ""


_LAST_FIELDS = (FOR_MEETINGS.key, OTHER.key)


def _as_printed(field: Part) -> Place:
    last = field.key in _LAST_FIELDS
    return field.key == OTHER.key, last, min(printed_order(fact.task.heading) for fact in field.tasks), field.key

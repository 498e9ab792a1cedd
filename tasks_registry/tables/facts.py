"""What a row makes of a task, and what it changes of one that is there. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from config.rhythm import Rhythm
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.deadlines import Deadline, DueFixedBy, MeetingDay, due_day, is_provisional
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.reading.text import shorten
from tasks_registry.states import WorkState
from tasks_registry.tables.columns import Column
from tasks_registry.tables.known import Known
from tasks_registry.tables.rows import TITLE_LENGTH, TaskRow
from tasks_registry.tables.stored import StoredTask


@dataclass(frozen=True)
class Bounds:
    """What days are counted by, and who confirms when."""

    calendar: WorkingCalendar
    rhythm: Rhythm
    actor: str
    now: datetime
    today: date


def deadline_facts(row: TaskRow, known: Known, bounds: Bounds) -> dict[str, Any]:
    """Return the columns of a task's deadline.

    A day stands as the office fixed it. A phrase is counted by the working calendar. A row without a deadline that
    goes to a meeting is due when the meeting's papers are.
    """
    meeting = known.meetings[row.meeting] if row.meeting is not None else None
    read = row.deadline
    facts: dict[str, Any] = {
        "deadline_text": None,
        "deadline_rule": None,
        "deadline_from": None,
        "deadline_to": None,
        "deadline_before": False,
        "recurring": None,
        "waits_for": None,
        "due": None,
        "due_fixed_by": None,
    }
    if read is not None and read.day is not None:
        fixed = {"due": read.day, "deadline_to": read.day, "due_fixed_by": DueFixedBy.OFFICE.value}
        return facts | fixed | {"deadline_rule": DeadlineRule.TEXT.value}
    if read is not None:
        facts |= {
            "deadline_text": read.text,
            "deadline_rule": DeadlineRule.TEXT.value,
            "deadline_from": read.start,
            "deadline_to": read.to,
            "deadline_before": read.before,
            "recurring": read.recurring,
            "waits_for": read.waits_for,
        }
    elif meeting is not None:
        facts |= {"deadline_rule": DeadlineRule.MEETING.value, "deadline_to": meeting.window_to}
    if facts["deadline_rule"] is not None:
        facts["due"] = due_day(
            Deadline(DeadlineRule(facts["deadline_rule"]), facts["deadline_to"], facts["deadline_before"]),
            MeetingDay(meeting.body, meeting.day) if meeting else None,
            bounds.calendar,
            bounds.rhythm,
        )
    return facts


def confirmation(
    state: WorkState, facts: Mapping[str, Any], row: TaskRow, known: Known, bounds: Bounds
) -> dict[str, Any]:
    """Return who confirmed the task and the due day that is kept for ever; nothing of it for a draft."""
    if state is WorkState.DRAFT:
        return {"confirmed_by": None, "confirmed_at": None, "original_due": None}
    meeting = known.meetings[row.meeting] if row.meeting is not None else None
    rule = DeadlineRule(facts["deadline_rule"]) if facts["deadline_rule"] else None
    provisional = is_provisional(rule, MeetingDay(meeting.body, meeting.day) if meeting else None)
    return {
        "confirmed_by": bounds.actor,
        "confirmed_at": bounds.now,
        "original_due": None if provisional else facts["due"],
    }


def changes(
    row: TaskRow, stored: StoredTask, columns: Collection[Column], known: Known, bounds: Bounds
) -> dict[str, Any]:
    """Return what ``row`` changes of the columns of ``stored``; only ``columns`` of the table speak.

    The source comes as ``source``, the supporting agencies as ``support`` (ids in their order).
    """
    changed: dict[str, Any] = dict(_wording(row, stored, columns))
    wanted: dict[str, Any] = {}
    if Column.LEAD in columns:
        wanted["lead_agency_id"] = known.agencies[row.lead].id if row.lead else None
    if Column.OFFICER in columns:
        wanted["officer_id"] = known.people[row.officer].id if row.officer else None
    if Column.MEETING in columns:
        wanted["meeting_id"] = row.meeting
    if Column.PRODUCT in columns:
        wanted["product"] = row.product
    if Column.PRIORITY in columns:
        wanted["priority"] = row.priority
    if Column.STATE in columns and row.state is not None:
        wanted["work_state"] = row.state.value
    if Column.SOURCE in columns:
        wanted["source"] = row.source
    changed |= {name: value for name, value in wanted.items() if getattr(stored, name) != value}
    if "lead_agency_id" in changed:
        changed["lead_text"] = row.lead_text
    if Column.SUPPORT in columns:
        support = tuple(sorted(known.agencies[code].id for code in row.support))
        if support != stored.support:
            changed["support"] = support
    if Column.DEADLINE in columns:
        facts = deadline_facts(row, known, bounds)
        if not _same_deadline(row, stored, facts):
            changed |= facts
    return changed | _progress(changed, stored, known, bounds)


def _wording(row: TaskRow, stored: StoredTask, columns: Collection[Column]) -> dict[str, str]:
    wanted = {"title": row.title, "text": row.text}
    if Column.TITLE not in columns:
        wanted["title"] = stored.title if row.text == stored.text else row.title
    elif Column.TEXT not in columns:
        given = row.text  # a title alone stands for the text too, as long as the two were the same
        wanted["text"] = given if stored.text == stored.title else stored.text
        wanted["title"] = stored.title if given == stored.title else shorten(given, TITLE_LENGTH)
    return {name: value for name, value in wanted.items() if getattr(stored, name) != value}


def _same_deadline(row: TaskRow, stored: StoredTask, facts: Mapping[str, Any]) -> bool:
    if row.deadline is None:
        return stored.due == facts["due"] or (stored.due is None and stored.deadline_text is None)
    if row.deadline.day is not None:
        return stored.due == row.deadline.day
    return stored.deadline_text == row.deadline.text or (stored.due is not None and stored.due == facts["due"])


def _progress(changed: Mapping[str, Any], stored: StoredTask, known: Known, bounds: Bounds) -> dict[str, Any]:
    """Return what goes with a new work state: who confirmed a draft, on which day a task was completed."""
    if "work_state" not in changed:
        return {}
    state = WorkState(changed["work_state"])
    facts: dict[str, Any] = {}
    if (state is WorkState.DONE) != (stored.completed_on is not None):
        facts["completed_on"] = bounds.today if state is WorkState.DONE else None
    if stored.work_state is WorkState.DRAFT:
        meeting_id = changed.get("meeting_id", stored.meeting_id)
        waits = meeting_id is not None and known.meetings[meeting_id].day is None
        due = None if waits else changed.get("due", stored.due)
        facts |= {"confirmed_by": bounds.actor, "confirmed_at": bounds.now, "original_due": due}
    return facts

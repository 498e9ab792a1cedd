"""The facts that a version is compared by: figures, and how every counted task stood. Pure.

They hold no titles: what a task is about is read from the registry when somebody may see it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from reports.errors import ReportError
from reports.meeting.facts import MeetingFacts
from reports.task_facts import TaskFact
from tasks_registry.states import WorkState
from tasks_registry.time_state import Figures, TimeState

_MARK = 1
"""Says how the stored form is to be read; another number for every change of it."""


@dataclass(frozen=True)
class TaskStanding:
    """How a counted task stood."""

    code: str
    work: WorkState
    time: TimeState
    due: date | None
    judged_due: date | None
    """The due day by which it was late; the first one where the office judges by that."""
    lead: str | None
    """Code of the lead agency; None while nobody leads."""
    lead_name: str | None
    agenda: bool
    """Whether it prepares an item of this meeting's agenda."""


@dataclass(frozen=True)
class VersionFacts:
    """What a version says, as far as a later one is compared with it."""

    as_of: date
    meeting_day: date | None
    figures: Figures
    tasks: tuple[TaskStanding, ...]
    """By code."""


def version_facts(facts: MeetingFacts) -> VersionFacts:
    """Return what is kept of the facts of a status report."""
    return VersionFacts(
        as_of=facts.as_of,
        meeting_day=facts.meeting.day,
        figures=facts.figures,
        tasks=tuple(sorted((_standing(fact, facts) for fact in facts.appendix), key=lambda one: one.code)),
    )


def printed_codes(facts: MeetingFacts) -> list[str]:
    """Return the codes of all tasks that a status report names in its document or its workbook, sorted.

    They are more than the counted ones: what was set aside, what the standing committee settled between the sessions,
    and what the items of the agenda are about.
    """
    named = {fact.task.code for fact in (*facts.appendix, *facts.between)}
    named |= {fact.task.code for _, members in facts.left_out for fact in members}
    named |= {entry.item.task_code for entry in facts.agenda_entries if entry.item.task_code}
    return sorted(named)


def _standing(fact: TaskFact, facts: MeetingFacts) -> TaskStanding:
    task = fact.task
    return TaskStanding(
        code=task.code,
        work=task.work_state,
        time=fact.time,
        due=task.due,
        judged_due=fact.judged_due,
        lead=task.lead_code,
        lead_name=task.lead_name if task.lead_code is not None else None,
        agenda=task.meeting_id == facts.meeting.id,
    )


def as_json(facts: VersionFacts) -> dict[str, Any]:
    """Return ``facts`` as a document that every database keeps."""
    return {
        "form": _MARK,
        "as_of": facts.as_of.isoformat(),
        "meeting_day": _iso(facts.meeting_day),
        "figures": asdict(facts.figures),
        "tasks": [
            {
                "code": one.code,
                "work": one.work.value,
                "time": one.time.value,
                "due": _iso(one.due),
                "judged_due": _iso(one.judged_due),
                "lead": one.lead,
                "lead_name": one.lead_name,
                "agenda": one.agenda,
            }
            for one in facts.tasks
        ],
    }


def from_json(document: Mapping[str, Any]) -> VersionFacts:
    """Read what ``as_json`` wrote; raises ``ReportError`` for a form that this program does not know."""
    if document.get("form") != _MARK:
        raise ReportError(
            "Số liệu của bản báo cáo này do một phiên bản khác của phần mềm ghi, phiên bản đang chạy không đọc được. "
            "Hãy cập nhật phần mềm rồi chạy lại; tệp của bản báo cáo vẫn còn trong kho."
        )
    return VersionFacts(
        as_of=date.fromisoformat(document["as_of"]),
        meeting_day=_day(document["meeting_day"]),
        figures=Figures(**document["figures"]),
        tasks=tuple(
            TaskStanding(
                code=one["code"],
                work=WorkState(one["work"]),
                time=TimeState(one["time"]),
                due=_day(one["due"]),
                judged_due=_day(one["judged_due"]),
                lead=one["lead"],
                lead_name=one["lead_name"],
                agenda=one["agenda"],
            )
            for one in document["tasks"]
        ),
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)

"""A reading as the JSON document of ``dondoc read --json`` (docs/CONTRACTS.md)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tasks_registry.reading.model import DeadlineProposal, MeetingMention, Reading, Span, TaskProposal


def as_json(reading: Reading, due: Callable[[TaskProposal], date | None]) -> dict[str, Any]:
    """Return ``reading`` in the shape of the contract; ``due`` tells the working day on which a task falls due."""
    document = reading.document
    return {
        "document": {
            "kind": document.kind,
            "number": document.number,
            "issuer": document.issuer,
            "date": _day(document.issued_on),
            "draft": document.draft,
            "title": document.title,
            "period": document.period,
        },
        "meetings": [_meeting(meeting) for meeting in reading.meetings],
        "tasks": [_task(task, due(task)) for task in reading.tasks],
        "warnings": [
            {"code": warning.code, "text": warning.text, "source": _place(warning.source)}
            for warning in reading.warnings
        ],
    }


def _meeting(meeting: MeetingMention) -> dict[str, Any]:
    return {
        "name": meeting.name,
        "body": meeting.body,
        "ordinal": meeting.ordinal,
        "term": meeting.term,
        "date_text": meeting.date_text,
        "from": _day(meeting.window_from),
        "to": _day(meeting.window_to),
    }


def _task(task: TaskProposal, due: date | None) -> dict[str, Any]:
    return {
        "number": task.number,
        "heading": task.heading,
        "text": task.text,
        "title": task.title,
        "kind": task.kind.value,
        "lead": list(task.lead),
        "support": list(task.support),
        "lead_proposed": task.lead_proposed,
        "deadline": _deadline(task.deadline, due) if task.deadline else None,
        "meeting": task.meeting,
        "product": task.product,
        "citations": [
            {"kind": cited.kind, "number": cited.number, "date": _day(cited.issued_on), "text": cited.text}
            for cited in task.citations
        ],
        "confidence": task.confidence,
        "source": _place(task.source),
    }


def _deadline(deadline: DeadlineProposal, due: date | None) -> dict[str, Any]:
    return {
        "text": deadline.text,
        "rule": deadline.rule.value,
        "from": _day(deadline.start),
        "to": _day(deadline.to),
        "due": _day(due),
        "before": deadline.before,
        "recurring": deadline.recurring,
        "waits_for": deadline.waits_for,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _place(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}

"""How an item of an agenda is worded: the same cells for Word and Excel. Pure."""

from reports import task_words, words
from reports.meeting.agenda import AgendaEntry
from tasks_registry.meetings.readiness import Paper
from tasks_registry.view import AgendaView


def title(entry: AgendaEntry) -> str:
    """Return what is to be presented, or only the code of a secret task."""
    if entry.fact is not None:
        return task_words.title(entry.fact.task)
    item = _item(entry)
    return f"Nhiệm vụ mật (mã {item.task_code})" if item.secret else words.plain(item.title)


def short_title(entry: AgendaEntry) -> str:
    """Return the title for a sentence."""
    return words.abridge(title(entry), task_words.SHORT)


def lead(entry: AgendaEntry) -> str:
    """Return the agency that prepares it, or that there is none."""
    if entry.fact is not None:
        return task_words.lead(entry.fact.task)
    name = _item(entry).lead_name
    return words.plain(name) if name else task_words.NO_LEAD


def deadline(entry: AgendaEntry) -> str:
    """Return the day on which the paper must be at the office."""
    if entry.fact is not None:
        return task_words.deadline(entry.fact.task)
    day = entry.item.deadline if entry.item is not None else None
    return words.day(day) if day is not None else task_words.NO_DEADLINE


def _item(entry: AgendaEntry) -> AgendaView:
    assert entry.item is not None  # an entry has a task, an item, or both
    return entry.item.item


def proposal(entry: AgendaEntry) -> str:
    """Return what is to be done with an agenda item: present, review, urge, or postpone (lùi) and drop (rút)."""
    if entry.paper is Paper.REVIEWED:
        return "Trình Hội nghị"
    if entry.paper is Paper.FILED:
        return "Thẩm định, trình Hội nghị"
    suggestion = entry.item.suggestion if entry.item is not None else None
    if suggestion is not None:
        return f"Xem xét {suggestion.label}"
    if entry.fact is None:
        return "Đôn đốc chuẩn bị"
    return "Xem xét lùi hoặc rút" if entry.fact.overdue else "Đôn đốc nộp tài liệu"


def in_doubt(entry: AgendaEntry) -> bool:
    """Tell whether a paper that should lie there by now does not."""
    suggested = entry.item is not None and entry.item.suggestion is not None
    return suggested or (entry.fact is not None and not entry.paper.filed and entry.fact.overdue)

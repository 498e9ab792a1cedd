"""The lists of a status report, entry by entry: overdue, agenda, between the sessions, to be followed up. Pure."""

from collections.abc import Callable
from datetime import date

from config.office import Office
from reports import agenda_entries, task_words, words
from reports.agenda_entries import AgendaEntry, taken_off
from reports.breakdown import by_agency
from reports.entries import CAUSE_LIMIT, Entry, EntryList, overdue_entry, tasks
from reports.meeting.content import AgendaRow
from reports.meeting.facts import MeetingFacts
from reports.meeting.naming import named
from reports.task_facts import TaskFact
from tasks_registry.meetings.readiness import Paper
from tasks_registry.meetings.states import AgendaState
from tasks_registry.states import WorkState
from tasks_registry.view import TaskView


def overdue(facts: MeetingFacts) -> tuple[Entry, ...]:
    """Return the overdue tasks with whose responsibility they are."""
    return tuple(overdue_entry(fact) for fact in facts.overdue)


def agenda_opening(facts: MeetingFacts) -> str:
    """Return the sentence over the agenda, or that nothing goes before the meeting yet."""
    off = taken_off(facts.background.items)
    counts = [(sum(item.state is state for item in off), state.label) for state in _OFF]
    gone = words.enumerate_words([f"{label} {words.count(number)} nội dung" for number, label in counts if number])
    changed = f" So với chương trình ban đầu: {gone}." if gone else ""
    entries = facts.agenda_entries
    if not entries:
        return f"Chưa có nhiệm vụ nào được xác định trình Hội nghị này.{changed}"
    filed = sum(entry.paper.filed for entry in entries)
    reviewed = sum(entry.paper is Paper.REVIEWED for entry in entries)
    return (
        f"Có {words.count(len(entries))} nội dung trình Hội nghị; {words.count(filed)} nội dung đã nộp tài liệu, "
        f"trong đó {words.count(reviewed)} nội dung đã thẩm định xong.{changed}"
    )


_OFF = (AgendaState.CARRIED, AgendaState.WITHDRAWN)


def agenda(facts: MeetingFacts) -> tuple[AgendaRow, ...]:
    """Return the items of the meeting with their papers and what is proposed."""
    return tuple(_agenda_row(entry) for entry in facts.agenda_entries)


def _agenda_row(entry: AgendaEntry) -> AgendaRow:
    return AgendaRow(
        agenda_entries.title(entry),
        agenda_entries.lead(entry),
        agenda_entries.deadline(entry),
        agenda_entries.paper(entry),
        agenda_entries.proposal(entry),
    )


def between_opening(facts: MeetingFacts, office: Office) -> str:
    """Return in one sentence what the standing committee did between the sessions; empty when that is nothing."""
    found = facts.background.between
    if found is None or not facts.between:
        return ""
    span, after = found.interval, words.day(found.interval.after)
    since = f"{words.meeting_name(span.previous)} (ngày {after})" if span.previous is not None else f"ngày {after}"
    met = f"họp {words.count(len(found.meetings))} cuộc, " if found.meetings else ""
    done = sum(fact.task.work_state is WorkState.DONE for fact in facts.between)
    return (
        f"Từ sau {since} đến ngày {words.day(span.until)}, Ban Thường vụ, Thường trực {office.name} đã {met}chỉ đạo, "
        f"giải quyết {tasks(len(facts.between))}, trong đó {words.count(done)} nhiệm vụ đã hoàn thành:"
    )


def between(facts: MeetingFacts) -> tuple[Entry, ...]:
    """Return what the standing committee directed and settled between the sessions, by code."""
    found = facts.background.between
    assigned = {course.code: course.assigned_on for course in found.tasks} if found is not None else {}
    return tuple(_between_entry(fact, assigned.get(fact.task.code)) for fact in facts.between)


def _between_entry(fact: TaskFact, assigned_on: date | None) -> Entry:
    given = f"giao ngày {words.day(assigned_on)}; " if assigned_on else ""
    said = task_words.progress(fact)
    return Entry(
        task_words.short_title(fact.task), f"{task_words.lead(fact.task)}; {given}{said[0].lower()}{said[1:]}."
    )


_Facts = tuple[TaskFact, ...]


def follow_up(facts: MeetingFacts) -> tuple[EntryList, ...]:
    """Return the lists of tasks to be followed up; an empty one is left out."""
    others = "Các nhiệm vụ khác đến hạn" if facts.due_before_meeting else "Đến hạn"

    def each_agency(members: _Facts) -> tuple[str, ...]:
        return tuple(
            f"{part.name or task_words.NO_LEAD} ({words.count(len(part.tasks))}): {named(facts, part.tasks)}."
            for part in by_agency(members)
        )

    def last_report(fact: TaskFact) -> str:
        reported = fact.task.reported_at
        return f"báo cáo gần nhất ngày {words.day(reported.astimezone(facts.zone))}" if reported else ""

    silent = f"Quá {facts.silent_after_days} ngày không có báo cáo mới"
    lists: tuple[tuple[str, _Facts, Callable[[_Facts], tuple[str, ...]]], ...] = (
        ("Đến hạn trước hoặc trong ngày Hội nghị", facts.due_before_meeting, _each_with(task_words.situation)),
        (f"{others} trong {facts.due_soon_days} ngày tới", facts.due_soon, _each_with(task_words.situation)),
        ("Đã nộp kết quả, chờ thẩm định", facts.awaiting_review, _each_with(task_words.time_words)),
        ("Văn phòng trả lại để hoàn chỉnh", facts.returned, _each_with(task_words.time_words)),
        ("Chưa có báo cáo của cơ quan chủ trì", facts.without_report, each_agency),
        (silent, facts.silent, _each_with(last_report)),
        ("Đã được gia hạn", facts.extended, _each_extended),
        ("Chưa xác định cơ quan chủ trì", facts.without_lead, _each_with(task_words.time_words)),
    )
    shown = [(f"{heading} ({tasks(len(members))})", say(members)) for heading, members, say in lists if members]
    return tuple(EntryList(heading, entries) for heading, entries in shown)


def _each_with(standing: Callable[[TaskFact], str]) -> Callable[[_Facts], tuple[str, ...]]:
    def entries(members: _Facts) -> tuple[str, ...]:
        return tuple(
            f"{task_words.short_title(fact.task)} – {task_words.responsible(fact.task)}; "
            f"{_due(fact.task)}{standing(fact)}."
            for fact in members
        )

    return entries


def _each_extended(members: _Facts) -> tuple[str, ...]:
    return tuple(
        f"{task_words.short_title(fact.task)} – {task_words.lead(fact.task)}; {task_words.extension(fact.task)}, "
        f"{task_words.time_words(fact)}."
        for fact in members
    )


def _due(task: TaskView) -> str:
    return f"hạn {task_words.deadline(task)}, " if task.due or task.deadline_text else ""


def causes(facts: MeetingFacts) -> tuple[Entry, ...]:
    """Quote the notes on overdue tasks; without a report of the owner a note is the office's own and no explanation."""
    return tuple(
        Entry(
            f"{task_words.lead(fact.task)} – {task_words.short_title(fact.task)}",
            f"“{words.shorten(task_words.note(fact.task), CAUSE_LIMIT)}”.",
        )
        for fact in facts.overdue
        if fact.task.reported_at and task_words.note(fact.task)
    )

"""The status report as it is read: facts put into an office's sentences, part by part.

Pure. What matters comes first (overdue tasks, then the agenda); a part with nothing to say is left out and the parts
after it move up, except the three that every meeting asks for, which say in one sentence that there is nothing.
The fixed words (headings of parts and columns) stand in the Word template, where an office may edit them.
"""

from collections.abc import Callable, Sequence
from itertools import groupby

from config.office import Office
from reports import task_words, words
from reports.letterhead import letterhead, symbol
from reports.meeting.content import (
    AgencyRow,
    AgendaRow,
    AppendixGroup,
    AppendixRow,
    Entry,
    EntryList,
    StatusReport,
)
from reports.meeting.facts import Group, MeetingFacts
from reports.meeting.proposals import agenda_proposal, proposals
from reports.task_facts import TaskFact
from tasks_registry.meetings.readiness import Paper
from tasks_registry.time_state import Figures

_ABBREVIATION = "BC"
_CAUSE_LIMIT = 400
_REMARKS_LIMIT = 150
"""Characters; a cell of the printed appendix is narrow, the workbook holds the whole text."""

_GROUP_HEADINGS = {
    Group.OVERDUE: "Nhiệm vụ quá hạn",
    Group.AGENDA: "Nội dung trình Hội nghị",
    Group.OTHER: "Các nhiệm vụ khác",
}


def compose(facts: MeetingFacts, office: Office, number: int | None = None) -> StatusReport:
    """Word the report of ``facts`` for ``office``; without a ``number`` it is a draft whose number is left blank."""
    follow_up, causes, asked = _follow_up(facts), _causes(facts), proposals(facts, office)
    number_and_symbol = symbol(office, _ABBREVIATION, number)
    return StatusReport(
        head=letterhead(office, _ABBREVIATION, facts.as_of, number=number),
        subject=("tình hình thực hiện nhiệm vụ trọng tâm", f"phục vụ {words.meeting_name(facts.meeting)}"),
        opening=_opening(facts, office),
        part=_number_parts(
            situation=True,
            overdue=True,
            agenda=True,
            follow_up=bool(follow_up),
            causes=bool(causes),
            proposals=bool(asked),
        ),
        figures=facts.figures,
        figures_caption=f"Kết quả thực hiện (số liệu tính đến ngày {words.day(facts.as_of)})",
        situation=_situation(facts),
        overdue_opening=_overdue_opening(facts),
        overdue=tuple(_overdue_entry(fact) for fact in facts.overdue),
        agenda_opening=_agenda_opening(facts),
        agenda=tuple(_agenda_row(fact) for fact in facts.agenda),
        follow_up=follow_up,
        causes=causes,
        proposals=asked,
        appendix_of=f"(kèm theo Báo cáo số {number_and_symbol}, {words.long_day(facts.as_of)} của {office.name})",
        appendix=_appendix(facts),
        agencies=tuple(
            AgencyRow(one.name or task_words.NO_LEAD, one.figures, words.percent(one.figures.rate_of_all))
            for one in facts.by_agency
        ),
    )


def _opening(facts: MeetingFacts, office: Office) -> str:
    meeting = facts.meeting
    return (
        f"Để phục vụ {words.meeting_name(meeting)} ({words.meeting_when(meeting)}), {office.name} báo cáo tình hình "
        f"thực hiện các nhiệm vụ trọng tâm, số liệu tính đến ngày {words.day(facts.as_of)}, như sau:"
    )


def _number_parts(**present: bool) -> dict[str, str]:
    shown = [name for name, there in present.items() if there]
    return {name: words.roman(shown.index(name) + 1) if name in shown else "" for name in present}


def _tasks(facts: Sequence[TaskFact]) -> str:
    return f"{words.count(len(facts))} nhiệm vụ"


def _situation(facts: MeetingFacts) -> tuple[str, ...]:
    figures = facts.figures
    left_out = [f"{_tasks(members)} {state.label}" for state, members in facts.left_out]
    aside = f"Không tính vào số liệu: {words.enumerate_words(left_out)}." if left_out else ""
    if not figures.total:
        return tuple(filter(None, ("Đến nay chưa có nhiệm vụ nào được giao để theo dõi.", aside)))
    return tuple(filter(None, (_totals(facts), _rates(figures), _open_ones(facts), aside)))


def _totals(facts: MeetingFacts) -> str:
    figures, count = facts.figures, words.count
    return (
        f"Tổng số nhiệm vụ theo dõi là {count(figures.total)}. Đã hoàn thành {count(figures.done)} nhiệm vụ "
        f"(đúng hạn {count(figures.done_in_time)}, quá hạn {count(figures.done_late)}), trong đó từ ngày "
        f"{words.day(facts.period_start)} đến nay hoàn thành {count(len(facts.done_in_period))}. Chưa hoàn thành "
        f"{count(figures.open)} nhiệm vụ (trong hạn {count(figures.open_in_time)}, "
        f"quá hạn {count(figures.open_overdue)})."
    )


def _rates(figures: Figures) -> str:
    done, total = words.count(figures.done), words.count(figures.total)
    sentence = f"Tỷ lệ hoàn thành đạt {words.percent(figures.rate_of_all)} tổng số nhiệm vụ ({done}/{total})"
    fallen_due = figures.done + figures.open_overdue
    if not fallen_due:
        return f"{sentence}; chưa có nhiệm vụ nào đến hạn."
    return (
        f"{sentence}; nếu không tính nhiệm vụ còn trong hạn thì đạt {words.percent(figures.rate_of_fallen_due)} "
        f"({done}/{words.count(fallen_due)})."
    )


def _open_ones(facts: MeetingFacts) -> str:
    kinds = (
        (len(facts.awaiting_review), "nhiệm vụ đã nộp kết quả, chờ thẩm định"),
        (len(facts.handed_back), "nhiệm vụ đã trả lại nơi giao"),
        (len(facts.without_report), "nhiệm vụ chưa có báo cáo của cơ quan chủ trì"),
        (facts.figures.open_without_deadline, "nhiệm vụ chưa xác định hạn"),
        (len(facts.without_lead), "nhiệm vụ chưa xác định cơ quan chủ trì"),
    )
    said = [f"{words.count(number)} {kind}" for number, kind in kinds if number]
    return f"Trong số chưa hoàn thành, có {words.enumerate_words(said)}." if said else ""


def _overdue_opening(facts: MeetingFacts) -> str:
    if not facts.overdue:
        return "Không có nhiệm vụ quá hạn."
    return f"Có {_tasks(facts.overdue)} quá hạn, xếp theo số ngày quá hạn từ nhiều đến ít:"


def _overdue_entry(fact: TaskFact) -> Entry:
    task = fact.task
    support = f", phối hợp: {task_words.support(task)}" if task.support_names else ""
    moved = task.original_due and task.original_due != task.due
    first_due = f" (hạn ban đầu {words.day(task.original_due)})" if moved and task.original_due else ""
    return Entry(
        task_words.title(task),
        f"Trách nhiệm: {task_words.responsible(task)}{support}. Hạn {task_words.deadline(task)}{first_due}, "
        f"quá hạn {words.count(fact.days_overdue)} ngày; {task_words.situation(fact)}.",
    )


def _agenda_opening(facts: MeetingFacts) -> str:
    if not facts.agenda:
        return "Chưa có nhiệm vụ nào được xác định trình Hội nghị này."
    filed = sum(fact.paper.filed for fact in facts.agenda)
    reviewed = sum(fact.paper is Paper.REVIEWED for fact in facts.agenda)
    return (
        f"Có {words.count(len(facts.agenda))} nội dung trình Hội nghị; {words.count(filed)} nội dung đã nộp tài liệu, "
        f"trong đó {words.count(reviewed)} nội dung đã thẩm định xong."
    )


def _agenda_row(fact: TaskFact) -> AgendaRow:
    task = fact.task
    return AgendaRow(
        task_words.title(task),
        task_words.lead(task),
        task_words.deadline(task),
        task_words.PAPER_LABELS[fact.paper],
        agenda_proposal(fact),
    )


def _follow_up(facts: MeetingFacts) -> tuple[EntryList, ...]:
    others = "Các nhiệm vụ khác đến hạn" if facts.due_before_meeting else "Đến hạn"
    lists = (
        ("Đến hạn trước hoặc trong ngày Hội nghị", facts.due_before_meeting, _each_with(task_words.situation)),
        (f"{others} trong {facts.due_soon_days} ngày tới", facts.due_soon, _each_with(task_words.situation)),
        ("Đã nộp kết quả, chờ thẩm định", facts.awaiting_review, _each_with(task_words.time_words)),
        ("Chưa có báo cáo của cơ quan chủ trì", facts.without_report, _titles_by_agency),
        ("Chưa xác định cơ quan chủ trì", facts.without_lead, _each_with(task_words.time_words)),
    )
    shown = [(f"{heading} ({_tasks(members)})", say(members)) for heading, members, say in lists if members]
    return tuple(EntryList(f"{order}. {heading}", entries) for order, (heading, entries) in enumerate(shown, 1))


_Facts = tuple[TaskFact, ...]


def _each_with(standing: Callable[[TaskFact], str]) -> Callable[[_Facts], tuple[str, ...]]:
    def entries(members: _Facts) -> tuple[str, ...]:
        return tuple(
            f"{task_words.title(fact.task)} – {task_words.responsible(fact.task)}; "
            f"hạn {task_words.deadline(fact.task)}, {standing(fact)}."
            for fact in members
        )

    return entries


def _titles_by_agency(members: _Facts) -> tuple[str, ...]:
    titles: dict[str, list[str]] = {}
    for fact in members:
        titles.setdefault(task_words.lead(fact.task), []).append(task_words.title(fact.task))
    return tuple(f"{agency} ({words.count(len(theirs))}): {'; '.join(theirs)}." for agency, theirs in titles.items())


def _causes(facts: MeetingFacts) -> tuple[Entry, ...]:
    """Quote the notes on overdue tasks; without a report of the owner a note is the office's own and no explanation."""
    return tuple(
        Entry(
            f"{task_words.lead(fact.task)} – {task_words.title(fact.task)}",
            f"“{words.shorten(task_words.note(fact.task), _CAUSE_LIMIT)}”.",
        )
        for fact in facts.overdue
        if fact.task.reported_at and task_words.note(fact.task)
    )


def _appendix(facts: MeetingFacts) -> tuple[AppendixGroup, ...]:
    numbered = enumerate(facts.appendix, 1)
    groups = [(group, list(members)) for group, members in groupby(numbered, key=lambda one: facts.group(one[1]))]
    return tuple(
        AppendixGroup(
            f"{letter}. {_GROUP_HEADINGS[group]} ({words.count(len(members))})",
            tuple(_appendix_row(order, fact) for order, fact in members),
        )
        for letter, (group, members) in zip("ABC", groups, strict=False)
    )


def _appendix_row(order: int, fact: TaskFact) -> AppendixRow:
    task = fact.task
    return AppendixRow(
        order,
        task_words.title(task),
        task_words.lead(task),
        task_words.support(task),
        task_words.product(task),
        task_words.deadline(task),
        task_words.progress(fact),
        words.shorten(task_words.remarks(fact), _REMARKS_LIMIT),
    )

"""The agenda-readiness report as it is read: facts put into an office's sentences. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from config.office import Office
from reports import agenda_entries, task_words, words
from reports.agenda.content import AgendaGroup, AgendaReport, AgendaRow, Between, SessionRow, SettledRow
from reports.agenda.facts import AgendaFacts
from reports.agenda_entries import AgendaEntry
from reports.charts import meeting_timeline
from reports.letterhead import DRAFT, Issue, letterhead, set_recipients, symbol
from tasks_registry.meetings.between import BetweenSessions, HeldMeeting, TaskCourse
from tasks_registry.meetings.readiness import Paper
from tasks_registry.view import AUTHORITIES, AgendaView

_ABBREVIATION = "BC"
_ORDER_OF_PAPERS = (Paper.MISSING, Paper.RETURNED, Paper.DROPPED, Paper.UNTRACKED)


def compose(facts: AgendaFacts, office: Office, issue: Issue = DRAFT) -> AgendaReport:
    """Word the report of ``facts`` for ``office``."""
    meeting = facts.meeting
    decided = tuple(f"{words.capital(agenda_entries.decision(entry))}." for entry in facts.to_decide)
    return AgendaReport(
        head=letterhead(
            office,
            _ABBREVIATION,
            facts.as_of,
            kind="agenda",
            issue=issue,
            recipients=set_recipients(office, "agenda") or (f"Thường trực {office.name} (b/c)",),
        ),
        subject=("tình hình chuẩn bị nội dung, tài liệu", f"trình {words.meeting_name(meeting)}"),
        opening=(
            f"Tình hình chuẩn bị nội dung, tài liệu trình {words.meeting_name(meeting)} "
            f"({words.meeting_when(meeting)}), tính đến ngày {words.day(facts.as_of)}, như sau:"
        ),
        situation=tuple(_situation(facts)),
        timeline=meeting_timeline(meeting.name, meeting.day, facts.milestones, facts.as_of) if meeting.day else None,
        proposals_opening=f"Đề nghị Thường trực {office.name} xem xét, quyết định:" if decided else "",
        proposals=decided,
        appendix_of=(
            f"(kèm theo Báo cáo số {symbol(office, _ABBREVIATION, issue.number)}, {words.long_day(facts.as_of)} của "
            f"{office.name})"
        ),
        groups=tuple(_groups(facts)),
        between=_between(facts, facts.between) if facts.between is not None else None,
    )


# --- what may be said ------------------------------------------------------------------------------------------------


def item_title(facts: AgendaFacts, item: AgendaView) -> str:
    """Return what an item of any agenda is called, as ``agenda_entries`` calls it."""
    return agenda_entries.item_title(item, facts.tasks.get(item.task_code or ""))


def settled_title(facts: AgendaFacts, course: TaskCourse) -> str:
    """Return what a task of the interval is called, a secret one by its code."""
    task = facts.tasks.get(course.code)
    return task_words.title(task) if task is not None else words.plain(course.title)


# --- the report ------------------------------------------------------------------------------------------------------


def _situation(facts: AgendaFacts) -> Iterator[str]:
    if not facts.items:
        yield "Chương trình Hội nghị chưa có nội dung nào."
    else:
        yield _counted(facts.items)
    yield _deadline_words(facts)
    if facts.without_item:
        yield (
            f"Ngoài ra có {words.count(len(facts.without_item))} nhiệm vụ được xác định trình Hội nghị nhưng chưa có "
            "trong chương trình; cần đưa vào chương trình hoặc chuyển sang kỳ họp khác."
        )


def _counted(items: Sequence[AgendaEntry]) -> str:
    count = Counter(item.paper for item in items)
    rest = [f"{words.count(count[paper])} nội dung {paper.label}" for paper in _ORDER_OF_PAPERS if count[paper]]
    said = (f"Chương trình có {words.count(len(items))} nội dung", _filed(count), words.enumerate_words(rest))
    return f"{'; '.join(filter(None, said))}."


def _filed(count: Counter[Paper]) -> str:
    filed, reviewed = sum(number for paper, number in count.items() if paper.filed), count[Paper.REVIEWED]
    if not filed:
        return "chưa có nội dung nào nộp tài liệu"
    if not reviewed:
        return f"{words.count(filed)} nội dung đã nộp tài liệu, chưa có nội dung nào thẩm định xong"
    return f"{words.count(filed)} nội dung đã nộp tài liệu, trong đó {words.count(reviewed)} nội dung đã thẩm định xong"


def _deadline_words(facts: AgendaFacts) -> str:
    if facts.deadline is None:
        return "Hạn nộp tài liệu được tính khi ngày họp được ấn định."
    left = (facts.deadline - facts.as_of).days
    when = (
        f"còn {words.count(left)} ngày" if left > 0 else "hôm nay" if left == 0 else f"đã qua {words.count(-left)} ngày"
    )
    said = f"Hạn nộp tài liệu về Văn phòng là ngày {words.day(facts.deadline)} ({when})"
    coming = next((step for step in facts.milestones if step.is_next), None)
    return f"{said}; mốc tiếp theo: {coming.name}, ngày {words.day(coming.day)}." if coming else f"{said}."


def _groups(facts: AgendaFacts) -> Iterator[AgendaGroup]:
    order = 0
    for heading, items in (
        ("Nội dung trong chương trình", facts.items),
        ("Nhiệm vụ trình Hội nghị, chưa có trong chương trình", facts.without_item),
    ):
        if items:
            rows = tuple(_row(place, entry) for place, entry in enumerate(items, order + 1))
            order += len(rows)
            yield AgendaGroup(f"{heading} ({words.count(len(items))})", rows)


def _row(order: int, entry: AgendaEntry) -> AgendaRow:
    return AgendaRow(
        order=order,
        title=agenda_entries.title(entry),
        lead=agenda_entries.lead(entry),
        contact=words.plain(entry.item.person.name) if entry.item.person else "",
        paper=agenda_entries.paper(entry),
        deadline=agenda_entries.deadline(entry),
        days_left=_days_left(entry.days_left),
        proposal=agenda_entries.proposal(entry),
    )


def _days_left(left: int | None) -> str:
    if left is None:
        return ""
    return words.count(left) if left > 0 else "hôm nay" if left == 0 else f"quá {words.count(-left)}"


# --- between two sessions --------------------------------------------------------------------------------------------


def _between(facts: AgendaFacts, found: BetweenSessions) -> Between:
    return Between(
        span=f"(từ sau ngày {words.day(found.interval.after)} đến ngày {words.day(found.interval.until)})",
        sessions=tuple(_session(facts, held) for held in found.meetings),
        tasks=tuple(_settled(facts, course, found.meetings) for course in found.tasks),
    )


def _session(facts: AgendaFacts, held: HeldMeeting) -> SessionRow:
    items = tuple(f"{item.position}. {item_title(facts, item)}: {outcome(item)}." for item in held.items)
    return SessionRow(
        day=words.day(held.meeting.day) if held.meeting.day else "",
        name=words.plain(held.meeting.name),
        items=items or ("Không có nội dung ghi trong chương trình.",),
    )


def outcome(item: AgendaView) -> str:
    """Return what became of an item of a meeting that was held."""
    return item.task_state.label if item.task_state else item.state.label


def _settled(facts: AgendaFacts, course: TaskCourse, held: Iterable[HeldMeeting]) -> SettledRow:
    return SettledRow(
        title=settled_title(facts, course),
        lead=words.plain(course.lead_name) if course.lead_name else task_words.NO_LEAD,
        body=settling_body(course, held),
        given=words.day(course.assigned_on) if course.assigned_on else "",
        result=result(course),
    )


def settling_body(course: TaskCourse, held: Iterable[HeldMeeting]) -> str:
    """Return before whom a task of the interval went: its own authority, else the body of its meeting."""
    code = course.authority or next((one.meeting.body for one in held if one.meeting.id == course.meeting_id), "")
    return AUTHORITIES.get(code, "")


def result(course: TaskCourse) -> str:
    """Return what became of a task, with the day on which it was finished."""
    done = f" ngày {words.day(course.completed_on)}" if course.completed_on else ""
    label = course.work_state.label
    return f"{label[0].upper()}{label[1:]}{done}"

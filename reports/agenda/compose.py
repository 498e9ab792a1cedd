"""The agenda-readiness report as it is read: facts put into an office's sentences. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from config.office import Office
from reports import task_words, words
from reports.agenda.content import AgendaGroup, AgendaReport, AgendaRow, Between, SessionRow, SettledRow
from reports.agenda.facts import DECISIONS, FILED, AgendaFacts, Proposal, proposal
from reports.charts import meeting_timeline
from reports.letterhead import DRAFT, Issue, letterhead, set_recipients, symbol
from tasks_registry.meetings.between import BetweenSessions, HeldMeeting, TaskCourse
from tasks_registry.meetings.readiness import ItemReadiness, Paper
from tasks_registry.view import AUTHORITIES, AgendaView

_ABBREVIATION = "BC"
_NO_DAY = "Khi ấn định ngày họp"
_ORDER_OF_PAPERS = (Paper.MISSING, Paper.RETURNED, Paper.DROPPED, Paper.UNTRACKED)


def compose(facts: AgendaFacts, office: Office, issue: Issue = DRAFT) -> AgendaReport:
    """Word the report of ``facts`` for ``office``."""
    meeting = facts.meeting
    decided = tuple(_decision(facts, item) for item in facts.to_decide)
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
    """Return what an item is called: whole even where its title was cut from its task, a secret task by its code."""
    task = facts.tasks.get(item.task_code or "")
    if task is not None and (task.secret or item.title == task.title or item.title.endswith("…")):
        return task_words.title(task)
    return words.plain(item.title)


def settled_title(facts: AgendaFacts, course: TaskCourse) -> str:
    """Return what a task of the interval is called, a secret one by its code."""
    task = facts.tasks.get(course.code)
    return task_words.title(task) if task is not None else words.plain(course.title)


def lead(item: ItemReadiness) -> str:
    """Return the lead agency of an item, or that there is none."""
    return words.plain(item.item.lead_name) if item.item.lead_name else task_words.NO_LEAD


def reason(item: ItemReadiness) -> str:
    """Return why an item is proposed to be presented, urged, carried or withdrawn."""
    wanted = proposal(item)
    if wanted is Proposal.WITHDRAW and item.paper is not Paper.DROPPED:
        return f"đã lùi {words.count(item.item.times_carried)} lần, đến nay {_paper_words(item)}"
    if wanted is Proposal.CARRY and item.deadline is not None:
        return f"hết hạn nộp ngày {words.day(item.deadline)}, {_paper_words(item)}"
    return _paper_words(item)


def _paper_words(item: ItemReadiness) -> str:
    return {
        Paper.MISSING: "chưa có tài liệu",
        Paper.RETURNED: "tài liệu đã trả lại để hoàn chỉnh",
        Paper.FILED: "tài liệu chờ thẩm định",
        Paper.REVIEWED: "tài liệu đã thẩm định",
        Paper.DROPPED: "nhiệm vụ không còn theo dõi",
        Paper.UNTRACKED: "không gắn nhiệm vụ theo dõi",
    }[item.paper]


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


def _counted(items: Sequence[ItemReadiness]) -> str:
    count = Counter(item.paper for item in items)
    rest = [f"{words.count(count[paper])} nội dung {paper.label}" for paper in _ORDER_OF_PAPERS if count[paper]]
    said = (f"Chương trình có {words.count(len(items))} nội dung", _filed(count), words.enumerate_words(rest))
    return f"{'; '.join(filter(None, said))}."


def _filed(count: Counter[Paper]) -> str:
    filed, reviewed = sum(count[paper] for paper in FILED), count[Paper.REVIEWED]
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


def _decision(facts: AgendaFacts, item: ItemReadiness) -> str:
    return f"{proposal(item).value} nội dung “{item_title(facts, item.item)}” ({lead(item)}): {reason(item)}."


def _groups(facts: AgendaFacts) -> Iterator[AgendaGroup]:
    order = 0
    for heading, items in (
        ("Nội dung trong chương trình", facts.items),
        ("Nhiệm vụ trình Hội nghị, chưa có trong chương trình", facts.without_item),
    ):
        if items:
            rows = tuple(_row(facts, place, item) for place, item in enumerate(items, order + 1))
            order += len(rows)
            yield AgendaGroup(f"{heading} ({words.count(len(items))})", rows)


def _row(facts: AgendaFacts, order: int, item: ItemReadiness) -> AgendaRow:
    paper = item.paper.label
    return AgendaRow(
        order=order,
        title=item_title(facts, item.item),
        lead=lead(item),
        contact=words.plain(item.item.person.name) if item.item.person else "",
        paper=paper[0].upper() + paper[1:],
        deadline=words.day(item.deadline) if item.deadline else _NO_DAY,
        days_left=_days_left(item.days_left),
        proposal=_proposal_cell(item),
    )


def _proposal_cell(item: ItemReadiness) -> str:
    wanted = proposal(item)
    return f"{wanted.value}: {reason(item)}" if wanted in DECISIONS else wanted.value


def _days_left(left: int | None) -> str:
    if left is None:
        return ""
    return words.count(left) if left > 0 else "hôm nay" if left == 0 else f"quá {words.count(-left)}"


# --- between two sessions --------------------------------------------------------------------------------------------


def _between(facts: AgendaFacts, found: BetweenSessions) -> Between:
    since = f"từ sau ngày {words.day(found.after)} " if found.after else ""
    return Between(
        span=f"({since}đến ngày {words.day(found.until)})",
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

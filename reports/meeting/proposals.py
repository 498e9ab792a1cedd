"""What the office asks the leaders to decide, derived from the facts alone. Pure."""

from collections.abc import Sequence

from config.office import Office
from reports import agenda_entries, task_words, words
from reports.agenda_entries import Proposal
from reports.entries import how_late, tasks
from reports.meeting.facts import MeetingFacts
from reports.meeting.naming import named
from reports.task_facts import TaskFact


def proposals(facts: MeetingFacts, office: Office) -> tuple[str, ...]:
    """Return the proposals, most pressing first; empty when nothing needs a decision."""
    leaders = f"Thường trực {office.name}"
    asked = (
        _finish_overdue(facts, leaders),
        _decide(facts, leaders),
        _file_papers(facts),
        _name_leads(facts, leaders),
        _assign_again(facts, office),
        _complete(facts),
        _report(facts, office),
        _report_again(facts, office),
        _review(facts, office),
    )
    return tuple(filter(None, asked))


def _finish_overdue(facts: MeetingFacts, leaders: str) -> str:
    late = [fact for fact in facts.overdue if fact.owner_must_act and fact.task.lead_code]
    if not late:
        return ""
    days: dict[str, list[int]] = {}
    for fact in late:
        days.setdefault(task_words.lead(fact.task), []).append(fact.days_overdue)
    each = [f"{agency} ({tasks(len(theirs))}, {how_late(theirs)})" for agency, theirs in days.items()]
    return (
        f"Đề nghị {leaders} chỉ đạo các cơ quan chủ trì hoàn thành dứt điểm nhiệm vụ quá hạn và báo cáo kết quả tại "
        f"Hội nghị: {'; '.join(each)}."
    )


def _leads(facts: Sequence[TaskFact]) -> str:
    """Name each lead agency once, in the order of its first task."""
    return words.enumerate_words(list(dict.fromkeys(task_words.lead(fact.task) for fact in facts)))


def _decide(facts: MeetingFacts, leaders: str) -> str:
    decisions = [agenda_entries.decision(entry) for entry in facts.agenda_entries if entry.to_decide]
    return f"Đề nghị {leaders} xem xét, quyết định: {'; '.join(decisions)}." if decisions else ""


def _file_papers(facts: MeetingFacts) -> str:
    urged = [facts.counted(entry) for entry in facts.agenda_entries if entry.proposal is Proposal.URGE]
    missing = [fact for fact in urged if fact is not None and fact.owner_must_act]
    if not missing:
        return ""
    number = words.count(len(missing))
    return f"Đề nghị {_leads(missing)} nộp tài liệu {number} nội dung trình Hội nghị: {named(facts, missing)}."


def _name_leads(facts: MeetingFacts, leaders: str) -> str:
    if not facts.without_lead:
        return ""
    return (
        f"Đề nghị {leaders} xác định cơ quan chủ trì đối với {words.count(len(facts.without_lead))} nhiệm vụ: "
        f"{named(facts, facts.without_lead)}."
    )


def _assign_again(facts: MeetingFacts, office: Office) -> str:
    if not facts.handed_back:
        return ""
    number = words.count(len(facts.handed_back))
    return (
        f"Giao Văn phòng {office.name} tham mưu giao lại {number} nhiệm vụ cơ quan chủ trì đã trả lại nơi giao: "
        f"{named(facts, facts.handed_back)}."
    )


def _complete(facts: MeetingFacts) -> str:
    returned = [fact for fact in facts.returned if fact.task.lead_code]
    if not returned:
        return ""
    number = words.count(len(returned))
    return f"Đề nghị {_leads(returned)} hoàn chỉnh, nộp lại kết quả {number} nhiệm vụ văn phòng đã trả lại."


def _report(facts: MeetingFacts, office: Office) -> str:
    silent = [fact for fact in facts.without_report if fact.task.lead_code]
    if not silent:
        return ""
    number = words.count(len(silent))
    return f"Đề nghị {_leads(silent)} báo cáo về Văn phòng {office.name} tiến độ {number} nhiệm vụ chưa có báo cáo."


def _report_again(facts: MeetingFacts, office: Office) -> str:
    silent = [fact for fact in facts.silent if fact.task.lead_code]
    if not silent:
        return ""
    return (
        f"Đề nghị {_leads(silent)} báo cáo về Văn phòng {office.name} tiến độ {words.count(len(silent))} nhiệm vụ quá "
        f"{facts.silent_after_days} ngày không có báo cáo mới."
    )


def _review(facts: MeetingFacts, office: Office) -> str:
    waiting = facts.awaiting_review
    if not waiting:
        return ""
    late = sum(fact.overdue for fact in waiting)
    first = f", ưu tiên {words.count(late)} nhiệm vụ đã quá hạn" if late else ""
    return f"Giao Văn phòng {office.name} thẩm định xong {words.count(len(waiting))} nhiệm vụ đã nộp kết quả{first}."

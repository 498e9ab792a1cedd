"""The status report as it is read: facts put into an office's sentences, part by part.

Pure. What matters comes first (overdue tasks, then the agenda); a part with nothing to say is left out and the parts
after it move up, except the three that every meeting asks for, which say in one sentence that there is nothing.
The fixed words (headings of parts and columns) stand in the Word template, where an office may edit them.
"""

from itertools import groupby

from config.office import Office
from reports import task_words, words
from reports.entries import AppendixGroup, appendix_row, overdue_opening, part_row
from reports.letterhead import DRAFT, Issue, letterhead, symbol
from reports.meeting import lists
from reports.meeting.content import StatusReport
from reports.meeting.facts import Group, MeetingFacts
from reports.meeting.proposals import proposals
from reports.meeting.situation import details, situation

_ABBREVIATION = "BC"

_GROUP_HEADINGS = {
    Group.OVERDUE: "Nhiệm vụ quá hạn",
    Group.AGENDA: "Nội dung trình Hội nghị",
    Group.OTHER: "Các nhiệm vụ khác",
}


def compose(facts: MeetingFacts, office: Office, issue: Issue = DRAFT) -> StatusReport:
    """Word the report of ``facts`` for ``office``."""
    fields = tuple(part_row(one, "") for one in facts.by_field)
    number_and_symbol = symbol(office, _ABBREVIATION, issue.number)
    return StatusReport(
        head=letterhead(office, _ABBREVIATION, facts.as_of, kind="status", issue=issue),
        subject=("tình hình thực hiện nhiệm vụ trọng tâm", f"phục vụ {words.meeting_name(facts.meeting)}"),
        opening=_opening(facts, office),
        figures=facts.figures,
        figures_caption=f"Kết quả thực hiện (số liệu tính đến ngày {words.day(facts.as_of)})",
        situation=situation(facts),
        details=details(facts),
        fields=fields if len(fields) > 1 else (),
        fields_caption=f"Kết quả theo lĩnh vực (số liệu tính đến ngày {words.day(facts.as_of)})",
        overdue_opening=overdue_opening(len(facts.overdue)),
        overdue=lists.overdue(facts),
        agenda_opening=lists.agenda_opening(facts),
        agenda=lists.agenda(facts),
        between_opening=lists.between_opening(facts, office),
        between=lists.between(facts),
        follow_up=lists.follow_up(facts),
        causes=lists.causes(facts),
        proposals=proposals(facts, office),
        appendix_of=f"(kèm theo Báo cáo số {number_and_symbol}, {words.long_day(facts.as_of)} của {office.name})",
        appendix=_appendix(facts),
        agencies=tuple(part_row(one, task_words.NO_LEAD) for one in facts.by_agency),
    )


def _opening(facts: MeetingFacts, office: Office) -> str:
    meeting = facts.meeting
    return (
        f"Để phục vụ {words.meeting_name(meeting)} ({words.meeting_when(meeting)}), {office.name} báo cáo tình hình "
        f"thực hiện các nhiệm vụ trọng tâm, số liệu tính đến ngày {words.day(facts.as_of)}, như sau:"
    )


def _appendix(facts: MeetingFacts) -> tuple[AppendixGroup, ...]:
    numbered = enumerate(facts.appendix, 1)
    groups = [(group, list(members)) for group, members in groupby(numbered, key=lambda one: facts.group(one[1]))]
    return tuple(
        AppendixGroup(
            f"{letter}. {_GROUP_HEADINGS[group]} ({words.count(len(members))})",
            tuple(appendix_row(order, fact) for order, fact in members),
        )
        for letter, (group, members) in zip("ABC", groups, strict=False)
    )

"""Hand-made readings, so that the registry is tested without the reader."""

from collections.abc import Sequence
from datetime import date

from tasks_registry.reading.model import (
    Citation,
    DeadlineProposal,
    DeadlineRule,
    DocumentHead,
    Kind,
    MeetingMention,
    Reading,
    Span,
    TaskProposal,
)

CONFERENCE = MeetingMention(
    name="Hội nghị Đảng ủy lần thứ 6",
    body="BCH",
    ordinal=6,
    term="I",
    date_text="Tháng 9 năm 2026",
    window_from=date(2026, 9, 1),
    window_to=date(2026, 9, 30),
)


def proposal(
    title: str,
    *,
    due: date | None = None,
    lead: str | None = "PKT",
    support: Sequence[str] = (),
    meeting: bool = False,
    citations: Sequence[Citation] = (),
) -> TaskProposal:
    """Return one commitment; ``meeting`` puts it on the conference's agenda, with the deadline of its heading."""
    deadline = None
    if meeting:
        deadline = DeadlineProposal(
            "Tháng 9 năm 2026", DeadlineRule.HEADING, CONFERENCE.window_from, CONFERENCE.window_to
        )
    if due is not None:
        deadline = DeadlineProposal(f"trước ngày {due:%d/%m/%Y}", DeadlineRule.TEXT, None, due, before=True)
    return TaskProposal(
        text=f"{title}.",
        title=title,
        kind=Kind.DELIVERABLE,
        source=Span(0, len(title)),
        phrase=title.split()[0],
        rule="sentence",
        confidence=0.9,
        heading="III.5",
        lead_proposed=lead,
        support=tuple(support),
        deadline=deadline,
        meeting=CONFERENCE.name if meeting else None,
        citations=tuple(citations),
    )


def reading(*tasks: TaskProposal, text: str | None = None) -> Reading:
    """Return a report of the third quarter of 2026 that holds ``tasks``."""
    return Reading(
        document=DocumentHead(kind="BC", issuer="ĐU", draft=True, title="Báo cáo quý II", period="2026-Q3"),
        meetings=(CONFERENCE,),
        tasks=tasks,
        text=text if text is not None else "\n".join(task.text for task in tasks),
    )

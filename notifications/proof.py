"""Proof of chasing: what was said of one task, to whom, what came of it and what came back. Pure assembly over rows.

The annex is internal paper and still leaves the office's desk: addresses are shown masked, and of a secret task neither
title nor anybody's words.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from notifications import proof_words as words
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.view import TaskView, full_title


@dataclass(frozen=True)
class SaidRow:
    """One message that spoke of the task."""

    message_id: int
    at: datetime
    """When it was decided."""
    kind: str
    channel: str
    person: str
    agency: str
    address: str | None
    """Where the last attempt went; None when none was made."""
    subject: str | None
    state: str
    milestones: tuple[tuple[str, date], ...]
    """What it said of the task: milestone and the day that it is counted from."""
    approved_by: str | None = None
    approved_at: datetime | None = None
    stands_in_for: str | None = None
    """The channel that did not get through."""


@dataclass(frozen=True)
class AttemptRow:
    """One attempt to deliver a message, or what came back later."""

    message_id: int
    at: datetime
    outcome: str
    code: str | None
    reason: str | None


@dataclass(frozen=True)
class VisitRow:
    """A link of the task that was opened."""

    at: datetime
    person: str
    agency: str
    purpose: str
    outcome: str


@dataclass(frozen=True)
class AnswerRow:
    """What somebody answered by a link."""

    at: datetime
    person: str
    agency: str
    purpose: str
    text: str | None
    percent: int | None
    due_asked: date | None
    state: str
    decided_by: str | None
    decided_at: datetime | None
    note: str | None


@dataclass(frozen=True)
class DeedRow:
    """A row of the task's history."""

    at: datetime
    actor: str
    action: str
    words: str
    """The action as the office says it."""
    reason: str | None


@dataclass(frozen=True)
class Rows:
    """Everything that is known of the chasing of one task."""

    said: Sequence[SaidRow] = ()
    attempts: Sequence[AttemptRow] = ()
    visits: Sequence[VisitRow] = ()
    answers: Sequence[AnswerRow] = ()
    deeds: Sequence[DeedRow] = ()


class LineKind(StrEnum):
    """What a line of the proof tells."""

    MESSAGE = "message"
    VISIT = "visit"
    ANSWER = "answer"
    DEED = "deed"


@dataclass(frozen=True)
class Line:
    """One line of the proof."""

    at: datetime
    kind: LineKind
    what: str
    who: str
    way: str
    """Channel and masked address; empty for what was not sent."""
    results: tuple[str, ...]
    """What came of it, one entry an attempt."""


@dataclass(frozen=True)
class Proof:
    """The chasing of one task, in the order of time."""

    code: str
    title: str
    lead: str | None
    officer: str | None
    due: date | None
    original_due: date | None
    state: str
    messages: int
    """Messages that were handed over."""
    first_told: date | None
    last_told: date | None
    visits: int
    answers: int
    silent_since: date | None
    """Day of the owner's last word; of the first message when there never was one; None when nothing was said."""
    silent_days: int | None
    """Working days since then, the first not counted."""
    lines: tuple[Line, ...]


OWNERS_WORDS = frozenset(
    {
        "task.receive",
        "task.start",
        "task.submit",
        "task.hand-back",
        "task.report",
        "task.extension_ask",
    }
)
"""Acts by which the lead agency speaks of its task, whoever enters them."""

ACTS_SHOWN = OWNERS_WORDS | {
    "task.assign",
    "task.return",
    "task.confirm",
    "task.suspend",
    "task.resume",
    "task.carry-over",
    "task.withdraw",
    "task.reopen",
    "task.extension_approve",
    "task.extension_refuse",
    "task.extension_withdraw",
    "task.due_moved",
    "task.handover",
}
"""Acts that matter when somebody asks what was done."""

ARRIVED = frozenset({"sent", "delivered"})
"""Outcomes of an attempt after which a message counts as handed over."""


def assemble(task: TaskView, rows: Rows, calendar: WorkingCalendar, today: date, zone: ZoneInfo) -> Proof:
    """Put the rows of one task into the order of time, with what they add up to on ``today`` (the office's day)."""
    tried: dict[int, list[AttemptRow]] = defaultdict(list)
    for attempt in sorted(rows.attempts, key=lambda one: one.at):
        tried[attempt.message_id].append(attempt)
    told = sorted(
        min(one.at for one in arrived)
        for message in rows.said
        if (arrived := [one for one in tried[message.message_id] if one.outcome in ARRIVED])
    )
    spoke = [deed.at for deed in rows.deeds if deed.action in OWNERS_WORDS] + [answer.at for answer in rows.answers]
    since = max(spoke, default=told[0] if told else None)
    silent_since = _day(since, zone) if since is not None else None
    lines = [
        *(_message(row, tried[row.message_id], zone) for row in rows.said),
        *(_visit(row) for row in rows.visits),
        *(_answer(row, zone, secret=task.secret) for row in rows.answers),
        *(_deed(row, secret=task.secret) for row in rows.deeds if row.action in ACTS_SHOWN),
    ]
    return Proof(
        code=task.code,
        title=f"Nhiệm vụ mật (mã {task.code})" if task.secret else full_title(task),
        lead=task.lead_name,
        officer=task.officer.name if task.officer else None,
        due=task.due,
        original_due=task.original_due,
        state=task.work_state.label,
        messages=len(told),
        first_told=_day(told[0], zone) if told else None,
        last_told=_day(told[-1], zone) if told else None,
        visits=len(rows.visits),
        answers=len(rows.answers),
        silent_since=silent_since,
        silent_days=calendar.count_working_days(silent_since, today) if silent_since is not None else None,
        lines=tuple(sorted(lines, key=lambda line: line.at)),
    )


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _message(row: SaidRow, attempts: Iterable[AttemptRow], zone: ZoneInfo) -> Line:
    said = "; ".join(dict.fromkeys(words.milestone(name, day) for name, day in row.milestones))
    results = [words.attempt(one.at, one.outcome, one.code, one.reason, zone) for one in attempts]
    if row.approved_by is not None:
        when = f" lúc {words.moment(row.approved_at, zone)}" if row.approved_at is not None else ""
        results.insert(0, f"{row.approved_by} duyệt gửi{when}")
    if row.stands_in_for is not None:
        results.insert(0, f"gửi thay cho tin {words.channel(row.stands_in_for)} không đến nơi")
    if not results:
        results = [words.unsent(row.state)]
    way = words.channel(row.channel) + (f", {words.masked(row.address)}" if row.address else "")
    what = f"{words.message_kind(row.kind)}: {said}"
    return Line(row.at, LineKind.MESSAGE, what, _whose(row.person, row.agency), way, tuple(results))


def _visit(row: VisitRow) -> Line:
    what = f"Mở đường dẫn “{words.purpose(row.purpose)}”"
    return Line(row.at, LineKind.VISIT, what, _whose(row.person, row.agency), "", (words.visit(row.outcome),))


def _answer(row: AnswerRow, zone: ZoneInfo, *, secret: bool) -> Line:
    parts = [f"{row.percent}%" if row.percent is not None else ""]
    parts.append(f"xin đến ngày {row.due_asked:%d/%m/%Y}" if row.due_asked is not None else "")
    parts.append(f"“{row.text}”" if row.text and not secret else "")
    said = ", ".join(filter(None, parts))
    what = f"Trả lời “{words.purpose(row.purpose)}”" + (f": {said}" if said else "")
    decided = words.answer_state(row.state)
    if row.decided_by is not None:
        when = f" lúc {words.moment(row.decided_at, zone)}" if row.decided_at is not None else ""
        note = f": {row.note}" if row.note and not secret else ""
        decided += f" ({row.decided_by}{when}){note}"
    return Line(row.at, LineKind.ANSWER, what, _whose(row.person, row.agency), "", (decided,))


def _deed(row: DeedRow, *, secret: bool) -> Line:
    what = row.words[:1].upper() + row.words[1:]
    return Line(row.at, LineKind.DEED, what, row.actor, "", (row.reason,) if row.reason and not secret else ())


def _whose(person: str, agency: str) -> str:
    return f"{person} ({agency})"

"""The digest: everything due to one person in one message; also a single reminder, which is a digest of one."""

from collections.abc import Sequence

from notifications.letter import Letter
from notifications.letters import truth
from notifications.letters.gathering import Gathered, gather_entries
from notifications.letters.lines import LATE, Line, meeting_line, most_urgent_first, task_line
from notifications.letters.page import Paper
from notifications.letters.subjects import reminder_subject
from notifications.letters.wording import counted
from notifications.words import milestone_words
from notifications.writing import Desk, Order


def write_digests(desk: Desk, orders: Sequence[Order]) -> dict[int, Letter]:
    """Write the digests of ``orders`` from what is true now; one with nothing left to say is left out."""
    gathered, paper = gather_entries(desk, orders), Paper.on(desk)
    letters = {}
    for order in orders:
        lines = most_urgent_first(_still_true(order, gathered, paper))
        if lines:
            letters[order.message_id] = paper.letter(
                order,
                "digest",
                subject=reminder_subject(lines, desk.today),
                head=_head(desk.files.office.name, order, lines),
                lines=lines,
            )
    return letters


def _still_true(order: Order, gathered: Gathered, paper: Paper) -> list[Line]:
    today, lines = paper.desk.today, []
    for entry in order.entries:
        task = gathered.tasks.get(entry.task_id or 0)
        if task is not None and truth.reminds(entry, task, order.person):
            lines.append(
                task_line(
                    task,
                    paper.secrecy,
                    today,
                    meeting=gathered.meeting_of(task),
                    why=milestone_words(entry.milestone),
                    link=paper.task_link(order, task.id),
                )
            )
        meeting = gathered.meetings.get(entry.meeting_id or 0)
        if meeting is not None and truth.announces(entry.due, meeting, today):
            lines.append(meeting_line(meeting, paper.secrecy, today, milestone=entry.milestone))
    return lines


def _head(office: str, order: Order, lines: Sequence[Line]) -> str:
    tasks = sum(1 for line in lines if line.code)
    late = sum(1 for line in lines if line.tone == LATE)
    parts = [f"{counted(tasks)} nhiệm vụ" + (f" ({counted(late)} quá hạn)" if late else "")] if tasks else []
    parts += [f"{counted(len(lines) - tasks)} cuộc họp"] if len(lines) > tasks else []
    return f"{office} nhắc đồng chí {order.person.name}: {', '.join(parts)}."

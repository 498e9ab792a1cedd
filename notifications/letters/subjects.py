"""Subjects: how urgent, how many, whose, for which meeting – what a reader sees on a locked phone. Pure.

As soon as one of the tasks may only be named by its code, a subject holds codes and nothing else: beside the name of
an agency or a meeting even a code says too much.
"""

from collections.abc import Sequence
from datetime import date

from notifications.letters.lines import LATE, Line
from notifications.letters.wording import listed, meeting_standing, urgency
from tasks_registry.reading.text import shorten

SUBJECT_MAX = 150
"""Characters; some mail programs on phones cut earlier, none need more."""
_CODES = 3
"""How many codes a subject names."""


def reminder_subject(lines: Sequence[Line], today: date) -> str:
    """Return the subject of sorted reminders.

    ``[Sắp hạn 3 ngày] 2 nhiệm vụ của Phòng Kinh tế – Hội nghị BTV 26/6``
    """
    first = lines[0]
    if not first.code:
        return _cut(f"[Họp {meeting_standing(first.day or today, today)}] {_meeting_name(first)}")
    return _cut(f"[{urgency(first.day or today, today)}] {_tasks(lines)}")


def notice_subject(labels: Sequence[str], lines: Sequence[Line]) -> str:
    """Return the subject of notices; ``labels`` names what happened to each of ``lines``."""
    label = labels[0] if len(set(labels)) == 1 else "Thông báo"
    tasks = [line for line in lines if line.code]
    meetings = [line for line in lines if not line.code]
    if not tasks:
        named = _meeting_name(meetings[0])
        return _cut(f"[{label}] {named}" + (f" và {len(meetings) - 1} cuộc họp khác" if len(meetings) > 1 else ""))
    beside = f" và {len(meetings)} cuộc họp" if meetings else ""
    return _cut(f"[{label}] {_tasks(tasks)}{beside}")


def escalation_subject(lines: Sequence[Line], today: date) -> str:
    """Return the subject of what goes up a rung: as of a reminder, with what is wrong."""
    return _cut(f"[{urgency(lines[0].day or today, today)}] {_tasks(lines)} chưa có kết quả")


def weekly_subject(monday: date, overdue: int, due: int) -> str:
    """Return the subject of the weekly summary: figures only."""
    parts = [f"{overdue} nhiệm vụ quá hạn"] if overdue else []
    parts += [f"{due} nhiệm vụ đến hạn"] if due else []
    what = ", ".join(parts) or "lịch họp"
    return f"[Tổng hợp tuần] {what} – tuần từ {monday:%d/%m/%Y}"


def report_subject(label: str, meeting: str, headline: str) -> str:
    """Return the subject of news of a report: figures only, of whatever tasks it speaks.

    ``[Báo cáo] Hội nghị BTV 26/6: 40 nhiệm vụ, 3 quá hạn``
    """
    return _cut(f"[{label}] {meeting}: {headline}")


def _tasks(lines: Sequence[Line]) -> str:
    tasks = [line for line in lines if line.code]
    number = len(tasks)
    if any(line.discreet for line in lines):
        codes = listed([line.code for line in tasks], _CODES)
        return f"Nhiệm vụ {codes}" if number == 1 else f"{number} nhiệm vụ: {codes}"
    leads = {line.agency for line in tasks}
    if leads == {None}:
        words = f"{number} nhiệm vụ chưa giao cơ quan chủ trì"
    elif len(leads) == 1:
        words = f"{number} nhiệm vụ của {leads.pop()}"
    else:
        words = f"{number} nhiệm vụ"
    if any(line.tone == LATE for line in tasks[1:]) and tasks[0].tone == LATE:
        late = sum(line.tone == LATE for line in tasks)
        words += f", {late} quá hạn" if late < number else ""
    meetings = {line.meeting_short for line in lines if line.meeting_short}
    return f"{words} – {meetings.pop()}" if len(meetings) == 1 else words


def _meeting_name(line: Line) -> str:
    return line.meeting_short or line.title


def _cut(subject: str) -> str:
    return shorten(" ".join(subject.split()), SUBJECT_MAX)

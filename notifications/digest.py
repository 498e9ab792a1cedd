"""The words of a digest: subject, text and HTML of one message that says everything due to one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from config.office import Office
from notifications.decision import still_wanted
from notifications.letter import Letter
from notifications.writing import Desk, Order
from tasks_registry import store
from tasks_registry.view import PersonView, TaskView, full_title

SUBJECT_MAX = 150
"""Characters; some mail programs on phones cut earlier, none need more."""


@dataclass(frozen=True)
class _Line:
    """One task as the reader sees it."""

    code: str
    title: str
    due: str
    standing: str
    """``quá hạn 2 ngày``, ``đến hạn hôm nay``, ``còn 3 ngày``"""
    tone: str
    """``late``, ``today`` (or tomorrow) or ``soon``"""
    meeting: str | None
    product: str | None
    unassigned: bool


def digest_letter(
    person: PersonView,
    tasks: Sequence[TaskView],
    *,
    office: Office,
    uid: str,
    today: date,
    now: datetime,
) -> Letter:
    """Write the digest of ``tasks`` (each with a due day) to ``person``, most urgent first.

    Tasks marked secret appear by their code only (DOMAIN §8: external messages of such tasks say nothing else).
    """
    ordered = sorted(tasks, key=lambda task: (task.due or date.max, task.code))
    lines = [_line(task, today) for task in ordered]
    facts = {
        "person": person,
        "lines": lines,
        "office": office,
        "today": vietnamese_day(today),
        "late": sum(line.tone == "late" for line in lines),
    }
    return Letter(
        uid=uid,
        to=person.email,
        to_name=person.name,
        subject=_subject(person, ordered[0], lines),
        text=_templates().get_template("digest.txt.j2").render(facts),
        html=_templates().get_template("digest.html.j2").render(facts),
        at=now,
    )


def write_digests(desk: Desk, orders: Sequence[Order]) -> dict[int, Letter]:
    """Write the digests of ``orders`` from the tasks as they are now; one with nothing left to say is left out."""
    wanted = {entry.task_id for order in orders for entry in order.entries if entry.task_id is not None}
    tasks = {task.id: task for task in store.task_views(desk.session, desk.committee, ids=wanted, on=desk.today)}
    letters = {}
    for order in orders:
        still = [
            task
            for entry in order.entries
            if (task := tasks.get(entry.task_id or 0)) is not None
            and still_wanted(task) is None
            and task.due == entry.due
            and task.officer is not None
            and task.officer.id == order.person.id
        ]
        if still:
            letters[order.message_id] = digest_letter(
                order.person, still, office=desk.files.office, uid=order.uid, today=desk.today, now=desk.now
            )
    return letters


def vietnamese_day(day: date) -> str:
    """Write a day as offices do: ``05/6/2024`` – a zero before days below 10 and before months 1 and 2."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def standing(due: date, today: date) -> str:
    """Say where ``today`` stands against ``due``: ``quá hạn 2 ngày``, ``đến hạn hôm nay``, ``còn 3 ngày``."""
    left = (due - today).days
    if left < 0:
        return f"quá hạn {-left} ngày"
    return "đến hạn hôm nay" if left == 0 else f"còn {left} ngày"


def milestone_words(milestone: str) -> str:
    """Say a milestone as the office does: ``due-3`` is ``trước hạn 3 ngày``."""
    days = int(milestone.removeprefix("due"))
    if days == 0:
        return "đúng ngày hạn"
    return f"trước hạn {-days} ngày" if days < 0 else f"quá hạn {days} ngày"


def _line(task: TaskView, today: date) -> _Line:
    due = task.due or today
    left = (due - today).days
    return _Line(
        code=task.code,
        title="Nhiệm vụ theo chế độ mật" if task.secret else full_title(task),
        due=vietnamese_day(due),
        standing=standing(due, today),
        tone="late" if left < 0 else "today" if left <= 1 else "soon",
        meeting=None if task.secret else task.meeting_name,
        product=None if task.secret else task.product,
        unassigned=task.lead_code is None,
    )


def _subject(person: PersonView, first: TaskView, lines: Sequence[_Line]) -> str:
    urgent = lines[0].standing
    mark = f"Sắp hạn, {urgent}" if urgent.startswith("còn") else urgent[0].upper() + urgent[1:]
    subject = f"[{mark}] {len(lines)} nhiệm vụ của {person.agency_name}"
    if first.meeting_name and not first.secret:
        subject += f" – {first.meeting_name}"
    return subject if len(subject) <= SUBJECT_MAX else subject[: SUBJECT_MAX - 1].rstrip() + "…"


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("notifications"),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

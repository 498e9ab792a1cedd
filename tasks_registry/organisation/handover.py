"""Hands the tasks of one person over to another (bàn giao công việc): first a preview, then the act."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tasks_registry import store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import Entry, log_changes
from tasks_registry.lifecycle import edit_task
from tasks_registry.models import Person, Task
from tasks_registry.store import OpenTask


@dataclass(frozen=True)
class HandOver:
    """What goes from one person to another. A person is named by name and e-mail address."""

    leaver: tuple[str, str]
    taker: tuple[str, str]
    tasks: tuple[OpenTask, ...]
    series: tuple[str, ...]
    """Codes of the recurring commitments whose next tasks go to ``taker``."""


def preview_hand_over(session: Session, committee: int, email_from: str, email_to: str, *, actor: Actor) -> HandOver:
    """Say which unfinished tasks would go from one person to another; changes nothing.

    They are those that name the person, and those that reach the person for an agency. Who is away for some days does
    not count: absence is not hand-over. The leaver may have left the directory already. Raises ``NotInRegistry`` for
    unknown people and ``Refused`` when both are one.
    """
    require(actor, Duty.ORGANISE)
    leaver, taker = _parties(session, committee, email_from, email_to)
    directory = store.load_directory(session, committee)
    tasks = []
    for task in store.open_tasks(session, committee):
        officer = directory.officer_for(task.officer_id, task.lead_agency_id)
        if task.officer_id == leaver.id or (officer is not None and officer.id == leaver.id):
            tasks.append(task)
    series = (one.code for one in store.running_series(session, committee) if one.officer_id == leaver.id)
    return HandOver((leaver.name, leaver.email), (taker.name, taker.email), tuple(tasks), tuple(series))


def hand_over(
    session: Session,
    committee: int,
    email_from: str,
    email_to: str,
    *,
    reason: str | None,
    actor: Actor,
    now: datetime,
) -> HandOver:
    """Hand over as ``preview_hand_over`` says, each task with its history row, and return that. The caller commits."""
    moving = preview_hand_over(session, committee, email_from, email_to, actor=actor)
    leaver, taker = _parties(session, committee, email_from, email_to)
    said = f"{leaver.name} bàn giao cho {taker.name}" + (f": {reason.strip()}" if reason and reason.strip() else "")
    for task in moving.tasks:
        row = session.get_one(Task, task.id)
        change: dict[str, object] = {"officer_id": taker.id}
        edit_task(session, row, change, seen=row.version, actor=actor, now=now, action="task.handover", reason=said)
    entries = []
    for series in store.running_series(session, committee):
        if series.officer_id == leaver.id:
            before, series.officer_id = series.officer_id, taker.id
            facts = {"officer_id": before}, {"officer_id": taker.id}
            entries.append(Entry("recurrence.handover", "recurrence", series.id or 0, *facts, said))
    log_changes(session, committee, entries, actor=actor, at=now)
    return moving


def _parties(session: Session, committee: int, email_from: str, email_to: str) -> tuple[Person, Person]:
    leaver = _known(store.person_by_email(session, committee, email_from, gone_too=True), email_from)
    taker = _known(store.person_by_email(session, committee, email_to), email_to)
    if leaver.id == taker.id:
        raise Refused(f"{leaver.name} không thể bàn giao cho chính mình. Hãy nêu địa chỉ thư của người nhận khác.")
    return leaver, taker


def _known(person: Person | None, email: str) -> Person:
    if person is None:
        raise NotInRegistry(f"Không có ai dùng địa chỉ thư “{email}”. Hãy xem danh sách bằng: dondoc person list")
    return person

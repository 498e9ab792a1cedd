"""Files at tasks, meetings and documents: who may add and see them, and a file as the evidence of a result."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, select

from config.agencies import Access
from config.office import Attachments
from tasks_registry import store
from tasks_registry.access import Actor, Duty, Ownership, may_read, require
from tasks_registry.documents.file_types import media_type_of
from tasks_registry.documents.files import read_file, store_file
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import log_change
from tasks_registry.lifecycle import edit_task
from tasks_registry.models import Attachment, StoredFile, Task
from tasks_registry.store.documents import AttachmentView

MEETING, DOCUMENT = "meeting:", "document:"
"""How a meeting or document is named where a file is attached: ``meeting:3``; anything else is the code of a task."""


@dataclass(frozen=True)
class Target:
    """What a file is attached to."""

    entity: str
    entity_id: int
    task: Task | None = None


def find_target(session: Session, committee: int, name: str) -> Target:
    """Return the task, meeting or document that ``name`` means; raises ``NotInRegistry``."""
    for prefix in (MEETING, DOCUMENT):
        digits = name.removeprefix(prefix)
        if digits == name:
            continue
        if not (digits.isascii() and digits.isdecimal()):
            raise NotInRegistry(f"“{name}” không rõ là gì. Hãy viết mã nhiệm vụ, {MEETING}SỐ hoặc {DOCUMENT}SỐ.")
        if prefix == MEETING:
            return Target("meeting", store.get_meeting(session, committee, int(digits)).id or 0)
        return Target("document", store.get_document(session, committee, int(digits)).id or 0)
    task = store.get_task(session, committee, name)
    return Target("task", task.id or 0, task)


def attach(
    session: Session,
    home: Path,
    committee: int,
    target: str,
    data: bytes,
    *,
    name: str,
    limits: Attachments,
    actor: Actor,
    now: datetime,
    evidence: bool = False,
) -> AttachmentView:
    """Attach a file called ``name`` to ``target`` and return it; with ``evidence`` it proves the task's result.

    The same content again at the same place is the attachment that is there already. The caller commits. Raises
    ``Refused`` for somebody who may not, or a file that is not taken, and ``NotInRegistry``.
    """
    place = find_target(session, committee, target)
    _require(actor, place)
    if evidence and place.task is None:
        raise Refused("Chỉ nhiệm vụ mới có minh chứng. Hãy bỏ --evidence hoặc nêu mã nhiệm vụ.")
    name = _shown_name(name)
    media_type = media_type_of(name, data, allowed=limits.types, max_mb=limits.max_mb)
    stored = store_file(session, home, committee, data, media_type=media_type, now=now)
    attachment = _known(session, place, stored)
    if attachment is None:
        attachment = Attachment(
            committee_id=committee,
            entity=place.entity,
            entity_id=place.entity_id,
            stored_file_id=stored.id or 0,
            name=name,
            attached_by=actor.name,
            attached_at=now,
        )
        session.add(attachment)
        session.flush()
        log_change(
            session,
            committee_id=committee,
            actor=actor,
            at=now,
            action=f"{place.entity}.attach",
            entity=place.entity,
            entity_id=place.entity_id,
            after={"attachment": attachment.id, "name": name, "sha256": stored.sha256},
        )
    if evidence and place.task is not None and place.task.evidence != attachment.name:
        changes: dict[str, object] = {"evidence": attachment.name}
        edit_task(session, place.task, changes, seen=place.task.version, actor=actor, now=now, action="task.evidence")
    return store.attachment_view(attachment, stored)


def attachments_of(session: Session, committee: int, target: str, actor: Actor) -> list[AttachmentView]:
    """Return the files at ``target``, oldest first; raises ``NotInRegistry`` also for what ``actor`` may not see."""
    place = find_target(session, committee, target)
    if not _readable(session, place, actor):
        raise _unseen(actor, target)
    return store.attachments_at(session, place.entity, place.entity_id)


def fetch(session: Session, home: Path, committee: int, number: int, actor: Actor) -> tuple[AttachmentView, bytes]:
    """Return attachment ``number`` with its content; raises ``Refused`` when the content is damaged."""
    attachment, stored = store.get_attachment(session, committee, number)
    task = session.get(Task, attachment.entity_id) if attachment.entity == "task" else None
    if not _readable(session, Target(attachment.entity, attachment.entity_id, task), actor):
        raise _unseen(actor, f"số {number}")
    return store.attachment_view(attachment, stored), read_file(home, stored)


def _require(actor: Actor, place: Target) -> None:
    if place.task is not None:
        require(actor, Duty.OWN, _ownership(place.task), place.task.code)
    else:
        require(actor, Duty.ARRANGE if place.entity == "meeting" else Duty.DIRECT)


def _readable(session: Session, place: Target, actor: Actor) -> bool:
    if place.task is None:
        return actor.access is not Access.AGENCY
    supporting = store.supporting_agency_ids(session, place.entity_id)
    return may_read(actor, _ownership(place.task, supporting))


def _ownership(task: Task, supporting: frozenset[int] = frozenset()) -> Ownership:
    return Ownership(task.lead_agency_id, task.officer_id, supporting)


def _unseen(actor: Actor, what: str) -> Refused:
    return Refused(f"{actor.name} không được xem tệp đính kèm của {what}. Hãy liên hệ văn phòng.")


def _shown_name(name: str) -> str:
    """Return the name without a folder and without characters that would disturb a screen or a file system."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = " ".join("".join(letter if letter.isprintable() else " " for letter in last).split())
    if not shown.strip(". "):
        raise Refused("Tên tệp trống. Hãy đặt tên bằng --name, ví dụ --name bao-cao.pdf")
    return shown


def _known(session: Session, place: Target, stored: StoredFile) -> Attachment | None:
    return session.exec(
        select(Attachment).where(
            Attachment.entity == place.entity,
            Attachment.entity_id == place.entity_id,
            Attachment.stored_file_id == stored.id,
        )
    ).first()

"""Imported documents, which tasks rest on a number, and the files that are kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tasks_registry.documents.identity import Identity
from tasks_registry.errors import NotInRegistry
from tasks_registry.models import Attachment, SourceDocument, StoredFile, Task, TaskCitation, TaskSupport
from tasks_registry.states import WorkState

_LARGEST_ID = 2**31 - 1
"""Of an INTEGER column of PostgreSQL; asking for more is an error there."""


@dataclass(frozen=True)
class DocumentView:
    """An imported document."""

    id: int
    number: str | None
    kind: str | None
    issued_on: date | None
    title: str | None
    file_name: str
    imported_at: datetime
    supersedes_id: int | None
    tasks: int
    """Tasks that were read from it and not withdrawn."""


@dataclass(frozen=True)
class AttachmentView:
    """A file at a task, meeting or document."""

    id: int
    name: str
    size: int
    """Bytes."""
    media_type: str
    attached_by: str
    attached_at: datetime


def document_views(session: Session, committee: int, document_id: int | None = None) -> list[DocumentView]:
    """Return the imported documents of a committee, the newest first; on request only one."""
    tasks = (
        sa.select(sa.func.count())
        .where(col(Task.document_id) == col(SourceDocument.id), col(Task.work_state) != WorkState.WITHDRAWN.value)
        .scalar_subquery()
    )
    names = ("id", "number", "kind", "issued_on", "title", "file_name", "imported_at", "supersedes_id")
    query = (
        sa.select(*(col(getattr(SourceDocument, name)) for name in names), tasks.label("tasks"))
        .where(col(SourceDocument.committee_id) == committee)
        .order_by(col(SourceDocument.id).desc())
    )
    if document_id is not None:
        query = query.where(col(SourceDocument.id) == document_id)
    return [DocumentView(**row) for row in session.connection().execute(query).mappings()]


def get_document(session: Session, committee: int, document_id: int) -> SourceDocument:
    """Return an imported document; raises ``NotInRegistry``."""
    found = None
    if document_id <= _LARGEST_ID:
        wanted = select(SourceDocument).where(
            SourceDocument.committee_id == committee, SourceDocument.id == document_id
        )
        found = session.exec(wanted).first()
    if found is None:
        raise NotInRegistry(f"Không có văn bản số thứ tự {document_id}. Hãy xem danh sách bằng: dondoc documents")
    return found


def tasks_citing(
    session: Session,
    committee: int,
    wanted: Sequence[Identity],
    read: Callable[[str, date | None], Identity | None],
    readable: sa.ColumnElement[bool] | None = None,
) -> list[frozenset[int]]:
    """Return for each of ``wanted`` the ids of the tasks that cite it; ``read`` says what number and day mean.

    A citation without a day counts for every document that it may mean. Withdrawn tasks do not count.
    """
    in_committee = (
        sa.select(col(TaskCitation.number), col(TaskCitation.issued_on))
        .join(Task, col(Task.id) == col(TaskCitation.task_id))
        .where(col(Task.committee_id) == committee, col(Task.work_state) != WorkState.WITHDRAWN.value)
    )
    if readable is not None:
        in_committee = in_committee.where(readable)
    connection = session.connection()
    cited = [(number, day, read(number, day)) for number, day in connection.execute(in_committee.distinct())]
    meant = {
        (number, day): [place for place, one in enumerate(wanted) if one.may_be(identity)]
        for number, day, identity in cited
        if identity is not None
    }
    numbers = sorted({number for (number, _), places in meant.items() if places})
    tasks: list[set[int]] = [set() for _ in wanted]
    with_task = in_committee.add_columns(col(TaskCitation.task_id))
    for start in range(0, len(numbers), 1000):
        batch = with_task.where(col(TaskCitation.number).in_(numbers[start : start + 1000]))
        for number, day, task_id in connection.execute(batch):
            for place in meant.get((number, day), ()):
                tasks[place].add(task_id)
    return [frozenset(found) for found in tasks]


def tasks_read_from(
    session: Session, document_id: int, readable: sa.ColumnElement[bool] | None = None
) -> frozenset[int]:
    """Return the ids of the tasks that were read from a document and not withdrawn."""
    query = sa.select(col(Task.id)).where(
        col(Task.document_id) == document_id, col(Task.work_state) != WorkState.WITHDRAWN.value
    )
    if readable is not None:
        query = query.where(readable)
    return frozenset(row[0] for row in session.connection().execute(query))


def attachments_at(session: Session, entity: str, entity_id: int) -> list[AttachmentView]:
    """Return the files at a task, meeting or document, oldest first."""
    rows = session.exec(
        select(Attachment, StoredFile)
        .join(StoredFile, col(Attachment.stored_file_id) == col(StoredFile.id))
        .where(Attachment.entity == entity, Attachment.entity_id == entity_id)
        .order_by(col(Attachment.id))
    ).all()
    return [attachment_view(attachment, stored) for attachment, stored in rows]


def attachment_view(attachment: Attachment, stored: StoredFile) -> AttachmentView:
    """Return the plain form of an attachment."""
    return AttachmentView(
        attachment.id or 0,
        attachment.name,
        stored.size,
        stored.media_type,
        attachment.attached_by,
        attachment.attached_at,
    )


def get_attachment(session: Session, committee: int, number: int) -> tuple[Attachment, StoredFile]:
    """Return an attachment with its file; raises ``NotInRegistry``."""
    found = None
    if number <= _LARGEST_ID:
        found = session.exec(
            select(Attachment, StoredFile)
            .join(StoredFile, col(Attachment.stored_file_id) == col(StoredFile.id))
            .where(Attachment.committee_id == committee, Attachment.id == number)
        ).first()
    if found is None:
        raise NotInRegistry(f"Không có tệp đính kèm số {number}. Hãy xem danh sách bằng: dondoc attachments MÃ")
    return found


def stored_files(session: Session) -> list[tuple[str, int]]:
    """Return SHA-256 and size in bytes of every file of the database."""
    rows = sa.select(col(StoredFile.sha256), col(StoredFile.size)).order_by(col(StoredFile.id))
    return [(sha256, size) for sha256, size in session.connection().execute(rows)]


def supporting_agency_ids(session: Session, task_id: int) -> frozenset[int]:
    """Return the ids of the agencies that support a task."""
    return frozenset(session.exec(select(TaskSupport.agency_id).where(TaskSupport.task_id == task_id)).all())

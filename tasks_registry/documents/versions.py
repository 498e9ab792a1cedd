"""Finds the version of a document that was imported before."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from config.office import Office
from tasks_registry.documents.identity import Identity, OwnTerm, identity_of
from tasks_registry.models import SourceDocument, Task
from tasks_registry.reading.model import Reading
from tasks_registry.revision import Comparison, KnownTask, compare
from tasks_registry.states import WorkState

_SHARED_TASKS = 0.5
"""Share of the former document's tasks that the new one must hold to be a version of it, when no number decides."""


@dataclass(frozen=True)
class FormerVersion:
    """The version of a document that was imported before, and how the new one differs from it."""

    document_id: int
    comparison: Comparison


def own_term(office: Office) -> OwnTerm | None:
    """Return the present term of the office's committee; None while ``office.yaml`` does not say when it began."""
    return OwnTerm(office.symbol, office.term_began) if office.term_began is not None else None


def former_version(session: Session, committee: int, reading: Reading, own: OwnTerm | None) -> FormerVersion | None:
    """Return the newest document that ``reading`` is another version of.

    The same number of the same term or year is the same document, whatever it says now. Without a known number it is
    the one of the same kind, issuer and period most of whose commitments ``reading`` repeats; another number, or the
    same in another term or year, is another document.
    """
    head = reading.document
    identity = identity_of(head.number, head.issued_on, own)
    newest_first = (
        select(SourceDocument).where(SourceDocument.committee_id == committee).order_by(col(SourceDocument.id).desc())
    )
    if identity is not None and identity.key is not None:
        numbered = session.exec(newest_first.where(SourceDocument.identity == identity.key)).first()
        if numbered is not None:
            return _compared(session, numbered, reading)
    alike = newest_first.where(
        SourceDocument.kind == head.kind, SourceDocument.issuer == head.issuer, SourceDocument.period == head.period
    )
    for document in session.exec(alike).all():
        if not _may_be(identity, document.number, document.issued_on, own):
            continue
        former = _compared(session, document, reading)
        shared = len(former.comparison.same) + len(former.comparison.changed)
        if shared and shared >= _SHARED_TASKS * (shared + len(former.comparison.gone)):
            return former
    return None


def _may_be(identity: Identity | None, number: str | None, issued_on: date | None, own: OwnTerm | None) -> bool:
    known = identity_of(number, issued_on, own)
    return identity is None or known is None or identity.may_be(known)


def _compared(session: Session, document: SourceDocument, reading: Reading) -> FormerVersion:
    successors = select(Task.successor_id).where(
        Task.committee_id == document.committee_id, col(Task.successor_id).is_not(None)
    )
    tasks = session.exec(
        select(Task).where(
            Task.document_id == document.id,
            Task.work_state != WorkState.WITHDRAWN.value,
            col(Task.id).not_in(successors),  # they repeat what another task of the document says
        )
    ).all()
    known = [KnownTask(task.id or 0, task.text, task.number) for task in tasks]
    return FormerVersion(document.id or 0, compare(known, reading.tasks))

"""Which tasks rest on a document: those read from it, and those that cite its number."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from config.agencies import Access
from tasks_registry import store
from tasks_registry.access import Actor
from tasks_registry.documents.identity import Identity, OwnTerm, identity_of
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.reading.citations import find_citations
from tasks_registry.reading.text import clean, settle
from tasks_registry.store.documents import DocumentView
from tasks_registry.store.search import TaskHit


@dataclass(frozen=True)
class ListedDocument:
    """An imported document and how many tasks cite it."""

    document: DocumentView
    citing: int


@dataclass(frozen=True)
class DocumentTasks:
    """A document, imported or only cited, with its tasks. ``document`` is None for one that is only cited."""

    label: str
    document: DocumentView | None
    read: tuple[TaskHit, ...]
    citing: tuple[TaskHit, ...]


def list_documents(session: Session, committee: int, own: OwnTerm | None, actor: Actor) -> list[ListedDocument]:
    """Return the imported documents, the newest first. Raises ``Refused`` for somebody who sees only own tasks."""
    if actor.access is Access.AGENCY:
        raise Refused(f"{actor.name} chỉ xem được nhiệm vụ của cơ quan mình. Hãy liên hệ văn phòng.")
    views = store.document_views(session, committee)
    identities = [identity_of(view.number, view.issued_on, own) for view in views]
    wanted = [identity for identity in identities if identity is not None]
    citing = iter(store.tasks_citing(session, committee, wanted, lambda number, day: identity_of(number, day, own)))
    return [
        ListedDocument(view, len(next(citing)) if identity is not None else 0)
        for view, identity in zip(views, identities, strict=True)
    ]


def document_tasks(session: Session, committee: int, asked: str, own: OwnTerm | None, actor: Actor) -> DocumentTasks:
    """Return a document with the tasks that rest on it, as far as ``actor`` may see them.

    ``asked`` is its place in the list of documents, or its number as written anywhere (``số 46-NQ/TW ngày …``). Raises
    ``NotInRegistry`` for a number that nothing holds, ``Refused`` when several documents have it.
    """
    if asked.isascii() and asked.isdecimal():
        document_id = store.get_document(session, committee, int(asked)).id
        (view,) = store.document_views(session, committee, document_id)
        identity = identity_of(view.number, view.issued_on, own)
        return _with_tasks(session, committee, asked, view, identity, own, actor)
    identity = _asked_identity(asked, own)
    views = [
        view
        for view in store.document_views(session, committee)
        if (known := identity_of(view.number, view.issued_on, own)) is not None and identity.may_be(known)
    ]
    replaced = {view.supersedes_id for view in views}
    newest = [view for view in views if view.id not in replaced]
    if len(newest) > 1:
        each = ", ".join(
            f"{view.id} ({view.issued_on:%d/%m/%Y})" if view.issued_on else f"{view.id}" for view in newest
        )
        raise Refused(
            f"Có {len(newest)} văn bản mang số {asked}: hãy nêu số thứ tự {each}, hoặc ghi thêm ngày ban hành."
        )
    if newest:
        identity = identity_of(newest[0].number, newest[0].issued_on, own)
    found = _with_tasks(session, committee, asked, newest[0] if newest else None, identity, own, actor)
    if found.document is None and not found.citing:
        raise NotInRegistry(f"Không có văn bản số {asked}, cũng không có nhiệm vụ nào dẫn văn bản đó.")
    return found


def _asked_identity(asked: str, own: OwnTerm | None) -> Identity:
    cited = find_citations(settle(clean(asked)))
    identity = identity_of(cited[0].citation.number, cited[0].citation.issued_on, own) if cited else None
    if identity is None:
        raise NotInRegistry(f"“{asked}” không phải số văn bản. Ví dụ: 46-NQ/TW, 41/TB-UBND.")
    return identity


def _with_tasks(
    session: Session,
    committee: int,
    asked: str,
    view: DocumentView | None,
    identity: Identity | None,
    own: OwnTerm | None,
    actor: Actor,
) -> DocumentTasks:
    seen = store.readable(actor)
    read: Collection[int] = store.tasks_read_from(session, view.id, seen) if view is not None else ()
    wanted = [identity] if identity is not None else []
    citing = store.tasks_citing(session, committee, wanted, lambda number, day: identity_of(number, day, own), seen)
    if view is not None and actor.access is Access.AGENCY and not read and not any(citing):
        raise Refused(f"{actor.name} chỉ xem được văn bản mà nhiệm vụ của cơ quan mình dựa vào.")
    return DocumentTasks(
        label=(view.number or view.title or view.file_name) if view is not None else asked,
        document=view,
        read=tuple(store.task_hits(session, sorted(read))),
        citing=tuple(store.task_hits(session, sorted(set().union(*citing)))),
    )

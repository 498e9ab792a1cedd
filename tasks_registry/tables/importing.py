"""Writes a checked table into the registry: new tasks in bulk, changed ones under their history."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from config.agencies import Access, Role
from tasks_registry import store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.history import log_change
from tasks_registry.lifecycle import edit_task
from tasks_registry.models import Agency, Origin, Person, SourceDocument, Task, TaskSupport
from tasks_registry.reading.citations import find_citations
from tasks_registry.reading.text import settle
from tasks_registry.tables.checking import Advance, CheckedTable
from tasks_registry.tables.facts import Bounds, changes
from tasks_registry.tables.insertion import Insertion, highest_numbers
from tasks_registry.tables.known import Known
from tasks_registry.tables.spool import Spool
from tasks_registry.tables.stored import StoredTask


@dataclass
class Outcome:
    """What came of the rows, or would come of them."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    first_code: str | None = None
    last_code: str | None = None
    """First and last code of the tasks that were added, in the order of the table."""
    document_id: int | None = None
    """The remembered table; None when nothing was written."""


def preview(
    session: Session, committee: int, table: CheckedTable, spool: Spool, known: Known, bounds: Bounds
) -> Outcome:
    """Return what writing the table would do; changes nothing."""
    # What is to be created has no id yet; any will do to see that a task would change.
    known = known.extended(table.new_agencies, [email for email, _ in table.new_people])
    outcome = Outcome()
    for rows in spool.batches():
        stored = store.tasks_by_code(session, committee, [row.code for row in rows if row.code])
        for row in rows:
            task = stored.get(row.code or "")
            if task is None:
                outcome.added += 1
            elif changes(row, task, table.header.places, known, bounds):
                outcome.updated += 1
            else:
                outcome.unchanged += 1
    return outcome


def write(
    session: Session,
    committee: int,
    table: CheckedTable,
    spool: Spool,
    *,
    file_name: str,
    digest: str,
    period: str | None,
    bounds: Bounds,
    actor: Actor,
    advance: Advance,
) -> Outcome:
    """Write the rows in ``spool``: new codes and rows without one are added, known codes updated where they differ.

    The caller holds the committee's lock and commits. Raises ``Refused`` when ``actor`` may not.
    """
    require(actor, Duty.DIRECT)
    _create_missing(session, committee, table, actor, bounds)
    known = store.load_known(session, committee)
    for prefix, highest in highest_numbers(table.codes).items():
        store.keep_task_numbers(session, committee, prefix, highest)
    document = SourceDocument(
        committee_id=committee,
        content_hash=digest,
        file_name=file_name,
        kind=store.TABLE_KIND,
        period=period,
        imported_at=bounds.now,
        imported_by=actor.name,
    )
    session.add(document)
    session.flush()
    sources = _Sources(session, committee, document.id or 0, actor, bounds)
    insertion = Insertion(session, committee, known, bounds, actor=actor, period=period, file_name=file_name)
    outcome = Outcome(document_id=document.id)
    for rows in spool.batches():
        stored = store.tasks_by_code(session, committee, [row.code for row in rows if row.code])
        new = [(row, sources.document(row.source)) for row in rows if (row.code or "") not in stored]
        codes = insertion.add(new)
        outcome.added += len(codes)
        outcome.first_code = outcome.first_code or next(iter(codes), None)
        outcome.last_code = codes[-1] if codes else outcome.last_code
        for row in rows:
            if (task := stored.get(row.code or "")) is not None:
                changed = changes(row, task, table.header.places, known, bounds)
                if changed:
                    _update(session, task, changed, sources, f"{file_name}, hàng {row.row}", actor, bounds)
                outcome.updated += bool(changed)
                outcome.unchanged += not changed
        session.expunge_all()
        advance(len(rows))
    _remember(session, committee, document.id or 0, file_name, outcome, actor, bounds)
    return outcome


def _remember(
    session: Session,
    committee: int,
    document_id: int,
    file_name: str,
    outcome: Outcome,
    actor: Actor,
    bounds: Bounds,
) -> None:
    """Leave the table in the history; one that neither added nor changed anything leaves no trace."""
    if not outcome.added and not outcome.updated:
        session.connection().execute(sa.delete(SourceDocument).where(col(SourceDocument.id) == document_id))
        outcome.document_id = None
        return
    log_change(
        session,
        committee_id=committee,
        actor=actor,
        at=bounds.now,
        action="document.import_table",
        entity="document",
        entity_id=document_id,
        after={"file_name": file_name, "added": outcome.added, "updated": outcome.updated},
    )


def _update(
    session: Session,
    stored: StoredTask,
    changed: Mapping[str, Any],
    sources: "_Sources",
    reason: str,
    actor: Actor,
    bounds: Bounds,
) -> None:
    task = session.exec(select(Task).where(Task.id == stored.id)).one()
    facts = {name: value for name, value in changed.items() if name not in ("support", "source")}
    if "source" in changed:
        facts["document_id"] = sources.document(changed["source"])
    if "due" in facts and task.original_due is None and task.confirmed_at is not None:
        facts["original_due"] = facts["due"]
    edit_task(
        session, task, facts, seen=task.version, actor=actor, now=bounds.now, action="task.edit_table", reason=reason
    )
    if "support" in changed:
        connection = session.connection()
        connection.execute(sa.delete(TaskSupport).where(col(TaskSupport.task_id) == stored.id))
        if changed["support"]:
            rows = [{"task_id": stored.id, "agency_id": agency} for agency in changed["support"]]
            connection.execute(sa.insert(TaskSupport), rows)
        log_change(
            session,
            committee_id=task.committee_id,
            actor=actor,
            at=bounds.now,
            action="task.edit_table",
            entity="task",
            entity_id=stored.id,
            before={"support": list(stored.support)},
            after={"support": list(changed["support"])},
            reason=reason,
        )


def _create_missing(session: Session, committee: int, table: CheckedTable, actor: Actor, bounds: Bounds) -> None:
    """Add the agencies and people that only the table names; they are no part of ``agencies.yaml`` and stay."""
    if not table.new_agencies and not table.new_people:
        return
    require(actor, Duty.ORGANISE)
    for one in table.new_agencies:
        agency = Agency(committee_id=committee, code=one.code, name=one.name, origin=Origin.TABLE.value)
        _add(session, agency, {"code": one.code, "name": one.name}, actor, bounds)
    known = store.load_known(session, committee)
    for email, code in table.new_people:
        person = Person(
            committee_id=committee,
            agency_id=known.agencies[code].id,
            name=email.partition("@")[0],
            email=email,
            role=Role.OFFICER.value,
            access=Access.AGENCY.value,
            origin=Origin.TABLE.value,
        )
        _add(session, person, {"email": email, "agency_id": person.agency_id, "role": person.role}, actor, bounds)


def _add(
    session: Session, row: Agency | Person | SourceDocument, after: Mapping[str, object], actor: Actor, bounds: Bounds
) -> None:
    session.add(row)
    session.flush()
    entity = "document" if isinstance(row, SourceDocument) else type(row).__name__.lower()
    log_change(
        session,
        committee_id=row.committee_id,
        actor=actor,
        at=bounds.now,
        action=f"{entity}.add",
        entity=entity,
        entity_id=row.id or 0,
        after=after,
    )


class _Sources:
    """Finds the documents that rows name, and adds those that the registry has never seen by their numbers."""

    def __init__(self, session: Session, committee: int, table_id: int, actor: Actor, bounds: Bounds) -> None:
        self._session, self._committee, self._table_id = session, committee, table_id
        self._actor, self._bounds = actor, bounds
        self._ids = store.named_documents(session, committee)

    def document(self, source: str | None) -> int:
        """Return the id of the document ``source``, of the table itself when a row names none."""
        if source is None:
            return self._table_id
        if source not in self._ids:
            self._ids[source] = self._added(source)
        return self._ids[source]

    def _added(self, source: str) -> int:
        cited = next((found.citation for found in find_citations(settle(source))), None)
        by_number = cited is not None and cited.number == source
        document = SourceDocument(
            committee_id=self._committee,
            content_hash=hashlib.sha256(f"source\n{source}".encode()).hexdigest(),
            file_name=source,
            kind=cited.kind if cited is not None and by_number else None,
            number=source if by_number else None,
            title=None if by_number else source,
            imported_at=self._bounds.now,
            imported_by=self._actor.name,
        )
        _add(self._session, document, {"number": document.number, "title": document.title}, self._actor, self._bounds)
        return document.id or 0

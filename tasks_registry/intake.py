"""Stores a reading as drafts or as confirmed tasks: all of it or nothing, and the same document only once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from config.office import OfficeFiles
from tasks_registry import deadlines, store
from tasks_registry.access import Actor
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.history import log_change
from tasks_registry.lifecycle import edit_task
from tasks_registry.models import Meeting, SourceDocument, Task, TaskCitation, TaskSupport
from tasks_registry.reading.directory import Directory
from tasks_registry.reading.model import MeetingMention, Reading, TaskProposal
from tasks_registry.revision import Change, Comparison, KnownTask, compare
from tasks_registry.states import WorkState


@dataclass(frozen=True)
class TaskChange:
    """A task that a corrected version of its document words differently."""

    code: str
    before: str
    after: str
    applied: bool
    """False for a task that people work on already: a person must confirm the change."""


@dataclass(frozen=True)
class TaskGone:
    """A task that a corrected version does not hold any more."""

    code: str
    title: str
    withdrawn: bool
    """False for a task that people work on already: a person must decide."""


@dataclass(frozen=True)
class ImportResult:
    """What an import did. ``known`` is true for a document that was there already: then nothing was done."""

    document_id: int
    codes: tuple[str, ...] = ()
    """Codes of the tasks that were added."""
    drafts: int = 0
    meetings: int = 0
    without_lead: int = 0
    known: bool = False
    corrects: int | None = None
    """Id of the document that this is a corrected version of."""
    same: int = 0
    changed: tuple[TaskChange, ...] = ()
    gone: tuple[TaskGone, ...] = ()

    @property
    def tasks(self) -> int:
        """How many tasks were added."""
        return len(self.codes)


def import_reading(
    session: Session,
    reading: Reading,
    *,
    file_name: str,
    accept: bool,
    files: OfficeFiles,
    calendar: WorkingCalendar,
    actor: Actor,
    now: datetime,
    today: date | None = None,
) -> ImportResult:
    """Store the proposals of ``reading`` as drafts, or as assigned tasks when ``accept`` (a person has looked).

    A document whose text is in the registry already adds nothing. Of a corrected version only what is new is added;
    what changed is written into drafts, and into tasks that people work on only when ``accept``; what is gone is
    withdrawn while a draft and otherwise left to a person. An agency that is dissolved on ``today`` (the office's day)
    gives what it is named for to its successor. The caller commits.
    """
    committee = store.committee_id(session, files.office.code)
    store.lock_committee(session, committee)
    digest = hashlib.sha256(reading.text.encode()).hexdigest()
    known = session.exec(
        select(SourceDocument).where(SourceDocument.committee_id == committee, SourceDocument.content_hash == digest)
    ).first()
    if known is not None:
        return ImportResult(known.id or 0, known=True)
    former = _former_version(session, committee, reading)
    document = _add_document(session, committee, reading, digest, file_name, former, actor, now)
    intake = _Intake(session, committee, document, files, calendar, actor, now, accept=accept, today=today)
    meetings = {mention.name: intake.meeting(mention) for mention in reading.meetings}
    if former is None:
        tasks = intake.add(reading.tasks, meetings)
        return intake.result(tasks)
    tasks = intake.add(former.comparison.added, meetings)
    changed = tuple(intake.change(change, meetings) for change in former.comparison.changed)
    gone = tuple(intake.drop(task) for task in former.comparison.gone)
    return replace(
        intake.result(tasks),
        corrects=former.document_id,
        same=len(former.comparison.same),
        changed=changed,
        gone=gone,
    )


@dataclass(frozen=True)
class _Former:
    """The version of a document that was imported before, and how the new one differs from it."""

    document_id: int
    comparison: Comparison


_SHARED_TASKS = 0.5
"""Share of the former document's tasks that the new one must hold to be a version of it, not another document."""


def _former_version(session: Session, committee: int, reading: Reading) -> _Former | None:
    """Return the newest document of the same kind, issuer and period most of whose commitments ``reading`` repeats."""
    head = reading.document
    candidates = session.exec(
        select(SourceDocument)
        .where(
            SourceDocument.committee_id == committee,
            SourceDocument.kind == head.kind,
            SourceDocument.issuer == head.issuer,
            SourceDocument.period == head.period,
        )
        .order_by(col(SourceDocument.id).desc())
    ).all()
    for document in candidates:
        if document.number and head.number and document.number != head.number:
            continue
        tasks = session.exec(
            select(Task).where(Task.document_id == document.id, Task.work_state != WorkState.WITHDRAWN.value)
        ).all()
        known = [KnownTask(task.id or 0, task.text, task.number) for task in tasks]
        comparison = compare(known, reading.tasks)
        if known and len(comparison.same) + len(comparison.changed) >= _SHARED_TASKS * len(known):
            return _Former(document.id or 0, comparison)
    return None


def _add_document(
    session: Session,
    committee: int,
    reading: Reading,
    digest: str,
    file_name: str,
    former: _Former | None,
    actor: Actor,
    now: datetime,
) -> SourceDocument:
    head = reading.document
    document = SourceDocument(
        committee_id=committee,
        content_hash=digest,
        file_name=file_name,
        kind=head.kind,
        number=head.number,
        issuer=head.issuer,
        issued_on=head.issued_on,
        draft=head.draft,
        title=head.title,
        period=head.period,
        imported_at=now,
        imported_by=actor.name,
        supersedes_id=former.document_id if former else None,
    )
    session.add(document)
    session.flush()
    if former is not None:  # the tasks that go on belong to the newest version of their document
        going_on = [change.known.id for change in (*former.comparison.same, *former.comparison.changed)]
        session.connection().execute(sa.update(Task).where(col(Task.id).in_(going_on)).values(document_id=document.id))
    log_change(
        session,
        committee_id=committee,
        actor=actor,
        at=now,
        action="document.import",
        entity="document",
        entity_id=document.id or 0,
        after={"file_name": file_name, "title": head.title, "tasks": len(reading.tasks)},
    )
    return document


class _Intake:
    """The import of one document into one transaction."""

    def __init__(
        self,
        session: Session,
        committee: int,
        document: SourceDocument,
        files: OfficeFiles,
        calendar: WorkingCalendar,
        actor: Actor,
        now: datetime,
        *,
        accept: bool,
        today: date | None,
    ) -> None:
        self._session, self._committee, self._document = session, committee, document
        self._files, self._actor, self._now, self._accept = files, actor, now, accept
        self._calendar = calendar
        self._agency_ids = store.load_directory(session, committee, on=today).agency_ids
        self._directory = Directory(files.directory.agencies)
        self.new_meetings = 0

    def meeting(self, mention: MeetingMention) -> Meeting:
        """Return the meeting that is mentioned, adding it when the registry does not know it yet."""
        term = mention.term or self._files.office.term
        if mention.ordinal is not None:
            identity = f"{mention.body}|{term}|{mention.ordinal}"
        else:
            identity = f"{mention.body}|{self._document.period or ''}|{mention.name}"
        known = self._session.exec(
            select(Meeting).where(Meeting.committee_id == self._committee, Meeting.identity == identity)
        ).first()
        if known is not None:
            return known
        meeting = Meeting(
            committee_id=self._committee,
            identity=identity,
            name=mention.name,
            body=mention.body,
            ordinal=mention.ordinal,
            term=term if mention.ordinal is not None else mention.term,
            window_from=mention.window_from,
            window_to=mention.window_to,
        )
        self._session.add(meeting)
        self._session.flush()
        self.new_meetings += 1
        return meeting

    def add(self, proposals: Sequence[TaskProposal], meetings: Mapping[str, Meeting]) -> list[Task]:
        """Add a task for each proposal, coded in the order of the document."""
        prefix = self._document.period or self._now.strftime("%Y")
        first = store.take_task_numbers(self._session, self._committee, prefix, len(proposals))
        tasks = [
            self._task(proposal, f"{prefix}-{first + place:03d}", meetings) for place, proposal in enumerate(proposals)
        ]
        self._session.add_all(tasks)
        self._session.flush()
        for task, proposal in zip(tasks, proposals, strict=True):
            self._details(task, proposal)
        return tasks

    def change(self, change: Change, meetings: Mapping[str, Meeting]) -> TaskChange:
        """Write a changed commitment into its task, unless people work on it and nobody has confirmed the change."""
        task = self._session.get_one(Task, change.known.id)
        applied = self._accept or task.work_state == WorkState.DRAFT.value
        before = task.text
        if applied:
            facts = self._facts(change.proposal, meetings)
            edit_task(
                self._session,
                task,
                {name: value for name, value in facts.items() if getattr(task, name) != value},
                seen=task.version,
                actor=self._actor,
                now=self._now,
                action="task.corrected",
                reason=self._document.file_name,
            )
        return TaskChange(task.code, before, change.proposal.text, applied)

    def drop(self, known: KnownTask) -> TaskGone:
        """Withdraw the draft of a commitment that is gone; a task that people work on is left to a person."""
        task = self._session.get_one(Task, known.id)
        withdrawn = task.work_state == WorkState.DRAFT.value
        if withdrawn:
            edit_task(
                self._session,
                task,
                {"work_state": WorkState.WITHDRAWN.value, "note": "Không còn trong bản mới của văn bản"},
                seen=task.version,
                actor=self._actor,
                now=self._now,
                action="task.withdraw",
                reason=self._document.file_name,
            )
        return TaskGone(task.code, task.title, withdrawn)

    def result(self, tasks: Sequence[Task]) -> ImportResult:
        """Return what was added."""
        return ImportResult(
            document_id=self._document.id or 0,
            codes=tuple(task.code for task in tasks),
            drafts=sum(task.work_state == WorkState.DRAFT.value for task in tasks),
            meetings=self.new_meetings,
            without_lead=sum(task.lead_agency_id is None for task in tasks),
        )

    def _facts(self, proposal: TaskProposal, meetings: Mapping[str, Meeting]) -> dict[str, Any]:
        """Return the columns of a task that come from the document."""
        meeting = meetings.get(proposal.meeting) if proposal.meeting else None
        read = proposal.deadline
        return {
            "meeting_id": meeting.id if meeting else None,
            "number": proposal.number,
            "heading": proposal.heading,
            "heading_text": proposal.heading_text,
            "title": proposal.title,
            "text": proposal.text,
            "kind": proposal.kind.value,
            "notes": list(proposal.notes),
            "lead_agency_id": self._agency_ids.get(proposal.lead_proposed or ""),
            "lead_text": "; ".join(proposal.lead) or None,
            "support_text": "; ".join(proposal.support) or None,
            "product": proposal.product,
            "deadline_text": read.text if read else None,
            "deadline_rule": read.rule.value if read else None,
            "deadline_from": read.start if read else None,
            "deadline_to": read.to if read else None,
            "deadline_before": read.before if read else False,
            "recurring": read.recurring if read else None,
            "waits_for": read.waits_for if read else None,
            "due": deadlines.due_day(
                deadlines.Deadline(read.rule, read.to, read.before) if read else None,
                deadlines.MeetingDay(meeting.body, meeting.day) if meeting else None,
                self._calendar,
                self._files.rhythm,
            ),
            "source_start": proposal.source.start,
            "source_end": proposal.source.end,
            "source_phrase": proposal.phrase,
            "source_rule": proposal.rule,
            "confidence": proposal.confidence,
        }

    def _task(self, proposal: TaskProposal, code: str, meetings: Mapping[str, Meeting]) -> Task:
        facts = self._facts(proposal, meetings)
        meeting = meetings.get(proposal.meeting) if proposal.meeting else None
        provisional = deadlines.is_provisional(
            proposal.deadline.rule if proposal.deadline else None,
            deadlines.MeetingDay(meeting.body, meeting.day) if meeting else None,
        )
        return Task(
            **facts,
            committee_id=self._committee,
            code=code,
            document_id=self._document.id,
            period=self._document.period,
            original_due=facts["due"] if self._accept and not provisional else None,
            work_state=(WorkState.ASSIGNED if self._accept else WorkState.DRAFT).value,
            confirmed_by=self._actor.name if self._accept else None,
            confirmed_at=self._now if self._accept else None,
            created_at=self._now,
        )

    def _details(self, task: Task, proposal: TaskProposal) -> None:
        found = (self._directory.code_of(name) for name in proposal.support)
        supporting = dict.fromkeys(self._agency_ids[code] for code in found if code and code in self._agency_ids)
        self._session.add_all(
            TaskSupport(task_id=task.id or 0, agency_id=agency_id)
            for agency_id in supporting
            if agency_id != task.lead_agency_id
        )
        self._session.add_all(
            TaskCitation(
                task_id=task.id or 0, kind=cited.kind, number=cited.number, issued_on=cited.issued_on, text=cited.text
            )
            for cited in proposal.citations
        )
        log_change(
            self._session,
            committee_id=self._committee,
            actor=self._actor,
            at=self._now,
            action="task.import",
            entity="task",
            entity_id=task.id or 0,
            after={
                "code": task.code,
                "work_state": task.work_state,
                "due": task.due,
                "deadline_text": task.deadline_text,
            },
        )

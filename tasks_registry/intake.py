"""Stores a reading as drafts or as confirmed tasks: all of it or nothing, and the same document only once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from config.office_files import OfficeFiles
from tasks_registry import deadlines, store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.documents.identity import Identity, identity_of
from tasks_registry.documents.versions import FormerVersion, former_version, own_term
from tasks_registry.history import log_change
from tasks_registry.lifecycle import edit_task
from tasks_registry.meetings.agenda import follow_task, put_on_agenda
from tasks_registry.meetings.arranger import Arranger
from tasks_registry.meetings.mentions import meeting_mentioned
from tasks_registry.models import Meeting, SourceDocument, Task, TaskCitation, TaskSupport
from tasks_registry.reading.directory import Directory
from tasks_registry.reading.model import DeadlineProposal, MeetingMention, Reading, TaskProposal
from tasks_registry.revision import Change, KnownTask
from tasks_registry.states import WorkState
from tasks_registry.word_index import index_tasks


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
    require(actor, Duty.DIRECT)
    committee = store.committee_id(session, files.office.code)
    store.lock_committee(session, committee)
    digest = hashlib.sha256(reading.text.encode()).hexdigest()
    known = session.exec(
        select(SourceDocument).where(SourceDocument.committee_id == committee, SourceDocument.content_hash == digest)
    ).first()
    if known is not None:
        return ImportResult(known.id or 0, known=True)
    own = own_term(files.office)
    former = former_version(session, committee, reading, own)
    identity = identity_of(reading.document.number, reading.document.issued_on, own)
    document = _add_document(session, committee, reading, identity, digest, file_name, former, actor, now)
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


def _add_document(
    session: Session,
    committee: int,
    reading: Reading,
    identity: Identity | None,
    digest: str,
    file_name: str,
    former: FormerVersion | None,
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
        identity=identity.key if identity else None,
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
        self._arranger = Arranger(session, committee, files, calendar, actor, now)
        self._agency_ids = store.load_directory(session, committee, on=today).agency_ids
        self._directory = Directory(files.directory.agencies)
        self.new_meetings = 0

    def meeting(self, mention: MeetingMention) -> Meeting:
        """Return the meeting that is mentioned, adding it when the registry does not know it yet."""
        meeting, added = meeting_mentioned(self._arranger, mention, self._document.period)
        self.new_meetings += added
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
        index_tasks(self._session, [task.id or 0 for task in tasks])
        for meeting in {meeting.id: meeting for meeting in meetings.values()}.values():
            there = [task for task in tasks if task.meeting_id == meeting.id]
            put_on_agenda(self._session, meeting, there, actor=self._actor, now=self._now)
        return tasks

    def change(self, change: Change, meetings: Mapping[str, Meeting]) -> TaskChange:
        """Write a changed commitment into its task, unless people work on it and nobody has confirmed the change."""
        task = self._session.get_one(Task, change.known.id)
        applied = self._accept or task.work_state == WorkState.DRAFT.value
        before, former_meeting = task.text, task.meeting_id
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
            if task.meeting_id != former_meeting:
                follow_task(self._arranger, task, former_meeting, f"Theo {self._document.file_name}")
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
        read = self._deadline(proposal)
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
            "term_days": read.offset_days if read else None,
            "term_in_working_days": read.offset_in_working_days if read else False,
            "due": deadlines.due_day(
                deadlines.proposed(read),
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

    def _deadline(self, proposal: TaskProposal) -> DeadlineProposal | None:
        rules = self._files.rhythm.deadlines
        return proposal.deadline or deadlines.default_term(proposal.kind, self._document.issued_on, rules)

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

"""Stores a reading as drafts or as confirmed tasks: all of it or nothing, and the same document only once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from config.office import OfficeFiles
from tasks_registry import deadlines, store
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.history import Actor, log_change
from tasks_registry.models import Meeting, SourceDocument, Task, TaskCitation, TaskSupport
from tasks_registry.reading.directory import Directory
from tasks_registry.reading.model import MeetingMention, Reading, TaskProposal
from tasks_registry.states import WorkState


@dataclass(frozen=True)
class ImportResult:
    """What an import added. ``tasks`` is 0 and ``known`` true for a document that was there already."""

    document_id: int
    tasks: int
    drafts: int
    meetings: int
    without_lead: int
    known: bool


def import_reading(
    session: Session,
    reading: Reading,
    *,
    file_name: str,
    accept: bool,
    files: OfficeFiles,
    actor: Actor,
    now: datetime,
) -> ImportResult:
    """Store the proposals of ``reading`` as drafts, or as assigned tasks when ``accept`` (a person has looked).

    A document whose text is in the registry already adds nothing. The caller commits.
    """
    committee = store.committee_id(session, files.office.code)
    store.lock_committee(session, committee)
    digest = hashlib.sha256(reading.text.encode()).hexdigest()
    known = session.exec(
        select(SourceDocument).where(SourceDocument.committee_id == committee, SourceDocument.content_hash == digest)
    ).first()
    if known is not None:
        return ImportResult(known.id or 0, 0, 0, 0, 0, known=True)
    document = _add_document(session, committee, reading, digest, file_name, actor, now)
    intake = _Intake(session, committee, document, files, actor, now, accept=accept)
    meetings = {mention.name: intake.meeting(mention) for mention in reading.meetings}
    tasks = intake.tasks(reading.tasks, meetings)
    return ImportResult(
        document_id=document.id or 0,
        tasks=len(tasks),
        drafts=sum(task.work_state == WorkState.DRAFT for task in tasks),
        meetings=intake.new_meetings,
        without_lead=sum(task.lead_agency_id is None for task in tasks),
        known=False,
    )


def _add_document(
    session: Session, committee: int, reading: Reading, digest: str, file_name: str, actor: Actor, now: datetime
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
        imported_by=actor,
    )
    session.add(document)
    session.flush()
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
        actor: Actor,
        now: datetime,
        *,
        accept: bool,
    ) -> None:
        self._session, self._committee, self._document = session, committee, document
        self._files, self._actor, self._now, self._accept = files, actor, now, accept
        self._calendar = WorkingCalendar.from_file(files.calendar)
        self._agency_ids = store.load_directory(session, committee).agency_ids
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

    def tasks(self, proposals: Sequence[TaskProposal], meetings: dict[str, Meeting]) -> list[Task]:
        """Add a task for each proposal, coded in the order of the document."""
        prefix = self._document.period or self._now.strftime("%Y")
        first = self._next_number(prefix)
        pairs = [
            (self._task(proposal, f"{prefix}-{first + place:03d}", meetings), proposal)
            for place, proposal in enumerate(proposals)
        ]
        self._session.add_all(task for task, _ in pairs)
        self._session.flush()
        for task, proposal in pairs:
            self._details(task, proposal)
        return [task for task, _ in pairs]

    def _next_number(self, prefix: str) -> int:
        codes = self._session.exec(
            select(Task.code).where(
                Task.committee_id == self._committee, col(Task.code).startswith(f"{prefix}-", autoescape=True)
            )
        ).all()
        return max((int(tail) for code in codes if (tail := code.rsplit("-", 1)[1]).isdigit()), default=0) + 1

    def _task(self, proposal: TaskProposal, code: str, meetings: dict[str, Meeting]) -> Task:
        meeting = meetings.get(proposal.meeting) if proposal.meeting else None
        read = proposal.deadline
        meeting_day = deadlines.MeetingDay(meeting.body, meeting.day) if meeting else None
        due = deadlines.due_day(
            deadlines.Deadline(read.rule, read.to, read.before) if read else None,
            meeting_day,
            self._calendar,
            self._files.rhythm,
        )
        settled = self._accept and not deadlines.is_provisional(read.rule if read else None, meeting_day)
        return Task(
            committee_id=self._committee,
            code=code,
            document_id=self._document.id,
            meeting_id=meeting.id if meeting else None,
            period=self._document.period,
            number=proposal.number,
            heading=proposal.heading,
            heading_text=proposal.heading_text,
            title=proposal.title,
            text=proposal.text,
            kind=proposal.kind.value,
            notes=list(proposal.notes),
            lead_agency_id=self._agency_ids.get(proposal.lead_proposed or ""),
            lead_text="; ".join(proposal.lead) or None,
            support_text="; ".join(proposal.support) or None,
            product=proposal.product,
            deadline_text=read.text if read else None,
            deadline_rule=read.rule.value if read else None,
            deadline_from=read.start if read else None,
            deadline_to=read.to if read else None,
            deadline_before=read.before if read else False,
            recurring=read.recurring if read else None,
            waits_for=read.waits_for if read else None,
            due=due,
            original_due=due if settled else None,
            source_start=proposal.source.start,
            source_end=proposal.source.end,
            source_phrase=proposal.phrase,
            source_rule=proposal.rule,
            confidence=proposal.confidence,
            work_state=(WorkState.ASSIGNED if self._accept else WorkState.DRAFT).value,
            confirmed_by=self._actor if self._accept else None,
            confirmed_at=self._now if self._accept else None,
            created_at=self._now,
        )

    def _details(self, task: Task, proposal: TaskProposal) -> None:
        found = (self._directory.code_of(name) for name in proposal.support)
        supporting = dict.fromkeys(self._agency_ids[code] for code in found if code is not None)
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

"""The registry's use cases as whole runs, each in its own transaction: what the command line and the flows call."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from config.log import record
from tasks_registry import intake, lifecycle, status, terms
from tasks_registry.documents.files import keep_original
from tasks_registry.due_days import DeadlineMove
from tasks_registry.installation import Installation
from tasks_registry.meetings import runs as meetings
from tasks_registry.reading.model import Reading
from tasks_registry.reading.reader import read_document
from tasks_registry.review import Reviewer
from tasks_registry.states import Act, WorkState


@dataclass(frozen=True)
class ImportRun:
    """A document as read and what storing it added."""

    reading: Reading
    result: intake.ImportResult


def import_file(here: Installation, path: Path, *, accept: bool) -> ImportRun:
    """Read ``path`` and store its proposals as drafts, or as assigned tasks when ``accept``; all of it or nothing.

    Raises ``UnreadableDocument`` or ``NoTasksFound``; then nothing is stored.
    """
    reading = read_document(path, here.files.directory.agencies)
    with here.writing() as session:
        result = intake.import_reading(
            session,
            reading,
            file_name=path.name,
            accept=accept,
            files=here.files,
            calendar=here.calendar,
            actor=here.actor,
            now=here.now,
        )
        _start_default_terms(here, session)
        keep_original(session, here.settings.home, result.document_id, path, here.now)
    record("document.imported", document=result.document_id, tasks=result.tasks, known=result.known)
    return ImportRun(reading, result)


def check(here: Installation) -> status.StatusCheck:
    """Make the status check of the office's day and keep its snapshot."""
    with here.writing() as session:
        found = status.check_status(
            session,
            here.committee,
            today=here.today,
            now=here.now,
            due_soon_days=here.files.rhythm.reminders.due_soon_days,
        )
    record("status.checked", day=found.day, overdue=found.figures.open_overdue, total=found.figures.total)
    return found


def perform(
    here: Installation, code: str, act: Act, *, reason: str | None = None, evidence: str | None = None
) -> WorkState:
    """Perform a named act on a task and return its new work state; raises ``Refused`` or ``NotInRegistry``."""
    with here.writing() as session:
        task = lifecycle.perform(
            session,
            here.committee,
            code,
            act,
            actor=here.actor,
            now=here.now,
            today=here.today,
            reason=reason,
            evidence=evidence,
        )
        state = WorkState(task.work_state)
        if act is Act.ASSIGN:
            _start_default_terms(here, session)
    record(f"task.{act.value}", task=code, state=state.value)
    return state


def fix_meeting_day(here: Installation, meeting_id: int, day: date) -> list[DeadlineMove]:
    """Fix or move the day of a meeting; returns the deadlines that this moved."""
    return list(meetings.fix_day(here, meeting_id, day).moves)


@contextmanager
def reviewing(here: Installation) -> Iterator[Reviewer]:
    """Let the installation's actor review tasks in one transaction, kept when the block ends well."""
    with here.writing() as session:
        yield Reviewer(session, here.committee, here.files, here.actor, here.now, here.today)
        _start_default_terms(here, session)


def _start_default_terms(here: Installation, session: Session) -> None:
    terms.start_default_terms(
        session,
        here.committee,
        here.today,
        calendar=here.calendar,
        rhythm=here.files.rhythm,
        actor=here.actor,
        now=here.now,
    )

"""The registry's use cases as whole runs, each in its own transaction: what the command line and the flows call."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.log import record
from tasks_registry import intake, lifecycle, status
from tasks_registry.due_days import DeadlineMove
from tasks_registry.installation import Installation
from tasks_registry.meetings.day import fix_day
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
            today=here.today,
        )
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
    record(f"task.{act.value}", task=code, state=state.value)
    return state


def fix_meeting_day(here: Installation, meeting_id: int, day: date) -> list[DeadlineMove]:
    """Fix or move the day of a meeting; returns the deadlines that this moved."""
    with here.writing() as session:
        moves = fix_day(
            session,
            here.committee,
            meeting_id,
            day,
            calendar=here.calendar,
            rhythm=here.files.rhythm,
            actor=here.actor,
            now=here.now,
        )
    record("meeting.day_fixed", meeting=meeting_id, day=day, moved=len(moves))
    return moves


@contextmanager
def reviewing(here: Installation) -> Iterator[Reviewer]:
    """Let the installation's actor review tasks in one transaction, kept when the block ends well."""
    with here.writing() as session:
        yield Reviewer(session, here.committee, here.files, here.actor, here.now, here.today)

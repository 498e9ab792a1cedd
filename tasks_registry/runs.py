"""The registry's use cases as whole runs, each in its own transaction: what the command line and the flows call."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from config.log import record
from tasks_registry import carrying, intake, lifecycle, progress, status, store, terms
from tasks_registry.documents.files import keep_original
from tasks_registry.due_days import DeadlineMove
from tasks_registry.extensions import ExtensionDesk
from tasks_registry.installation import Installation
from tasks_registry.meetings import runs as meetings
from tasks_registry.reading.model import Reading
from tasks_registry.reading.reader import read_document
from tasks_registry.review import Reviewer
from tasks_registry.states import Act, WorkState
from tasks_registry.view import TaskView


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
            zone=here.settings.zone,
            due_soon_days=here.files.rhythm.reminders.due_soon_days,
            judged_by=here.files.rhythm.deadlines.judged_by,
        )
    record("status.checked", day=found.day, overdue=found.figures.open_overdue, total=found.figures.total)
    return found


def perform(
    here: Installation,
    code: str,
    act: Act,
    *,
    reason: str | None = None,
    evidence: str | None = None,
    expected_version: int | None = None,
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
            expected_version=expected_version,
        )
        state = WorkState(task.work_state)
        if act is Act.ASSIGN:
            _start_default_terms(here, session)
    record(f"task.{act.value}", task=code, state=state.value)
    return state


def report_progress(
    here: Installation,
    code: str,
    text: str,
    *,
    percent: int | None = None,
    evidence: str | None = None,
    expected_version: int | None = None,
) -> WorkState:
    """Keep a progress report and return the task's work state; raises ``Refused`` or ``NotInRegistry``."""
    with here.writing() as session:
        task = progress.report_progress(
            session,
            here.committee,
            code,
            text=text,
            percent=percent,
            evidence=evidence,
            actor=here.actor,
            now=here.now,
            expected_version=expected_version,
        )
        state = WorkState(task.work_state)
    record("task.report", task=code, state=state.value, percent=percent)
    return state


@contextmanager
def extending(here: Installation) -> Iterator[ExtensionDesk]:
    """Let the installation's actor ask for extensions or answer them in one transaction, kept when it ends well."""
    with here.writing() as session:
        yield ExtensionDesk(session, here.committee, here.calendar, here.actor, here.now, here.today)


def carry_over(
    here: Installation, code: str, period: str, *, due: date | None, reason: str, expected_version: int | None = None
) -> TaskView:
    """Carry a task over into ``period`` and return its successor; raises ``Refused`` or ``NotInRegistry``."""
    with here.writing() as session:
        successor = carrying.carry_over(
            session,
            here.committee,
            code,
            period=period,
            due=due,
            reason=reason,
            actor=here.actor,
            now=here.now,
            today=here.today,
            calendar=here.calendar,
            expected_version=expected_version,
        )
        (view,) = store.task_views(session, here.committee, ids=[successor.id or 0], on=here.today)
    record("task.carry-over", task=code, successor=view.code)
    return view


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

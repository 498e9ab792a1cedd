"""Moves tasks through their work states by named acts, under optimistic locking, with history."""

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from tasks_registry import store
from tasks_registry.access import Actor, Ownership, require
from tasks_registry.deadlines import MeetingDay, is_provisional
from tasks_registry.errors import Refused
from tasks_registry.history import log_change
from tasks_registry.models import Extension, Meeting, Task, TaskReport
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.states import KEEPS_EXTENSION, TRANSITIONS, Act, ExtensionState, WorkState, next_state
from tasks_registry.word_index import INDEXED, index_tasks

BARE_SUBMISSION = "Nộp kết quả"
"""What is kept as the report of an owner who handed in without a word."""


def perform(
    session: Session,
    committee: int,
    code: str,
    act: Act,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    reason: str | None = None,
    evidence: str | None = None,
    expected_version: int | None = None,
    successor_id: int | None = None,
) -> Task:
    """Perform ``act`` on task ``code`` and return the task as it is then. The caller commits.

    ``today`` is the office's day, kept as the completion day by a confirmation. ``expected_version`` is the version
    that the person was looking at; ``successor_id`` the task that carries this one on. Raises ``NotInRegistry``, and
    ``Refused`` for somebody without the right, an illegal act, a missing reason or evidence, or a task that somebody
    else has changed meanwhile.
    """
    task = store.get_task(session, committee, code)
    require(actor, TRANSITIONS[act].duty, ownership(task), code)
    before = WorkState(task.work_state)
    after = next_state(code, before, act, reason=reason, evidence=evidence)
    if act is Act.REOPEN:
        _refuse_second_life(session, task)
    changes: dict[str, object] = {"work_state": after.value}
    if evidence:
        changes["evidence"] = evidence.strip()
    if reason:
        changes["note"] = reason.strip()
    if act in (Act.RECEIVE, Act.START, Act.SUBMIT):
        changes["reported_at"] = now
    if act is Act.SUBMIT:
        text = (reason or "").strip() or BARE_SUBMISSION
        keep_report(session, task, text=text, evidence=evidence, actor=actor, now=now)
    # A withdrawn draft that is reopened has never been confirmed either.
    if act is Act.ASSIGN or (act is Act.REOPEN and task.confirmed_at is None):
        changes |= {"confirmed_by": actor.name, "confirmed_at": now, "original_due": _first_due(session, task)}
    if act is Act.CONFIRM:
        changes["completed_on"] = today
    if act is Act.CARRY_OVER:
        changes["successor_id"] = successor_id
    if act is Act.REOPEN:
        changes |= {"completed_on": None, "successor_id": None}
    lapsed = after not in KEEPS_EXTENSION and _lapse_extension(session, task, actor, now)
    edit_task(
        session,
        task,
        changes,
        seen=task.version if expected_version is None else expected_version,
        actor=actor,
        now=now,
        action=f"task.{act.value}",
        reason=reason,
        beside={"extension": ExtensionState.LAPSED} if lapsed else {},
    )
    return task


def has_provisional_due(session: Session, task: Task) -> bool:
    """Tell whether a task's due day only stands in for one counted from a meeting that has no day yet."""
    meeting = session.get(Meeting, task.meeting_id) if task.meeting_id is not None else None
    rule = DeadlineRule(task.deadline_rule) if task.deadline_rule else None
    return is_provisional(rule, MeetingDay(meeting.body, meeting.day) if meeting else None)


def ownership(task: Task) -> Ownership:
    """Return whose the task is, as far as acting on it goes."""
    return Ownership(task.lead_agency_id, task.officer_id)


def keep_report(
    session: Session,
    task: Task,
    *,
    text: str,
    actor: Actor,
    now: datetime,
    percent: int | None = None,
    evidence: str | None = None,
) -> None:
    """Keep what was reported of a task. The caller writes the change of the task, with its history."""
    session.add(
        TaskReport(
            committee_id=task.committee_id,
            task_id=task.id or 0,
            at=now,
            reported_by=actor.name,
            text=text,
            percent=percent,
            evidence=(evidence or "").strip() or None,
        )
    )


def _refuse_second_life(session: Session, task: Task) -> None:
    successor = session.get(Task, task.successor_id) if task.successor_id is not None else None
    if successor is None or successor.work_state == WorkState.WITHDRAWN.value:
        return
    raise Refused(
        f"Nhiệm vụ {task.code} đã chuyển thành {successor.code} (“{WorkState(successor.work_state).label}”) nên không "
        f"mở lại được. Hãy làm tiếp ở {successor.code}, hoặc rút {successor.code} trước."
    )


def _lapse_extension(session: Session, task: Task, actor: Actor, now: datetime) -> bool:
    """Close the request for more time that nobody answered; tells whether there was one."""
    statement = (
        sa.update(Extension)
        .where(col(Extension.task_id) == task.id, col(Extension.state) == ExtensionState.PENDING.value)
        .values(state=ExtensionState.LAPSED.value, answered_by=actor.name, answered_at=now)
        .execution_options(synchronize_session=False)
    )
    return session.connection().execute(statement).rowcount > 0


def _first_due(session: Session, task: Task) -> date | None:
    """Return the due day that is kept for ever, None while it is provisional."""
    if task.original_due is not None:
        return task.original_due
    return None if has_provisional_due(session, task) else task.due


def edit_task(
    session: Session,
    task: Task,
    changes: dict[str, object],
    *,
    seen: int,
    actor: Actor,
    now: datetime,
    action: str,
    reason: str | None = None,
    beside: Mapping[str, object] | None = None,
) -> None:
    """Write ``changes`` to the task if its version still is ``seen``, with one history row of what really changed.

    ``beside`` is what the row tells of things that hang on the task (a report, an extension). Raises ``Refused`` when
    somebody else was faster, so that nobody overwrites another's edit without seeing it.
    """
    before = {name: getattr(task, name) for name in changes}
    statement = (
        sa.update(Task)
        .where(col(Task.id) == task.id, col(Task.version) == seen)
        .values(**changes, version=seen + 1)
        .execution_options(synchronize_session=False)
    )
    if session.connection().execute(statement).rowcount != 1:
        raise Refused(f"Nhiệm vụ {task.code} vừa được người khác sửa. Hãy xem lại nội dung mới rồi làm lại.")
    session.refresh(task)
    differing = [name for name in changes if before[name] != changes[name]]
    if INDEXED.intersection(differing):
        index_tasks(session, [task.id or 0])
    log_change(
        session,
        committee_id=task.committee_id,
        actor=actor,
        at=now,
        action=action,
        entity="task",
        entity_id=task.id or 0,
        before={name: before[name] for name in differing},
        after={**{name: changes[name] for name in differing}, **(beside or {})},
        reason=reason,
    )

"""Terms of n days: what they were counted from has happened – a trigger of the text, or the task's confirmation."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from config.rhythm import Rhythm
from tasks_registry import deadlines, store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.errors import Refused
from tasks_registry.lifecycle import edit_task
from tasks_registry.models import Task
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.states import UNFINISHED, WorkState

LONGEST_TERM = 366
"""Days of a term; more of them are a slip."""


def start_term(
    session: Session,
    committee: int,
    code: str,
    day: date,
    *,
    days: int | None,
    working: bool | None,
    calendar: WorkingCalendar,
    rhythm: Rhythm,
    actor: Actor,
    now: datetime,
) -> date:
    """Say that what task ``code`` waited for happened on ``day``; returns its due day. The caller commits.

    The due day is ``days`` after ``day`` – of the text, unless given here – the first day not counted (BLDS 2015 Điều
    147), rolled by the rule for terms. The phrase stays; saying another ``day`` later counts anew. Raises
    ``NotInRegistry``, and ``Refused`` for a task that waits for nothing, that counts from a meeting, whose day a
    person fixed, that is finished, or for which nobody knows the number of days.
    """
    require(actor, Duty.DIRECT)
    task = store.get_task(session, committee, code)
    waits = task.waits_for is not None
    rule = DeadlineRule(task.deadline_rule) if task.deadline_rule else DeadlineRule.TEXT
    read = deadlines.Deadline(rule, task.deadline_to, task.deadline_before, None, task.term_days, waits=waits)
    _require_term(task, read)
    count = days if days is not None else task.term_days
    if count is None:
        raise Refused(f"Nhiệm vụ {code}: văn bản không ghi bao nhiêu ngày. Hãy thêm --days, ví dụ --days 10.")
    if not 0 <= count <= LONGEST_TERM:
        raise Refused(f"Nhiệm vụ {code}: thời hạn {count} ngày không hợp lệ. Hãy ghi --days từ 0 đến {LONGEST_TERM}.")
    in_working_days = task.term_in_working_days if working is None else working
    due = deadlines.end_of_term(day, count, working=in_working_days, calendar=calendar, rhythm=rhythm)
    changes: dict[str, object] = {
        "deadline_rule": rule.value,
        "deadline_from": day,
        "term_days": count,
        "term_in_working_days": in_working_days,
        "waits_for": None,
        "due": due,
    }
    if task.original_due is None and task.confirmed_at is not None:
        changes["original_due"] = due
    edit_task(
        session,
        task,
        changes,
        seen=task.version,
        actor=actor,
        now=now,
        action="task.start_term",
        reason=task.waits_for or task.deadline_text,
    )
    return due


def start_default_terms(
    session: Session,
    committee: int,
    day: date,
    *,
    calendar: WorkingCalendar,
    rhythm: Rhythm,
    actor: Actor,
    now: datetime,
) -> None:
    """Let the office's own term run from ``day`` for tasks that are confirmed and whose document has no date."""
    waiting = select(Task).where(
        Task.committee_id == committee,
        Task.deadline_rule == DeadlineRule.DEFAULT_TERM.value,
        col(Task.deadline_from).is_(None),
        col(Task.due_fixed_by).is_(None),
        col(Task.confirmed_at).is_not(None),
    )
    for task in session.exec(waiting.order_by(col(Task.code))).all():
        due = deadlines.end_of_term(day, task.term_days or 0, working=False, calendar=calendar, rhythm=rhythm)
        changes: dict[str, object] = {"deadline_from": day, "due": due, "original_due": task.original_due or due}
        edit_task(session, task, changes, seen=task.version, actor=actor, now=now, action="task.start_term")


def _require_term(task: Task, read: deadlines.Deadline) -> None:
    if read.counted_from_meeting and (task.meeting_id is not None or read.rule is not DeadlineRule.HEADING):
        raise Refused(
            f"Nhiệm vụ {task.code} tính hạn theo hội nghị. Hãy ấn định ngày họp bằng: dondoc meeting SỐ --day NGÀY"
        )
    if not read.waits and not read.is_term:
        raise Refused(
            f"Nhiệm vụ {task.code} không chờ điều kiện nào. Muốn đổi hạn, hãy dùng: dondoc edit {task.code} --due NGÀY"
        )
    if task.due_fixed_by is not None:
        raise Refused(f"Hạn của nhiệm vụ {task.code} đã được ấn định riêng, không tính theo điều kiện nữa.")
    if WorkState(task.work_state) not in UNFINISHED:
        raise Refused(
            f"Nhiệm vụ {task.code} đang ở trạng thái “{WorkState(task.work_state).label}”, không tính hạn nữa."
        )

"""Carries an unfinished task over into a later period (chuyển kỳ sau): the task ends there and a successor goes on."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from tasks_registry import store
from tasks_registry.access import Actor
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.deadlines import DueFixedBy
from tasks_registry.errors import Refused
from tasks_registry.history import log_change
from tasks_registry.lifecycle import perform
from tasks_registry.models import Task, TaskCitation, TaskSupport
from tasks_registry.planning.periods import PeriodSpan, parse_period
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.states import Act, WorkState
from tasks_registry.word_index import index_tasks

_PUBLIC_CALENDAR = WorkingCalendar()
_GOES_ON = set(
    """
    committee_id document_id number heading heading_text title text kind notes priority secret
    lead_agency_id lead_text support_text officer_id director_id authority product product_measure
    source_start source_end source_phrase source_rule confidence
    """.split()
)
"""What the successor takes over: rõ người, rõ việc, rõ trách nhiệm, rõ thẩm quyền, rõ sản phẩm – not rõ thời gian."""


def carry_over(
    session: Session,
    committee: int,
    code: str,
    *,
    period: str,
    due: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
    today: date,
    calendar: WorkingCalendar = _PUBLIC_CALENDAR,
    expected_version: int | None = None,
) -> Task:
    """Close task ``code`` as carried over and return its successor in ``period`` (``2026-Q4``). The caller commits.

    The successor falls due on ``due``; without one on the last working day of the period, if the task had a deadline
    at all. What it rests on and who supports it goes on, reports and extensions stay behind. A task that was handed
    back waits for the office in the new period as well. Raises ``NotInRegistry``, and ``Refused`` as ``perform`` does,
    for a period that is unknown, over or not later than the task's own, and for a due day that is past. A refusal
    leaves nothing behind, so that a caller may go on with other tasks.
    """
    with session.begin_nested():
        task = store.get_task(session, committee, code)
        span = parse_period(period)
        last_day = _last_working_day(task, span, calendar, today)
        if due is not None and due < today:
            raise Refused(
                f"Hạn {due:%d/%m/%Y} đã qua. Hãy chọn hạn khác khi chuyển nhiệm vụ {code} sang kỳ {span.code}."
            )
        number = store.take_task_numbers(session, committee, span.code, 1)
        successor = Task(
            **task.model_dump(include=_GOES_ON),
            **_timing(task, due, last_day),
            code=f"{span.code}-{number:03d}",
            period=span.code,
            work_state=_first_state(task).value,
            confirmed_by=actor.name,
            confirmed_at=now,
            created_at=now,
        )
        session.add(successor)
        session.flush()
        _take_along(session, task, successor)
        index_tasks(session, [successor.id or 0])
        log_change(
            session,
            committee_id=committee,
            actor=actor,
            at=now,
            action="task.carried",
            entity="task",
            entity_id=successor.id or 0,
            after={"code": successor.code, "work_state": successor.work_state, "due": successor.due},
            reason=f"Chuyển tiếp {code}",
        )
        perform(
            session,
            committee,
            code,
            Act.CARRY_OVER,
            actor=actor,
            now=now,
            today=today,
            reason=reason,
            expected_version=expected_version,
            successor_id=successor.id,
        )
    return successor


def _last_working_day(task: Task, period: PeriodSpan, calendar: WorkingCalendar, today: date) -> date:
    """Return the day on which what is bound to ``period`` falls due, rolled back as all such days (DOMAIN §7)."""
    last_day = calendar.roll_back(period.last_day)
    if last_day < today:
        raise Refused(f"Kỳ {period.code} đã qua. Hãy chọn kỳ sau cho nhiệm vụ {task.code}.")
    if task.period is not None and period.last_day <= parse_period(task.period).last_day:
        raise Refused(f"Kỳ {period.code} không sau kỳ {task.period} của nhiệm vụ {task.code}. Hãy chọn kỳ sau.")
    return last_day


def _timing(task: Task, due: date | None, last_day: date) -> dict[str, Any]:
    """Return rõ thời gian of the successor; a task that never had a deadline goes on without one."""
    if due is None and task.due is None and task.deadline_rule is None:
        return {}
    day = due or last_day
    return {
        "deadline_rule": DeadlineRule.PERIOD.value,
        "deadline_to": last_day,
        "due": day,
        "due_fixed_by": DueFixedBy.OFFICE.value if due is not None else None,
        "original_due": day,
    }


def _first_state(task: Task) -> WorkState:
    waits_for_office = task.work_state == WorkState.HANDED_BACK.value
    return WorkState.HANDED_BACK if waits_for_office else WorkState.ASSIGNED


def _take_along(session: Session, task: Task, successor: Task) -> None:
    """Give the successor what rests on its own rows: the supporting agencies and the documents cited."""
    supporting = session.exec(select(TaskSupport.agency_id).where(TaskSupport.task_id == task.id)).all()
    session.add_all(TaskSupport(task_id=successor.id or 0, agency_id=agency) for agency in supporting)
    cited = session.exec(
        select(TaskCitation).where(TaskCitation.task_id == task.id).order_by(col(TaskCitation.id))
    ).all()
    session.add_all(
        TaskCitation(**citation.model_dump(exclude={"id", "task_id"}), task_id=successor.id or 0) for citation in cited
    )
    session.flush()

"""Progress reports (báo cáo tiến độ): what the lead agency says of its task, each kept."""

from datetime import datetime

from sqlmodel import Session

from tasks_registry import store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.errors import Refused
from tasks_registry.lifecycle import edit_task, keep_report, ownership
from tasks_registry.models import Task
from tasks_registry.states import WorkState, reported_state


def report_progress(
    session: Session,
    committee: int,
    code: str,
    *,
    text: str,
    percent: int | None = None,
    evidence: str | None = None,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Task:
    """Keep a report on task ``code`` and return the task as it is then. The caller commits.

    ``percent`` is the progress, 0..100, None leaves it as last reported; ``evidence`` a document number or file name.
    Whoever reports of a task that was only assigned or received has begun it. Raises ``NotInRegistry``, and
    ``Refused`` for somebody without the right, an empty report, an impossible percentage, a task that is closed or
    not with its lead agency, and for one that somebody else has changed since ``expected_version``.
    """
    task = store.get_task(session, committee, code)
    require(actor, Duty.OWN, ownership(task), code)
    said = text.strip()
    if not said:
        raise Refused(f"Báo cáo tiến độ nhiệm vụ {code} chưa có nội dung.")
    if percent is not None and not 0 <= percent <= 100:
        raise Refused(f"Tiến độ của nhiệm vụ {code} phải từ 0 đến 100 phần trăm, không phải {percent}.")
    state = reported_state(code, WorkState(task.work_state))
    keep_report(session, task, text=said, percent=percent, evidence=evidence, actor=actor, now=now)
    changes: dict[str, object] = {"work_state": state.value, "note": said, "reported_at": now}
    if percent is not None:
        changes["percent"] = percent
    edit_task(
        session,
        task,
        changes,
        seen=task.version if expected_version is None else expected_version,
        actor=actor,
        now=now,
        action="task.report",
        beside={"report_evidence": evidence.strip()} if evidence and evidence.strip() else {},
    )
    return task

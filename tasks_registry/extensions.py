"""Extensions (xin gia hạn): asked for by the lead agency, answered by the office; the first due day is never lost."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from tasks_registry import store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.deadlines import DueFixedBy
from tasks_registry.errors import Refused
from tasks_registry.lifecycle import edit_task, ownership
from tasks_registry.models import Extension, Task
from tasks_registry.states import WORKED_ON, ExtensionState, WorkState


@dataclass(frozen=True)
class ExtensionDesk:
    """Where one person asks for extensions or answers them, in one transaction. The caller commits.

    Every method raises ``NotInRegistry`` for an unknown task, and ``Refused`` for somebody without the right or a task
    that somebody else has changed since ``expected_version``, the version that the person was looking at.
    """

    session: Session
    committee: int
    calendar: WorkingCalendar
    actor: Actor
    now: datetime
    today: date

    def ask(self, code: str, due: date, reason: str, *, expected_version: int | None = None) -> Task:
        """Ask that task ``code`` may fall due on ``due``; one request of a task waits at a time."""
        task = self._task(code, Duty.OWN)
        state = WorkState(task.work_state)
        if state not in WORKED_ON:
            raise Refused(f"Nhiệm vụ {code} đang ở trạng thái “{state.label}” nên không xin gia hạn được.")
        if not reason.strip():
            raise Refused(f"Muốn xin gia hạn nhiệm vụ {code} cần ghi lý do.")
        if self._pending(task) is not None:
            raise Refused(
                f"Nhiệm vụ {code} đã có đề nghị gia hạn đang chờ duyệt. Hãy chờ trả lời, hoặc rút đề nghị ấy trước."
            )
        self._check_day(task, due)
        self.session.add(
            Extension(
                committee_id=self.committee,
                task_id=task.id or 0,
                state=ExtensionState.PENDING.value,
                due_before=task.due,
                due_asked=due,
                reason=reason.strip(),
                asked_by=self.actor.name,
                asked_at=self.now,
            )
        )
        self._write(task, {}, "ask", expected_version, reason=reason.strip(), beside={"due_asked": due})
        return task

    def approve(
        self, code: str, due: date | None = None, answer: str | None = None, *, expected_version: int | None = None
    ) -> Task:
        """Grant the request that waits, on the day asked for or on ``due``; the first due day stays on record."""
        task = self._task(code, Duty.JUDGE)
        request = self._request(task)
        granted = due or request.due_asked
        self._check_day(task, granted)
        self._answer(request, ExtensionState.APPROVED, answer)
        request.due_granted = granted
        changes: dict[str, object] = {
            "due": granted,
            "due_fixed_by": DueFixedBy.EXTENSION.value,
            "extensions": task.extensions + 1,
            "original_due": task.original_due or task.due,
        }
        asked: dict[str, object] = {"asked_by": request.asked_by}
        self._write(task, changes, "approve", expected_version, reason=request.answer, beside=asked)
        return task

    def refuse(self, code: str, reason: str, *, expected_version: int | None = None) -> Task:
        """Turn the request that waits down; the due day stays."""
        task = self._task(code, Duty.JUDGE)
        request = self._request(task)
        if not reason.strip():
            raise Refused(f"Muốn từ chối gia hạn nhiệm vụ {code} cần ghi lý do.")
        self._answer(request, ExtensionState.REFUSED, reason)
        asked: dict[str, object] = {"asked_by": request.asked_by}
        self._write(task, {}, "refuse", expected_version, reason=request.answer, beside=asked)
        return task

    def withdraw(self, code: str, *, expected_version: int | None = None) -> Task:
        """Take the request that waits back."""
        task = self._task(code, Duty.OWN)
        self._answer(self._request(task), ExtensionState.WITHDRAWN, None)
        self._write(task, {}, "withdraw", expected_version)
        return task

    def _task(self, code: str, duty: Duty) -> Task:
        task = store.get_task(self.session, self.committee, code)
        require(self.actor, duty, ownership(task), code)
        return task

    def _pending(self, task: Task) -> Extension | None:
        waiting = select(Extension).where(Extension.task_id == task.id, Extension.state == ExtensionState.PENDING.value)
        return self.session.exec(waiting).first()

    def _request(self, task: Task) -> Extension:
        request = self._pending(task)
        if request is None:
            raise Refused(f"Nhiệm vụ {task.code} không có đề nghị gia hạn nào đang chờ duyệt.")
        return request

    def _check_day(self, task: Task, due: date) -> None:
        """Refuse a day that is no extension. A day off is not rolled: a granted day stands as it was given."""
        code = task.code
        if task.due is None:
            raise Refused(f"Nhiệm vụ {code} chưa xác định hạn nên không gia hạn được. Hãy đặt hạn: dondoc edit --due")
        if due <= task.due:
            raise Refused(f"Hạn mới {due:%d/%m/%Y} phải sau hạn hiện nay {task.due:%d/%m/%Y} của nhiệm vụ {code}.")
        if due < self.today:
            raise Refused(f"Hạn mới {due:%d/%m/%Y} của nhiệm vụ {code} đã qua. Hãy chọn ngày khác.")
        if not self.calendar.is_working(due):
            before, after = self.calendar.roll_back(due), self.calendar.roll_forward(due)
            raise Refused(
                f"Hạn mới {due:%d/%m/%Y} của nhiệm vụ {code} là ngày nghỉ. Ngày làm việc gần nhất: "
                f"{before:%d/%m/%Y} hoặc {after:%d/%m/%Y}."
            )

    def _answer(self, request: Extension, state: ExtensionState, answer: str | None) -> None:
        request.state, request.answer = state.value, (answer or "").strip() or None
        request.answered_by, request.answered_at = self.actor.name, self.now

    def _write(
        self,
        task: Task,
        changes: dict[str, object],
        action: str,
        expected_version: int | None,
        *,
        reason: str | None = None,
        beside: dict[str, object] | None = None,
    ) -> None:
        edit_task(
            self.session,
            task,
            changes,
            seen=task.version if expected_version is None else expected_version,
            actor=self.actor,
            now=self.now,
            action=f"task.extension_{action}",
            reason=reason,
            beside=beside,
        )

"""What a person does with what was read: confirm, edit, merge, split. Each leaves history and respects later edits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from config.office_files import OfficeFiles
from tasks_registry import store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.deadlines import DueFixedBy
from tasks_registry.errors import Refused
from tasks_registry.lifecycle import edit_task, perform
from tasks_registry.meetings.agenda import put_on_agenda
from tasks_registry.models import Meeting, Task, TaskCitation, TaskSupport
from tasks_registry.organisation.named import agency_id, person_id
from tasks_registry.reading.text import shorten
from tasks_registry.states import Act, WorkState
from tasks_registry.view import AUTHORITIES
from tasks_registry.word_index import index_tasks

TITLE_LENGTH = 120
"""Characters."""
_ITS_OWN = {
    "id", "code", "text", "title", "version", "created_at", "extensions", "successor_id", "recurrence_id", "occurrence",
}  # fmt: skip
"""What a part that is split off does not share with the task it was part of."""


@dataclass(frozen=True)
class Edit:
    """What to change of a task; None leaves a field as it is. ``lead`` and ``support`` are codes, names or aliases."""

    title: str | None = None
    text: str | None = None
    lead: str | None = None
    support: tuple[str, ...] | None = None
    officer_email: str | None = None
    due: date | None = None
    product: str | None = None
    measure: str | None = None
    """How much of the product."""
    director_email: str | None = None
    authority: str | None = None
    """One of ``AUTHORITIES``."""
    secret: bool | None = None


@dataclass(frozen=True)
class Reviewer:
    """A person at the review of one committee's tasks, in one transaction. The caller commits."""

    session: Session
    committee: int
    files: OfficeFiles
    actor: Actor
    now: datetime
    today: date

    def accept(self, codes: Sequence[str]) -> list[str]:
        """Confirm drafts, by default all; returns the codes. Raises ``Refused`` when one of ``codes`` is no draft."""
        require(self.actor, Duty.DIRECT)
        if not codes:
            drafts = select(Task.code).where(
                Task.committee_id == self.committee, Task.work_state == WorkState.DRAFT.value
            )
            codes = self.session.exec(drafts.order_by(col(Task.code))).all()
        for code in codes:
            perform(self.session, self.committee, code, Act.ASSIGN, actor=self.actor, now=self.now, today=self.today)
        return list(codes)

    def edit(self, code: str, edit: Edit, *, expected_version: int | None = None) -> Task:
        """Change what ``edit`` names. ``expected_version`` is the version that the person was looking at.

        Raises ``NotInRegistry`` for an unknown agency or person, ``Refused`` for an unknown authority and when somebody
        else was faster.
        """
        require(self.actor, Duty.DIRECT)
        task = store.get_task(self.session, self.committee, code)
        changes: dict[str, object] = {
            name: value
            for name in ("title", "text", "product", "authority", "secret")
            if (value := getattr(edit, name)) is not None
        }
        if edit.authority is not None and edit.authority not in AUTHORITIES:
            raise Refused(f"Không có cấp trình “{edit.authority}”. Các cấp: {', '.join(AUTHORITIES)}.")
        if edit.measure is not None:
            changes["product_measure"] = edit.measure
        if edit.lead is not None:
            changes["lead_agency_id"] = self._agency_id(edit.lead)
        if edit.officer_email is not None:
            changes["officer_id"] = person_id(self.session, self.committee, edit.officer_email)
        if edit.director_email is not None:
            changes["director_id"] = person_id(self.session, self.committee, edit.director_email)
        if edit.due is not None:
            changes |= {"due": edit.due, "due_fixed_by": DueFixedBy.OFFICE.value}
            if task.original_due is None and task.confirmed_at is not None:
                changes["original_due"] = edit.due
        if edit.support is not None:
            changes["support_text"] = "; ".join(edit.support) or None
        self._write(task, changes, "task.edit", seen=expected_version)
        if edit.support is not None:  # after the lead: an agency does not support what it leads
            self._set_support(task, [self._agency_id(name) for name in edit.support])
        return task

    def merge(self, codes: Sequence[str]) -> Task:
        """Make one task of several and return it: the first, with all texts, citations and supporting agencies.

        It falls due on the earliest of their days; the others are withdrawn. Raises ``Refused`` for fewer than two.
        """
        require(self.actor, Duty.DIRECT)
        tasks = [store.get_task(self.session, self.committee, code) for code in dict.fromkeys(codes)]
        if len(tasks) < 2:
            raise Refused("Muốn gộp cần ít nhất hai nhiệm vụ khác nhau. Ví dụ: dondoc merge 2026-Q3-003 2026-Q3-004")
        first, *others = tasks
        for other in others:
            perform(
                self.session,
                self.committee,
                other.code,
                Act.WITHDRAW,
                actor=self.actor,
                now=self.now,
                today=self.today,
                reason=f"Gộp vào {first.code}",
            )
            self.session.connection().execute(
                sa.update(TaskCitation).where(col(TaskCitation.task_id) == other.id).values(task_id=first.id)
            )
        of_these = col(TaskSupport.task_id).in_([task.id for task in tasks])
        supporting = select(TaskSupport.agency_id).where(of_these).order_by(col(TaskSupport.agency_id))
        self._set_support(first, self.session.exec(supporting).all())
        dues = [task.due for task in tasks if task.due is not None]
        text = " ".join(task.text for task in tasks)
        changes: dict[str, object] = {"text": text, "notes": [note for task in tasks for note in task.notes]}
        if dues and min(dues) != first.due:  # no longer what the rule of the first one gives
            changes |= {"due": min(dues), "due_fixed_by": DueFixedBy.OFFICE.value}
        self._write(first, changes, "task.merge", reason=", ".join(task.code for task in others))
        index_tasks(self.session, [task.id or 0 for task in tasks])  # citations have moved
        return first

    def split(self, code: str, parts: Sequence[str]) -> list[Task]:
        """Make several tasks of one, each with the text of a part; the first part stays under ``code``.

        The new ones share its agencies, deadline and document. Raises ``Refused`` for fewer than two parts.
        """
        require(self.actor, Duty.DIRECT)
        if len(parts) < 2 or not all(part.strip() for part in parts):
            raise Refused("Muốn tách cần ít nhất hai phần, mỗi phần một --part có nội dung.")
        task = store.get_task(self.session, self.committee, code)
        prefix = code.rsplit("-", 1)[0]
        number = store.take_task_numbers(self.session, self.committee, prefix, len(parts) - 1)
        supporting = self.session.exec(select(TaskSupport.agency_id).where(TaskSupport.task_id == task.id)).all()
        added = []
        for place, part in enumerate(parts[1:]):
            facts = task.model_dump(exclude=_ITS_OWN)
            twin = Task(**facts, **_worded(part), code=f"{prefix}-{number + place:03d}", created_at=self.now)
            self.session.add(twin)
            self.session.flush()
            self._set_support(twin, supporting)
            born = {name: getattr(twin, name) for name in ("code", "work_state", "due")}
            self._write(twin, {"source_rule": "split"}, "task.split", reason=f"Tách từ {code}", beside=born)
            added.append(twin)
        meeting = self.session.get(Meeting, task.meeting_id) if task.meeting_id is not None else None
        if meeting is not None:
            put_on_agenda(self.session, meeting, added, actor=self.actor, now=self.now)
        self._write(task, _worded(parts[0]), "task.split", reason=", ".join(twin.code for twin in added))
        index_tasks(self.session, [twin.id or 0 for twin in added])
        return [task, *added]

    def _write(
        self,
        task: Task,
        changes: Mapping[str, Any],
        action: str,
        *,
        reason: str | None = None,
        seen: int | None = None,
        beside: Mapping[str, object] | None = None,
    ) -> None:
        edit_task(
            self.session,
            task,
            dict(changes),
            seen=task.version if seen is None else seen,
            actor=self.actor,
            now=self.now,
            action=action,
            reason=reason,
            beside=beside,
        )

    def _set_support(self, task: Task, agencies: Sequence[int]) -> None:
        self.session.connection().execute(sa.delete(TaskSupport).where(col(TaskSupport.task_id) == task.id))
        self.session.add_all(
            TaskSupport(task_id=task.id or 0, agency_id=agency)
            for agency in dict.fromkeys(agencies)
            if agency != task.lead_agency_id
        )
        self.session.flush()

    def _agency_id(self, name: str) -> int:
        return agency_id(self.session, self.committee, self.files, name, on=self.today)


def _worded(text: str) -> dict[str, Any]:
    text = text.strip()
    return {"text": text, "title": shorten(text.rstrip(" .;,"), TITLE_LENGTH)}

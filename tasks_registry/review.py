"""What a person does with what was read: confirm, edit, merge, split. Each leaves history and respects later edits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from config.office import OfficeFiles
from tasks_registry import store
from tasks_registry.access import Actor
from tasks_registry.deadlines import DueFixedBy
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.lifecycle import edit_task, perform
from tasks_registry.models import Person, Task, TaskCitation, TaskSupport
from tasks_registry.reading.directory import Directory
from tasks_registry.reading.text import shorten
from tasks_registry.states import Act, WorkState

TITLE_LENGTH = 120
"""Characters."""


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
        if not codes:
            drafts = select(Task.code).where(
                Task.committee_id == self.committee, Task.work_state == WorkState.DRAFT.value
            )
            codes = self.session.exec(drafts.order_by(col(Task.code))).all()
        for code in codes:
            perform(self.session, self.committee, code, Act.ASSIGN, actor=self.actor, now=self.now, today=self.today)
        return list(codes)

    def edit(self, code: str, edit: Edit) -> Task:
        """Change what ``edit`` names. Raises ``NotInRegistry`` for an unknown agency or person."""
        task = store.get_task(self.session, self.committee, code)
        changes: dict[str, object] = {
            name: value for name in ("title", "text", "product", "secret") if (value := getattr(edit, name)) is not None
        }
        if edit.lead is not None:
            changes["lead_agency_id"] = self._agency_id(edit.lead)
        if edit.officer_email is not None:
            changes["officer_id"] = self._person_id(edit.officer_email)
        if edit.due is not None:
            changes |= {"due": edit.due, "due_fixed_by": DueFixedBy.OFFICE.value}
            if task.original_due is None and task.confirmed_at is not None:
                changes["original_due"] = edit.due
        if edit.support is not None:
            changes["support_text"] = "; ".join(edit.support) or None
        self._write(task, changes, "task.edit")
        if edit.support is not None:  # after the lead: an agency does not support what it leads
            self._set_support(task, [self._agency_id(name) for name in edit.support])
        return task

    def merge(self, codes: Sequence[str]) -> Task:
        """Make one task of several and return it: the first, with all texts, citations and supporting agencies.

        It falls due on the earliest of their days; the others are withdrawn. Raises ``Refused`` for fewer than two.
        """
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
        if dues:
            changes["due"] = min(dues)
        self._write(first, changes, "task.merge", reason=", ".join(task.code for task in others))
        return first

    def split(self, code: str, parts: Sequence[str]) -> list[Task]:
        """Make several tasks of one, each with the text of a part; the first part stays under ``code``.

        The new ones share its agencies, deadline and document. Raises ``Refused`` for fewer than two parts.
        """
        if len(parts) < 2 or not all(part.strip() for part in parts):
            raise Refused("Muốn tách cần ít nhất hai phần, mỗi phần một --part có nội dung.")
        task = store.get_task(self.session, self.committee, code)
        prefix = code.rsplit("-", 1)[0]
        number = store.take_task_numbers(self.session, self.committee, prefix, len(parts) - 1)
        supporting = self.session.exec(select(TaskSupport.agency_id).where(TaskSupport.task_id == task.id)).all()
        added = []
        for place, part in enumerate(parts[1:]):
            facts = task.model_dump(exclude={"id", "code", "text", "title", "version", "created_at"})
            twin = Task(**facts, **_worded(part), code=f"{prefix}-{number + place:03d}", created_at=self.now)
            self.session.add(twin)
            self.session.flush()
            self._set_support(twin, supporting)
            self._write(twin, {"source_rule": "split"}, "task.split", reason=f"Tách từ {code}")
            added.append(twin)
        self._write(task, _worded(parts[0]), "task.split", reason=", ".join(twin.code for twin in added))
        return [task, *added]

    def _write(self, task: Task, changes: Mapping[str, Any], action: str, reason: str | None = None) -> None:
        edit_task(
            self.session,
            task,
            dict(changes),
            seen=task.version,
            actor=self.actor,
            now=self.now,
            action=action,
            reason=reason,
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
        ids = store.load_directory(self.session, self.committee, on=self.today).agency_ids
        code = name if name in ids else Directory(self.files.directory.agencies).code_of(name)
        if code is None or code not in ids:
            raise NotInRegistry(f"Không có cơ quan “{name}”. Hãy dùng mã hoặc tên trong agencies.yaml.")
        return ids[code]

    def _person_id(self, email: str) -> int:
        found = self.session.exec(
            select(Person.id).where(
                Person.committee_id == self.committee, Person.email == email.lower(), col(Person.active)
            )
        ).first()
        if found is None:
            raise NotInRegistry(f"Không có người nhận “{email}”. Hãy ghi người này vào agencies.yaml.")
        return found


def _worded(text: str) -> dict[str, Any]:
    text = text.strip()
    return {"text": text, "title": shorten(text.rstrip(" .;,"), TITLE_LENGTH)}

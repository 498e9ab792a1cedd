"""Adds tasks of a table in bulk: a few statements for a thousand rows instead of several for each."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from config.bulk import insert_rows
from tasks_registry import store
from tasks_registry.access import Actor
from tasks_registry.history import Entry, log_changes
from tasks_registry.models import Task, TaskSupport
from tasks_registry.reading.model import Kind
from tasks_registry.states import WorkState
from tasks_registry.tables.facts import Bounds, confirmation, deadline_facts
from tasks_registry.tables.known import Known
from tasks_registry.tables.rows import TaskRow
from tasks_registry.word_index import index_tasks

_NUMBERED = re.compile(r"(?P<prefix>.+)-(?P<number>\d{1,9})$")


class Insertion:
    """Adds the new tasks of one table to one committee, a batch at a time; the committee must be locked."""

    def __init__(
        self,
        session: Session,
        committee: int,
        known: Known,
        bounds: Bounds,
        *,
        actor: Actor,
        period: str | None,
        file_name: str,
    ) -> None:
        self._session, self._committee, self._known, self._bounds = session, committee, known, bounds
        self._actor, self._period, self._file_name = actor, period, file_name
        self._blank = {column.key: None for column in sa.inspect(Task).columns if column.key != "id"} | {
            "committee_id": committee,
            "kind": Kind.DELIVERABLE.value,
            "notes": [],
            "secret": False,
            "extensions": 0,
            "term_in_working_days": False,
            "version": 1,
            "created_at": bounds.now,
        }

    def add(self, rows: Sequence[tuple[TaskRow, int | None]]) -> list[str]:
        """Add a task for each row with the id of its source document; returns the codes."""
        if not rows:
            return []
        tasks = [self._task(row, document) for row, document in rows]
        self._number(tasks)
        insert_rows(self._session, Task, tasks)
        ids = store.ids_by_code(self._session, self._committee, [task["code"] for task in tasks])
        support = [
            {"task_id": ids[task["code"]], "agency_id": self._known.agencies[code].id}
            for task, (row, _) in zip(tasks, rows, strict=True)
            for code in row.support
        ]
        insert_rows(self._session, TaskSupport, support)
        index_tasks(self._session, list(ids.values()))
        log_changes(
            self._session,
            self._committee,
            [
                Entry(
                    "task.import_table",
                    "task",
                    ids[task["code"]],
                    after={name: task[name] for name in ("code", "work_state", "due", "deadline_text")},
                    reason=f"{self._file_name}, hàng {row.row}",
                )
                for task, (row, _) in zip(tasks, rows, strict=True)
            ],
            actor=self._actor,
            at=self._bounds.now,
        )
        return [task["code"] for task in tasks]

    def _task(self, row: TaskRow, document: int | None) -> dict[str, Any]:
        state = row.state or WorkState.ASSIGNED
        deadline = deadline_facts(row, self._known, self._bounds)
        return {
            **self._blank,
            **deadline,
            **confirmation(state, deadline, row, self._known, self._bounds),
            "code": row.code,
            "document_id": document,
            "meeting_id": row.meeting,
            "period": self._period or _quarter(deadline["due"] or self._bounds.today),
            "title": row.title,
            "text": row.text,
            "priority": row.priority,
            "lead_agency_id": self._known.agencies[row.lead].id if row.lead else None,
            "lead_text": row.lead_text,
            "officer_id": self._known.people[row.officer].id if row.officer else None,
            "product": row.product,
            "work_state": state.value,
        }

    def _number(self, tasks: Sequence[dict[str, Any]]) -> None:
        """Give codes to the tasks without one, in the order of the table within each period."""
        missing = [task for task in tasks if task["code"] is None]
        following = {
            prefix: store.take_task_numbers(self._session, self._committee, prefix, count)
            for prefix, count in Counter(task["period"] for task in missing).items()
        }
        for task in missing:
            number = following[task["period"]]
            following[task["period"]] += 1
            task["code"] = f"{task['period']}-{number:03d}"


def highest_numbers(codes: frozenset[str]) -> dict[str, int]:
    """Return the highest number under each prefix among ``codes`` of the form ``2026-Q3-017``."""
    highest: dict[str, int] = {}
    for code in codes:
        if (match := _NUMBERED.match(code)) is not None:
            highest[match["prefix"]] = max(highest.get(match["prefix"], 0), int(match["number"]))
    return highest


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"

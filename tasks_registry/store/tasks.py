"""Tasks as plain rows, and one for editing."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tasks_registry.access import Actor
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.models import Meeting, SourceDocument, Task, TaskNumber, TaskSupport
from tasks_registry.reading.model import DeadlineRule, Kind
from tasks_registry.states import WorkState
from tasks_registry.store.directory import Directory, load_directory
from tasks_registry.store.visibility import readable
from tasks_registry.view import TaskView


def task_views(
    session: Session,
    committee: int,
    *,
    states: Collection[WorkState] | None = None,
    due_by: date | None = None,
    ids: Collection[int] | None = None,
    on: date | None = None,
    actor: Actor | None = None,
) -> list[TaskView]:
    """Return tasks in the order of their codes, on request only some states, due by a day, by id, or what one may see.

    With ``on`` the officer is who hears of the task that day: somebody absent is stood in for (thay mặt). Without
    ``actor`` it is the program itself that looks.
    """
    wanted = [col(Task.committee_id) == committee]
    if states is not None:
        wanted.append(col(Task.work_state).in_(sorted(state.value for state in states)))
    if due_by is not None:
        wanted.append(col(Task.due) <= due_by)
    if ids is not None:
        wanted.append(col(Task.id).in_(sorted(ids)))
    if actor is not None:
        wanted.append(readable(actor))
    return views_where(session, committee, wanted, on=on)


def tasks_of_meeting(
    session: Session, committee: int, meeting_id: int, codes: Collection[str], *, on: date | None = None
) -> list[TaskView]:
    """Return the tasks that go to a meeting, and those called ``codes``; ``on`` as for ``task_views``."""
    wanted = sa.or_(col(Task.meeting_id) == meeting_id, col(Task.code).in_(sorted(codes)))
    return views_where(session, committee, [col(Task.committee_id) == committee, wanted], on=on)


def task_view(session: Session, committee: int, code: str, actor: Actor, *, on: date | None = None) -> TaskView:
    """Return the task ``code``; raises ``NotInRegistry``, and ``Refused`` when ``actor`` may not see it."""
    task = get_task(session, committee, code)
    seen = task_views(session, committee, ids=[task.id or 0], actor=actor, on=on)
    if not seen:
        raise Refused(
            f"{actor.name} không xem được nhiệm vụ {code} vì cơ quan mình không chủ trì, không phối hợp. "
            "Hãy liên hệ văn phòng."
        )
    return seen[0]


def views_where(
    session: Session,
    committee: int,
    wanted: Sequence[sa.ColumnElement[bool]],
    *,
    on: date | None = None,
    befores: Mapping[int, Mapping[str, Any]] = MappingProxyType({}),
) -> list[TaskView]:
    """Return the tasks for which all of ``wanted`` hold, in the order of their codes.

    ``befores`` holds, by id, what columns once were, as history keeps values: the course of the task is shown as it was
    then. ``on`` as in ``task_views``.
    """
    directory = load_directory(session, committee, on)
    columns: tuple[Any, ...] = (
        *(col(getattr(Task, name)) for name in _PLAIN),
        *(col(getattr(Task, name)) for name in _TRANSLATED),
        col(Meeting.name).label("meeting_name"),
        *(
            col(getattr(SourceDocument, name)).label(f"document_{name}")
            for name in ("kind", "number", "title", "file_name")
        ),
    )
    query = (
        sa.select(*columns)
        .join(Meeting, col(Task.meeting_id) == col(Meeting.id), isouter=True)
        .join(SourceDocument, col(Task.document_id) == col(SourceDocument.id), isouter=True)
        .where(*wanted)
    )
    support = _support_names(session, directory, wanted)
    views = [
        _task_view(_rewound(row, befores.get(row["id"])), directory, support)
        for row in session.connection().execute(query).mappings()
    ]
    # Sorted here: asked to sort, SQLite walks all codes of the committee to find a handful of ids.
    return sorted(views, key=lambda view: view.code)


_PLAIN = (
    "id", "code", "title", "text", "number", "heading", "product", "due", "original_due", "deadline_text", "meeting_id",
    "completed_on", "evidence", "note", "reported_at", "secret", "percent", "extensions", "version",
    "document_id", "heading_text", "successor_id", "period", "confirmed_at",
)  # fmt: skip
_TRANSLATED = ("kind", "work_state", "deadline_rule", "lead_agency_id", "officer_id")


_COURSE: Mapping[str, Callable[[Any], Any]] = {
    "work_state": str,
    "due": date.fromisoformat,
    "original_due": date.fromisoformat,
    "completed_on": date.fromisoformat,
    "reported_at": datetime.fromisoformat,
    "evidence": str,
    "note": str,
    "percent": int,
    "extensions": int,
    "lead_agency_id": int,
    "officer_id": int,
    "successor_id": int,
}
"""What of a task is shown as it once was, and how it comes back out of history: how it went and whose it was.

What the task is about is shown as it is known today: a slip of the pen that was mended does not come back, and neither
does the title of a task that has become secret since.
"""


def _rewound(row: Mapping[Any, Any], before: Mapping[str, Any] | None) -> Mapping[Any, Any]:
    if not before:
        return row
    course = {name: value for name, value in before.items() if name in _COURSE}
    return {**row, **{name: None if value is None else _COURSE[name](value) for name, value in course.items()}}


def _task_view(row: Mapping[Any, Any], directory: Directory, support: Mapping[int, tuple[str, ...]]) -> TaskView:
    lead_code, lead_name = directory.agency_names.get(row["lead_agency_id"], (None, None))
    return TaskView(
        **{name: row[name] for name in _PLAIN},
        kind=Kind(row["kind"]),
        work_state=WorkState(row["work_state"]),
        deadline_rule=DeadlineRule(row["deadline_rule"]) if row["deadline_rule"] else None,
        lead_code=lead_code,
        lead_name=lead_name,
        support_names=support.get(row["id"], ()),
        officer=directory.officer_for(row["officer_id"], row["lead_agency_id"]),
        meeting_name=row["meeting_name"],
        document=_document_label(row),
    )


def _document_label(row: Mapping[Any, Any]) -> str | None:
    if row["document_number"]:
        return f"Số {row['document_number']}"
    title: str | None = row["document_title"] or row["document_file_name"]
    return title


def _support_names(
    session: Session, directory: Directory, wanted: Sequence[sa.ColumnElement[bool]]
) -> dict[int, tuple[str, ...]]:
    rows = session.exec(
        select(TaskSupport.task_id, TaskSupport.agency_id)
        .join(Task, col(Task.id) == col(TaskSupport.task_id))
        .where(*wanted)
        .order_by(col(TaskSupport.task_id), col(TaskSupport.agency_id))
    ).all()
    names: dict[int, tuple[str, ...]] = {}
    for task_id, agency_id in rows:
        names[task_id] = (*names.get(task_id, ()), directory.agency_names[agency_id][1])
    return names


def take_task_numbers(session: Session, committee: int, prefix: str, count: int) -> int:
    """Take ``count`` numbers for codes ``prefix-NNN`` and return the first; the committee must be locked."""
    counter = session.get(TaskNumber, (committee, prefix))
    if counter is None:
        counter = TaskNumber(committee_id=committee, prefix=prefix, last=0)
        session.add(counter)
    first = counter.last + 1
    counter.last += count
    session.flush()
    return first


def keep_task_numbers(session: Session, committee: int, prefix: str, highest: int) -> None:
    """Never give numbers up to ``highest`` under ``prefix``: codes chosen elsewhere use them."""
    counter = session.get(TaskNumber, (committee, prefix))
    if counter is None:
        session.add(TaskNumber(committee_id=committee, prefix=prefix, last=highest))
    else:
        counter.last = max(counter.last, highest)
    session.flush()


def get_task(session: Session, committee: int, code: str) -> Task:
    """Return the task ``code`` for editing; raises ``NotInRegistry``."""
    task = session.exec(select(Task).where(Task.committee_id == committee, Task.code == code)).first()
    if task is None:
        raise NotInRegistry(f"Không có nhiệm vụ mã “{code}”. Hãy xem danh sách bằng: dondoc tasks")
    return task


def chain_of(session: Session, task_id: int) -> tuple[str | None, str | None]:
    """Return the codes of the task that this one carries on, and of the one that carries it on."""
    follower = select(Task.successor_id).where(Task.id == task_id).scalar_subquery()
    before = select(Task.code).where(Task.successor_id == task_id).order_by(col(Task.id).desc())
    after = select(Task.code).where(col(Task.id) == follower)
    return session.exec(before).first(), session.exec(after).first()

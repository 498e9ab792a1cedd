"""All reading SQL of the registry. Rows go out as plain views, read by column: objects cost several times more."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from config.office import Role
from tasks_registry.errors import NotInRegistry
from tasks_registry.models import (
    Agency,
    Committee,
    History,
    Meeting,
    Person,
    SourceDocument,
    StatusSnapshot,
    Task,
    TaskCitation,
    TaskSupport,
)
from tasks_registry.reading.model import DeadlineRule, Kind
from tasks_registry.states import WorkState
from tasks_registry.view import MeetingView, PersonView, TaskView

_LARGEST_ID = 2**31 - 1
"""Of an INTEGER column of PostgreSQL; asking for more is an error there."""
_REACHED_FIRST = (Role.OFFICER.value, Role.HEAD.value, Role.DEPUTY.value)


def committee_id(session: Session, code: str) -> int:
    """Return the id of the committee ``code``; raises ``NotInRegistry`` when it is not set up."""
    found = session.exec(select(Committee.id).where(Committee.code == code)).first()
    if found is None:
        raise NotInRegistry(f"Chưa có cấp ủy “{code}” trong sổ. Hãy chạy: dondoc init")
    return found


def lock_committee(session: Session, committee: int) -> None:
    """Let one transaction at a time number or replace rows of a committee (SQLite's write lock does so by itself)."""
    session.exec(select(Committee.id).where(Committee.id == committee).with_for_update()).one()


@dataclass(frozen=True)
class Directory:
    """Agencies and people of a committee, by id, with who is reached for an agency."""

    agency_ids: Mapping[str, int]
    agency_names: Mapping[int, tuple[str, str]]
    people: Mapping[int, PersonView]
    reached: Mapping[int, PersonView]
    """agency id → its officer, else head, else deputy"""
    secretariat: PersonView | None

    def officer_for(self, officer_id: int | None, lead_agency_id: int | None) -> PersonView | None:
        """Return who hears of a task: its own officer, else the lead agency's, else the office's."""
        if officer_id is not None and officer_id in self.people:
            return self.people[officer_id]
        if lead_agency_id is not None:
            return self.reached.get(lead_agency_id)
        return self.secretariat


def load_directory(session: Session, committee: int) -> Directory:
    """Read the active agencies and people of a committee."""
    agencies = session.exec(select(Agency).where(Agency.committee_id == committee)).all()
    names = {agency.id or 0: (agency.code, agency.name) for agency in agencies}
    people: dict[int, PersonView] = {}
    by_agency: dict[int, dict[str, PersonView]] = {}
    rows = session.exec(
        select(Person).where(Person.committee_id == committee, col(Person.active)).order_by(col(Person.id))
    ).all()
    for person in rows:
        code, agency_name = names[person.agency_id]
        view = PersonView(person.id or 0, person.name, person.email, code, agency_name)
        people[view.id] = view
        by_agency.setdefault(person.agency_id, {}).setdefault(person.role, view)
    reached = {
        agency_id: next(roles[role] for role in _REACHED_FIRST if role in roles)
        for agency_id, roles in by_agency.items()
    }
    office = next((agency.id for agency in agencies if agency.secretariat and agency.active), None)
    return Directory(
        agency_ids={agency.code: agency.id or 0 for agency in agencies if agency.active},
        agency_names=names,
        people=people,
        reached=reached,
        secretariat=reached.get(office) if office is not None else None,
    )


def task_views(
    session: Session,
    committee: int,
    *,
    states: Collection[WorkState] | None = None,
    due_by: date | None = None,
    ids: Collection[int] | None = None,
) -> list[TaskView]:
    """Return tasks in the order of their codes, on request only some states, due by a day, or by id."""
    directory = load_directory(session, committee)
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
        .where(col(Task.committee_id) == committee)
        .order_by(col(Task.code))
    )
    if states is not None:
        query = query.where(col(Task.work_state).in_(sorted(state.value for state in states)))
    if due_by is not None:
        query = query.where(col(Task.due) <= due_by)
    if ids is not None:
        query = query.where(col(Task.id).in_(sorted(ids)))
    support = _support_names(session, committee, directory)
    return [_task_view(row, directory, support) for row in session.connection().execute(query).mappings()]


_PLAIN = (
    "id", "code", "title", "text", "number", "heading", "product", "due", "original_due", "deadline_text", "meeting_id",
    "completed_on", "evidence", "note", "reported_at", "secret",
)  # fmt: skip
_TRANSLATED = ("kind", "work_state", "deadline_rule", "lead_agency_id", "officer_id")


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


def _support_names(session: Session, committee: int, directory: Directory) -> dict[int, tuple[str, ...]]:
    rows = session.exec(
        select(TaskSupport.task_id, TaskSupport.agency_id)
        .join(Task, col(Task.id) == col(TaskSupport.task_id))
        .where(Task.committee_id == committee)
        .order_by(col(TaskSupport.task_id), col(TaskSupport.agency_id))
    ).all()
    names: dict[int, tuple[str, ...]] = {}
    for task_id, agency_id in rows:
        names[task_id] = (*names.get(task_id, ()), directory.agency_names[agency_id][1])
    return names


def next_task_number(session: Session, committee: int, prefix: str) -> int:
    """Return the number after the highest one among the codes ``prefix-NNN``."""
    mine = col(Task.code).startswith(f"{prefix}-", autoescape=True)
    codes = session.exec(select(Task.code).where(Task.committee_id == committee, mine)).all()
    return max((int(tail) for code in codes if (tail := code.rsplit("-", 1)[1]).isdigit()), default=0) + 1


def get_task(session: Session, committee: int, code: str) -> Task:
    """Return the task ``code`` for editing; raises ``NotInRegistry``."""
    task = session.exec(select(Task).where(Task.committee_id == committee, Task.code == code)).first()
    if task is None:
        raise NotInRegistry(f"Không có nhiệm vụ mã “{code}”. Hãy xem danh sách bằng: dondoc tasks")
    return task


def get_meeting(session: Session, committee: int, meeting_id: int) -> Meeting:
    """Return a meeting for editing; raises ``NotInRegistry``."""
    meeting = None
    if meeting_id <= _LARGEST_ID:
        wanted = select(Meeting).where(Meeting.committee_id == committee, Meeting.id == meeting_id)
        meeting = session.exec(wanted).first()
    if meeting is None:
        raise NotInRegistry(f"Không có hội nghị số {meeting_id}. Hãy xem danh sách bằng: dondoc meetings")
    return meeting


def meeting_view(meeting: Meeting) -> MeetingView:
    """Return the plain form of a stored meeting."""
    return MeetingView(
        id=meeting.id or 0,
        name=meeting.name,
        body=meeting.body,
        ordinal=meeting.ordinal,
        term=meeting.term,
        window_from=meeting.window_from,
        window_to=meeting.window_to,
        day=meeting.day,
    )


def meeting_views(session: Session, committee: int) -> list[MeetingView]:
    """Return all meetings of a committee, those with a fixed day first, in the order of their days."""
    meetings = session.exec(select(Meeting).where(Meeting.committee_id == committee)).all()
    ordered = sorted(meetings, key=lambda m: (m.day is None, m.day or m.window_to or date.max, m.id or 0))
    return [meeting_view(meeting) for meeting in ordered]


def citations_of(session: Session, task_id: int) -> list[str]:
    """Return the documents that a task rests on, as written."""
    cited = select(TaskCitation.text).where(TaskCitation.task_id == task_id).order_by(col(TaskCitation.id))
    return list(session.exec(cited).all())


def history_of(session: Session, entity: str, entity_id: int) -> list[History]:
    """Return what was done with a task, meeting or document, oldest first."""
    rows = select(History).where(History.entity == entity, History.entity_id == entity_id).order_by(col(History.id))
    return list(session.exec(rows).all())


def save_snapshot(session: Session, snapshot: StatusSnapshot) -> None:
    """Keep the figures of a day; a second check of the same day replaces the first."""
    known = session.exec(
        select(StatusSnapshot).where(
            StatusSnapshot.committee_id == snapshot.committee_id, StatusSnapshot.day == snapshot.day
        )
    ).first()
    if known is None:
        session.add(snapshot)
    else:
        known.figures, known.taken_at = snapshot.figures, snapshot.taken_at

"""Agendas as plain rows, and one item for editing."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from config.clock import office_day
from tasks_registry.errors import NotInRegistry
from tasks_registry.meetings.between import TaskCourse
from tasks_registry.meetings.states import AgendaState
from tasks_registry.models import AgendaItem, Task
from tasks_registry.states import WorkState
from tasks_registry.store.directory import load_directory
from tasks_registry.view import AgendaView, PersonView


def agenda_views(
    session: Session, committee: int, meetings: Collection[int], on: date | None = None
) -> list[AgendaView]:
    """Return the items of some meetings' agendas, by meeting and position.

    With ``on`` the person of an item is who is reached that day: somebody absent is stood in for.
    """
    directory = load_directory(session, committee, on)
    query = (
        sa.select(
            *(
                col(getattr(AgendaItem, name))
                for name in ("id", "meeting_id", "position", "title", "state", "note", "lead_agency_id")
            ),
            col(Task.code).label("task_code"),
            col(Task.work_state),
            col(Task.evidence),
            col(Task.secret),
            col(Task.officer_id),
            col(Task.lead_agency_id).label("task_lead_id"),
        )
        .join(Task, col(Task.id) == col(AgendaItem.task_id), isouter=True)
        .where(col(AgendaItem.committee_id) == committee, col(AgendaItem.meeting_id).in_(sorted(meetings)))
        .order_by(col(AgendaItem.meeting_id), col(AgendaItem.position), col(AgendaItem.id))
    )
    carried = _carried_from(session, committee)
    views = []
    for row in session.connection().execute(query).mappings():
        lead = row["task_lead_id"] if row["task_code"] else row["lead_agency_id"]
        _, lead_name = directory.agency_names.get(lead, (None, None))
        reached = row["task_code"] is not None or lead is not None
        views.append(
            AgendaView(
                id=row["id"],
                meeting_id=row["meeting_id"],
                position=row["position"],
                title=row["title"],
                state=AgendaState(row["state"]),
                task_code=row["task_code"],
                task_state=WorkState(row["work_state"]) if row["work_state"] else None,
                evidence=row["evidence"],
                lead_name=lead_name,
                person=directory.officer_for(row["officer_id"], lead) if reached else None,
                times_carried=_times_carried(row["id"], carried),
                note=row["note"],
                secret=bool(row["secret"]),
            )
        )
    return views


def agenda_leads(session: Session, committee: int, meeting_id: int) -> list[PersonView]:
    """Return who is reached for the items that are still on a meeting's agenda, in their order."""
    items = agenda_views(session, committee, [meeting_id])
    return [item.person for item in items if item.state is AgendaState.PLANNED and item.person is not None]


def get_agenda_item(session: Session, committee: int, item_id: int) -> AgendaItem:
    """Return an item for editing; raises ``NotInRegistry``."""
    item = session.exec(
        select(AgendaItem).where(AgendaItem.committee_id == committee, AgendaItem.id == item_id)
    ).first()
    if item is None:
        raise NotInRegistry("Mục này không còn trong chương trình. Hãy xem lại bằng: dondoc agenda list")
    return item


def agenda_item_at(session: Session, committee: int, meeting_id: int, position: int) -> int:
    """Return the id of the item at a position of a meeting's agenda; raises ``NotInRegistry``."""
    items = agenda_views(session, committee, [meeting_id])
    found = next((item.id for item in items if item.position == position), None)
    if found is None:
        raise NotInRegistry(
            f"Chương trình hội nghị số {meeting_id} không có mục {position}. "
            f"Hãy xem bằng: dondoc agenda list {meeting_id}"
        )
    return found


def last_agenda_position(session: Session, meeting_id: int) -> int:
    """Return the position of the last item of a meeting's agenda, 0 for an empty one."""
    last = sa.select(sa.func.max(col(AgendaItem.position))).where(col(AgendaItem.meeting_id) == meeting_id)
    return session.connection().execute(last).scalar() or 0


def task_courses(session: Session, committee: int, zone: ZoneInfo, *, after: date | None = None) -> list[TaskCourse]:
    """Return when each task was assigned and finished, on the office's days of ``zone``, in the order of the codes.

    With ``after`` only those to which either happened after that day.
    """
    names = (
        "code", "title", "authority", "meeting_id", "confirmed_at", "completed_on", "work_state", "lead_agency_id",
        "secret",
    )  # fmt: skip
    query = (
        sa.select(*(col(getattr(Task, name)) for name in names))
        .where(col(Task.committee_id) == committee, col(Task.work_state) != WorkState.DRAFT.value)
        .order_by(col(Task.code))
    )
    if after is not None:
        next_day = datetime.combine(after + timedelta(days=1), time(), zone)
        query = query.where((col(Task.confirmed_at) >= next_day) | (col(Task.completed_on) > after))
    agencies = load_directory(session, committee).agency_names
    return [_course(row, agencies, zone) for row in session.connection().execute(query).mappings()]


def _course(row: Mapping[Any, Any], agencies: Mapping[int, tuple[str, str]], zone: ZoneInfo) -> TaskCourse:
    return TaskCourse(
        code=row["code"],
        title=row["title"],
        authority=row["authority"],
        meeting_id=row["meeting_id"],
        lead_name=agencies.get(row["lead_agency_id"], ("", None))[1],
        work_state=WorkState(row["work_state"]),
        assigned_on=office_day(row["confirmed_at"], zone) if row["confirmed_at"] else None,
        completed_on=row["completed_on"],
        secret=row["secret"],
    )


def _carried_from(session: Session, committee: int) -> dict[int, int]:
    rows = session.connection().execute(
        sa.select(col(AgendaItem.id), col(AgendaItem.carried_from_id)).where(
            col(AgendaItem.committee_id) == committee, col(AgendaItem.carried_from_id).is_not(None)
        )
    )
    return {row.id: row.carried_from_id for row in rows}


def _times_carried(item: int, carried: Mapping[int, int]) -> int:
    chain = [item]
    while (former := carried.get(chain[-1])) is not None and former not in chain:
        chain.append(former)
    return len(chain) - 1

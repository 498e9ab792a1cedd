"""All SQL of notices: how far the history has been read, what was found in it, what still waits to be told."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from notifications.events import Event, NoticeView
from notifications.happenings import MEETING_ACTIONS, HistoryRow, NewNotice, Standing
from notifications.kinds import PAPERS
from notifications.models import ImportRelease, Message, MessageState, Notice, NoticeCursor
from tasks_registry.meetings.states import AgendaState
from tasks_registry.models import AgendaItem, Committee, Extension, History, Meeting, Task
from tasks_registry.states import OPEN, ExtensionState

_VIEWED = ("id", "seq", "person_id", "event", "at", "task_id", "meeting_id", "detail")
_READ = ("seq", "at", "actor", "action", "entity", "entity_id", "before", "after")
_MANY = 1000
"""Ids in one question: databases take only so many."""


def cursor(session: Session, committee: int) -> int:
    """Return the last row of the history that was read for notices."""
    query = sa.select(col(NoticeCursor.seq)).where(col(NoticeCursor.committee_id) == committee)
    return session.connection().execute(query).scalar() or 0


def move_cursor(session: Session, committee: int, seq: int) -> None:
    """Remember that the history was read to row ``seq``. The caller holds the committee's lock, and commits."""
    insert = _insert(session)(NoticeCursor).values(committee_id=committee, seq=seq)
    session.connection().execute(insert.on_conflict_do_update(index_elements=["committee_id"], set_={"seq": seq}))


def history_length(session: Session, committee: int) -> int:
    """Return the number of the newest row of a committee's history."""
    query = sa.select(col(Committee.history_length)).where(col(Committee.id) == committee)
    return int(session.connection().execute(query).scalar_one())


def first_since(session: Session, committee: int, after: int, last: int, since: datetime) -> int:
    """Return a row of ``after`` … ``last`` such that what lies before it is older than ``since``, found by halving.

    A clock that was set back among these rows can make it skip some; so it is for a long history only.
    """
    low, high = after + 1, last + 1
    while low < high:
        middle = (low + high) // 2
        query = sa.select(col(History.at)).where(col(History.committee_id) == committee, col(History.seq) == middle)
        if session.connection().execute(query).scalar_one() < since:
            low = middle + 1
        else:
            high = middle
    return low


def rows_back(session: Session, committee: int, first: int, last: int, size: int) -> Iterator[list[HistoryRow]]:
    """Yield the rows ``last`` … ``first`` of tasks and of meetings' days, the newest first, ``size`` rows at a time."""
    of_interest = sa.or_(col(History.entity) == "task", col(History.action).in_(sorted(MEETING_ACTIONS)))
    for high in range(last, first - 1, -size):
        query = (
            sa.select(*(col(getattr(History, name)) for name in _READ))
            .where(
                col(History.committee_id) == committee,
                col(History.seq) <= high,
                col(History.seq) > max(high - size, first - 1),
                of_interest,
            )
            .order_by(col(History.seq).desc())
        )
        yield [HistoryRow(*row) for row in session.connection().execute(query)]


def standings(session: Session, tasks: Collection[int]) -> dict[int, Standing]:
    """Return how ``tasks`` stand now."""
    names = ("id", "work_state", "lead_agency_id", "officer_id", "meeting_id", "due")
    columns = [col(getattr(Task, name)) for name in names]
    return {
        id_: Standing(state, lead, officer, meeting, due.isoformat() if due is not None else None)
        for some in _some(tasks)
        for id_, state, lead, officer, meeting, due in session.connection().execute(
            sa.select(*columns).where(col(Task.id).in_(some))
        )
    }


def owned_in(session: Session, meetings: Collection[int]) -> list[tuple[int, int | None, int | None]]:
    """Return meeting, officer and lead agency of the open tasks of ``meetings`` and of what is on their agendas."""
    of_tasks = sa.select(col(Task.meeting_id), col(Task.officer_id), col(Task.lead_agency_id)).where(
        col(Task.meeting_id).in_(sorted(meetings)), col(Task.work_state).in_(sorted(OPEN))
    )
    lead = sa.case(
        (col(AgendaItem.task_id).is_not(None), col(Task.lead_agency_id)), else_=col(AgendaItem.lead_agency_id)
    )
    of_items = (
        sa.select(col(AgendaItem.meeting_id), col(Task.officer_id), lead)
        .join(Task, col(Task.id) == col(AgendaItem.task_id), isouter=True)
        .where(
            col(AgendaItem.meeting_id).in_(sorted(meetings)),
            col(AgendaItem.state) == AgendaState.PLANNED.value,
            sa.or_(col(AgendaItem.task_id).is_not(None), col(AgendaItem.lead_agency_id).is_not(None)),
        )
    )
    rows = session.connection().execute(sa.union(of_tasks, of_items)).all()
    return [(meeting, officer, agency) for meeting, officer, agency in rows]


def keep(session: Session, committee: int, notices: Sequence[NewNotice]) -> None:
    """Keep ``notices``; one that is there already stays as it is. The caller commits."""
    if not notices:
        return
    rows = [
        {
            "committee_id": committee,
            "key": notice.key,
            "seq": notice.seq,
            "person_id": notice.person_id,
            "event": notice.event.value,
            "at": notice.at,
            "task_id": notice.task_id,
            "meeting_id": notice.meeting_id,
            "detail": dict(notice.detail),
            "settled_at": None,
        }
        for notice in sorted(notices, key=lambda notice: notice.seq)
    ]
    session.connection().execute(_insert(session)(Notice).on_conflict_do_nothing(index_elements=["key"]), rows)


def waiting(session: Session, committee: int) -> list[tuple[str, NoticeView]]:
    """Return key and view of the notices that nobody was told of, in the order in which things happened."""
    query = (
        sa.select(col(Notice.key), *(col(getattr(Notice, name)) for name in _VIEWED))
        .where(col(Notice.committee_id) == committee, col(Notice.settled_at).is_(None))
        .order_by(col(Notice.seq), col(Notice.id))
    )
    return [(key, _view(row)) for key, *row in session.connection().execute(query)]


def settle(session: Session, ids: Collection[int], now: datetime) -> None:
    """Note that notices were put into messages, or are of no use any more. The caller commits."""
    for some in _some(ids):
        session.connection().execute(sa.update(Notice).where(col(Notice.id).in_(some)).values(settled_at=now))


def notice_views(session: Session, ids: Collection[int]) -> dict[int, NoticeView]:
    """Return notices by their ids."""
    columns = [col(getattr(Notice, name)) for name in _VIEWED]
    rows = (
        row
        for some in _some(ids)
        for row in session.connection().execute(sa.select(*columns).where(col(Notice.id).in_(some)))
    )
    return {view.id: view for view in map(_view, rows)}


@dataclass(frozen=True)
class TaskFacts:
    """What a decision about notices must know of a task."""

    code: str
    work_state: str
    kind: str
    document_id: int | None
    released_at: datetime | None
    """When the office let what is sent of its document go."""


def task_facts(session: Session, tasks: Collection[int]) -> dict[int, TaskFacts]:
    """Return the facts of ``tasks``."""
    columns = (Task.id, Task.code, Task.work_state, Task.kind, Task.document_id, ImportRelease.at)
    query = sa.select(*(col(column) for column in columns)).join(
        ImportRelease, col(ImportRelease.document_id) == col(Task.document_id), isouter=True
    )
    return {
        id_: TaskFacts(*facts)
        for some in _some(tasks)
        for id_, *facts in session.connection().execute(query.where(col(Task.id).in_(some)))
    }


def meeting_facts(session: Session, meetings: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return name and state of ``meetings``."""
    columns = (col(Meeting.id), col(Meeting.name), col(Meeting.state))
    query = sa.select(*columns).where(col(Meeting.id).in_(sorted(meetings)))
    return {id_: (name, state) for id_, name, state in session.connection().execute(query)}


def asked_still(session: Session, tasks: Collection[int]) -> set[int]:
    """Return those of ``tasks`` for which a request for more time waits for an answer."""
    query = sa.select(col(Extension.task_id)).where(col(Extension.state) == ExtensionState.PENDING.value)
    return {
        id_
        for some in _some(tasks)
        for id_ in session.connection().execute(query.where(col(Extension.task_id).in_(some))).scalars()
    }


def told_since(session: Session, committee: int, since: datetime) -> dict[int, dict[str, int]]:
    """Return how many messages each person got, or is about to get, by channel: those made since ``since``."""
    query = (
        sa.select(col(Message.person_id), col(Message.channel), sa.func.count())
        .where(
            col(Message.committee_id) == committee,
            col(Message.created_at) >= since,
            col(Message.state).not_in([MessageState.WITHDRAWN.value, MessageState.HELD.value]),
            col(Message.kind).not_in(sorted(PAPERS)),
        )
        .group_by(col(Message.person_id), col(Message.channel))
    )
    told: dict[int, dict[str, int]] = {}
    for person, channel, count in session.connection().execute(query):
        told.setdefault(person, {})[channel] = count
    return told


def _view(row: Sequence[Any]) -> NoticeView:
    id_, seq, person, event, *rest = row
    return NoticeView(id_, seq, person, Event(event), *rest)


def _some(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + _MANY] for start in range(0, len(ordered), _MANY))


def _insert(session: Session) -> Any:
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert

"""Merges agencies (nhập cơ quan): what is still to be done moves to the one that goes on, what is done stays as it was.

First a preview, then the act; the act does exactly what the preview of the same moment says.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from tasks_registry import store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import Entry, log_changes
from tasks_registry.lifecycle import edit_task
from tasks_registry.models import Agency, AgendaItem, Person, Recurrence, Task, TaskSupport
from tasks_registry.organisation.succession import last_successor, moved_place
from tasks_registry.store import AgencyRow, OpenTask
from tasks_registry.view import PersonView


@dataclass(frozen=True)
class MovingTask:
    """An unfinished task that the merge touches, once, however many of the agencies stand on it."""

    task: OpenTask
    lead: bool
    """Its lead (chủ trì) moves."""
    support: bool
    """Its list of supporting agencies (phối hợp) changes."""
    heard: PersonView | None = None
    """Who hears of it so far."""


@dataclass(frozen=True)
class AgencyMerge:
    """What a merge moves, and whom the office should tell."""

    sources: tuple[AgencyRow, ...]
    into: AgencyRow
    from_day: date
    """First day on which the sources no longer exist."""
    tasks: tuple[MovingTask, ...]
    people: tuple[str, ...]
    """E-mail addresses of those who work for ``into`` from then on."""
    agenda: tuple[str, ...]
    """Titles of the agenda items without a task that move."""
    series: tuple[str, ...]
    """Codes of the recurring commitments that move."""
    concerned: tuple[PersonView, ...]
    """Everybody of the agencies that end, who hears of the tasks so far, and who is reached for ``into``."""

    @property
    def last_day(self) -> date:
        """Last day of the sources."""
        return self.from_day - timedelta(days=1)


def preview_merge(
    session: Session,
    committee: int,
    codes_from: Sequence[str],
    code_into: str,
    *,
    from_day: date,
    actor: Actor,
    today: date,
) -> AgencyMerge:
    """Say what merging ``codes_from`` into ``code_into`` would move; changes nothing.

    Raises ``NotInRegistry`` for an unknown code and ``Refused`` for a merge that makes no sense: into itself, into an
    agency that is dissolved or about to be, of the office itself, of an agency that another one has succeeded, or from
    a day still to come.
    """
    require(actor, Duty.ORGANISE)
    rows = store.agency_rows(session, committee)
    into = _found(rows, code_into)
    sources = [_found(rows, code) for code in dict.fromkeys(codes_from)]
    _refuse_nonsense(rows, sources, into, from_day, today)
    ids = {source.id for source in sources}
    touched = store.open_tasks(session, committee, of_agencies=ids)
    supporting = store.supporters(session, [task.id for task in touched])
    directory = store.load_directory(session, committee)
    tasks = tuple(
        MovingTask(
            task,
            task.lead_agency_id in ids,
            bool(ids & set(supporting.get(task.id, ()))),
            directory.officer_for(task.officer_id, task.lead_agency_id),
        )
        for task in touched
    )
    people = store.people_of(session, ids)
    return AgencyMerge(
        sources=tuple(sources),
        into=into,
        from_day=from_day,
        tasks=tasks,
        people=tuple(person.email for person in people if person.active),
        agenda=tuple(item.title for item in store.planned_items(session, committee, ids, from_day)),
        series=tuple(series.code for series in _series(session, committee, sources)),
        concerned=_concerned(directory, tasks, people, into),
    )


def merge_agencies(
    session: Session,
    committee: int,
    codes_from: Sequence[str],
    code_into: str,
    *,
    from_day: date,
    actor: Actor,
    now: datetime,
    today: date,
) -> AgencyMerge:
    """Merge agencies as ``preview_merge`` says, each change with its history row, and return that. The caller commits.

    Tasks that are done, withdrawn or carried over keep their lead: it is what was true of them.
    """
    merge = preview_merge(session, committee, codes_from, code_into, from_day=from_day, actor=actor, today=today)
    names = ", ".join(f"{source.name} ({source.code})" for source in merge.sources)
    reason = f"{names} nhập vào {merge.into.name} ({merge.into.code}) từ ngày {from_day:%d/%m/%Y}"
    for moving in merge.tasks:
        _move_task(session, merge, moving, actor=actor, now=now, reason=reason)
    entries = [
        *_move_rest(session, committee, merge),
        *(entry for source in merge.sources if (entry := _dissolve(session, source, merge)) is not None),
    ]
    log_changes(session, committee, [replace(entry, reason=reason) for entry in entries], actor=actor, at=now)
    return merge


def _found(rows: Sequence[AgencyRow], code: str) -> AgencyRow:
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise NotInRegistry(f"Không có cơ quan mã “{code}”. Hãy xem danh sách bằng: dondoc agency list --all")
    return found


def _refuse_nonsense(
    rows: Sequence[AgencyRow], sources: Sequence[AgencyRow], into: AgencyRow, from_day: date, today: date
) -> None:
    codes = {row.id: row.code for row in rows}
    successors = {row.id: row.successor_id for row in rows}
    if from_day > today:
        raise Refused(
            f"Ngày {from_day:%d/%m/%Y} chưa đến, việc đang làm chưa đổi chủ trì được. Hãy chạy lại lệnh này từ ngày đó."
        )
    if not sources:
        raise Refused("Hãy nêu mã ít nhất một cơ quan được nhập. Ví dụ: dondoc agency merge HND --into MTTQ --from …")
    if not into.active or into.successor_id is not None or (into.valid_to is not None and into.valid_to < today):
        heir = last_successor(into.id, successors, {row.id for row in rows if row.active} - {into.id})
        hint = f"Hãy nhập vào {codes[heir]}." if heir is not None else "Hãy chọn một cơ quan đang hoạt động."
        raise Refused(f"Cơ quan {into.code} đã thôi hoạt động, không nhận thêm việc được. {hint}")
    for source in sources:
        if source.id == into.id:
            raise Refused(f"Không thể nhập cơ quan {into.code} vào chính nó. Hãy chọn cơ quan kế tục khác.")
        if source.secretariat:
            raise Refused(
                f"{source.code} là văn phòng nhận những việc chưa có chủ trì. "
                "Hãy đặt secretariat trong agencies.yaml là cơ quan khác rồi nhập lại."
            )
        heir = (
            last_successor(source.successor_id, successors, {into.id}) if source.successor_id is not None else into.id
        )
        if heir is None:
            raise Refused(
                f"Cơ quan {source.code} đã được {codes[source.successor_id or 0]} kế tục, "
                f"không nhập vào {into.code} được nữa. Hãy nhập vào {codes[source.successor_id or 0]}."
            )
        if source.valid_from is not None and from_day <= source.valid_from:
            raise Refused(
                f"Cơ quan {source.code} hoạt động từ ngày {source.valid_from:%d/%m/%Y}, không thể thôi hoạt động "
                "trước đó. Hãy chọn ngày sau ngày ấy."
            )


def _series(session: Session, committee: int, sources: Collection[AgencyRow]) -> list[Recurrence]:
    ids, codes = {source.id for source in sources}, {source.code for source in sources}
    running = store.running_series(session, committee)
    return [series for series in running if series.lead_agency_id in ids or codes & set(series.support)]


def _concerned(
    directory: store.Directory, tasks: Sequence[MovingTask], people: Sequence[Person], into: AgencyRow
) -> tuple[PersonView, ...]:
    heard = [moving.heard for moving in tasks]
    own = [directory.people.get(person.id or 0) for person in people]
    everybody = {person.id: person for person in (*own, *heard, directory.reached.get(into.id)) if person is not None}
    return tuple(everybody[id_] for id_ in sorted(everybody))


def _move_task(
    session: Session, merge: AgencyMerge, moving: MovingTask, *, actor: Actor, now: datetime, reason: str
) -> None:
    task = session.get_one(Task, moving.task.id)
    changes: dict[str, object] = {"lead_agency_id": merge.into.id} if moving.lead else {}
    action = "task.lead_moved" if moving.lead else "task.support_moved"
    # Who was reached cannot be found out afterwards: the people of the agency work for another one then.
    former = {"former_person_id": moving.heard.id} if moving.lead and moving.heard is not None else {}
    edit_task(
        session,
        task,
        changes,
        seen=task.version,
        actor=actor,
        now=now,
        action=action,
        reason=reason,
        beside=former,
    )
    # The agency that goes on may support the task already, or lead it: an agency does not support what it leads.
    kept = store.supporters(session, [moving.task.id]).get(moving.task.id, [])
    gone = {source.id for source in merge.sources} | (
        {merge.into.id} if task.lead_agency_id == merge.into.id else set()
    )
    here = (col(TaskSupport.task_id) == task.id, col(TaskSupport.agency_id).in_(gone))
    session.connection().execute(sa.delete(TaskSupport).where(*here))
    if moving.support and task.lead_agency_id != merge.into.id and merge.into.id not in kept:
        session.connection().execute(sa.insert(TaskSupport).values(task_id=task.id, agency_id=merge.into.id))


def _move_rest(session: Session, committee: int, merge: AgencyMerge) -> list[Entry]:
    """Move people, agenda items and series; return what history says of it."""
    ids = {source.id for source in merge.sources}
    codes = {source.code for source in merge.sources}
    entries = []
    for person in store.people_of(session, ids):
        facts: dict[str, object] = {"agency_id": merge.into.id, "place": moved_place(person.place)}
        entries.append(_changed(person, facts, "person.move", "person"))
    for item in store.planned_items(session, committee, ids, merge.from_day):
        entries.append(_changed(item, {"lead_agency_id": merge.into.id}, "agenda.lead_moved", "agenda_item"))
    for series in _series(session, committee, merge.sources):
        lead = merge.into.id if series.lead_agency_id in ids else series.lead_agency_id
        support = dict.fromkeys(merge.into.code if code in codes else code for code in series.support)
        if lead == merge.into.id:
            support.pop(merge.into.code, None)
        facts = {"lead_agency_id": lead, "support": list(support)}
        entries.append(_changed(series, facts, "recurrence.lead_moved", "recurrence"))
    return entries


def _dissolve(session: Session, source: AgencyRow, merge: AgencyMerge) -> Entry | None:
    """Retire an agency; what the file or a former merge says of its end stands."""
    facts: dict[str, object] = {
        "active": False,
        "valid_to": source.valid_to or merge.last_day,
        "successor_id": source.successor_id or merge.into.id,
    }
    entry = _changed(session.get_one(Agency, source.id), facts, "agency.merge", "agency")
    return entry if entry.after else None


def _changed(
    row: Agency | Person | AgendaItem | Recurrence, facts: Mapping[str, object], action: str, what: str
) -> Entry:
    before = {name: getattr(row, name) for name, value in facts.items() if getattr(row, name) != value}
    for name in before:
        setattr(row, name, facts[name])
    return Entry(action, what, row.id or 0, before, {name: facts[name] for name in before})

"""Agendas: adds, orders, withdraws and links items, and keeps them in step with the tasks that go to a meeting."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from tasks_registry import store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.due_days import DeadlineMove
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import log_change
from tasks_registry.lifecycle import edit_task
from tasks_registry.meetings.arranger import Arranger
from tasks_registry.meetings.states import AgendaState, MeetingState
from tasks_registry.models import AgendaItem, Meeting, Task
from tasks_registry.reading.directory import Directory


def put_on_agenda(
    session: Session, meeting: Meeting, tasks: Sequence[Task], *, actor: Actor, now: datetime
) -> list[AgendaItem]:
    """Put the tasks that go to ``meeting`` at the end of its agenda, each once; returns the items that are new there.

    An item that was taken off before is on it again.
    """
    known = {
        item.task_id: item for item in session.exec(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).all()
    }
    position = store.last_agenda_position(session, meeting.id or 0)
    added = []
    for task in tasks:
        item = known.get(task.id)
        if item is not None and item.state == AgendaState.PLANNED.value:
            continue
        if item is None:
            position += 1
            item = AgendaItem(
                committee_id=meeting.committee_id,
                meeting_id=meeting.id or 0,
                position=position,
                title=task.title,
                task_id=task.id,
            )
        item.state, item.note = AgendaState.PLANNED.value, None
        session.add(item)
        added.append((item, task.code))
    if added:
        session.flush()
        log_change(
            session,
            committee_id=meeting.committee_id,
            actor=actor,
            at=now,
            action="agenda.read",
            entity="meeting",
            entity_id=meeting.id or 0,
            after={"tasks": [code for _, code in added]},
        )
    return [item for item, _ in added]


def follow_task(arranger: Arranger, task: Task, former_meeting: int | None, reason: str) -> None:
    """Take a task that goes to another meeting now off the agenda of ``former_meeting``, and put it on the new one."""
    left = arranger.session.exec(
        select(AgendaItem).where(
            AgendaItem.meeting_id == former_meeting,
            AgendaItem.task_id == task.id,
            AgendaItem.state == AgendaState.PLANNED.value,
        )
    ).first()
    if left is not None:
        _take_off(arranger, left, AgendaState.WITHDRAWN, "agenda.withdraw", reason)
    meeting = arranger.session.get(Meeting, task.meeting_id) if task.meeting_id is not None else None
    if meeting is not None:
        put_on_agenda(arranger.session, meeting, [task], actor=arranger.actor, now=arranger.now)


def add_item(
    arranger: Arranger, meeting_id: int, *, title: str | None = None, task: str | None = None, lead: str | None = None
) -> tuple[AgendaItem, list[DeadlineMove]]:
    """Add an item at the end of a meeting's agenda, with a task or with a title and a lead of its own.

    A task that goes to no meeting yet is counted from this one from now on; one that is counted from another meeting
    stays with it (a BCH paper that the BTV sees before). ``lead`` is a code, name or alias. Returns the item and the
    due days that moved. Raises ``NotInRegistry``, and ``Refused`` for an item without title and task, a task that is
    on the agenda already, or a meeting that is over.
    """
    meeting = _open_meeting(arranger, meeting_id)
    if task is not None:
        if title or lead:
            raise Refused("Mục gắn nhiệm vụ lấy tên và cơ quan chủ trì của nhiệm vụ; hãy bỏ --title và --lead.")
        found = store.get_task(arranger.session, arranger.committee, task)
        added = put_on_agenda(arranger.session, meeting, [found], actor=arranger.actor, now=arranger.now)
        if not added:
            raise Refused(f"Nhiệm vụ {task} đã có trong chương trình {meeting.name}.")
        return added[0], _count_from(arranger, found, meeting)
    if not (title or "").strip():
        raise Refused("Mục chương trình cần có tên (--title) hoặc nhiệm vụ (--task).")
    item = AgendaItem(
        committee_id=arranger.committee,
        meeting_id=meeting_id,
        position=store.last_agenda_position(arranger.session, meeting_id) + 1,
        title=(title or "").strip(),
        lead_agency_id=_agency_id(arranger, lead) if lead else None,
    )
    arranger.session.add(item)
    arranger.session.flush()
    arranger.log("agenda.add", "meeting", meeting_id, after={"item": item.title})
    return item, []


def move_item(arranger: Arranger, item_id: int, to: int) -> None:
    """Move an item to position ``to`` of its agenda (1 is the first) and number the others anew.

    Raises ``NotInRegistry``, and ``Refused`` for a position that is not there or a meeting that is over.
    """
    item = store.get_agenda_item(arranger.session, arranger.committee, item_id)
    _open_meeting(arranger, item.meeting_id)
    ordered = select(AgendaItem).where(AgendaItem.meeting_id == item.meeting_id)
    items = list(arranger.session.exec(ordered.order_by(col(AgendaItem.position), col(AgendaItem.id))).all())
    if not 1 <= to <= len(items):
        raise Refused(f"Chương trình có {len(items)} mục, không có vị trí {to}.")
    before = item.position
    items.remove(item)
    items.insert(to - 1, item)
    for position, one in enumerate(items, start=1):
        one.position = position
        arranger.session.add(one)
    if before != to:
        arranger.log("agenda.move", "meeting", item.meeting_id, before={item.title: before}, after={item.title: to})


def withdraw_item(arranger: Arranger, item_id: int, reason: str | None) -> AgendaItem:
    """Take an item off its agenda; its task stays as it is. Raises ``Refused`` without a reason or when it is off."""
    item = planned_item(arranger, item_id)
    if not (reason or "").strip():
        raise Refused(f"Muốn rút mục “{item.title}” cần ghi lý do.")
    _take_off(arranger, item, AgendaState.WITHDRAWN, "agenda.withdraw", (reason or "").strip())
    return item


def link_task(arranger: Arranger, item_id: int, code: str) -> list[DeadlineMove]:
    """Say which task prepares an item; returns the due days that moved.

    A task that goes to no meeting yet is counted from this one from now on. Raises ``Refused`` for a task that is on
    the agenda already, or an item that has one.
    """
    item = planned_item(arranger, item_id)
    task = store.get_task(arranger.session, arranger.committee, code)
    if item.task_id is not None:
        raise Refused(f"Mục “{item.title}” đã gắn một nhiệm vụ. Hãy rút mục này rồi thêm mục mới.")
    twice = select(AgendaItem.id).where(AgendaItem.meeting_id == item.meeting_id, AgendaItem.task_id == task.id)
    if arranger.session.exec(twice).first() is not None:
        raise Refused(f"Nhiệm vụ {code} đã có trong chương trình này.")
    item.task_id = task.id
    arranger.session.add(item)
    arranger.session.flush()
    arranger.log("agenda.link", "meeting", item.meeting_id, after={"item": item.title, "task": code})
    return _count_from(arranger, task, arranger.session.get_one(Meeting, item.meeting_id))


def planned_item(arranger: Arranger, item_id: int) -> AgendaItem:
    """Return an item that is on the agenda of a meeting which is not over, for changing it.

    Asks whether the actor may arrange meetings. Raises ``NotInRegistry`` and ``Refused``.
    """
    item = store.get_agenda_item(arranger.session, arranger.committee, item_id)
    _open_meeting(arranger, item.meeting_id)
    if item.state != AgendaState.PLANNED.value:
        raise Refused(f"Mục “{item.title}” không còn trong chương trình: {AgendaState(item.state).label}.")
    return item


def _open_meeting(arranger: Arranger, meeting_id: int) -> Meeting:
    require(arranger.actor, Duty.ARRANGE)
    meeting = store.get_meeting(arranger.session, arranger.committee, meeting_id)
    if meeting.state == MeetingState.CLOSED.value:
        raise Refused(f"{meeting.name} đã kết thúc nên chương trình không đổi được nữa.")
    return meeting


def _take_off(arranger: Arranger, item: AgendaItem, state: AgendaState, action: str, reason: str) -> None:
    item.state, item.note = state.value, reason
    arranger.session.add(item)
    arranger.session.flush()
    arranger.log(action, "meeting", item.meeting_id, after={"item": item.title}, reason=reason)


def _count_from(arranger: Arranger, task: Task, meeting: Meeting) -> list[DeadlineMove]:
    if task.meeting_id is not None:
        return []
    edit_task(
        arranger.session,
        task,
        {"meeting_id": meeting.id},
        seen=task.version,
        actor=arranger.actor,
        now=arranger.now,
        action="task.to_meeting",
        reason=meeting.name,
    )
    return arranger.recount(meeting, [task.code])


def _agency_id(arranger: Arranger, name: str) -> int:
    ids = store.load_directory(arranger.session, arranger.committee).agency_ids
    code = name if name in ids else Directory(arranger.files.directory.agencies).code_of(name)
    if code is None or code not in ids:
        raise NotInRegistry(f"Không có cơ quan “{name}”. Hãy dùng mã hoặc tên trong agencies.yaml.")
    return ids[code]

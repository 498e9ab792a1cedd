"""Carries an item to the next meeting of its body (lùi), with the task that prepares it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from tasks_registry import store
from tasks_registry.deadlines import COUNTED_FROM_MEETING
from tasks_registry.due_days import DeadlineMove
from tasks_registry.lifecycle import edit_task
from tasks_registry.meetings.agenda import planned_item
from tasks_registry.meetings.arrange import NewMeeting, add_meeting
from tasks_registry.meetings.arranger import Arranger
from tasks_registry.meetings.ordinals import following_name
from tasks_registry.meetings.planning import plan_next
from tasks_registry.meetings.series import planned_for
from tasks_registry.meetings.states import AgendaState, MeetingKind, MeetingState
from tasks_registry.models import AgendaItem, Meeting, Task
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.view import MeetingView

_TAKES_ITEMS = frozenset({MeetingState.DRAFT, MeetingState.FIXED, MeetingState.POSTPONED})


@dataclass(frozen=True)
class CarriedItem:
    """An item on its new agenda, and the due days that moved with it."""

    item_id: int
    title: str
    meeting: MeetingView
    moves: tuple[DeadlineMove, ...]


def carry_item(arranger: Arranger, item_id: int, today: date, reason: str | None = None) -> CarriedItem:
    """Carry an item to the next regular meeting of the body that is still ahead, which is added when there is none.

    The old item stays, marked as carried and linked from the new one. A task that was counted from the old meeting is
    counted from the new one. The caller commits. Raises ``NotInRegistry``, and ``Refused`` for an item that is not on
    its agenda any more or a meeting that is over.
    """
    old = planned_item(arranger, item_id)
    source = arranger.session.get_one(Meeting, old.meeting_id)
    target = _next_meeting(arranger, store.meeting_view(source), today)
    new = _item_on(arranger, target, old)
    old.state, old.note = AgendaState.CARRIED.value, (reason or "").strip() or f"Lùi sang {target.name}"
    arranger.session.add(old)
    arranger.session.flush()
    facts = {"item": old.title, "meeting": target.name}
    arranger.log("agenda.carry", "meeting", old.meeting_id, after=facts, reason=old.note)
    moves: list[DeadlineMove] = []
    task = arranger.session.get(Task, old.task_id) if old.task_id is not None else None
    if task is not None and task.meeting_id == source.id:
        moves = _recount(arranger, task, target)
    return CarriedItem(new.id or 0, new.title, store.meeting_view(target), tuple(moves))


def _item_on(arranger: Arranger, target: Meeting, old: AgendaItem) -> AgendaItem:
    item = None
    if old.task_id is not None:
        there = select(AgendaItem).where(AgendaItem.meeting_id == target.id, AgendaItem.task_id == old.task_id)
        item = arranger.session.exec(there).first()
    if item is None:
        item = AgendaItem(
            committee_id=arranger.committee,
            meeting_id=target.id or 0,
            position=store.last_agenda_position(arranger.session, target.id or 0) + 1,
            title=old.title,
            task_id=old.task_id,
            lead_agency_id=old.lead_agency_id,
        )
    item.state, item.note, item.carried_from_id = AgendaState.PLANNED.value, None, old.id
    arranger.session.add(item)
    arranger.session.flush()
    arranger.log(
        "agenda.add",
        "meeting",
        target.id or 0,
        after={"item": item.title},
        reason=f"Lùi từ hội nghị số {old.meeting_id}",
    )
    return item


def _recount(arranger: Arranger, task: Task, target: Meeting) -> list[DeadlineMove]:
    changes: dict[str, object] = {"meeting_id": target.id}
    if task.deadline_rule and DeadlineRule(task.deadline_rule) in COUNTED_FROM_MEETING:
        # Until the new meeting has a day, its window is all that is known of the deadline; the old one is over.
        changes |= {"deadline_from": target.window_from, "deadline_to": target.window_to}
    edit_task(
        arranger.session,
        task,
        changes,
        seen=task.version,
        actor=arranger.actor,
        now=arranger.now,
        action="task.to_meeting",
        reason=target.name,
    )
    return arranger.recount(target, [task.code])


def _next_meeting(arranger: Arranger, source: MeetingView, today: date) -> Meeting:
    views = store.meeting_views(arranger.session, arranger.committee)
    ahead = [view for view in views if view.state in _TAKES_ITEMS and (_when(view) or today) >= today]
    later = [view for view in ahead if _follows(view, source)]
    if later:
        found = min(later, key=lambda view: (_when(view) or date.max, view.ordinal or 0, view.id))
        return store.get_meeting(arranger.session, arranger.committee, found.id)
    planned = plan_next(arranger, source.body, max(_when(source) or today, today))
    if planned is not None:
        return store.get_meeting(arranger.session, arranger.committee, planned.id)
    ordinal = source.ordinal + 1 if source.ordinal is not None else None
    return add_meeting(arranger, NewMeeting(following_name(source.name, ordinal), source.body, ordinal=ordinal))


def _follows(view: MeetingView, source: MeetingView) -> bool:
    if view.id == source.id or view.body != source.body or view.kind is not MeetingKind.REGULAR:
        return False
    if view.ordinal is not None and source.ordinal is not None and view.term == source.term:
        return view.ordinal > source.ordinal
    first, second = _when(source), _when(view)
    return first is not None and second is not None and second > first


def _when(view: MeetingView) -> date | None:
    return view.day or planned_for(view)

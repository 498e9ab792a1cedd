"""Adds meetings, and opens and closes them."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.errors import Refused
from tasks_registry.meetings.arranger import Arranger
from tasks_registry.meetings.ordinals import next_ordinal, require_ordinal_fits
from tasks_registry.meetings.states import MeetingAct, MeetingKind, MeetingState, next_meeting_state
from tasks_registry.models import Meeting


@dataclass(frozen=True)
class NewMeeting:
    """A meeting as the office announces it; a day is fixed afterwards, by ``fix_day``."""

    name: str
    body: str
    kind: MeetingKind = MeetingKind.REGULAR
    ordinal: int | None = None
    window_from: date | None = None
    window_to: date | None = None
    place: str | None = None


def add_meeting(arranger: Arranger, new: NewMeeting) -> Meeting:
    """Add a draft meeting and return it; a regular one of a body that counts its sessions gets the next ordinal.

    The caller commits. Raises ``Refused`` without a name, for an ordinal at a meeting that is not counted, a window
    that ends before it starts, and a meeting that is there already: the same session of the term, or the same name in
    the same window.
    """
    require(arranger.actor, Duty.ARRANGE)
    name, term = " ".join(new.name.split()), arranger.files.office.term
    if not name:
        raise Refused("Cuộc họp cần có tên, ví dụ: --name “Hội nghị Ban Thường vụ tháng 9”.")
    if new.window_from and new.window_to and new.window_to < new.window_from:
        raise Refused(f"Khoảng thời gian của {name} kết thúc trước khi bắt đầu. Hãy xem lại --from và --to.")
    require_ordinal_fits(new.kind, new.ordinal)
    ordinal = new.ordinal
    if ordinal is None and new.kind is MeetingKind.REGULAR:
        ordinal = next_ordinal(store.meeting_views(arranger.session, arranger.committee), new.body, term)
    if ordinal is not None:
        identity = f"{new.body}|{term}|{ordinal}"
    else:
        identity = f"{new.body}|{new.window_from or new.window_to or ''}|{name}"
    known = arranger.session.exec(
        select(Meeting.id).where(Meeting.committee_id == arranger.committee, Meeting.identity == identity)
    ).first()
    if known is not None:
        which = f"lần thứ {ordinal}, khóa {term}" if ordinal is not None else f"“{name}”"
        raise Refused(f"Cuộc họp {which} đã có trong sổ, số {known}. Hãy xem: dondoc meetings")
    meeting = Meeting(
        committee_id=arranger.committee,
        identity=identity,
        name=name,
        body=new.body,
        kind=new.kind.value,
        ordinal=ordinal,
        term=term if ordinal is not None else None,
        window_from=new.window_from,
        window_to=new.window_to,
        place=new.place,
    )
    arranger.session.add(meeting)
    arranger.session.flush()
    facts = {"name": name, "body": new.body, "kind": new.kind, "ordinal": ordinal}
    arranger.log("meeting.add", "meeting", meeting.id or 0, after=facts)
    return meeting


def move_state(
    arranger: Arranger, meeting_id: int, act: MeetingAct, *, reason: str | None = None, seen: int | None = None
) -> Meeting:
    """Open or close a meeting and return it; its day is changed by ``fix_day`` and ``postpone``. The caller commits.

    ``seen`` is the version that the person was looking at. Raises ``NotInRegistry``, and ``Refused`` for an act that
    is not possible or a meeting that somebody else has changed meanwhile.
    """
    require(arranger.actor, Duty.ARRANGE)
    meeting = store.get_meeting(arranger.session, arranger.committee, meeting_id)
    state = next_meeting_state(meeting.name, MeetingState(meeting.state), act, reason=reason)
    arranger.edit(meeting, {"state": state.value}, f"meeting.{act.value}", reason=reason, seen=seen)
    return meeting

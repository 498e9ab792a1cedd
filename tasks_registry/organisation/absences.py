"""Who is away, and who stands in for them (thay mặt)."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from tasks_registry import store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import log_change
from tasks_registry.models import Absence, Person


def record_absence(
    session: Session,
    committee: int,
    email: str,
    *,
    first_day: date,
    last_day: date,
    deputy: str | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Absence:
    """Record that somebody is away from ``first_day`` to ``last_day``, both included. The caller commits.

    ``deputy`` is the e-mail address of who stands in; without one it is the next of the same agency who is present.
    Everybody may record an own absence, others only who organises. Raises ``NotInRegistry`` for unknown people and
    ``Refused`` for days in the wrong order, absences that overlap, and people who would stand in for themselves.
    """
    person = _person(session, committee, email)
    _require_own_or_organiser(actor, person)
    if last_day < first_day:
        raise Refused(f"Ngày cuối {last_day:%d/%m/%Y} trước ngày đầu {first_day:%d/%m/%Y}. Hãy ghi lại --from và --to.")
    stand_in = _person(session, committee, deputy) if deputy else None
    if stand_in is not None and stand_in.id == person.id:
        raise Refused(f"{person.name} không thể thay mặt chính mình. Hãy chọn người khác, hoặc bỏ --deputy.")
    for other in store.absences_of(session, person.id or 0, since=first_day):
        if other.first_day <= last_day:
            raise Refused(
                f"{person.name} đã được ghi vắng từ {other.first_day:%d/%m/%Y} đến {other.last_day:%d/%m/%Y}. "
                f"Hãy kết thúc lần ấy trước bằng: dondoc person back {person.email}"
            )
    absence = Absence(
        committee_id=committee,
        person_id=person.id or 0,
        first_day=first_day,
        last_day=last_day,
        deputy_id=stand_in.id if stand_in else None,
        reason=reason.strip(),
        recorded_by=actor.name,
        recorded_at=now,
    )
    session.add(absence)
    session.flush()
    log_change(
        session,
        committee_id=committee,
        actor=actor,
        at=now,
        action="person.absent",
        entity="person",
        entity_id=person.id or 0,
        after={"first_day": first_day, "last_day": last_day, "deputy": stand_in.email if stand_in else None},
        reason=absence.reason or None,
    )
    return absence


def end_absence(session: Session, committee: int, email: str, *, actor: Actor, now: datetime, today: date) -> Absence:
    """End the absence that is running, from ``today`` on, or call off the next one; return it. The caller commits.

    The days that somebody was away stay on record. Raises ``Refused`` when no absence is running or to come.
    """
    person = _person(session, committee, email)
    _require_own_or_organiser(actor, person)
    absence = next(iter(store.absences_of(session, person.id or 0, since=today)), None)
    if absence is None:
        raise Refused(f"{person.name} không có lần vắng nào từ ngày {today:%d/%m/%Y} trở đi, không cần ghi trở lại.")
    before = {"first_day": absence.first_day, "last_day": absence.last_day}
    if absence.first_day < today:
        absence.last_day = today - timedelta(days=1)
    else:
        absence.cancelled_at = now
    session.add(absence)
    log_change(
        session,
        committee_id=committee,
        actor=actor,
        at=now,
        action="person.back",
        entity="person",
        entity_id=person.id or 0,
        before=before,
        after={"cancelled": True} if absence.cancelled_at else {"last_day": absence.last_day},
    )
    return absence


def _person(session: Session, committee: int, email: str) -> Person:
    person = store.person_by_email(session, committee, email)
    if person is None:
        raise NotInRegistry(f"Không có ai dùng địa chỉ thư “{email}”. Hãy xem danh sách bằng: dondoc person list")
    return person


def _require_own_or_organiser(actor: Actor, person: Person) -> None:
    if actor.person_id is None or actor.person_id != person.id:
        require(actor, Duty.ORGANISE)

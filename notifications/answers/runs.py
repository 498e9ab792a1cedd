"""Opening a link, answering by it, and the office's decision, each as a whole run: what pages and commands call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from sqlmodel import Session

from config.agencies import Access
from config.database import reading, unit_of_work
from config.log import record
from notifications.answers import store as answers
from notifications.answers.acts import carry_out, on_behalf, rehearse
from notifications.answers.errors import ExpiredLink, ForgedLink, NotTheirTask, UsedLink
from notifications.answers.forms import Complaints, read_answer
from notifications.answers.page import Answered, TaskPage, require_offer, task_page
from notifications.answers.store import AnswerView
from notifications.links import ANSWERS, Expired, Forged, Link, Opened, Purpose
from notifications.models import AnswerState
from notifications.secrecy import Secrecy
from tasks_registry import store
from tasks_registry.access import Actor, Duty, entitled, require
from tasks_registry.errors import Refused
from tasks_registry.history import log_change
from tasks_registry.installation import Installation
from tasks_registry.lifecycle import ownership
from tasks_registry.models import Person, Task


@dataclass(frozen=True)
class Wrong:
    """A form that must be mended before it counts: ``complaints`` by field, ``""`` for what is said of the whole."""

    page: TaskPage
    complaints: Mapping[str, str]


def genuine(seen: Opened | Expired | Forged) -> Opened | Expired:
    """Return a token that was signed here; raises ``ForgedLink``. Asked before anything is opened for it."""
    if isinstance(seen, Forged):
        raise ForgedLink("Đường dẫn này không đúng. Hãy mở lại từ thư, hoặc chép đủ cả đường dẫn.")
    return seen


def usable(here: Installation, seen: Opened | Expired) -> Link:
    """Return the link of a token that may be used now, and keep the visit of one that may not.

    Raises ``ExpiredLink``, or ``ForgedLink`` when it is another committee's or its person is not here.
    """
    with reading(here.engine) as session:
        known = seen.link.committee == here.committee and answers.person_of(session, seen.link) is not None
    if not known:
        raise ForgedLink("Đường dẫn này không có ở đây. Hãy mở lại từ thư mới nhất.")
    if isinstance(seen, Expired):
        keep_visit(here, seen.link, "expired")
        raise ExpiredLink(
            f"Đường dẫn này chỉ dùng được đến hết ngày {seen.link.last_day:%d/%m/%Y}. Hãy dùng thư nhắc mới nhất."
        )
    return seen.link


def keep_visit(here: Installation, link: Link, outcome: str) -> None:
    """Keep that a link was opened and what came of it."""
    with unit_of_work(here.engine) as session:
        answers.keep_visit(session, link, outcome, here.now)
    record("link.visited", purpose=link.purpose.value, message=link.message_id, task=link.task_id, outcome=outcome)


def look(here: Installation, link: Link, *, counted: bool) -> TaskPage:
    """Return the page of a link to a task; changes nothing but, when ``counted``, the list of visits.

    Raises the errors of ``notifications.answers.errors``.
    """
    with reading(here.engine) as session:
        used = _used(here, session, link)
        page = _page(here, session, link) if used is None else None
    if counted:
        keep_visit(here, link, "opened" if page is not None else "used")
    if page is None:
        raise used or ForgedLink("Đường dẫn này không có ở đây.")
    if link.purpose in ANSWERS:
        require_offer(page, link.purpose)
    return page


def answer(here: Installation, link: Link, fields: Mapping[str, str]) -> TaskPage | Wrong:
    """Keep what was answered as a proposal, or say what must be mended first; raises as ``look`` does.

    What the registry would refuse now is refused here, while the person can still mend it.
    """
    try:
        with here.writing() as session:
            kept = _answer(here, session, link, fields)
    except UsedLink:
        keep_visit(here, link, "used")
        raise
    if isinstance(kept, TaskPage):
        record("answer.proposed", purpose=link.purpose.value, message=link.message_id, task=link.task_id)
    return kept


def _answer(here: Installation, session: Session, link: Link, fields: Mapping[str, str]) -> TaskPage | Wrong:
    used = _used(here, session, link)
    if used is not None:
        raise used
    page = _page(here, session, link)
    require_offer(page, link.purpose)
    given = read_answer(link.purpose, fields)
    if isinstance(given, Complaints):
        return Wrong(page, given.fields)
    try:
        office = Actor(here.files.office.name, Access.OFFICE)
        rehearse(session, here, page.code, link.purpose, given, on_behalf(page.person, office))
    except Refused as refusal:
        return Wrong(page, {"due" if link.purpose is Purpose.EXTENSION else "": str(refusal)})
    if not answers.keep_answer(session, link, given, version=page.version, now=here.now):
        raise _used(here, session, link) or UsedLink("Đường dẫn này đã được dùng.")
    answers.keep_visit(session, link, "answered", here.now)
    return page


def _used(here: Installation, session: Session, link: Link) -> UsedLink | None:
    if link.purpose not in ANSWERS:
        return None
    mine = answers.answers_of(session, here.committee, person=link.person_id, task=link.task_id or 0)
    earlier = next((one for one in mine if one.token_id == link.token_id), None)
    if earlier is None:
        return None
    return UsedLink(
        f"Đồng chí đã trả lời “{link.purpose.label}” về nhiệm vụ {earlier.task_code} "
        f"lúc {_moment(earlier.at, here.settings.zone)}. {_STANDS[earlier.state]}"
    )


_STANDS = {
    AnswerState.PROPOSED: "Văn phòng đang xem xét; đồng chí không cần gửi lại.",
    AnswerState.ACCEPTED: "Văn phòng đã xác nhận.",
    AnswerState.REFUSED: "Văn phòng chưa chấp nhận và sẽ trao đổi lại với đồng chí.",
}


def _page(here: Installation, session: Session, link: Link) -> TaskPage:
    person, task = answers.person_of(session, link), answers.task_of(session, link)
    if person is None or task is None:
        raise ForgedLink("Đường dẫn này không có ở đây. Hãy mở lại từ thư mới nhất.")
    standing = _standing(here, session, person, task)
    if standing is None:
        raise NotTheirTask(f"Nhiệm vụ {task.code} không còn do đồng chí phụ trách nên không xem được ở đây nữa.")
    (view,) = store.task_views(session, here.committee, ids=[task.id or 0], on=here.today)
    mine = answers.answers_of(session, here.committee, person=link.person_id, task=view.id)
    pending = store.pending_extensions(session, here.committee)
    return task_page(
        view,
        person=person.name,
        today=here.today,
        secrecy=Secrecy.of(here.files.rhythm.reminders.secrecy),
        may_answer=standing is _Standing.ANSWERS,
        extension_waits=any(one.code == task.code for one in pending),
        answered=[Answered(one.purpose, one.at, one.state) for one in mine],
    )


class _Standing(Enum):
    """What a person is to a task."""

    READS = "reads"
    ANSWERS = "answers"


def _standing(here: Installation, session: Session, person: Person, task: Task) -> _Standing | None:
    """Return whether ``person`` may answer for ``task`` today, or only read it, or neither.

    Besides those who own it by their rights (``tasks_registry.access``), whoever hears of it today answers: a deputy of
    another agency may stand in for somebody absent. Who hears when the owner stays silent – the head, the leader, or
    who stands in for them – and who hears for the office may read it whatever their rights: letters send them here.
    """
    if not person.active:
        return None
    actor = Actor(person.name, Access(person.access), person.id, person.agency_id)
    (view,) = store.task_views(session, here.committee, ids=[task.id or 0], on=here.today)
    if (view.officer is not None and view.officer.id == person.id) or entitled(actor, Duty.OWN, ownership(task)):
        return _Standing.ANSWERS
    if store.task_views(session, here.committee, ids=[view.id], actor=actor):
        return _Standing.READS
    directory = store.load_directory(session, here.committee, on=here.today)
    urging = (directory.heads.get(view.lead_code or ""), directory.urging_leader, directory.secretariat)
    return _Standing.READS if person.id in {one.id for one in urging if one is not None} else None


def listing(here: Installation, *, waiting_only: bool) -> list[AnswerView]:
    """Return the answers of the installation's committee, oldest first."""
    require(here.actor, Duty.CONFIRM_ANSWERS)
    with reading(here.engine) as session:
        if waiting_only:
            return answers.waiting_answers(session, here.committee)
        return answers.all_answers(session, here.committee)


def accept(here: Installation, number: int, note: str | None = None) -> AnswerView:
    """Make what was answered a fact of the registry, with history, and return the answer as it is then.

    Raises ``NotInRegistry``, and ``Refused`` for somebody without the right, an answer that is decided on, a task that
    is somebody else's by now, or one whose state does not allow it any more; the answer then stays as it was.
    """
    with here.writing() as session:
        found = _open_answer(here, session, number, AnswerState.ACCEPTED, note)
        person, task = session.get(Person, found.person_id), session.get(Task, found.task_id)
        if person is None or task is None or _standing(here, session, person, task) is not _Standing.ANSWERS:
            raise Refused(
                f"Nhiệm vụ {found.task_code} không còn do {found.person_name} phụ trách. Nếu trả lời này đã cũ, "
                f"hãy chạy: dondoc answer refuse {number} --reason …"
            )
        actor = on_behalf(found.person_name, here.actor)
        carry_out(session, here, found.task_code, found.purpose, found.given, actor)
        decided = answers.get_answer(session, here.committee, number)
    record("answer.accepted", answer=number, task=found.task_id, purpose=found.purpose.value)
    return decided


def refuse(here: Installation, number: int, reason: str) -> AnswerView:
    """Turn an answer down, with history; the task stays as it is. Raises as ``accept`` does."""
    if not reason.strip():
        raise Refused(f"Muốn từ chối trả lời số {number} cần ghi lý do.")
    with here.writing() as session:
        found = _open_answer(here, session, number, AnswerState.REFUSED, reason)
        log_change(
            session,
            committee_id=here.committee,
            actor=here.actor,
            at=here.now,
            action="task.answer_refused",
            entity="task",
            entity_id=found.task_id,
            after={"answer": found.purpose.value, "answered_by": found.person_name},
            reason=reason.strip(),
        )
        decided = answers.get_answer(session, here.committee, number)
    record("answer.refused", answer=number, task=found.task_id, purpose=found.purpose.value)
    return decided


def _open_answer(here: Installation, session: Session, number: int, state: AnswerState, note: str | None) -> AnswerView:
    """Settle an answer that waits and return it as it was."""
    require(here.actor, Duty.CONFIRM_ANSWERS)
    found = answers.get_answer(session, here.committee, number)
    note = (note or "").strip() or None
    if not answers.settle(session, number, state, by=here.actor.name, now=here.now, note=note):
        decided = "đã xác nhận" if found.state is AnswerState.ACCEPTED else "đã từ chối"
        raise Refused(
            f"Trả lời số {number} về nhiệm vụ {found.task_code} đã được quyết định: {found.decided_by} {decided}."
        )
    return found


def _moment(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%H:%M ngày %d/%m/%Y}"

"""Arming, disarming and releasing as whole runs: what the command line calls."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.checks import Level
from config.database import reading
from config.log import record
from notifications import going_live, outbox
from notifications.checks import SENDING
from notifications.going_live import Standing, WaitingDocument
from notifications.models import MessageState
from notifications.preview import Preview, preview
from tasks_registry.access import Duty, require
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation

_OF_THE_PAST = frozenset({"C012"})
"""Failures that are no reason to wait: letters that were given up are a matter of those letters."""


@dataclass(frozen=True)
class ArmingPlan:
    """What arming would let go."""

    standing: Standing | None
    """The last arming or disarming."""
    preview: Preview
    held_documents: tuple[WaitingDocument, ...]
    """Their tasks stay silent until they are released, armed or not."""
    waiting: int
    """Messages of former runs that lie in the outbox and go out with the next delivery."""

    @property
    def already(self) -> bool:
        """Whether the sending is armed."""
        return self.standing is not None and self.standing.armed


def plan_arming(here: Installation) -> ArmingPlan:
    """Say what arming would let go.

    Raises ``Refused`` when ``DONDOC_TRIAL=true`` forbids it, when there is no mail server, or when the doctor knows
    that people would wait in vain.
    """
    require(here.actor, Duty.SEND)
    if here.settings.trial is True:
        raise Refused(
            "DONDOC_TRIAL=true đang giữ bản cài đặt ở chế độ thử. Hãy bỏ thiết lập này rồi chạy lại: dondoc arm"
        )
    if here.settings.smtp_url is None:
        raise Refused(
            "Chưa có máy chủ thư nên chưa bật gửi thật được: lời nhắc sẽ không đến ai. Hãy đặt DONDOC_SMTP_URL, xem "
            "docs/settings.md."
        )
    failures = [
        finding
        for check in SENDING
        for finding in check(here.settings, here.now)
        if finding.level is Level.FAILURE and finding.id not in _OF_THE_PAST
    ]
    if failures:
        told = "; ".join(f"{finding.id} {finding.text.rstrip('.')}" for finding in failures)
        raise Refused(f"Chưa bật gửi thật được vì lời nhắc sẽ không đến nơi: {told}. Hãy làm theo: dondoc doctor")
    with reading(here.engine) as session:
        standing = going_live.standing(session, here.committee)
        waiting = len(outbox.undelivered(session, here.committee, [MessageState.PENDING]))
    documents = waiting_documents(here)
    silent = {document.id for document in documents}
    return ArmingPlan(standing, preview(here, without=silent), tuple(documents), waiting)


def arm(here: Installation, planned: ArmingPlan) -> None:
    """Arm the sending, the office having seen what ``planned`` says."""
    messages, people = len(planned.preview.messages), planned.preview.people
    with here.writing() as session:
        going_live.arm(session, here.committee, messages=messages, people=people, actor=here.actor, now=here.now)
    record("sending.armed", messages=messages, people=people)


def disarm(here: Installation, reason: str) -> bool:
    """Go back to trial mode; tells whether the sending was armed.

    Raises ``Refused`` without a reason, and while ``DONDOC_TRIAL=false`` would go on sending all the same.
    """
    require(here.actor, Duty.SEND)
    if not reason.strip():
        raise Refused("Muốn tắt gửi thật cần ghi lý do: --reason")
    if here.settings.trial is False:
        raise Refused(
            "DONDOC_TRIAL=false vẫn cho gửi tới mọi người, tắt ở đây không có tác dụng. Hãy bỏ thiết lập này hoặc đặt "
            "DONDOC_TRIAL=true."
        )
    with here.writing() as session:
        if not going_live.armed(session, here.committee):
            return False
        going_live.disarm(session, here.committee, reason=reason.strip(), actor=here.actor, now=here.now)
    record("sending.disarmed")
    return True


@dataclass(frozen=True)
class ReleasePlan:
    """What letting new documents go would send."""

    documents: tuple[WaitingDocument, ...]
    preview: Preview
    trial: bool
    """Whether only the allow-list is written to, released or not."""


def waiting_documents(here: Installation) -> list[WaitingDocument]:
    """Return the imported documents that wait until the office has looked at what would be sent."""
    with reading(here.engine) as session:
        hold = here.files.rhythm.reminders.hold_after_import
        return going_live.waiting_documents(session, here.committee, hold=hold)


def overlooked_documents(here: Installation) -> list[WaitingDocument]:
    """Return the documents that have waited for a look for more than one working day."""
    return going_live.overlooked(waiting_documents(here), here.calendar, here.today, here.settings.zone)


def plan_release(here: Installation, documents: Sequence[int]) -> ReleasePlan:
    """Say what releasing ``documents`` (ids; all that wait when empty) would send on this day.

    Raises ``NotInRegistry`` for one that does not wait.
    """
    require(here.actor, Duty.SEND)
    waiting = {document.id: document for document in waiting_documents(here)}
    unknown = next((id_ for id_ in documents if id_ not in waiting), None)
    if unknown is not None:
        known = ", ".join(map(str, waiting)) or "không có"
        raise NotInRegistry(f"Văn bản số {unknown} không chờ cho gửi. Các văn bản đang chờ: {known}.")
    chosen = tuple(waiting[id_] for id_ in sorted(set(documents) or waiting))
    with reading(here.engine) as session:
        trial = going_live.in_trial(session, here.committee, here.settings)
    return ReleasePlan(chosen, preview(here, only={document.id for document in chosen}), trial)


def release(here: Installation, planned: ReleasePlan) -> list[WaitingDocument]:
    """Let the documents of ``planned`` go; returns those that somebody else has not let go meanwhile."""
    wanted = {document.id for document in planned.documents}
    with here.writing() as session:
        hold = here.files.rhythm.reminders.hold_after_import
        found = [one for one in going_live.waiting_documents(session, here.committee, hold=hold) if one.id in wanted]
        going_live.release(session, here.committee, [one.id for one in found], actor=here.actor, now=here.now)
    record("documents.released", documents=len(found))
    return found

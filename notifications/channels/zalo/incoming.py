"""What becomes of what Zalo tells: receipts, links, followers who leave, templates and quotas. The caller commits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from config.zalo import ZaloOffice
from notifications.channels.zalo import linking
from notifications.channels.zalo.linking import Heard
from notifications.channels.zalo.webhooks import Told
from notifications.models import (
    Attempt,
    ChannelState,
    ContactKind,
    ContactPoint,
    ContactState,
    Message,
    MessageState,
    ZaloEvent,
)
from notifications.outbox import withdraw_stand_in
from tasks_registry.installation import SYSTEM

RECEIPTS_WAIT = timedelta(days=2)
"""How long a receipt waits for the message that it belongs to."""
_WAITING = "waiting"
_IGNORED = "ignored"
_DELIVERED = "delivered"
_TEMPLATE_PREFIX = "template-"


@dataclass(frozen=True)
class Ear:
    """Where events are heard: one committee at one instant."""

    session: Session
    committee: int
    office: ZaloOffice
    now: datetime


def take(ear: Ear, told: Told, *, signed: str = "") -> str | None:
    """Act on an event and keep what may be kept of it; None when it was told before."""
    known = select(ZaloEvent.id).where(ZaloEvent.committee_id == ear.committee, ZaloEvent.identity == told.identity)
    if ear.session.exec(known).first() is not None:
        return None
    event = ZaloEvent(
        committee_id=ear.committee,
        identity=told.identity,
        name=told.name,
        at=told.at,
        received_at=ear.now,
        facts=told.facts | ({"signed": signed} if signed else {}),
    )
    event.outcome = _ACTS.get(told.name, _ignore)(ear, told)
    ear.session.add(event)
    return event.outcome


def settle_receipts(ear: Ear) -> int:
    """Find the messages of receipts that came before their messages were settled; return how many were found."""
    waiting = ear.session.exec(
        select(ZaloEvent).where(
            ZaloEvent.committee_id == ear.committee,
            ZaloEvent.name == "user_received_message",
            ZaloEvent.outcome == _WAITING,
            col(ZaloEvent.received_at) > ear.now - RECEIPTS_WAIT,
        )
    ).all()
    found = 0
    for event in waiting:
        facts = event.facts
        told = Told(
            event.name,
            event.identity,
            event.at,
            message_id=facts.get("message_id", ""),
            tracking_id=facts.get("tracking_id", ""),
        )
        event.outcome = _received(ear, told)
        ear.session.add(event)
        found += event.outcome == _DELIVERED
    return found + _settle_uncertain(ear)


def _settle_uncertain(ear: Ear) -> int:
    """A receipt may overtake the sender, who then still calls the message uncertain."""
    uncertain = ear.session.exec(
        select(Message)
        .join(Attempt, col(Attempt.message_id) == col(Message.id))
        .where(
            Message.committee_id == ear.committee,
            Message.state == MessageState.UNCERTAIN,
            Attempt.outcome == _DELIVERED,
        )
    ).all()
    for message in uncertain:
        _settle(ear, message)
    return len({message.id for message in uncertain})


def _settle(ear: Ear, message: Message) -> None:
    message.state, message.settled_at = MessageState.SENT.value, ear.now
    ear.session.add(message)
    withdraw_stand_in(ear.session, message.id or 0, ear.now)


def _received(ear: Ear, told: Told) -> str:
    """A message reached its person."""
    query = select(Message).where(Message.committee_id == ear.committee)
    message = None
    if told.tracking_id:
        message = ear.session.exec(query.where(Message.message_uid == told.tracking_id)).first()
    if message is None and told.message_id:
        of_attempt = select(Attempt.message_id).where(Attempt.remote_id == told.message_id)
        message = ear.session.exec(query.where(col(Message.id).in_(of_attempt))).first()
    if message is None or message.id is None:
        return _WAITING
    ear.session.add(
        Attempt(
            message_id=message.id,
            at=told.at or ear.now,
            outcome=_DELIVERED,
            remote_id=told.message_id or None,
        )
    )
    if message.state == MessageState.UNCERTAIN:
        _settle(ear, message)
    return _DELIVERED


def _wrote_to_account(ear: Ear, told: Told) -> str:
    return _heard(ear, told, ContactKind.ZALO_OA)


def _wrote_to_bot(ear: Ear, told: Told) -> str:
    return _heard(ear, told, ContactKind.ZALO_BOT)


def _heard(ear: Ear, told: Told, kind: ContactKind) -> str:
    at = min(told.at or ear.now, ear.now)
    point = linking.contact(ear.session, ear.committee, kind, told.account)
    if point is not None:
        _interacted(ear, point, at)
        if at >= point.since:
            _reachable(point, at)  # whoever writes can be written to
    heard = linking.hear_text(ear.session, ear.committee, kind, told.account, told.text, at, ear.now)
    if heard is Heard.LINKED:
        point = linking.contact(ear.session, ear.committee, kind, told.account)
        if point is not None and point.person_id is not None:
            linking.note_change(ear.session, ear.committee, point.person_id, "person.zalo", kind, SYSTEM, ear.now)
    return heard.value


def _interacted(ear: Ear, point: ContactPoint, at: datetime) -> None:
    """The 48 hours run from the person's last word, whatever order the words arrive in."""
    if point.last_interaction_at is None or point.last_interaction_at < at:
        point.last_interaction_at = at
    ear.session.add(point)


def _reachable(point: ContactPoint, at: datetime) -> None:
    if point.state != ContactState.OK:
        point.since, point.state, point.reason, point.code = at, ContactState.OK.value, None, None


def _followed(ear: Ear, told: Told) -> str:
    return _follows(ear, told, follows=True)


def _unfollowed(ear: Ear, told: Told) -> str:
    return _follows(ear, told, follows=False)


def _follows(ear: Ear, told: Told, *, follows: bool) -> str:
    point = linking.contact(ear.session, ear.committee, ContactKind.ZALO_OA, told.account)
    if point is None:
        return "unknown-person"
    at = min(told.at or ear.now, ear.now)
    if follows:
        _interacted(ear, point, at)
    if at < point.since:
        return "outdated"  # what happened later is known already
    if follows:
        _reachable(point, at)
    else:
        point.since, point.state, point.code = at, ContactState.FLAGGED.value, "unfollow"
        point.reason = "đã bỏ quan tâm tài khoản Zalo của cơ quan"
    ear.session.add(point)
    return told.name


def _template_changed(ear: Ear, told: Told) -> str:
    """The office's own template was enabled, or cannot be sent any more."""
    template = ear.office.digest_template
    if template is None or told.template_id != template.id:
        return _IGNORED
    state = _zalo_state(ear)
    if told.at is not None and state.since is not None and told.at < state.since and _by_template(state):
        return "outdated"
    if told.status == "ENABLE":
        if _by_template(state):
            state.needs_operator, state.reason, state.code, state.since = False, None, None, told.at or ear.now
    else:
        state.needs_operator, state.code = True, f"{_TEMPLATE_PREFIX}{told.status.lower()}"
        state.reason = "Zalo không cho gửi mẫu tin nhắc việc nữa: hãy xem mẫu tin trong trang quản lý ZBS."
        state.since = told.at or ear.now
    ear.session.add(state)
    return told.status or _IGNORED


def _by_template(state: ChannelState) -> bool:
    return state.code is None or state.code.startswith(_TEMPLATE_PREFIX)


def _quota_changed(ear: Ear, told: Told) -> str:
    """The daily quota is another one: what is left changes by as much."""
    state = _zalo_state(ear)
    if told.quota_after is None:
        return _IGNORED
    if state.quota_left is not None and told.quota_before is not None:
        state.quota_left = max(0, state.quota_left + told.quota_after - told.quota_before)
        state.quota_at = ear.now
        ear.session.add(state)
    return f"quota-{told.quota_after}"


def _zalo_state(ear: Ear) -> ChannelState:
    return ear.session.get(ChannelState, (ear.committee, "zalo")) or ChannelState(
        committee_id=ear.committee, channel="zalo"
    )


def _ignore(_ear: Ear, _told: Told) -> str:
    return _IGNORED


_ACTS: dict[str, Callable[[Ear, Told], str]] = {
    "user_received_message": _received,
    "user_send_text": _wrote_to_account,
    "bot_message": _wrote_to_bot,
    "follow": _followed,
    "unfollow": _unfollowed,
    "change_template_status": _template_changed,
    "change_oa_daily_quota": _quota_changed,
}

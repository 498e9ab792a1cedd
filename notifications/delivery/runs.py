"""Delivering, sending again, approving and dropping as whole runs: what the command line and the flows call."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from sqlmodel import Session

from config.database import reading
from config.reminders import CHANNELS
from notifications import going_live, outbox
from notifications.channels.choice import channels
from notifications.delivery.breaker import Standing
from notifications.delivery.owners import sending_from
from notifications.delivery.policy import rules_of
from notifications.delivery.result import DeliveryResult, Progress, silent
from notifications.delivery.sender import FALLBACK, Sender
from notifications.letter import Channel
from notifications.letters import WRITERS
from notifications.letters.templates import templates_folder
from notifications.link_making import link_maker
from notifications.models import MessageKind, MessageState
from notifications.writing import Desk, Writer
from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import Entry, log_changes
from tasks_registry.installation import Installation

Opening = Mapping[str, Callable[[], Channel]]
"""Channel name → opens one more of it."""


def deliver(
    here: Installation,
    progress: Progress = silent,
    *,
    even_if_closed: bool = False,
    opening: Opening | None = None,
    writers: Mapping[MessageKind, Writer] = WRITERS,
    jitter: Callable[[], float] = random.random,
) -> DeliveryResult:
    """Deliver what the outbox holds and is ready now, by every channel (``opening``: by default the installation's).

    E-mail comes last, so that what stands in for another channel goes out in the same run.
    """
    opening = channels(here.settings, here.files.office) if opening is None else opening
    with reading(here.engine) as session:
        waiting = outbox.waiting_channels(session, here.committee, here.now)
        held = _held_by_trial(here, session)
    result = DeliveryResult()
    with sending_from(here.settings.home) as owner:
        for name in [*(channel for channel in waiting if channel != FALLBACK), FALLBACK]:
            if name not in opening:
                result = result.plus(DeliveryResult(stopped=f"Chưa thiết lập kênh {name}: thư của kênh này đang chờ."))
                continue
            if name == FALLBACK and FALLBACK not in waiting and not result.stood_in:
                continue
            sender = Sender(
                here.engine,
                here.committee,
                name,
                opening[name],
                rules_of(name),
                writers,
                lambda: _desk(here),
                owner,
                here.now,
                jitter,
                held,
            )
            told = partial(_add_up, progress, result)
            result = result.plus(sender.deliver(told, even_if_closed=even_if_closed))
    return result


def _add_up(progress: Progress, before: DeliveryResult, done: DeliveryResult) -> None:
    progress(before.plus(done))


@contextmanager
def _desk(here: Installation) -> Iterator[Desk]:
    with reading(here.engine) as session:
        yield Desk(
            session,
            here.committee,
            here.files,
            here.calendar,
            here.settings.zone,
            here.now,
            link_maker(here),
            templates_folder(here.settings.home),
            here.settings.home,
        )


def _held_by_trial(here: Installation, session: Session) -> frozenset[int]:
    """Return the people who are not written to while the sending is not armed, whatever the outbox holds for them."""
    if not going_live.in_trial(session, here.committee, here.settings):
        return frozenset()
    people = store.load_directory(session, here.committee).people.values()
    return frozenset(one.id for one in people if one.email.lower() not in here.settings.allowed_recipients)


def undelivered(here: Installation, state: MessageState | None = None) -> list[outbox.Undelivered]:
    """Return what has not been delivered, on request only the messages in ``state``."""
    with reading(here.engine) as session:
        return outbox.undelivered(session, here.committee, outbox.UNDELIVERED if state is None else [state])


def stopped_channels(here: Installation) -> Mapping[str, Standing]:
    """Return the channels that are left alone at present, with why."""
    with reading(here.engine) as session:
        known = {name: outbox.standing_of(session, here.committee, name) for name in CHANNELS}
    return {name: standing for name, standing in known.items() if not standing.in_order}


def resend(here: Installation, message_ids: Sequence[int], *, reason: str | None = None) -> int:
    """Try messages again from the beginning that were given up or are uncertain; returns how many.

    They are sent by the next delivery. Raises ``NotInRegistry`` or ``Refused``, and then changes nothing.
    """
    return _handle(here, message_ids, outbox.STUCK, "message.resend", outbox.send_again, reason)


def resend_all_dead(here: Installation, *, reason: str | None = None) -> int:
    """Try all messages again that were given up: see ``resend``."""
    with reading(here.engine) as session:
        dead = outbox.dead_ids(session, here.committee)
    return resend(here, dead, reason=reason) if dead else 0


def approve(here: Installation, message_ids: Sequence[int]) -> int:
    """Let drafts go out; returns how many. Raises ``NotInRegistry`` or ``Refused``, and then changes nothing."""
    let_go = partial(outbox.let_go, by=here.actor.name)
    return _handle(here, message_ids, frozenset({MessageState.HELD}), "message.approve", let_go, None)


def withdraw(here: Installation, message_ids: Sequence[int], *, reason: str) -> int:
    """Drop drafts, never to be sent; returns how many. Raises ``NotInRegistry`` or ``Refused``, changing nothing."""
    if not reason.strip():
        raise Refused("Hãy ghi lý do bỏ thư.")
    return _handle(here, message_ids, frozenset({MessageState.HELD}), "message.drop", outbox.drop, reason)


_NOT_IN_STATE = {
    "message.resend": "không ở trạng thái cần gửi lại. Xem: dondoc outbox",
    "message.approve": "không phải thư chờ duyệt. Xem: dondoc draft list",
    "message.drop": "không phải thư chờ duyệt. Xem: dondoc draft list",
}


def _handle(
    here: Installation,
    message_ids: Sequence[int],
    allowed: frozenset[MessageState],
    action: str,
    change: Callable[[Session, Sequence[int], datetime], None],
    reason: str | None,
) -> int:
    require(here.actor, Duty.SEND)
    wanted = sorted(set(message_ids))
    with here.writing() as session:
        states = outbox.states_for_change(session, here.committee, wanted)
        for id_ in wanted:
            if id_ not in states:
                raise NotInRegistry(f"Không có thư số {id_}. Xem danh sách: dondoc outbox")
            if states[id_] not in allowed:
                raise Refused(f"Thư số {id_} {_NOT_IN_STATE[action]}")
        change(session, wanted, here.now)
        changed = outbox.states_for_change(session, here.committee, wanted)
        log_changes(
            session,
            here.committee,
            [
                Entry(action, "message", id_, {"state": states[id_].value}, {"state": changed[id_].value}, reason)
                for id_ in wanted
            ],
            actor=here.actor,
            at=here.now,
        )
    return len(wanted)

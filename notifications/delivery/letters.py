"""Letters for claimed messages, written from what is true now; one that cannot be written never stops the others."""

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from config.log import record
from notifications import outbox
from notifications.errors import FailureClass, Unwritable
from notifications.letter import Letter
from notifications.models import MessageKind, MessageState
from notifications.outbox import Claim, Settlement
from notifications.reach import addresses
from notifications.writing import Desk, Order, Writer

DeskOpener = Callable[[], AbstractContextManager[Desk]]
"""Opens a desk with a reading transaction of its own."""


@dataclass(frozen=True)
class Parcel:
    """A claimed message and its letter."""

    claim: Claim
    letter: Letter


def write_letters(
    open_desk: DeskOpener, claims: Sequence[Claim], writers: Mapping[MessageKind, Writer]
) -> tuple[list[Parcel], list[Settlement]]:
    """Write the letters of ``claims``, which are of one channel; returns them and what is settled without a letter.

    That is: nothing it would say is true any more, the person has no address there, or its writer failed.
    """
    letters: dict[int, Letter] = {}
    broken: dict[int, str] = {}
    unwritten: list[Order] = []
    with open_desk() as desk:
        orders, settled = _orders(desk, claims)
        for kind in dict.fromkeys(order.kind for order in orders.values()):
            of_kind = [order for order in orders.values() if order.kind is kind]
            try:
                letters |= writers[kind](desk, of_kind)
            except sa.exc.OperationalError:  # the database, not a message
                raise
            except Exception:  # one of them: each is written alone, by a desk of its own
                unwritten += of_kind
    for order in unwritten:
        letters |= _alone(open_desk, order, writers, broken)
    parcels = []
    for claim in claims:
        if claim.message_id in letters:
            parcels.append(Parcel(claim, letters[claim.message_id]))
        elif claim.message_id in broken:
            settled.append(_unsent(claim, MessageState.DEAD, FailureClass.PAYLOAD.value, broken[claim.message_id]))
        elif claim.message_id in orders:
            settled.append(_unsent(claim, MessageState.WITHDRAWN, "withdrawn"))
    return parcels, settled


def _orders(desk: Desk, claims: Sequence[Claim]) -> tuple[dict[int, Order], list[Settlement]]:
    """Return the orders of the claims that want a letter, by message, and what is settled of the others."""
    session, channel = desk.session, claims[0].channel
    people = {claim.person_id for claim in claims}
    entries = outbox.entries_of(session, [claim.message_id for claim in claims])
    persons = outbox.recipients(session, desk.committee, people)
    reached = addresses(session, desk.committee, channel, people, zalo=desk.files.office.zalo, now=desk.now)
    failed = outbox.channels_of(session, [claim.stands_in_for for claim in claims if claim.stands_in_for is not None])
    orders: dict[int, Order] = {}
    settled = []
    for claim in claims:
        person, address = persons.get(claim.person_id), reached.get(claim.person_id)
        says = entries.get(claim.message_id, ())
        if person is None or not says:
            settled.append(_unsent(claim, MessageState.WITHDRAWN, "withdrawn"))
        elif address is None:
            reason = f"{person.name} không có địa chỉ dùng được cho kênh này."
            settled.append(_unsent(claim, MessageState.DEAD, FailureClass.RECIPIENT.value, reason))
        else:
            orders[claim.message_id] = Order(
                claim.message_id,
                claim.message_uid,
                claim.kind,
                channel,
                person,
                address,
                says,
                stands_in_for=failed.get(claim.stands_in_for or 0),
            )
    return orders, settled


def _alone(
    open_desk: DeskOpener, order: Order, writers: Mapping[MessageKind, Writer], broken: dict[int, str]
) -> Mapping[int, Letter]:
    """Write one order; adds it to ``broken``, with the reason that people read, when it cannot be written."""
    try:
        with open_desk() as desk:
            return writers[order.kind](desk, [order])
    except sa.exc.OperationalError:
        raise
    except Unwritable as error:
        record("message.unwritable", level=logging.WARNING, message=order.message_id, fault=type(error).__name__)
        broken[order.message_id] = str(error)
        return {}
    except Exception as error:
        # Only the place of the fault: what an exception says may quote a task.
        place = traceback.extract_tb(error.__traceback__)[-1]
        record(
            "message.unwritable",
            level=logging.ERROR,
            message=order.message_id,
            fault=type(error).__name__,
            place=f"{Path(place.filename).name}:{place.lineno}",
        )
        broken[order.message_id] = "Không soạn được thư này; chi tiết trong nhật ký."
        return {}


def _unsent(claim: Claim, state: MessageState, outcome: str, reason: str | None = None) -> Settlement:
    return Settlement(claim, state, outcome, counted=False, reason=reason)

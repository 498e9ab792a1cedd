"""Delivery on both databases: what fails is settled by its class, listed, and never stops the rest."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from config.agencies import Access
from config.database import reading, unit_of_work
from notifications import keys, outbox
from notifications.delivery import runs
from notifications.delivery.result import DeliveryResult
from notifications.envelope import Entry, Envelope
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Letter, Receipt
from notifications.letters import WRITERS
from notifications.models import Attempt, ContactPoint, Message, MessageKind, MessageState, Reminder
from notifications.writing import Desk, Order
from tasks_registry.access import Actor
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation
from tasks_registry.models import History
from tests.conftest import Open
from tests.support.crowd import DUE, add_crowd, put_digests

MORNING = "2026-09-28T07:30"
Answer = Callable[[Letter], DeliveryError | None]


class ScriptedChannel:
    """A channel that answers by a rule, and remembers what it took."""

    name = "email"

    def __init__(self, answer: Answer, *, repeatable: bool = True, taken: list[Letter] | None = None) -> None:
        self.repeatable, self._answer = repeatable, answer
        self.taken: list[Letter] = [] if taken is None else taken
        self.opened = 0

    def open(self) -> "ScriptedChannel":
        self.opened += 1
        return self

    def send(self, letter: Letter) -> Receipt:
        refusal = self._answer(letter)
        if refusal is not None:
            raise refusal
        self.taken.append(letter)
        return Receipt(remote_id=f"r-{letter.uid}")

    def close(self) -> None:
        """Nothing is held open."""


def failing(kind: FailureClass, *, down: bool = False) -> DeliveryError:
    return DeliveryError("lý do", kind, code="550", channel_down=down)


def everybody(error: DeliveryError) -> Answer:
    return lambda _: error


def nobody(_letter: Letter) -> None:
    return None


@pytest.fixture
def here(open_at: Open) -> Installation:
    """An installation with ten officers, each with two tasks, and a digest for each in the outbox."""
    opened = open_at(MORNING)
    add_crowd(opened, 10, 2)
    put_digests(opened, "due-2")
    return opened


def at(here: Installation, later: timedelta) -> Installation:
    return replace(here, now=here.now + later)


def deliver(here: Installation, channel: ScriptedChannel, **more: Any) -> DeliveryResult:
    return runs.deliver(here, opening={"email": channel.open}, jitter=lambda: 0.0, **more)


def rows(here: Installation, table: Any) -> list[Any]:
    with reading(here.engine) as session:
        return list(session.exec(select(table).order_by(table.id)).all())


def states(here: Installation) -> Counter[str]:
    return Counter(message.state for message in rows(here, Message))


def test_a_dead_server_costs_one_attempt_and_blames_no_message(here: Installation) -> None:
    """Nothing is handed on, the channel rests, then a single message tries it."""
    dead = ScriptedChannel(everybody(failing(FailureClass.RETRY, down=True)))
    assert deliver(here, dead) == DeliveryResult(postponed=1, stopped="lý do")
    assert (len(rows(here, Attempt)), dead.opened) == (1, 1)
    assert {message.attempts for message in rows(here, Message)} == {0}
    assert states(here) == {MessageState.PENDING: 10}
    assert deliver(at(here, timedelta(seconds=30)), dead) == DeliveryResult(stopped="lý do")
    assert len(rows(here, Attempt)) == 1  # it was not even tried
    assert deliver(at(here, timedelta(minutes=2)), dead).postponed == 1
    well = ScriptedChannel(nobody)
    assert deliver(at(here, timedelta(minutes=3)), well, even_if_closed=True).sent == 10
    assert runs.stopped_channels(here) == {}


def test_a_fault_that_a_person_must_mend_stops_the_channel_and_is_said(here: Installation) -> None:
    """A refused login: one attempt, an alarm, no dead letters."""
    refused = ScriptedChannel(everybody(failing(FailureClass.OPERATOR, down=True)))
    assert deliver(here, refused) == DeliveryResult(postponed=1, stopped="lý do")
    assert runs.stopped_channels(here)["email"].needs_operator
    assert states(here) == {MessageState.PENDING: 10}
    assert deliver(at(here, timedelta(hours=2)), ScriptedChannel(nobody)).sent == 10
    assert runs.stopped_channels(here) == {}


def test_a_policy_against_one_recipient_stops_nobody_else(here: Installation) -> None:
    """The message waits for the person who must mend it; nine arrive, and no address is marked."""
    bad = "canbo3@hoamai.example"
    channel = ScriptedChannel(lambda letter: failing(FailureClass.OPERATOR) if letter.to == bad else None)
    assert deliver(here, channel) == DeliveryResult(sent=9, postponed=1)
    assert runs.stopped_channels(here) == {}
    assert rows(here, ContactPoint) == []


def test_a_refused_recipient_is_settled_flagged_and_stops_nobody(here: Installation) -> None:
    """One dead letter with its reason; the address is remembered; nine arrive."""
    bad = "canbo3@hoamai.example"
    channel = ScriptedChannel(lambda letter: failing(FailureClass.RECIPIENT) if letter.to == bad else None)
    result = deliver(here, channel)
    assert (result.sent, result.dead, result.stopped) == (9, 1, None)
    [point] = rows(here, ContactPoint)
    assert (point.kind, point.address, point.state, point.code) == ("email", bad, "flagged", "550")
    [listed] = runs.undelivered(here)
    assert (listed.state, listed.address, listed.failure) == (MessageState.DEAD, bad, "recipient")
    assert (listed.reason, listed.items, listed.attempts, listed.next_attempt_at) == ("lý do", 2, 1, None)


def test_a_writer_that_fails_for_one_message_stops_nobody(here: Installation) -> None:
    """The poisoned one is a dead letter; the others are written one by one."""
    poisoned = rows(here, Message)[4].id

    def write(desk: Desk, orders: Sequence[Order]) -> Mapping[int, Letter]:
        if any(order.message_id == poisoned for order in orders):
            raise ZeroDivisionError
        return WRITERS[MessageKind.DIGEST](desk, orders)

    result = deliver(here, ScriptedChannel(nobody), writers={MessageKind.DIGEST: write})
    assert (result.sent, result.dead) == (9, 1)
    [listed] = runs.undelivered(here)
    assert (listed.id, listed.failure) == (poisoned, "payload")


def test_a_channel_with_a_fault_of_its_own_stops_nobody(here: Installation) -> None:
    """What it threw is unknown: the letter may have gone out, so it comes again as it is."""

    def broken_for_one(letter: Letter) -> DeliveryError | None:
        if letter.to == "canbo3@hoamai.example":
            raise RuntimeError
        return None

    result = deliver(here, ScriptedChannel(broken_for_one))
    assert (result.sent, result.postponed) == (9, 1)
    [waiting] = [message for message in rows(here, Message) if message.state == MessageState.PENDING]
    assert (waiting.maybe_delivered, waiting.attempts) == (True, 1)


def test_a_channel_that_must_not_repeat_leaves_the_unknown_uncertain(here: Installation) -> None:
    """A person decides; sent again it is the same message."""
    silent = ScriptedChannel(everybody(failing(FailureClass.UNKNOWN)), repeatable=False)
    assert deliver(here, silent).uncertain == 10
    assert deliver(at(here, timedelta(days=3)), ScriptedChannel(nobody)).sent == 0
    uid = rows(here, Message)[0].message_uid
    assert runs.resend(here, [rows(here, Message)[0].id]) == 1
    channel = ScriptedChannel(nobody)
    assert deliver(here, channel).sent == 1
    assert [letter.uid for letter in channel.taken] == [uid]


def test_what_a_dead_sender_of_a_channel_that_must_not_repeat_had_claimed_is_uncertain(here: Installation) -> None:
    """It may have been handed over."""
    with unit_of_work(here.engine) as session:
        claims = outbox.claim_batch(session, here.committee, "email", owner="gone", now=here.now, limit=2)
        assert len(claims) == 2
        ids = outbox.free_abandoned(
            session, here.committee, "email", alive=[], dead=["gone"], repeatable=False, now=here.now
        )
    assert ids == [claim.message_id for claim in claims]
    assert states(here) == {MessageState.UNCERTAIN: 2, MessageState.PENDING: 8}


def test_a_sender_on_another_machine_is_left_alone_until_its_lease_ends_by_the_database_s_clock(
    here: Installation,
) -> None:
    """Whatever this machine's clock says."""
    with unit_of_work(here.engine) as session:
        outbox.claim_batch(session, here.committee, "email", owner="elsewhere", now=here.now, limit=1)
    much_later = at(here, timedelta(days=3650))
    assert deliver(much_later, ScriptedChannel(nobody)).sent == 9
    long_ago = here.now - timedelta(days=3650)
    with unit_of_work(here.engine) as session:
        session.connection().execute(
            sa.update(Message).where(col(Message.lease_owner) == "elsewhere").values(lease_until=long_ago)
        )
    assert deliver(here, ScriptedChannel(nobody)).sent == 1


def test_a_message_put_in_by_a_clock_that_was_wrong_goes_out_all_the_same(here: Installation) -> None:
    """Set back by a year, its time would never come."""
    wrong = at(here, timedelta(days=365))
    put_digests(here, "due-1", wrong.now)
    assert states(here) == {MessageState.PENDING: 10, MessageState.WITHDRAWN: 10}
    assert deliver(here, ScriptedChannel(nobody)).sent == 10


def test_an_outage_ends_in_one_digest_of_what_is_true_then(here: Installation) -> None:
    """Five days of milestones are folded; what an attempt may have brought is repeated as it is."""
    dead = ScriptedChannel(everybody(failing(FailureClass.RETRY, down=True)))
    for day, milestone in enumerate(("due-1", "due-0", "due+1", "due+2", "due+3")):
        later = at(here, timedelta(days=day))
        put_digests(later, milestone)
        deliver(later, dead)
    channel = ScriptedChannel(nobody)
    assert deliver(at(here, timedelta(days=5)), channel).sent == 10
    assert Counter(letter.to for letter in channel.taken).most_common(1)[0][1] == 1
    assert len(rows(here, Reminder)) == 10 * 2 * 6  # every milestone is on record


def test_the_letters_of_one_person_keep_their_order(open_at: Open) -> None:
    """Singles of one person go out oldest first, though four lanes send."""
    here = open_at(MORNING)
    add_crowd(here, 8, 6)
    with unit_of_work(here.engine) as session:
        pairs = session.connection().exec_driver_sql(
            "SELECT officer_id, id FROM task WHERE officer_id IS NOT NULL ORDER BY id"
        )
        envelopes = [
            Envelope(
                person,
                "email",
                MessageKind.SINGLE,
                (Entry(keys.task_key(task, "due-2", DUE, person, "email"), "due-2", DUE, task_id=task),),
            )
            for person, task in pairs
        ]
        ids = outbox.enqueue_all(session, here.committee, envelopes, here.now)
    channel = ScriptedChannel(nobody)
    assert deliver(here, channel, writers={MessageKind.SINGLE: WRITERS[MessageKind.DIGEST]}).sent == len(ids) == 48
    order = {message.message_uid: message.id for message in rows(here, Message)}
    for person in {letter.to for letter in channel.taken}:
        sent = [order[letter.uid] for letter in channel.taken if letter.to == person]
        assert sent == sorted(sent)


def test_what_zalo_does_not_bring_goes_by_e_mail_in_the_same_run(here: Installation) -> None:
    """Nobody is linked to Zalo here: the e-mail says the same and knows why it came; who has it gets no more."""
    deliver(here, ScriptedChannel(nobody))
    person, task = next((one.person_id, one.task_id) for one in rows(here, Reminder))
    with unit_of_work(here.engine) as session:
        for milestone in ("due-2", "due+7"):  # of the first the person has had the e-mail
            entry = Entry(keys.task_key(task, milestone, DUE, person, "zalo"), milestone, DUE, task_id=task)
            outbox.enqueue_all(
                session, here.committee, [Envelope(person, "zalo", MessageKind.SINGLE, (entry,))], here.now
            )
    orders: list[Order] = []

    def write(desk: Desk, wanted: Sequence[Order]) -> Mapping[int, Letter]:
        orders.extend(wanted)
        return WRITERS[MessageKind.DIGEST](desk, wanted)

    email, zalo = ScriptedChannel(nobody), ScriptedChannel(nobody, repeatable=False)
    result = runs.deliver(
        here, opening={"email": email.open, "zalo": zalo.open}, writers={MessageKind.SINGLE: write}, jitter=lambda: 0.0
    )
    assert (result.stood_in, result.sent) == (1, 1)
    assert [(order.channel, order.stands_in_for, order.entries[0].milestone) for order in orders] == [
        ("email", "zalo", "due+7")
    ]
    [original] = [message for message in rows(here, Message) if message.stands_in_for_id]
    assert email.taken[0].uid == original.message_uid


def test_an_escalation_does_not_take_the_place_of_a_digest(here: Installation) -> None:
    """They say different things of the same task; a later reminder by the same channel does take it."""
    first = rows(here, Reminder)[0]
    with unit_of_work(here.engine) as session:
        for milestone, kind, channel in (
            ("escalation-1", MessageKind.ESCALATION, "email"),
            ("due-1", MessageKind.SINGLE, "zalo"),
        ):
            entry = Entry(
                keys.task_key(first.task_id, milestone, DUE, first.person_id, channel), milestone, DUE, first.task_id
            )
            outbox.enqueue_all(session, here.committee, [Envelope(first.person_id, channel, kind, (entry,))], here.now)
        assert len(outbox.entries_of(session, [first.message_id])[first.message_id]) == 2
        entry = Entry(keys.task_key(first.task_id, "due-1", DUE, first.person_id, "email"), "due-1", DUE, first.task_id)
        outbox.enqueue_all(
            session, here.committee, [Envelope(first.person_id, "email", MessageKind.SINGLE, (entry,))], here.now
        )
        assert len(outbox.entries_of(session, [first.message_id])[first.message_id]) == 1


def test_of_two_runs_the_second_drops_only_what_the_first_said(here: Installation) -> None:
    """Half a digest is new, half was said; all of it said: no message."""
    first = rows(here, Reminder)[0]
    said = Entry(first.key, first.milestone, DUE, first.task_id)
    new = Entry("k-new", "due+30", DUE, first.task_id)
    with unit_of_work(here.engine) as session:
        half = Envelope(first.person_id, "email", MessageKind.SINGLE, (said, new))
        repeat = Envelope(first.person_id, "email", MessageKind.SINGLE, (said,))
        ids = outbox.enqueue_all(session, here.committee, [repeat, half], here.now)
        assert (ids[0], ids[1] is not None) == (None, True)
        assert outbox.enqueue_all(session, here.committee, [half, repeat], here.now) == [None, None]
    kept = [row.key for row in rows(here, Reminder) if row.message_id == ids[1]]
    assert kept == ["k-new"]
    assert len(rows(here, Message)) == 11


def test_quiet_hours_and_drafts_wait(here: Installation) -> None:
    """Neither goes out before its hour or its approval, and approving leaves a trace."""
    deliver(here, ScriptedChannel(nobody))
    person, task = next((one.person_id, one.task_id) for one in rows(here, Reminder))
    with unit_of_work(here.engine) as session:
        ids = outbox.enqueue_all(
            session,
            here.committee,
            [
                Envelope(person, "email", MessageKind.DIGEST, (Entry("k1", "due+1", DUE, task),), held=True),
                Envelope(person, "email", MessageKind.SINGLE, (Entry("k2", "due+2", DUE, task),), held=True),
                Envelope(person, "email", MessageKind.DIGEST, (Entry("k3", "due+3", DUE, task),),
                         not_before=here.now + timedelta(hours=1)),
            ],
            here.now,
        )  # fmt: skip
    draft, unwanted, quiet = (id_ or 0 for id_ in ids)
    writers = dict.fromkeys(MessageKind, WRITERS[MessageKind.DIGEST])
    assert deliver(here, ScriptedChannel(nobody), writers=writers).sent == 0
    assert [one.id for one in runs.undelivered(here, MessageState.HELD)] == sorted([draft, unwanted])
    with pytest.raises(Refused, match="lý do"):
        runs.withdraw(here, [unwanted], reason=" ")
    assert runs.withdraw(here, [unwanted], reason="đã trao đổi trực tiếp") == 1
    assert runs.approve(here, [draft]) == 1
    with pytest.raises(Refused, match="không phải thư chờ duyệt"):
        runs.approve(here, [draft])
    with pytest.raises(Refused, match="không ở trạng thái cần gửi lại"):
        runs.resend(here, [quiet])
    with pytest.raises(NotInRegistry, match="Không có thư số 999"):
        runs.resend(here, [999])
    [approved] = [message for message in rows(here, Message) if message.id == draft]
    assert (approved.approved_by, approved.approved_at) == (here.actor.name, here.now)
    traces = [(row.action, row.entity_id, row.reason) for row in rows(here, History) if row.entity == "message"]
    assert traces == [("message.drop", unwanted, "đã trao đổi trực tiếp"), ("message.approve", draft, None)]
    assert deliver(at(here, timedelta(hours=1)), ScriptedChannel(nobody), writers=writers).sent >= 1
    assert runs.undelivered(here) == []


def test_all_dead_letters_are_sent_again_by_one_command(here: Installation) -> None:
    """After the mend they arrive; only the office may do that."""
    deliver(here, ScriptedChannel(everybody(failing(FailureClass.PAYLOAD))))
    assert states(here) == {MessageState.DEAD: 10}
    with pytest.raises(Refused, match="duyệt, bỏ, gửi lại thư"):
        runs.resend_all_dead(replace(here, actor=Actor("Lạc", Access.AGENCY)))
    assert runs.resend_all_dead(here, reason="đã sửa mẫu") == 10
    assert deliver(here, ScriptedChannel(nobody)).sent == 10
    assert runs.resend_all_dead(here) == 0

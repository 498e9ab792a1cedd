"""What Zalo tells by webhook: genuine or not, told twice, late, out of order; receipts, links, leavers, quotas."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from config.database import reading, unit_of_work
from notifications.channels.zalo import runs
from notifications.channels.zalo.addresses import best_address
from notifications.models import (
    Attempt,
    ChannelState,
    ContactKind,
    ContactPoint,
    Message,
    MessageState,
    ZaloCode,
    ZaloEvent,
)
from notifications.zalo_standin import hooks
from notifications.zalo_standin.hooks import Hook
from notifications.zalo_standin.model import Place, Sent
from tasks_registry import store
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation
from tests.conftest import Open
from tests.support.zalo import CHAT, PHONE, TEMPLATE, USER, World

BANG = "bang.dinhcong@hoamai.example"
AN = "an.trinhthihoai@hoamai.example"
UID = "cd" * 16
SENT = Sent(Place.BY_PHONE, PHONE, "msg-77", {}, UID)


@pytest.fixture
def here(world: World, open_at: Open) -> Installation:
    """The installation at eight in the morning, pointed at the stand-in."""
    return open_at("2026-09-18T08:00", **world.values())


def later(here: Installation, **passed: int) -> Installation:
    return replace(here, now=here.now + timedelta(**passed))


def told(here: Installation, hook: Hook) -> int:
    return runs.handle_oa_webhook(here, hook.raw, hook.headers)


def told_bot(here: Installation, hook: Hook) -> int:
    return runs.handle_bot_webhook(here, hook.raw, hook.headers)


def outcomes(here: Installation) -> list[str | None]:
    with reading(here.engine) as session:
        return list(session.exec(select(ZaloEvent.outcome).order_by(ZaloEvent.id)).all())  # type: ignore[arg-type]


def points(here: Installation, email: str = BANG) -> list[ContactPoint]:
    with reading(here.engine) as session:
        person = store.person_by_email(session, here.committee, email)
        assert person is not None
        return list(session.exec(select(ContactPoint).where(ContactPoint.person_id == person.id)).all())


def outbox_message(here: Installation, state: MessageState, remote_id: str | None = None) -> int:
    """Put a message of Zalo into the outbox as a sender left it."""
    with unit_of_work(here.engine) as session:
        person = store.person_by_email(session, here.committee, BANG)
        assert person is not None
        message = Message(
            committee_id=here.committee,
            person_id=person.id or 0,
            channel="zalo",
            kind="digest",
            message_uid=UID,
            state=state.value,
            created_at=here.now,
            next_attempt_at=here.now,
        )
        session.add(message)
        session.flush()
        outcome = "sent" if state is MessageState.SENT else "unknown"
        session.add(Attempt(message_id=message.id or 0, at=here.now, outcome=outcome, remote_id=remote_id))
        return message.id or 0


def state_of(here: Installation, message_id: int) -> tuple[str, list[str]]:
    with reading(here.engine) as session:
        message = session.get_one(Message, message_id)
        attempts = session.exec(select(Attempt).where(Attempt.message_id == message_id).order_by(Attempt.id)).all()  # type: ignore[arg-type]
        return message.state, [attempt.outcome for attempt in attempts]


def test_a_receipt_settles_a_message_of_which_nobody_knew(here: Installation, world: World) -> None:
    """Found by our own id; told twice it counts once."""
    message = outbox_message(here, MessageState.UNCERTAIN)
    hook = hooks.delivered(world.zalo, SENT, here.now)
    assert [told(here, hook), told(later(here, minutes=5), hook)] == [200, 200]
    assert state_of(here, message) == ("sent", ["unknown", "delivered"])


def test_a_receipt_without_our_id_is_found_by_zalo_s(here: Installation, world: World) -> None:
    """Templates by user take no tracking id."""
    message = outbox_message(here, MessageState.SENT, remote_id="msg-77")
    told(here, hooks.delivered(world.zalo, replace(SENT, tracking_id=""), here.now))
    assert state_of(here, message) == ("sent", ["sent", "delivered"])


def test_a_receipt_that_overtakes_the_sender_is_found_later(here: Installation, world: World) -> None:
    """Before the message's id was stored, or while the sender still waits for its answer."""
    world.grant(here.settings)
    told(here, hooks.delivered(world.zalo, replace(SENT, tracking_id=""), here.now))
    assert outcomes(here) == ["waiting"]
    message = outbox_message(here, MessageState.SENT, remote_id="msg-77")
    runs.keep_up(later(here, minutes=5))
    assert (state_of(here, message)[1], outcomes(here)) == (["sent", "delivered"], ["delivered"])
    runs.keep_up(later(here, minutes=10))
    assert state_of(here, message)[1] == ["sent", "delivered"]


def test_a_receipt_that_came_while_the_sender_waited_settles_what_the_sender_left(
    here: Installation, world: World
) -> None:
    """Claimed when the receipt came, uncertain when the sender gave up."""
    world.grant(here.settings)
    message = outbox_message(here, MessageState.CLAIMED)
    told(here, hooks.delivered(world.zalo, SENT, here.now))
    assert state_of(here, message)[0] == "claimed"
    with unit_of_work(here.engine) as session:
        session.get_one(Message, message).state = MessageState.UNCERTAIN.value
    runs.keep_up(here)
    assert state_of(here, message)[0] == "sent"


@pytest.mark.parametrize("first", ["app_id", "oa_id"])
def test_either_signature_is_taken_and_counted(here: Installation, world: World, first: str) -> None:
    """Which one Zalo uses is seen, not assumed."""
    assert told(here, hooks.wrote(world.zalo, USER, "Chào", here.now, sign_with=first)) == 200
    assert runs.status(here).signatures == {first: 1}


def test_what_zalo_did_not_sign_is_refused(here: Installation, world: World) -> None:
    """A wrong mac, none, another body under a right mac, a body written anew: 403, and nothing is kept."""
    hook = hooks.wrote(world.zalo, USER, "123456", here.now)
    anew = hook.raw.replace(b":  ", b":")
    for raw, headers in (
        (hook.raw, hooks.wrote(world.zalo, USER, "123456", here.now, sign_with="wrong").headers),
        (hook.raw, {}),
        (hook.raw.replace(b"123456", b"654321"), hook.headers),
        (anew, hook.headers),
        (hook.raw, {"X-ZEvent-Signature": "mac=ế"}),
    ):
        assert runs.handle_oa_webhook(here, raw, headers) == 403
    assert outcomes(here) == []
    assert runs.handle_oa_webhook(here, hook.raw, {name.lower(): value for name, value in hook.headers.items()}) == 200


def test_what_cannot_be_read_is_refused(here: Installation, open_at: Open) -> None:
    """No JSON, no object, too long; and nothing at all is taken without the key."""
    assert [runs.handle_oa_webhook(here, raw, {}) for raw in (b"", b"[]", b"\xff", b"[" * 100_000)] == [400] * 4
    assert runs.handle_oa_webhook(here, b" " * 300_000, {}) == 413
    plain = open_at("2026-09-18T08:00")
    assert (runs.handle_oa_webhook(plain, b"{}", {}), runs.handle_bot_webhook(plain, b"{}", {})) == (404, 404)


def test_a_person_is_linked_by_a_code_typed_to_the_account(here: Installation, world: World) -> None:
    """Once; what was written is not kept, nor is the code."""
    code, until = runs.link_code(here, BANG)
    assert (len(code), until - here.now) == (6, timedelta(minutes=15))
    told(later(here, minutes=2), hooks.wrote(world.zalo, USER, f" Mã: {code}. ", here.now + timedelta(minutes=1)))
    (point,) = points(here)
    assert (point.kind, point.address, point.state) == ("zalo-oa", USER, "ok")
    assert point.last_interaction_at == here.now + timedelta(minutes=1)
    told(here, hooks.wrote(world.zalo, "another", code, here.now, message_id="in-2"))
    assert (outcomes(here), len(points(here))) == (["linked", "expired-code"], 1)
    with reading(here.engine) as session:
        kept = f"{session.exec(select(ZaloEvent)).all()} {session.exec(select(ZaloCode)).all()}"
    assert code not in kept
    assert "Mã:" not in kept


def test_a_code_is_judged_by_when_it_was_typed(here: Installation, world: World) -> None:
    """A webhook may come an hour late; a code typed after its quarter of an hour is of no use."""
    code, until = runs.link_code(here, BANG)
    told(later(here, minutes=75), hooks.wrote(world.zalo, USER, code, until + timedelta(seconds=1)))
    assert points(here) == []
    told(later(here, minutes=75), hooks.wrote(world.zalo, USER, code, until - timedelta(seconds=1), message_id="in-2"))
    assert [point.address for point in points(here)] == [USER]


def test_a_new_code_takes_the_place_of_the_old_one(here: Installation, world: World) -> None:
    """Only the last one printed works."""
    old, _ = runs.link_code(here, BANG)
    new, _ = runs.link_code(here, BANG)
    told(here, hooks.wrote(world.zalo, USER, old, here.now))
    assert points(here) == []
    told(here, hooks.wrote(world.zalo, USER, new, here.now, message_id="in-2"))
    assert len(points(here)) == 1


def test_guessing_ends_after_five_tries(here: Installation, world: World) -> None:
    """Then not even the right code is looked at, for that account; a quarter of an hour later it is."""
    code, _ = runs.link_code(here, BANG)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for number in range(5):
        told(here, hooks.wrote(world.zalo, USER, wrong, here.now, message_id=f"in-{number}"))
    told(here, hooks.wrote(world.zalo, USER, code, here.now, message_id="in-right"))
    assert outcomes(here) == ["wrong-code"] * 5 + ["limited"]
    told(here, hooks.wrote(world.zalo, "honest", code, here.now, message_id="in-honest"))
    assert [point.address for point in points(here)] == ["honest"]
    after = later(here, minutes=16)
    code, _ = runs.link_code(after, BANG)
    told(after, hooks.wrote(world.zalo, USER, code, after.now, message_id="in-after"))
    assert [point.address for point in points(here)] == [USER]


def test_guessing_by_many_accounts_ends_too(here: Installation, world: World) -> None:
    """Fifty wrong codes in a quarter of an hour, whoever they come from."""
    code, _ = runs.link_code(here, BANG)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for number in range(50):
        told(here, hooks.wrote(world.zalo, f"u{number}", wrong, here.now, message_id=f"in-{number}"))
    told(here, hooks.wrote(world.zalo, USER, code, here.now, message_id="in-right"))
    assert outcomes(here)[-1] == "limited"


def test_an_account_belongs_to_who_linked_it_last(here: Installation, world: World) -> None:
    """A telephone that was passed on."""
    for number, email in enumerate((BANG, AN)):
        code, _ = runs.link_code(here, email)
        told(here, hooks.wrote(world.zalo, USER, code, here.now, message_id=f"in-{number}"))
    assert (points(here, BANG), [point.address for point in points(here, AN)]) == ([], [USER])


def test_whoever_leaves_is_flagged_and_whoever_comes_back_is_not(here: Installation, world: World) -> None:
    """Nothing goes to a flagged one."""
    code, _ = runs.link_code(here, BANG)
    told(here, hooks.wrote(world.zalo, USER, code, here.now))
    after = later(here, hours=3)
    left = hooks.followed(world.zalo, USER, here.now + timedelta(hours=1), follows=False)
    back = hooks.followed(world.zalo, USER, here.now + timedelta(hours=2))
    told(after, left)
    (point,) = points(here)
    assert (point.state, point.code) == ("flagged", "unfollow")
    assert best_address(points(here), after.now, here.files.office.zalo) is None
    told(after, back)
    (point,) = points(here)
    assert (point.state, point.last_interaction_at) == ("ok", here.now + timedelta(hours=2))
    told(after, hooks.followed(world.zalo, "unknown", here.now))
    assert outcomes(here)[-1] == "unknown-person"


def test_an_unfollow_that_comes_late_changes_nothing(here: Installation, world: World) -> None:
    """The follow after it has been heard already."""
    code, _ = runs.link_code(here, BANG)
    told(here, hooks.wrote(world.zalo, USER, code, here.now))
    after = later(here, hours=3)
    first = hooks.followed(world.zalo, USER, here.now + timedelta(hours=1), follows=False)
    told(after, first)
    told(after, hooks.followed(world.zalo, USER, here.now + timedelta(hours=2)))
    told(after, hooks.followed(world.zalo, USER, here.now + timedelta(minutes=70), follows=False))
    assert (points(here)[0].state, outcomes(here)[-1]) == ("ok", "outdated")


def test_the_office_s_template_that_cannot_be_sent_calls_a_person(here: Installation, world: World) -> None:
    """Other templates do not; enabled again, all is well."""

    def state() -> ChannelState | None:
        with reading(here.engine) as session:
            return session.get(ChannelState, (here.committee, "zalo"))

    told(here, hooks.template_changed(world.zalo, "another", "REJECT", here.now))
    assert state() is None
    told(here, hooks.template_changed(world.zalo, TEMPLATE, "DISABLE", here.now, reason="chất lượng"))
    found = state()
    assert found is not None
    assert (found.needs_operator, found.code) == (True, "template-disable")
    told(later(here, hours=1), hooks.template_changed(world.zalo, TEMPLATE, "ENABLE", here.now + timedelta(hours=1)))
    found = state()
    assert found is not None
    assert (found.needs_operator, found.code) == (False, None)


def test_another_daily_quota_changes_what_is_left(here: Installation, world: World) -> None:
    """As much more or less as the quota grew or shrank."""
    with unit_of_work(here.engine) as session:
        session.add(ChannelState(committee_id=here.committee, channel="zalo", quota_left=100))
    told(here, hooks.quota_changed(world.zalo, 500, 1000, here.now))
    told(here, hooks.quota_changed(world.zalo, 1000, 100, later(here, hours=1).now))
    with reading(here.engine) as session:
        state = session.get_one(ChannelState, (here.committee, "zalo"))
    assert (state.quota_left, state.quota_at) == (0, here.now)


def test_the_account_s_own_echo_is_ignored(here: Installation, world: World) -> None:
    """And what is not known yet as well."""
    assert told(here, hooks.echo(world.zalo, USER, here.now)) == 200
    assert outcomes(here) == ["ignored"]


def test_the_bot_s_webhook_wants_its_secret(here: Installation, world: World) -> None:
    """A code typed to the bot links the chat; told twice it is one."""
    code, _ = runs.link_code(here, BANG)
    update = hooks.bot_update(CHAT, code, here.now)
    assert told_bot(here, hooks.bot_hook(world.zalo, update, secret="another-secret")) == 403
    assert told_bot(here, hooks.bot_hook(world.zalo, update, secret="")) == 403
    assert points(here) == []
    assert [told_bot(here, hooks.bot_hook(world.zalo, update)) for _ in range(2)] == [200, 200]
    assert [(point.kind, point.address) for point in points(here)] == [("zalo-bot", CHAT)]
    assert outcomes(here) == ["linked"]
    assert told_bot(here, hooks.bot_hook(world.zalo, {"event_name": "message.sticker.received"})) == 200


def test_a_bot_without_a_webhook_is_polled(here: Installation, world: World) -> None:
    """One update at a time, until there is none; a text without a code links nobody."""
    code, _ = runs.link_code(here, BANG)
    world.zalo.updates.append(hooks.bot_update(CHAT, "Chào", here.now))
    world.zalo.updates.append(hooks.bot_update(CHAT, code, here.now, message_id="b-2"))
    assert runs.poll(here) == (2, 1)
    assert runs.poll(here) == (0, 0)
    assert [point.address for point in points(here)] == [CHAT]


def test_somebody_who_blocked_the_bot_and_writes_again_is_reached_again(here: Installation, world: World) -> None:
    """Whoever writes can be written to."""
    code, _ = runs.link_code(here, BANG)
    told_bot(here, hooks.bot_hook(world.zalo, hooks.bot_update(CHAT, code, here.now)))
    with unit_of_work(here.engine) as session:
        point = session.exec(select(ContactPoint).where(ContactPoint.kind == ContactKind.ZALO_BOT)).one()
        point.state, point.since = "flagged", here.now
    after = later(here, hours=1)
    told_bot(after, hooks.bot_hook(world.zalo, hooks.bot_update(CHAT, "Tôi đây", after.now, message_id="b-2")))
    assert points(here)[0].state == "ok"


def test_a_telephone_number_is_stored_as_zalo_takes_it(here: Installation) -> None:
    """The newest one of a person; the history names neither."""
    runs.set_phone(here, BANG, "0900 000 222")
    runs.set_phone(here, BANG, "+84 900 000 111")
    assert [point.address for point in points(here)] == [PHONE]
    with reading(here.engine) as session:
        rows = list(store.history_of(session, "person", points(here)[0].person_id or 0))
    assert [row.action for row in rows][-2:] == ["person.zalo_phone"] * 2
    assert PHONE not in str(rows)
    with pytest.raises(Refused, match="Số điện thoại"):
        runs.set_phone(here, BANG, "12345")


def test_only_known_people_are_linked_and_only_by_who_may(here: Installation, open_at: Open) -> None:
    """Everybody may link an own account; others only who organises."""
    with pytest.raises(NotInRegistry, match="person list"):
        runs.link_code(here, "khong.co@hoamai.example")
    bang = open_at("2026-09-18T08:00", actor=BANG)
    assert len(runs.link_code(bang, BANG)[0]) == 6
    with pytest.raises(Refused, match="quản lý cơ quan và cán bộ"):
        runs.link_code(bang, AN)

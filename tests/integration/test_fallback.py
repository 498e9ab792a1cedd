"""From Zalo to e-mail, over the real channel, the stand-in of Zalo and a real mail server: told once, and saying so."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from config.database import reading as reading_session
from notifications import runs
from notifications.channels.zalo import runs as zalo_runs
from notifications.delivery.result import DeliveryResult
from notifications.delivery.runs import deliver
from notifications.models import Attempt, ContactPoint, ContactState, Message, MessageState
from notifications.people_runs import WishChange, change_wish, clear_contacts
from notifications.proof import LineKind
from notifications.proof_runs import proof_of
from notifications.zalo_standin import hooks
from notifications.zalo_standin.model import Fault, Place
from tasks_registry import intake
from tasks_registry.installation import Installation
from tests.conftest import Open
from tests.support.cast import AN, OFFICER
from tests.support.going_live import release_everything
from tests.support.mail import MailServer
from tests.support.readings import proposal, reading
from tests.support.zalo import PHONE, USER, World, running_zalo

DUE = date(2026, 9, 21)
MORNING = "2026-09-18T08:00"
INSTEAD = "Tin gửi đồng chí qua Zalo không tới nơi"


@pytest.fixture
def world(home: Any) -> Iterator[World]:
    """A stand-in that the installation of ``home`` is pointed at."""
    with running_zalo(home) as world:
        yield world


@pytest.fixture
def here(world: World, open_at: Open, mail_server: MailServer) -> Installation:
    """The officer of two tasks is a follower with a telephone number, and wishes to hear by Zalo alone."""
    earlier = open_at("2026-09-10T08:00", smtp_url=mail_server.url, **world.values())
    opened = open_at(MORNING, smtp_url=mail_server.url, **world.values())
    with earlier.writing() as session:
        intake.import_reading(
            session,
            reading(
                proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=DUE),
                proposal("Rà soát các tiêu chí nông thôn mới", due=DUE),
            ),
            file_name="a.docx",
            accept=True,
            files=earlier.files,
            calendar=earlier.calendar,
            actor=AN,
            now=earlier.now,
        )
    release_everything(earlier)
    for hours in range(3):  # that the tasks were assigned is told by mail before the story begins
        runs.remind(later(earlier, hours=hours))
    mail_server.mails.clear()
    world.grant(opened.settings)
    code, _ = zalo_runs.link_code(opened, OFFICER.email)
    hook = hooks.wrote(world.zalo, USER, code, opened.now)
    assert zalo_runs.handle_oa_webhook(opened, hook.raw, hook.headers) == 200
    zalo_runs.set_phone(opened, OFFICER.email, "0900000111")
    change_wish(opened, OFFICER.email, WishChange(channels=["zalo"]))
    return opened


def later(here: Installation, **passed: int) -> Installation:
    return replace(here, now=here.now + timedelta(**passed))


def rows(here: Installation, table: Any) -> list[Any]:
    with reading_session(here.engine) as session:
        return list(session.exec(select(table).order_by(table.id)).all())


def messages(here: Installation) -> list[tuple[str, str]]:
    """Return channel and state of what was said since the officer was linked."""
    return [(one.channel, one.state) for one in rows(here, Message) if one.created_at >= here.now - timedelta(days=4)]


def flagged(here: Installation) -> set[tuple[str, str, str | None]]:
    return {
        (point.kind, point.address, point.code)
        for point in rows(here, ContactPoint)
        if point.state == ContactState.FLAGGED
    }


def refuse_everywhere(world: World) -> None:
    world.zalo.followers[USER].blocked = True
    world.zalo.phones.clear()


def test_who_is_reached_by_zalo_gets_no_mail(here: Installation, world: World, mail_server: MailServer) -> None:
    """The way it should be: one template, nothing else, however often the run is repeated."""
    for hours in range(3):
        runs.remind(later(here, hours=hours))
    assert [sent.place for sent in world.zalo.sent] == [Place.BY_USER]
    assert messages(here) == [("zalo", MessageState.SENT)]
    assert mail_server.mails == []


def test_a_way_that_was_refused_is_flagged_though_another_one_took_it(
    here: Installation, world: World, mail_server: MailServer
) -> None:
    """Next time the telephone number comes first; nobody is told twice."""
    world.zalo.followers[USER].follows = False
    runs.remind(here)
    assert [sent.place for sent in world.zalo.sent] == [Place.BY_PHONE]
    assert {(kind, address) for kind, address, _ in flagged(here)} == {("zalo-oa", USER)}
    asked = len(world.zalo.requests)
    runs.remind(later(here, hours=1))
    assert len(world.zalo.requests) == asked
    world.now += timedelta(days=3)
    runs.remind(later(here, days=3))  # the due day
    assert [sent.place for sent in world.zalo.sent] == [Place.BY_PHONE] * 2
    assert mail_server.mails == []


def test_somebody_whom_zalo_refuses_everywhere_hears_by_mail_in_the_same_run(
    here: Installation, world: World, mail_server: MailServer
) -> None:
    """Every way is flagged with its code, the mail says what happened, and it is the only one."""
    refuse_everywhere(world)
    runs.remind(here)
    (mail,) = mail_server.to(OFFICER.email)
    for part in ("plain", "html"):
        body = mail.get_body((part,))
        assert body is not None
        assert INSTEAD in " ".join(body.get_content().split())
        assert "2026-Q3-001" in body.get_content()
    assert {(kind, address) for kind, address, _ in flagged(here)} == {
        ("zalo-oa", USER),
        ("zalo-phone", PHONE),
    }
    assert messages(here) == [("zalo", MessageState.DEAD), ("email", MessageState.SENT)]
    for hours in (1, 2, 3):
        runs.remind(later(here, hours=hours))
    assert len(mail_server.mails) == 1
    assert world.zalo.sent == []


def test_the_next_milestone_comes_by_mail_and_zalo_again_once_it_is_mended(
    here: Installation, world: World, mail_server: MailServer
) -> None:
    """No address at Zalo is left: e-mail is the channel of record, and says nothing of a lost message."""
    refuse_everywhere(world)
    runs.remind(here)
    asked = len(world.zalo.requests)
    due_day = later(here, days=3)
    runs.remind(due_day)
    assert len(world.zalo.requests) == asked
    assert len(mail_server.mails) == 2
    body = mail_server.mails[1].get_body(("plain",))
    assert body is not None
    assert INSTEAD not in " ".join(body.get_content().split())
    world.zalo.followers[USER].blocked = False
    clear_contacts(due_day, OFFICER.email)
    runs.remind(later(due_day, hours=1))
    assert Counter(messages(here))[("email", MessageState.SENT)] == 2
    world.now += timedelta(days=4)
    runs.remind(later(here, days=4))
    assert [sent.place for sent in world.zalo.sent] == [Place.BY_USER]


def test_after_a_cut_line_a_mail_stands_in_and_a_receipt_settles_what_was_uncertain(
    here: Installation, world: World, mail_server: MailServer
) -> None:
    """Zalo had taken it after all: its receipt says so, and nothing is sent again."""
    world.zalo.break_next(Place.BY_USER, Fault.CUT)
    runs.remind(here)
    assert messages(here) == [("zalo", MessageState.UNCERTAIN), ("email", MessageState.SENT)]
    assert flagged(here) == set()
    assert len(mail_server.mails) == len(world.zalo.sent) == 1
    runs.remind(later(here, minutes=15))
    (sent,) = world.zalo.sent
    uid = rows(here, Message)[-2].message_uid
    hook = hooks.delivered(world.zalo, replace(sent, tracking_id=uid), here.now + timedelta(minutes=20))
    assert zalo_runs.handle_oa_webhook(later(here, minutes=20), hook.raw, hook.headers) == 200
    assert messages(here) == [("zalo", MessageState.SENT), ("email", MessageState.SENT)]
    runs.remind(later(here, hours=1))
    assert (len(mail_server.mails), len(world.zalo.sent)) == (1, 1)


def test_a_receipt_withdraws_a_mail_that_has_not_gone_out_yet(
    here: Installation, world: World, mail_server: MailServer
) -> None:
    """The mail server was down meanwhile: what arrived by Zalo need not be said again."""
    world.zalo.break_next(Place.BY_USER, Fault.CUT)
    mail_server.answer_recipient = lambda _: "451 Bảo trì"
    runs.remind(here)
    assert messages(here) == [("zalo", MessageState.UNCERTAIN), ("email", MessageState.PENDING)]
    (sent,) = world.zalo.sent
    uid = rows(here, Message)[-2].message_uid
    hook = hooks.delivered(world.zalo, replace(sent, tracking_id=uid), here.now + timedelta(minutes=2))
    assert zalo_runs.handle_oa_webhook(later(here, minutes=2), hook.raw, hook.headers) == 200
    assert messages(here) == [("zalo", MessageState.SENT), ("email", MessageState.WITHDRAWN)]
    mail_server.answer_recipient = lambda _: None
    runs.remind(later(here, hours=1))
    deliver(later(here, hours=2))
    assert mail_server.mails == []


def test_who_hears_by_both_channels_needs_no_stand_in(
    here: Installation, world: World, mail_server: MailServer
) -> None:
    """The mail of its own says it; nothing claims that a message was lost."""
    change_wish(here, OFFICER.email, WishChange(channels=["email", "zalo"]))
    refuse_everywhere(world)
    runs.remind(here)
    (mail,) = mail_server.to(OFFICER.email)
    body = mail.get_body(("plain",))
    assert body is not None
    assert INSTEAD not in " ".join(body.get_content().split())
    assert Counter(messages(here)) == {("zalo", MessageState.DEAD): 1, ("email", MessageState.SENT): 1}


def test_what_zalo_does_not_take_for_two_days_goes_by_mail(
    here: Installation, world: World, mail_server: MailServer
) -> None:
    """The quota is used up, day after day."""
    world.zalo.quota = 0
    runs.remind(here)
    assert messages(here) == [("zalo", MessageState.PENDING)]
    for hours in range(1, 50):
        world.now += timedelta(hours=1)
        deliver(later(here, hours=hours))
    assert messages(here) == [("zalo", MessageState.DEAD), ("email", MessageState.SENT)]
    assert len(mail_server.mails) == 1
    assert flagged(here) == set()


def test_a_refused_account_stops_the_channel_and_blames_nobody(
    here: Installation, world: World, mail_server: MailServer
) -> None:
    """The office mends it; the messages wait and then go by Zalo."""
    world.zalo.refuse_next(Place.BY_USER, -115)
    runs.remind(here)
    assert (flagged(here), mail_server.mails) == (set(), [])
    assert messages(here) == [("zalo", MessageState.PENDING)]
    done = deliver(later(here, hours=2))
    assert done == DeliveryResult(sent=1)
    assert [sent.place for sent in world.zalo.sent] == [Place.BY_USER]


def test_the_proof_tells_of_both_messages(here: Installation, world: World) -> None:
    """What was tried by Zalo, why it did not arrive, and which mail took its place."""
    refuse_everywhere(world)
    runs.remind(here)
    told = [line for line in proof_of(here, "2026-Q3-001").lines if line.kind is LineKind.MESSAGE]
    zalo, mail = told[-2:]
    assert (zalo.way.partition(",")[0], mail.way.partition(",")[0]) == ("Zalo", "thư điện tử")
    assert "-213" in zalo.results[0]
    assert mail.results[0] == "gửi thay cho tin Zalo không đến nơi"
    assert mail.what == zalo.what


def test_attempts_are_told_apart(here: Installation, world: World) -> None:
    """One for the message of Zalo, one for the mail, each with what the other side said."""
    refuse_everywhere(world)
    runs.remind(here)
    with reading_session(here.engine) as session:
        found = session.exec(
            select(Message.channel, Attempt.outcome, Attempt.code)
            .join(Message, col(Message.id) == col(Attempt.message_id))
            .order_by(col(Attempt.id))
        ).all()
    assert [tuple(one) for one in found[-2:]] == [("zalo", "recipient", "-213"), ("email", "sent", None)]

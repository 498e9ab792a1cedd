"""Senders as real processes, killed, side by side, under a clock that jumps – on both databases."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from config.database import reading
from notifications.keys import after_due
from notifications.models import Attempt, Message, MessageState, Reminder
from tasks_registry.installation import Installation
from tests.conftest import Open
from tests.support.crowd import add_crowd, put_digests
from tests.support.mail_process import MailProcess, mail_process
from tests.support.senders import Nursery, nursery

KILLS = 200
PEOPLE = 500
STRIDE = 16
"""How many letters a sender sends at most before its hour is come."""
TASKS_EACH = 2
MORNING = "2026-09-28T07:30"


@contextmanager
def crowded(
    open_at: Open, folder: Path, people: int, delay: float = 0.0
) -> Iterator[tuple[Installation, MailProcess, Nursery]]:
    """An installation with a crowd, a mail server, and senders ready to start."""
    with mail_process(folder / "journal", delay=delay) as server:
        here = open_at(MORNING, smtp_url=server.url)
        with nursery(here) as senders:
            add_crowd(here, people, TASKS_EACH)
            yield here, server, senders


def states(here: Installation) -> dict[str, str]:
    """Return message uid → state of everything in the outbox."""
    with reading(here.engine) as session:
        rows = session.connection().execute(sa.select(col(Message.message_uid), col(Message.state)))
        return {row.message_uid: row.state for row in rows}


def unsettled(here: Installation) -> set[str]:
    """Return the uids of messages that are not known to be sent."""
    with reading(here.engine) as session:
        return set(session.exec(select(Message.message_uid).where(Message.state != MessageState.SENT)).all())


def test_kill_9_at_200_random_moments_loses_nothing(open_at: Open, tmp_path: Path) -> None:
    """Everybody hears of every milestone; only what was on the way at a kill comes again, as the same message."""
    chance = random.Random(20260928)
    killed, may_repeat, milestones, left_at_kills = 0, Counter[str](), 0, set[int]()
    with crowded(open_at, tmp_path, PEOPLE) as (here, server, senders):
        put_digests(here, "due-2")
        assert senders.wait(senders.start(here.now)) == 0
        while killed < KILLS:
            milestones += 1
            assert len(put_digests(here, after_due(milestones))) == PEOPLE
            left = unsettled(here)
            while left:
                mark = server.mark
                sender = senders.start(here.now)
                if killed < KILLS:
                    # The next one goes on where this one was. Every fifth has not got to its first letter.
                    server.wait_for(min(chance.randrange(-STRIDE // 4, STRIDE), len(left) - 1), after=mark)
                    time.sleep(chance.uniform(0, 0.04))
                    killed += senders.kill(sender)
                else:
                    assert senders.wait(sender) == 0
                server.settle()
                left = unsettled(here)
                left_at_kills.add(len(left) // 100)
                may_repeat.update(left & server.received().keys())
        received, outbox = server.received(), states(here)
        with reading(here.engine) as session:
            said = (
                session.connection()
                .execute(sa.select(sa.func.count()).select_from(Reminder).where(col(Reminder.milestone).like("due+%")))
                .scalar_one()
            )
    assert set(outbox.values()) == {MessageState.SENT}
    assert received.keys() == outbox.keys()  # nothing lost, and a repeat is the same message
    assert said == milestones * PEOPLE * TASKS_EACH
    repeats = Counter({uid: times - 1 for uid, times in received.items() if times > 1})
    assert repeats <= may_repeat
    assert left_at_kills >= {0, 1, 2, 3, 4}  # kills fell on all stretches of a run


@pytest.mark.parametrize("count", [2, 4])
def test_senders_side_by_side_send_everything_once(open_at: Open, tmp_path: Path, count: int) -> None:
    """Claims, not luck."""
    with crowded(open_at, tmp_path, PEOPLE) as (here, server, senders):
        put_digests(here, "due-2")
        running = [senders.start(here.now) for _ in range(count)]
        assert [senders.wait(sender) for sender in running] == [0] * count
        assert set(server.received().values()) == {1}
        assert server.received().keys() == states(here).keys()


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-400)], ids=["forward", "back"])
def test_a_clock_that_jumps_while_a_sender_lives_makes_no_second_mail(
    open_at: Open, tmp_path: Path, jump: timedelta
) -> None:
    """Whether a sender lives is seen by its lock, not by a clock."""
    with crowded(open_at, tmp_path, 60, delay=0.02) as (here, server, senders):
        put_digests(here, "due-2")
        slow = senders.start(here.now)
        end = time.monotonic() + 60
        while not server.received():
            assert time.monotonic() < end
            time.sleep(0.01)
        assert MessageState.CLAIMED in states(here).values()
        jumped = senders.start(here.now + jump)
        assert (senders.wait(jumped), senders.wait(slow)) == (0, 0)
        assert set(server.received().values()) == {1}
        assert set(states(here).values()) == {MessageState.SENT}


def test_a_killed_sender_s_messages_are_free_at_once_though_the_clock_was_set_back(
    open_at: Open, tmp_path: Path
) -> None:
    """Nobody waits for a lease that ends in a year."""
    with crowded(open_at, tmp_path, 30, delay=0.02) as (here, server, senders):
        put_digests(here, "due-2")
        sender = senders.start(here.now)
        end = time.monotonic() + 60
        while not server.received():
            assert time.monotonic() < end
            time.sleep(0.01)
        assert senders.kill(sender)
        assert MessageState.CLAIMED in states(here).values()
        assert senders.wait(senders.start(here.now - timedelta(days=400))) == 0
        assert set(states(here).values()) == {MessageState.SENT}
        with reading(here.engine) as session:
            attempts = session.connection().execute(sa.select(sa.func.count()).select_from(Attempt)).scalar_one()
        assert attempts == 30
    assert not list((here.settings.home / "senders").glob("[0-9a-f]*.lock"))

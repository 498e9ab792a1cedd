"""The grant: refreshed once by many, durable before use, never looped on, kept through crashes; on both databases."""

import logging
import stat
from datetime import timedelta

import pytest
import sqlalchemy as sa

from config.settings import Settings
from notifications.channels.zalo.grants import PAUSE, Pair
from notifications.channels.zalo.tokens import FILE_NAME
from notifications.errors import DeliveryError, FailureClass
from notifications.zalo_standin.model import Fault, Place
from tests.support.zalo import PHONE, World
from tests.support.zalo_processes import kill_during_a_refresh, tokens_of_many


def test_sixty_senders_of_three_processes_refresh_an_expired_token_once(world: World, settings: Settings) -> None:
    """3 processes × 20 threads: one refresh, one token for all."""
    world.grant(settings, lives=timedelta(0))
    world.zalo.token_delay = 0.5
    tokens = tokens_of_many(world.settings(settings), processes=3, threads=20, now=world.now)
    assert (len(tokens), set(tokens)) == (60, {world.zalo.access_token})
    assert world.zalo.refreshes == 1


def test_sixty_senders_who_were_refused_the_same_token_refresh_it_once(world: World, settings: Settings) -> None:
    """A token that Zalo refuses before its time: whoever comes second finds the new one."""
    world.grant(settings)
    tokens = tokens_of_many(world.settings(settings), processes=3, threads=20, now=world.now, refused="AT-1")
    assert (set(tokens), world.zalo.refreshes) == ({"AT-2"}, 1)


def test_a_sender_killed_during_a_refresh_leaves_the_lock_free_and_the_old_token_in_use(
    world: World, settings: Settings
) -> None:
    """The new pair died with it: -14020 is recorded, the old access token serves as long as it lives, then a person."""
    world.grant(settings, lives=timedelta(hours=4))
    kill_during_a_refresh(world.settings(settings), world.zalo, world.now)
    store = world.store(settings)
    assert store.access_token(world.now) == "AT-1"
    grant = store.grant()
    assert grant is not None
    assert (grant.dead, grant.trouble, world.zalo.refreshes) == (True, "-14020", 1)
    asked = len(world.zalo.requests)
    with pytest.raises(DeliveryError) as refusal:
        store.access_token(world.now + timedelta(hours=5))
    assert (refusal.value.failure, refusal.value.code) == (FailureClass.OPERATOR, "-14020")
    assert len(world.zalo.requests) == asked


def test_a_token_with_more_than_five_hours_left_is_used_as_it_is(world: World, settings: Settings) -> None:
    """Then it is renewed before it can run out in the middle of a batch."""
    world.grant(settings, lives=timedelta(hours=25))
    store = world.store(settings)
    assert store.access_token(world.now + timedelta(hours=19, minutes=59)) == "AT-1"
    assert world.zalo.refreshes == 0
    assert store.access_token(world.now + timedelta(hours=20)) == "AT-2"
    assert world.zalo.refreshes == 1


def test_the_new_pair_is_durable_before_it_is_used(world: World, settings: Settings) -> None:
    """Another connection sees it, and SQLite waits for the disk."""
    world.grant(settings, lives=timedelta(0))
    store, other = world.store(settings), world.store(settings)
    assert store.access_token(world.now) == "AT-2"
    seen = other.grant()
    assert seen is not None
    assert (seen.access_token, seen.refresh_token) == ("AT-2", "RT-2")
    if store._engine.dialect.name == "sqlite":
        with store._engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.HTML, Fault.EMPTY, Fault.ERROR_500, Fault.BUSY])
def test_without_an_answer_the_old_token_serves_while_it_lives_and_an_alarm_is_raised(
    world: World,
    settings: Settings,
    fault: Fault,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """And a dead token server does not cost each message a time-out."""
    world.grant(settings, lives=timedelta(hours=4))
    store = world.store(settings)
    world.zalo.break_next(Place.TOKEN, fault)
    for _ in range(5):
        assert store.access_token(world.now) == "AT-1"
    assert len(world.zalo.requests) == 1
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == ["zalo.refresh-failed"]
    grant = store.grant()
    assert grant is not None
    assert (grant.dead, grant.failed_at) == (False, world.now)


def test_a_pair_lost_on_the_way_is_found_out_and_not_asked_for_again(world: World, settings: Settings) -> None:
    """Zalo rotated and the line was cut: the next refresh gets -14020, and there is no third."""
    world.grant(settings, lives=timedelta(hours=4))
    store = world.store(settings)
    world.zalo.break_next(Place.TOKEN, Fault.CUT)
    for minutes in (0, 3, 6, 9):
        assert store.access_token(world.now + timedelta(minutes=minutes)) == "AT-1"
    assert len(world.zalo.requests) == 2
    grant = store.grant()
    assert grant is not None
    assert grant.dead


def test_an_expired_token_and_a_dead_token_server_wait(world: World, settings: Settings) -> None:
    """Retry: it passes by itself; after the pause it is tried again."""
    world.grant(settings, lives=timedelta(0))
    store = world.store(settings)
    world.zalo.break_next(Place.TOKEN, Fault.BUSY)
    for _ in range(2):
        with pytest.raises(DeliveryError) as refusal:
            store.access_token(world.now)
        assert (refusal.value.failure, refusal.value.channel_down) == (FailureClass.RETRY, True)
    assert len(world.zalo.requests) == 1
    assert store.access_token(world.now + PAUSE) == "AT-2"


def test_a_grant_is_renewed_every_twelve_hours_without_traffic(world: World, settings: Settings) -> None:
    """A refresh token that nobody uses for three months would be lost."""
    world.grant(settings)
    store = world.store(settings)
    store.keep_fresh(world.now + timedelta(hours=11, minutes=59))
    assert world.zalo.refreshes == 0
    renewed = store.keep_fresh(world.now + timedelta(hours=12))
    assert renewed is not None
    assert (renewed.access_token, world.zalo.refreshes) == ("AT-2", 1)
    store.keep_fresh(world.now + timedelta(hours=12, minutes=5))
    assert world.zalo.refreshes == 1


def test_without_a_grant_nothing_is_asked(world: World, settings: Settings) -> None:
    """A person must give it first."""
    with pytest.raises(DeliveryError) as refusal:
        world.channel(settings).send(world.letter(f"phone:{PHONE}"))
    assert (refusal.value.failure, refusal.value.code) == (FailureClass.OPERATOR, "no-grant")
    assert world.zalo.requests == []


def test_a_new_grant_brings_a_dead_one_back(world: World, settings: Settings) -> None:
    """Everything that was wrong is forgotten."""
    world.grant(settings, lives=timedelta(0))
    store = world.store(settings)
    world.zalo.refresh_token = "another"
    with pytest.raises(DeliveryError):
        store.access_token(world.now)
    store.put(Pair("AT-9", "RT-9"), world.now)
    grant = store.grant()
    assert grant is not None
    assert (grant.dead, grant.trouble, store.access_token(world.now)) == (False, None, "AT-9")


def test_the_grant_lies_beside_the_registry_and_only_its_owner_reads_it(world: World, settings: Settings) -> None:
    """SQLite: a file of its own, mode 600; PostgreSQL: the registry's table."""
    world.grant(settings)
    path = settings.home / FILE_NAME
    engine = sa.create_engine(settings.database_address.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        in_registry = connection.execute(sa.text("SELECT count(*) FROM zalo_token")).scalar()
    engine.dispose()
    if engine.dialect.name == "sqlite":
        assert in_registry == 0
        beside = [file for file in settings.home.iterdir() if file.name.startswith(FILE_NAME)]
        assert path in beside
        assert {stat.S_IMODE(file.stat().st_mode) for file in beside} == {0o600}
    else:
        assert (in_registry, path.exists()) == (1, False)

"""What becomes of a message by the class of its failure; the circuit breaker; the rate of a channel."""

import itertools
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.delivery.breaker import MENDING, PAUSES, Gate, Standing, found_down, gate
from notifications.delivery.policy import Fate, Verdict, rules_of
from notifications.delivery.rate import Bucket
from notifications.delivery.result import DeliveryResult
from notifications.errors import DeliveryError, FailureClass

NOW = datetime(2026, 9, 18, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def error(kind: FailureClass, *, down: bool = False, after: timedelta | None = None) -> DeliveryError:
    return DeliveryError("x", kind, code="1", channel_down=down, retry_after=after)


def judged(
    found: DeliveryError,
    attempts: int = 0,
    *,
    channel: str = "email",
    age: timedelta = timedelta(),
    jitter: float = 0.0,
    repeatable: bool = True,
) -> Verdict:
    return rules_of(channel).retry.judge(
        found, attempts=attempts, created_at=NOW - age, now=NOW, jitter=jitter, repeatable=repeatable
    )


@pytest.mark.parametrize("kind", [FailureClass.RECIPIENT, FailureClass.PAYLOAD])
def test_what_time_cannot_mend_is_given_up_at_once(kind: FailureClass) -> None:
    """A wrong address stays wrong, and is remembered; a wrong message does not blame its reader's address."""
    assert judged(error(kind)) == Verdict(Fate.DEAD, flags_address=kind is FailureClass.RECIPIENT)


@pytest.mark.parametrize("kind", [FailureClass.RETRY, FailureClass.UNKNOWN])
def test_what_may_pass_is_tried_again_ever_more_slowly_and_not_for_ever(kind: FailureClass) -> None:
    """Minutes, then hours, then days; together long enough for a lost week-end."""
    delays = rules_of("email").retry.delays
    waits = [again - NOW for n in range(len(delays)) if (again := judged(error(kind), n).again_at)]
    assert waits == sorted(delays)
    assert sum(delays, timedelta()) > timedelta(days=4)
    assert judged(error(kind), len(delays)).fate is Fate.DEAD


def test_zalo_is_tried_at_most_five_times_more_within_the_hour() -> None:
    """At the longest that the spread makes of it."""
    waits = [judged(error(FailureClass.RETRY), n, channel="zalo", jitter=1.0).again_at for n in range(6)]
    assert waits[5] is None
    assert sum((again - NOW for again in waits if again), timedelta()) <= HOUR


def test_what_only_one_message_meets_is_given_up_in_the_end() -> None:
    """A server that will not relay to one address: tried like a passing fault, then a person must look."""
    assert judged(error(FailureClass.OPERATOR), 3).fate is Fate.AGAIN
    assert judged(error(FailureClass.OPERATOR), 50).fate is Fate.DEAD


def test_what_failed_together_does_not_come_back_together() -> None:
    """The spread makes a wait up to a fifth longer."""
    first, last = (judged(error(FailureClass.RETRY), 3, jitter=jitter).again_at for jitter in (0.0, 1.0))
    assert (first, last) == (NOW + HOUR, NOW + HOUR * 1.2)


@pytest.mark.parametrize("kind", [FailureClass.OPERATOR, FailureClass.RETRY])
def test_a_fault_of_the_channel_never_costs_a_message(kind: FailureClass) -> None:
    """A wrong password or a dead server may take long to mend; another message is tried first next time."""
    found = judged(error(kind, down=True), 500)
    assert (found.fate, found.counted) == (Fate.AGAIN, False)
    assert found.again_at is not None
    assert found.again_at > NOW


def test_the_server_s_own_wait_is_respected() -> None:
    """Retry-after wins when it is longer."""
    assert judged(error(FailureClass.RETRY, after=HOUR)).again_at == NOW + HOUR
    assert judged(error(FailureClass.LATER, after=DAY)).again_at == NOW + DAY


def test_what_is_refused_for_now_waits_and_is_given_up_when_it_is_of_no_use() -> None:
    """Night or quota: another hour, without counting; not for ever."""
    assert judged(error(FailureClass.LATER)) == Verdict(Fate.AGAIN, NOW + HOUR, counted=False)
    assert judged(error(FailureClass.LATER), age=2 * DAY).fate is Fate.DEAD


def test_what_may_have_arrived_is_repeated_only_by_a_channel_that_may() -> None:
    """Mail programs know a mail by its Message-ID, Zalo shows it twice."""
    assert judged(error(FailureClass.UNKNOWN), repeatable=True).fate is Fate.AGAIN
    assert judged(error(FailureClass.UNKNOWN), repeatable=False).fate is Fate.UNCERTAIN


def test_a_channel_found_down_rests_ever_longer_and_is_then_tried_with_one_message() -> None:
    """Closed, then a trial; what got through opens it."""
    standing = Standing()
    assert gate(standing, NOW) is Gate.OPEN
    pauses = []
    for _ in range(len(PAUSES) + 1):
        standing = found_down(standing, error(FailureClass.RETRY, down=True), NOW)
        assert standing.closed_until is not None
        pauses.append(standing.closed_until - NOW)
        assert gate(standing, standing.closed_until - timedelta(seconds=1)) is Gate.CLOSED
        assert gate(standing, standing.closed_until) is Gate.TRIAL
    assert pauses == [*PAUSES, PAUSES[-1]]
    assert (standing.since, standing.reason, standing.code) == (NOW, "x", "1")
    assert not standing.in_order


def test_a_channel_that_a_person_must_mend_says_so_and_is_not_hammered() -> None:
    """A password tried every minute locks the account."""
    standing = found_down(Standing(), error(FailureClass.OPERATOR), NOW)
    assert standing.needs_operator
    assert standing.closed_until == NOW + MENDING


def test_a_pause_written_by_a_clock_that_was_wrong_is_over() -> None:
    """Set back by a year, nobody waits a year."""
    standing = found_down(Standing(), error(FailureClass.RETRY, down=True), NOW + 365 * DAY)
    assert gate(standing, NOW) is Gate.TRIAL


def test_a_channel_that_failed_without_a_pause_is_tried_with_one_message() -> None:
    """The pause was cleared by hand."""
    assert gate(Standing(failures=1), NOW) is Gate.TRIAL


@given(rate=st.floats(0.5, 100), steps=st.lists(st.floats(0, 0.5, allow_nan=False), min_size=2, max_size=60))
def test_no_more_than_the_rate_goes_out(rate: float, steps: list[float]) -> None:
    """Whenever they come, turns are never closer than the rate allows, and nobody waits without need."""
    bucket, at, turns = Bucket(rate), 0.0, []
    for step in steps:
        at += step
        turns.append(at + bucket.reserve(at))
    assert all(later - earlier >= 1 / rate - 1e-9 for earlier, later in itertools.pairwise(turns))
    assert turns[0] == steps[0]


def test_results_of_several_channels_add_up() -> None:
    """Each reason is said once."""
    down = DeliveryResult(sent=1, dead=2, stopped="máy chủ tắt")
    total = DeliveryResult(sent=3, postponed=1).plus(down).plus(down)
    assert total == DeliveryResult(sent=5, postponed=1, dead=4, stopped="máy chủ tắt")
    assert total.handled == 10

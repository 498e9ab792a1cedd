"""Keys and the policy of retries."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications import keys
from notifications.delivery import RetryPolicy
from notifications.errors import DeliveryError, FailureClass

NOW = datetime(2026, 9, 18, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_keys_are_pinned() -> None:
    """Another spelling would say everything again to everybody."""
    key = keys.task_key(12, "due-7", date(2024, 6, 17), 3, "email")
    assert key == "task:12/due-7@2024-06-17/person:3/email"
    assert keys.message_uid([key]) == "2c3c76cc021ea554be5c0538b6b43fc8"
    assert keys.message_uid(["b", "a"]) == keys.message_uid(["a", "b"]) != keys.message_uid(["a"])
    assert (keys.before_due(0), keys.after_due(14)) == ("due-0", "due+14")


def failure(kind: FailureClass, retry_after: timedelta | None = None) -> DeliveryError:
    return DeliveryError("x", kind, retry_after=retry_after)


@pytest.mark.parametrize("kind", [FailureClass.RECIPIENT, FailureClass.PAYLOAD])
def test_what_time_cannot_mend_is_given_up_at_once(kind: FailureClass) -> None:
    """A wrong address stays wrong."""
    assert RetryPolicy().next_attempt(1, failure(kind), NOW) is None


@pytest.mark.parametrize("kind", [FailureClass.RETRY, FailureClass.UNKNOWN])
def test_what_may_pass_is_tried_again_ever_more_slowly_and_not_for_ever(kind: FailureClass) -> None:
    """Minutes, then hours, then days; together long enough for a lost week-end."""
    retries = RetryPolicy()
    waits = [retries.next_attempt(n, failure(kind), NOW) for n in range(1, len(retries.delays) + 1)]
    assert [wait - NOW for wait in waits if wait] == sorted(retries.delays)
    assert sum(retries.delays, timedelta()) > timedelta(days=4)
    assert retries.next_attempt(len(retries.delays) + 1, failure(kind), NOW) is None


def test_a_fault_of_the_channel_never_costs_a_message() -> None:
    """A wrong password may take long to mend."""
    assert RetryPolicy().next_attempt(500, failure(FailureClass.OPERATOR), NOW) == NOW + timedelta(days=2)


def test_the_server_s_own_wait_is_respected() -> None:
    """Retry-after wins when it is longer."""
    hour = timedelta(hours=1)
    assert RetryPolicy().next_attempt(1, failure(FailureClass.RETRY, hour), NOW) == NOW + hour

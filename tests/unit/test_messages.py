"""Keys, retry policy, the mail around a letter."""

from datetime import date, datetime, timedelta
from email import charset, message_from_bytes, policy
from email.headerregistry import Address
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import keys
from notifications.channels.mime import as_email
from notifications.delivery import RetryPolicy
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Letter

NOW = datetime(2026, 9, 18, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SENDER = Address("Đôn Đốc", addr_spec="dondoc@hoamai.example")


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


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy áàảãạếềểễệ"
SUBJECTS = st.text(LETTERS + ",.–/“”0123456789[]", min_size=1, max_size=150).map(lambda text: " ".join(text.split()))
SYLLABLES = ["Nguyễn", "Đặng", "Thị", "Văn", "Hoài", "Quỳnh", "Phương", "Uyên", "An", "Đức"]
# Names as people have them fit into one encoded word; between two of them Python's own parser sets a space.
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=4).map(" ".join)


@given(SUBJECTS.filter(bool), NAMES)
def test_headers_arrive_as_they_were_written(subject: str, name: str) -> None:
    """Folding must not eat a space: “của Phòng” is not “củaPhòng”."""
    charset.add_charset("utf-8", charset.QP, charset.QP, "utf-8")  # as Apprise does when it is imported
    sent = Letter("ab" * 16, "le@hoamai.example", name, subject, "Chào", "<p>Chào</p>", NOW)
    raw = as_email(sent, SENDER).as_bytes()
    received = message_from_bytes(raw, policy=policy.default)
    assert received["Subject"] == subject
    assert received["To"].addresses[0].display_name == sent.to_name
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_a_mail_says_who_it_is_and_that_a_machine_wrote_it() -> None:
    """One Message-ID, from the letter alone, so that a repeat is recognised."""
    letter = Letter("ab" * 16, "le@hoamai.example", "Lê", "Nhắc việc", "Chào", "<p>Chào</p>", NOW)
    mail = as_email(letter, SENDER)
    assert mail.get_all("Message-ID") == [f"<{'ab' * 16}@hoamai.example>"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert str(mail["Date"]) == "Fri, 18 Sep 2026 07:30:00 +0700"

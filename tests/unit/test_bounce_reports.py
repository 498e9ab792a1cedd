"""What a mail says of one of ours: every kind of server's report, and all that is none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.bounces.report import Fate, could_be_report, read_report
from tests.support import reports_of_servers as servers
from tests.support.reports_of_servers import UID


@pytest.mark.parametrize(
    ("raw", "fate", "status", "says"),
    [
        (servers.postfix(), Fate.FAILED, "5.1.1", "User unknown"),
        (servers.postfix(returned="text/rfc822-headers"), Fate.FAILED, "5.1.1", "User unknown"),
        (servers.postfix(returned="message/global-headers"), Fate.FAILED, "5.1.1", "User unknown"),
        (servers.postfix(status="", diagnostic="smtp; 550 no such user"), Fate.FAILED, "5", "no such user"),
        (servers.postfix(status="", diagnostic=""), Fate.FAILED, "5.0.0", "5.0.0"),
        (servers.postfix(action="delayed", status="4.4.1", diagnostic=""), Fate.DELAYED, "4.4.1", "4.4.1"),
        (servers.postfix(status="4.4.1", diagnostic="X; timed out"), Fate.FAILED, "4.4.1", "timed out"),
        (servers.qmail(), Fate.FAILED, "5.1.1", "no mailbox here"),
        (servers.exchange_old(), Fate.FAILED, "550", "Mailbox unavailable"),
        (servers.warning_in_words(), Fate.DELAYED, "4.4.1", "keep trying"),
    ],
)
def test_a_report_says_what_became_of_which_mail(raw: bytes, fate: Fate, status: str, says: str) -> None:
    """By the machine's part where there is one, else by the words; never by numbers in our own mail."""
    assert could_be_report(raw)
    bounce = read_report(raw)
    assert bounce is not None
    assert (bounce.message_uid, bounce.fate) == (UID, fate)
    assert bounce.status.startswith(status)
    assert says in bounce.reason


@pytest.mark.parametrize(
    "raw",
    [
        servers.out_of_office(),
        servers.read_receipt(),
        servers.forwarded_by_a_person(),
        servers.postfix(action="delivered", status="2.0.0", diagnostic="smtp; 250 OK"),
        servers.postfix(uid="không-phải-của-ta"),
        servers.qmail().replace(b"#5.1.1", b""),
        b"",
        b"\xff\xfe\x00",
    ],
    ids=["absent", "read", "forwarded", "delivered", "another's", "no reason", "empty", "noise"],
)
def test_what_is_no_report_of_ours_says_nothing(raw: bytes) -> None:
    """It stays in the mailbox as it was found."""
    assert read_report(raw) is None


@pytest.mark.parametrize(
    ("status", "action", "fails"),
    [
        ("5.1.1", "failed", True),
        ("5.1.10", "failed", True),
        ("5.2.2", "failed", True),
        ("5.4.4", "failed", True),
        ("5.0.0", "failed", True),
        ("5.3.4", "failed", False),
        ("5.6.1", "failed", False),
        ("5.7.1", "failed", False),
        ("4.4.7", "failed", False),
        ("5.1.1", "delayed", False),
    ],
)
def test_only_what_blames_the_address_marks_it(status: str, action: str, fails: bool) -> None:
    """A filter, a size limit or a server that was away for five days say nothing of the mailbox."""
    bounce = read_report(servers.postfix(status=status, action=action))
    assert bounce is not None
    assert bounce.address_fails is fails


def test_the_worst_of_several_recipients_counts() -> None:
    """A list behind the address: one member was reached late, one not at all."""
    raw = servers.postfix(action="delayed", status="4.4.1", diagnostic="smtp; 451 later").replace(
        b"\r\n--B1\r\nContent-Description: Undelivered",
        b"\r\nFinal-Recipient: rfc822; b@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        b"\r\n--B1\r\nContent-Description: Undelivered",
    )
    bounce = read_report(raw)
    assert bounce is not None
    assert (bounce.fate, bounce.status) == (Fate.FAILED, "5.1.1")


def test_a_report_is_the_same_when_it_is_read_again() -> None:
    """By its own Message-ID, or by its bytes where it has none."""
    first, again, other = map(read_report, (servers.postfix(), servers.postfix(), servers.postfix(own_id="x@y")))
    assert first == again
    assert None not in (first, other)
    assert first != other
    assert read_report(servers.qmail()) == read_report(servers.qmail()) is not None


GOOD = [servers.postfix(), servers.qmail(), servers.exchange_old(), servers.warning_in_words()]


@settings(deadline=None)  # a busy machine is no fault of the report
@given(st.sampled_from(GOOD), st.data())
def test_a_broken_report_never_ends_the_run(raw: bytes, data: st.DataObject) -> None:
    """Cut off, bytes lost, bytes changed, lines repeated: something or nothing is read, and no error raised."""
    at = data.draw(st.integers(0, len(raw)))
    noise = data.draw(st.binary(max_size=40))
    tail = data.draw(st.integers(at, len(raw)))
    broken = raw[:at] + noise + raw[tail:]
    could_be_report(broken)
    bounce = read_report(broken)
    assert bounce is None or len(bounce.message_uid) == 32


def test_parts_nested_without_end_are_no_report() -> None:
    """A bomb of a thousand boxes."""
    raw = b"From: mailer-daemon@x.example\r\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2_000)
    )
    assert could_be_report(raw)
    assert read_report(raw) is None

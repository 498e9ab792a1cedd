"""The rules of the grant, PKCE, and what a webhook says of itself."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from notifications.channels.zalo.grants import (
    PAUSE,
    Grant,
    Pair,
    Step,
    challenge_of,
    next_step,
    read_pair,
    verifier_of,
)
from notifications.channels.zalo.webhooks import (
    bot_secret_right,
    header,
    read_body,
    read_bot_update,
    read_event,
    signed_with,
)

NOW = datetime(2026, 9, 18, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def grant(left: timedelta = 20 * HOUR, age: timedelta = 5 * HOUR, **facts: object) -> Grant:
    return Grant("AT", "RT", NOW + left, NOW - age, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "step"),
    [
        (grant(), Step.USE),
        (grant(left=5 * HOUR), Step.REFRESH),
        (grant(left=-HOUR), Step.REFRESH),
        (grant(left=4 * HOUR, dead=True), Step.USE),
        (grant(left=-HOUR, dead=True), Step.LOST),
        (grant(left=4 * HOUR, failed_at=NOW), Step.USE),
        (grant(left=-HOUR, failed_at=NOW), Step.WAIT),
        (grant(left=-HOUR, failed_at=NOW - PAUSE), Step.REFRESH),
        (grant(left=-HOUR, failed_at=NOW + HOUR), Step.REFRESH),
    ],
)
def test_what_is_done_with_a_grant(given: Grant, step: Step) -> None:
    """Five hours left are enough; a dead grant is not asked again; a failure in the future is a clock set back."""
    assert next_step(given, NOW) is step


def test_a_token_that_zalo_refused_is_not_used_whatever_its_age() -> None:
    """Unless it is another one by now."""
    assert next_step(grant(), NOW, refused="AT") is Step.REFRESH
    assert next_step(grant(), NOW, refused="AT-0") is Step.USE
    assert next_step(grant(dead=True), NOW, refused="AT") is Step.LOST


def test_a_grant_of_twelve_hours_is_renewed_when_asked() -> None:
    """Not in the middle of a send."""
    assert next_step(grant(age=12 * HOUR), NOW, renew=True) is Step.REFRESH
    assert next_step(grant(age=12 * HOUR), NOW) is Step.USE
    assert next_step(grant(age=11 * HOUR), NOW, renew=True) is Step.USE
    assert next_step(grant(age=12 * HOUR, dead=True), NOW, renew=True) is Step.USE


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"access_token":"A","refresh_token":"R","expires_in":"90000"}', Pair("A", "R")),
        (b'{"access_token":"A","refresh_token":"R","expires_in":3600}', Pair("A", "R", HOUR)),
        (b'{"access_token":"A","refresh_token":"R","expires_in":"soon"}', Pair("A", "R")),
        (b'{"access_token":"A","refresh_token":""}', "unreadable"),
        (b'{"error":-14020,"error_name":"x"}', "-14020"),
        (b'{"error":null}', "unreadable"),
        (b"<html>", "unreadable"),
        (b"[1]", "unreadable"),
    ],
)
def test_a_pair_is_read_or_the_reason_why_there_is_none(body: bytes, found: Pair | str) -> None:
    """``expires_in`` is a string at Zalo's."""
    assert read_pair(body) == found


def test_nothing_shows_a_token() -> None:
    """Not even by accident in a log of objects."""
    assert "AT" not in repr(grant())
    assert "RT" not in repr(Pair("AT", "RT"))


def test_pkce_is_as_its_standard_has_it() -> None:
    """The example of RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert len(verifier_of(bytes(range(32)))) == 43


def test_a_signature_is_over_the_bytes_as_they_came() -> None:
    """Either first term; nothing else."""
    raw = '{"event_name":"x",  "text":"ế"}'.encode()
    firsts = {"app_id": "1", "oa_id": "2"}
    for name, first in firsts.items():
        mac = hashlib.sha256(first.encode() + raw + b"99" + b"key").hexdigest()
        assert signed_with(raw, "99", f"mac={mac}", firsts, "key") == name
        assert signed_with(raw, "99", mac.upper(), firsts, "key") == name
        assert signed_with(raw, "98", f"mac={mac}", firsts, "key") is None
        assert signed_with(raw + b" ", "99", f"mac={mac}", firsts, "key") is None
        assert signed_with(raw, "99", f"mac={mac}", firsts, "other") is None
    assert signed_with(raw, "99", "", firsts, "key") is None
    assert (bot_secret_right("geheim-1", "geheim-1"), bot_secret_right("ế", "geheim-1")) == (True, False)
    assert (header({"x-a": "1"}, "X-A"), header({}, "X-A")) == ("1", "")


def test_an_event_is_read_without_what_a_person_wrote_in_its_facts() -> None:
    """Ids and codes; the text is for the code alone."""
    document = {
        "event_name": "user_send_text",
        "sender": {"id": 123},
        "message": {"text": "123456", "msg_id": "m"},
        "timestamp": "1789693200000",
    }
    told = read_event(document, b"x")
    assert (told.account, told.text, told.identity) == ("123", "123456", "user_send_text:m")
    assert told.facts == {"account": "123", "message_id": "m"}
    assert told.at == datetime.fromtimestamp(1_789_693_200, UTC)
    assert "123456" not in repr(told)


def test_an_event_that_says_little_is_read_all_the_same() -> None:
    """Known by its bytes, at no instant."""
    told = read_event({"message": [], "status": "DISABLE", "timestamp": 10**30, "quota": {"new_quota": True}}, b"x")
    assert (told.name, told.at, told.status, told.quota_after) == ("unnamed", None, "DISABLE", None)
    assert told.identity == f"unnamed:{hashlib.sha256(b'x').hexdigest()}"
    assert read_event({}, b"x").at is None
    assert (read_body(b"x"), read_body(b"[]"), read_body(b'{"a":1}')) == (None, None, {"a": 1})
    assert read_bot_update({"message": {"chat": {"id": "c"}}}) is None
    assert read_bot_update({}) is None

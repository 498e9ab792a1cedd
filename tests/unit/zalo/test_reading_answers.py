"""What answers of Zalo mean, apart from any connection."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.channels.zalo.answers import Api, Refusal, Reply, classify, read_reply, sentence
from notifications.errors import FailureClass
from notifications.letter import Receipt


def reply(document: object, status: int = 200, **headers: str) -> Reply:
    return Reply(
        status, json.dumps(document).encode(), {name.replace("_", "-"): text for name, text in headers.items()}
    )


@pytest.mark.parametrize(
    ("document", "receipt"),
    [
        ({"error": 0, "data": {"msg_id": "m", "quota": {"remainingQuota": "499"}}}, Receipt("m", 499)),
        ({"error": 0, "data": {"message_id": "m", "quota": {"remain": 4821}}}, Receipt("m", 4821)),
        ({"error": "0", "data": {"message_id": 12, "quota": {"remain": "viele"}}}, Receipt("12")),
        ({"error": 0, "data": {"message_id": "", "quota": []}}, Receipt()),
        ({"error": 0, "data": None}, Receipt()),
        ({"error": 0}, Receipt()),
    ],
)
def test_a_success_tells_what_it_tells(document: object, receipt: Receipt) -> None:
    """Numbers come as such or as strings; what is missing is missing."""
    assert read_reply(Api.TEMPLATE, reply(document)) == receipt


@pytest.mark.parametrize("api", Api)
@given(status=st.integers(100, 599), body=st.binary(max_size=40) | st.just(b'{"error":true}') | st.just(b"[" * 9999))
def test_whatever_comes_back_is_read_as_something(api: Api, status: int, body: bytes) -> None:
    """Never an exception; never a success without Zalo's word."""
    assert isinstance(read_reply(api, Reply(status, body)), Refusal)


@pytest.mark.parametrize("api", [Api.TEXT, Api.TEMPLATE])
@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (403, FailureClass.OPERATOR),
        (302, FailureClass.OPERATOR),
        (500, FailureClass.UNKNOWN),
        (200, FailureClass.UNKNOWN),
    ],
)
def test_a_status_alone_says_something(api: Api, status: int, failure: FailureClass) -> None:
    """A redirect or a refusal did nothing; a fault inside may have."""
    refusal = read_reply(api, Reply(status, b"<html>"))
    assert isinstance(refusal, Refusal)
    assert (refusal.failure, refusal.code) == (failure, f"HTTP {status}")


def test_a_success_with_http_500_is_not_believed() -> None:
    """Nor is it a refusal."""
    refusal = read_reply(Api.TEXT, reply({"error": 0}, status=500))
    assert isinstance(refusal, Refusal)
    assert refusal.failure is FailureClass.UNKNOWN


def test_a_token_is_refused_by_status_or_by_code() -> None:
    """With or without an error in the body."""
    for answer in (reply({}, status=401), reply({"error": -5}, status=401), reply({"error": -216})):
        refusal = read_reply(Api.TEXT, answer)
        assert isinstance(refusal, Refusal)
        assert (refusal.stale_token, refusal.channel_down) == (True, True)
        assert "dondoc zalo status" in sentence(refusal)


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (reply({}, status=429, retry_after="30"), timedelta(seconds=30)),
        (reply({}, status=429, x_ratelimit_remain="0"), timedelta(minutes=1)),
        (reply({}, status=503), None),
        (reply({}, status=503, retry_after="Wed, 21 Oct 2026 07:28:00 GMT"), None),
        (reply({"error": -32}), timedelta(minutes=1)),
    ],
)
def test_the_headers_say_how_long_to_wait(answer: Reply, wait: timedelta | None) -> None:
    """Seconds, or the minute by which Zalo counts."""
    refusal = read_reply(Api.TEMPLATE, answer)
    assert isinstance(refusal, Refusal)
    assert (refusal.failure, refusal.retry_after) == (FailureClass.RETRY, wait)


@pytest.mark.parametrize(
    ("document", "status", "failure"),
    [
        ({"ok": False}, 200, FailureClass.OPERATOR),
        ({"ok": False, "error_code": "403"}, 200, FailureClass.RECIPIENT),
        ({"ok": False, "error_code": 503}, 200, FailureClass.RETRY),
        ({"ok": True}, 500, FailureClass.UNKNOWN),
        ({}, 404, FailureClass.OPERATOR),
        ({}, 200, FailureClass.UNKNOWN),
    ],
)
def test_a_bot_says_ok_or_not(document: object, status: int, failure: FailureClass) -> None:
    """``ok`` counts even with HTTP 200."""
    refusal = read_reply(Api.BOT, reply(document, status))
    assert isinstance(refusal, Refusal)
    assert refusal.failure is failure


def test_a_bot_s_success_may_lack_an_id() -> None:
    """It was taken all the same."""
    assert read_reply(Api.BOT, reply({"ok": True, "result": {"message_id": "x"}})) == Receipt("x")
    assert read_reply(Api.BOT, reply({"ok": True, "result": True})) == Receipt()


def test_each_code_has_one_class() -> None:
    """An unknown one stops the channel."""
    assert classify(Api.TEXT, -216) is None
    assert classify(Api.TEXT, -1) is FailureClass.OPERATOR
    assert "ZCA" in sentence(Refusal("-115", FailureClass.OPERATOR))
    assert sentence(Refusal("HTTP 500", FailureClass.UNKNOWN)).endswith("(mã HTTP 500).")

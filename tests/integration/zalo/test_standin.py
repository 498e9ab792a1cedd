"""The stand-in itself shows what Zalo does where our own channels never ask for it."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from notifications.channels.zalo.transport import Line
from notifications.zalo_standin.model import Follower, Template
from tests.support.zalo import PHONE, STRANGER, TEMPLATE, USER, World

DATA = {"ten": "An", "so_viec": "1", "viec_dau": "x", "han": "y"}
Call = Callable[..., dict[str, Any]]


@pytest.fixture
def line(world: World) -> Iterator[Line]:
    """A connection to the stand-in."""
    line = Line(world.address)
    yield line
    line.close()


@pytest.fixture
def call(world: World, line: Line) -> Call:
    """Posts JSON with the access token and returns the answer."""

    def post(path: str, **asked: object) -> dict[str, Any]:
        given: dict[str, object] = {"template_id": TEMPLATE, "template_data": DATA} | asked
        reply = line.post(path, json.dumps(given).encode(), {"access_token": world.zalo.access_token})
        assert reply.status == 200
        assert reply.headers["x-ratelimit-limit"] == "4000"
        document: dict[str, Any] = json.loads(reply.body)
        return document

    return post


def test_a_pair_is_rotated_and_a_used_one_refused(world: World, line: Line) -> None:
    """With HTTP 200, and the life of the token as a string."""

    def exchange(token: str, secret: str) -> dict[str, Any]:
        form = urlencode({"refresh_token": token, "app_id": world.zalo.app_id, "grant_type": "refresh_token"})
        reply = line.post("/v4/oa/access_token", form.encode(), {"secret_key": secret})
        document: dict[str, Any] = json.loads(reply.body)
        return document | {"status": reply.status}

    secret = world.zalo.app_secret
    assert exchange("RT-1", secret) == {
        "access_token": "AT-2",
        "refresh_token": "RT-2",
        "expires_in": "90000",
        "status": 200,
    }
    assert exchange("RT-1", secret)["error"] == -14020
    assert exchange("RT-2", "another")["error"] == -14002
    assert world.zalo.refreshes == 1


def test_the_token_is_refused_by_the_name_of_the_interface(world: World, call: Call) -> None:
    """-216 by user, -124 by phone."""
    world.zalo.expire_access()
    assert call("/v3.0/oa/message/template", user_id=USER)["error"] == -216
    assert call("/message/template", phone=PHONE)["error"] == -124


@pytest.mark.parametrize(
    ("phone", "code"), [(PHONE, 0), ("0900000111", -108), ("+84900000111", -108), ("84", -108), (STRANGER, -118)]
)
def test_a_number_has_one_form(call: Call, phone: str, code: int) -> None:
    """Digits from 84 on."""
    assert call("/message/template", phone=phone, tracking_id="a-1")["error"] == code


@pytest.mark.parametrize(("tracking", "code"), [("a" * 48, 0), ("a" * 49, -132), ("a b", -132), ("ế", -132)])
def test_a_tracking_id_has_its_limits(call: Call, tracking: str, code: int) -> None:
    """48 characters of letters, digits, hyphen and underscore; none at all by user."""
    assert call("/message/template", phone=PHONE, tracking_id=tracking)["error"] == code
    assert call("/v3.0/oa/message/template", user_id=USER, tracking_id=tracking)["error"] == -201
    assert call("/v3.0/oa/message/template", user_id=USER)["error"] == 0


def test_development_mode_reaches_administrators_only(world: World, call: Call) -> None:
    """Everybody else is refused."""
    assert call("/message/template", phone=PHONE, mode="development")["error"] == -136
    world.zalo.admins.add(PHONE)
    assert call("/message/template", phone=PHONE, mode="development")["error"] == 0


def test_texts_and_groups_have_their_rules(world: World, call: Call) -> None:
    """1 to 2,000 characters; a follower; a group of the account."""
    world.zalo.followers["silent"] = Follower()
    for user, text, code in ((USER, "", -210), (USER, "x" * 2001, -210), ("nobody", "x", -201), ("silent", "x", -230)):
        answer = call("/v3.0/oa/message/cs", recipient={"user_id": user}, message={"text": text})
        assert answer["error"] == code
    assert call("/v3.0/oa/group/message", recipient={"group_id": "x"}, message={"text": "x"})["error"] == -237
    assert call("/v3.0/oa/group/message", message={"text": ""})["error"] == -210
    world.zalo.templates[TEMPLATE] = Template({"ten": 30})
    assert call("/v3.0/oa/message/template", user_id="nobody")["error"] == -227


def test_an_interface_that_zalo_has_not_is_not_there(world: World, line: Line) -> None:
    """Nor are those that Zalo has shut down."""
    headers = {"access_token": world.zalo.access_token}
    for path in ("/v3.0/oa/message/transaction", "/v3.0/oa/message/promotion"):
        assert line.post(path, b"{}", headers).status == 404

"""Every row of the table of Zalo's errors, through the real Apprise services and the stand-in."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from config.settings import Settings
from notifications.channels.zalo.channel import ZaloChannel
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Channel
from notifications.zalo_standin.model import Fault, Place
from tests.support.zalo import CHAT, GROUP, PHONE, USER, World

TO = {
    Place.BY_PHONE: f"phone:{PHONE}",
    Place.BY_USER: f"oa:{USER}",
    Place.CARE: f"cs:{USER}",
    Place.BOT: f"bot:{CHAT}",
    Place.GROUP: GROUP,
}
TEMPLATES = (Place.BY_PHONE, Place.BY_USER)
ACCOUNT = (*TEMPLATES, Place.CARE, Place.GROUP)

LATER = (-133, -234, -144, -147, -211, -218, -1441, -1471, -1472)
RECIPIENT = (-108, -110, -118, -114, -119, -139, -140, -141, -213, -217, -227, -230, -232, -244, -403)
PAYLOAD = (-201, -210, -111, -112, -1121, -1122, -1124, -113, -116, -121, -122, -130, -132)
OPERATOR = (
    *range(-107, -100), -109, -115, -117, -120, -125, -126, -127, -131, -135, -1351, -136, -137, -138, -1381, -145,
    -146, -204, -205, -209, -212, -219, -221, -223, -224, -235, -237, -240, -248, -249, -242, -1241, -320, -321,
    -999_999,
)  # fmt: skip
"""The last one is a code that nobody knows."""


@pytest.fixture
def send(world: World, alone: Settings) -> Iterator[Callable[[Place], DeliveryError]]:
    """Sends to a place and returns what went wrong."""
    world.grant(alone)
    personal, group = world.channel(alone), world.group_channel(alone)

    def failed(place: Place) -> DeliveryError:
        channel: Channel = group if place is Place.GROUP else personal
        with pytest.raises(DeliveryError) as refusal:
            channel.send(world.letter(TO[place]))
        return refusal.value

    return failed


Send = Callable[[Place], DeliveryError]


@pytest.mark.parametrize("place", ACCOUNT)
@pytest.mark.parametrize(
    ("failure", "codes"),
    [
        (FailureClass.LATER, LATER),
        (FailureClass.RECIPIENT, RECIPIENT),
        (FailureClass.PAYLOAD, PAYLOAD),
        (FailureClass.OPERATOR, OPERATOR),
        (FailureClass.RETRY, (-200,)),
    ],
    ids=["later", "recipient", "payload", "operator", "retry"],
)
def test_each_code_is_of_its_class_and_is_kept(
    world: World, send: Send, place: Place, failure: FailureClass, codes: tuple[int, ...]
) -> None:
    """HTTP 200 every time; only what the operator must mend stops the channel; nothing is sent twice."""
    for code in codes:
        world.zalo.refuse_next(place, code)
        error = send(place)
        assert (error.code, error.failure) == (str(code), failure)
        assert error.channel_down == (failure is FailureClass.OPERATOR)
        assert str(code) in str(error)
    assert world.zalo.sent == []
    assert len(world.zalo.requests) == len(codes)


@pytest.mark.parametrize(
    ("place", "failure"),
    [
        (Place.BY_PHONE, FailureClass.RETRY),
        (Place.BY_USER, FailureClass.RETRY),
        (Place.CARE, FailureClass.PAYLOAD),
        (Place.GROUP, FailureClass.PAYLOAD),
    ],
)
def test_one_code_means_two_things(world: World, send: Send, place: Place, failure: FailureClass) -> None:
    """-100 of a template is an unknown error, of a text an attachment that has expired."""
    world.zalo.refuse_next(place, -100)
    assert send(place).failure is failure


@pytest.mark.parametrize("place", ACCOUNT)
def test_too_many_requests_wait_for_the_next_minute(world: World, send: Send, place: Place) -> None:
    """The count of the application is used up for everybody behind this message too."""
    world.zalo.rate_left = 0
    error = send(place)
    assert (error.code, error.failure, error.channel_down) == ("-32", FailureClass.RETRY, True)
    assert error.retry_after == timedelta(minutes=1)


@pytest.mark.parametrize("place", TO)
@pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.GATEWAY_502, Fault.BUSY, Fault.TIMEOUT_504])
def test_a_server_that_is_being_mended_is_tried_again(world: World, send: Send, place: Place, fault: Fault) -> None:
    """HTTP 429, 502, 503, 504."""
    world.zalo.break_next(place, fault)
    error = send(place)
    assert (error.code, error.failure) == (f"HTTP {fault.value}", FailureClass.RETRY)


@pytest.mark.parametrize("place", TO)
@pytest.mark.parametrize("fault", [Fault.CUT, Fault.HTML, Fault.EMPTY, Fault.ERROR_500, Fault.LOST_BEFORE])
def test_no_readable_answer_leaves_it_open_whether_it_arrived(
    world: World, send: Send, place: Place, fault: Fault
) -> None:
    """It is asked once and never again by the channel itself."""
    world.zalo.break_next(place, fault)
    error = send(place)
    assert (error.failure, error.channel_down) == (FailureClass.UNKNOWN, False)
    assert len(world.zalo.requests) == 1
    assert len(world.zalo.sent) == (fault is not Fault.LOST_BEFORE)


@pytest.mark.parametrize("fault", [Fault.SLOW, Fault.DRIPPING])
def test_a_slow_answer_costs_no_more_than_the_limit(world: World, alone: Settings, fault: Fault) -> None:
    """Byte by byte an answer could take for ever, each byte in time."""
    world.grant(alone)
    world.patience = 0.5
    channel = world.channel(alone)
    world.zalo.slowness = 3.0 if fault is Fault.SLOW else 0.3
    world.zalo.break_next(Place.BY_PHONE, fault)
    with pytest.raises(DeliveryError) as refusal:
        channel.send(world.letter(TO[Place.BY_PHONE]))
    assert refusal.value.failure is FailureClass.UNKNOWN
    assert len(world.zalo.sent) == 1


@pytest.mark.parametrize("place", TO)
def test_a_server_that_is_not_there_was_surely_handed_nothing(world: World, alone: Settings, place: Place) -> None:
    """So the message may be tried again as it is, and the others need not try at all."""
    world.grant(alone)
    world.address = "http://127.0.0.1:9"
    channel: Channel = world.group_channel(alone) if place is Place.GROUP else world.channel(alone)
    with pytest.raises(DeliveryError) as refusal:
        channel.send(world.letter(TO[place]))
    assert (refusal.value.failure, refusal.value.channel_down) == (FailureClass.RETRY, True)


@pytest.mark.parametrize("place", ACCOUNT)
@pytest.mark.parametrize("code", [-216, -220, -124])
def test_a_refused_token_is_renewed_once_and_the_message_repeated_once(
    world: World, alone: Settings, place: Place, code: int
) -> None:
    """The message goes out; a second refusal is for a person."""
    world.grant(alone)
    channel: Channel = world.group_channel(alone) if place is Place.GROUP else world.channel(alone)
    world.zalo.refuse_next(place, code)
    channel.send(world.letter(TO[place]))
    assert (world.zalo.refreshes, len(world.zalo.sent)) == (1, 1)
    world.zalo.refuse_next(place, code, code)
    with pytest.raises(DeliveryError) as refusal:
        channel.send(world.letter(TO[place]))
    assert (refusal.value.failure, refusal.value.channel_down) == (FailureClass.OPERATOR, True)
    assert (world.zalo.refreshes, len(world.zalo.sent)) == (2, 1)


@pytest.mark.parametrize("place", ACCOUNT)
def test_http_401_is_a_refused_token_too(world: World, alone: Settings, place: Place) -> None:
    """A few interfaces report tokens by status."""
    world.grant(alone)
    channel: Channel = world.group_channel(alone) if place is Place.GROUP else world.channel(alone)
    world.zalo.break_next(place, Fault.UNAUTHORISED_401)
    channel.send(world.letter(TO[place]))
    assert (world.zalo.refreshes, len(world.zalo.sent)) == (1, 1)


@pytest.mark.parametrize(
    ("code", "failure", "down"),
    [
        (400, FailureClass.RECIPIENT, False),
        (403, FailureClass.RECIPIENT, False),
        (401, FailureClass.OPERATOR, True),
        (404, FailureClass.OPERATOR, True),
        (418, FailureClass.OPERATOR, True),
        (408, FailureClass.UNKNOWN, False),
        (500, FailureClass.UNKNOWN, False),
        (429, FailureClass.RETRY, True),
    ],
)
def test_the_bot_s_codes_come_with_http_200(
    world: World, send: Send, code: int, failure: FailureClass, down: bool
) -> None:
    """``ok`` decides; a bot's token does not expire, so a refused one is for a person."""
    world.zalo.refuse_next(Place.BOT, code)
    error = send(Place.BOT)
    assert (error.code, error.failure, error.channel_down) == (str(code), failure, down)


def test_a_bot_with_a_wrong_token_stops(world: World, alone: Settings) -> None:
    """HTTP 200 with 401 inside."""
    world.grant(alone)
    channel: ZaloChannel = world.channel(alone)
    world.zalo.bot_token = "987:another"
    with pytest.raises(DeliveryError) as refusal:
        channel.send(world.letter(f"bot:{CHAT}"))
    assert (refusal.value.code, refusal.value.failure) == ("401", FailureClass.OPERATOR)

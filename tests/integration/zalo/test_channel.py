"""The channels against the stand-in: ways and their order, hours, windows, quotas, forms; no secret in any address."""

import json
import logging
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pydantic import SecretStr

from config.errors import SettingError
from config.settings import Settings
from notifications.channels.choice import channels
from notifications.channels.zalo.channel import ZaloChannel, ZaloGroupChannel
from notifications.channels.zalo.setup import Setup
from notifications.errors import DeliveryError, FailureClass
from notifications.zalo_standin.model import Fault, Place, Template
from tests.support.zalo import CHAT, GROUP, HANOI, NAME, PHONE, STRANGER, TEMPLATE, USER, World, office_of


@pytest.fixture
def channel(world: World, alone: Settings) -> Iterator[ZaloChannel]:
    """The channel ``zalo`` of an office that has its grant."""
    world.grant(alone)
    return world.channel(alone)


def refused(channel: ZaloChannel, world: World, to: str, **changes: object) -> DeliveryError:
    with pytest.raises(DeliveryError) as refusal:
        channel.send(world.letter(to, **changes))
    return refusal.value


def test_a_template_by_phone_carries_the_message_s_own_id(channel: ZaloChannel, world: World) -> None:
    """The receipt that comes later is found by it; the quota that is left is read from the answer."""
    letter = world.letter(f"phone:{PHONE}")
    receipt = channel.send(letter)
    (sent,) = world.zalo.sent
    assert (sent.place, sent.to, sent.tracking_id) == (Place.BY_PHONE, PHONE, letter.uid)
    assert sent.content["template_data"] == {
        "ten": NAME,
        "so_viec": "2",
        "viec_dau": "2026-Q3-017",
        "han": "21/09/2026",
    }
    assert (receipt.remote_id, receipt.quota_left, receipt.refused) == (sent.message_id, 499, ())


def test_a_template_by_user_has_no_tracking_id(channel: ZaloChannel, world: World) -> None:
    """Zalo refuses it there."""
    receipt = channel.send(world.letter(f"oa:{USER}"))
    (sent,) = world.zalo.sent
    assert sent.place is Place.BY_USER
    assert "tracking_id" not in sent.content
    assert (receipt.remote_id, receipt.quota_left) == (sent.message_id, 499)


def test_somebody_who_is_refused_by_user_is_reached_by_phone(channel: ZaloChannel, world: World) -> None:
    """The way that was refused is named, to be flagged."""
    world.zalo.followers[USER].follows = False
    receipt = channel.send(world.letter(f"oa:{USER} phone:{PHONE}"))
    assert [sent.place for sent in world.zalo.sent] == [Place.BY_PHONE]
    assert receipt.refused == (f"oa:{USER}",)


def test_somebody_who_is_refused_everywhere_is_the_recipient_s_fault(channel: ZaloChannel, world: World) -> None:
    """Every way is named."""
    world.zalo.followers[USER].blocked = True
    error = refused(channel, world, f"oa:{USER} phone:{STRANGER} cs:{USER}")
    assert (error.failure, error.code) == (FailureClass.RECIPIENT, "-213")
    assert error.refused == (f"oa:{USER}", f"phone:{STRANGER}", f"cs:{USER}")


def test_a_message_that_may_have_arrived_is_not_sent_by_another_way(channel: ZaloChannel, world: World) -> None:
    """Twice is worse than late."""
    world.zalo.break_next(Place.BY_USER, Fault.CUT)
    assert refused(channel, world, f"oa:{USER} phone:{PHONE}").failure is FailureClass.UNKNOWN
    assert len(world.zalo.sent) == 1


def test_nothing_of_zalo_is_repeatable(world: World, alone: Settings) -> None:
    """No program recognises a repeat there."""
    assert not world.channel(alone).repeatable
    assert not world.group_channel(alone).repeatable


@pytest.mark.parametrize(
    ("hour", "minute", "wait"),
    [
        (21, 0, timedelta(hours=10)),
        (23, 30, timedelta(hours=7, minutes=30)),
        (3, 0, timedelta(hours=4)),
        (6, 59, timedelta(minutes=1)),
    ],
)
def test_at_night_templates_wait_for_the_morning(
    channel: ZaloChannel, world: World, hour: int, minute: int, wait: timedelta
) -> None:
    """Zalo is not even asked; text and the bot go at any hour."""
    world.now = datetime(2026, 9, 18, hour, minute, tzinfo=HANOI)
    world.zalo.followers[USER].last_interaction = world.now
    error = refused(channel, world, f"oa:{USER}")
    assert (error.failure, error.retry_after, error.channel_down) == (FailureClass.LATER, wait, False)
    assert world.zalo.requests == []
    channel.send(world.letter(f"cs:{USER}"))
    channel.send(world.letter(f"bot:{CHAT}"))
    assert len(world.zalo.sent) == 2


@pytest.mark.parametrize(("to", "code"), [(f"phone:{PHONE}", "-133"), (f"oa:{USER}", "-234")])
def test_zalo_s_own_night_is_later_too(channel: ZaloChannel, world: World, to: str, code: str) -> None:
    """Where the clocks do not agree."""
    letter = world.letter(to)
    world.now = datetime(2026, 9, 18, 23, tzinfo=HANOI)
    with pytest.raises(DeliveryError) as refusal:
        channel.send(letter)
    assert (refusal.value.code, refusal.value.failure) == (code, FailureClass.LATER)


def test_care_text_has_its_windows(channel: ZaloChannel, world: World) -> None:
    """48 hours free, seven days from a quota, then refused."""
    follower = world.zalo.followers[USER]
    follower.care_left = 1
    for hours, code in ((47, None), (49, None), (49, "-211"), (24 * 7 + 1, "-230")):
        follower.last_interaction = world.now - timedelta(hours=hours)
        if code is None:
            assert channel.send(world.letter(f"cs:{USER}")).remote_id is not None
        else:
            assert refused(channel, world, f"cs:{USER}").code == code
    assert follower.care_left == 0


def test_the_quota_counts_down_to_its_end(channel: ZaloChannel, world: World) -> None:
    """-144 is for tomorrow, or for another channel."""
    world.zalo.quota = 2
    left = [channel.send(world.letter(f"phone:{PHONE}")).quota_left for _ in range(2)]
    error = refused(channel, world, f"phone:{PHONE}")
    assert (left, error.code, error.failure) == ([1, 0], "-144", FailureClass.LATER)
    world.zalo.quota = 5
    world.zalo.templates[TEMPLATE].left = 0
    assert refused(channel, world, f"phone:{PHONE}").code == "-147"


@pytest.mark.parametrize(
    ("template", "code", "failure"),
    [
        (Template({}, state="PENDING_REVIEW"), "-131", FailureClass.OPERATOR),
        (Template({}, state="REJECT"), "-131", FailureClass.OPERATOR),
        (Template({}, poor=True), "-146", FailureClass.OPERATOR),
        (Template({}, by_user=False), "-249", FailureClass.OPERATOR),
        (Template({"thieu": 30}), "-1122", FailureClass.PAYLOAD),
        (Template({"ten": 5}), "-1121", FailureClass.PAYLOAD),
    ],
)
def test_a_template_that_cannot_be_sent(
    channel: ZaloChannel, world: World, template: Template, code: str, failure: FailureClass
) -> None:
    """What is wrong with the template stops the channel; what is wrong with the message is its own."""
    world.zalo.templates[TEMPLATE] = template
    error = refused(channel, world, f"oa:{USER}")
    assert (error.code, error.failure) == (code, failure)
    world.zalo.templates.clear()
    assert refused(channel, world, f"oa:{USER}").code == "-109"


def test_a_field_that_the_letter_has_not_is_told_before_zalo_is_asked(channel: ZaloChannel, world: World) -> None:
    """The sentence names it."""
    error = refused(channel, world, f"phone:{PHONE}", fields={"name": NAME})
    assert (error.failure, world.zalo.requests) == (FailureClass.PAYLOAD, [])
    assert "“count”" in str(error)


def test_decomposed_words_fare_like_composed_ones(channel: ZaloChannel, world: World) -> None:
    """The same 30 letters of a name, and the same 2,000 of a text, however they are written."""
    name = "Nguyễn Thị Phượng Hoàng Yến Mỹ"
    assert len(name) == 30
    assert len(unicodedata.normalize("NFD", name)) > 30
    fields = dict(world.letter("x").fields)
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, name)  # type: ignore[arg-type]
        channel.send(world.letter(f"phone:{PHONE}", fields=fields | {"name": written}))
        channel.send(world.letter(f"cs:{USER}", short=unicodedata.normalize(form, "ế" * 2000)))  # type: ignore[arg-type]
    data = [sent.content.get("template_data") for sent in world.zalo.sent]
    assert data[0] == data[2]
    assert isinstance(data[0], dict)
    assert data[0]["ten"] == name
    assert world.zalo.sent[1].content == world.zalo.sent[3].content


def test_a_text_mentions_nobody_and_is_not_too_long(channel: ZaloChannel, world: World, alone: Settings) -> None:
    """``[@id]`` in a title of a task would call a member of the group."""
    world.group_channel(alone).send(world.letter(GROUP, short="Xem [@all]việc [[@1]@2] nhé " + "x" * 3000))
    message = world.zalo.sent[0].content["message"]
    assert isinstance(message, dict)
    assert message["text"].startswith("Xem việc  nhé x")
    assert len(message["text"]) == 2000


def test_a_group_of_another_account_is_refused(world: World, alone: Settings) -> None:
    """The office's account must have made it."""
    world.grant(alone)
    with pytest.raises(DeliveryError) as refusal:
        world.group_channel(alone).send(world.letter("g-la"))
    assert (refusal.value.code, refusal.value.failure) == ("-237", FailureClass.OPERATOR)


def test_the_bot_reaches_those_who_wrote_to_it(channel: ZaloChannel, world: World) -> None:
    """Plain text, to the chat; one who blocked it, or never wrote, is the recipient's."""
    receipt = channel.send(world.letter(f"bot:{CHAT}"))
    (sent,) = world.zalo.sent
    assert (sent.to, sent.message_id) == (CHAT, receipt.remote_id)
    assert set(sent.content) == {"chat_id", "text"}
    world.zalo.blocked_chats.add(CHAT)
    assert refused(channel, world, f"bot:{CHAT}").code == "403"
    assert refused(channel, world, "bot:chat-9999").code == "400"


@pytest.mark.parametrize("to", ["", "oa:", "phone:0912 345 678", "nobody", "oa:1 mail:x@y", "bot:../x"])
def test_an_address_of_another_kind_is_refused_without_being_repeated(
    channel: ZaloChannel, world: World, to: str
) -> None:
    """It may be somebody's number."""
    error = refused(channel, world, to)
    assert (error.failure, world.zalo.requests) == (FailureClass.RECIPIENT, [])
    assert not to or to not in str(error)


def test_the_secret_s_proof_is_given_and_a_wrong_one_is_the_operator_s(channel: ZaloChannel, world: World) -> None:
    """Zalo can require it of an application."""
    world.zalo.require_proof = True
    channel.send(world.letter(f"phone:{PHONE}"))
    channel.send(world.letter(f"oa:{USER}"))
    world.zalo.app_secret = "changed in the console"
    assert refused(channel, world, f"phone:{PHONE}").code == "-1241"
    assert refused(channel, world, f"oa:{USER}").code == "-242"


def test_a_connection_that_was_closed_meanwhile_is_opened_again(channel: ZaloChannel, world: World) -> None:
    """A request on it would leave us in doubt for nothing."""
    channel.send(world.letter(f"phone:{PHONE}"))
    world.zalo.break_next(Place.BY_PHONE, Fault.CUT)
    refused(channel, world, f"phone:{PHONE}")
    channel.send(world.letter(f"phone:{PHONE}"))
    assert len(world.zalo.sent) == 3


def test_no_secret_and_no_person_stands_in_an_address_a_log_or_a_message(
    world: World, settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every logger at its lowest level, through sends, refusals, a refresh and a cut line."""
    for name in ["", "dondoc", "apprise", *logging.root.manager.loggerDict]:
        logger = logging.getLogger(name)
        if not name.endswith(".confidential"):
            monkeypatch.setattr(logger, "level", 1)
            monkeypatch.setattr(logger, "propagate", True)
            monkeypatch.setattr(logger, "disabled", False)
        logger.manager._clear_cache()  # type: ignore[attr-defined]
    caplog.set_level(1)
    world.grant(settings, lives=timedelta(hours=1))
    channel, said = world.channel(settings), []
    for to in (f"oa:{USER} phone:{PHONE}", f"phone:{STRANGER}", f"cs:{USER}", f"bot:{CHAT}", "bot:chat-9999"):
        try:
            said.append(repr(channel.send(world.letter(to)).quota_left))
        except DeliveryError as error:
            said.append(f"{error!r} {error.code}")
    world.zalo.break_next(Place.BOT, Fault.CUT)
    said.append(str(refused(channel, world, f"bot:{CHAT}")))
    world.group_channel(settings).send(world.letter(GROUP))
    assert world.zalo.refreshes == 1
    assert any(record.name.startswith("apprise") for record in caplog.records)

    secret = {world.zalo.app_secret, world.zalo.bot_token, "AT-1", "AT-2", "RT-1", "RT-2"}
    personal = {USER, PHONE, STRANGER, CHAT, NAME, "2026-Q3-017"}
    log = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    for word in secret | personal:
        assert word not in log, word
        assert all(word not in sentence for sentence in said), word
    for request in world.zalo.requests:
        path = request.path.replace(f"/bot{world.zalo.bot_token}/", "/")  # by Zalo's design
        assert all(word not in path for word in secret | personal)


def test_an_installation_has_the_channels_that_it_is_set_up_for(world: World, alone: Settings) -> None:
    """E-mail always; Zalo with an account or a bot; groups with an account."""
    office = office_of(alone)
    assert set(channels(alone, office)) == {"email"}
    only_bot = alone.model_copy(update={"zalo_bot_token": world.settings(alone).zalo_bot_token})
    assert set(channels(only_bot, office)) == {"email", "zalo"}
    found = channels(world.settings(alone), office)
    assert set(found) == {"email", "zalo", "zalo-group"}
    for name, factory in found.items():
        opened = factory()
        assert opened.name == name
        opened.close()


def test_half_made_settings_of_zalo_leave_mail_alone(world: World, alone: Settings) -> None:
    """An application without its secret, one without an account, a malformed bot: mail goes on."""
    given, office = world.settings(alone), office_of(alone)
    no_account = office.model_copy(update={"zalo": office.zalo.model_copy(update={"oa_id": ""})})
    for settings, of_office in (
        (given.model_copy(update={"zalo_app_secret": None}), office),
        (given.model_copy(update={"zalo_app_id": None}), office),
        (given.model_copy(update={"zalo_bot_token": SecretStr("malformed")}), office),
        (given, no_account),
    ):
        assert set(channels(settings, of_office)) == {"email"}
        with pytest.raises(SettingError):
            Setup.of(settings, of_office)


@pytest.mark.parametrize("to", [f"oa:{USER}", f"cs:{USER}", f"bot:{CHAT}"])
def test_a_way_that_is_not_set_up_is_the_operator_s(world: World, alone: Settings, to: str) -> None:
    """An address stored while there was an account, or a bot."""
    given = world.settings(alone)
    bare = replace(Setup.of(given, office_of(given)), application=None, bot_token=None)
    for channel in (ZaloChannel(given, bare), ZaloGroupChannel(given, bare)):
        with pytest.raises(DeliveryError) as refusal:
            channel.send(world.letter(to))
        assert (refusal.value.failure, refusal.value.channel_down) == (FailureClass.OPERATOR, True)
        channel.close()


def test_an_empty_text_and_a_missing_template_are_told(world: World, alone: Settings) -> None:
    """Neither is asked of Zalo."""
    given = world.settings(alone)
    setup = Setup.of(given, office_of(given))
    bare = replace(setup, office=setup.office.model_copy(update={"digest_template": None}))
    channel = ZaloChannel(given, bare)
    assert refused(channel, world, f"cs:{USER}", short=" [@all] ").failure is FailureClass.PAYLOAD
    error = refused(channel, world, f"oa:{USER}")
    assert (error.code, error.failure) == ("no-template", FailureClass.OPERATOR)
    channel.close()
    assert world.zalo.requests == []


def test_a_certificate_that_is_not_trusted_is_the_operator_s(
    world: World, alone: Settings, untrusted_server: str
) -> None:
    """A connection that might be somebody else's is not used."""
    world.grant(alone)
    world.address = untrusted_server
    error = refused(world.channel(alone), world, f"phone:{PHONE}")
    assert (error.failure, error.channel_down) == (FailureClass.OPERATOR, True)


def test_every_request_is_json_in_utf_8(channel: ZaloChannel, world: World) -> None:
    """Vietnamese goes as it is."""
    channel.send(world.letter(f"cs:{USER}"))
    (request,) = world.zalo.requests
    assert json.loads(request.body)["message"]["text"].startswith("Đảng ủy xã Hòa Mai nhắc")
    assert "Đảng ủy".encode() in request.body

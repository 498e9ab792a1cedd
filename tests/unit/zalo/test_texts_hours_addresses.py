"""Texts, numbers, hours, windows and addresses as Zalo takes them."""

import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.zalo import TemplateOfZalo, ZaloOffice
from notifications.channels.zalo.addresses import Target, Way, best_address, targets
from notifications.channels.zalo.texts import LONGEST_TEXT, phone_number, plain_text, template_data
from notifications.channels.zalo.windows import CareWindow, care_window, templates_open, until_morning
from notifications.models import ContactKind

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 9, 18, 8, tzinfo=HANOI)
TEMPLATE = TemplateOfZalo(id="1", parameters={"ten": "name", "co_quan": "office"})


@given(st.text(max_size=2500))
def test_a_text_is_the_same_however_it_was_composed(text: str) -> None:
    """NFC and NFD of the same words give the same message, never too long, never with a mention."""
    sent = plain_text(text)
    assert sent == plain_text(unicodedata.normalize("NFD", text)) == plain_text(unicodedata.normalize("NFC", text))
    assert len(sent) <= LONGEST_TEXT
    assert plain_text(sent) == sent


@pytest.mark.parametrize(
    ("written", "sent"),
    [("[@123]Chào", "Chào"), ("[[@1]@2]Chào", "Chào"), ("a [@ b] [b@c]", "a [@ b] [b@c]"), ("  \n", "")],
)
def test_mentions_are_taken_out(written: str, sent: str) -> None:
    """Also one that is left when another is gone."""
    assert plain_text(written) == sent


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0912 345 678", "84912345678"),
        ("+84 912-345-678", "84912345678"),
        ("0084912345678", "84912345678"),
        ("(091) 234.5678", "84912345678"),
        ("84912345678", "84912345678"),
        ("０９１２３４５６７８", "84912345678"),
        ("912345678", None),
        ("0012345678", None),
        ("0912345", None),
        ("09123456789012", None),
        ("gọi tôi", None),
        ("", None),
    ],
)
def test_a_number_begins_with_84(written: str, number: str | None) -> None:
    """Whatever an office writes."""
    assert phone_number(written) == number


def test_parameters_are_filled_and_kept_within_their_limits() -> None:
    """30 characters of a name, counted after NFC."""
    data = template_data(TEMPLATE, {"name": unicodedata.normalize("NFD", "Ế" * 40), "office": " Đảng ủy xã ", "x": "y"})
    assert data == {"ten": "Ế" * 29 + "…", "co_quan": "Đảng ủy xã"}
    for fields in ({"name": "An"}, {"name": "An", "office": " "}):
        with pytest.raises(KeyError, match="office"):
            template_data(TEMPLATE, fields)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))
def test_a_closed_hour_ends_at_seven(now: datetime) -> None:
    """The wait always ends in an open hour, within half a day from a closed one."""
    wait = until_morning(now, HANOI)
    morning = (now + wait).astimezone(HANOI)
    assert (morning.hour, morning.minute, timedelta(0) < wait <= timedelta(days=1)) == (7, 0, True)
    if not templates_open(now, HANOI):
        assert wait <= timedelta(hours=10)


@pytest.mark.parametrize(
    ("passed", "window"),
    [
        (timedelta(0), CareWindow.FREE),
        (timedelta(hours=48), CareWindow.FREE),
        (timedelta(hours=48, seconds=1), CareWindow.PAID),
        (timedelta(days=7), CareWindow.PAID),
        (timedelta(days=7, seconds=1), CareWindow.CLOSED),
        (None, CareWindow.CLOSED),
    ],
)
def test_the_window_runs_from_the_last_word(passed: timedelta | None, window: CareWindow) -> None:
    """48 hours free, 7 days from the quota."""
    assert care_window(NOW - passed if passed is not None else None, NOW) is window


@dataclass
class Contact:
    """A contact point as the registry has it."""

    kind: str
    address: str
    state: str = "ok"
    since: datetime = field(default=NOW - timedelta(days=30))
    last_interaction_at: datetime | None = None


OA = ZaloOffice(oa_id="579", digest_template=TEMPLATE)
USER, PHONE, BOT = Contact("zalo-oa", "11"), Contact("zalo-phone", "84912345678"), Contact("zalo-bot", "c1")
WROTE = Contact("zalo-oa", "11", last_interaction_at=NOW - timedelta(hours=3))
LEFT = Contact("zalo-oa", "11", state="flagged", last_interaction_at=NOW)


@pytest.mark.parametrize(
    ("points", "office", "address"),
    [
        ((USER, PHONE, BOT), OA, "oa:11 phone:84912345678"),
        ((WROTE, PHONE), OA, "oa:11 phone:84912345678 cs:11"),
        ((PHONE,), OA, "phone:84912345678"),
        ((LEFT, PHONE), OA, "phone:84912345678"),
        ((LEFT,), OA, None),
        ((), OA, None),
        ((BOT,), OA, None),
        ((WROTE, PHONE), ZaloOffice(oa_id="579"), "cs:11"),
        ((USER, PHONE), ZaloOffice(oa_id="579"), None),
        ((USER, PHONE, BOT), ZaloOffice(), "bot:c1"),
        ((USER,), ZaloOffice(), None),
        ((Contact("email", "x@y.example"), PHONE), OA, "phone:84912345678"),
        ((Contact("zalo-phone", "84900000222", since=NOW), PHONE), OA, "phone:84900000222"),
    ],
)
def test_the_best_address_of_a_person(points: tuple[Contact, ...], office: ZaloOffice, address: str | None) -> None:
    """Template by user, then by phone, text while the window is open; the bot only without an account."""
    assert best_address(points, NOW, office) == address
    if address is not None:
        assert " ".join(str(target) for target in targets(address)) == address


def test_each_way_has_a_contact_point_to_flag() -> None:
    """What is refused is not used again."""
    assert [target.contact for target in targets("oa:11 phone:84912345678 cs:11 bot:c1")] == [
        (ContactKind.ZALO_OA, "11"),
        (ContactKind.ZALO_PHONE, "84912345678"),
        (ContactKind.ZALO_OA, "11"),
        (ContactKind.ZALO_BOT, "c1"),
    ]
    assert Target(Way.BOT, "c1") in targets("bot:c1")
    for wrong in ("", "x:1", "oa", "oa:a b", "oa:../1"):
        with pytest.raises(ValueError, match="address of Zalo"):
            targets(wrong)

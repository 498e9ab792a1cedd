"""Signed links: short, made for one purpose, expiring, and the same for the same letter."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.links import Expired, Forged, Link, LinkSigner, Opened, Purpose, SignedLinks

KEY = b"khoa-ky-duong-dan-cua-xa-hoa-mai-0123456789"
SIGNER = LinkSigner(KEY)
LINK = Link(Purpose.TASK, 1, 2, 500, 1000, date(2026, 10, 9))
NOON = datetime(2026, 9, 9, 12, tzinfo=UTC)
_IDS = st.integers(1, 2**31)


def maker(last_day: date = LINK.last_day) -> SignedLinks:
    return SignedLinks(SIGNER, 1, "https://dondoc.hoamai.example", last_day)


@given(
    purpose=st.sampled_from(Purpose),
    ids=st.tuples(_IDS, _IDS, st.none() | _IDS, _IDS),
    last_day=st.dates(date(2026, 1, 1), date(2199, 12, 31)),
)
def test_what_was_signed_is_read(purpose: Purpose, ids: tuple[int, int, int | None, int], last_day: date) -> None:
    """Every number comes back, whatever its size, and the token never changes."""
    link = Link(purpose, *ids, last_day)
    token = SIGNER.sign(link)
    assert token == LinkSigner(KEY).sign(link)
    assert SIGNER.read(purpose, token, datetime(2026, 1, 1, tzinfo=UTC)) == Opened(link)


def test_a_letter_written_again_has_the_same_links() -> None:
    """A repeat after a crash answers the same single time: its token ids are the same whenever it is written."""
    ids = {"person_id": 2, "task_id": 500, "message_id": 1000}
    assert maker().task(**ids) == maker().task(**ids)
    later = replace(LINK, last_day=date(2026, 10, 20))
    assert later.token_id == LINK.token_id


def test_the_form_of_a_token_id_is_pinned() -> None:
    """Another form would let every link answer a second time."""
    assert LINK.token_id == "viec/1000/500"
    assert LINK.turned_to(Purpose.EXTENSION).token_id == "gia-han/1000/500"
    assert Link(Purpose.WISHES, 1, 2, None, 1000, LINK.last_day).token_id == "tuy-chon/1000/0"
    assert Link(Purpose.REPORT, 1, 2, None, 1000, LINK.last_day).token_id == "bao-cao/1000/0"


def test_an_address_is_short_and_says_nothing() -> None:
    """It fits into a message of Zalo; nothing but numbers and a signature follow the purpose."""
    address = maker().task(person_id=2, task_id=500, message_id=1000)
    base, _, token = address.rpartition("/")
    assert base == "https://dondoc.hoamai.example/viec"
    numbers, _, signature = token.partition(".")
    assert numbers == "1-2-1f4-3e8-b4a3a"
    assert len(signature) == 24
    assert maker().wishes(person_id=2, message_id=1000).startswith("https://dondoc.hoamai.example/tuy-chon/1-2-0-3e8-")


@pytest.mark.parametrize("place", range(len(SIGNER.sign(LINK))))
def test_a_token_changed_anywhere_is_forged(place: int) -> None:
    """No character can be another one, the last of the signature included."""
    token = SIGNER.sign(LINK)
    other = "1" if token[place] != "1" else "2"
    assert SIGNER.read(Purpose.TASK, token[:place] + other + token[place + 1 :], NOON) == Forged()


@given(st.text(max_size=300))
def test_whatever_is_not_a_token_is_forged(text: str) -> None:
    """Nothing that somebody types into the address raises."""
    assert SIGNER.read(Purpose.TASK, text, NOON) == Forged()


@pytest.mark.parametrize("numbers", ["1-2-3-4", "1-2-3-4-5-6", "x", "1-2-3-4-5\n", ""])
def test_signed_words_that_are_no_link_are_forged(numbers: str) -> None:
    """The key may sign other things one day; they are no links."""
    signed = SIGNER._signers[Purpose.TASK].sign(numbers).decode()
    assert SIGNER.read(Purpose.TASK, signed, NOON) == Forged()


def test_a_link_opens_nothing_but_its_own_purpose() -> None:
    """The purpose is part of the key: a link to look cannot be bent into one that answers."""
    for signed_for in Purpose:
        token = SIGNER.sign(LINK.turned_to(signed_for))
        for read_as in Purpose:
            expected = Opened if read_as is signed_for else Forged
            assert isinstance(SIGNER.read(read_as, token, NOON), expected)


def test_another_key_reads_nothing() -> None:
    """A key that was changed ends all links that are out."""
    assert LinkSigner(KEY + b"!").read(Purpose.TASK, SIGNER.sign(LINK), NOON) == Forged()


def test_a_link_is_good_through_its_last_day_and_expired_after_it() -> None:
    """Days are UTC's, so that no zone is needed to read a link."""
    token = SIGNER.sign(LINK)
    assert SIGNER.read(Purpose.TASK, token, datetime(2026, 10, 9, 23, 59, tzinfo=UTC)) == Opened(LINK)
    assert SIGNER.read(Purpose.TASK, token, datetime(2026, 10, 10, tzinfo=UTC)) == Expired(LINK)


def test_links_cost_next_to_nothing() -> None:
    """2,000 links of a run: under 30 µs each, with room for a busy machine (best of several)."""
    links, rounds = maker(), 2000

    def cost() -> float:
        begun = time.process_time()
        for number in range(rounds):
            links.task(person_id=2, task_id=number, message_id=1000)
        return (time.process_time() - begun) / rounds

    assert min(cost() for _ in range(5)) < 30e-6


def test_every_purpose_says_what_it_is() -> None:
    """Pages and lists show the label."""
    assert {purpose.label for purpose in Purpose} >= {"đã nhận", "xin gia hạn", "xem nhiệm vụ"}

"""How often somebody may ask."""

from datetime import UTC, datetime, timedelta

from web.limits import SlidingWindow

NOON = datetime(2026, 9, 9, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_so_many_within_a_span_and_no_more() -> None:
    """Others are not concerned, and time opens the window again, one request at a time."""
    window = SlidingWindow(2, MINUTE)
    assert [window.admits("a", NOON + timedelta(seconds=n)) for n in (0, 30, 40)] == [True, True, False]
    assert window.admits("b", NOON)
    assert [window.admits("a", NOON + timedelta(seconds=n)) for n in (60, 61)] == [True, False]


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    """Requests from what is now the future do not count."""
    window = SlidingWindow(1, MINUTE)
    assert window.admits("a", NOON)
    assert window.admits("a", NOON - timedelta(hours=1))


def test_what_it_remembers_is_bounded() -> None:
    """The one that asked longest ago is forgotten first; the one who asks all the time is not."""
    window = SlidingWindow(1, MINUTE, tracked=2)
    assert all(window.admits(key, NOON) for key in "ab")
    assert not window.admits("a", NOON)
    assert window.admits("c", NOON)
    assert not window.admits("a", NOON)
    assert window.admits("b", NOON)
    assert len(window._seen) == 2

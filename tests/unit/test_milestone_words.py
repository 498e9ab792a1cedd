"""Milestones, channels and kinds of messages in words, for letters, commands and the proof."""

import pytest

from config.reminders import CHANNELS as POLICY_CHANNELS
from config.reminders import Weekday
from notifications.kinds import MessageKind
from notifications.words import CHANNELS, KINDS, MEETING_DAY, milestone_words


@pytest.mark.parametrize(
    ("milestone", "words"),
    [
        ("due-7", "trước hạn 7 ngày"),
        ("due-0", "đúng ngày hạn"),
        ("due+14", "quá hạn 14 ngày"),
        ("due-monday", "thứ Hai tuần có hạn"),
        ("due-friday-before", "thứ Sáu tuần trước tuần có hạn"),
        ("escalation-2", "đôn đốc bậc 2 vì quá hạn chưa có phản hồi"),
        ("week", "tổng hợp tuần"),
        ("something-new", "something-new"),
    ],
)
def test_milestones_are_said_in_words(milestone: str, words: str) -> None:
    """Nobody reads `due+14`; one that is not known must not stop a letter."""
    assert milestone_words(milestone) == words


@pytest.mark.parametrize(
    ("milestone", "words"),
    [
        ("due-3", "trước ngày họp 3 ngày"),
        ("due-0", "đúng ngày họp"),
        ("due-monday", "thứ Hai tuần có ngày họp"),
    ],
)
def test_milestones_of_meetings_speak_of_the_meeting(milestone: str, words: str) -> None:
    """A meeting has a day, not a deadline."""
    assert milestone_words(milestone, MEETING_DAY) == words


def test_every_weekday_channel_and_kind_has_words() -> None:
    """A new one fails here, not before the office."""
    assert all(milestone_words(f"due-{weekday.value}") != f"due-{weekday.value}" for weekday in Weekday)
    assert set(CHANNELS) == set(POLICY_CHANNELS)
    assert set(KINDS) == {kind.value for kind in MessageKind}

"""What a person writes into a form is read strictly."""

from datetime import date

import pytest

from notifications.answers.forms import LONGEST_TEXT, Complaints, Given, read_answer
from notifications.links import Purpose


def test_who_only_confirms_writes_nothing() -> None:
    """Fields that the form does not have are not taken."""
    assert read_answer(Purpose.RECEIVED, {"text": "x", "percent": "5"}) == Given()


@pytest.mark.parametrize(("said", "percent"), [("60", 60), (" 60 % ", 60), ("0", 0), ("100", 100), ("", None)])
def test_progress_has_words_and_perhaps_a_percentage(said: str, percent: int | None) -> None:
    """The percent sign may stand there."""
    found = read_answer(Purpose.PROGRESS, {"text": " đã họp\r\nthẩm định ", "percent": said})
    assert found == Given("đã họp\nthẩm định", percent)


@pytest.mark.parametrize("said", ["101", "-1", "sáu mươi", "1e2", "٣", "9" * 30])
def test_a_percentage_that_is_none_is_complained_of(said: str) -> None:
    """Other digits, signs and overlong numbers are no percentages."""
    found = read_answer(Purpose.PROGRESS, {"text": "đã họp", "percent": said})
    assert isinstance(found, Complaints)
    assert set(found.fields) == {"percent"}


@pytest.mark.parametrize("purpose", [Purpose.PROGRESS, Purpose.EXTENSION, Purpose.NOT_MINE])
@pytest.mark.parametrize("text", ["", "  \n ", "\u202e\x00", "a" * (LONGEST_TEXT + 1)])
def test_words_that_say_nothing_or_too_much_are_complained_of(purpose: Purpose, text: str) -> None:
    """Control characters and turned writing do not count as words."""
    found = read_answer(purpose, {"text": text, "due": "2026-09-25"})
    assert isinstance(found, Complaints)
    assert set(found.fields) == {"text"}


@pytest.mark.parametrize("said", ["2026-09-25", "25/9/2026"])
def test_an_extension_has_a_day_and_a_reason(said: str) -> None:
    """As the browser's own field gives the day, or as people write it."""
    assert read_answer(Purpose.EXTENSION, {"text": "chờ tỉnh", "due": said}) == Given(
        "chờ tỉnh", None, date(2026, 9, 25)
    )


def test_everything_wrong_is_said_at_once() -> None:
    """Nobody sends a form three times to hear three complaints."""
    found = read_answer(Purpose.EXTENSION, {"due": "31/2/2026"})
    assert isinstance(found, Complaints)
    assert set(found.fields) == {"text", "due"}

"""What happens between the gathering of a report and the keeping of its version."""

from collections.abc import Callable
from datetime import date

import pytest

from reports.errors import ReportError
from reports.versions import runs
from tasks_registry import runs as registry
from tasks_registry.installation import Installation
from tasks_registry.meetings.runs import fix_day
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.conference import FIRST, REVIEW, conference

Meanwhile = Callable[[Callable[[], object], int], None]


@pytest.fixture
def here(open_at: Open) -> Installation:
    """The installation on the first lead day of the conference."""
    conference(open_at("2026-07-01T08:00"))
    return open_at(FIRST)


@pytest.fixture
def meeting(here: Installation) -> int:
    """The number of the conference."""
    return runs._due(here)[0][0].id


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Lets something happen while the next reports are rendered, as often as wanted."""

    def arrange(happening: Callable[[], object], times: int) -> None:
        real, left = runs.render, [happening] * times

        def slow(*arguments: object) -> object:
            rendered = real(*arguments)  # type: ignore[arg-type]
            if left:
                left.pop()()
            return rendered

        monkeypatch.setattr(runs, "render", slow)

    return arrange


def test_a_higher_number_never_holds_older_facts(here: Installation, meeting: int, meanwhile: Meanwhile) -> None:
    """A person finishes a task and makes a version while the flow is at work: it gathers again."""

    def by_hand() -> None:
        registry.perform(here, REVIEW, Act.CONFIRM, evidence="12-QĐ/ĐU")
        runs.make_by_hand(here, meeting)

    meanwhile(by_hand, 1)
    (made,) = runs.make_due(here).made
    first, second = runs.versions_of(here, meeting)
    assert (made.version.number, first.lead_day, second.lead_day) == (2, None, date(2026, 9, 22))
    assert first.facts["figures"] == second.facts["figures"]


def test_a_person_gets_the_version_that_another_was_quicker_with(
    here: Installation, meeting: int, meanwhile: Meanwhile
) -> None:
    """It reads the same: there is no second one."""
    meanwhile(lambda: runs.make_by_hand(here, meeting), 1)
    made = runs.make_by_hand(here, meeting)
    assert (made.new, made.version.number) == (False, 1)


def test_no_version_is_kept_for_a_day_that_is_left(here: Installation, meeting: int, meanwhile: Meanwhile) -> None:
    """The meeting moves meanwhile: its new day wants no report yet, or another one."""
    meanwhile(lambda: fix_day(here, meeting, date(2026, 10, 30)), 1)
    run = runs.make_due(here)
    assert (run.made, run.failed) == ((), ())
    assert runs.versions_of(here, meeting) == []
    made = runs.make_by_hand(here, meeting)
    assert made.version.facts["meeting_day"] == "2026-10-30"


def test_a_meeting_that_moves_to_a_near_day_gets_the_report_of_that_day(
    here: Installation, meeting: int, meanwhile: Meanwhile
) -> None:
    """Gathered again, for the lead day of the new day."""
    meanwhile(lambda: fix_day(here, meeting, date(2026, 9, 24)), 1)
    (made,) = runs.make_due(here).made
    assert made.version.facts["meeting_day"] == "2026-09-24"
    assert made.version.lead_day == date(2026, 9, 21)


def test_what_never_settles_is_told(here: Installation, meeting: int, meanwhile: Meanwhile) -> None:
    """Nobody waits for ever."""
    days = iter([date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 5)])
    meanwhile(lambda: fix_day(here, meeting, next(days)), 3)
    with pytest.raises(ReportError, match="Hãy chạy lại"):
        runs.make_by_hand(here, meeting)
    assert runs.versions_of(here, meeting) == []

"""Who goes on for an agency that ended, and who stands in for somebody who is away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.organisation.succession import last_successor, moved_place, who_is_present

PEOPLE = st.integers(1, 6)


def test_an_agency_in_force_does_its_own_work() -> None:
    """A successor that is only announced changes nothing yet."""
    assert last_successor(1, {1: 2}, {1, 2}) == 1


def test_work_goes_along_the_chain_to_the_first_that_exists() -> None:
    """Merged in 2025 and again in 2026: the task lands with the last one."""
    assert last_successor(1, {1: 2, 2: 3, 3: None}, {3}) == 3
    assert last_successor(1, {1: None}, {3}) is None
    assert last_successor(1, {1: 2, 2: 1}, {3}) is None


@pytest.mark.parametrize(
    ("absent", "hears"),
    [
        ({}, 1),
        ({1: None}, 2),
        ({1: 3}, 3),
        ({1: 9}, 9),
        ({1: 3, 3: 9}, 9),
        ({1: 3, 3: None}, 2),
        ({1: 3, 3: 1}, 2),
        ({1: 3, 2: None, 3: None}, 1),
    ],
    ids=[
        "present",
        "next of the agency",
        "named deputy",
        "deputy elsewhere",
        "deputy of the deputy",
        "deputy away too",
        "deputies of each other",
        "everybody away",
    ],
)
def test_somebody_present_hears(absent: dict[int, int | None], hears: int) -> None:
    """The named deputy, that one's deputy, the next of the agency – and nobody else's ear is better than none."""
    assert who_is_present(1, absent, [1, 2, 3]) == hears


@given(
    person=PEOPLE,
    absent=st.dictionaries(PEOPLE, st.none() | PEOPLE),
    colleagues=st.lists(PEOPLE, unique=True),
)
def test_who_hears_is_away_only_when_nobody_near_is_present(
    person: int, absent: dict[int, int | None], colleagues: list[int]
) -> None:
    """No chain of deputies, however tangled, hangs or ends with somebody who is away while a colleague is there."""
    hears = who_is_present(person, absent, colleagues)
    if hears in absent:
        assert hears == person
        assert all(colleague in absent for colleague in colleagues)


def test_people_who_move_stand_behind_those_who_were_there() -> None:
    """Moving twice does not push them further than moving once."""
    assert moved_place(0) > moved_place(-1) > 100
    assert moved_place(moved_place(2)) == moved_place(2)

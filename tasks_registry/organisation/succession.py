"""Which agency goes on with the work of one that is dissolved, and who stands in for somebody who is away. Pure."""

from collections.abc import Collection, Mapping, Sequence

_MOVED = 1000
"""More people than an agency has."""


def last_successor(agency: int, successors: Mapping[int, int | None], in_force: Collection[int]) -> int | None:
    """Return ``agency`` if it is in force, else the first in its chain of successors that is; None when none is."""
    passed: set[int] = set()
    current: int | None = agency
    while current is not None and current not in in_force:
        if current in passed:
            return None
        passed.add(current)
        current = successors.get(current)
    return current


def moved_place(place: int) -> int:
    """Return the rank that somebody of a dissolved agency has in its successor: behind the successor's own people."""
    return place if place >= _MOVED else place + _MOVED


def who_is_present(person: int, absent: Mapping[int, int | None], colleagues: Sequence[int]) -> int:
    """Return who hears what would reach ``person``: that person, a deputy, a colleague, or – all away – nobody else.

    ``absent`` gives for everybody who is away the deputy that was named (thay mặt), None when none was. A deputy who is
    away as well is stood in for in turn; where that leads to nobody present it is the first present of ``colleagues``,
    people of the same agency in the order in which they are reached. With everybody away it is ``person`` after all:
    a reminder that waits is better than one that nobody gets.
    """
    asked: set[int] = set()
    current: int | None = person
    while current is not None and current not in asked:
        if current not in absent:
            return current
        asked.add(current)
        current = absent[current]
    return next((colleague for colleague in colleagues if colleague not in absent), person)

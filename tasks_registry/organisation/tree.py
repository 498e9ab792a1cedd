"""Agencies under each other, as a list to print."""

from collections.abc import Sequence

from tasks_registry.organisation.succession import last_successor
from tasks_registry.store import AgencyRow


def under_each_other(rows: Sequence[AgencyRow]) -> list[tuple[int, AgencyRow]]:
    """Return the agencies that exist, each with its depth, behind the one above it.

    An agency whose superior was merged stands under what that was merged into; where this is the agency itself, or
    nothing that exists, it stands at the top.
    """
    living = {row.id: row for row in rows if row.active}
    successors = {row.id: row.successor_id for row in rows}
    children: dict[int | None, list[AgencyRow]] = {}
    for row in living.values():
        above = last_successor(row.parent_id, successors, living) if row.parent_id is not None else None
        children.setdefault(None if above == row.id else above, []).append(row)
    listed: list[tuple[int, AgencyRow]] = []

    def list_from(row: AgencyRow, depth: int) -> None:
        listed.append((depth, row))
        for child in children.get(row.id, ()):
            if child not in (one for _, one in listed):
                list_from(child, depth + 1)

    for row in children.get(None, ()):
        list_from(row, 0)
    for row in living.values():  # merged crosswise, two may stand under each other only
        if row not in (one for _, one in listed):
            list_from(row, 0)
    return listed

"""Open tasks that hang on an agency or a person that is gone, each with the command that mends it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from tasks_registry import store
from tasks_registry.organisation.succession import last_successor
from tasks_registry.store import AgencyRow


@dataclass(frozen=True)
class Orphan:
    """What is gone and still named, and what to do."""

    text: str
    mend: str


def find_orphans(session: Session, committee: int, today: date) -> list[Orphan]:
    """Return the dissolved agencies that lead unfinished tasks, then the people who left and are named on some."""
    tasks = store.open_tasks(session, committee)
    led = Counter(task.lead_agency_id for task in tasks)
    named = Counter(task.officer_id for task in tasks)
    agencies = store.agency_rows(session, committee)
    in_force = {row.id: row for row in agencies if _in_force(row, today)}
    successors = {row.id: row.successor_id for row in agencies}
    orphans = []
    for row in agencies:
        if led[row.id] and row.id not in in_force:
            heir = last_successor(row.id, successors, in_force)
            into = in_force[heir].code if heir is not None else "MÃ"
            orphans.append(
                Orphan(
                    f"{row.name} ({row.code}) đã thôi hoạt động nhưng còn chủ trì {led[row.id]} nhiệm vụ chưa xong.",
                    f"Hãy chạy: dondoc agency merge {row.code} --into {into} --from {today} --apply",
                )
            )
    for person in store.person_rows(session, committee, today):
        if named[person.person.id] and not person.active:
            count = named[person.person.id]
            orphans.append(
                Orphan(
                    f"{person.person.name} không còn trong agencies.yaml nhưng còn được ghi phụ trách {count} nhiệm vụ "
                    "chưa xong.",
                    f"Hãy chạy: dondoc person handover {person.person.email} --to THƯ --apply",
                )
            )
    return orphans


def _in_force(row: AgencyRow, today: date) -> bool:
    return row.active and (row.valid_to is None or today <= row.valid_to)

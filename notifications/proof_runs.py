"""The proof of chasing as whole runs: what the command line calls."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from config.clock import office_day
from config.database import reading
from notifications.proof import Proof, assemble
from notifications.proof_rows import handed_over, read_rows
from tasks_registry import store
from tasks_registry.installation import Installation


@dataclass(frozen=True)
class TimesTold:
    """How many messages said something of a task, and the office's day of the last one."""

    messages: int
    last: date


def proof_of(here: Installation, code: str) -> Proof:
    """Return the proof of chasing of task ``code``; raises ``NotInRegistry``, and ``Refused`` for an outsider."""
    with reading(here.engine) as session:
        task = store.task_view(session, here.committee, code, here.actor, on=here.today)
        rows = read_rows(session, here.committee, task.id)
    return assemble(task, rows, here.calendar, here.today, here.settings.zone)


def times_told(here: Installation, ids: Collection[int]) -> dict[int, TimesTold]:
    """Return task id → how often people were told of it, as its proof says; a task nobody was told of is left out."""
    with reading(here.engine) as session:
        found = handed_over(session, here.committee, ids)
    zone = here.settings.zone
    return {task: TimesTold(len(times), office_day(max(times), zone)) for task, times in found.items()}

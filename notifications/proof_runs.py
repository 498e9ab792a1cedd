"""The proof of chasing as a whole run: what the command line calls."""

from config.database import reading
from notifications.proof import Proof, assemble
from notifications.proof_rows import read_rows
from tasks_registry import store
from tasks_registry.installation import Installation


def proof_of(here: Installation, code: str) -> Proof:
    """Return the proof of chasing of task ``code``; raises ``NotInRegistry``, and ``Refused`` for an outsider."""
    with reading(here.engine) as session:
        task = store.task_view(session, here.committee, code, here.actor, on=here.today)
        rows = read_rows(session, here.committee, task.id)
    return assemble(task, rows, here.calendar, here.today, here.settings.zone)

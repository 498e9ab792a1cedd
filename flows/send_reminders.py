"""Flow ``send_reminders``: decide, put into the outbox, deliver."""

from prefect import flow

from flows.deliver_outbox import deliver
from flows.opening import opened, retried
from notifications import runs
from tasks_registry.installation import Installation


@retried
def enqueue(here: Installation) -> int:
    """Decide and enqueue in one transaction; a repeat finds its keys taken. Returns the number of new messages."""
    return runs.enqueue(here).messages


@flow(name="send_reminders")
def send_reminders(home: str, at: str | None = None) -> dict[str, int]:
    """Remind everybody who must hear something by now and has not, in the installation of ``home``."""
    with opened(home, at) as here:
        enqueued = enqueue(here)
        return {"enqueued": enqueued, **deliver(here)}

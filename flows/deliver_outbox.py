"""Flow ``deliver_outbox``: send what waits in the outbox, first tries and repeats."""

from prefect import flow

from flows.opening import opened, retried
from notifications.bounces.runs import collect_before_delivery
from notifications.channels.zalo import runs as zalo
from notifications.delivery import runs
from tasks_registry.installation import Installation


@retried
def deliver(here: Installation) -> dict[str, int]:
    """Read what came back, then deliver; what fails is postponed by the outbox's own rules, so a retry here only
    covers database faults.
    """
    collect_before_delivery(here)
    result = runs.deliver(here)
    zalo.keep_up(here)
    return {
        "sent": result.sent,
        "withdrawn": result.withdrawn,
        "postponed": result.postponed,
        "dead": result.dead,
    }


@flow(name="deliver_outbox")
def deliver_outbox(home: str, at: str | None = None) -> dict[str, int]:
    """Deliver what the outbox of ``home`` holds and is ready."""
    with opened(home, at) as here:
        return deliver(here)

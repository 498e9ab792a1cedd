"""Flow ``check_status``: the figures of the day, kept as a snapshot."""

from dataclasses import asdict

from prefect import flow

from flows.opening import opened, retried
from tasks_registry import runs
from tasks_registry.installation import Installation


@retried
def check(here: Installation) -> dict[str, int]:
    """Compute and keep the figures; a repeat on the same day replaces them."""
    return asdict(runs.check(here).figures)


@flow(name="check_status")
def check_status(home: str, at: str | None = None) -> dict[str, int]:
    """Make one status check of the registry of ``home``."""
    with opened(home, at) as here:
        return check(here)

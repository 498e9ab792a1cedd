"""Flow ``check_status``: the figures of the day, kept as a snapshot."""

from dataclasses import asdict

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.opening import RETRIES, RETRY_DELAYS_SECONDS, opened, passing_fault
from tasks_registry import runs
from tasks_registry.installation import Installation


@task(
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS_SECONDS,
    retry_condition_fn=passing_fault,
    cache_policy=NO_CACHE,
)
def check(here: Installation) -> dict[str, int]:
    """Compute and keep the figures; a repeat on the same day replaces them."""
    return asdict(runs.check(here).figures)


@flow(name="check_status")
def check_status(home: str, at: str | None = None) -> dict[str, int]:
    """Make one status check of the registry of ``home``."""
    with opened(home, at) as here:
        return check(here)

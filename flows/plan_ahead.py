"""Flow ``plan_ahead``: the instances of recurring tasks, created a horizon ahead."""

from prefect import flow

from flows.opening import opened, retried
from tasks_registry.installation import Installation
from tasks_registry.planning import runs


@retried
def plan_recurrences(here: Installation) -> dict[str, int]:
    """Create what is due to be created; a repeat finds it there and creates nothing."""
    found = runs.plan_recurrences(here)
    return {"tasks": len(found.created), "skipped": sum(len(one.days) for one in found.skipped)}


@flow(name="plan_ahead")
def plan_ahead(home: str, at: str | None = None) -> dict[str, int]:
    """Create the coming instances of what recurs in the registry of ``home``."""
    with opened(home, at) as here:
        return plan_recurrences(here)

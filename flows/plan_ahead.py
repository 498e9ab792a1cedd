"""Flow ``plan_ahead``: the instances of recurring tasks and the meetings of series, created a horizon ahead."""

from prefect import flow

from flows.opening import opened, retried
from tasks_registry.installation import Installation
from tasks_registry.meetings import runs as meetings
from tasks_registry.planning import runs as planning


@retried
def plan_meetings(here: Installation) -> int:
    """Create the meetings that are due to be created; a repeat finds them there."""
    return len(meetings.plan_series(here))


@retried
def plan_recurrences(here: Installation) -> dict[str, int]:
    """Create what is due to be created; a repeat finds it there and creates nothing."""
    found = planning.plan_recurrences(here)
    return {"tasks": len(found.created), "skipped": sum(len(one.days) for one in found.skipped)}


@flow(name="plan_ahead")
def plan_ahead(home: str, at: str | None = None) -> dict[str, int]:
    """Create the coming meetings and the coming instances of what recurs in the registry of ``home``."""
    with opened(home, at) as here:
        return {"meetings": plan_meetings(here), **plan_recurrences(here)}

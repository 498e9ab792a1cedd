"""What every flow starts with: the installation at the instant of the run, and which faults are worth a retry."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from prefect.client.schemas.objects import State, TaskRun

from config.clock import parse_instant, system_clock
from config.settings import load_settings
from tasks_registry.installation import Installation, open_installation

RETRIES = 3
RETRY_DELAYS_SECONDS = [2.0, 10.0, 60.0]


def opened(home: str, at: str | None) -> Installation:
    """Open the installation of ``home`` at ``at`` (ISO 8601, office zone without an offset), by default now."""
    settings = load_settings(home=Path(home))
    now = parse_instant(at, settings.zone) if at else system_clock()
    return open_installation(settings, now)


async def passing_fault(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """Retry what may pass by itself: a busy or restarting database, a disk or network fault; never a refusal."""
    error = await state.aresult(raise_on_failure=False)
    return isinstance(error, sa.exc.OperationalError | OSError)

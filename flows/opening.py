"""What every flow starts with: the installation at the instant of the run, and which faults are worth a retry."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa
from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from config.clock import parse_instant, system_clock
from config.settings import load_settings
from tasks_registry.installation import Installation, open_installation

RETRY_DELAYS_SECONDS = [2.0, 10.0, 60.0]
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def opened(home: str, at: str | None) -> Installation:
    """Open the installation of ``home`` at ``at`` (ISO 8601, office zone without an offset), by default now."""
    settings = load_settings(home=Path(home))
    now = parse_instant(at, settings.zone) if at else system_clock()
    return open_installation(settings, now)


def may_pass(error: object) -> bool:
    """Tell whether a fault may pass by itself: a busy or restarting database, a disk or network; never a refusal.

    Also where a sentence for people was made of it.
    """
    passing = (sa.exc.OperationalError, OSError)
    return isinstance(error, passing) or isinstance(getattr(error, "__cause__", None), passing)


async def passing_fault(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """Retry what ``may_pass``."""
    return may_pass(await state.aresult(raise_on_failure=False))


def retried(function: Callable[Parameters, Result]) -> Task[Parameters, Result]:
    """Make ``function`` a Prefect task that is tried again after passing faults; it must be safe to repeat.

    Its inputs hold a database engine, so nothing is cached by them.
    """
    return task(
        retries=len(RETRY_DELAYS_SECONDS),
        retry_delay_seconds=RETRY_DELAYS_SECONDS,
        retry_condition_fn=passing_fault,
        cache_policy=NO_CACHE,
    )(function)

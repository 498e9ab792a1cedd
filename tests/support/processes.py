"""Runs in processes of their own: what a second machine, an impatient operator or a power cut would do."""

import multiprocessing
import os
import signal
from collections.abc import Sequence
from multiprocessing.context import SpawnProcess
from pathlib import Path

from config.clock import parse_instant
from config.settings import load_settings
from notifications import runs
from notifications.channels.email import EmailChannel
from tasks_registry.installation import Installation, open_installation
from tasks_registry.meetings import runs as meetings

_CONTEXT = multiprocessing.get_context("spawn")
_PATIENCE_SECONDS = 120
RunArguments = tuple[str, str, str, str]


def _arguments(here: Installation) -> RunArguments:
    smtp = here.settings.smtp_url
    assert smtp is not None
    return here.settings.database_address, str(here.settings.home), smtp.get_secret_value(), here.now.isoformat()


def _remind(address: str, home: str, smtp: str, at: str) -> None:
    os.environ |= {"DONDOC_DATABASE_URL": address, "DONDOC_SMTP_URL": smtp, "DONDOC_TRIAL": "false"}
    settings = load_settings(home=Path(home))
    with open_installation(settings, parse_instant(at, settings.zone)) as here:
        runs.remind(here)


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _remind_and_die(address: str, home: str, smtp: str, at: str) -> None:
    EmailChannel.send = _die  # type: ignore[method-assign, assignment]
    _remind(address, home, smtp, at)


def _plan(address: str, home: str, at: str) -> None:
    os.environ |= {"DONDOC_DATABASE_URL": address, "DONDOC_TRIAL": "false"}
    settings = load_settings(home=Path(home))
    with open_installation(settings, parse_instant(at, settings.zone)) as here:
        meetings.plan_series(here)


def plan_in_parallel(here: Installation, count: int) -> None:
    """Plan the meetings of all series ``count`` times at once, each in a process of its own; all must end well."""
    arguments = (here.settings.database_address, str(here.settings.home), here.now.isoformat())
    _run_all([_CONTEXT.Process(target=_plan, args=arguments) for _ in range(count)])


def remind_in_parallel(here: Installation, count: int) -> None:
    """Run ``count`` reminder runs of this instant at once, each in a process of its own; all must end well."""
    _run_all([_CONTEXT.Process(target=_remind, args=_arguments(here)) for _ in range(count)])


def _run_all(processes: Sequence[SpawnProcess]) -> None:
    for process in processes:
        process.start()
    for process in processes:
        process.join(_PATIENCE_SECONDS)
    assert [process.exitcode for process in processes] == [0] * len(processes)


def remind_and_be_killed(here: Installation) -> None:
    """Run a reminder run that is killed (SIGKILL) after it claimed its first message and before it settled it."""
    process = _CONTEXT.Process(target=_remind_and_die, args=_arguments(here))
    process.start()
    process.join(_PATIENCE_SECONDS)
    assert process.exitcode == -signal.SIGKILL

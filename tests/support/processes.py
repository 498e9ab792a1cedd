"""Runs in processes of their own: what a second machine, an impatient operator or a power cut would do."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from config.clock import parse_instant
from config.settings import load_settings
from notifications import runs
from notifications.channels.email import EmailChannel
from tasks_registry.documents.runs import attach_file
from tasks_registry.installation import Installation, open_installation
from tasks_registry.meetings.runs import plan_series
from tasks_registry.planning.runs import plan_recurrences

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


def _attach(address: str, home: str, at: str, target: str, path: str) -> None:
    os.environ |= {"DONDOC_DATABASE_URL": address, "DONDOC_TRIAL": "false"}
    settings = load_settings(home=Path(home))
    with open_installation(settings, parse_instant(at, settings.zone)) as here:
        attach_file(here, target, Path(path))


def attach_in_parallel(here: Installation, targets: Sequence[str], path: Path) -> None:
    """Attach one file to all ``targets`` at once, each in a process of its own; all must end well."""
    address, home, at = here.settings.database_address, str(here.settings.home), here.now.isoformat()
    _run_together(_attach, [(address, home, at, target, str(path)) for target in targets])


def remind_in_parallel(here: Installation, count: int) -> None:
    """Run ``count`` reminder runs of this instant at once, each in a process of its own; all must end well."""
    _run_together(_remind, [_arguments(here)] * count)


def _plan(address: str, home: str, at: str, what: str) -> None:
    os.environ |= {"DONDOC_DATABASE_URL": address}
    settings = load_settings(home=Path(home))
    with open_installation(settings, parse_instant(at, settings.zone)) as here:
        _PLANS[what](here)


_PLANS: dict[str, Callable[[Installation], object]] = {"recurrences": plan_recurrences, "series": plan_series}


def plan_in_parallel(here: Installation, what: str, count: int) -> None:
    """Plan ``recurrences`` or ``series`` ``count`` times at once, each in a process of its own; all must end well."""
    arguments = (here.settings.database_address, str(here.settings.home), here.now.isoformat(), what)
    _run_together(_plan, [arguments] * count)


def _run_together(target: Callable[..., None], arguments: Sequence[tuple[str, ...]]) -> None:
    processes = [_CONTEXT.Process(target=target, args=one) for one in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join(_PATIENCE_SECONDS)
    assert [process.exitcode for process in processes] == [0] * len(arguments)


def remind_and_be_killed(here: Installation) -> None:
    """Run a reminder run that is killed (SIGKILL) after it claimed its first message and before it settled it."""
    process = _CONTEXT.Process(target=_remind_and_die, args=_arguments(here))
    process.start()
    process.join(_PATIENCE_SECONDS)
    assert process.exitcode == -signal.SIGKILL

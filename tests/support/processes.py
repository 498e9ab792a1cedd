"""Runs in processes of their own: what a second machine, an impatient operator or a power cut would do."""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.synchronize import Barrier
from pathlib import Path

from config.clock import parse_instant
from config.database import reading
from config.settings import load_settings
from flows.report_news import tell
from notifications import runs
from notifications.channels.email import EmailChannel
from reports.versions.runs import make_due
from tasks_registry import runs as registry
from tasks_registry import store
from tasks_registry.documents.runs import attach_file
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation, open_installation
from tasks_registry.meetings.runs import plan_series
from tasks_registry.planning.runs import plan_recurrences
from tasks_registry.review import Edit
from tasks_registry.states import Act

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


def _enqueue(address: str, home: str, at: str) -> None:
    os.environ |= {"DONDOC_DATABASE_URL": address, "DONDOC_TRIAL": "false"}
    settings = load_settings(home=Path(home))
    with open_installation(settings, parse_instant(at, settings.zone)) as here:
        runs.enqueue(here)


def enqueue_in_parallel(here: Installation, count: int) -> None:
    """Decide and fill the outbox ``count`` times at once, each in a process of its own; all must end well."""
    arguments = (here.settings.database_address, str(here.settings.home), here.now.isoformat())
    _run_together(_enqueue, [arguments] * count)


def _plan(address: str, home: str, at: str, what: str) -> None:
    os.environ |= {"DONDOC_DATABASE_URL": address, "DONDOC_TRIAL": "false"}
    settings = load_settings(home=Path(home))
    with open_installation(settings, parse_instant(at, settings.zone)) as here:
        _PLANS[what](here)


def _report(here: Installation) -> None:
    make_due(here)
    tell(here)


_PLANS: dict[str, Callable[[Installation], object]] = {
    "recurrences": plan_recurrences,
    "reports": _report,
    "series": plan_series,
}


def plan_in_parallel(here: Installation, what: str, count: int) -> None:
    """Plan ``recurrences`` or ``series``, or make and hand over ``reports``, ``count`` times at once.

    Each does it in a process of its own; all must end well.
    """
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


@dataclass
class Worked:
    """What one process got done: by task, and how often somebody else was faster."""

    accepted: Counter[str] = field(default_factory=Counter)
    reports: Counter[str] = field(default_factory=Counter)
    outrun: int = 0
    illegal: int = 0


_TOGETHER: list[Barrier] = []


def _seat(together: Barrier) -> None:
    _TOGETHER.append(together)


def _work(address: str, home: str, at: str, seed: int, codes: Sequence[str], rounds: int) -> Worked:
    os.environ |= {"DONDOC_DATABASE_URL": address, "DONDOC_TRIAL": "false"}
    settings = load_settings(home=Path(home))
    chance, worked = random.Random(seed), Worked()
    acts = (
        Act.START,
        Act.SUBMIT,
        Act.RETURN,
        Act.HAND_BACK,
        Act.ASSIGN,
        Act.SUSPEND,
        Act.RESUME,
        Act.CONFIRM,
        Act.REOPEN,
    )
    with open_installation(settings, parse_instant(at, settings.zone)) as here:
        _TOGETHER[-1].wait(_PATIENCE_SECONDS)
        for number in range(rounds):
            code, kind = chance.choice(codes), chance.choice(("edit", "report", "act", "act"))
            with reading(here.engine) as session:
                seen = store.get_task(session, here.committee, code).version
            time.sleep(chance.random() / 50)  # somebody reads the task before changing it
            try:
                if kind == "edit":
                    with registry.reviewing(here) as review:
                        review.edit(code, Edit(product=f"Bản {seed}/{number}"), expected_version=seen)
                elif kind == "report":
                    registry.report_progress(here, code, f"Lần {seed}/{number}", percent=number, expected_version=seen)
                    worked.reports[code] += 1
                else:
                    act = chance.choice(acts)
                    registry.perform(here, code, act, reason="vì", evidence="1-BC/ĐU", expected_version=seen)
                    worked.reports[code] += act is Act.SUBMIT
                worked.accepted[code] += 1
            except Refused as refusal:
                if "người khác sửa" in str(refusal):
                    worked.outrun += 1
                else:
                    worked.illegal += 1
    return worked


def work_in_parallel(here: Installation, codes: Sequence[str], *, people: int, rounds: int) -> list[Worked]:
    """Let ``people`` processes change the same tasks at once, each ``rounds`` times by the version it has just read.

    Anything but ``Refused`` – a deadlock, a locked database – is raised here.
    """
    place = (here.settings.database_address, str(here.settings.home), here.now.isoformat())
    # Processes take seconds to start and to open the registry: the first must not be done by then. They meet inside
    # the work, so that no process can take the work of two.
    with _CONTEXT.Pool(people, _seat, (_CONTEXT.Barrier(people),)) as pool:
        seats = [pool.apply_async(_work, (*place, seed, tuple(codes), rounds)) for seed in range(people)]
        return [seat.get(_PATIENCE_SECONDS) for seat in seats]

"""Senders in processes of their own, cheap to start: forked from one that has loaded everything and opened the home."""

import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from config.database import make_engine
from config.settings import load_settings
from notifications.channels import email  # noqa: F401 loaded before the fork: it takes half a second
from notifications.delivery.runs import deliver
from tasks_registry.installation import Installation, open_installation

_CONTEXT = multiprocessing.get_context("spawn")
_PATIENCE_SECONDS = 120


def _nurse(place: dict[str, str], home: str, at: str, pipe: Any) -> None:
    """Fork a sender for every instant that comes in; answer with its pid, and with its exit code when asked for it."""
    os.environ |= place
    here = open_installation(load_settings(home=Path(home)), datetime.fromisoformat(at))
    here.engine.dispose()
    pipe.send("ready")
    while (order := pipe.recv()) is not None:
        if isinstance(order, int):
            _, status = os.waitpid(order, 0)
            pipe.send(os.waitstatus_to_exitcode(status))
            continue
        pid = os.fork()
        if pid == 0:
            _deliver(here, datetime.fromisoformat(order))
        pipe.send(pid)


def _deliver(here: Installation, now: datetime) -> None:
    code = 0
    try:
        deliver(replace(here, engine=make_engine(here.settings.database_address), now=now))
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stderr.flush()
    os._exit(code)


@dataclass(frozen=True)
class Nursery:
    """Starts senders of one installation."""

    _pipe: Any

    def start(self, now: datetime) -> int:
        """Start a delivery at ``now`` and return its process id."""
        return int(self._ask(now.isoformat()))

    def wait(self, pid: int) -> int:
        """Return how a delivery ended: 0, or minus the signal."""
        return int(self._ask(pid))

    def kill(self, pid: int) -> bool:
        """Kill a delivery (SIGKILL); tells whether it was still running."""
        os.kill(pid, signal.SIGKILL)  # not yet waited for, so the number is still its own
        return self.wait(pid) == -signal.SIGKILL

    def _ask(self, order: object) -> Any:
        self._pipe.send(order)
        assert self._pipe.poll(_PATIENCE_SECONDS)
        return self._pipe.recv()


@contextmanager
def nursery(here: Installation) -> Iterator[Nursery]:
    """Load everything once; senders start from here until the end of the block."""
    smtp = here.settings.smtp_url
    assert smtp is not None
    place = {
        "DONDOC_DATABASE_URL": here.settings.database_address,
        "DONDOC_SMTP_URL": smtp.get_secret_value(),
        "DONDOC_TRIAL": "false",
    }
    ours, theirs = _CONTEXT.Pipe()
    arguments = (place, str(here.settings.home), here.now.isoformat(), theirs)
    process = _CONTEXT.Process(target=_nurse, args=arguments, daemon=True)
    process.start()
    assert ours.poll(_PATIENCE_SECONDS)
    assert ours.recv() == "ready"
    try:
        yield Nursery(ours)
    finally:
        ours.send(None)
        process.join(_PATIENCE_SECONDS)

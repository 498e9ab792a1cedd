"""Token races in processes of their own: many senders at once, and one that is killed at the worst moment."""

import multiprocessing
import os
import signal
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from config.settings import Settings
from notifications.zalo_standin.model import Zalo
from tests.support.zalo import store_of

_CONTEXT = multiprocessing.get_context("spawn")
_PATIENCE_SECONDS = 120


def _plain(settings: Settings) -> dict[str, Any]:
    """Return the settings with their secrets, for another process."""
    values = {name: getattr(settings, name) for name in Settings.model_fields}
    return {name: v.get_secret_value() if hasattr(v, "get_secret_value") else v for name, v in values.items()}


def _ask(values: Mapping[str, Any], threads: int, now: datetime, refused: str | None) -> list[str]:
    settings = Settings.model_validate(values)
    store_of(settings).close()  # imports and the first connection are not part of the race

    def one(_number: int) -> str:
        store = store_of(settings)
        try:
            return store.access_token(now, refused=refused)
        finally:
            store.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))


def tokens_of_many(
    settings: Settings, *, processes: int, threads: int, now: datetime, refused: str | None = None
) -> list[str]:
    """Let ``processes`` × ``threads`` senders ask for a token at once; return what each got."""
    together = _CONTEXT.Barrier(processes)
    with _CONTEXT.Pool(processes, together.wait, (_PATIENCE_SECONDS,)) as pool:
        seats = [pool.apply_async(_ask, (_plain(settings), threads, now, refused)) for _ in range(processes)]
        return [token for seat in seats for token in seat.get(_PATIENCE_SECONDS)]


def kill_during_a_refresh(settings: Settings, zalo: Zalo, now: datetime) -> None:
    """Start a process that refreshes, and kill it when Zalo has rotated the token but has not answered yet."""
    zalo.token_delay = _PATIENCE_SECONDS
    process = _CONTEXT.Process(target=_ask, args=(_plain(settings), 1, now, None))
    process.start()
    for _ in range(_PATIENCE_SECONDS * 20):
        if zalo.refreshes:
            break
        time.sleep(0.05)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    zalo.token_delay = 0.0

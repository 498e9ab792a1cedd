"""Starts and stops the Prefect server of one installation, on this machine only."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.errors import DondocError
from flows.runtime import keep_prefect_in, point_prefect_at

START_TIMEOUT_SECONDS = 120.0
STOP_TIMEOUT_SECONDS = 20.0
_POLL_SECONDS = 0.25
HOST = "127.0.0.1"


@contextmanager
def prefect_server(home: Path, port: int, waiting: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Run a Prefect server for the installation at ``home`` and yield its API address; it stops at the end.

    ``waiting`` is called while it starts (12–15 s). Raises ``DondocError`` when it does not come up.
    """
    keep_prefect_in(home)
    api = f"http://{HOST}:{port}/api"
    point_prefect_at(api)
    _require_free(port)
    log = home / "logs" / "prefect-server.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port), "--no-ui"],
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for us to pass on, after the flows have stopped
        )
    try:
        _wait_until_healthy(process, f"{api}/health", log, waiting)
        yield api
    finally:
        _stop(process)


def _require_free(port: int) -> None:
    """Refuse a port on which somebody listens: another ``dondoc up``, or its server left behind, would be adopted."""
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            raise DondocError(
                f"Cổng {port} đang có chương trình khác dùng (có thể dondoc up đang chạy rồi). "
                "Hãy dừng chương trình ấy hoặc đặt DONDOC_PREFECT_PORT khác."
            )


def _wait_until_healthy(
    process: "subprocess.Popen[bytes]", address: str, log: Path, waiting: Callable[[], None]
) -> None:
    left = START_TIMEOUT_SECONDS
    while left > 0:
        if process.poll() is not None:
            raise DondocError(f"Máy chủ Prefect không khởi động được (cổng đang bận?). Hãy xem {log}.")
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            waiting()
            time.sleep(_POLL_SECONDS)
            left -= _POLL_SECONDS
    raise DondocError(f"Máy chủ Prefect chưa sẵn sàng sau {START_TIMEOUT_SECONDS:.0f} giây. Hãy xem {log}.")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

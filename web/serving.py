"""Serves the pages from this process until it is told to stop."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from config.errors import DondocError
from config.log import record
from config.settings import Settings
from web.app import create_app

START_TIMEOUT_SECONDS = 30.0
STOP_TIMEOUT_SECONDS = 15.0
_POLL_SECONDS = 0.05
_BACKLOG = 128


@contextmanager
def pages_served(settings: Settings) -> Iterator[threading.Thread]:
    """Serve the pages on ``settings.web_host`` and ``web_port`` in a thread, which is yielded; it stops at the end.

    Raises ``DondocError`` when the port is taken or the server does not come up, ``SettingError`` for a key of links
    that cannot be used.
    """
    with _listening(settings) as listener:
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(settings),
                log_config=None,
                access_log=False,  # addresses of links are as good as signatures
                lifespan="off",
                ws="none",
                server_header=False,
                timeout_graceful_shutdown=int(STOP_TIMEOUT_SECONDS) - 5,
            )
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="pages", daemon=True)
        thread.start()
        try:
            _wait_until_started(server, thread)
            record("web.started", host=settings.web_host, port=settings.web_port)
            yield thread
        finally:
            server.should_exit = True
            thread.join(STOP_TIMEOUT_SECONDS)
            if thread.is_alive():
                record("web.abandoned", level=logging.WARNING)
            record("web.stopped")


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    host, port = settings.web_host, settings.web_port
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError:
        raise DondocError(f"Không hiểu địa chỉ “{host}” trong DONDOC_WEB_HOST. Ví dụ: 127.0.0.1 hoặc 0.0.0.0") from None
    with listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(_BACKLOG)
        except OSError:
            raise DondocError(
                f"Không mở được cổng {port} ở địa chỉ {host} cho các trang web (có thể chương trình khác đang dùng). "
                "Hãy dừng chương trình ấy hoặc đặt DONDOC_WEB_PORT khác."
            ) from None
        yield listener


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    for _ in range(int(START_TIMEOUT_SECONDS / _POLL_SECONDS)):
        if server.started:
            return
        if not thread.is_alive():
            break
        time.sleep(_POLL_SECONDS)
    raise DondocError("Các trang web không khởi động được. Hãy xem tệp nhật ký logs/dondoc.log.")

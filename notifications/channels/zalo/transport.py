"""HTTP to Zalo over one kept connection, by the standard library: it writes nothing to any log.

The token of a bot stands in the path of its requests, and the usual HTTP libraries log paths. This also tells a server
that was never reached from one that fell silent after it was handed a message, which decides about repeating.
"""

import contextlib
import http.client
import selectors
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from notifications.channels.zalo.answers import Reply

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0
"""Limit of a whole exchange, however slowly an answer drips in."""
_LARGEST_ANSWER = 1_000_000
"""Bytes."""


class NotConnected(Exception):
    """The server was not reached: nothing was handed over. ``distrusted``: its certificate is not accepted."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(type(cause).__name__)
        self.distrusted = isinstance(cause, ssl.SSLError)


class NoAnswer(Exception):
    """The request went out and no answer came that can be read."""


class Line:
    """A connection to one server, opened when it is first used. One instance belongs to one thread."""

    def __init__(self, base: str, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        parts = urlsplit(base)
        self._prefix = parts.path.rstrip("/")
        self._host, self._port = parts.hostname or "", parts.port
        self._secure = parts.scheme == "https"
        self._answer_seconds = answer_seconds
        self._connection: http.client.HTTPConnection | None = None

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send a POST; raises ``NotConnected`` or ``NoAnswer``."""
        return self._exchange("POST", path, body, headers)

    def get(self, path: str, headers: Mapping[str, str]) -> Reply:
        """Send a GET; raises ``NotConnected`` or ``NoAnswer``."""
        return self._exchange("GET", path, None, headers)

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.close()
            self._connection = None

    def _exchange(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        connection = self._connected()
        watchdog = threading.Timer(self._answer_seconds, _shut, (connection.sock,))
        watchdog.daemon = True
        watchdog.start()
        try:
            connection.request(method, self._prefix + path, body, dict(headers))
            with connection.getresponse() as answer:
                content = answer.read(_LARGEST_ANSWER)
                ended = answer.isclosed() or answer.read(1) == b""
                whole = ended and not answer.length  # what a Content-Length promised and did not come
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswer(type(error).__name__) from None
        finally:
            watchdog.cancel()
        if not whole:
            self.close()  # what is left of the answer would be taken for the next one
            raise NoAnswer("answer not whole")
        return Reply(answer.status, content, {name.lower(): value for name, value in answer.getheaders()})

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is not None and _hung_up(self._connection):
            self.close()
        if self._connection is None:
            kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
            connection = kind(self._host, self._port, timeout=CONNECT_SECONDS)
            try:
                connection.connect()
            except OSError as error:
                raise NotConnected(error) from None
            connection.sock.settimeout(self._answer_seconds)
            self._connection = connection
        return self._connection


def _hung_up(connection: http.client.HTTPConnection) -> bool:
    """Tell whether the other side closed a waiting connection: a request on it would leave us in doubt for nothing."""
    sock: Any = connection.sock
    if sock is None:
        return True
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        return bool(selector.select(0))


def _shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)

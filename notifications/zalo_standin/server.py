"""The stand-in's HTTP server: takes requests, records them, answers by ``rules`` or misbehaves as it was told."""

import contextlib
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from notifications.zalo_standin import rules
from notifications.zalo_standin.model import Fault, Place, Recorded, Zalo

_BOT_PATH = re.compile(r"/bot([^/]+)/(\w+)")
_STATUS = {
    Fault.ERROR_500: 500,
    Fault.GATEWAY_502: 502,
    Fault.BUSY: 503,
    Fault.TIMEOUT_504: 504,
    Fault.TOO_MANY: 429,
    Fault.UNAUTHORISED_401: 401,
}
NOTHING_DONE = frozenset({Fault.LOST_BEFORE, Fault.BUSY, Fault.TOO_MANY, Fault.UNAUTHORISED_401, Fault.GATEWAY_502})
"""Faults by which nothing was done."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, zalo: Zalo) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.zalo = zalo

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of callers that hung up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: Any) -> None:
        """Write no log: paths hold tokens."""

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def do_GET(self) -> None:
        self._answer(b"")

    def _answer(self, raw: bytes) -> None:
        zalo = self.server.zalo
        headers = {name.lower(): value for name, value in self.headers.items()}
        with zalo.lock:
            zalo.requests.append(Recorded(self.command, self.path, headers, raw))
            place = _place(self.path)
            faults = zalo.faults.get(place)
            fault = faults.popleft() if faults else None
            delay = zalo.token_delay if place is Place.TOKEN else 0.0
            status, document = 200, {"error": 0}
            if fault not in NOTHING_DONE:
                status, document = _document(zalo, place, self.command, self.path, headers, raw)
        if delay:
            time.sleep(delay)
        self._write(fault, status, document)

    def _write(self, fault: Fault | None, status: int, document: dict[str, Any]) -> None:
        body = json.dumps(document, ensure_ascii=False).encode()
        if fault is Fault.CUT:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        if fault is Fault.SLOW:
            time.sleep(self.server.zalo.slowness)
        elif fault is Fault.HTML:
            body = b"<html><body>Bad gateway</body></html>"
        elif fault is Fault.EMPTY:
            body = b""
        elif fault is Fault.LOST_BEFORE:
            status, body = 500, b"Internal Server Error"
        elif fault is not None and fault in _STATUS:
            status, body = _STATUS[fault], b"<html>error</html>"
        with contextlib.suppress(OSError):
            self._send(status, body, dripping=fault is Fault.DRIPPING)

    def _send(self, status: int, body: bytes, *, dripping: bool) -> None:
        zalo = self.server.zalo
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-RateLimit-Limit", "4000")
        self.send_header("X-RateLimit-Remain", str(max(0, zalo.rate_left)))
        self.end_headers()
        if not dripping:
            self.wfile.write(body)
            return
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(zalo.slowness)


def _place(path: str) -> Place:
    bare = urlsplit(path).path
    if bare == "/v4/oa/access_token":
        return Place.TOKEN
    if _BOT_PATH.fullmatch(bare):
        return Place.BOT
    return rules.POSTS[bare][0] if bare in rules.POSTS else Place.ASK


def _document(
    zalo: Zalo, place: Place, method: str, path: str, headers: dict[str, str], raw: bytes
) -> tuple[int, dict[str, Any]]:
    """Do what is asked and return the HTTP status and the answer."""
    codes, parts = zalo.errors.get(place), urlsplit(path)
    if place is Place.TOKEN:
        if codes:
            return 200, {"error": codes.popleft(), "error_name": "refused", "error_description": ""}
        return 200, rules.token(zalo, headers, dict(parse_qsl(raw.decode())))
    bot = _BOT_PATH.fullmatch(parts.path)
    if bot is not None:
        if codes:
            return 200, {"ok": False, "description": "refused", "error_code": codes.popleft()}
        if bot[1] != zalo.bot_token or bot[2] not in rules.BOT_POSTS:
            return 200, {"ok": False, "description": "Unauthorized", "error_code": 401}
        return 200, rules.BOT_POSTS[bot[2]](zalo, _json(raw))
    zbs = not parts.path.startswith("/v")
    refused = rules.refused_token(zalo, headers, zbs=zbs)
    if refused is not None:
        return 200, refused
    if codes:
        return 200, rules.error(codes.popleft(), "refused")
    zalo.rate_left -= 1
    if zalo.rate_left < 0:
        return 200, rules.error(-32, "rate limit exceeded")
    if method == "POST" and parts.path in rules.POSTS:
        return 200, rules.POSTS[parts.path][1](zalo, _json(raw))
    if method == "GET" and parts.path in rules.GETS:
        return 200, rules.GETS[parts.path](zalo, parts.query)
    return 404, rules.error(-404, "no such interface")


def _json(raw: bytes) -> dict[str, Any]:
    try:
        document = json.loads(raw)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


@contextmanager
def running(zalo: Zalo, port: int = 0) -> Iterator[str]:
    """Serve ``zalo`` on this machine while the block runs; yields the address. Port 0: any free one."""
    server = _Server(port, zalo)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

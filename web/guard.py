"""What every request passes, whatever page it asks for: the size of its body, the headers of its answer."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import TooLarge

LARGEST_BODY = 64 * 1024
"""Bytes; the longest form that we have takes 20 KiB in percent signs."""
LARGEST_EVENT = 256 * 1024
"""Bytes of what Zalo tells in one go."""

HEADERS: Final = {
    # Nothing but our own style sheet is loaded, and no script whatever: what somebody answers can never run.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # The address is the authority: it must not travel to wherever somebody clicks next.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NEVER_KEPT: Final = {"Cache-Control": "no-store"}


class Guard:
    """Refuses bodies that are too large, sets headers, and turns what nobody caught into a page."""

    def __init__(self, app: ASGIApp, *, told: Callable[[Request, Exception], Response], root: str) -> None:
        self._app, self._told, self._root = app, told, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # The server in front may pass the public path on or strip it; routes are found either way.
        scope = {**scope, "root_path": self._root}
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                kept = any(name == b"cache-control" for name, _ in message["headers"])
                added = HEADERS if kept else {**HEADERS, **NEVER_KEPT}
                message["headers"] = [
                    *message["headers"],
                    *((name.lower().encode(), value.encode()) for name, value in added.items()),
                ]
            await send(message)

        try:
            await self._app(scope, _counted(receive, _allowance(scope["path"])), send_with_headers)
        except Exception as error:
            if begun:  # half an answer is out: nothing better can follow it
                raise
            await self._told(Request(scope), error)(scope, receive, send_with_headers)


def _allowance(path: str) -> int:
    return LARGEST_EVENT if "/zalo/" in path else LARGEST_BODY


def _counted(receive: Receive, allowed: int) -> Callable[[], Awaitable[Message]]:
    taken = 0

    async def receive_counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > allowed:
            raise TooLarge("Nội dung gửi lên quá dài. Hãy rút gọn rồi gửi lại.")
        return message

    return receive_counted

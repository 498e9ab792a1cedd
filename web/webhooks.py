"""What Zalo tells the office: taken in raw, because the signature is over the bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI
from starlette.requests import Request
from starlette.responses import Response

from tasks_registry.installation import Installation
from web.front import Front

Handler = Callable[[Installation, bytes, Mapping[str, str]], int]
"""Takes the installation, the raw body and the headers (names in lower case); returns the HTTP status of the answer."""


def handle_oa(here: Installation, raw: bytes, headers: Mapping[str, str]) -> int:
    """Take an event of the Official Account."""
    from notifications.channels.zalo.runs import handle_oa_webhook

    return handle_oa_webhook(here, raw, headers)


def handle_bot(here: Installation, raw: bytes, headers: Mapping[str, str]) -> int:
    """Take an event of the bot."""
    from notifications.channels.zalo.runs import handle_bot_webhook

    return handle_bot_webhook(here, raw, headers)


@dataclass(frozen=True)
class ZaloHandlers:
    """Who takes the events in."""

    oa: Handler = handle_oa
    bot: Handler = handle_bot


async def _raw_body(request: Request) -> bytes:
    return await request.body()


def add_webhooks(app: FastAPI, front: Front, handlers: ZaloHandlers) -> None:
    """Add what Zalo calls to ``app``."""
    for name, handler in (("oa", handlers.oa), ("bot", handlers.bot)):
        app.add_api_route(f"/zalo/{name}", _taking(front, handler), methods=["POST"])


def _taking(front: Front, handler: Handler) -> Callable[..., Response]:
    def take_event(request: Request, raw: Annotated[bytes, Depends(_raw_body)]) -> Response:
        with front.opened(request, front.clock()) as here:
            return Response(status_code=handler(here, raw, dict(request.headers)))

    return take_event

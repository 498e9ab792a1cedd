"""Fetches what people wrote to the bot, one update at a time."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from notifications.channels.zalo.answers import Api, Refusal, read_reply
from notifications.channels.zalo.calls import as_error, exchanged
from notifications.channels.zalo.transport import Line
from notifications.channels.zalo.webhooks import read_body

MOST_UPDATES = 100
"""In one go; what is left comes with the next."""
_NOTHING_NEW = "408"
_WAIT_SECONDS = 3


def updates(base: str, token: str) -> Iterator[Mapping[str, Any]]:
    """Yield the waiting updates; raises ``DeliveryError`` when the bot is refused or out of reach."""
    line = Line(base)
    asked = json.dumps({"timeout": str(_WAIT_SECONDS)}).encode()
    try:
        for _ in range(MOST_UPDATES):
            reply = exchanged(lambda: line.post(f"/bot{token}/getUpdates", asked, {"Content-Type": "application/json"}))
            reading = read_reply(Api.BOT, reply)
            if isinstance(reading, Refusal):
                if reading.code == _NOTHING_NEW:
                    return
                raise as_error(reading)
            result = (read_body(reply.body) or {}).get("result")
            if not isinstance(result, dict) or not result:
                return
            yield result
    finally:
        line.close()

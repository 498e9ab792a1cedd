"""Asks Zalo's token server for a pair: the first one, and each that follows."""

from typing import NamedTuple
from urllib.parse import urlencode

from notifications.channels.zalo.grants import Pair, read_pair
from notifications.channels.zalo.setup import Application
from notifications.channels.zalo.transport import Line, NoAnswer, NotConnected

_PATH = "/v4/oa/access_token"


class NoPair(NamedTuple):
    """Why there is no new pair: Zalo's code, or what kept the answer from coming."""

    code: str


class TokenServer:
    """Zalo's token server, for one application."""

    def __init__(self, base: str, application: Application) -> None:
        self._line = Line(base)
        self._application = application

    def refresh(self, refresh_token: str) -> Pair | NoPair:
        """Exchange a refresh token, which is used up by it."""
        return self._ask(grant_type="refresh_token", refresh_token=refresh_token)

    def first(self, code: str, verifier: str) -> Pair | NoPair:
        """Exchange the code that came back from the consent page (10 minutes, one use)."""
        return self._ask(grant_type="authorization_code", code=code, code_verifier=verifier)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _ask(self, **fields: str) -> Pair | NoPair:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "secret_key": self._application.secret}
        body = urlencode({**fields, "app_id": self._application.id}).encode()
        try:
            reply = self._line.post(_PATH, body, headers)
        except NotConnected:
            return NoPair("not-connected")
        except NoAnswer:
            return NoPair("no-answer")
        found = read_pair(reply.body)
        return found if isinstance(found, Pair) else NoPair(found)

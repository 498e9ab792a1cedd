"""Calls of the Official Account: token, one refresh and one repeat, the answer read."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from notifications.channels.zalo.answers import Api, Refusal, Reply, read_reply, sentence
from notifications.channels.zalo.oauth import TokenServer
from notifications.channels.zalo.setup import Application, Setup
from notifications.channels.zalo.tokens import TokenStore
from notifications.channels.zalo.transport import Line, NoAnswer, NotConnected
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Receipt


def as_error(refusal: Refusal) -> DeliveryError:
    """Return the error that a channel raises for a refusal."""
    return DeliveryError(
        sentence(refusal),
        refusal.failure,
        code=refusal.code,
        channel_down=refusal.channel_down,
        retry_after=refusal.retry_after,
    )


def exchanged(call: Callable[[], Reply]) -> Reply:
    """Make a call; a server that was not reached and one that fell silent become ``DeliveryError``."""
    try:
        return call()
    except NotConnected as error:
        if error.distrusted:
            raise DeliveryError(
                "Không thiết lập được kết nối bảo mật tới Zalo.",
                FailureClass.OPERATOR,
                code=str(error),
                channel_down=True,
            ) from None
        raise DeliveryError(
            "Không kết nối được tới Zalo.", FailureClass.RETRY, code=str(error), channel_down=True
        ) from None
    except NoAnswer as error:
        raise DeliveryError(
            "Zalo không trả lời sau khi nhận tin: không rõ đã chuyển hay chưa.", FailureClass.UNKNOWN, code=str(error)
        ) from None


class Account:
    """The office's Official Account as seen by one thread."""

    def __init__(self, setup: Setup, application: Application, store: TokenStore, token_server: TokenServer) -> None:
        self._application, self._store, self._token_server = application, store, token_server
        self._oa = Line(setup.servers.oa, answer_seconds=setup.answer_seconds)
        self._zbs = Line(setup.servers.zbs, answer_seconds=setup.answer_seconds)

    def send_by_user(self, path: str, payload: Mapping[str, Any], api: Api, at: datetime) -> Receipt:
        """Send to a follower or a group of the account; raises ``DeliveryError``."""
        return self._send(self._oa, path, payload, api, at)

    def send_by_phone(self, path: str, payload: Mapping[str, Any], at: datetime) -> Receipt:
        """Send a template to a telephone number; raises ``DeliveryError``."""
        return self._send(self._zbs, path, payload, Api.TEMPLATE, at)

    def ask_account(self, at: datetime) -> Mapping[str, Any]:
        """Ask about the account itself; raises ``DeliveryError``."""
        return self._ask(self._oa, "/v2.0/oa/getoa", at)

    def ask_template(self, template_id: str, at: datetime) -> Mapping[str, Any]:
        """Ask about a template; raises ``DeliveryError``."""
        return self._ask(self._zbs, f"/template/info/v2?{urlencode({'template_id': template_id})}", at)

    def close(self) -> None:
        """Hang up and let go of the database."""
        for closing in (self._oa, self._zbs, self._token_server, self._store):
            closing.close()

    def _send(self, line: Line, path: str, payload: Mapping[str, Any], api: Api, at: datetime) -> Receipt:
        body = json.dumps(payload, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        reading, _ = self._with_token(lambda token: line.post(path, body, headers | token), api, at)
        return reading

    def _ask(self, line: Line, path: str, at: datetime) -> Mapping[str, Any]:
        _, reply = self._with_token(lambda token: line.get(path, token), Api.TEXT, at)
        data = json.loads(reply.body).get("data")
        return data if isinstance(data, dict) else {}

    def _with_token(self, call: Callable[[dict[str, str]], Reply], api: Api, at: datetime) -> tuple[Receipt, Reply]:
        """Call with the access token; one that is refused is renewed once, and the call repeated once."""
        token = self._store.access_token(at)
        reply = exchanged(lambda: call(self._headers(token)))
        reading = read_reply(api, reply)
        if isinstance(reading, Refusal) and reading.stale_token:
            token = self._store.access_token(at, refused=token)
            reply = exchanged(lambda: call(self._headers(token)))
            reading = read_reply(api, reply)
        if isinstance(reading, Refusal):
            raise as_error(reading)
        return reading, reply

    def _headers(self, token: str) -> dict[str, str]:
        proof = hmac.new(self._application.secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        return {"access_token": token, "appsecret_proof": proof}

"""Apprise services for Zalo: our own ``zalooa://`` (text, groups) and ``zalozns://`` (templates), and Apprise's bot.

Apprise answers only yes or no; each of these remembers what Zalo said. They are built from a dictionary and never from
an address: an address would hold tokens and people's numbers, and Apprise logs addresses.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apprise import Apprise, NotifyFormat
from apprise.manager_plugins import NotificationManager
from apprise.plugins.base import NotifyBase
from apprise.plugins.zalo import NotifyZalo

from notifications.channels.zalo.answers import Api, Refusal, read_reply
from notifications.channels.zalo.calls import Account, as_error, exchanged
from notifications.channels.zalo.texts import LONGEST_TEXT
from notifications.channels.zalo.transport import Line
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Receipt


@dataclass(frozen=True)
class Addressed:
    """To whom and what; its representation shows neither."""

    at: datetime
    user_id: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    group_id: str = field(default="", repr=False)
    tracking_id: str = field(default="", repr=False)
    template_id: str = ""
    template_data: dict[str, str] = field(default_factory=dict, repr=False)


class _Remembering:
    """What the services have in common: they keep Zalo's answer for the channel."""

    receipt: Receipt | None = None
    failure: DeliveryError | None = None

    def send(self, body: str, title: str = "", **_: Any) -> bool:
        self.receipt = self.failure = None
        try:
            self.receipt = self.hand_over(body)
        except DeliveryError as error:
            self.failure = error
        return self.failure is None

    def hand_over(self, body: str) -> Receipt:
        raise NotImplementedError


class _OurService(_Remembering, NotifyBase):
    """A service that exists for the length of one message."""

    service_url = "https://oa.zalo.me/"
    notify_format = NotifyFormat.TEXT
    title_maxlen = 0
    body_maxlen = LONGEST_TEXT
    request_rate_per_sec = 0
    templates = ("{schema}://",)

    def __init__(self, account: Account, addressed: Addressed, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._account, self._addressed = account, addressed

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """Return the kind of service alone, which is all that a log may hold."""
        return f"{self.secure_protocol}://"

    @property
    def url_identifier(self) -> tuple[str]:
        return (str(self.secure_protocol),)

    @staticmethod
    def parse_url(url: str) -> None:
        """Make nothing of an address."""

    def __len__(self) -> int:
        return 1


class NotifyZaloOa(_OurService):
    """Text of the Official Account, to a follower (customer care) or a group."""

    service_name = "Zalo OA"
    secure_protocol = "zalooa"

    def hand_over(self, body: str) -> Receipt:
        to = self._addressed
        if to.group_id:
            path, recipient = "/v3.0/oa/group/message", {"group_id": to.group_id}
        else:
            path, recipient = "/v3.0/oa/message/cs", {"user_id": to.user_id}
        return self._account.send_by_user(path, {"recipient": recipient, "message": {"text": body}}, Api.TEXT, to.at)


class NotifyZaloZns(_OurService):
    """An approved template, to a follower or to a telephone number; the body is not used."""

    service_name = "Zalo ZBS"
    secure_protocol = "zalozns"

    def hand_over(self, body: str) -> Receipt:
        to = self._addressed
        message = {"template_id": to.template_id, "template_data": to.template_data}
        if to.user_id:
            path = "/v3.0/oa/message/template"
            return self._account.send_by_user(path, {"user_id": to.user_id, **message}, Api.TEMPLATE, to.at)
        tracked = {"phone": to.phone, **message, "tracking_id": to.tracking_id}
        return self._account.send_by_phone("/message/template", tracked, to.at)


class _Bot(_Remembering, NotifyZalo):
    """Apprise's own bot service; it hides the error code, and its HTTP library logs the token in the path."""

    request_rate_per_sec = 0

    def __init__(self, line: Line, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._line = line

    def hand_over(self, body: str) -> Receipt:
        payload = json.dumps({"chat_id": self.targets[0], "text": body}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        reading = read_reply(
            Api.BOT, exchanged(lambda: self._line.post(f"/bot{self.token}/sendMessage", payload, headers))
        )
        if isinstance(reading, Refusal):
            raise as_error(reading)
        return reading


for _service in (NotifyZaloOa, NotifyZaloZns):
    NotificationManager().add(_service)


def send_text(account: Account, addressed: Addressed, text: str) -> Receipt:
    """Send text to a follower or a group; raises ``DeliveryError``."""
    return _notify(Apprise.instantiate({"schema": "zalooa", "account": account, "addressed": addressed}), text)


def send_template(account: Account, addressed: Addressed) -> Receipt:
    """Send an approved template; raises ``DeliveryError``."""
    return _notify(
        Apprise.instantiate({"schema": "zalozns", "account": account, "addressed": addressed}), addressed.template_id
    )


def send_by_bot(line: Line, token: str, chat_id: str, text: str) -> Receipt:
    """Send text by the bot; raises ``DeliveryError``."""
    return _notify(_Bot(line, token=token, targets=[chat_id]), text)


def _notify(service: Any, text: str) -> Receipt:
    apprise = Apprise()
    apprise.add(service)
    apprise.notify(body=text, body_format=NotifyFormat.TEXT)
    if service.receipt is not None:
        receipt: Receipt = service.receipt
        return receipt
    raise service.failure or DeliveryError("Apprise không gửi được tin Zalo.", FailureClass.OPERATOR, channel_down=True)

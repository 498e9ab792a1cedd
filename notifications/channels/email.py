"""E-mail through Apprise. Apprise's own mail plugin answers only yes or no; this one keeps what the server said.

It keeps Apprise's URL grammar and replaces the building and handing over of the message (Apprise repeats a custom
Message-ID, never folds the Subject, drops link addresses from the text part, hides the SMTP code, builds a TLS context
and opens a connection for every message): one session lives as long as the channel.
"""

import re
from email.headerregistry import Address
from typing import Any

from apprise.plugins.email import NotifyEmail

from config.errors import SettingError
from notifications.channels.mime import as_email, require_address
from notifications.channels.smtp import NotHandedOver, Session, TimeLimits
from notifications.channels.smtp_failures import FAULTS, classify
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Letter, Receipt

_QUEUE_ID = re.compile(rb"(?:queued as |OK id=)([\w.-]{4,64})", re.IGNORECASE)
"""How Postfix and Exim call a mail that they took."""
_COMMANDS_OF_A_MAIL = 3


class _LetterPlugin(NotifyEmail):
    """Apprise's mail service, sending a ready letter and remembering what came of it."""

    request_rate_per_sec = 0
    limits: TimeLimits
    letter: Letter
    failure: DeliveryError | None = None
    answer: bytes = b""
    _session: Session | None = None

    def send(self, body: str, title: str = "", **_: Any) -> bool:
        self.failure, self.answer = None, b""
        try:
            self.answer = self._hand_over(as_email(self.letter, self.sender()))
        except DeliveryError as error:
            self.failure = error
        except FAULTS as error:
            self.failure = classify(error)
        return self.failure is None

    def _hand_over(self, mail: bytes) -> bytes:
        """Send over the open session; one that the server ended between letters is opened again, once."""
        sender, recipient = self.from_addr[1], self.letter.to
        if self._session is not None and self._session.open:
            try:
                return self._session.hand_over(sender, recipient, mail)
            except NotHandedOver as error:
                if isinstance(error.cause, TimeoutError):
                    raise  # the server is there and silent: asking again would take as long again
        self._session = None
        self._session = Session(
            self.smtp_host,
            self.port,
            mode=self.secure_mode,
            verify=self.verify_certificate,
            login=(self.user, self.password) if self.user and self.password else None,
            limits=self.limits,
        )
        return self._session.hand_over(sender, recipient, mail)

    def sender(self) -> Address:
        return Address(self.from_addr[0] or "", addr_spec=self.from_addr[1])

    def hang_up(self) -> None:
        if self._session is not None:
            self._session.leave()
            self._session = None


class EmailChannel:
    """Sends letters by the mail server of an Apprise mail URL (``mailto://`` plain, ``mailtos://`` STARTTLS or TLS)."""

    name = "email"
    repeatable = True

    def __init__(self, url: str, limits: TimeLimits | None = None) -> None:
        """Read ``url``; raises ``SettingError``, which does not show it, when Apprise makes no mail service of it.

        Without ``limits`` those of the URL hold: ``cto`` for the opening and ``rto`` for each answer, in seconds.
        """
        parsed = NotifyEmail.parse_url(url)
        if not parsed or not url.lower().startswith(("mailto://", "mailtos://")):
            raise SettingError("DONDOC_SMTP_URL phải có dạng mailto://… hoặc mailtos://… Xem docs/settings.md.")
        try:
            self._plugin = _LetterPlugin(**parsed)
            self._sender = self._plugin.sender()
            require_address(self._sender.addr_spec)
        except (TypeError, ValueError, DeliveryError):
            raise SettingError(
                "DONDOC_SMTP_URL thiếu máy chủ hoặc địa chỉ người gửi (from=…). Xem docs/settings.md."
            ) from None
        self._plugin.limits = limits or _limits(parsed)

    @property
    def sender(self) -> Address:
        """The address that letters come from."""
        return self._sender

    def send(self, letter: Letter) -> Receipt:
        """Hand the letter to the mail server; raises ``DeliveryError`` with the class and the server's code."""
        self._plugin.letter = letter
        # The service itself, not a bundle of one: that would spend a quarter of a millisecond on preparing a text
        # which is not used.
        if not self._plugin.notify(title="", body=letter.subject or letter.uid):
            raise self._plugin.failure or DeliveryError("Apprise không gửi được thư.", FailureClass.OPERATOR)
        found = _QUEUE_ID.search(self._plugin.answer)
        return Receipt(remote_id=found.group(1).decode("ascii") if found else None)

    def close(self) -> None:
        """End the SMTP session."""
        self._plugin.hang_up()


def _limits(parsed: dict[str, Any]) -> TimeLimits:
    usual = TimeLimits()
    command = float(parsed.get("rto", usual.command))
    return TimeLimits(
        opening=float(parsed.get("cto", usual.opening)),
        command=command,
        mail=command * _COMMANDS_OF_A_MAIL if "rto" in parsed else usual.mail,
    )

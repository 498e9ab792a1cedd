"""E-mail through Apprise. Apprise's own mail plugin answers only yes or no; this one keeps what the server said.

It keeps Apprise's URL grammar, login and TLS handling, and replaces the building and handing over of the message
(Apprise repeats a custom Message-ID, never folds the Subject, drops link addresses from the text part and hides the
SMTP code), over one connection that lives as long as the channel.
"""

import contextlib
import smtplib
import ssl
from email.headerregistry import Address
from typing import Any

from apprise import Apprise, NotifyFormat
from apprise.plugins.email import NotifyEmail
from apprise.plugins.email.smtp import AppriseSMTPController

from config.errors import SettingError
from notifications.channels.mime import as_email
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Letter, Receipt

CONNECT_TIMEOUT_SECONDS = 15
_OK = 250
_RECIPIENT_TAKEN = (250, 251)
_SERVICE_CLOSING = 421
_PERMANENT = 500
"""Replies from here on will be the same next time."""


class _NotHandedOver(Exception):
    """The session broke before the mail's own bytes went out, so it surely did not arrive. ``cause`` says why."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


class _Connection(AppriseSMTPController):
    """Apprise's SMTP session; hands one mail over and raises what the server said instead of answering False."""

    def hand_over(self, sender: str, recipient: str, mail: bytes) -> None:
        """Send one mail. A session that breaks before the mail's own bytes went out raises ``_NotHandedOver``."""
        session: smtplib.SMTP = self._socket
        try:
            code, answer = session.mail(sender, [f"size={len(mail)}"] if session.has_extn("size") else [])
            if code != _OK:
                raise smtplib.SMTPSenderRefused(code, answer, sender)
            code, answer = session.rcpt(recipient)
            if code not in _RECIPIENT_TAKEN:
                raise smtplib.SMTPRecipientsRefused({recipient: (code, answer)})
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            # smtplib's own errors are OSErrors too; only a broken line means that nothing was said.
            if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
                raise
            raise _NotHandedOver(error) from error
        code, answer = session.data(mail)
        if code != _OK:
            raise smtplib.SMTPDataError(code, answer)

    def greet(self) -> None:
        """Learn the server's extensions, which Apprise asks for only when it encrypts or logs in."""
        self._socket.ehlo_or_helo_if_needed()

    def close(self) -> None:
        self.__exit__(None, None, None)


class _LetterPlugin(NotifyEmail):
    """Apprise's mail service, sending a ready letter and remembering why it could not."""

    request_rate_per_sec = 0
    letter: Letter
    failure: DeliveryError | None = None
    _connection: _Connection | None = None

    def send(self, body: str, title: str = "", **_: Any) -> bool:
        self.failure = None
        mail = as_email(self.letter, self.sender()).as_bytes()
        try:
            self._hand_over(mail)
        except (OSError, smtplib.SMTPException, _NotHandedOver) as error:
            self.hang_up()
            self.failure = classify(error)
            return False
        return True

    def _hand_over(self, mail: bytes) -> None:
        """Send over the open session; one that went stale between letters is opened again, once."""
        sender, recipient = self.from_addr[1], self.letter.to
        if self._connection is not None:
            try:
                return self._connection.hand_over(sender, recipient, mail)
            except _NotHandedOver:
                self.hang_up()
        self._connection = self._connect()
        return self._connection.hand_over(sender, recipient, mail)

    def _connect(self) -> _Connection:
        connection = _Connection(
            host=self.smtp_host,
            port=self.port,
            secure_mode=self.secure_mode,
            user=self.user,
            password=self.password,
            verify_certificate=self.verify_certificate,
            socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        )
        try:
            connection.__enter__()
            connection.greet()
        except (OSError, smtplib.SMTPException) as error:
            raise _NotHandedOver(error) from error
        return connection

    def sender(self) -> Address:
        return Address(self.from_addr[0] or "", addr_spec=self.from_addr[1])

    def hang_up(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._connection.close()
            self._connection = None


def classify(error: Exception) -> DeliveryError:
    """Say what an SMTP failure means for the message: the class, the server's code, whether the server is down."""
    if isinstance(error, _NotHandedOver):
        return _classify_connection(error.cause)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        refusal, reason = next(iter(error.recipients.values()))
        failure = FailureClass.RETRY if refusal < _PERMANENT else FailureClass.RECIPIENT
        return DeliveryError(f"Máy chủ thư từ chối người nhận: {refusal} {_text(reason)}", failure, code=str(refusal))
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        answer = f"Máy chủ thư trả lời {code} {_text(error.smtp_error)}"
        if code < _PERMANENT:
            return DeliveryError(answer, FailureClass.RETRY, code=str(code), channel_down=code == _SERVICE_CLOSING)
        refused_sender = isinstance(error, smtplib.SMTPSenderRefused)
        failure = FailureClass.OPERATOR if refused_sender else FailureClass.PAYLOAD
        return DeliveryError(answer, failure, code=str(code), channel_down=refused_sender)
    # Broken off in the middle of a session: the server may have taken the message already.
    return DeliveryError(
        "Kết nối tới máy chủ thư bị ngắt khi đang gửi.", FailureClass.UNKNOWN, code=type(error).__name__
    )


def _classify_connection(cause: Exception) -> DeliveryError:
    code = type(cause).__name__
    if isinstance(cause, smtplib.SMTPAuthenticationError):
        return DeliveryError(
            "Máy chủ thư không chấp nhận tài khoản hoặc mật khẩu trong DONDOC_SMTP_URL.",
            FailureClass.OPERATOR,
            code=str(cause.smtp_code),
            channel_down=True,
        )
    if isinstance(cause, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return DeliveryError(
            "Không thiết lập được kết nối bảo mật tới máy chủ thư.", FailureClass.OPERATOR, code=code, channel_down=True
        )
    return DeliveryError("Không kết nối được tới máy chủ thư.", FailureClass.RETRY, code=code, channel_down=True)


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


class EmailChannel:
    """Sends letters by the mail server of an Apprise mail URL (``mailto://`` plain, ``mailtos://`` STARTTLS or TLS)."""

    name = "email"
    repeatable = True

    def __init__(self, url: str) -> None:
        """Read ``url``; raises ``SettingError``, which does not show it, when Apprise makes no mail service of it."""
        parsed = NotifyEmail.parse_url(url)
        if not parsed or not url.lower().startswith(("mailto://", "mailtos://")):
            raise SettingError("DONDOC_SMTP_URL phải có dạng mailto://… hoặc mailtos://… Xem docs/settings.md.")
        try:
            self._plugin = _LetterPlugin(**parsed)
        except TypeError:
            raise SettingError(
                "DONDOC_SMTP_URL thiếu máy chủ hoặc địa chỉ người gửi (from=…). Xem docs/settings.md."
            ) from None
        self._apprise = Apprise()
        self._apprise.add(self._plugin)

    @property
    def sender(self) -> Address:
        """The address that letters come from."""
        return self._plugin.sender()

    def send(self, letter: Letter) -> Receipt:
        """Hand the letter to the mail server; raises ``DeliveryError`` with the class and the server's code."""
        self._plugin.letter = letter
        if not self._apprise.notify(title=letter.subject, body=letter.text, body_format=NotifyFormat.TEXT):
            raise self._plugin.failure or DeliveryError("Apprise không gửi được thư.", FailureClass.OPERATOR)
        return Receipt()

    def close(self) -> None:
        """End the SMTP session."""
        self._plugin.hang_up()

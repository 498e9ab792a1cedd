"""A real SMTP server in the test process. It keeps what it received and can be told to misbehave."""

import asyncio
import email
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Answer = Callable[[str], str | None]
"""Takes a recipient; returns the reply to give instead of accepting, or None to accept."""


def _accept(_recipient: str) -> str | None:
    return None


class MailServer:
    """The server's side of the conversation."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.url = ""
        """The Apprise URL that sends here."""
        self.connections = 0
        self.answer_recipient: Answer = _accept
        self.answer_data: Answer = _accept
        self.cut_after_data = False
        """Close the line after the mail's bytes have come, without an answer."""

    async def handle_EHLO(
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        refusal = self.answer_recipient(address)
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        refusal = self.answer_data(envelope.rcpt_tos[0])
        if refusal is not None:
            return refusal
        content: Any = envelope.content
        mail = email.message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        if self.cut_after_data:
            transport: Any = server.transport
            transport.abort()
            await asyncio.sleep(0)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails that ``address`` received."""
        return [mail for mail in self.mails if address in str(mail["To"])]


def free_port() -> int:
    """Return a port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_server(port: int | None = None) -> Iterator[MailServer]:
    """Run a mail server on ``port`` (by default any free one) until the end of the block."""
    server = MailServer()
    chosen = port or free_port()
    server.url = url_of(chosen)
    controller = Controller(server, hostname="127.0.0.1", port=chosen)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def url_of(port: int) -> str:
    """Return the Apprise URL of a mail server on this machine."""
    return f"mailto://127.0.0.1:{port}?mode=insecure&from=dondoc@hoamai.example&name=Đôn Đốc"

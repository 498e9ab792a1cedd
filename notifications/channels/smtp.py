"""One SMTP session with time limits of its own, that says what became of each mail.

``smtplib`` bounds every single read, so that a server which sends one byte now and then holds a sender for ever; here
the whole of an opening and of a mail has a deadline.
"""

import contextlib
import functools
import math
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_OK = 250
_TAKEN = (250, 251)
_START_MAIL = 354
SERVICE_CLOSING = 421
_CHUNK = 65_536
_LONGEST_REPLY = 65_536
"""Bytes of one reply, all its lines; nobody says more in good faith."""


@dataclass(frozen=True)
class TimeLimits:
    """How long a mail server may take, in seconds."""

    opening: float = 20.0
    """From the first packet to the end of the login."""
    command: float = 20.0
    """For the answer to one command."""
    mail: float = 60.0
    """For one mail from its first command to the last answer."""


class Step(StrEnum):
    """Where in a mail a server said no."""

    MAIL = "MAIL"
    """at the sender"""
    RCPT = "RCPT"
    """at the recipient"""
    DATA = "DATA"
    """at the mail itself, before or after its bytes"""


class Refused(Exception):
    """The server answered no. ``code`` is its SMTP code, ``text`` what it said."""

    def __init__(self, step: Step, code: int, text: bytes) -> None:
        super().__init__(f"{step} {code}")
        self.step, self.code, self.text = step, code, text


class NotHandedOver(Exception):
    """The session ended before the mail's last byte went out, so it surely did not arrive. ``cause`` says why."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(type(cause).__name__)
        self.cause = cause


class UnusableLogin(Exception):
    """Name or password hold letters that cannot be sent. Carries neither."""


class TooLarge(Exception):
    """The mail is longer than the server said it takes; both in bytes."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{size} > {limit}")
        self.size, self.limit = size, limit


@functools.cache
def tls_context(verify: bool) -> ssl.SSLContext:
    """Return the one TLS context of this process: reading the machine's certificates takes 20 ms each time.

    ``SSL_CERT_FILE`` adds an authority of the office's own (OpenSSL reads it).
    """
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class Session(smtplib.SMTP):
    """An open session. Every answer must come before a deadline, which the opening and each mail set for all steps."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        mode: str,
        verify: bool,
        login: tuple[str, str] | None,
        limits: TimeLimits,
    ) -> None:
        """Connect, encrypt (``mode``: ``insecure``, ``starttls``, ``ssl``), log in.

        Raises ``NotHandedOver`` with the cause: ``OSError`` (``smtplib.SMTPException`` is one), ``UnusableLogin``.
        """
        self._limits = limits
        self._deadline = time.monotonic() + limits.opening
        self._implicit_tls = tls_context(verify) if mode == "ssl" else None
        self._rest = b""
        try:
            super().__init__(host, port, local_hostname="localhost", timeout=limits.opening)
            self.local_hostname = self._own_address()
            if mode == "starttls":
                self.starttls(context=tls_context(verify))
                self._rest = b""  # what came in the clear behind the server's consent may be planted
            if login is not None:
                self._log_in(*login)
            self.ehlo_or_helo_if_needed()
        except (OSError, UnusableLogin) as error:
            self.close()
            raise NotHandedOver(error) from error

    def connect(self, host: str = "localhost", port: int = 0, source_address: Any = None) -> tuple[int, bytes]:
        """Open the line and read the greeting; all addresses of ``host`` share the time of the opening."""
        self.sock = self._line_to(host, port)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._implicit_tls is not None:
            self.sock.settimeout(self._left())
            self.sock = self._implicit_tls.wrap_socket(self.sock, server_hostname=host)
        return self.getreply()

    def _own_address(self) -> str:
        """Return what to greet with: asking for the machine's full name may hang where there is no name server."""
        assert self.sock is not None
        address = self.sock.getsockname()[0]
        return f"[IPv6:{address}]" if ":" in address else f"[{address}]"

    def _log_in(self, user: str, password: str) -> None:
        try:
            self.login(user, password)
        except ValueError:
            raise UnusableLogin from None  # the original shows the password

    def _line_to(self, host: str, port: int) -> socket.socket:
        failure: OSError = TimeoutError("no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            line = socket.socket(family, kind, protocol)
            try:
                line.settimeout(self._left())
                line.connect(address)
                return line
            except OSError as error:
                line.close()
                failure = error
        raise failure

    def _left(self, until: float = math.inf) -> float:
        """Return the seconds to the deadline or ``until``, the earlier; raises ``TimeoutError`` when it is past."""
        left = min(self._deadline, until) - time.monotonic()
        if left <= 0:
            raise TimeoutError("deadline")
        return left

    def getreply(self) -> tuple[int, bytes]:
        """Read one reply of any number of lines, within the command's time and the deadline."""
        until = time.monotonic() + self._limits.command
        lines: list[bytes] = []
        size = 0
        while not lines or lines[-1][3:4] == b"-":
            line, ended, rest = self._rest.partition(b"\n")
            if ended:
                lines.append(line)
                self._rest = rest
            else:
                self._rest += self._receive(until)
            size += len(line)
            if size > _LONGEST_REPLY:
                self.close()
                raise smtplib.SMTPServerDisconnected("endless reply")
        if not lines[-1][:3].isdigit():
            self.close()
            raise smtplib.SMTPServerDisconnected("not SMTP")
        return int(lines[-1][:3]), b"\n".join(line[4:].strip() for line in lines)

    def _receive(self, until: float) -> bytes:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("closed")
        try:
            self.sock.settimeout(self._left(until))
            received = self.sock.recv(_CHUNK)
            if not received:
                raise smtplib.SMTPServerDisconnected("closed")
        except OSError:
            self.close()
            raise
        return received

    def send(self, s: Any) -> None:
        """Send all of ``s`` before the deadline."""
        self._send(s.encode(self.command_encoding) if isinstance(s, str) else s)

    def _send(self, data: bytes) -> None:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("closed")
        view = memoryview(data)
        try:
            while view:
                self.sock.settimeout(self._left())
                view = view[self.sock.send(view[:_CHUNK]) :]
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Drop the line without a word."""
        super().close()
        self._rest = b""

    def hand_over(self, sender: str, recipient: str, mail: bytes) -> bytes:
        """Send one mail (lines end in CRLF) and return the server's words of acceptance.

        Raises ``TooLarge`` without a word to the server; ``Refused``, after which the session can be used again unless
        it is no longer ``open``; ``NotHandedOver`` when the line broke, or the server wanted to close, before the mail
        went out; ``OSError`` when it broke afterwards: the mail may have arrived.
        """
        announced = self.esmtp_features.get("size", "")
        limit = int(announced) if announced.isdecimal() else 0
        if 0 < limit < len(mail):
            raise TooLarge(len(mail), limit)
        self._deadline = time.monotonic() + self._limits.mail
        try:
            self._begin(sender, recipient, len(mail))
            self._send(mail.replace(b"\r\n.", b"\r\n..") + b".\r\n")  # a line of one point would end it
        except OSError as error:
            raise NotHandedOver(error) from error
        code, answer = self.getreply()
        if code != _OK:
            if code == SERVICE_CLOSING:
                self.close()
            raise Refused(Step.DATA, code, answer)
        return answer

    def _begin(self, sender: str, recipient: str, size: int) -> None:
        """Say from whom and to whom, in one packet where the server allows it, and that the mail follows."""
        mail = f"MAIL FROM:<{sender}>" + (f" SIZE={size}" if self.has_extn("size") else "")
        commands = {Step.MAIL: mail, Step.RCPT: f"RCPT TO:<{recipient}>"}
        pipelining = self.has_extn("pipelining")
        if pipelining:
            self._send("".join(f"{command}\r\n" for command in commands.values()).encode("ascii"))
        refusals: list[Refused] = []
        for step, command in commands.items():
            code, answer = self.getreply() if pipelining else self.docmd(command)
            if code not in _TAKEN:
                refusals.append(Refused(step, code, answer))
            if code == SERVICE_CLOSING or (refusals and not pipelining):
                break
        if not refusals:
            code, answer = self.docmd("DATA")
            if code == _START_MAIL:
                return
            refusals.append(Refused(Step.DATA, code, answer))
        if refusals[-1].code == SERVICE_CLOSING:
            self.close()
            raise NotHandedOver(refusals[-1])
        with contextlib.suppress(OSError):  # a line that breaks now is closed, and the refusal still stands
            self.rset()
        raise refusals[0]

    @property
    def open(self) -> bool:
        """Whether the line is up, as far as is known."""
        return self.sock is not None

    def leave(self) -> None:
        """Say goodbye and close, without waiting long."""
        self._deadline = time.monotonic() + 1
        with contextlib.suppress(OSError):
            self.quit()
        self.close()

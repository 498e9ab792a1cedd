"""An SMTP server that misbehaves on purpose, line by line: what a well-made one (``tests.support.mail``) cannot do."""

import base64
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_PATIENCE_SECONDS = 20


@dataclass
class Manners:
    """How the server behaves. Replies are whole (``550 5.1.1 Không có``); None accepts."""

    banner: str | None = "220 mail.hoamai.example"
    """None: never says anything."""
    extensions: tuple[str, ...] = ()
    """Announced after EHLO, ``SIZE 1000``, ``PIPELINING``."""
    on_mail: str | None = None
    on_recipient: Callable[[str], str | None] = lambda _address: None
    on_data: str | None = None
    """To the command DATA."""
    on_content: Callable[[bytes], str | None] = lambda _mail: None
    """To the mail after its last byte."""
    drop_at: str | None = None
    """Cut the line instead of answering: ``banner``, ``EHLO``, ``MAIL``, ``RCPT``, ``DATA``, ``content``."""
    silent_at: str | None = None
    """Never answer there."""
    seconds_a_byte: float = 0.0
    slow_from: str = "banner"
    """The first answer that is given byte by byte."""
    mails_a_session: int | None = None
    ending: str | None = None
    """What it says when a session has had its mails; None: cuts the line."""
    tls: ssl.SSLContext | None = None
    implicit_tls: bool = False
    starttls: bool = False
    login: tuple[str, str] | None = None
    """The only name and password that it accepts; None: it offers no login."""
    login_reply: str = "535 5.7.8 Sai mật khẩu"


@dataclass
class BadMailServer:
    """The server; what it saw can be asked."""

    manners: Manners
    port: int = 0
    connections: int = 0
    commands: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    """Of the mails that it accepted."""
    open_lines: list[socket.socket] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def url(self, scheme: str = "mailto", login: str = "", **query: str) -> str:
        """Return the Apprise URL of this server, impatient."""
        mode = {"mailto": "insecure", "mailtos": "starttls"}[scheme]
        options = {"mode": mode, "from": "dondoc@hoamai.example", "cto": "0.4", "rto": "0.3", **query}
        return f"{scheme}://{login}127.0.0.1:{self.port}?" + "&".join(f"{k}={v}" for k, v in options.items())


class _Dropped(Exception):
    """The server leaves the conversation."""


class _Conversation:
    def __init__(self, server: BadMailServer, line: socket.socket) -> None:
        self.server, self.manners, self.line = server, server.manners, line
        self.slow = False
        self.rest = b""
        self.mails = 0

    def run(self) -> None:
        if self.manners.implicit_tls:
            self.encrypt()
        if self.manners.banner is None:
            self.wait()
        self.say(self.manners.banner or "", "banner")
        recipient = ""
        while True:
            command = self.read_line()
            self.server.commands.append(command)
            verb = command.split(" ")[0].split(":")[0].upper()
            if verb == "MAIL" and self.mails == self.manners.mails_a_session:
                if self.manners.ending:
                    self.say(self.manners.ending, "ending")
                raise _Dropped
            if verb == "EHLO":
                self.say(self.greeting(), verb)
            elif verb == "STARTTLS":
                self.say("220 Mời", verb)
                self.encrypt()
            elif verb == "AUTH":
                self.check(command)
            elif verb == "MAIL":
                self.say(self.manners.on_mail or "250 OK", verb)
            elif verb == "RCPT":
                recipient = command.split("<")[1].split(">")[0]
                self.say(self.manners.on_recipient(recipient) or "250 OK", verb)
            elif verb == "DATA":
                self.say(self.manners.on_data or "354 Mời", verb)
                if self.manners.on_data is None:
                    self.take(recipient)
            elif verb == "QUIT":
                self.say("221 Chào", verb)
                raise _Dropped
            else:
                self.say("250 OK" if verb == "RSET" else "502 Không hiểu", verb)

    def greeting(self) -> str:
        offers = ["mail.hoamai.example", *self.manners.extensions]
        encrypted = isinstance(self.line, ssl.SSLSocket)
        offers += ["STARTTLS"] if self.manners.starttls and not encrypted else []
        offers += ["AUTH PLAIN LOGIN"] if self.manners.login else []
        return "\r\n".join([*(f"250-{offer}" for offer in offers[:-1]), f"250 {offers[-1]}"])

    def check(self, command: str) -> None:
        """PLAIN in one line, LOGIN in three."""
        _, mechanism, *given = command.split(" ")
        if mechanism == "PLAIN":
            _, name, password = base64.b64decode(given[0]).decode().split("\0")
        else:
            if not given:
                self.say("334 VXNlcm5hbWU6", "AUTH")
                given = [self.read_line()]
            self.say("334 UGFzc3dvcmQ6", "AUTH")
            name, password = base64.b64decode(given[0]).decode(), base64.b64decode(self.read_line()).decode()
        self.say("235 Mời vào" if (name, password) == self.manners.login else self.manners.login_reply, "AUTH")

    def take(self, recipient: str) -> None:
        content = b""
        while not content.endswith(b"\r\n.\r\n"):
            content += self.read_bytes()
        mail = content[: -len(b".\r\n")].replace(b"\r\n..", b"\r\n.")
        answer = self.manners.on_content(mail)
        if answer is None:
            self.server.mails.append(mail)
            self.server.recipients.append(recipient)
        self.mails += 1
        self.say(answer or "250 2.0.0 Ok: queued as 4F2A1B3C", "content")

    def say(self, reply: str, step: str) -> None:
        if self.manners.drop_at == step:
            raise _Dropped
        if self.manners.silent_at == step:
            self.wait()
        self.slow = self.slow or (self.manners.seconds_a_byte > 0 and step == self.manners.slow_from)
        data = f"{reply}\r\n".encode()
        if not self.slow:
            self.line.sendall(data)
            return
        for byte in data:
            self.line.sendall(bytes([byte]))
            if self.server.stopping.wait(self.manners.seconds_a_byte):
                raise _Dropped

    def wait(self) -> None:
        self.server.stopping.wait(_PATIENCE_SECONDS)
        raise _Dropped

    def encrypt(self) -> None:
        assert self.manners.tls is not None
        self.line = self.manners.tls.wrap_socket(self.line, server_side=True)
        self.server.open_lines.append(self.line)

    def read_line(self) -> str:
        return self.read_bytes().decode("latin-1").rstrip("\r\n")

    def read_bytes(self) -> bytes:
        while b"\n" not in self.rest:
            more = self.line.recv(65_536)
            if not more:
                raise _Dropped
            self.rest += more
        line, _, self.rest = self.rest.partition(b"\n")
        return line + b"\n"


def _serve(server: BadMailServer, line: socket.socket) -> None:
    conversation = _Conversation(server, line)
    with contextlib.suppress(_Dropped, OSError):
        conversation.run()
    conversation.line.close()


def _accept(server: BadMailServer, listener: socket.socket, threads: list[threading.Thread]) -> None:
    while True:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        line.settimeout(_PATIENCE_SECONDS)
        server.connections += 1
        server.open_lines.append(line)
        thread = threading.Thread(target=_serve, args=(server, line))
        threads.append(thread)
        thread.start()


@contextmanager
def bad_server(manners: Manners | None = None) -> Iterator[BadMailServer]:
    """Run a server with ``manners``, which the test may change while it runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = BadMailServer(manners or Manners(), listener.getsockname()[1])
    threads: list[threading.Thread] = []
    acceptor = threading.Thread(target=_accept, args=(server, listener, threads))
    acceptor.start()
    try:
        yield server
    finally:
        server.stopping.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join(_PATIENCE_SECONDS)
        for line in server.open_lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(_PATIENCE_SECONDS)
        for line in server.open_lines:
            line.close()

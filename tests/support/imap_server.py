"""A small IMAP server of the test process: one folder of mails with flags, as much of RFC 3501 as reading needs."""

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_PATIENCE_SECONDS = 20


@dataclass
class ImapServer:
    """The server, its one account and folder; what it saw can be asked."""

    port: int
    login: tuple[str, str] = ("dondoc", "mat-khau")
    folder: str = "INBOX"
    mails: list[bytes] = field(default_factory=list)
    """UID 11 is the first."""
    seen: set[int] = field(default_factory=set)
    bodies_read: list[int] = field(default_factory=list)
    silent: bool = False
    """Greets and says no more."""
    trickling: bool = False
    """Answers a byte now and then."""
    uid_behind: bool = False
    """Says the UID behind the text of a mail, as some servers do."""
    tls: ssl.SSLContext | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    lines: list[socket.socket] = field(default_factory=list)

    def url(self, scheme: str = "imap", password: str | None = None, folder: str = "INBOX") -> str:
        """Return the address of this mailbox."""
        return f"{scheme}://{self.login[0]}:{password or self.login[1]}@127.0.0.1:{self.port}/{folder}"

    def unseen(self) -> list[int]:
        """Return the UIDs of unread mails."""
        return [uid for uid in range(11, 11 + len(self.mails)) if uid not in self.seen]


class _Talk:
    def __init__(self, server: ImapServer, line: socket.socket) -> None:
        self.server, self.line = server, line
        self.input = line.makefile("rb")

    def say(self, data: str | bytes) -> None:
        self.line.sendall((data.encode() if isinstance(data, str) else data) + b"\r\n")

    def run(self) -> None:
        self.say("* OK [CAPABILITY IMAP4rev1] sẵn sàng")
        if self.server.silent or self.server.trickling:
            while not self.server.stopping.wait(0.05 if self.server.trickling else _PATIENCE_SECONDS):
                self.line.sendall(b"*")
            return
        while words := self.input.readline().decode().rstrip("\r\n").split(" ", 2):
            if len(words) < 2:
                return
            tag, verb, rest = words[0], words[1].upper(), words[2] if len(words) > 2 else ""
            self.say(f"{tag} {self.answer(verb, rest)}")
            if verb == "LOGOUT":
                return

    def answer(self, verb: str, rest: str) -> str:
        if verb == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif verb == "LOGIN":
            given = tuple(word.strip('"') for word in rest.split(" "))
            return "OK vào" if given == self.server.login else "NO [AUTHENTICATIONFAILED] sai"
        elif verb == "SELECT":
            if rest.strip('"') != self.server.folder:
                return "NO không có"
            self.say(f"* {len(self.server.mails)} EXISTS")
            return "OK [READ-WRITE] chọn"
        elif verb == "UID":
            self.uid(*rest.split(" ", 1))
        elif verb == "LOGOUT":
            self.say("* BYE")
        return "OK xong"

    def uid(self, verb: str, rest: str) -> None:
        if verb == "SEARCH":
            self.say("* SEARCH" + "".join(f" {uid}" for uid in self.server.unseen()))
            return
        uids, what = rest.split(" ", 1)
        for uid in map(int, uids.split(",")):
            if verb == "STORE":
                self.server.seen |= {uid} if r"+FLAGS (\Seen)" in what else set()
            else:
                self.fetch(uid, what)

    def fetch(self, uid: int, what: str) -> None:
        assert "PEEK" in what  # BODY[] alone would mark the mail as read
        content = self.server.mails[uid - 11]
        if "HEADER.FIELDS" in what:
            name = "BODY[HEADER.FIELDS (FROM CONTENT-TYPE)]"
            head = re.sub(rb"\r\n[ \t]+", b" ", content.split(b"\r\n\r\n")[0])
            kept = [line for line in head.split(b"\r\n") if line.lower().startswith((b"from:", b"content-type:"))]
            content = b"\r\n".join([*kept, b"", b""])
        else:
            self.server.bodies_read.append(uid)
            most = re.search(r"<0\.(\d+)>", what)
            assert most
            name, content = "BODY[]<0>", content[: int(most.group(1))]
        before, behind = ("", f" UID {uid}") if self.server.uid_behind else (f"UID {uid} ", "")
        self.say(
            f"* {uid - 10} FETCH ({before}{name} {{{len(content)}}}".encode()
            + b"\r\n"
            + content
            + f"{behind})".encode()
        )


def _serve(server: ImapServer, line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        if server.tls is not None:
            line = server.tls.wrap_socket(line, server_side=True)
        server.lines.append(line)
        talk = _Talk(server, line)
        with talk.input:
            talk.run()
    line.close()


def _accept(server: ImapServer, listener: socket.socket, threads: list[threading.Thread]) -> None:
    while True:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        line.settimeout(_PATIENCE_SECONDS)
        thread = threading.Thread(target=_serve, args=(server, line))
        threads.append(thread)
        thread.start()


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """Run the server until the end of the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = ImapServer(listener.getsockname()[1])
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
        for line in server.lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(_PATIENCE_SECONDS)

"""A real SMTP server in a process of its own: it outlives the senders that are killed, and takes no time from them."""

import asyncio
import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.mail import url_of

_CONTEXT = multiprocessing.get_context("spawn")
_PATIENCE_SECONDS = 60


class _Handler:
    """Writes down the Message-ID of every mail before it says that it took it."""

    def __init__(self, journal: Path) -> None:
        self.journal = journal.open("ab", buffering=0)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content: Any = envelope.content
        head = content.split(b"\r\n\r\n", 1)[0]
        [uid] = [line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id:")]
        self.journal.write(uid.split(b"<")[1].split(b"@")[0] + b"\n")
        return "250 OK"


class _Session(SMTP):
    """Answers every command after ``delay`` seconds, and writes down when connections come and go."""

    delay = 0.0

    def connection_made(self, transport: Any) -> None:
        self.event_handler.journal.write(b"+\n")
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.event_handler.journal.write(b"-\n")

    async def push(self, status: Any) -> None:
        if self.delay:
            await asyncio.sleep(self.delay)
        await super().push(status)


def _serve(journal: str, delay: float, ready: Any) -> None:
    async def serve() -> None:
        handler = _Handler(Path(journal))

        def session() -> SMTP:
            one = _Session(handler, hostname="mail.hoamai.example", loop=asyncio.get_running_loop())
            one.delay = delay
            return one

        server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0)
        ready.send(server.sockets[0].getsockname()[1])
        await asyncio.to_thread(ready.recv)  # until the test is over

    asyncio.run(serve())


@dataclass(frozen=True)
class MailProcess:
    """The server as its users see it."""

    port: int
    journal: Path

    @property
    def url(self) -> str:
        """The Apprise URL that sends here."""
        return url_of(self.port)

    def received(self) -> Counter[str]:
        """Return how often each message (by the uid in its Message-ID) was taken."""
        return Counter(line for line in self._lines() if line not in "+-")

    @property
    def connections(self) -> int:
        """How many connections were made."""
        return self._lines().count("+")

    @property
    def mark(self) -> int:
        """Where the journal ends now."""
        return self.journal.stat().st_size

    def wait_for(self, letters: int, *, after: int) -> None:
        """Wait until so many letters were taken since the mark ``after``."""
        end = time.monotonic() + _PATIENCE_SECONDS
        with self.journal.open("rb") as journal:
            journal.seek(after)
            while letters > 0:
                assert time.monotonic() < end
                lines = journal.readlines()
                letters -= sum(len(line) > len(b"+\n") for line in lines)
                if not lines:
                    time.sleep(0.002)

    def settle(self) -> None:
        """Wait until no connection is open: what comes from a sender that was killed has then come."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while (lines := self._lines()).count("+") != lines.count("-"):
            assert time.monotonic() < end
            time.sleep(0.002)

    def _lines(self) -> list[str]:
        return self.journal.read_text("ascii").splitlines()


@contextmanager
def mail_process(journal: Path, *, delay: float = 0.0) -> Iterator[MailProcess]:
    """Run a server that notes in ``journal`` what it takes; it answers each command after ``delay`` seconds."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(str(journal), delay, theirs), daemon=True)
    process.start()
    assert ours.poll(_PATIENCE_SECONDS)
    try:
        yield MailProcess(ours.recv(), journal)
    finally:
        ours.send(None)
        process.join(_PATIENCE_SECONDS)

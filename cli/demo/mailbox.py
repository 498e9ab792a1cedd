"""A mail server on this machine that keeps every mail exactly as it was received."""

import email
import socket
from email import policy
from pathlib import Path
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class _Keep:
    """Writes each mail to a file named by its number and recipient."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.message_ids: list[str] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.message_ids.append(str(email.message_from_bytes(content, policy=policy.default)["Message-ID"]))
        recipient = envelope.rcpt_tos[0].split("@")[0]
        (self.folder / f"{len(self.message_ids):03d}-{recipient}.eml").write_bytes(content)
        return "250 Đã nhận"


class Mailbox:
    """A running mail server; a context manager that stops it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._keep = _Keep(folder)
        self._controller = Controller(self._keep, hostname=HOST, port=_free_port())

    def __enter__(self) -> "Mailbox":
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    def url(self, sender: str) -> str:
        """Return the Apprise URL that sends here."""
        return f"mailto://{HOST}:{self._controller.port}?mode=insecure&from={sender}&name=Đôn Đốc"

    @property
    def received(self) -> int:
        """How many mails have come in."""
        return len(self._keep.message_ids)

    @property
    def duplicates(self) -> int:
        """How many of them carried a ``Message-ID`` that had come before."""
        return self.received - len(set(self._keep.message_ids))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port

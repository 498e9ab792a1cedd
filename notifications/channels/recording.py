"""The channel of an installation without a mail server: every letter becomes a file that can be opened and read."""

from email.headerregistry import Address
from pathlib import Path

from notifications.channels.mime import as_email
from notifications.letter import Letter, Receipt


class RecordingChannel:
    """Writes each letter as ``<uid>.eml`` into a folder; a repeat overwrites its own file."""

    name = "email"
    repeatable = True

    def __init__(self, folder: Path, sender: Address) -> None:
        self._folder, self._sender = folder, sender

    def send(self, letter: Letter) -> Receipt:
        """Write the letter; cannot fail but by the disk."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{letter.uid}.eml").write_bytes(as_email(letter, self._sender))
        return Receipt()

    def close(self) -> None:
        """Nothing is held open."""

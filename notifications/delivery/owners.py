"""Who is sending from this home: each sender holds the lock of a file while it lives, so its death shows at once.

The system lets go of a lock when the process ends, however it ends; no clock is needed (ADR 0017).
"""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

_REGISTER = "register"
_SUFFIX = ".lock"
_PATIENCE_SECONDS = 30
"""For the register, which nobody holds longer than it takes to look at a few files."""


@dataclass(frozen=True)
class Others:
    """The other senders of this home."""

    alive: frozenset[str]
    dead: frozenset[str]


@dataclass(frozen=True)
class Owner:
    """One sender, which holds its lock."""

    id: str
    _folder: Path

    def others(self) -> Others:
        """Return who else sends from this home, and who died doing so."""
        alive: set[str] = set()
        dead: set[str] = set()
        with _register(self._folder):
            for path in self._folder.glob(f"*{_SUFFIX}"):
                name = path.stem
                if name not in (self.id, _REGISTER):
                    (dead if _abandoned(path) else alive).add(name)
        return Others(frozenset(alive), frozenset(dead))

    def forget(self, dead: Collection[str]) -> None:
        """Clear away after senders that died, once their messages are free."""
        with _register(self._folder):
            for name in dead:
                (self._folder / f"{name}{_SUFFIX}").unlink(missing_ok=True)


@contextmanager
def sending_from(home: Path) -> Iterator[Owner]:
    """Be a sender of ``home`` until the end of the block.

    A block that ends by an error leaves the file behind, unlocked: what it had claimed is free at once.
    """
    folder = home / "senders"
    folder.mkdir(parents=True, exist_ok=True)
    owner = Owner(uuid.uuid4().hex, folder)
    path = folder / f"{owner.id}{_SUFFIX}"
    lock = FileLock(path)
    with _register(folder):  # so that nobody finds the file before it is locked
        lock.acquire(timeout=0)
    try:
        yield owner
        with _register(folder):
            path.unlink()
    finally:
        lock.release()


def _register(folder: Path) -> FileLock:
    return FileLock(folder / f"{_REGISTER}{_SUFFIX}", timeout=_PATIENCE_SECONDS)


def _abandoned(path: Path) -> bool:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    lock.release()
    return True

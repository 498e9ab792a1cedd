"""A net for what must not get out: gathers everything that was said anywhere, and finds words in it."""

import base64
import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import quote

URL = re.compile(r"https?://[^\s\"'<>]+")
_OF_THE_VISITOR = ("httpx", "httpcore", "asyncio", "python_multipart")
"""Loggers of the test's own browser, and of what is beneath it."""
_LIBRARIES = (
    "apprise",
    "urllib3",
    "sqlalchemy.engine",
    "sqlalchemy.engine.Engine",
    "sqlalchemy.pool",
    "uvicorn",
    "prefect",
)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@dataclass
class Net:
    """Texts with the place where each was found."""

    caught: list[tuple[str, str]] = field(default_factory=list)

    def add(self, place: str, text: str) -> None:
        """Keep ``text``, which was found at ``place``."""
        self.caught.append((place, _plain(text)))

    def add_mail(self, mail: EmailMessage) -> None:
        """Keep the headers of a mail, decoded, and the words of its parts."""
        for name, value in mail.items():
            self.add("mail header", f"{name}: {value}")
        for part in mail.walk():
            if part.get_content_maintype() == "text":
                self.add("mail", str(part.get_content()))

    def find(self, words: Iterable[str], *places: str) -> set[tuple[str, str]]:
        """Return each of ``words`` that was found, with its place, in any of its guises; ``places``: only there."""
        return {
            (word, place)
            for word in words
            for place, text in self.caught
            if (not places or place in places) and any(guise in text for guise in _guises(word))
        }

    def urls(self) -> list[str]:
        """Return the addresses of pages in everything that was found."""
        return [address for _, text in self.caught for address in URL.findall(text)]


def _guises(word: str) -> set[str]:
    encoded = base64.b64encode(word.encode()).decode()
    return {_plain(one) for one in (word, quote(word, safe=""), encoded, ascii(word)[1:-1])}


class _Catcher(logging.Handler):
    def __init__(self, net: Net) -> None:
        super().__init__(1)
        self._net = net
        self.names: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(_OF_THE_VISITOR):
            return
        self.names.add(record.name)
        said = [record.getMessage(), repr(record.args), repr(record.__dict__)]
        if record.exc_info:
            said.append(logging.Formatter().formatException(record.exc_info))
        self._net.add("log", "\n".join(said))


@contextmanager
def all_logs(net: Net) -> Iterator[set[str]]:
    """Catch every record of every logger at its lowest level; yields the names of the loggers that spoke.

    Only the engines' own logger stays as the product pins it: that is how it keeps rows out of logs whatever is set.
    """
    catcher = _Catcher(net)
    loggers = [logging.getLogger(name) for name in ("dondoc", *_LIBRARIES, *logging.root.manager.loggerDict)]
    chosen = {one.name: one for one in (logging.root, *loggers) if not one.name.endswith(".confidential")}.values()
    before = [(one, one.level, one.propagate, one.disabled) for one in chosen]
    for one in chosen:
        one.setLevel(1)
        one.propagate, one.disabled = one.name != "dondoc", False
    for one in (logging.root, logging.getLogger("dondoc")):
        one.addHandler(catcher)
    try:
        yield catcher.names
    finally:
        for one in (logging.root, logging.getLogger("dondoc")):
            one.removeHandler(catcher)
        for one, level, propagate, disabled in before:
            one.setLevel(level)
            one.propagate, one.disabled = propagate, disabled

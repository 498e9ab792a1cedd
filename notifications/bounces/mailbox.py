"""The mailbox that reports of failed mails come to: IMAP or a Maildir. What is not a report stays as it was found."""

import contextlib
import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from config.errors import DondocError, SettingError
from notifications.bounces.report import could_be_report

_PORTS = {"imap": 143, "imaps": 993}
_MOST_LOOKED_AT = 2_000
"""Unread mails of one run; a mailbox of its own holds a handful."""
_MOST_READ = 200
"""Reports of one run; the rest waits for the next."""
_AT_ONCE = 100
_LONGEST_BYTES = 262_144
"""Of one report: its words and the headers of the returned mail come first."""
_UID = re.compile(rb"\bUID (\d+)")


class MailboxError(DondocError):
    """The mailbox cannot be opened or read now. Holds neither its address nor its password."""


@dataclass(frozen=True)
class MailboxLimits:
    """How long a mailbox may take, in seconds."""

    answer: float = 15.0
    whole: float = 120.0
    """All of a run's talk with it; a line that is still open then is cut."""


class Mailbox(Protocol):
    """Unread mails that may be reports."""

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """Return a key and the bytes of each."""

    def done(self, key: str) -> None:
        """Mark one as read: what it says is stored."""


@contextmanager
def opened_mailbox(url: str, limits: MailboxLimits | None = None) -> Iterator[Mailbox]:
    """Open the mailbox that ``url`` names (``imaps://``, ``imap://``, ``maildir://``) until the end of the block.

    Raises ``SettingError`` for an address that is none, ``MailboxError`` when the mailbox does not do its part.
    """
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        scheme, host, port = "", None, None
    if scheme == "maildir" and parts.path:
        yield _Maildir(Path(unquote(parts.path)))
    elif scheme in _PORTS and host and parts.username and parts.password:
        login = unquote(parts.username), unquote(parts.password)
        folder = unquote(parts.path.strip("/")) or "INBOX"
        with _imap_session(scheme, host, port or _PORTS[scheme], limits or MailboxLimits()) as session:
            yield _ImapFolder(session, login, folder)
    else:
        raise SettingError(
            "DONDOC_BOUNCE_URL phải có dạng imaps://tên:mật-khẩu@máy/INBOX hoặc maildir:///thư-mục. "
            "Xem docs/settings.md."
        )


class _Maildir:
    """``new`` holds what nobody has seen; what is done goes to ``cur`` as read."""

    def __init__(self, folder: Path) -> None:
        self._new, self._cur = folder / "new", folder / "cur"
        if not self._new.is_dir() or not self._cur.is_dir():
            raise MailboxError("Thư mục trong DONDOC_BOUNCE_URL không phải là hộp thư Maildir (thiếu new hoặc cur).")

    def unread(self) -> Iterator[tuple[str, bytes]]:
        read = 0
        try:
            for file in sorted(self._new.iterdir())[:_MOST_LOOKED_AT]:
                with file.open("rb") as opened:
                    content = opened.read(_LONGEST_BYTES)
                if could_be_report(content):
                    yield file.name, content
                    read += 1
                if read == _MOST_READ:
                    return
        except OSError:
            raise MailboxError("Không đọc được hộp thư Maildir: hãy kiểm tra quyền đọc.") from None

    def done(self, key: str) -> None:
        try:
            (self._new / key).rename(self._cur / f"{key.split(':')[0]}:2,S")
        except FileNotFoundError:
            return  # another run was faster
        except OSError:
            raise MailboxError("Không chuyển được thư đã đọc sang cur: hãy kiểm tra quyền ghi.") from None


def _cut_later(line: socket.socket, seconds: float) -> threading.Timer:
    """Cut ``line`` when ``seconds`` are over: a server that sends a byte now and then never times out by itself."""

    def cut() -> None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(seconds, cut)
    watch.daemon = True
    watch.start()
    return watch


class _Watched(imaplib.IMAP4):
    """A session with a time limit for the whole, its greeting included."""

    def __init__(self, host: str, port: int, limits: MailboxLimits, **options: Any) -> None:
        self._whole = limits.whole
        super().__init__(host, port, timeout=limits.answer, **options)

    def open(self, host: str = "", port: int | None = 0, timeout: float | None = None) -> None:
        super().open(host, port or 0, timeout)
        self._watch = _cut_later(self.sock, self._whole)

    def shutdown(self) -> None:
        self._watch.cancel()
        super().shutdown()


class _WatchedOverTls(_Watched, imaplib.IMAP4_SSL):
    """The same over TLS."""


@contextmanager
def _imap_session(scheme: str, host: str, port: int, limits: MailboxLimits) -> Iterator[imaplib.IMAP4]:
    """Connect; any fault of the session within the block becomes a ``MailboxError``."""
    try:
        if scheme == "imaps":
            session: imaplib.IMAP4 = _WatchedOverTls(host, port, limits, ssl_context=ssl.create_default_context())
        else:
            session = _Watched(host, port, limits)
    except ssl.SSLError:
        raise MailboxError("Không thiết lập được kết nối bảo mật tới hộp thư báo lỗi.") from None
    except (OSError, imaplib.IMAP4.error):
        raise MailboxError("Không kết nối được tới hộp thư báo lỗi.") from None
    try:
        yield session
    except (OSError, imaplib.IMAP4.error):
        raise MailboxError("Hộp thư báo lỗi không trả lời như mong đợi.") from None
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            session.logout()
        with contextlib.suppress(OSError):
            session.shutdown()


class _ImapFolder:
    def __init__(self, session: imaplib.IMAP4, login: tuple[str, str], folder: str) -> None:
        self._session = session
        try:
            session.login(*login)
        except (imaplib.IMAP4.abort, OSError):
            raise
        except (imaplib.IMAP4.error, UnicodeError):  # a password beyond ASCII stands in the second one's text
            raise MailboxError("Hộp thư báo lỗi không chấp nhận tài khoản hoặc mật khẩu.") from None
        answer, _ = session.select('"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"')
        if answer != "OK":
            raise MailboxError("Không có thư mục đã ghi trong hộp thư báo lỗi.")

    def unread(self) -> Iterator[tuple[str, bytes]]:
        _, found = self._session.uid("SEARCH", "UNSEEN")
        uids = (found[0] or b"").decode("ascii").split()[:_MOST_LOOKED_AT]
        candidates: list[str] = []
        for at in range(0, len(uids), _AT_ONCE):
            few = ",".join(uids[at : at + _AT_ONCE])
            headers = self._fetch(few, "BODY.PEEK[HEADER.FIELDS (FROM CONTENT-TYPE)]")
            candidates += [uid for uid, content in headers if could_be_report(content)]
        for uid in candidates[:_MOST_READ]:
            yield from self._fetch(uid, f"BODY.PEEK[]<0.{_LONGEST_BYTES}>")

    def _fetch(self, uids: str, what: str) -> list[tuple[str, bytes]]:
        """Return the UID and the literal of each answer; servers may say the UID before or behind it."""
        _, answers = self._session.uid("FETCH", uids, f"(UID {what})")
        found: list[tuple[str, bytes]] = []
        parts: list[Any] = [*answers, b""]
        for part, behind in pairwise(parts):
            if isinstance(part, tuple):
                uid = _UID.search(part[0]) or _UID.search(behind if isinstance(behind, bytes) else b"")
                if uid:
                    found.append((uid.group(1).decode("ascii"), part[1]))
        return found

    def done(self, key: str) -> None:
        self._session.uid("STORE", key, "+FLAGS", r"(\Seen)")

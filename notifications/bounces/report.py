"""Reads a mail that says what became of another: RFC 3464 reports, and the looser ones that servers still write.

Pure: bytes in, what they say of our message out. A mail that cannot be understood says nothing; it never raises.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.parser import BytesHeaderParser
from enum import StrEnum

_OUR_ID = re.compile(r"^Message-ID:\s*<([0-9a-f]{32})@[^<>\s]+>", re.IGNORECASE | re.MULTILINE)
"""The header of a mail of ours: ``notifications.keys.message_uid`` at the sender's domain."""
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
_WHO_REPORTS = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|mdaemon)\b", re.IGNORECASE)
_LONGEST_REASON = 300
_LONGEST_TEXT = 20_000
"""Characters of a report's words that are looked at; the returned mail may follow."""
_GOOD_ADDRESS = (("5", "3", "4"), ("5", "6"), ("5", "7"))
"""Beginnings of statuses that blame the mail or the sender, not the address: too large, content, policy."""


class Fate(StrEnum):
    """What became of the mail."""

    FAILED = "failed"
    """given up by the server that had it"""
    DELAYED = "delayed"
    """still tried"""


@dataclass(frozen=True)
class Bounce:
    """What a report says of one message of ours."""

    identity: str
    """Of the report itself: the same one read again has the same."""
    message_uid: str
    fate: Fate
    status: str
    """RFC 3463 (``5.1.1``), or an SMTP code where the report has no other."""
    reason: str

    @property
    def address_fails(self) -> bool:
        """Whether the address itself refuses for good: not when the mail was refused, or time ran out."""
        parts = tuple(self.status.split("."))
        if self.fate is not Fate.FAILED or not self.status.startswith("5"):
            return False
        return not any(parts[: len(good)] == good for good in _GOOD_ADDRESS)


def could_be_report(headers: bytes) -> bool:
    """Say by a mail's headers alone whether ``read_report`` can find something in it."""
    mail = BytesHeaderParser(policy=policy.compat32).parsebytes(headers)
    return _is_report(mail) or _from_a_server(mail)


def read_report(raw: bytes) -> Bounce | None:
    """Return what the mail says of a message of ours; None when it is something else, or not to be understood."""
    try:
        return _read(raw)
    except Exception:  # whatever a stranger sends (parts nested a thousand deep) must not end the run
        return None


def _read(raw: bytes) -> Bounce | None:
    # The old policy: the new one parses each header as it is asked for and can stumble over a broken one.
    mail = message_from_bytes(raw, policy=policy.compat32)
    standard = _is_report(mail)
    if not standard and not _from_a_server(mail):
        return None
    uid = _returned_uid(mail)
    found = (_from_fields(mail) if standard else None) or _from_words(mail)
    if uid is None or found is None:
        return None
    own_id = _header(mail, "Message-ID").encode("utf-8", "replace")
    return Bounce(hashlib.sha256(own_id or raw).hexdigest()[:32], uid, *found)


def _header(part: Message, name: str) -> str:
    return str(part.get(name, "") or "")


def _is_report(mail: Message) -> bool:
    if mail.get_content_type() != "multipart/report":
        return False
    kind = re.search(r"report-type\s*=\s*\"?([\w-]+)", _header(mail, "Content-Type"), re.IGNORECASE)
    return kind is None or kind.group(1).lower() == "delivery-status"


def _from_a_server(mail: Message) -> bool:
    """Whether a mail server wrote it. An empty return path does not tell: an absent colleague's answer has it too."""
    return _WHO_REPORTS.search(_header(mail, "From")) is not None


def _returned_uid(mail: Message) -> str | None:
    """Find our Message-ID in what came back: a whole mail, its headers, or text below the report."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            continue
        if part.get_content_maintype() == "message" and part.is_multipart():
            returned = "\n".join(f"Message-ID: {_header(inner, 'Message-ID').strip()}" for inner in _inside(part))
        elif kind in ("text/plain", "text/rfc822-headers", "message/global-headers"):
            returned = _unfolded(_text(part))
        else:
            continue
        if found := _OUR_ID.search(returned):
            return found.group(1)
    return None


def _inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _own_parts(part: Message) -> Iterator[Message]:
    """Walk over the parts of a report without those of the mail that it returns: our words may hold numbers too."""
    yield part
    if part.get_content_maintype() == "multipart":
        for inner in _inside(part):
            yield from _own_parts(inner)


def _unfolded(text: str) -> str:
    return re.sub(r"\r?\n[ \t]+", " ", text)


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _from_fields(mail: Message) -> tuple[Fate, str, str] | None:
    """Read the machine's part of a report. Of several recipients (a list behind the address) the worst counts."""
    worst: tuple[Fate, str, str] | None = None
    for part in _own_parts(mail):
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _inside(part):
            found = _of_recipient(block)
            if found is not None and (worst is None or found[0] is Fate.FAILED):
                worst = found
    return worst


def _of_recipient(block: Message) -> tuple[Fate, str, str] | None:
    action = _header(block, "Action").strip().lower()
    if action not in ("failed", "delayed"):
        return None
    diagnostic = " ".join(_unfolded(_header(block, "Diagnostic-Code")).split())
    found = _STATUS.search(_header(block, "Status")) or _STATUS.search(diagnostic) or _REPLY.search(diagnostic)
    status = found.group() if found else ("5.0.0" if action == "failed" else "4.0.0")
    reason = re.sub(r"^\s*smtp\s*;\s*", "", diagnostic, flags=re.IGNORECASE)[:_LONGEST_REASON]
    return Fate(action), status, reason or status


def _from_words(mail: Message) -> tuple[Fate, str, str] | None:
    """Read a report for people: the first status or SMTP code in its words, with the line that holds it."""
    for part in _own_parts(mail):
        if part.get_content_type() != "text/plain":
            continue
        words = _text(part)[:_LONGEST_TEXT]
        words = words[: found.start()] if (found := _OUR_ID.search(words)) else words
        for line in words.splitlines():
            hit = _STATUS.search(line) or _REPLY.search(line)
            if hit and hit.group(1) != "2":
                fate = Fate.FAILED if hit.group(1) == "5" else Fate.DELAYED
                return fate, hit.group(), " ".join(line.split())[:_LONGEST_REASON]
    return None

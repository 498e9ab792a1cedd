"""A letter as an e-mail, ready to send: text and HTML, folded headers, files, the marks of an automatic message.

Written by hand. ``email.message.EmailMessage`` takes more than a millisecond a mail, ten times as long as this, and its
folding loses the space between two encoded words (``docs/decisions/0005``, ``0020``).
"""

import re
import unicodedata
from binascii import b2a_base64, b2a_qp
from email.headerregistry import Address
from email.utils import format_datetime
from urllib.parse import quote

from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Attachment, Letter

_LINE = 76
"""Columns of a line, RFC 2045 and 2047."""
_FOLD = "\r\n "
_WORD_FRAME = len("=?utf-8?b?" + "?=")
_LONGEST_WORD = 75
_MOST_THREADS = 20
"""Of one letter: a digest of fifty tasks need not carry two kilobytes of references."""
_FALLBACK_NAME = 60
"""Columns of a file name for mail programs that know ASCII only."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/^_`{|}~ -]+")
_BREAKS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9]+")
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9 ._()-]+")
_URL = re.compile(r"(?:https?|mailto):[!-;=?-~]+")
_MEDIA_TYPE = re.compile(r"(?!multipart/|message/)[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_PERCENT_PIECE = re.compile(r"(?:%[0-9A-F]{2}|[^%]){1,18}")
_ASCII = bytes(range(128))


def as_email(letter: Letter, sender: Address) -> bytes:
    """Return the mail that ``sender`` sends. Its ``Message-ID`` is ``letter.uid`` at the sender's domain.

    Raises ``DeliveryError`` (recipient) when the address of the letter cannot stand in a mail.
    """
    require_address(letter.to)
    domain = sender.domain
    headers = [
        _mailbox("From", sender.display_name, sender.addr_spec),
        _mailbox("To", letter.to_name, letter.to),
        _subject(letter.subject),
        f"Date: {format_datetime(letter.at)}",
        f"Message-ID: <{letter.uid}@{domain}>",
        *_threads(letter.threads, domain),
        *_unsubscribe(letter.unsubscribe),
        "Auto-Submitted: auto-generated",  # RFC 3834: no out-of-office answers, please
        "X-Auto-Response-Suppress: OOF, AutoReply",  # the same for Exchange, which must still report what fails
        "MIME-Version: 1.0",
    ]
    return "\r\n".join([*headers, _body(letter)]).encode("ascii")


def require_address(address: str) -> None:
    """Raise ``DeliveryError`` (recipient) unless ``address`` is one that every mail server takes: ASCII, one ``@``."""
    if _ADDRESS.fullmatch(address):
        return
    sentence = "Địa chỉ thư của người nhận viết sai: hãy sửa trong agencies.yaml."
    if not address.isascii():
        sentence = "Địa chỉ thư của người nhận có chữ có dấu, máy chủ thư không nhận: hãy sửa trong agencies.yaml."
    raise DeliveryError(sentence, FailureClass.RECIPIENT, code="address")


def _subject(text: str) -> str:
    text = _one_line(text)
    plain = text.isascii() and "=?" not in text and len("Subject: ") + len(text) <= _LINE
    return f"Subject: {text if plain else _encoded_words(text, len('Subject: '))}"


def _mailbox(header: str, name: str, address: str) -> str:
    """Write an address header; a name that is more than plain words goes as encoded words, whatever signs it has."""
    name = _one_line(name)
    start = f"{header}: "
    if not name:
        return start + address
    plain = _ATOMS.fullmatch(name) and len(start) + len(name) <= _LINE
    line = start + (name if plain else _encoded_words(name, len(start)))
    last = len(line) - line.rfind("\n") - 1
    return f"{line}{' ' if last + len(address) + 3 <= _LINE else _FOLD}<{address}>"


def _one_line(text: str) -> str:
    """Return ``text`` without line breaks and control characters: nothing in it can begin another header."""
    return _BREAKS.sub(" ", text).strip()


def _encoded_words(text: str, column: int) -> str:
    """Write ``text`` as RFC 2047 words from ``column`` on, cut between characters, one a line.

    Spaces are inside the words: those between two words do not count.
    """
    data = text.encode("utf-8", "replace")
    words: list[str] = []
    start, room = 0, min(_LINE - column, _LONGEST_WORD)
    while start < len(data):
        end = min(start + (room - _WORD_FRAME) // 4 * 3, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:  # never within a character
            end -= 1
        words.append(f"=?utf-8?b?{b2a_base64(data[start:end], newline=False).decode('ascii')}?=")
        start, room = end, _LONGEST_WORD
    return _FOLD.join(words)


def _threads(threads: tuple[str, ...], domain: str) -> list[str]:
    """Write the conversations that mail programs are to group the letter with."""
    if not threads:
        return []
    ids = [f"<{_slug(thread)}@{domain}>" for thread in threads[:_MOST_THREADS]]
    return [f"In-Reply-To: {ids[0]}", f"References: {_FOLD.join(ids)}"]


def _slug(text: str) -> str:
    return _NOT_IN_ID.sub("-", _without_marks(text)).strip("-") or "x"


def _without_marks(text: str) -> str:
    """Return ``text`` as a typewriter without Vietnamese letters has it."""
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return spread.encode("ascii", "ignore").decode("ascii")


def _unsubscribe(url: str | None) -> list[str]:
    """Write the way out, RFC 2369, and that one click on it is enough, RFC 8058."""
    if url is None or not _URL.fullmatch(url):
        return []
    return [f"List-Unsubscribe: <{url}>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"]


def _body(letter: Letter) -> str:
    # "=_" stands neither in base64 nor in quoted-printable text, so no part can hold a boundary.
    inner, outer = f"=_{letter.uid}_a", f"=_{letter.uid}_m"
    both = _multipart("alternative", inner, [_text("plain", letter.text), _text("html", letter.html)])
    if not letter.attachments:
        return both
    return _multipart("mixed", outer, [both, *(_file(attachment) for attachment in letter.attachments)])


def _multipart(kind: str, boundary: str, parts: list[str]) -> str:
    inside = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{kind};{_FOLD}boundary="{boundary}"\r\n\r\n{inside}--{boundary}--\r\n'


def _text(subtype: str, text: str) -> str:
    """Write a text part, readable as it stands (quoted-printable) unless base64 is shorter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.endswith("\n"):
        text += "\n"
    data = text.replace("\n", "\r\n").encode("utf-8", "replace")
    # Each byte beyond ASCII takes three signs instead of one; base64 takes four for every three bytes.
    if 6 * len(data.translate(None, delete=_ASCII)) < len(data):
        encoding, written = "quoted-printable", b2a_qp(data).decode("ascii")
    else:
        encoding, written = "base64", _base64(data)
    return f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{written}"


def _base64(data: bytes) -> str:
    written = b2a_base64(data, newline=False).decode("ascii")
    return "\r\n".join([written[at : at + _LINE] for at in range(0, len(written), _LINE)])


def _file(attachment: Attachment) -> str:
    media_type = attachment.media_type.lower()
    if not _MEDIA_TYPE.fullmatch(media_type):
        media_type = "application/octet-stream"
    return (
        f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment{_file_name(attachment.name)}\r\n\r\n{_base64(attachment.content)}"
    )


def _file_name(name: str) -> str:
    """Write the parameters that name a file: RFC 2231, and in ASCII for programs that do not know it.

    The full name comes first: of two names some programs, and Python's own parser, take the first.
    """
    name = _one_line(name.replace("/", "_").replace("\\", "_")) or "tep"
    simple = _NOT_IN_NAME.sub("_", _without_marks(name)).strip() or "tep"
    if len(simple) > _FALLBACK_NAME:
        stem, dot, ending = simple.rpartition(".")
        tail = dot + ending if dot and len(ending) <= 10 else ""
        simple = (stem if tail else simple)[: _FALLBACK_NAME - len(tail)] + tail
    plain = f';{_FOLD}filename="{simple}"'
    if simple == name:
        return plain
    written = quote(name, safe="", errors="replace")
    whole = f" filename*=UTF-8''{written};"
    if len(whole) <= _LINE:
        return f";\r\n{whole[:-1]}{plain}"
    pieces = _PERCENT_PIECE.findall(written)
    pieces[0] = f"UTF-8''{pieces[0]}"
    return "".join(f";{_FOLD}filename*{number}*={piece}" for number, piece in enumerate(pieces)) + plain

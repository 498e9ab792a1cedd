"""A letter as an e-mail: text and HTML, folded headers, the marks of an automatic message."""

from email.charset import BASE64, Charset
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Any

from notifications.letter import Letter

# A charset of our own: Apprise switches the shared one to quoted-printable, in which Vietnamese names get so long that
# they are cut in two.
_UTF8 = Charset("utf-8")
_UTF8.header_encoding = BASE64


class _VietnamesePolicy(EmailPolicy):
    """Python's mail policy with headers that keep their spaces.

    The modern folder drops the space between two encoded words (CPython's issue of long non-ASCII headers), so that
    "của Phòng" arrives as "củaPhòng"; the older ``Header`` folds them right.
    """

    def fold(self, name: str, value: Any) -> str:
        """Fold one header for sending."""
        if str(value).isascii():
            return str(super().fold(name, value))
        addresses = getattr(value, "addresses", None)
        if addresses is None:
            folded = self._encode(name, str(value))
        else:
            folded = f",{self.linesep} ".join(
                f"{self._encode(name, address.display_name)} <{address.addr_spec}>" for address in addresses
            )
        return f"{name}: {folded}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Fold one header for sending, as bytes."""
        return self.fold(name, value).encode("ascii")

    def _encode(self, name: str, text: str) -> str:
        return Header(text, _UTF8, header_name=name).encode(linesep=self.linesep)


_POLICY = _VietnamesePolicy(linesep=SMTP.linesep)


def as_email(letter: Letter, sender: Address) -> EmailMessage:
    """Build the mail that ``sender`` sends. Its ``Message-ID`` comes from ``letter.uid`` alone."""
    mail = EmailMessage(policy=_POLICY)
    mail["Subject"] = letter.subject
    mail["From"] = sender
    mail["To"] = Address(letter.to_name, addr_spec=letter.to)
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = f"<{letter.uid}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return mail

"""What stands at the head and the foot of every document of the office: issuer, number, place and day, signer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.letterhead import DocumentName, OwnDocument
from config.office import Office
from reports import words

STATE_PROFILE = "ND30-2020"
"""Layout of state bodies (NĐ 30/2020/NĐ-CP), for offices that write as one."""
_NUMBER_LEFT_BLANK = " " * 6


@dataclass(frozen=True)
class Issue:
    """How far a document is on its way: a draft, or the copy that is signed, with its number once it has one."""

    number: int | None = None
    """None: left blank, for whoever registers the signed document."""
    final: bool = False
    """For signature, although the number is not known yet."""

    @property
    def draft(self) -> bool:
        """Tell whether it says so itself (``Dự thảo``)."""
        return self.number is None and not self.final


DRAFT = Issue()


@dataclass(frozen=True)
class Letterhead:
    """The letterhead, worded."""

    superior: str
    issuer: str
    number: str
    draft: bool
    place_and_day: str
    on_behalf: str
    capacity: str
    signer: str
    recipients: tuple[str, ...]
    state: bool = False
    """Written in the layout of the state."""
    about: str = ""
    """``V/v …``: the subject of a letter (công văn), under its number."""

    @property
    def rule(self) -> str:
        """What stands under the subject: five hyphens of the Party, a line of the state."""
        return "_" * 12 if self.state else "-" * 5


def letterhead(
    office: Office,
    abbreviation: str,
    day: date,
    *,
    kind: DocumentName | None = None,
    issue: Issue = DRAFT,
    about: str = "",
    recipients: Sequence[str] | None = None,
) -> Letterhead:
    """Word the letterhead of a document of kind ``abbreviation`` (``BC``; empty for a letter) dated ``day``.

    Signer and recipients are those that the office has
    set for ``kind``, else its own; ``recipients`` go before both.
    """
    own = office.documents.get(kind, OwnDocument()) if kind else OwnDocument()
    signature = own.signature or office.signature
    state = office.layout.profile == STATE_PROFILE
    return Letterhead(
        superior=office.party_organization.upper(),
        issuer=office.name.upper(),
        number=f"Số{':' if state else ''} {symbol(office, abbreviation, issue.number)}",
        draft=issue.draft,
        place_and_day=f"{office.place}, {words.long_day(day)}",
        on_behalf=signature.on_behalf,
        capacity=signature.capacity,
        signer=signature.name,
        recipients=recipient_lines(office, own.recipients if recipients is None else recipients),
        state=state,
        about=about,
    )


def letter_head(
    office: Office,
    kind: DocumentName,
    abbreviation: str,
    day: date,
    *,
    issue: Issue = DRAFT,
    about: str = "",
    to: Sequence[str] = ("Như trên",),
) -> Letterhead:
    """Word the letterhead of a document to agencies: the recipients set for ``kind`` get a copy beside them.

    ``to`` is what “Nơi nhận” calls those who are written to.
    """
    recipients = (*to, *(set_recipients(office, kind) or ()))
    return letterhead(office, abbreviation, day, kind=kind, issue=issue, about=about, recipients=recipients)


def set_recipients(office: Office, kind: DocumentName) -> tuple[str, ...] | None:
    """Return the recipients that the office has set for a kind of document; None where it set none."""
    return office.documents.get(kind, OwnDocument()).recipients


def symbol(office: Office, abbreviation: str, number: int | None) -> str:
    """Return number and symbol: party documents ``16-BC/ĐU``, those of the state ``16/BC-UBND`` (DOMAIN §3)."""
    written = _NUMBER_LEFT_BLANK if number is None else str(number)
    if office.layout.profile == STATE_PROFILE:
        return f"{written}/{abbreviation}-{office.symbol}" if abbreviation else f"{written}/{office.symbol}"
    return f"{written}-{abbreviation}/{office.symbol}" if abbreviation else f"{written}-CV/{office.symbol}"


def recipient_lines(office: Office, recipients: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return the lines under “Nơi nhận”: commas between, the office's own file copy last with a full stop."""
    named = [name.rstrip(" ,;.") for name in (office.recipients if recipients is None else recipients)]
    if not any(name.startswith("Lưu") for name in named):
        named.append(f"Lưu Văn phòng {office.name}")
    return (*(f"- {name}," for name in named[:-1]), f"- {named[-1]}.")

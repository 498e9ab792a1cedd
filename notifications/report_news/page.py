"""What the page behind the link of a report shows, and what can be wrong with it."""

from dataclasses import dataclass
from datetime import date

from notifications.answers.errors import LinkError


class LostFile(LinkError):
    """The file of a report is not in the home any more as it was made."""


@dataclass(frozen=True)
class OfferedFile:
    """A file that can be fetched; ``ending`` (``docx``) names it in the address."""

    name: str
    ending: str
    size: int
    """Bytes."""


@dataclass(frozen=True)
class ReportPage:
    """A version of a report, as its page shows it."""

    meeting: str
    number: int
    as_of: date
    files: tuple[OfferedFile, ...]
    last_day: date
    """On which the link can be used."""


@dataclass(frozen=True)
class FetchedFile:
    """The bytes of a file, as they were when the version was made."""

    name: str
    media_type: str
    content: bytes

"""``office.yaml``: the committee that an installation serves."""

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field

from config.letterhead import DocumentName, Layout, OwnDocument, Signature
from config.parts import CommitteeCode, NonEmpty, Part
from config.zalo import ZaloOffice


class Contact(Part):
    """Whom a reader of a message can call."""

    name: NonEmpty
    phone: str = ""
    email: Annotated[str, Field(pattern=r"^([^@\s]+@[^@\s]+)?$")] = ""


FileType = Literal[
    "pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "odp", "rtf", "txt", "csv", "jpg", "png", "tif",
]  # fmt: skip
"""A kind of file that is recognised by its content; none of them is a program."""


class Attachments(Part):
    """Which files may be attached to tasks, meetings and documents."""

    max_mb: Annotated[int, Field(ge=1, le=200)] = 25
    types: tuple[FileType, ...] = get_args(FileType)


CommitteeLevel = Literal["tỉnh", "thành phố", "huyện", "xã", "phường", "đặc khu"]


class Superior(Part):
    """The committee above this one (cấp ủy cấp trên), which sees its figures when both share a database."""

    code: CommitteeCode
    name: NonEmpty
    level: CommitteeLevel


class Office(Part):
    """``office.yaml``: the committee that this installation serves."""

    code: CommitteeCode
    name: NonEmpty
    """The body as written in sentences, e.g. ``Đảng ủy xã …``."""
    level: CommitteeLevel
    superior: Superior | None = None
    party_organization: NonEmpty
    """The superior line of the document header, e.g. ``ĐẢNG BỘ TỈNH …``."""
    symbol: NonEmpty
    """Kind of body in document numbers: ``ĐU``, ``HU``, ``TU``."""
    place: NonEmpty
    term: NonEmpty
    """Ordinal of the term (khóa) in Roman numerals."""
    term_began: date | None = None
    """First day of that term: party numbers start anew with it."""
    contact: Contact
    signature: Signature
    recipients: tuple[NonEmpty, ...] = ()
    documents: dict[DocumentName, OwnDocument] = Field(default_factory=dict)
    """Who signs and who gets a kind of document, where that differs."""
    layout: Layout = Layout()
    attachments: Attachments = Attachments()
    zalo: ZaloOffice = ZaloOffice()

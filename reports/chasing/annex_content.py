"""What the annex that proves the chasing of a task says: plain words, handed in from outside. Pure."""

from dataclasses import dataclass
from datetime import date

from config.office import Office
from reports import words

HEADINGS = ("STT", "Thời điểm", "Nội dung", "Người nhận, người thực hiện", "Kênh, địa chỉ", "Kết quả")
"""Column names, the same in every form."""


@dataclass(frozen=True)
class AnnexRow:
    """One line of the table."""

    when: str
    what: str
    who: str
    way: str
    result: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as cells, its number left out."""
        return (self.when, self.what, self.who, self.way, self.result)


@dataclass(frozen=True)
class Annex:
    """What the annex says."""

    title: str
    attached_to: str
    """The document that it goes with."""
    facts: tuple[str, ...]
    """Sentences above the table."""
    caption: str
    rows: tuple[AnnexRow, ...]
    remarks: tuple[str, ...]
    """Sentences under the table."""


def chasing_annex(
    *,
    code: str,
    facts: tuple[tuple[str, str], ...],
    rows: tuple[tuple[str, str, str, str, str], ...],
    remarks: tuple[str, ...],
    office: Office,
    as_of: date,
) -> Annex:
    """Word the annex of task ``code``; ``facts`` are label and value, an empty value is left out."""
    return Annex(
        title=words.plain(f"Quá trình đôn đốc thực hiện nhiệm vụ {code}"),
        attached_to=f"(Kèm theo Công văn số       -CV/{office.symbol}, ngày       tháng       năm {as_of.year} của "
        f"{words.plain(office.name)})",
        facts=tuple(f"{label}: {words.plain(value).rstrip('.')}." for label, value in facts if value),
        caption=f"Số liệu tính đến {words.long_day(as_of)}",
        rows=tuple(AnnexRow(*(words.plain(cell) for cell in row)) for row in rows),
        remarks=tuple(words.plain(remark) for remark in remarks),
    )

"""What the columns of an assignment table (bảng phân công nhiệm vụ) hold, told by the words of their titles.

Offices order and name the columns as they like: ``STT | Nội dung | Cơ quan chủ trì | Phối hợp | Thời hạn | Sản phẩm``,
``Nhiệm vụ | Thời gian | Đơn vị thực hiện``, or two rows of titles with ``Chủ trì | Phối hợp`` under ``Phân công``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from tasks_registry.reading.text import fold


class Column(Enum):
    """What a column holds."""

    NUMBER = "number"
    TASK = "task"
    LEAD = "lead"
    SUPPORT = "support"
    TIME = "time"
    PRODUCT = "product"
    OUTCOME = "outcome"
    """what has been done already: the table of a status report, not of assignments"""
    OTHER = "other"


_AGENCY = r"(?:co quan|don vi|bo phan|phong|nguoi|can bo|dau moi|to chuc|ban)"
_MEANINGS = (
    (Column.NUMBER, r"(?:s ?tt|tt|so tt|so thu tu|so)$"),
    (Column.OTHER, r"(?:thoi gian |ngay )?bat dau|tu ngay|cap (?:trinh|ban hanh|quyet dinh|phe duyet|co tham quyen)"
                   r"|(?:lanh dao|dong chi|thuong truc)\b.*(?:chi dao|phu trach|theo doi)|noi dung (?:chi|kinh phi)$"
                   r"|ghi chu|(?:nguon )?kinh phi|can cu|du toan"),
    (Column.OUTCOME, r"(?:ket qua|tinh hinh) (?:trien khai|thuc hien|hoan thanh|giai quyet|xu ly)(?! du kien)"
                     r"|da (?:thuc hien|hoan thanh)|ty le|trang thai|hien trang"),
    (Column.TASK, r"(?:cac )?(?:noi dung|nhiem vu|cong viec|nhom nhiem vu)"),
    (Column.SUPPORT, r"(?!.*chu tri).*phoi hop"),
    (Column.LEAD, rf".*(?:chu tri|phan cong)|(?:\w+ )?{_AGENCY}\b.*"
                  r"(?:thuc hien|tham muu|phu trach|chiu trach nhiem|chuan bi|soan thao|duoc giao|xay dung|dau moi"
                  r"|trinh)|(?:co quan|don vi|co quan don vi|trach nhiem|nguoi thuc hien|dau moi)$"
                  r"|trach nhiem thuc hien"),
    (Column.TIME, r".*(?:thoi gian|thoi han|tien do|thoi diem|ky han)|(?:ngay |moc )?hoan thanh|han(?!g)\b"
                  r"|(?:quy|thang) (?:[ivx]+|\d+)\b"),
    (Column.PRODUCT, r".*san pham|(?:\w+ ){0,2}ket qua|.*dau ra|hinh thuc van ban|loai van ban"),
    (Column.TASK, r"(?:ten |dau |danh muc )(?:\w+ ){0,3}"
                  r"(?:viec|nhiem vu|de an|van ban|chuong trinh|nghi quyet|ke hoach)"
                  r"|hoat dong|giai phap|chuong trinh|de an|dau viec|cac viec|viec"),
)  # fmt: skip
_PATTERNS = tuple((column, re.compile(pattern)) for column, pattern in _MEANINGS)
_OF_PEOPLE = re.compile(r"ho (?:va )?ten|chuc vu|ngay sinh|nam sinh")
_LONGEST_TITLE = 90
"""Characters; longer cells are text, not titles."""
_HEADER_ROWS = 6
"""Rows at the top of a table among which its titles are looked for; names of annexes may stand above them."""
_PARENTS = (Column.LEAD, Column.TIME, Column.OTHER, Column.PRODUCT)
"""Columns that a second row of titles may divide, the likeliest first."""


@dataclass(frozen=True)
class Header:
    """The columns of a table in order, their titles, and the number of rows from its top that are titles."""

    columns: tuple[Column, ...]
    titles: tuple[str, ...]
    rows: int


def column_of(title: str) -> Column:
    """Return what a column called ``title`` holds."""
    key = fold(title)
    if len(title) > _LONGEST_TITLE:
        return Column.OTHER
    return next((column for column, pattern in _PATTERNS if pattern.match(key)), Column.OTHER)


def read_header(rows: Sequence[Mapping[int, str]]) -> Header | None:
    """Return the header of a table given as rows of cells by position; None when it assigns no tasks.

    It must name the tasks and either who does them or until when. A table of people is none.
    """
    for at, row in enumerate(rows[:_HEADER_ROWS]):
        titles = _titles(row)
        if sum(column_of(title) is not Column.OTHER for title in titles) < 2:
            continue
        below = rows[at + 1] if at + 1 < len(rows) else {}
        divided = _divided(titles, below)
        header = Header(
            tuple(column_of(title) for title in divided or titles), tuple(divided or titles), at + 1 + bool(divided)
        )
        return _completed(header, rows[header.rows :]) if not _is_of_people(header) else None
    return None


def _titles(row: Mapping[int, str]) -> list[str]:
    return [row.get(position, "") for position in range(max(row, default=-1) + 1)]


def _is_of_people(header: Header) -> bool:
    return any(_OF_PEOPLE.match(fold(title)) for title in header.titles)


def _divided(titles: Sequence[str], below: Mapping[int, str]) -> list[str] | None:
    """Return the titles when ``below`` is a second row of titles that divides some of them, else None."""
    second = _titles(below)
    known = [column_of(title) for title in second if title]
    if len(known) < 2 or any(column in (Column.OTHER, Column.OUTCOME) for column in known):
        return None
    if max(below) + 1 < len(titles) and 0 in below and column_of(second[0]) is not column_of(titles[0]):
        # Cells merged over both rows are not repeated here: the second row stands under one title alone.
        parent = next((place for kind in _PARENTS for place, title in enumerate(titles) if column_of(title) is kind), 0)
        return [*titles[:parent], *second, *titles[parent + 1 :]]
    width = max(len(titles), len(second))
    upper = [*titles, *[""] * (width - len(titles))]
    lower = [*second, *[""] * (width - len(second))]
    return [under or over for over, under in zip(upper, lower, strict=True)]


def _completed(header: Header, body: Sequence[Mapping[int, str]]) -> Header | None:
    """Return ``header`` when it assigns tasks; a column of unknown title that holds the longest texts names them."""
    columns = list(header.columns)
    named = [place for place, column in enumerate(columns) if column is Column.TASK]
    if not named and {Column.LEAD, Column.TIME} <= set(columns):
        named = [place for place, column in enumerate(columns) if column is Column.OTHER]
    if not named or not {Column.LEAD, Column.SUPPORT, Column.TIME} & set(columns):
        return None
    # `Lĩnh vực | Nhiệm vụ`, `Nhóm nhiệm vụ | Nội dung cụ thể`: the tasks themselves are the longer texts.
    tasks = max(named, key=lambda place: sum(len(row.get(place, "")) for row in body))
    columns = [
        Column.TASK if place == tasks else Column.OTHER if column is Column.TASK else column
        for place, column in enumerate(columns)
    ]
    if not header.titles[0]:
        columns[0] = Column.NUMBER  # the number is the one column that needs no title
    return Header(tuple(columns), header.titles, header.rows)

"""The columns of a table of tasks, by the names that scripts and offices give them (docs/CONTRACTS.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tasks_registry.errors import Refused
from tasks_registry.reading.text import fold, shorten

HEADER_ROWS = 20
"""Rows at the top of a table among which its header is looked for; the table's name may stand above it."""
_LONGEST_SHOWN = 40


class Column(StrEnum):
    """What a column holds, by its name in the contract."""

    CODE = "code"
    TITLE = "title"
    TEXT = "text"
    LEAD = "lead"
    SUPPORT = "support"
    OFFICER = "officer_email"
    DEADLINE = "deadline"
    MEETING = "meeting"
    PRODUCT = "product"
    PRIORITY = "priority"
    STATE = "state"
    SOURCE = "source"
    TIME_STATE = "time_state"
    """Computed: exported, never imported."""

    @property
    def heading(self) -> str:
        """The name of the column as an office writes it."""
        return _NAMES[self][0]


_NAMES = {
    Column.CODE: ("Mã", "Mã nhiệm vụ", "Mã số", "Mã việc"),
    Column.TITLE: ("Nhiệm vụ", "Tên nhiệm vụ", "Tên việc", "Tiêu đề", "Tên gọn", "Công việc", "Tên công việc"),
    Column.TEXT: ("Nội dung", "Nội dung nhiệm vụ", "Nội dung công việc", "Toàn văn", "Nội dung thực hiện"),
    Column.LEAD: (
        "Cơ quan chủ trì", "Chủ trì", "Đơn vị chủ trì", "Cơ quan, đơn vị chủ trì", "Cơ quan thực hiện",
        "Đơn vị thực hiện", "Cơ quan chủ trì thực hiện",
    ),
    Column.SUPPORT: (
        "Cơ quan phối hợp", "Phối hợp", "Đơn vị phối hợp", "Cơ quan, đơn vị phối hợp", "Cơ quan phối hợp thực hiện",
    ),
    Column.OFFICER: (
        "Cán bộ phụ trách (email)", "Cán bộ phụ trách", "Email cán bộ phụ trách", "Email", "Thư điện tử",
        "Người phụ trách", "Người phụ trách (email)", "Địa chỉ thư",
    ),
    Column.DEADLINE: (
        "Hạn", "Hạn hoàn thành", "Thời hạn", "Thời hạn hoàn thành", "Ngày đến hạn", "Thời gian hoàn thành",
        "Thời gian thực hiện", "Thời gian", "Hạn xử lý",
    ),
    Column.MEETING: ("Hội nghị", "Kỳ họp", "Hội nghị, kỳ họp", "Trình hội nghị"),
    Column.PRODUCT: ("Sản phẩm", "Kết quả, sản phẩm", "Sản phẩm dự kiến", "Sản phẩm, kết quả", "Sản phẩm đầu ra"),
    Column.PRIORITY: ("Ưu tiên", "Mức ưu tiên", "Mức độ ưu tiên", "Độ ưu tiên"),
    Column.STATE: ("Trạng thái", "Trạng thái công việc", "Tình trạng"),
    Column.SOURCE: (
        "Nguồn", "Căn cứ", "Số văn bản", "Văn bản", "Văn bản giao", "Số, ký hiệu văn bản", "Số ký hiệu",
        "Văn bản nguồn",
    ),
    Column.TIME_STATE: ("Tình trạng hạn", "Tình trạng thời hạn"),
}  # fmt: skip
_COLUMN_OF = {fold(name): column for column, names in _NAMES.items() for name in (column.value, *names)}
_ROW_NUMBERS = frozenset(map(fold, ("STT", "TT", "Số TT", "Số thứ tự")))


@dataclass(frozen=True)
class Header:
    """Where the columns of a table stand."""

    row: int
    """Number of the header row, from 1."""
    places: Mapping[Column, int]
    """Column → its position in a row, from 0."""
    headings: Mapping[Column, str]
    """Column → its name in this table."""
    unknown: tuple[str, ...] = ()
    """Names of columns that are left aside."""


def column_of(heading: str) -> Column | None:
    """Return what a column called ``heading`` holds; None when it is none of a table of tasks."""
    return _COLUMN_OF.get(fold(heading))


def known_columns(row: Sequence[str]) -> int:
    """Count the cells of ``row`` that name a column."""
    return sum(column_of(cell) is not None for cell in row)


def read_header(rows: Sequence[Sequence[str]], name: str) -> Header:
    """Return the header among the first ``rows`` of the table ``name``: the row that names the most columns.

    Raises ``Refused`` when there is none, when neither title nor text is named, and when a column is named twice.
    """
    top = rows[:HEADER_ROWS]
    place = max(range(len(top)), key=lambda place: known_columns(top[place]), default=None)
    if place is None or not known_columns(top[place]):
        raise Refused(
            f"Tệp {name} không có hàng tên cột trong {HEADER_ROWS} hàng đầu. Hãy thêm một hàng tên cột, ít nhất có "
            "“Nhiệm vụ” hoặc “Nội dung”."
        )
    places: dict[Column, int] = {}
    headings: dict[Column, str] = {}
    unknown = []
    for position, cell in enumerate(top[place]):
        column = column_of(cell)
        if column is None:
            if cell.strip() and fold(cell) not in _ROW_NUMBERS:
                unknown.append(shorten(" ".join(cell.split()), _LONGEST_SHOWN))
            continue
        if column in places:
            raise Refused(
                f"Tệp {name}, hàng {place + 1}: hai cột “{headings[column]}” và “{cell.strip()}” cùng chỉ "
                f"{column.heading.lower()}. Hãy đổi tên hoặc bỏ một cột."
            )
        places[column], headings[column] = position, " ".join(cell.split())
    if Column.TITLE not in places and Column.TEXT not in places:
        raise Refused(
            f"Tệp {name}, hàng {place + 1}: thiếu cột “Nhiệm vụ” (title) hoặc “Nội dung” (text). Hãy thêm một trong "
            "hai cột này rồi nhập lại."
        )
    return Header(place + 1, places, headings, tuple(unknown))

"""From the cells of a row to what a task is to be: every fault of a row is named, none stops the others."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tasks_registry.reading.dates import NoSuchDay
from tasks_registry.reading.phrases import Bearings
from tasks_registry.reading.text import fold, shorten
from tasks_registry.states import WorkState
from tasks_registry.tables.columns import Column, Header
from tasks_registry.tables.deadline_cell import ReadDeadline, UnreadableDeadline, read_deadline_cell
from tasks_registry.tables.known import AmbiguousName, Known, KnownAgency

TITLE_LENGTH = 120
"""Characters."""
_LONGEST_SHOWN = 60
_CODE = re.compile(r"[^\s\"'=+@]\S{0,39}$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+$")
_AGENCY_CODE = re.compile(r"[A-Z0-9Đ_-]{2,24}$")
_NUMBERED = re.compile(r"(?i:số\s*:?\s*)(?=\d)")
_BETWEEN = re.compile(r"[;\n]")
_PRIORITIES = range(1000)
_STATES = {fold(name): state for state in WorkState for name in (state.value, state.label)} | {
    "chua thuc hien": WorkState.ASSIGNED,
    "da nop": WorkState.SUBMITTED,
    "cho tham dinh": WorkState.SUBMITTED,
    "da hoan thanh": WorkState.DONE,
    "bi tra lai": WorkState.RETURNED,
    "da rut": WorkState.WITHDRAWN,
}


class TaskRow(NamedTuple):
    """A row without faults. Agencies by code, the officer by address, the meeting by id."""

    row: int
    code: str | None
    title: str
    text: str
    lead: str | None
    lead_text: str | None
    support: tuple[str, ...]
    officer: str | None
    deadline: ReadDeadline | None
    meeting: int | None
    product: str | None
    priority: int
    state: WorkState | None
    source: str | None
    """Number (else title) of the document that the task comes from."""


@dataclass(frozen=True)
class RowError:
    """A fault of a row, with what to do about it."""

    row: int
    column: str
    """Name of the column in the contract."""
    value: str
    sentence: str


class RowReader:
    """Reads the rows of one table. Phrases without a year get ``year``, by default today's; ``years`` can be meant.

    With ``create_missing`` unknown agencies and people are no faults: they gather in ``new_agencies`` and
    ``new_people`` (address → code of the agency).
    """

    def __init__(
        self, header: Header, known: Known, *, today: date, year: int | None, years: range, create_missing: bool
    ) -> None:
        self._header, self._known, self._years, self._create = header, known, years, create_missing
        self._bearings = Bearings(titled_year=year or today.year)
        self._deadlines: dict[str | date, ReadDeadline] = {}
        self._first_rows: dict[str, int] = {}
        self._errors: list[RowError] = []
        self.new_agencies: dict[str, KnownAgency] = {}
        self._new_by_name: dict[str, str] = {}
        self.new_people: dict[str, str] = {}
        self.kept_phrases: list[tuple[int, str]] = []
        """Rows whose deadline is a phrase without a day, kept as it is."""

    @property
    def codes(self) -> frozenset[str]:
        """The codes that the rows so far give."""
        return frozenset(self._first_rows)

    def read(self, number: int, cells: Sequence[str | date]) -> TaskRow | list[RowError]:
        """Return what row ``number`` says, or everything that is wrong with it."""
        self._row, self._cells, self._errors = number, cells, []
        code = self._code()
        title, text = self._text(Column.TITLE), self._text(Column.TEXT)
        if not title and not text:
            column = Column.TITLE if Column.TITLE in self._header.places else Column.TEXT
            self._fault(column, "hàng này không có nhiệm vụ nào. Hãy ghi nội dung nhiệm vụ hoặc xóa cả hàng")
        lead_text = self._text(Column.LEAD)
        lead = self._agency(Column.LEAD, lead_text, retired=code is not None) if lead_text else None
        support = self._support(lead, retired=code is not None)
        row = TaskRow(
            number,
            code,
            title if title and text else _shortened(text or title),
            text or title,
            lead,
            lead_text or None,
            support,
            self._officer(lead, lead_is_named=bool(lead_text), retired=code is not None),
            self._deadline(),
            self._meeting(),
            self._text(Column.PRODUCT) or None,
            self._priority(),
            self._state(),
            _NUMBERED.sub("", self._text(Column.SOURCE), count=1) or None,
        )
        return self._errors or row

    def _text(self, column: Column) -> str:
        place = self._header.places.get(column)
        cell = self._cells[place] if place is not None and place < len(self._cells) else ""
        return cell if isinstance(cell, str) else f"{cell:%d/%m/%Y}"

    def _fault(self, column: Column, sentence: str, value: str | None = None) -> None:
        written = self._text(column) if value is None else value
        heading = self._header.headings.get(column, column.heading)
        shown = f": “{shorten(' '.join(written.split()), _LONGEST_SHOWN)}”" if written else ":"
        self._errors.append(
            RowError(self._row, column.value, written, f"Hàng {self._row}, cột “{heading}”{shown} {sentence}.")
        )

    def _code(self) -> str | None:
        code = self._text(Column.CODE)
        if not code:
            return None
        if not _CODE.match(code):
            self._fault(
                Column.CODE, "không dùng làm mã được. Hãy ghi mã liền một chữ, không quá 40 ký tự, hoặc để trống"
            )
            return code
        first = self._first_rows.setdefault(code, self._row)
        if first != self._row:
            self._fault(Column.CODE, f"đã có ở hàng {first}. Hãy ghi mỗi mã một lần hoặc để trống để được cấp mã mới")
        return code

    def _agency(self, column: Column, written: str, *, retired: bool) -> str | None:
        code = self._known.agency(written, retired=retired) or self._new_by_name.get(fold(written))
        if code is None and self._create and fold(written):
            code = self._new_agency(written)
        if code is None:
            if written in self._known.agencies:
                why = "là cơ quan đã thôi hoạt động. Hãy ghi cơ quan kế tục"
            elif (near := self._known.close_agency(written)) is not None:
                why = f"không có trong danh bạ cơ quan. Có phải “{near.name}” (mã {near.code})? Hãy sửa lại"
            else:
                why = "không có trong danh bạ cơ quan. Hãy sửa lại, hoặc nhập với --create-missing để thêm cơ quan này"
            self._fault(column, why, written)
        return code

    def _new_agency(self, name: str) -> str:
        taken = {**self._known.agencies, **self.new_agencies}
        stem = name if _AGENCY_CODE.match(name) else _initials(name)
        code, count = stem, 1
        while code in taken:
            count += 1
            code = f"{stem[:20]}{count}"
        self.new_agencies[code] = KnownAgency(0, code, name)
        self._new_by_name[fold(name)] = code
        return code

    def _support(self, lead: str | None, *, retired: bool) -> tuple[str, ...]:
        written = [name.strip() for name in _BETWEEN.split(self._text(Column.SUPPORT))]
        codes = [self._agency(Column.SUPPORT, name, retired=retired) for name in written if name]
        return tuple(dict.fromkeys(code for code in codes if code is not None and code != lead))

    def _officer(self, lead: str | None, *, lead_is_named: bool, retired: bool) -> str | None:
        email = self._text(Column.OFFICER).lower()
        if not email:
            return None
        if self._known.person(email, retired=retired) is not None:
            return email
        if not _EMAIL.match(email):
            self._fault(Column.OFFICER, "không phải địa chỉ thư điện tử. Hãy ghi địa chỉ, ví dụ an@hoamai.example")
        elif email in self._known.people:
            self._fault(Column.OFFICER, "là người đã thôi phụ trách. Hãy ghi địa chỉ của người đang phụ trách")
        elif not self._create:
            why = "không có trong danh bạ cán bộ. Hãy sửa lại, hoặc nhập với --create-missing để thêm người này"
            self._fault(Column.OFFICER, why)
        elif lead is not None:
            self.new_people.setdefault(email, lead)
        elif email not in self.new_people and not lead_is_named:
            self._fault(Column.OFFICER, "chưa biết thuộc cơ quan nào. Hãy ghi thêm cơ quan chủ trì ở hàng này")
        return email

    def _deadline(self) -> ReadDeadline | None:
        place = self._header.places.get(Column.DEADLINE)
        cell = self._cells[place] if place is not None and place < len(self._cells) else ""
        if not cell:
            return None
        if cell not in self._deadlines:
            try:
                self._deadlines[cell] = read_deadline_cell(cell, self._bearings, self._years)
            except NoSuchDay:
                self._fault(Column.DEADLINE, "là ngày không có thật. Hãy ghi dạng 2026-09-18 hoặc 18/9/2026")
                return None
            except UnreadableDeadline:
                why = (
                    "không hiểu được là hạn nào. Hãy ghi ngày (18/9/2026), tháng (tháng 9/2026) hoặc quý (quý III/2026)"
                )
                self._fault(Column.DEADLINE, why)
                return None
        read = self._deadlines[cell]
        if not read.understood:
            self.kept_phrases.append((self._row, read.text or ""))
        return read

    def _meeting(self) -> int | None:
        written = self._text(Column.MEETING)
        if not written:
            return None
        try:
            meeting = self._known.meeting(written)
        except AmbiguousName:
            self._fault(Column.MEETING, "là tên của nhiều hội nghị. Hãy ghi số của hội nghị, xem bằng: dondoc meetings")
            return None
        if meeting is None:
            self._fault(Column.MEETING, "không có trong sổ. Hãy ghi số hoặc tên như khi xem bằng: dondoc meetings")
        return meeting

    def _priority(self) -> int:
        written = self._text(Column.PRIORITY)
        if not written:
            return 0
        if not (written.isascii() and written.isdecimal() and len(written) < 10 and int(written) in _PRIORITIES):
            self._fault(Column.PRIORITY, f"không phải số nguyên từ 0 đến {_PRIORITIES[-1]}. Hãy sửa lại hoặc để trống")
            return 0
        return int(written)

    def _state(self) -> WorkState | None:
        written = self._text(Column.STATE)
        if not written:
            return None
        state = _STATES.get(fold(written))
        if state is None:
            labels = ", ".join(state.label for state in WorkState)
            self._fault(Column.STATE, f"không phải trạng thái nào. Hãy ghi một trong: {labels}")
        return state


def _shortened(text: str) -> str:
    return shorten(text.rstrip(" .;,") or text, TITLE_LENGTH)


def _initials(name: str) -> str:
    """Return the initials of a name as a code: ``Phòng Văn hóa – Xã hội`` → ``PVHXH``."""
    letters = [word[0].upper() for word in re.findall(r"\w+", name)]
    plain = [letter if letter == "Đ" else unicodedata.normalize("NFD", letter)[0] for letter in letters]
    code = "".join(letter for letter in plain if _AGENCY_CODE.match(letter * 2))[:20]
    return code if len(code) > 1 else f"CQ{code}"

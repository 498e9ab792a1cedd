"""Writes tasks as a table that ``dondoc import-table`` understands: .csv for programs, .csv and .xlsx for Excel."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from sqlmodel import Session

from config.rhythm import JudgedBy
from tasks_registry import store
from tasks_registry.deadlines import judged_due
from tasks_registry.errors import Refused
from tasks_registry.tables.columns import Column
from tasks_registry.tables.formulas import guard
from tasks_registry.tables.known import Known
from tasks_registry.tables.stored import StoredTask
from tasks_registry.time_state import time_state

COLUMNS = (
    Column.CODE, Column.TITLE, Column.TEXT, Column.LEAD, Column.SUPPORT, Column.OFFICER, Column.DEADLINE,
    Column.MEETING, Column.PRODUCT, Column.PRIORITY, Column.STATE, Column.TIME_STATE, Column.SOURCE,
)  # fmt: skip
_WIDTHS = {
    Column.CODE: 14, Column.TITLE: 40, Column.TEXT: 60, Column.LEAD: 12, Column.SUPPORT: 16, Column.OFFICER: 28,
    Column.DEADLINE: 13, Column.MEETING: 26, Column.PRODUCT: 24, Column.PRIORITY: 9, Column.STATE: 16,
    Column.TIME_STATE: 18, Column.SOURCE: 18,
}  # fmt: skip
"""Characters, as Excel counts."""
_LONGEST_CELL = 32_767
"""Characters of an .xlsx cell; openpyxl would cut the rest off without a word."""
_MOST_ROWS = 1_048_575
"""Rows of an .xlsx sheet below the header."""
_PLAIN, _BOLD = Font("Times New Roman", 12), Font("Times New Roman", 12, bold=True)
_WRAPPED = Alignment("left", "top", wrap_text=True)

Value = str | int | date | None


@dataclass(frozen=True)
class Listing:
    """Tasks to be written, one at a time, with the day for which their time states hold."""

    tasks: Iterable[StoredTask]
    known: Known
    today: date
    due_soon_days: int
    judged_by: JudgedBy

    def rows(self, *, labelled: bool) -> Iterator[list[Value]]:
        """Yield the values of ``COLUMNS``; states as an office writes them when ``labelled``, else by their names."""
        codes = {agency.id: agency.code for agency in self.known.agencies.values()}
        emails = {person.id: person.email for person in self.known.people.values()}
        meetings = {meeting: self.known.meeting_name(meeting) for meeting in self.known.meetings}
        for task in self.tasks:
            due = judged_due(task.due, task.original_due, self.judged_by)
            state = time_state(task.work_state, due, task.completed_on, self.today, self.due_soon_days)
            yield [
                task.code,
                task.title,
                task.text,
                codes.get(task.lead_agency_id or 0),
                "; ".join(codes[agency] for agency in task.support),
                emails.get(task.officer_id or 0),
                task.due or task.deadline_text,
                meetings.get(task.meeting_id or 0),
                task.product,
                task.priority,
                task.work_state.label if labelled else task.work_state.value,
                state.label if labelled else state.value,
                task.source,
            ]


def listing(
    session: Session,
    committee: int,
    only: Iterable[Sequence[int]] | None,
    *,
    today: date,
    due_soon_days: int,
    judged_by: JudgedBy = JudgedBy.CURRENT,
) -> Listing:
    """Return the tasks of a committee in the order of their codes, or those with the ids of ``only`` in its order.

    The tasks are read while they are written: the session must stay open.
    """
    known = store.load_known(session, committee)
    return Listing(store.table_rows(session, committee, only), known, today, due_soon_days, judged_by)


def write_csv(tasks: Listing, stream: TextIO) -> int:
    """Write the contract's columns under their English names, states by name; returns how many tasks."""
    return _write_records(stream, [column.value for column in COLUMNS], tasks.rows(labelled=False))


def write_file(tasks: Listing, path: Path) -> int:
    """Write ``path`` (.csv or .xlsx) for people, under Vietnamese column names; returns how many tasks.

    The file appears whole or not at all. Raises ``Refused`` for another suffix, a folder that cannot be written to,
    and what .xlsx cannot hold.
    """
    writers = {".csv": _write_excel_csv, ".xlsx": _write_workbook}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise Refused(f"Không xuất được ra {path.name}. Hãy đặt tên tệp có đuôi .csv hoặc .xlsx.")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".dondoc-") as folder:
            draft = Path(folder) / path.name
            count = writer(tasks, draft)
            draft.replace(path)
    except OSError:
        raise Refused(f"Không ghi được tệp {path}. Hãy kiểm tra thư mục, quyền ghi và đóng tệp nếu đang mở.") from None
    return count


def _write_excel_csv(tasks: Listing, path: Path) -> int:
    # Excel takes a .csv for Unicode only by its byte order mark.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        return _write_records(stream, [column.heading for column in COLUMNS], tasks.rows(labelled=True))


def _write_records(stream: TextIO, headings: list[str], rows: Iterable[list[Value]]) -> int:
    writer = csv.writer(stream)
    writer.writerow(headings)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 the last count is the result
        writer.writerow([guard(value) if isinstance(value, str) else value for value in row])
    return count


def _write_workbook(tasks: Listing, path: Path) -> int:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Nhiệm vụ")
    sheet.freeze_panes = "B2"
    for place, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS[column]
    sheet.append([_cell(sheet, column.heading, _BOLD) for column in COLUMNS])
    try:
        count = _append_rows(sheet, tasks)
    except BaseException:
        sheet.close()  # an abandoned sheet would complain when it is collected
        raise
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{count + 1}"
    book.save(path)
    return count


def _append_rows(sheet: Any, tasks: Listing) -> int:
    count = 0
    for count, row in enumerate(tasks.rows(labelled=True), 1):
        if count > _MOST_ROWS:
            raise Refused(f"Tệp .xlsx không chứa quá {_MOST_ROWS:,} nhiệm vụ. Hãy lọc bớt hoặc xuất ra .csv.")
        for column, value in zip(COLUMNS, row, strict=True):
            if isinstance(value, str) and len(value) > _LONGEST_CELL:
                raise Refused(
                    f"Nhiệm vụ {row[0]}: {column.heading.lower()} dài hơn {_LONGEST_CELL:,} ký tự nên .xlsx không chứa "
                    "được. Hãy xuất ra .csv."
                )
        sheet.append([_cell(sheet, value, _PLAIN) for value in row])
    return count


def _cell(sheet: Any, value: Value, font: Font) -> Any:
    """Return a styled cell. Text stays text whatever sign it begins with, also when somebody edits it in Excel."""
    if value is None or value == "":
        return None
    cell: Any = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = guard(value) != value
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    cell.font, cell.alignment = font, _WRAPPED
    return cell

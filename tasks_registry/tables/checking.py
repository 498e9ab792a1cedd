"""Reads a whole table and finds every fault in it before anything is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.clock import KNOWN_YEARS
from tasks_registry.errors import Refused
from tasks_registry.tables.columns import Header
from tasks_registry.tables.files import open_table
from tasks_registry.tables.known import Known, KnownAgency
from tasks_registry.tables.rows import RowError, RowReader
from tasks_registry.tables.spool import BATCH, Spool

Advance = Callable[[int], None]
"""Hears how many rows more are done."""


@dataclass(frozen=True)
class CheckedTable:
    """A table that was read to its end. Its good rows lie in the spool."""

    header: Header
    rows: int
    """How many rows it has, good and bad."""
    errors: tuple[RowError, ...]
    codes: frozenset[str]
    """Every code that it gives."""
    new_agencies: tuple[KnownAgency, ...]
    new_people: tuple[tuple[str, str], ...]
    """Address and code of the agency."""
    remarks: tuple[str, ...]

    @property
    def bad_rows(self) -> int:
        """How many rows have a fault."""
        return len({error.row for error in self.errors})


def check_table(
    path: Path,
    known: Known,
    spool: Spool,
    *,
    today: date,
    period: str | None,
    create_missing: bool,
    advance: Advance,
) -> CheckedTable:
    """Read the table ``path`` and put its good rows into ``spool``.

    ``period`` (``2026-Q3``) gives days without a year theirs. Raises ``UnreadableDocument`` or ``Refused`` for a file
    that is no table of tasks, or has no row.
    """
    errors: list[RowError] = []
    rows = 0
    with open_table(path) as table:
        year = int(period[:4]) if period else None
        reader = RowReader(
            table.header, known, today=today, year=year, years=KNOWN_YEARS, create_missing=create_missing
        )
        for number, cells in table.rows:
            rows += 1
            read = reader.read(number, cells)
            if isinstance(read, list):
                errors += read
            else:
                spool.put(read)
            if rows % BATCH == 0:
                advance(BATCH)
        advance(rows % BATCH)
    if not rows:
        raise Refused(f"Tệp {path.name} chỉ có hàng tên cột, không có nhiệm vụ nào. Hãy kiểm tra lại tệp.")
    return CheckedTable(
        table.header,
        rows,
        tuple(errors),
        reader.codes,
        tuple(reader.new_agencies.values()),
        tuple(reader.new_people.items()),
        (*table.remarks, *_remarks(table.header, reader)),
    )


def _remarks(header: Header, reader: RowReader) -> list[str]:
    found = [f"Không dùng cột “{name}”." for name in header.unknown]
    found += [
        f"Hàng {row}: hạn “{phrase}” không nêu ngày nên được giữ nguyên văn, chưa tính ngày đến hạn."
        for row, phrase in reader.kept_phrases
    ]
    return found

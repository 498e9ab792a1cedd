"""A registry of made-up tasks of many years and several committees, of any size, loaded in bulk.

The quarter at hand of one committee is the same at every size, so that a question about it finds the same tasks; what
grows are the finished tasks of past years and the tasks of other committees.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

COMMITTEE, AGENCY, OFFICER = 1, 1, 1
TODAY = date(2026, 9, 7)
PERIOD = "2026-Q3"
RARE_WORD = "senbaclieu"
"""In the words of ``HITS`` tasks of the quarter at hand, and of no other."""
HITS = 200

_COMMITTEES, _AGENCIES, _CURRENT = 5, 12, 3000
_FIRST_YEAR, _DAYS = 2006, 20 * 365
_WORDS = (
    "ban hanh nghi quyet chuyen de chi bo dang vien to chuc hoi nghi so ket tong ket kiem tra giam sat ke hoach chuong "
    "trinh du an ho so san pham nong nghiep thuy loi giao thong truong hoc tram y te van hoa the quoc phong an ninh"
).split()
_OPEN = ("assigned", "in_progress", "received", "returned", "submitted")
_Row = Sequence[Any]

_TASK = (
    "id", "committee_id", "code", "period", "title", "text", "kind", "notes", "priority", "secret", "lead_agency_id",
    "officer_id", "meeting_id", "deadline_before", "due", "original_due", "completed_on", "extensions", "work_state",
    "created_at", "version",
)  # fmt: skip


def fill(engine: sa.Engine, size: int) -> None:
    """Put ``size`` tasks into a fresh migrated database; the same ones at every call."""
    tables: tuple[tuple[str, Sequence[str], Iterable[_Row]], ...] = (
        ("committee", ("id", "code", "name", "level", "history_length", "history_head"), _committees()),
        ("agency", ("id", "committee_id", "code", "name", "functions", "secretariat", "active"), _agencies()),
        ("person", ("id", "committee_id", "agency_id", "name", "position", "email", "role", "access", "active"),
         _people()),
        ("meeting", ("id", "committee_id", "identity", "name", "body", "kind", "state", "version"), _meetings()),
        ("task", _TASK, _tasks(size)),
        ("task_support", ("task_id", "agency_id"), _support(size)),
        ("task_words", ("task_id", "words"), _words(size)),
    )  # fmt: skip
    for table, columns, rows in tables:
        load_rows(engine, table, columns, rows)
    if engine.dialect.name == "postgresql":  # at once what autovacuum does within minutes; SQLite has no such thing
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def load_rows(engine: sa.Engine, table: str, columns: Sequence[str], rows: Iterable[_Row]) -> None:
    """Put ``rows`` into ``table`` as fast as the database takes them."""
    (_copy if engine.dialect.name == "postgresql" else _insert)(engine, table, columns, rows)


def _copy(engine: sa.Engine, table: str, columns: Sequence[str], rows: Iterable[_Row]) -> None:
    with engine.begin() as connection:
        driver: Any = connection.connection.driver_connection
        with driver.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _insert(engine: sa.Engine, table: str, columns: Sequence[str], rows: Iterable[_Row]) -> None:
    places = ", ".join("?" * len(columns))
    with engine.begin() as connection:
        driver: Any = connection.connection.driver_connection
        driver.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)


def _committees() -> Iterator[_Row]:
    for number in range(1, _COMMITTEES + 1):
        yield number, f"DU-{number}", f"Đảng ủy xã Hòa Mai {number}", "xã", 0, ""


def _agencies() -> Iterator[_Row]:
    for number in range(_COMMITTEES * _AGENCIES):
        place = number % _AGENCIES
        yield number + 1, number // _AGENCIES + 1, f"CQ{place}", f"Cơ quan số {place}", "[]", place == 0, True


def _people() -> Iterator[_Row]:
    for number in range(_COMMITTEES * _AGENCIES):
        address = f"canbo{number}@hoamai.example"
        committee = number // _AGENCIES + 1
        yield number + 1, committee, number + 1, f"Cán bộ {number}", "", address, "officer", "agency", True


def _meetings() -> Iterator[_Row]:
    for number in range(1, _COMMITTEES + 1):
        yield number, number, f"BCH|I|{number}", f"Hội nghị lần thứ {number}", "BCH", "regular", "draft", 1


def _tasks(size: int) -> Iterator[_Row]:
    chance = random.Random(size)
    for number in range(1, size - _CURRENT + 1):  # half of them of other committees, a tenth of those still open
        committee = COMMITTEE if number % 2 else 2 + number // 2 % (_COMMITTEES - 1)
        due = date(_FIRST_YEAR, 1, 1) + timedelta(days=number * _DAYS // size)
        state = "done"
        if committee != COMMITTEE and chance.random() < 0.1:
            state, due = chance.choice(_OPEN), TODAY + timedelta(days=chance.randint(-60, 60))
        yield _task(chance, number, committee, state, due, f"{due.year}-Q{(due.month + 2) // 3}")
    chance = random.Random(_CURRENT)  # the quarter at hand, the same at every size
    for place in range(_CURRENT):
        state = "done" if place % 3 == 0 else chance.choice(_OPEN)
        due = None if place % 20 == 1 else TODAY + timedelta(days=chance.randint(-60, 60))
        yield _task(chance, size - _CURRENT + place + 1, COMMITTEE, state, due, PERIOD)


def _task(chance: random.Random, number: int, committee: int, state: str, due: date | None, period: str) -> _Row:
    title = " ".join(chance.choices(_WORDS, k=10))
    lead = (committee - 1) * _AGENCIES + 1 + chance.randrange(_AGENCIES)
    completed = due + timedelta(days=chance.randint(-20, 5)) if due and state == "done" else None
    return (
        number, committee, f"{period}-{number:07}", period, title, f"{title}.", "deliverable", "[]", 0, False, lead,
        lead if number % 4 == 0 else None, committee if number % 10 == 0 else None, False, due and due.isoformat(),
        due and due.isoformat(), completed and completed.isoformat(), 0, state, "2026-07-01 01:00:00", 1,
    )  # fmt: skip


def _support(size: int) -> Iterator[_Row]:
    for number in range(size - _CURRENT + 1, size + 1, 5):
        yield number, AGENCY + number % _AGENCIES


def _words(size: int) -> Iterator[_Row]:
    chance = random.Random(size)
    for number in range(1, size + 1):
        place = number - (size - _CURRENT) - 1
        rare = f" {RARE_WORD}" if 0 <= place < HITS else ""
        yield number, " ".join(chance.choices(_WORDS, k=20)) + rare

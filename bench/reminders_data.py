"""A registry with 500 people who all have something due on one day, loaded in bulk.

The 10,000 open tasks, 2,000 of them due (four for each person), are the same at every size; what grows are the finished
tasks of past years.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bench.registry_data import load_rows

PEOPLE, DUE_EACH, OPEN = 500, 4, 10_000
DUE = date(2026, 9, 25)
"""A Friday. Tasks are due on it or months later."""

_AGENCIES = 20
_FIRST = 1001
"""Ids of the bench's own rows, above those of the installation's sample."""
_AGENCY = ("id", "committee_id", "code", "name", "functions", "secretariat", "active", "origin")
_PERSON = (
    "id", "committee_id", "agency_id", "name", "position", "email", "role", "access", "active", "place", "origin",
)  # fmt: skip
_TASK = (
    "id", "committee_id", "code", "period", "title", "text", "kind", "notes", "priority", "secret", "lead_agency_id",
    "officer_id", "deadline_before", "due", "original_due", "completed_on", "extensions", "work_state", "created_at",
    "version",
)  # fmt: skip


def fill(engine: sa.Engine, committee: int, size: int) -> None:
    """Put ``size`` tasks, ``OPEN`` of them open, into an installation's fresh database."""
    load_rows(engine, "agency", _AGENCY, _agencies(committee))
    load_rows(engine, "person", _PERSON, _people(committee))
    load_rows(engine, "task", _TASK, _tasks(committee, size))
    if engine.dialect.name == "postgresql":  # at once what autovacuum does within minutes; SQLite has no such thing
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _agencies(committee: int) -> Iterator[Sequence[Any]]:
    for number in range(_AGENCIES):  # from a table, not from agencies.yaml: that would retire them
        yield _FIRST + number, committee, f"CQ{number}", f"Cơ quan số {number}", "[]", False, True, "table"


def _people(committee: int) -> Iterator[Sequence[Any]]:
    for number in range(PEOPLE):
        agency, address = _FIRST + number % _AGENCIES, f"canbo{number}@hoamai.example"
        yield (
            _FIRST + number,
            committee,
            agency,
            f"Cán bộ {number}",
            "",
            address,
            "officer",
            "agency",
            True,
            number,
            "table",
        )


def _tasks(committee: int, size: int) -> Iterator[Sequence[Any]]:
    for number in range(size - OPEN):
        day = date(2006, 1, 2) + timedelta(days=number * 7300 // size)
        yield _task(committee, number, day, "done")
    for place in range(OPEN):
        due = DUE if place < PEOPLE * DUE_EACH else DUE + timedelta(days=200)
        yield _task(committee, size - OPEN + place, due, "in_progress")


def _task(committee: int, number: int, due: date, state: str) -> Sequence[Any]:
    title = f"Rà soát, hoàn thành hồ sơ công nhận đạt chuẩn của đơn vị số {number}"
    period, officer = f"{due.year}-Q{(due.month + 2) // 3}", number % PEOPLE
    return (
        _FIRST + number, committee, f"{period}-{number:07}", period, title, f"{title}, báo cáo cấp ủy.", "deliverable",
        "[]", 0, False, _FIRST + officer % _AGENCIES, _FIRST + officer, False, due.isoformat(), due.isoformat(),
        due.isoformat() if state == "done" else None, 0, state, "2026-07-01 01:00:00", 1,
    )  # fmt: skip

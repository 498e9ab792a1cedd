"""A committee before a meeting: tasks in every standing that a status report has words for, loaded in bulk."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bench.registry_data import load_rows

TODAY = date(2026, 9, 18)
MEETING_DAY = date(2026, 9, 25)

_AGENCIES = 20
_BLOCK = 100_000
"""Ids of one committee lie in a block of its own, above those of the installation's own rows."""
_STATES = ("done", "assigned", "received", "in_progress", "submitted", "returned", "handed_back", "suspended")
_WORDS = (
    "ban hành nghị quyết chuyên đề chi bộ đảng viên tổ chức hội nghị sơ kết tổng kết kiểm tra giám sát kế hoạch chương "
    "trình dự án hồ sơ sản phẩm nông nghiệp thủy lợi giao thông trường học trạm y tế văn hóa thể thao quốc phòng"
).split()
_AGENCY = ("id", "committee_id", "code", "name", "functions", "secretariat", "active", "origin")
_MEETING = ("id", "committee_id", "identity", "name", "body", "kind", "state", "ordinal", "term", "day", "version")
_TASK = (
    "id", "committee_id", "code", "period", "title", "text", "kind", "notes", "priority", "secret", "lead_agency_id",
    "meeting_id", "product", "evidence", "note", "reported_at", "deadline_before", "due", "original_due",
    "completed_on", "extensions", "work_state", "created_at", "version", "number",
)  # fmt: skip


def fill(engine: sa.Engine, committee: int, size: int) -> int:
    """Put a meeting, its tasks (``size``) and 20 agencies into a committee; returns the id of the meeting."""
    first = committee * _BLOCK
    load_rows(engine, "agency", _AGENCY, _agencies(committee, first))
    meeting = (first, committee, "BCH|I|6", "Hội nghị Đảng ủy lần thứ 6", "BCH", "regular", "fixed", 6, "I")
    load_rows(engine, "meeting", _MEETING, [(*meeting, MEETING_DAY.isoformat(), 1)])
    load_rows(engine, "task", _TASK, _tasks(committee, first, size))
    load_rows(engine, "task_support", ("task_id", "agency_id"), _support(first, size))
    if engine.dialect.name == "postgresql":  # at once what autovacuum does within minutes; SQLite has no such thing
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return first


def _agencies(committee: int, first: int) -> Iterator[Sequence[Any]]:
    for number in range(_AGENCIES):  # from a table, not from agencies.yaml: that would retire them
        name = f"Ban Chỉ đạo chương trình mục tiêu số {number}"
        yield first + number, committee, f"CQ{number}", name, "[]", False, True, "table"


def _tasks(committee: int, first: int, size: int) -> Iterator[Sequence[Any]]:
    chance = random.Random(size)
    for place in range(size):
        title = " ".join(chance.choices(_WORDS, k=14)).capitalize()
        note = " ".join(chance.choices(_WORDS, k=25)) if place % 3 == 0 else None
        state = chance.choice(_STATES)
        due = None if place % 20 == 1 else TODAY + timedelta(days=chance.randint(-60, 60))
        original = due - timedelta(days=10) if due and place % 10 == 0 else due
        done = due + timedelta(days=chance.randint(-20, 5)) if due and state == "done" else None
        yield (
            first + place, committee, f"2026-Q3-{place:05}", "2026-Q3", title, f"{title}.", "deliverable", "[]", 0,
            place % 50 == 2, first + place % _AGENCIES, first if place % 100 == 0 else None, "Báo cáo",
            "45-BC/UBND" if done else None, note, "2026-09-10 02:00:00" if note else None, False,
            due and due.isoformat(), original and original.isoformat(), done and done.isoformat(), 0, state,
            "2026-07-01 01:00:00", 1, f"{place // 100 + 1}.{place % 100 + 1}",
        )  # fmt: skip


def _support(first: int, size: int) -> Iterator[Sequence[Any]]:
    for place in range(0, size, 3):
        yield first + place, first + (place + 1) % _AGENCIES
        yield first + place, first + (place + 2) % _AGENCIES

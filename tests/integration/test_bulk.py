"""Many rows at once, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlmodel import select

from config.bulk import insert_rows
from config.database import reading, unit_of_work
from tasks_registry.models import Committee, History


@pytest.mark.parametrize("count", [0, 1, 49, 50, 120])
def test_rows_come_back_as_they_were(engine: sa.Engine, count: int) -> None:
    """Texts with tabs, quotes and line breaks, nothing, instants of another zone and JSON; few rows or many."""
    at = datetime(2026, 9, 1, 7, 30, tzinfo=timezone(timedelta(hours=7)))
    with unit_of_work(engine) as session:
        committee = Committee(code="DU-HOAMAI", name="Đảng ủy xã Hòa Mai", level="xã")
        session.add(committee)
        session.flush()
        rows = [
            {
                "committee_id": committee.id,
                "seq": number,
                "at": at,
                "actor": 'Văn\tphòng "\\N"\n',
                "action": "task.edit",
                "entity": "task",
                "entity_id": number,
                "before": {"title": "Cũ\n", "due": None},
                "after": {"percent": 50},
                "reason": None if number % 2 else "",
                "hash": f"{number:064}",
            }
            for number in range(1, count + 1)
        ]
        insert_rows(session, History, rows)
    with reading(engine) as session:
        stored = session.exec(select(History).order_by(History.seq)).all()
    assert [row.model_dump(exclude={"id"}) for row in stored] == [{**row, "at": at.astimezone(UTC)} for row in rows]


def test_a_refused_row_leaves_none(engine: sa.Engine) -> None:
    """The transaction goes with it, whichever way the rows went in."""
    row = {"code": "DU-HOAMAI", "name": "Đảng ủy xã Hòa Mai", "level": "xã", "history_length": 0, "history_head": ""}

    def twice() -> None:
        with unit_of_work(engine) as session:
            insert_rows(session, Committee, [row] * 60)

    with pytest.raises(Exception, match=r"(?i)unique"):
        twice()
    with reading(engine) as session:
        assert session.exec(select(Committee)).all() == []

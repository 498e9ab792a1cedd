"""The conference of the real report moves by a week: exactly what hangs on it moves, and the people are named."""

from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from config.database import reading as reading_session
from tasks_registry import runs as registry
from tasks_registry import store
from tasks_registry.installation import Installation
from tasks_registry.meetings import runs
from tasks_registry.models import AgendaItem, Meeting, Task
from tests.conftest import Open

BEFORE, AFTER = date(2024, 6, 27), date(2024, 6, 20)
PAPERS_BEFORE, PAPERS_AFTER = date(2024, 6, 21), date(2024, 6, 14)  # five days before, off the weekend


def everything(here: Installation) -> dict[tuple[str, int], dict[str, Any]]:
    """Return every column of every task, meeting and agenda item."""
    rows = {}
    with reading_session(here.engine) as session:
        for table in (Task, Meeting, AgendaItem):
            columns = list(sa.inspect(table).columns)
            for row in session.connection().execute(sa.select(*columns).order_by(col(table.id))).mappings():
                rows[table.__tablename__, row["id"]] = dict(row)
    return rows


def test_moving_the_conference_moves_what_hangs_on_it_and_nothing_else(open_at: Open, real_report: Path) -> None:
    """From 27 to 20 June 2024: its tasks, its own day, the steps of its papers; all else stays to the last column."""
    here = open_at("2024-05-20T08:00")
    registry.import_file(here, real_report, accept=True)
    with reading_session(here.engine) as session:
        conference = next(view for view in store.meeting_views(session, here.committee) if view.ordinal == 17)
    runs.fix_day(here, conference.id, BEFORE)
    before = everything(here)
    hanging = {
        row["id"]
        for (table, _), row in before.items()
        if table == "task" and row["meeting_id"] == conference.id and row["due"] == PAPERS_BEFORE
    }
    change = runs.fix_day(here, conference.id, AFTER)
    after = everything(here)

    changed = {
        key: {name: (before[key][name], value) for name, value in row.items() if before[key][name] != value}
        for key, row in after.items()
        if row != before[key]
    }
    assert len(hanging) >= 5
    assert set(after) == set(before)
    assert set(changed) == {("meeting", conference.id)} | {("task", number) for number in hanging}
    assert changed["meeting", conference.id]["day"] == (BEFORE, AFTER)
    for number in hanging:
        assert set(changed["task", number]) == {"due", "version"}
        assert changed["task", number]["due"] == (PAPERS_BEFORE, PAPERS_AFTER)

    assert {move.code for move in change.moves} == {before["task", number]["code"] for number in hanging}
    assert len(change.milestones) == 10
    with reading_session(here.engine) as session:
        tasks = store.task_views(session, here.committee, ids=hanging)
    people = [person.email for person in change.people]
    assert len(people) == len(set(people))
    assert set(people) == {task.officer.email for task in tasks if task.officer}

    again = runs.fix_day(here, conference.id, AFTER)
    assert (again.moves, again.milestones, again.people) == ((), (), ())
    assert everything(here) == after

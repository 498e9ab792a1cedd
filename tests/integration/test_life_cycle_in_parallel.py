"""Several processes on the same handful of tasks at once, on both databases: nothing is lost, nobody hangs."""

from collections import Counter
from datetime import date

from sqlmodel import col, func, select

from config.database import reading as reading_session
from tasks_registry import intake
from tasks_registry.history import first_break
from tasks_registry.models import History, Task, TaskReport
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.processes import work_in_parallel
from tests.support.readings import proposal, reading

CODES = ("2026-Q3-001", "2026-Q3-002", "2026-Q3-003")
REPORT = reading(*(proposal(f"Hoàn thành hồ sơ thứ {place}", due=date(2026, 9, 18)) for place in range(3)))


def test_nothing_is_lost_when_people_change_the_same_tasks_at_once(open_at: Open) -> None:
    """Every accepted change is one version and one history row on the one before; the slower one is told."""
    here = open_at()
    with here.writing() as session:
        intake.import_reading(
            session,
            REPORT,
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    worked = work_in_parallel(here, CODES, people=2, rounds=40)
    accepted = sum((one.accepted for one in worked), Counter[str]())
    reports = sum((one.reports for one in worked), Counter[str]())
    assert sum(one.outrun for one in worked) > 0, "nobody met anybody: the test shows nothing"
    assert all(accepted[code] > 0 for code in CODES)
    with reading_session(here.engine) as session:
        assert first_break(session, here.committee) is None
        for task in session.exec(select(Task)).all():
            assert task.version == 1 + accepted[task.code]
            rows = session.exec(
                select(History)
                .where(History.entity == "task", History.entity_id == task.id, History.action != "task.import")
                .order_by(col(History.seq))
            ).all()
            assert len(rows) == accepted[task.code]
            kept = select(func.count()).select_from(TaskReport).where(TaskReport.task_id == task.id)
            assert session.exec(kept).one() == reports[task.code]
            _follow(rows, task)


def _follow(rows: list[History], task: Task) -> None:
    """Walk through the history of a task: each row starts where the one before ended, the last where the task is."""
    known = {"product": None, "work_state": "assigned"}
    for row in rows:
        for name in known.keys() & row.after.keys():
            assert row.before[name] == known[name]
            known[name] = row.after[name]
    assert known == {"product": task.product, "work_state": task.work_state}

"""A database of the first release, with a committee's work in it, opens in this one and can be taken back."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import select

from config import schema
from config.database import reading
from tasks_registry import store
from tasks_registry.history import first_break
from tasks_registry.models import AgendaItem, Meeting, Task, TaskNumber, TaskWords
from tests.conftest import Open

_ROWS = (
    "INSERT INTO committee (id, code, name, level) VALUES (101, 'DU-HOAMAI', 'Đảng ủy xã Hòa Mai', 'xã')",
    "INSERT INTO agency (id, committee_id, code, name, functions, secretariat, active) "
    "VALUES (101, 101, 'PKT', 'Phòng Kinh tế', '[]', :false, :true)",
    "INSERT INTO person (id, committee_id, agency_id, name, position, email, role, active) "
    "VALUES (101, 101, 101, 'Đinh Công Bằng', '', 'bang.dinhcong@hoamai.example', 'officer', :true)",
    "INSERT INTO meeting (id, committee_id, identity, name, body, ordinal, term, day) "
    "VALUES (101, 101, 'BCH|I|6', 'Hội nghị Đảng ủy lần thứ 6', 'BCH', 6, 'I', '2026-09-25')",
    "INSERT INTO task (id, committee_id, code, meeting_id, period, title, text, kind, notes, priority, secret, "
    "lead_agency_id, deadline_text, deadline_rule, deadline_before, due, original_due, "
    "work_state, created_at, version) "
    "VALUES (101, 101, '2026-Q3-041', 101, '2026-Q3', 'Đề án chợ xã', 'Trình Đề án chợ xã.', 'deliverable', '[]', 0, "
    ":false, 101, 'Văn phòng ấn định ngày 18/09/2026', 'text', :false, '2026-09-18', '2026-09-11', 'assigned', "
    "'2026-07-01 01:00:00', 3)",
    "INSERT INTO task (id, committee_id, code, period, title, text, kind, notes, priority, secret, deadline_before, "
    "work_state, created_at, version) VALUES (102, 101, '2026-L3M-001', '2026-L3M', 'Rà soát', 'Rà soát.', "
    "'deliverable', '[]', 0, :false, :false, 'assigned', '2026-07-01 01:00:00', 1)",
    "INSERT INTO task_citation (id, task_id, kind, number, text) VALUES (101, 101, 'NQ', '46-NQ/TW', 'Nghị quyết 46')",
    "INSERT INTO history (id, committee_id, at, actor, action, entity, entity_id, before, after) "
    "VALUES (107, 101, '2026-07-01 01:00:00', 'Văn phòng', 'task.import', 'task', 101, "
    "'{}', '{\"due\": \"2026-09-11\"}')",
    "INSERT INTO history (id, committee_id, at, actor, action, entity, entity_id, before, after, reason) "
    "VALUES (109, 101, '2026-07-02 02:30:00.125', 'Văn phòng', 'task.edit', 'task', 101, "
    '\'{"due": "2026-09-11"}\', \'{"due": "2026-09-18"}\', \'theo đề nghị\')',
)


@pytest.fixture
def first_release(engine: sa.Engine) -> sa.Engine:
    """A database at the schema of the first release, with rows in it."""
    schema.downgrade(engine, "0001")
    with engine.begin() as connection:
        yes, no = ("1", "0") if engine.dialect.name == "sqlite" else ("true", "false")
        for row in _ROWS:
            connection.exec_driver_sql(row.replace(":true", yes).replace(":false", no))
    return engine


def test_it_is_upgraded_with_all_it_holds(first_release: sa.Engine) -> None:
    """Tasks, numbers, agenda, search words and a whole chain of history come out of what was there."""
    schema.upgrade(first_release)
    schema.require_current(first_release)
    with reading(first_release) as session:
        task, other = session.exec(select(Task).order_by(Task.id)).all()
        meeting = session.exec(select(Meeting)).one()
        assert (task.code, task.due, task.original_due) == ("2026-Q3-041", date(2026, 9, 18), date(2026, 9, 11))
        assert (task.due_fixed_by, task.extensions, task.version) == ("office", 0, 3)
        assert (meeting.state, meeting.kind) == ("fixed", "regular")
        assert session.exec(select(AgendaItem.task_id)).all() == [task.id]
        assert (other.code, other.period) == ("2026-L3M-001", "2026-Q4")
        numbers = session.exec(select(TaskNumber.prefix, TaskNumber.last).order_by(TaskNumber.prefix)).all()
        assert numbers == [("2026-L3M", 1), ("2026-Q3", 41)]
        assert "de an cho xa" in session.exec(select(TaskWords.words).where(TaskWords.task_id == 101)).one()
        assert "46 nq tw" in session.exec(select(TaskWords.words).where(TaskWords.task_id == 101)).one()
        assert [(row.seq, row.action) for row in store.history_of(session, "task", 101)] == [
            (1, "task.import"),
            (2, "task.edit"),
        ]
        assert first_break(session, 101) is None


def test_it_opens_and_goes_on_counting(first_release: sa.Engine, open_at: Open) -> None:
    """The installation opens, the next code follows the last one, and new history hangs on the old."""
    schema.upgrade(first_release)
    here = open_at("2026-09-01T08:00")
    with here.writing() as session:
        assert store.take_task_numbers(session, here.committee, "2026-Q3", 2) == 42
        assert first_break(session, here.committee) is None


def test_it_can_be_taken_back_with_all_it_holds(first_release: sa.Engine) -> None:
    """Down again, the rows of the first release are what they were, and their history is still protected."""
    schema.upgrade(first_release)
    schema.downgrade(first_release, "0001")
    with first_release.begin() as connection:
        codes = connection.execute(sa.text("SELECT code, version FROM task ORDER BY code")).all()
        assert [tuple(row) for row in codes] == [("2026-L3M-001", 1), ("2026-Q3-041", 3)]
        assert connection.execute(sa.text("SELECT count(*) FROM history")).scalar() == 2
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), first_release.begin() as connection:
        connection.execute(sa.text("DELETE FROM history"))

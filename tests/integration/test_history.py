"""The history is a chain: whoever changes it behind the program's back is found out, on both databases."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from config.checks import Level
from config.database import reading
from tasks_registry.checks import check_history
from tasks_registry.history import ChainBreak, Entry, first_break, log_changes
from tasks_registry.installation import Installation
from tests.conftest import Open
from tests.support.cast import AN

NOON = datetime(2026, 7, 1, 5, tzinfo=UTC)


def write(here: Installation, count: int) -> None:
    with here.writing() as session:
        entries = [Entry("task.edit", "task", n, {"due": None}, {"title": f"Việc số {n}"}) for n in range(count)]
        log_changes(session, here.committee, entries, actor=AN, at=NOON)


def found(here: Installation) -> ChainBreak | None:
    with reading(here.engine) as session:
        return first_break(session, here.committee)


def tamper(here: Installation, statement: str) -> None:
    """Do what somebody with the database's password could do."""
    sqlite = here.engine.dialect.name == "sqlite"
    with here.engine.begin() as connection:
        if sqlite:
            for act in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER history_no_{act}")
        else:
            connection.exec_driver_sql("ALTER TABLE history DISABLE TRIGGER history_append_only")
        connection.exec_driver_sql(statement)


def test_rows_written_together_and_apart_make_one_chain(open_at: Open) -> None:
    """Whatever the transactions, the sequence has no gap and every link fits."""
    here = open_at()
    write(here, 3)
    write(here, 2)
    assert found(here) is None


@pytest.mark.parametrize(
    ("statement", "shift"),
    [
        ("UPDATE history SET actor = 'Người khác' WHERE seq = {last} - 1", -1),
        ("UPDATE history SET reason = 'thêm sau' WHERE seq = {last} - 2", -2),
        ("DELETE FROM history WHERE seq = {last} - 1", -1),
        ("DELETE FROM history WHERE seq = {last}", 0),
        ("UPDATE history SET seq = seq + 1 WHERE seq = {last}", 0),
    ],
    ids=["who", "why", "gone", "cut at the end", "renumbered"],
)
def test_tampering_shows_where_it_begins(open_at: Open, statement: str, shift: int) -> None:
    """Changing, removing or renumbering any row is found, the last one included."""
    here = open_at()
    write(here, 5)
    with reading(here.engine) as session:
        last = session.connection().execute(sa.text("SELECT max(seq) FROM history")).scalar_one()
    tamper(here, statement.format(last=last))
    assert found(here) == ChainBreak(last + shift)


def test_the_doctor_says_whether_the_history_is_whole(open_at: Open) -> None:
    """C005 is well after ordinary work and fails after tampering, naming the row."""
    here = open_at()
    write(here, 2)
    assert [finding.level for finding in check_history(here.settings, here.now)] == [Level.OK]
    tamper(here, "UPDATE history SET action = 'task.drop' WHERE seq = 4")
    (finding,) = check_history(here.settings, here.now)
    assert (finding.id, finding.level) == ("C005", Level.FAILURE)
    assert "từ dòng thứ 4" in finding.text

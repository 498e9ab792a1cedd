"""The ground under the registry, the same on SQLite and PostgreSQL."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlmodel import Session, select

from config import schema
from config.database import UtcDateTime, make_engine, reading, unit_of_work
from config.errors import DatabaseError
from flows.report_news import tell
from notifications.answers.store import keep_visit
from notifications.links import Link, Purpose
from notifications.models import Answer, Attempt, Message
from reports.versions.runs import make_due, versions_of
from tasks_registry.history import log_change
from tasks_registry.models import Committee, History, Task
from tasks_registry.states import OPEN, WorkState
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.conference import FIRST, conference
from tests.support.links import BASE
from tests.support.postgres import Cluster

NOON = datetime(2026, 9, 7, 12, tzinfo=timezone(timedelta(hours=7)))


FIRST_DAY = date(2026, 9, 22)


def add_history(session: Session) -> None:
    committee = Committee(code="HM", name="Đảng ủy xã Hòa Mai", level="xã")
    session.add(committee)
    session.flush()
    log_change(
        session,
        committee_id=committee.id or 0,
        actor=AN,
        at=NOON,
        action="task.confirm",
        entity="task",
        entity_id=1,
        before={"due": NOON.date()},
        after={"due": None},
    )


def test_instants_come_back_aware_and_in_utc(engine: sa.Engine) -> None:
    """07:00 in Việt Nam is midnight UTC, whatever the engine stores."""
    with unit_of_work(engine) as session:
        add_history(session)
    with reading(engine) as session:
        row = session.exec(select(History)).one()
    assert row.at == NOON
    assert row.at.tzinfo is UTC
    assert row.before == {"due": "2026-09-07"}


def test_a_naive_instant_is_refused(engine: sa.Engine) -> None:
    """SQLite would drop the zone without a word."""
    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(datetime(2026, 9, 7), engine.dialect)


@pytest.mark.parametrize("statement", ["UPDATE history SET actor = 'kẻ khác'", "DELETE FROM history"])
def test_the_database_itself_refuses_to_change_history(engine: sa.Engine, statement: str) -> None:
    """Not even an administrator with SQL edits what happened."""
    with unit_of_work(engine) as session:
        add_history(session)
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.execute(sa.text(statement))
    with reading(engine) as session:
        assert session.exec(select(History)).one().actor == "An"


def test_an_error_in_a_unit_of_work_leaves_nothing(engine: sa.Engine) -> None:
    """All of it or nothing."""

    def fail() -> None:
        with unit_of_work(engine) as session:
            add_history(session)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with reading(engine) as session:
        assert session.exec(select(Committee)).all() == []


def test_sqlite_enforces_foreign_keys_and_writes_ahead(tmp_path: Path) -> None:
    """Both are off by default in SQLite."""
    with make_engine(f"sqlite:///{tmp_path / 'deep' / 'a.sqlite'}").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


@pytest.mark.parametrize(
    ("address", "words"), [("oracle://x/y", "SQLite hoặc PostgreSQL"), ("không phải địa chỉ", "DONDOC_DATABASE_URL")]
)
def test_an_address_that_cannot_be_used_is_told(address: str, words: str) -> None:
    """The sentence says what is possible."""
    with pytest.raises(DatabaseError, match=words):
        make_engine(address)


def test_migrations_build_exactly_what_the_models_say(engine: sa.Engine) -> None:
    """A forgotten migration shows here, not in an office."""
    with engine.begin() as connection:
        command.check(schema._alembic(connection))


def test_migrations_go_down_and_up_again_with_data_in_them(engine: sa.Engine) -> None:
    """Down to nothing and back, on both engines."""
    with unit_of_work(engine) as session:
        add_history(session)
    schema.downgrade(engine, "base")
    assert sa.inspect(engine).get_table_names() == ["alembic_version"]
    schema.upgrade(engine)
    schema.require_current(engine)


def test_versions_of_reports_are_taken_back_with_what_was_told_of_them(open_at: Open) -> None:
    """Down to the former release, which knows neither; what it does know stays, and up again it can begin anew."""
    here = open_at("2026-07-01T08:00", web_url=BASE)
    meeting = conference(here)
    here = open_at(FIRST, web_url=BASE)
    make_due(here)
    assert len(tell(here).message_ids) == 2
    with unit_of_work(here.engine) as session:
        (message, person) = session.exec(select(Message.id, Message.person_id)).first() or (0, 0)
        kept = Message(
            committee_id=here.committee,
            person_id=person,
            channel="email",
            kind="digest",
            message_uid="a" * 32,
            stands_in_for_id=message,
            created_at=here.now,
            next_attempt_at=here.now,
        )
        answer = Answer(
            committee_id=here.committee,
            token_id="b" * 32,
            person_id=person,
            task_id=session.exec(select(Task.id)).first() or 0,
            message_id=message,
            purpose=Purpose.REPORT,
            at=here.now,
            task_version=1,
        )
        link = Link(Purpose.REPORT, here.committee, person, None, message or 0, FIRST_DAY)
        keep_visit(session, link, "opened", here.now)
        session.add_all([kept, answer, Attempt(message_id=message or 0, at=here.now, outcome="retry")])
    schema.downgrade(here.engine, "0003")
    with here.engine.connect() as connection:
        left = {
            table: connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar()
            for table in ("message", "reminder", "attempt", "link_visit", "answer", "meeting")
        }
        pointers = [
            connection.execute(sa.text(f"SELECT {pointer} FROM {table}")).scalar()
            for table, pointer in (("message", "stands_in_for_id"), ("answer", "message_id"))
        ]
    assert left == {"message": 1, "reminder": 0, "attempt": 0, "link_visit": 0, "answer": 1, "meeting": 1}
    assert pointers == [None, None]
    schema.upgrade(here.engine)
    schema.require_current(here.engine)
    assert versions_of(here, meeting) == []
    assert len(make_due(here).made) == 1


def test_an_empty_database_says_how_to_set_it_up(tmp_path: Path, postgres: Cluster) -> None:
    """On both engines the sentence names the command."""
    for address in (f"sqlite:///{tmp_path / 'empty.sqlite'}", postgres.empty_database()):
        engine = make_engine(address)
        with pytest.raises(DatabaseError, match="dondoc init"):
            schema.require_current(engine)
        engine.dispose()


def test_a_database_newer_than_the_program_is_left_alone(engine: sa.Engine) -> None:
    """An old program must not touch what it does not understand."""
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for act in (schema.require_current, schema.upgrade):
        with pytest.raises(DatabaseError, match="mới hơn chương trình"):
            act(engine)


def test_an_older_database_asks_to_be_upgraded(engine: sa.Engine) -> None:
    """It is not upgraded behind anybody's back."""
    schema.downgrade(engine, "0001")
    with pytest.raises(DatabaseError, match="sao lưu"):
        schema.require_current(engine)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """One sentence, no traceback."""
    path = tmp_path / "broken.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(DatabaseError, match="Không mở được"):
        schema.require_current(make_engine(f"sqlite:///{path}"))


def test_the_index_of_open_tasks_holds_exactly_the_open_ones(engine: sa.Engine) -> None:
    """Else the engines would not use it for what is due, and read every task of all years instead."""
    [index] = [one for one in sa.inspect(engine).get_indexes("task") if one["name"] == "ix_task_open_due"]
    condition = str(index["dialect_options"][f"{engine.dialect.name}_where"])
    assert {state for state in WorkState if f"'{state.value}'" in condition} == OPEN

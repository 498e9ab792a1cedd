"""Engine, transactions and the instant column type, the same for SQLite and PostgreSQL."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from config.errors import DatabaseError

SQLITE_BUSY_TIMEOUT_MS = 20_000
_WRITES = "dondoc_writes"
_CONFIDENTIAL = "confidential"
_QUIET: dict[str, Any] = {"hide_parameters": True, "logging_name": _CONFIDENTIAL}
logging.getLogger(f"sqlalchemy.engine.Engine.{_CONFIDENTIAL}").setLevel(logging.WARNING)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: aware on the way in and out, UTC in the database.

    Refuses naive values, because SQLite would drop the zone without a word.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: instants must be aware")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def make_engine(address: str) -> sa.Engine:
    """Return an engine for ``address``; creates the folder of a SQLite file.

    No log and no error shows the values or rows of its statements, whatever the level: they are texts of tasks marked
    secret, and tokens. Raises ``DatabaseError`` when the address is not one of SQLite or PostgreSQL.
    """
    try:
        url = sa.make_url(address)
    except sa.exc.ArgumentError:
        raise DatabaseError(
            "DONDOC_DATABASE_URL không phải là một địa chỉ cơ sở dữ liệu. Ví dụ: postgresql+psycopg://…"
        ) from None
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(url, **_QUIET)
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.get_backend_name() == "postgresql":
        # Never prepared: a plan for any values does not know that "the open ones" are few among a million, and then
        # walks all of them. Planning anew for the values at hand costs less than a millisecond.
        # Pages of an index lie in memory or on an SSD: as if a disk had to seek for each, the planner would read a
        # whole table of words rather than follow the index to a few hundred of them. Parallel workers take longer to
        # start than these questions to answer. Options of the address come later and win.
        given = url.query.get("options", "")
        words = given if isinstance(given, str) else " ".join(given)
        options = f"-c random_page_cost=1.1 -c max_parallel_workers_per_gather=0 {words}"
        return sa.create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            connect_args={"prepare_threshold": None, "options": options},
            **_QUIET,
        )
    raise DatabaseError(f"Chưa hỗ trợ cơ sở dữ liệu “{url.get_backend_name()}”: hãy dùng SQLite hoặc PostgreSQL.")


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    raw: Any = connection
    raw.isolation_level = None  # the driver must not open transactions behind SQLAlchemy's back
    cursor = raw.cursor()
    for pragma in (
        "foreign_keys=ON",
        "journal_mode=WAL",
        f"busy_timeout={SQLITE_BUSY_TIMEOUT_MS}",
        "synchronous=NORMAL",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A deferred transaction that turns from reader to writer fails at once when another writer was faster, whatever the
    # busy timeout; so one that will write takes the write lock at its start and waits for it.
    immediate = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def unit_of_work(engine: sa.Engine) -> Iterator[Session]:
    """One writing transaction: commits at the end, rolls everything back on any error. Only edges open it."""
    with (
        engine.connect().execution_options(**{_WRITES: True}) as connection,
        Session(connection, expire_on_commit=False) as session,
    ):
        yield session
        session.commit()
        connection.commit()


@contextmanager
def reading(engine: sa.Engine) -> Iterator[Session]:
    """One reading transaction; nothing done in it is kept."""
    with engine.connect() as connection, Session(connection, expire_on_commit=False) as session:
        yield session

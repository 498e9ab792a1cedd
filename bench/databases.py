"""Databases to measure on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from tests.support.postgres import running_cluster


@contextmanager
def fresh_database(name: str) -> Iterator[str]:
    """Give the SQLAlchemy address of an empty database of ``name`` (``sqlite`` or ``postgresql``), gone afterwards.

    SQLite is a file in a temporary folder; PostgreSQL is a private server, or a database of its own on the server that
    the SQLAlchemy address ``DONDOC_BENCH_POSTGRES`` names.
    """
    given = os.environ.get("DONDOC_BENCH_POSTGRES")
    if name == "sqlite":
        with TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'dondoc.sqlite'}"
    elif given:
        server = sa.create_engine(given, isolation_level="AUTOCOMMIT")
        database = f"dondoc_bench_{os.getpid()}"
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {database}")
            try:
                yield server.url.set(database=database).render_as_string(hide_password=False)
            finally:
                connection.exec_driver_sql(f"DROP DATABASE {database}")
        server.dispose()
    else:
        with running_cluster() as cluster:
            yield cluster.empty_database()

"""A real PostgreSQL server for the tests: one private cluster a test process, on a socket, gone at the end."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from config.database import make_engine
from config.schema import upgrade

TEMPLATE = "dondoc_template"


def _program(name: str) -> str:
    found = shutil.which(name) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None
    )
    if found is None:
        raise RuntimeError(f"{name} is missing: install PostgreSQL (Debian: apt-get install postgresql)")
    return str(Path(found).resolve())


class Cluster:
    """A running server that hands out migrated databases, each a copy of one template."""

    def __init__(self, folder: Path, user: str) -> None:
        self._folder, self._user, self._numbers = folder, user, itertools.count(1)
        with self._admin() as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        engine = make_engine(self._url(TEMPLATE))
        upgrade(engine)
        engine.dispose()

    def new_database(self) -> str:
        """Return the SQLAlchemy address of a fresh migrated database."""
        name = f"test_{next(self._numbers)}"
        with self._admin() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self._url(name)

    def empty_database(self) -> str:
        """Return the SQLAlchemy address of a database without any table."""
        name = f"empty_{next(self._numbers)}"
        with self._admin() as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self._folder), user=self._user, dbname="postgres", autocommit=True)

    def _url(self, database: str) -> str:
        return f"postgresql+psycopg://{self._user}@/{database}?host={self._folder}"


@contextmanager
def running_cluster(*settings: str) -> Iterator[Cluster]:
    """Start a server, as the user ``postgres`` when we are root (PostgreSQL refuses to run as root).

    ``settings`` are more of PostgreSQL's own: ``jit=off``.
    """
    folder = Path(tempfile.mkdtemp(prefix="dondoc-pg-"))
    owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    os.chown(folder, owner.pw_uid, owner.pw_gid)

    def run(*command: str) -> None:
        subprocess.run(
            command,
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            user=owner.pw_uid,
            group=owner.pw_gid,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )

    data = folder / "data"
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
    options += "".join(f" -c {setting}" for setting in settings)
    run(_program("initdb"), "-D", str(data), "-U", owner.pw_name, "-A", "trust", "-E", "UTF8", "--no-sync")
    try:
        run(_program("pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
        yield Cluster(folder, owner.pw_name)
    finally:
        run(_program("pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

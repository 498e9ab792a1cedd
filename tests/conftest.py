"""Fixtures shared by all tests: installations on both databases, a real mail server."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from config.database import make_engine
from config.office_files import FILE_NAMES, config_folder
from config.schema import upgrade
from config.settings import Settings, load_settings
from tasks_registry.installation import Installation, open_installation
from tests.support.mail import MailServer, running_server
from tests.support.postgres import Cluster, running_cluster
from tests.support.rhythm import edit_reminders

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
Open = Callable[..., Installation]
"""Opens the test's installation at an ISO instant, with settings by name."""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that tests copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of this test process."""
    # Hundreds of databases that live for a second: nobody need tidy them.
    with running_cluster("autovacuum=off", "max_wal_size=4GB") as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> str:
    """The address of a fresh migrated database; every test that uses it runs on both engines."""
    if request.param == "sqlite":
        path = tmp_path / "dondoc.sqlite"
        shutil.copy(sqlite_template, path)
        return f"sqlite:///{path}"
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.new_database()


@pytest.fixture
def engine(database: str) -> Iterator[sa.Engine]:
    """An engine on a fresh migrated database."""
    engine = make_engine(database)
    yield engine
    engine.dispose()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of an installation of the fictional commune, without a database."""
    folder = tmp_path / "home"
    config_folder(folder).mkdir(parents=True)
    for name in FILE_NAMES:
        content = files("cli.demo").joinpath("sample", name).read_bytes()
        (config_folder(folder) / name).write_bytes(content)
    # Leaders and heads are left in peace but where a test is about them: it turns these on.
    edit_reminders(folder, weekly_summary={"enabled": False}, escalation=[])
    return folder


@pytest.fixture
def settings(home: Path, database: str) -> Settings:
    """Settings of a live (not trial) installation without a mail server."""
    return load_settings({"DONDOC_DATABASE_URL": database, "DONDOC_TRIAL": "false"}, home=home)


@pytest.fixture
def open_at(settings: Settings) -> Iterator[Open]:
    """Opens the installation at an instant of the office's zone; keyword arguments override settings."""
    opened: list[Installation] = []

    def open_(instant: str = "2026-07-01T08:00", **overrides: object) -> Installation:
        now = datetime.fromisoformat(instant).replace(tzinfo=HANOI)
        values = {**{name: getattr(settings, name) for name in Settings.model_fields}, **overrides}
        here = open_installation(Settings.model_validate(values), now)
        opened.append(here)
        return here

    yield open_
    for here in opened:
        here.engine.dispose()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A running mail server; ``mail_server.url`` sends to it."""
    with running_server() as server:
        yield server

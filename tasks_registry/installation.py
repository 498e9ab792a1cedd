"""An opened installation – settings, the office's files, database, committee – from which every use case starts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from sqlmodel import Session

from config.agencies import Access
from config.clock import office_day
from config.database import make_engine, unit_of_work
from config.errors import DatabaseError, DondocError, SettingError
from config.log import log_to, record
from config.office_files import OfficeFiles, load_office_files
from config.schema import require_current, upgrade
from config.settings import Settings
from tasks_registry import store
from tasks_registry.access import Actor
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.organisation.directory import DirectoryChanges, synchronise

SYSTEM = Actor("Đôn Đốc", Access.ADMIN)
"""The program itself, where no person stands behind a change."""


@dataclass(frozen=True)
class Installation:
    """Everything that belongs to one home, at one instant: ``now`` is an argument from here on.

    Leaving its ``with`` block lets go of the database.
    """

    settings: Settings
    files: OfficeFiles
    engine: sa.Engine
    committee: int
    now: datetime
    actor: Actor
    calendar: WorkingCalendar

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One writing transaction on the committee's registry; writers of one committee take turns from its start."""
        with unit_of_work(self.engine) as session:
            store.lock_committee(session, self.committee)
            yield session

    @property
    def today(self) -> date:
        """The office's day at ``now``."""
        return office_day(self.now, self.settings.zone)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.dispose()


def open_installation(settings: Settings, now: datetime) -> Installation:
    """Open the installation of ``settings.home`` at ``now``, with the directory brought up to ``agencies.yaml``.

    Raises ``OfficeFileError`` or ``DatabaseError`` (not set up, older or newer than the program).
    """
    files = load_office_files(settings.home, settings.zone, now)
    if settings.database_url is None and not settings.database_file.exists():
        raise DatabaseError(
            f"Thư mục {settings.home} chưa có bản cài đặt. Hãy chạy: dondoc init --home {settings.home}"
        )
    engine = make_engine(settings.database_address)
    require_current(engine)
    return _opened(settings, files, engine, now)


def set_up(settings: Settings, now: datetime) -> Installation:
    """Create or upgrade the database of ``settings.home`` and open it. Running it again changes nothing."""
    files = load_office_files(settings.home, settings.zone, now)
    engine = make_engine(settings.database_address)
    upgrade(engine)
    return _opened(settings, files, engine, now)


def _opened(settings: Settings, files: OfficeFiles, engine: sa.Engine, now: datetime) -> Installation:
    log_to(settings.home, settings.log_level)
    try:
        with unit_of_work(engine) as session:
            changes = synchronise(session, files, SYSTEM, now)
            committee = store.committee_id(session, files.office.code)
            actor = _actor(session, committee, settings.actor)
            calendar = WorkingCalendar.from_file(files.calendar, store.decided_days(session, committee))
    except DondocError:
        engine.dispose()
        raise
    if changes != DirectoryChanges():
        record("directory.synchronised", added=changes.added, changed=changes.changed, retired=changes.retired)
    return Installation(settings, files, engine, committee, now, actor, calendar)


def _actor(session: Session, committee: int, name: str) -> Actor:
    """Return who acts: the person with that e-mail address, with that person's access – a plain name is an operator.

    Whoever can start commands on this machine could read and change its database as well, so an operator is not bound.
    """
    if "@" not in name:
        return Actor(name, Access.ADMIN)
    person = store.person_by_email(session, committee, name)
    if person is None:
        raise SettingError(f"DONDOC_ACTOR: không có ai dùng địa chỉ thư “{name}” trong agencies.yaml.")
    return Actor(person.name, Access(person.access), person.id, person.agency_id)

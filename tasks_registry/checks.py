"""Start-up checks of the registry: its history is whole, and every open task is in hands that are there."""

from collections.abc import Iterator
from datetime import datetime

from config.checks import Check, Finding, Level
from config.clock import office_day
from config.database import make_engine, reading
from config.errors import DondocError, OfficeFileError
from config.office import load_office_files
from config.schema import require_current
from config.settings import Settings
from tasks_registry import store
from tasks_registry.history import first_break
from tasks_registry.organisation.names import require_distinct_names
from tasks_registry.organisation.orphans import find_orphans


def check_history(settings: Settings, _now: datetime) -> Iterator[Finding]:
    """C005: the history of every committee is what was written, row by row."""
    try:
        engine = make_engine(settings.database_address)
        require_current(engine)
    except DondocError:
        return  # C004 says so already
    with reading(engine) as session:
        for committee, name in store.committee_names(session):
            broken = first_break(session, committee)
            if broken is None:
                yield Finding("C005", Level.OK, f"Lịch sử của {name} nguyên vẹn")
            else:
                yield Finding(
                    "C005",
                    Level.FAILURE,
                    f"Lịch sử của {name} đã bị sửa ngoài chương trình, từ dòng thứ {broken.seq}.",
                    "Hãy so với bản sao lưu gần nhất và báo người quản trị máy chủ.",
                )
    engine.dispose()


def check_organisation(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C006: names lead to one agency each, and no open task hangs on an agency or a person that is gone."""
    try:
        files = load_office_files(settings.home, settings.zone, now)
        engine = make_engine(settings.database_address)
        require_current(engine)
        with reading(engine) as session:
            committee = store.committee_id(session, files.office.code)
            orphans = find_orphans(session, committee, office_day(now, settings.zone))
        engine.dispose()
    except DondocError:
        return  # C002 and C004 have said it; a committee that was never opened has no tasks
    try:
        require_distinct_names(files.directory.agencies)
    except OfficeFileError as error:
        yield Finding("C006", Level.FAILURE, str(error), "Sửa agencies.yaml.")
        return
    for orphan in orphans:
        yield Finding("C006", Level.WARNING, orphan.text, orphan.mend)
    if not orphans:
        yield Finding("C006", Level.OK, "Việc chưa xong đều do cơ quan, người đang hoạt động phụ trách")


REGISTRY: tuple[Check, ...] = (check_history, check_organisation)

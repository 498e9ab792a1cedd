"""Start-up checks of the registry: its history is whole, its files are there."""

from collections.abc import Iterator
from datetime import datetime

from config.checks import Check, Finding, Level
from config.database import make_engine, reading
from config.errors import DondocError
from config.schema import require_current
from config.settings import Settings
from tasks_registry import store
from tasks_registry.documents.files import size_in
from tasks_registry.history import first_break


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


def check_files(settings: Settings, _now: datetime) -> Iterator[Finding]:
    """C009: every file that the registry knows lies in its place in its full size. Contents are proved when read."""
    try:
        engine = make_engine(settings.database_address)
        require_current(engine)
    except DondocError:
        return  # C004 says so already
    with reading(engine) as session:
        known = store.stored_files(session)
    engine.dispose()
    damaged = [sha256 for sha256, size in known if size_in(settings.home, sha256) != size]
    if damaged:
        yield Finding(
            "C009",
            Level.FAILURE,
            f"{len(damaged)}/{len(known)} tệp đính kèm đã mất hoặc thiếu trong {settings.home / 'files'}.",
            "Hãy chép lại thư mục files từ bản sao lưu gần nhất, hoặc đính kèm lại tệp gốc.",
        )
    else:
        yield Finding("C009", Level.OK, f"{len(known)} tệp đính kèm còn đủ")


REGISTRY: tuple[Check, ...] = (check_history, check_files)

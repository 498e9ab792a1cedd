"""Start-up checks of the registry: its history is whole."""

from collections.abc import Iterator
from datetime import datetime

from config.checks import Check, Finding, Level
from config.database import make_engine, reading
from config.errors import DondocError
from config.schema import require_current
from config.settings import Settings
from tasks_registry import store
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


REGISTRY: tuple[Check, ...] = (check_history,)

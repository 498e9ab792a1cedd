"""Start-up checks: each has an id, one line, and the mend. The ground's own checks are here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from config.cron import next_runs
from config.database import make_engine
from config.errors import DondocError, OfficeFileError
from config.office import Office
from config.office_files import FILE_NAMES, config_folder, load_office_files
from config.schema import require_current
from config.settings import Settings


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True)
class Finding:
    """What one check found. ``id`` (``C001`` …) never changes its meaning; ``mend`` says what to do."""

    id: str
    level: Level
    text: str
    mend: str = ""


Check = Callable[[Settings, datetime], Iterator[Finding]]
"""Takes the settings and the present instant; yields at least one finding."""


def check_home(settings: Settings, _now: datetime) -> Iterator[Finding]:
    """C001: the home folder can be written."""
    probe = settings.home / ".probe"
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        probe.write_text("", "utf-8")
        probe.unlink()
        yield Finding("C001", Level.OK, f"Thư mục cài đặt ghi được: {settings.home}")
    except OSError:
        yield Finding(
            "C001",
            Level.FAILURE,
            f"Không ghi được vào thư mục {settings.home}.",
            "Hãy cấp quyền ghi hoặc đặt DONDOC_HOME.",
        )


def check_office_files(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C002: the office's files are valid; C003: they are the office's own, not the bundled ones."""
    try:
        files = load_office_files(settings.home, settings.zone, now)
    except OfficeFileError as error:
        yield Finding("C002", Level.FAILURE, str(error), f"Sửa tệp trong {config_folder(settings.home)}.")
        return
    upcoming = min(
        next_runs(expression, now.astimezone(settings.zone))[0]
        for expression in files.rhythm.schedules.as_dict().values()
    )
    yield Finding("C002", Level.OK, f"Các tệp cấu hình hợp lệ; lần chạy tự động tới: {upcoming:%H:%M ngày %d/%m/%Y}")
    missing = [name for name in FILE_NAMES if not (config_folder(settings.home) / name).exists()]
    if missing:
        yield Finding("C003", Level.WARNING, f"Đang dùng tệp mẫu: {', '.join(missing)}.", "Hãy chạy: dondoc init")
    elif unedited := placeholders(files.office):
        text = f"office.yaml còn giá trị mẫu: {', '.join(unedited)}."
        yield Finding("C003", Level.WARNING, text, "Hãy thay các giá trị trong ngoặc đơn.")
    else:
        yield Finding("C003", Level.OK, f"Cấp ủy: {files.office.name}")


def placeholders(office: Office) -> list[str]:
    """Return the values of ``office.yaml`` that still stand in brackets as in the bundled file."""
    values = (office.name, office.party_organization, office.place, office.signature.name)
    return [value for value in values if "(" in value]


def check_database(settings: Settings, _now: datetime) -> Iterator[Finding]:
    """C004: the database answers and has the schema of this program."""
    try:
        engine = make_engine(settings.database_address)
        require_current(engine)
        engine.dispose()
    except DondocError as error:
        yield Finding("C004", Level.FAILURE, str(error), "Hãy làm theo hướng dẫn trong câu.")
        return
    yield Finding("C004", Level.OK, f"Cơ sở dữ liệu ({engine.dialect.name}) đúng phiên bản")


GROUND: tuple[Check, ...] = (check_home, check_office_files, check_database)

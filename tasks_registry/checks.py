"""Start-up checks of the registry: history whole, tasks in hands that are there, calendar and due days, files."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlmodel import Session

from config.checks import Check, Finding, Level
from config.clock import office_day
from config.database import make_engine, reading
from config.errors import DondocError, OfficeFileError
from config.office_files import OfficeFiles, load_office_files
from config.schema import require_current
from config.settings import Settings
from tasks_registry import store
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.calendar_changes import OfficeCalendar
from tasks_registry.documents.files import size_in
from tasks_registry.errors import Refused
from tasks_registry.history import first_break
from tasks_registry.organisation.names import require_distinct_names
from tasks_registry.organisation.orphans import find_orphans
from tasks_registry.public_holidays import new_year_of

TET_NOTICE_DAYS = 120
"""Days before Tết from which an undecided calendar is warned of: the decision comes in the autumn before."""


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


def check_calendar(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C007: the days off of the coming Tết are decided; C008: due days are what calendar and rules now give."""
    try:
        files = load_office_files(settings.home, settings.zone, now)
        engine = make_engine(settings.database_address)
        require_current(engine)
        with reading(engine) as session:
            committee = store.committee_id(session, files.office.code)
            calendar = WorkingCalendar.from_file(files.calendar, store.decided_days(session, committee))
            yield _tet(calendar, office_day(now, settings.zone))
            yield _due_days(session, committee, files)
        engine.dispose()
    except DondocError:
        return  # C002 and C004 say so already


def _tet(calendar: WorkingCalendar, today: date) -> Finding:
    coming = (new_year_of(year) for year in (today.year, today.year + 1))
    tet = next((day for day in coming if day is not None and day >= today), None)
    mark = calendar.mark(tet) if tet else None
    if tet is None or mark is None or not mark.expected:
        return Finding("C007", Level.OK, "Ngày nghỉ Tết sắp tới đã có trong lịch")
    left = (tet - today).days
    text = f"Tết Nguyên Đán {tet.year} (mùng Một: {tet:%d/%m/%Y}) còn {left} ngày, ngày nghỉ trong lịch mới là dự kiến"
    if left > TET_NOTICE_DAYS:
        return Finding("C007", Level.OK, text)
    mend = "Khi có thông báo chính thức, hãy ghi vào calendar.yaml hoặc: dondoc calendar off NGÀY --to NGÀY --name Tết"
    return Finding("C007", Level.WARNING, f"{text}.", mend)


def _due_days(session: Session, committee: int, files: OfficeFiles) -> Finding:
    try:
        differing = OfficeCalendar(session, committee, files.calendar, files.rhythm).differing()
    except Refused as error:  # a calendar without working days
        return Finding("C008", Level.FAILURE, str(error))
    if not differing:
        return Finding("C008", Level.OK, "Mọi hạn khớp với lịch làm việc và quy tắc hiện nay")
    return Finding(
        "C008",
        Level.WARNING,
        f"{len(differing)} hạn khác với lịch làm việc và quy tắc hiện nay.",
        "Xem: dondoc calendar preview; tính lại: dondoc calendar recompute --apply",
    )


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


REGISTRY: tuple[Check, ...] = (check_history, check_organisation, check_calendar, check_files)

"""Start-up checks of who hears: tasks without anybody, people not reached, imports that wait for a look."""

from collections.abc import Iterator
from datetime import datetime

from config.checks import Finding, Level
from config.database import reading
from config.errors import DondocError
from config.settings import Settings
from notifications import going_live
from notifications.people_runs import not_reached
from tasks_registry import store
from tasks_registry.installation import open_installation

_NAMED = 5
"""How many tasks, people or documents a finding names."""


def check_unheard(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C013: open tasks that nobody can be reminded of."""
    try:
        with open_installation(settings, now) as here, reading(here.engine) as session:
            watched = store.task_views(session, here.committee, states=store.WATCHED)
            people = store.load_directory(session, here.committee).people
    except DondocError:
        return  # C002 and C004 have said it
    unheard = [task.code for task in watched if task.officer is None]
    if not people:
        text = "Chưa có người nhận nhắc việc nào."
        yield Finding("C013", Level.WARNING, text, "Ghi người phụ trách của từng cơ quan vào agencies.yaml.")
    elif unheard:
        named = ", ".join(unheard[:_NAMED]) + ("…" if len(unheard) > _NAMED else "")
        text = f"{len(unheard)} nhiệm vụ chưa có người nhận nhắc việc: {named}"
        yield Finding("C013", Level.WARNING, text, "Ghi người phụ trách của cơ quan vào agencies.yaml.")
    else:
        yield Finding("C013", Level.OK, "Nhiệm vụ nào cũng có người nhận nhắc việc")


def check_reach(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C017: people with overdue tasks whom no reminder reaches."""
    try:
        with open_installation(settings, now) as here:
            deaf = not_reached(here)
    except DondocError:
        return  # C002 and C004 have said it
    if not deaf:
        yield Finding("C017", Level.OK, "Ai có nhiệm vụ quá hạn cũng nhận được lời nhắc")
        return
    tasks = sum(len(one.codes) for one in deaf)
    named = "; ".join(
        f"{one.person.name if one.person else 'chưa có người'} ({one.reason.label})" for one in deaf[:_NAMED]
    )
    text = f"{tasks} nhiệm vụ quá hạn mà lời nhắc không đến ai: {named}{'…' if len(deaf) > _NAMED else ''}"
    yield Finding("C017", Level.WARNING, text, "Xem danh sách: dondoc unreached")


def check_releases(settings: Settings, now: datetime) -> Iterator[Finding]:
    """C018: imported documents whose reminders have waited for a look for more than a working day."""
    try:
        with open_installation(settings, now) as here, reading(here.engine) as session:
            hold = here.files.rhythm.reminders.hold_after_import
            documents = going_live.waiting_documents(session, here.committee, hold=hold)
            waiting = going_live.overlooked(documents, here.calendar, here.today, settings.zone)
    except DondocError:
        return  # C002 and C004 have said it
    if not waiting:
        yield Finding("C018", Level.OK, "Không có văn bản mới nào chờ cho gửi lời nhắc quá một ngày làm việc")
        return
    named = "; ".join(f"{one.name} ({one.tasks} nhiệm vụ)" for one in waiting[:_NAMED])
    text = f"Lời nhắc của {len(waiting)} văn bản mới nhập chờ xem quá một ngày làm việc: {named}"
    yield Finding("C018", Level.WARNING, text, "Xem và cho gửi: dondoc release")

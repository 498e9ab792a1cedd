"""Commands on tasks: ``tasks``, ``show``, ``check``."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, remark, say, show_table
from cli.speech import add

if TYPE_CHECKING:
    from sqlmodel import Session

    from tasks_registry.store import Place, TaskList
    from tasks_registry.time_state import TimeState
    from tasks_registry.view import TaskLine, TaskView

_SCREEN = 100
"""Lines of a table when nobody says how many."""

Code = Annotated[str, typer.Argument(metavar="MÃ", help="Mã nhiệm vụ, ví dụ 2026-Q3-017.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    add(app, "tasks", tasks, "Danh sách nhiệm vụ, quá hạn trước.")
    add(app, "show", show, "Xem trọn một nhiệm vụ: nội dung, cơ quan, hạn, căn cứ, lịch sử.")
    add(app, "check", check, "Rà tình trạng các nhiệm vụ một lần và lưu số liệu của ngày.")


def tasks(
    time_state: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--time-state", metavar="S", help="Chỉ một tình trạng hạn, ví dụ overdue, due_soon."),
    ] = None,
    agency: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--agency", metavar="MÃ", help="Chỉ nhiệm vụ của một cơ quan chủ trì."),
    ] = None,
    state: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--state", metavar="TT", help="Chỉ một trạng thái, ví dụ draft, assigned, done."),
    ] = None,
    meeting: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--meeting", metavar="SỐ", help="Chỉ nhiệm vụ của một hội nghị (số trong dondoc meetings)."),
    ] = None,
    period: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--period", metavar="KỲ", help="Chỉ nhiệm vụ của một kỳ, ví dụ 2026-Q3."),
    ] = None,
    officer: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--officer", metavar="THƯ", help="Chỉ nhiệm vụ mà người có địa chỉ thư này nhận nhắc việc."),
    ] = None,
    limit: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--limit", metavar="N", min=1, help=f"Nhiều nhất N nhiệm vụ; bảng không nói gì thì {_SCREEN}."),
    ] = None,
    after: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--after", metavar="MÃ", help="Xem tiếp từ sau nhiệm vụ có mã này."),
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="In dạng CSV (UTF-8).")] = False,
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--out", metavar="TỆP", help="Xuất ra tệp .csv hoặc .xlsx để mở bằng Excel.", show_default=False),
    ] = None,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """List the tasks of the registry, overdue first, then by due day."""
    from cli.task_list import Criteria, listed, whole_tasks
    from config.database import reading

    asked = Criteria(time_state, agency, state, meeting, period, officer)
    with opened(home, at) as here, reading(here.engine) as session:
        found = listed(here, session, asked)
        place = found.place_of(session, after) if after is not None else None
        if json:
            rows = whole_tasks(session, found, after=place, limit=limit)
            print_json([_plain(view, _time_state(view, found)) for view in rows])
        elif as_csv or out is not None:
            _export(session, found, place, limit, out)
        else:
            _show_lines(session, found, place, limit or _SCREEN)


def _show_lines(session: "Session", found: "TaskList", place: "Place | None", limit: int) -> None:
    lines = found.page(session, after=place, limit=limit + 1)
    show_table(
        f"{found.count(session)} nhiệm vụ, tính đến ngày {found.today:%d/%m/%Y}",
        ("Mã", "Nhiệm vụ", "Chủ trì", "Hạn", "Tình trạng"),
        (
            (line.code, line.title, line.lead_code, f"{line.due:%d/%m/%Y}" if line.due else "", _standing(line, found))
            for line in lines[:limit]
        ),
        wide="Nhiệm vụ",
    )
    if len(lines) > limit:
        remark(
            f"Mới hiện {limit} nhiệm vụ, danh sách còn nữa. Xem tiếp: thêm --after {lines[limit - 1].code}; "
            "hiện nhiều hơn: --limit; lấy tất cả: --csv hoặc --out TỆP."
        )


def _time_state(task: "TaskView | TaskLine", among: "TaskList") -> "TimeState":
    from tasks_registry.time_state import time_state

    due = _judged(task, among)
    return time_state(task.work_state, due, task.completed_on, among.today, among.due_soon_days)


def _judged(task: "TaskView | TaskLine", among: "TaskList") -> date | None:
    from tasks_registry.deadlines import judged_due

    return judged_due(task.due, task.original_due, among.wanted.judged_by)


def _standing(line: "TaskLine", among: "TaskList") -> str:
    from tasks_registry.time_state import days_overdue

    label = _time_state(line, among).label
    late = days_overdue(line.work_state, _judged(line, among), among.today)
    return f"{label} {late} ngày" if late else label


_COLUMNS = (
    "code",
    "title",
    "text",
    "lead",
    "support",
    "officer_email",
    "deadline",
    "meeting",
    "product",
    "state",
    "time_state",
    "source",
)


def _plain(view: "TaskView", state: "TimeState") -> dict[str, object]:
    values: Sequence[object] = (
        view.code,
        view.title,
        view.text,
        view.lead_code,
        "; ".join(view.support_names),
        view.officer.email if view.officer else None,
        view.due,
        view.meeting_name,
        view.product,
        view.work_state.value,
        state.value,
        view.document,
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _export(session: "Session", found: "TaskList", place: "Place | None", limit: int | None, out: Path | None) -> None:
    """Write the tasks of a list into the file ``out``, by default as .csv to standard output."""
    from cli.task_list import ids_of
    from tasks_registry.tables import export

    tasks = export.listing(
        session,
        found.committee,
        ids_of(session, found, after=place, limit=limit),
        today=found.today,
        due_soon_days=found.due_soon_days,
        judged_by=found.wanted.judged_by,
    )
    if out is None:
        export.write_csv(tasks, sys.stdout)
    else:
        say(f"Đã xuất {export.write_file(tasks, out)} nhiệm vụ ra {out}.")


def show(code: Code, home: Home = None, at: At = None, json: Json = False) -> None:
    """Show one task whole: text, agencies, deadline, basis, and everything that was done with it."""
    from config.database import reading
    from tasks_registry.history import describe
    from tasks_registry.sheet import task_sheet
    from tasks_registry.view import AUTHORITIES

    with opened(home, at) as here, reading(here.engine) as session:
        zone = here.settings.zone
        sheet = task_sheet(session, here.committee, code, actor=here.actor, today=here.today, zone=zone)
    if json:
        print_json(asdict(sheet))
        return
    view, given, silence = sheet.task, sheet.assignment, sheet.days_since_report
    facts = {
        "Trạng thái": view.work_state.label,
        "Chủ trì": view.lead_name or "chưa giao",
        "Phối hợp": "; ".join(view.support_names),
        "Người nhận nhắc việc": f"{view.officer.name} <{view.officer.email}>" if view.officer else "chưa có",
        "Lãnh đạo chỉ đạo": given.director,
        "Hạn": f"{view.due:%d/%m/%Y}" if view.due else "chưa xác định",
        "Hạn ban đầu": f"{view.original_due:%d/%m/%Y}" if view.original_due != view.due and view.original_due else "",
        "Theo văn bản": view.deadline_text,
        "Hội nghị": view.meeting_name,
        "Cấp trình": AUTHORITIES.get(given.authority or ""),
        "Sản phẩm": "; ".join(filter(None, (view.product, given.measure))),
        "Căn cứ": "; ".join(sheet.citations),
        "Tiến độ": f"{view.percent}%" if view.percent is not None else "",
        "Báo cáo gần nhất": "chưa có" if silence is None else "hôm nay" if silence == 0 else f"{silence} ngày trước",
        "Minh chứng": view.evidence,
        "Ghi chú": view.note,
        "Nguồn": view.document,
        "Chuyển từ": sheet.predecessor,
        "Chuyển thành": sheet.successor,
        "Phiên bản": view.version,
    }
    say(f"{view.code}. {view.text}")
    for name, value in facts.items():
        if value:
            say(f"  {name}: {value}")
    for request in sheet.extensions:
        granted = f", đến {request.due_granted:%d/%m/%Y}" if request.due_granted else ""
        say(f"  Xin gia hạn đến {request.due_asked:%d/%m/%Y}: {request.state.label}{granted} – {request.reason}")
    say("  Lịch sử:")
    for row in sheet.history:
        when = f"{row.at.astimezone(zone):%d/%m/%Y %H:%M}"
        say(f"    {when} {row.actor}: {describe(row.action)}" + (f" – {row.reason}" if row.reason else ""))


def check(home: Home = None, at: At = None, json: Json = False) -> None:
    """Make one status check and keep the day's figures."""
    from notifications import going_live_runs
    from tasks_registry import runs

    with opened(home, at) as here:
        found = runs.check(here)
        overlooked = going_live_runs.overlooked_documents(here)
    if json:
        print_json(asdict(found))
        return
    figures = found.figures
    say(f"Tính đến ngày {found.day:%d/%m/%Y}: {figures.total} nhiệm vụ.")
    say(f"  Hoàn thành: {figures.done_in_time} đúng hạn, {figures.done_late} quá hạn.")
    soon = f"{figures.open_in_time} trong hạn ({figures.due_soon} sắp đến hạn)"
    say(f"  Chưa hoàn thành: {soon}, {figures.open_overdue} quá hạn.")
    if found.drafts:
        say(f"  {found.drafts} nhiệm vụ còn ở dạng nháp, chưa được theo dõi.")
    if found.without_lead:
        say(f"  {found.without_lead} nhiệm vụ chưa giao cơ quan chủ trì.")
    if found.without_person:
        say(f"  {found.without_person} nhiệm vụ chưa có người nhận nhắc việc.")
    if overlooked:
        names = "; ".join(document.name for document in overlooked)
        remark(f"Lời nhắc của văn bản mới nhập chờ xem quá một ngày làm việc: {names}. Xem: dondoc release")

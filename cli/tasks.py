"""Commands on the registry: ``tasks``, ``task``, ``meetings``, ``meeting``, ``check``."""

import csv
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, remark, say, show_table
from cli.speech import add
from config.clock import parse_day

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
    add(app, "task", task, "Chuyển trạng thái một nhiệm vụ (giao, nộp, xác nhận, rút…).")
    add(app, "meetings", meetings, "Danh sách hội nghị, kỳ họp.")
    add(app, "meeting", meeting, "Ấn định hoặc dời ngày một hội nghị; các hạn tính theo hội nghị đổi theo.")
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
        if not (json or as_csv):
            _show_lines(session, found, place, limit or _SCREEN)
            return
        rows = [(view, _time_state(view, found)) for view in whole_tasks(session, found, after=place, limit=limit)]
    if json:
        print_json([_plain(view, standing) for view, standing in rows])
    else:
        writer = csv.writer(sys.stdout)
        writer.writerow(_COLUMNS)
        writer.writerows([_safe(value) for value in _plain(view, standing).values()] for view, standing in rows)


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
            "hiện nhiều hơn: --limit; lấy tất cả: --csv."
        )


def _time_state(task: "TaskView | TaskLine", among: "TaskList") -> "TimeState":
    from tasks_registry.time_state import time_state

    return time_state(task.work_state, task.due, task.completed_on, among.today, among.due_soon_days)


def _standing(line: "TaskLine", among: "TaskList") -> str:
    from tasks_registry.time_state import days_overdue

    label = _time_state(line, among).label
    late = days_overdue(line.work_state, line.due, among.today)
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


def _safe(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def task(
    code: Code,
    act: Annotated[
        str,
        typer.Argument(
            metavar="VIỆC",
            help="assign, receive, start, submit, confirm, return, suspend, resume, carry-over, withdraw, reopen.",
            show_default=False,
        ),
    ],
    reason: Annotated[Optional[str], typer.Option("--reason", help="Lý do.", show_default=False)] = None,  # noqa: UP045
    evidence: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--evidence", help="Số văn bản hoặc tên tệp minh chứng.", show_default=False),
    ] = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Perform a named transition on one task."""
    from tasks_registry import runs
    from tasks_registry.errors import Refused
    from tasks_registry.states import Act

    acts = {one.value: one for one in Act}
    if act not in acts:
        raise Refused(f"Không có việc “{act}”. Các việc: {', '.join(acts)}.")
    with opened(home, at) as here:
        state = runs.perform(here, code, acts[act], reason=reason, evidence=evidence)
    say(f"Nhiệm vụ {code}: {state.label}.")


def show(code: Code, home: Home = None, at: At = None) -> None:
    """Show one task whole: text, agencies, deadline, basis, and everything that was done with it."""
    from config.database import reading
    from tasks_registry import store
    from tasks_registry.history import describe

    with opened(home, at) as here, reading(here.engine) as session:
        view = store.task_view(session, here.committee, code, here.actor)
        citations = store.citations_of(session, view.id)
        history = store.history_of(session, "task", view.id)
        zone = here.settings.zone
    facts = {
        "Trạng thái": view.work_state.label,
        "Chủ trì": view.lead_name or "chưa giao",
        "Phối hợp": "; ".join(view.support_names),
        "Người nhận nhắc việc": f"{view.officer.name} <{view.officer.email}>" if view.officer else "chưa có",
        "Hạn": f"{view.due:%d/%m/%Y}" if view.due else "chưa xác định",
        "Theo văn bản": view.deadline_text,
        "Hội nghị": view.meeting_name,
        "Sản phẩm": view.product,
        "Căn cứ": "; ".join(citations),
        "Minh chứng": view.evidence,
        "Ghi chú": view.note,
        "Nguồn": view.document,
    }
    say(f"{view.code}. {view.text}")
    for name, value in facts.items():
        if value:
            say(f"  {name}: {value}")
    say("  Lịch sử:")
    for row in history:
        when = f"{row.at.astimezone(zone):%d/%m/%Y %H:%M}"
        say(f"    {when} {row.actor}: {describe(row.action)}" + (f" – {row.reason}" if row.reason else ""))


def meetings(home: Home = None, at: At = None, json: Json = False) -> None:
    """List the meetings, those with a fixed day first."""
    from config.database import reading
    from tasks_registry import store

    with opened(home, at) as here, reading(here.engine) as session:
        views = store.meeting_views(session, here.committee)
    if json:
        print_json([asdict(view) for view in views])
        return
    show_table(
        f"{len(views)} hội nghị, kỳ họp",
        ("Số", "Tên", "Ngày", "Khoảng thời gian"),
        (
            (
                view.id,
                view.name,
                f"{view.day:%d/%m/%Y}" if view.day else "chưa ấn định",
                f"{view.window_from:%d/%m/%Y} – {view.window_to:%d/%m/%Y}"
                if view.window_from and view.window_to
                else "",
            )
            for view in views
        ),
        wide="Tên",
    )


def meeting(
    number: Annotated[
        int, typer.Argument(metavar="SỐ", help="Số của hội nghị trong dondoc meetings.", show_default=False)
    ],
    day: Annotated[str, typer.Option("--day", metavar="NGÀY", help="Ngày họp, dạng 2026-09-25.", show_default=False)],
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Fix or move the day of a meeting and say exactly which deadlines moved with it."""
    from config.database import reading
    from tasks_registry import runs, store

    fixed = parse_day(day)
    with opened(home, at) as here:
        moves = runs.fix_meeting_day(here, number, fixed)
        with reading(here.engine) as session:
            view = store.meeting_view(store.get_meeting(session, here.committee, number))
    if fixed < here.today:
        remark(f"Lưu ý: ngày {fixed:%d/%m/%Y} đã qua.")
    if view.window_from and view.window_to and not view.window_from <= fixed <= view.window_to:
        window = f"{view.window_from:%d/%m/%Y} – {view.window_to:%d/%m/%Y}"
        remark(f"Lưu ý: ngày {fixed:%d/%m/%Y} nằm ngoài khoảng ghi trong văn bản ({window}).")
    if json:
        print_json([asdict(move) for move in moves])
        return
    show_table(
        f"Đã ấn định ngày họp; {len(moves)} nhiệm vụ đổi hạn",
        ("Mã", "Nhiệm vụ", "Hạn cũ", "Hạn mới"),
        (
            (
                move.code,
                move.title,
                f"{move.before:%d/%m/%Y}" if move.before else "chưa có",
                f"{move.after:%d/%m/%Y}" if move.after else "chưa có",
            )
            for move in moves
        ),
        wide="Nhiệm vụ",
    )


def check(home: Home = None, at: At = None, json: Json = False) -> None:
    """Make one status check and keep the day's figures."""
    from tasks_registry import runs

    with opened(home, at) as here:
        found = runs.check(here)
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

"""Commands on the registry: ``tasks``, ``task``, ``meetings``, ``meeting``, ``check``."""

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
from config.clock import parse_day

if TYPE_CHECKING:
    from tasks_registry.installation import Installation
    from tasks_registry.time_state import TimeState
    from tasks_registry.view import TaskView


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
    from tasks_registry.errors import Refused
    from tasks_registry.time_state import TimeState

    states = [state.value for state in TimeState]
    if time_state is not None and time_state not in states:
        raise Refused(f"Không có tình trạng hạn “{time_state}”. Các giá trị: {', '.join(states)}.")
    with opened(home, at) as here:
        codes = [entry.code for entry in here.files.directory.agencies]
        if agency is not None and agency not in codes:
            raise Refused(f"Không có cơ quan mã “{agency}”. Các mã: {', '.join(codes)}.")
        exporting = out is not None or (as_csv and not json)
        if exporting and time_state is None and agency is None:
            _export(here, None, out)
            return
        rows = [
            (view, state)
            for view, state in _with_time(here)
            if (time_state is None or state.value == time_state) and (agency is None or view.lead_code == agency)
        ]
        if exporting:
            _export(here, {view.id for view, _ in rows}, out)
            return
    if json:
        print_json([_plain(view, state) for view, state in rows])
    else:
        show_table(
            f"{len(rows)} nhiệm vụ, tính đến ngày {here.today:%d/%m/%Y}",
            ("Mã", "Nhiệm vụ", "Chủ trì", "Hạn", "Tình trạng"),
            (
                (v.code, v.title, v.lead_code, f"{v.due:%d/%m/%Y}" if v.due else "", _standing(v, state, here.today))
                for v, state in rows
            ),
            wide="Nhiệm vụ",
        )


def _with_time(here: "Installation") -> "list[tuple[TaskView, TimeState]]":
    from config.database import reading
    from tasks_registry import store
    from tasks_registry.time_state import TimeState, time_state

    margin = here.files.rhythm.reminders.due_soon_days
    with reading(here.engine) as session:
        views = store.task_views(session, here.committee)
    found = [(view, time_state(view.work_state, view.due, view.completed_on, here.today, margin)) for view in views]
    return sorted(found, key=lambda row: (row[1] is not TimeState.OVERDUE, row[0].due is None, row[0].due, row[0].code))


def _standing(view: "TaskView", state: "TimeState", today: date) -> str:
    from tasks_registry.time_state import days_overdue

    late = days_overdue(view.work_state, view.due, today)
    return f"{state.label} {late} ngày" if late else state.label


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


def _export(here: "Installation", only: set[int] | None, out: Path | None) -> None:
    """Write all tasks, or ``only`` those, into the file ``out``, by default as .csv to standard output."""
    from config.database import reading
    from tasks_registry.tables import export

    margin = here.files.rhythm.reminders.due_soon_days
    with reading(here.engine) as session:
        tasks = export.listing(session, here.committee, only, today=here.today, due_soon_days=margin)
        if out is None:
            export.write_csv(tasks, sys.stdout)
        else:
            say(f"Đã xuất {export.write_file(tasks, out)} nhiệm vụ ra {out}.")


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
        task = store.get_task(session, here.committee, code)
        (view,) = store.task_views(session, here.committee, ids=[task.id or 0])
        citations = store.citations_of(session, task.id or 0)
        history = store.history_of(session, "task", task.id or 0)
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

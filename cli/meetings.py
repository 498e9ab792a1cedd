"""Commands on meetings: what is planned, their days and states, and what happened between two sessions."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, remark, say, show_table
from cli.speech import add
from config.clock import parse_day

if TYPE_CHECKING:
    from tasks_registry.due_days import DeadlineMove
    from tasks_registry.meetings.between import TaskCourse
    from tasks_registry.meetings.day import MeetingChange
    from tasks_registry.view import MeetingView

Number = Annotated[int, typer.Argument(metavar="SỐ", help="Số của hội nghị trong dondoc meetings.", show_default=False)]
Reason = Annotated[Optional[str], typer.Option("--reason", help="Lý do.", show_default=False)]  # noqa: UP045


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    add(app, "meetings", meetings, "Danh sách hội nghị, kỳ họp.")
    add(app, "meeting", meeting, "Ấn định hoặc dời ngày một hội nghị; các hạn tính theo hội nghị đổi theo.")
    add(app, "meeting-new", new, "Lập một cuộc họp.")
    add(app, "meeting-state", move_state, "Khai mạc, kết thúc hoặc hoãn một cuộc họp.")
    add(app, "meeting-series", series, "Dự kiến các cuộc họp thường kỳ sắp tới theo rhythm.yaml.")
    add(app, "between", between, "Việc Ban Thường vụ chỉ đạo, giải quyết giữa hai kỳ hội nghị Ban Chấp hành.")


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
        ("Số", "Tên", "Loại", "Ngày", "Trạng thái"),
        ((view.id, view.name, view.kind.label, _when(view), view.state.label) for view in views),
        wide="Tên",
    )


def _when(view: "MeetingView") -> str:
    if view.day is not None:
        return f"{view.day:%d/%m/%Y}"
    if view.window_from is None or view.window_to is None:
        return "chưa ấn định"
    if view.window_from == view.window_to:
        return f"chưa ấn định, dự kiến {view.window_from:%d/%m/%Y}"
    return f"chưa ấn định, {view.window_from:%d/%m/%Y} – {view.window_to:%d/%m/%Y}"


def meeting(
    number: Number,
    day: Annotated[str, typer.Option("--day", metavar="NGÀY", help="Ngày họp, dạng 2026-09-25.", show_default=False)],
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Fix or move the day of a meeting and say exactly which deadlines moved with it."""
    from config.database import reading
    from tasks_registry import store
    from tasks_registry.meetings import runs

    fixed = parse_day(day)
    with opened(home, at) as here:
        change = runs.fix_day(here, number, fixed)
        with reading(here.engine) as session:
            view = store.meeting_view(store.get_meeting(session, here.committee, number))
    if fixed < here.today:
        remark(f"Lưu ý: ngày {fixed:%d/%m/%Y} đã qua.")
    if view.window_from and view.window_to and not view.window_from <= fixed <= view.window_to:
        window = f"{view.window_from:%d/%m/%Y} – {view.window_to:%d/%m/%Y}"
        remark(f"Lưu ý: ngày {fixed:%d/%m/%Y} nằm ngoài khoảng đã biết ({window}).")
    if json:
        print_json([asdict(move) for move in change.moves])
        return
    _show_change(f"Đã ấn định ngày họp; {len(change.moves)} nhiệm vụ đổi hạn", change)


def _show_change(title: str, change: "MeetingChange") -> None:
    show_moves(title, change.moves)
    for step in change.milestones:
        say(f"{step.name}: {_day(step.before)} → {_day(step.after)}")
    if change.people:
        say("Liên quan: " + "; ".join(f"{person.name} ({person.agency_name})" for person in change.people))


def show_moves(title: str, moves: "Sequence[DeadlineMove]") -> None:
    """Print the due days that moved, as a table called ``title``."""
    show_table(
        title,
        ("Mã", "Nhiệm vụ", "Hạn cũ", "Hạn mới"),
        ((move.code, move.title, _day(move.before), _day(move.after)) for move in moves),
        wide="Nhiệm vụ",
    )


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "chưa có"


def new(
    body: Annotated[str, typer.Option("--body", help="BCH, BTV, TT hoặc HDND.", show_default=False)],
    name: Annotated[str, typer.Option("--name", help="Tên cuộc họp.", show_default=False)],
    kind: Annotated[str, typer.Option("--kind", help="regular, extraordinary, extended, thematic.")] = "regular",
    day: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--day", metavar="NGÀY", help="Ngày họp.", show_default=False),
    ] = None,
    first: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--from", metavar="NGÀY", help="Sớm nhất, khi chưa rõ ngày.", show_default=False),
    ] = None,
    last: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--to", metavar="NGÀY", help="Muộn nhất, khi chưa rõ ngày.", show_default=False),
    ] = None,
    ordinal: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--ordinal", help="Lần thứ mấy trong khóa; thường kỳ mới có. Bỏ trống: số kế tiếp."),
    ] = None,
    place: Annotated[Optional[str], typer.Option("--place", help="Địa điểm.", show_default=False)] = None,  # noqa: UP045
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Add a meeting."""
    from config.rhythm import BODIES
    from tasks_registry.errors import Refused
    from tasks_registry.meetings import runs
    from tasks_registry.meetings.arrange import NewMeeting
    from tasks_registry.meetings.states import MeetingKind

    kinds = {one.value: one for one in MeetingKind}
    if body not in BODIES:
        raise Refused(f"Không có cấp họp “{body}”. Các mã: {', '.join(BODIES)}.")
    if kind not in kinds:
        raise Refused(f"Không có loại cuộc họp “{kind}”. Các loại: {', '.join(kinds)}.")
    window = [parse_day(text) if text else None for text in (first, last)]
    wanted = NewMeeting(name, body, kinds[kind], ordinal, window[0] or window[1], window[1] or window[0], place)
    fixed = parse_day(day) if day else None
    with opened(home, at) as here:
        view = runs.add_meeting(here, wanted, fixed)
    if json:
        print_json(asdict(view))
        return
    counted = f", lần thứ {view.ordinal}, khóa {view.term}" if view.ordinal else ""
    say(f"Đã lập cuộc họp số {view.id}: {view.name} ({view.kind.label}{counted}), {view.state.label}.")


def move_state(
    number: Number,
    act: Annotated[str, typer.Argument(metavar="VIỆC", help="open, close, postpone.", show_default=False)],
    reason: Reason = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Perform a named transition on one meeting."""
    from tasks_registry.errors import Refused
    from tasks_registry.meetings import runs
    from tasks_registry.meetings.states import MEETING_TRANSITIONS, MeetingAct

    acts = {one.value: one for one in MeetingAct if one is not MeetingAct.FIX}
    if act not in acts:
        raise Refused(f"Không có việc “{act}”. Các việc: {', '.join(acts)}.")
    with opened(home, at) as here:
        change = runs.move_state(here, number, acts[act], reason)
    say(f"Cuộc họp số {number}: {MEETING_TRANSITIONS[acts[act]].target.label}.")
    if change.before != change.after:
        _show_change(f"{len(change.moves)} nhiệm vụ trở lại hạn tạm tính", change)


def series(
    apply: Annotated[bool, typer.Option("--apply", help="Ghi vào sổ; không có thì chỉ xem trước.")] = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Show the meetings that the series foresee, and add them on request."""
    from tasks_registry.meetings import runs

    with opened(home, at) as here:
        found = runs.plan_series(here) if apply else runs.foreseen_series(here)
        horizon = here.files.rhythm.series_horizon_days
    if json:
        print_json([asdict(one) for one in found])
        return
    verb = "Đã thêm" if apply else "Sẽ thêm"
    show_table(
        f"{verb} {len(found)} cuộc họp thường kỳ trong {horizon} ngày tới",
        ("Cấp", "Tên", "Ngày dự kiến"),
        ((one.body, one.name, _day(one.day)) for one in found),
        wide="Tên",
    )
    if found and not apply:
        say("Chưa ghi gì. Để thêm vào sổ: dondoc meeting-series --apply")


def between(number: Number, home: Home = None, at: At = None, json: Json = False) -> None:
    """List what the standing committee directed and settled before a BCH meeting."""
    from tasks_registry.meetings import runs

    with opened(home, at) as here:
        found = runs.between(here, number).without_secrets()
    if json:
        print_json(asdict(found))
        return
    span = f"từ sau ngày {found.interval.after:%d/%m/%Y} đến ngày {found.interval.until:%d/%m/%Y}"
    say(f"Việc Ban Thường vụ, Thường trực chỉ đạo, giải quyết {span}")
    for held in found.meetings:
        say(f"{_day(held.meeting.day)} – {held.meeting.name}")
        for item in held.items:
            outcome = item.task_state.label if item.task_state else item.state.label
            say(f"  {item.position}. {item.title}: {outcome}")
    show_table(
        f"{len(found.tasks)} nhiệm vụ được giao hoặc hoàn thành trong khoảng này",
        ("Mã", "Nhiệm vụ", "Chủ trì", "Giao", "Kết quả"),
        ((task.code, task.title, task.lead_name, _day(task.assigned_on), _outcome(task)) for task in found.tasks),
        wide="Nhiệm vụ",
    )


def _outcome(task: "TaskCourse") -> str:
    done = f" {task.completed_on:%d/%m/%Y}" if task.completed_on else ""
    return f"{task.work_state.label}{done}"

"""Commands on the working calendar: ``calendar show | off | work | remove | preview | recompute``."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, remark, say, show_table
from cli.speech import add, group
from config.clock import parse_day

if TYPE_CHECKING:
    from tasks_registry.calendar_changes import CalendarEdit, CalendarEffect
    from tasks_registry.due_days import DeadlineMove

Day = Annotated[str, typer.Argument(metavar="NGÀY", help="Ngày, ví dụ 25/9/2026.", show_default=False)]
LastDay = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--to", metavar="NGÀY", help="Ngày cuối, nếu là nhiều ngày liền.", show_default=False),
]
Name = Annotated[str, typer.Option("--name", metavar="TÊN", help="Lý do, ví dụ “Nghỉ hoán đổi dịp Quốc khánh”.")]
Apply = Annotated[bool, typer.Option("--apply", help="Ghi vào sổ và đổi hạn; không có thì chỉ cho xem.")]
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    calendar = group("calendar", "Lịch làm việc: ngày nghỉ, ngày làm bù, và những hạn đổi theo.")
    add(calendar, "show", show, "Xem ngày nghỉ, ngày làm bù, và những hạn dựa vào ngày nghỉ còn dự kiến.")
    add(calendar, "off", off, "Ghi ngày nghỉ; cho xem những hạn đổi theo, --apply mới ghi.")
    add(calendar, "work", work, "Ghi ngày làm bù; cho xem những hạn đổi theo, --apply mới ghi.")
    add(calendar, "remove", remove, "Bỏ ngày đã ghi; cho xem những hạn đổi theo, --apply mới bỏ.")
    add(calendar, "preview", preview, "Xem những hạn khác với lịch và quy tắc hiện nay; không đổi gì.")
    add(calendar, "recompute", recompute, "Tính lại các hạn theo lịch và quy tắc hiện nay; --apply mới đổi.")
    app.add_typer(calendar)


def show(
    first: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--from", metavar="NGÀY", help="Từ ngày (mặc định: đầu năm nay).", show_default=False),
    ] = None,
    last: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--to", metavar="NGÀY", help="Đến ngày (mặc định: hết năm của ngày đầu).", show_default=False),
    ] = None,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """List the days off and the days worked in exchange, with who says so."""
    from tasks_registry import calendar_runs
    from tasks_registry.errors import Refused

    with opened(home, at) as here:
        since = parse_day(first) if first else date(here.today.year, 1, 1)
        until = parse_day(last) if last else date(since.year, 12, 31)
        if until < since:
            raise Refused(f"Ngày cuối {until:%d/%m/%Y} đứng trước ngày đầu {since:%d/%m/%Y}. Hãy đổi lại --from, --to.")
        days = list(here.calendar.marked_days(since, until))
        leaning = calendar_runs.leaning(here, since, until)
    if json:
        print_json(
            {
                "days": [
                    {"day": day, "working": mark.working, "name": mark.name, "source": mark.source.value}
                    | {"expected": mark.expected}
                    for day, mark in days
                ],
                "leaning": [asdict(task) for task in leaning],
            }
        )
        return
    show_table(
        f"Lịch từ {since:%d/%m/%Y} đến {until:%d/%m/%Y}, ngoài thứ Bảy, Chủ nhật",
        ("Ngày", "Thứ", "Làm việc", "Lý do", "Theo"),
        (
            (
                f"{day:%d/%m/%Y}",
                _WEEKDAYS[day.weekday()],
                "làm bù" if mark.working else "nghỉ",
                mark.name + (" (dự kiến)" if mark.expected else ""),
                mark.source.label,
            )
            for day, mark in days
        ),
        wide="Lý do",
    )
    if leaning:
        show_table(
            f"{len(leaning)} nhiệm vụ có hạn dựa vào ngày nghỉ còn dự kiến, có thể phải tính lại",
            ("Mã", "Nhiệm vụ", "Hạn", "Ngày nghỉ"),
            ((task.code, task.title, f"{task.due:%d/%m/%Y}", task.leans_on) for task in leaning),
            wide="Nhiệm vụ",
        )


def off(
    day: Day, name: Name, to: LastDay = None, apply: Apply = False, home: Home = None, at: At = None, json: Json = False
) -> None:
    """Decide that the office is off on a day, or on several in a row."""
    from tasks_registry.calendar_changes import CalendarEdit, DayDecision

    first = parse_day(day)
    _change(CalendarEdit(DayDecision.OFF, first, parse_day(to) if to else first, name), apply, home, at, json)


def work(day: Day, name: Name, apply: Apply = False, home: Home = None, at: At = None, json: Json = False) -> None:
    """Decide that the office works on a day off, in exchange for another."""
    from tasks_registry.calendar_changes import CalendarEdit, DayDecision

    worked = parse_day(day)
    _change(CalendarEdit(DayDecision.WORK, worked, worked, name), apply, home, at, json)


def remove(
    day: Day, to: LastDay = None, apply: Apply = False, home: Home = None, at: At = None, json: Json = False
) -> None:
    """Take back what was decided of a day, or of several in a row."""
    from tasks_registry.calendar_changes import CalendarEdit, DayDecision

    first = parse_day(day)
    _change(CalendarEdit(DayDecision.REMOVE, first, parse_day(to) if to else first), apply, home, at, json)


def _change(edit: "CalendarEdit", apply: bool, home: Home, at: At, json: bool) -> None:
    from tasks_registry import calendar_runs

    with opened(home, at) as here:
        effect = calendar_runs.apply(here, edit) if apply else calendar_runs.preview(here, edit)
    if json:
        print_json({"applied": apply, "people": [asdict(person) for person in effect.people], **asdict(effect)})
        return
    _tell(effect)
    say("Đã ghi vào sổ." if apply else "Chưa ghi gì. Nếu đúng, hãy chạy lại lệnh với --apply.")


def _tell(effect: "CalendarEffect") -> None:
    for change in effect.days:
        weekday = _WEEKDAYS[change.day.weekday()]
        say(f"{change.day:%d/%m/%Y} ({weekday}): {'thành ngày làm việc' if change.works else 'thành ngày nghỉ'}.")
    if not effect.days:
        say("Không ngày nào đổi giữa nghỉ và làm việc.")
    _show_moves(effect.moves)
    for meeting in effect.meetings:
        remark(
            f"Lưu ý: {meeting.name} (số {meeting.id}) đã ấn định ngày {meeting.day:%d/%m/%Y}, nay là ngày nghỉ. "
            f"Hãy dời bằng: dondoc meeting {meeting.id} --day NGÀY"
        )


def preview(home: Home = None, at: At = None, json: Json = False) -> None:
    """Show which due days are not what the present files give."""
    recompute(False, home, at, json)


def recompute(apply: Apply = False, home: Home = None, at: At = None, json: Json = False) -> None:
    """Move the due days that are not what the present files give."""
    from tasks_registry import calendar_runs

    with opened(home, at) as here:
        moves = calendar_runs.recount(here) if apply else calendar_runs.differing(here)
    if json:
        print_json({"applied": apply, "moves": [asdict(move) for move in moves]})
        return
    _show_moves(moves)
    if moves and not apply:
        say("Chưa đổi gì. Muốn đổi, hãy chạy: dondoc calendar recompute --apply")


def _show_moves(moves: "Sequence[DeadlineMove]") -> None:
    from tasks_registry.calendar_changes import concerned

    if not moves:
        say("Không có nhiệm vụ nào đổi hạn.")
        return
    show_table(
        f"{len(moves)} nhiệm vụ đổi hạn",
        ("Mã", "Nhiệm vụ", "Hạn cũ", "Hạn mới", "Người làm"),
        (
            (move.code, move.title, _day(move.before), _day(move.after), move.person.name if move.person else "")
            for move in moves
        ),
        wide="Nhiệm vụ",
    )
    people = concerned(moves)
    say(f"Liên quan {len(people)} người: " + "; ".join(f"{who.name} ({who.agency_name})" for who in people) + ".")
    for move in moves:
        if move.leans_on:
            remark(f"Lưu ý: hạn mới của {move.code} dựa vào ngày nghỉ còn dự kiến: {move.leans_on}.")


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "chưa có"

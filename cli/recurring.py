"""Commands on recurring tasks: ``recur from``, ``add``, ``list``, ``show``, ``edit``, ``stop``, ``resume``, ``run``."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, remark, say, show_table
from cli.speech import add, group
from cli.tasks import Code
from config.clock import parse_day

if TYPE_CHECKING:
    from tasks_registry.models import Recurrence
    from tasks_registry.planning.instances import PlanningRun
    from tasks_registry.planning.series import Series

_SHOWN_DAYS = 5

Text = Optional[str]  # noqa: UP045 Typer reads this at run time
Series_ = Annotated[str, typer.Argument(metavar="MÃ", help="Mã việc định kỳ, ví dụ DK-001.", show_default=False)]
Every = Annotated[
    Text, typer.Option("--every", metavar="NHỊP", help="Nhịp, ví dụ “ngày 15 hằng tháng”.", show_default=False)
]
Cron = Annotated[
    Text,
    typer.Option("--cron", metavar="CRON", help="Nhịp dạng cron, chỉ tính ngày: “0 0 15 * *”.", show_default=False),
]
Lead = Annotated[Text, typer.Option("--lead", help="Cơ quan chủ trì (mã hoặc tên).", show_default=False)]
Officer = Annotated[
    Text, typer.Option("--officer", metavar="THƯ", help="Địa chỉ thư của người phụ trách.", show_default=False)
]
Until = Annotated[Text, typer.Option("--to", metavar="NGÀY", help="Ngày cuối cùng của nhịp.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    recur = group("recur", "Việc định kỳ: mỗi lần đến kỳ là một nhiệm vụ riêng.")
    add(recur, "from", from_task, "Lập việc định kỳ từ một nhiệm vụ đã xác nhận.")
    add(recur, "add", add_new, "Lập một việc định kỳ mới.")
    add(recur, "list", list_all, "Danh sách việc định kỳ.")
    add(recur, "show", show, "Xem một việc định kỳ và các lần sắp tới.")
    add(recur, "edit", edit, "Sửa tên, chủ trì, người phụ trách, nhịp của những lần chưa tạo.")
    add(recur, "stop", stop, "Dừng: không tạo lần mới, nhiệm vụ đã có giữ nguyên.")
    add(recur, "resume", resume, "Chạy tiếp một việc định kỳ đã dừng, kể từ hôm nay.")
    add(recur, "run", run, "Tạo các lần đã đến lúc phải tạo; chạy lại không tạo thêm.")
    app.add_typer(recur)


def from_task(
    code: Code, every: Every = None, cron: Cron = None, until: Until = None, home: Home = None, at: At = None
) -> None:
    """Make a recurring task of a confirmed one, by the rhythm that was read or by a given one."""
    from tasks_registry.planning.recurring import Rhythmic
    from tasks_registry.planning.runs import arranging

    with opened(home, at) as here:
        with arranging(here) as arranger:
            made = arranger.make_from(code, Rhythmic(every, cron), last_day=_day(until))
        _say_made(made, here.today)


def add_new(
    title: Annotated[str, typer.Option("--title", help="Tên việc.", show_default=False)],
    lead: Annotated[str, typer.Option("--lead", help="Cơ quan chủ trì (mã hoặc tên).", show_default=False)],
    every: Every = None,
    cron: Cron = None,
    officer: Officer = None,
    support: Annotated[
        Text, typer.Option("--support", help="Cơ quan phối hợp, cách nhau bằng dấu chấm phẩy.", show_default=False)
    ] = None,
    product: Annotated[Text, typer.Option("--product", help="Sản phẩm.", show_default=False)] = None,
    secret: Annotated[bool, typer.Option("--secret", help="Việc mật: thư và báo cáo chỉ ghi mã.")] = False,
    since: Annotated[
        Text, typer.Option("--from", metavar="NGÀY", help="Ngày đầu của nhịp (mặc định hôm nay).", show_default=False)
    ] = None,
    until: Until = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Set up a recurring task; its instances come with ``recur run``, or by themselves under ``dondoc up``."""
    from tasks_registry.planning.recurring import NewRecurrence, Rhythmic
    from tasks_registry.planning.runs import arranging

    wanted = NewRecurrence(
        title=title,
        lead=lead,
        rhythm=Rhythmic(every, cron),
        officer_email=officer,
        support=tuple(part.strip() for part in (support or "").split(";") if part.strip()),
        product=product,
        secret=secret,
        first_day=_day(since),
        last_day=_day(until),
    )
    with opened(home, at) as here:
        with arranging(here) as arranger:
            made = arranger.add(wanted)
        _say_made(made, here.today)


def list_all(home: Home = None, at: At = None, json: Json = False) -> None:
    """List the recurring tasks with their next day."""
    from config.database import reading
    from tasks_registry import store

    with opened(home, at) as here, reading(here.engine) as session:
        found = store.recurrences(session, here.committee)
        agencies = store.agencies(session, here.committee)
    leads = {id_: agency.code for id_, agency in agencies.items()}
    if json:
        print_json([_plain(one, leads, here.today) for one in found])
        return
    show_table(
        f"{len(found)} việc định kỳ",
        ("Mã", "Việc", "Chủ trì", "Nhịp", "Lần tới"),
        (
            (one.code, one.title, leads.get(one.lead_agency_id or 0), one.phrase or one.cron, _next(one, here.today))
            for one in found
        ),
        wide="Việc",
    )


def show(code: Series_, home: Home = None, at: At = None, json: Json = False) -> None:
    """Show a recurring task, its unfinished instances and its next five days."""
    from config.database import reading
    from tasks_registry import store

    with opened(home, at) as here, reading(here.engine) as session:
        one = store.get_recurrence(session, here.committee, code)
        agencies = store.agencies(session, here.committee)
        pending = store.open_instances(session, one.id or 0)
    leads = {id_: agency.code for id_, agency in agencies.items()}
    if json:
        print_json({**_plain(one, leads, here.today), "open": [{"code": task, "due": due} for task, due in pending]})
        return
    say(f"{one.code}. {one.title}" + ("" if one.active else " (đã dừng)"))
    say(f"  Chủ trì: {leads.get(one.lead_agency_id or 0, 'chưa giao')}")
    say(f"  Nhịp: {one.phrase or one.cron} (cron: {one.cron})")
    say(f"  Từ ngày: {one.first_day:%d/%m/%Y}" + (f", đến ngày {one.last_day:%d/%m/%Y}" if one.last_day else ""))
    if one.active:
        say(f"  Các lần tới: {_days_in_words(_coming(one, here.today))}")
    for task, due in pending:
        say(f"  Đang theo dõi: {task}" + (f", hạn {due:%d/%m/%Y}" if due else ""))


def edit(
    code: Series_,
    title: Annotated[Text, typer.Option("--title", help="Tên việc.", show_default=False)] = None,
    lead: Lead = None,
    officer: Officer = None,
    every: Every = None,
    cron: Cron = None,
    since: Annotated[
        Text, typer.Option("--from", metavar="NGÀY", help="Ngày đầu của nhịp mới.", show_default=False)
    ] = None,
    until: Until = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Change the instances to come; those that exist are edited one by one with ``dondoc edit``."""
    from config.database import reading
    from tasks_registry import store
    from tasks_registry.planning.recurring import RecurrenceEdit, Rhythmic
    from tasks_registry.planning.runs import arranging

    change = RecurrenceEdit(
        title=title,
        lead=lead,
        officer_email=officer,
        rhythm=Rhythmic(every, cron),
        since=_day(since),
        last_day=_day(until),
    )
    with opened(home, at) as here:
        with arranging(here) as arranger:
            changed = arranger.edit(code, change)
        with reading(here.engine) as session:
            pending = store.open_instances(session, changed.id or 0)
    say(f"Đã sửa việc định kỳ {changed.code}. Những lần chưa tạo: {_days_in_words(_uncreated(changed, here.today))}.")
    if pending:
        say(f"Nhiệm vụ đã tạo giữ nguyên: {', '.join(task for task, _ in pending)}.")


def stop(
    code: Series_,
    reason: Annotated[Text, typer.Option("--reason", help="Lý do.", show_default=False)] = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Stop a recurring task."""
    from tasks_registry.planning.runs import arranging

    with opened(home, at) as here, arranging(here) as arranger:
        arranger.stop(code, reason)
    say(f"Đã dừng việc định kỳ {code}; nhiệm vụ đã tạo giữ nguyên.")


def resume(code: Series_, home: Home = None, at: At = None) -> None:
    """Go on with a stopped recurring task; days that passed meanwhile get no task."""
    from tasks_registry.planning.runs import arranging

    with opened(home, at) as here:
        with arranging(here) as arranger:
            resumed = arranger.resume(code)
        say(f"Việc định kỳ {code} chạy tiếp. Các lần tới: {_days_in_words(_coming(resumed, here.today))}.")


def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem sẽ tạo những gì.")] = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Create the instances that are due to be created."""
    from tasks_registry.planning.runs import plan_recurrences, preview_recurrences

    with opened(home, at) as here:
        found = preview_recurrences(here) if dry_run else plan_recurrences(here)
    if json:
        print_json(asdict(found))
        return
    _show_run(found, dry_run=dry_run)


def _show_run(found: "PlanningRun", *, dry_run: bool) -> None:
    show_table(
        f"{'Sẽ tạo' if dry_run else 'Đã tạo'} {len(found.created)} nhiệm vụ",
        ("Định kỳ", "Nhiệm vụ", "Mã", "Hạn"),
        ((one.recurrence, one.title, one.code or "chưa có", f"{one.due:%d/%m/%Y}") for one in found.created),
        wide="Nhiệm vụ",
    )
    for one in found.skipped:
        remark(
            f"Lưu ý: {one.recurrence} ({one.title}) bỏ qua {len(one.days)} lần đã qua quá lâu: "
            f"{_days_in_words(one.days)}. Nếu vẫn cần, hãy lập nhiệm vụ riêng."
        )


def _say_made(made: "Recurrence", today: date) -> None:
    say(f"Đã lập việc định kỳ {made.code}: {made.title}")
    say(f"  Các lần tới: {_days_in_words(_coming(made, today))}. Tạo nhiệm vụ ngay: dondoc recur run")


def _plain(one: "Recurrence", leads: dict[int, str], today: date) -> dict[str, Any]:
    names = ("code", "title", "phrase", "cron", "support", "product", "secret", "first_day", "last_day", "active")
    return {
        **{name: getattr(one, name) for name in names},
        "lead": leads.get(one.lead_agency_id or 0),
        "next": _coming(one, today) if one.active else [],
    }


def _next(one: "Recurrence", today: date) -> str:
    if not one.active:
        return "đã dừng"
    return _days_in_words(_coming(one, today)[:1])


def _coming(one: "Recurrence", today: date) -> list[date]:
    from tasks_registry.planning.series import next_days

    return next_days(_series(one), today, _SHOWN_DAYS)


def _uncreated(one: "Recurrence", today: date) -> list[date]:
    from tasks_registry.planning.series import next_days

    series = _series(one)
    return next_days(series, max(today, series.planned_before + timedelta(days=1)), _SHOWN_DAYS)


def _series(one: "Recurrence") -> "Series":
    from tasks_registry.planning.instances import series_of

    return series_of(one)


def _days_in_words(days: "list[date] | tuple[date, ...]") -> str:
    return ", ".join(f"{day:%d/%m/%Y}" for day in days) or "không còn lần nào"


def _day(text: str | None) -> date | None:
    return parse_day(text) if text is not None else None

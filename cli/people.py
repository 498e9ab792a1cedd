"""Commands on people: ``person list``, ``person absent``, ``person back``, ``person handover``."""

from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import Apply, At, Home, Json, opened
from cli.output import print_json, say, show_table
from cli.speech import add, group
from config.agencies import Access, Role
from config.clock import parse_day

if TYPE_CHECKING:
    from tasks_registry.store import PersonRow

Email = Annotated[str, typer.Argument(metavar="THƯ", help="Địa chỉ thư của người đó.", show_default=False)]
_ROLES = {Role.OFFICER: "đầu mối", Role.HEAD: "đứng đầu", Role.DEPUTY: "cấp phó"}


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    person = group("person", "Cán bộ: danh sách, vắng mặt và người thay mặt, bàn giao.")
    add(person, "list", list_, "Danh sách cán bộ theo cơ quan, kèm ai đang hoặc sắp vắng.")
    add(person, "absent", absent, "Ghi một người vắng mặt; lời nhắc đến người thay mặt.")
    add(person, "back", back, "Ghi người vắng đã trở lại, hoặc bỏ lần vắng sắp tới.")
    add(person, "handover", handover, "Bàn giao việc chưa xong cho người khác; xem trước, chỉ làm khi có --apply.")
    app.add_typer(person)


def list_(
    agency: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--agency", metavar="MÃ", help="Chỉ người của một cơ quan.", show_default=False),
    ] = None,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """List the people of the committee's agencies."""
    from tasks_registry.errors import NotInRegistry
    from tasks_registry.organisation import runs

    with opened(home, at) as here:
        known = {row.code for row in runs.agencies(here)}
        rows = [row for row in runs.people(here) if row.active and agency in (None, row.person.agency_code)]
    if agency is not None and agency not in known:
        raise NotInRegistry(f"Không có cơ quan mã “{agency}”. Hãy xem danh sách bằng: dondoc agency list --all")
    if json:
        print_json([_plain(row) for row in rows])
        return
    show_table(
        f"{len(rows)} người",
        ("Cơ quan", "Họ tên, địa chỉ thư", "Chức vụ", "Vai trò", "Quyền", "Vắng"),
        (
            (
                row.person.agency_code,
                f"{row.person.name} <{row.person.email}>",
                row.position,
                _ROLES[Role(row.role)],
                Access(row.access).label,
                _absence(row),
            )
            for row in rows
        ),
        wide="Họ tên, địa chỉ thư",
    )


def _absence(row: "PersonRow") -> str:
    if row.absent_from is None or row.absent_to is None:
        return ""
    days = f"{row.absent_from:%d/%m/%Y} – {row.absent_to:%d/%m/%Y}"
    return f"{days}, thay mặt: {row.deputy}" if row.deputy else days


def _plain(row: "PersonRow") -> dict[str, object]:
    return {
        "name": row.person.name,
        "email": row.person.email,
        "agency": row.person.agency_code,
        "position": row.position,
        "role": row.role,
        "access": row.access,
        "absent_from": row.absent_from,
        "absent_to": row.absent_to,
        "deputy": row.deputy,
    }


def absent(
    email: Email,
    first: Annotated[str, typer.Option("--from", metavar="NGÀY", help="Ngày vắng đầu tiên.", show_default=False)],
    last: Annotated[str, typer.Option("--to", metavar="NGÀY", help="Ngày vắng cuối cùng.", show_default=False)],
    deputy: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--deputy", metavar="THƯ", help="Người thay mặt (mặc định: người kế tiếp của cơ quan).", show_default=False
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Lý do.", show_default=False)] = "",
    home: Home = None,
    at: At = None,
) -> None:
    """Record that somebody is away, and who stands in."""
    from tasks_registry.organisation import runs

    first_day, last_day = parse_day(first), parse_day(last)
    with opened(home, at) as here:
        runs.record_absence(here, email, first_day, last_day, deputy=deputy, reason=reason)
    say(f"Đã ghi {email} vắng từ {first_day:%d/%m/%Y} đến {last_day:%d/%m/%Y}.")


def back(email: Email, home: Home = None, at: At = None) -> None:
    """Record that somebody is back before the last day, or call off an absence that has not begun."""
    from tasks_registry.organisation import runs

    with opened(home, at) as here:
        begun = runs.end_absence(here, email)
    say(f"Đã ghi {email} trở lại làm việc." if begun else f"Đã bỏ lần vắng của {email}.")


def handover(
    leaver: Annotated[str, typer.Argument(metavar="THƯ", help="Người bàn giao.", show_default=False)],
    to: Annotated[str, typer.Option("--to", metavar="THƯ", help="Người nhận.", show_default=False)],
    apply: Apply = False,
    reason: Annotated[Optional[str], typer.Option("--reason", help="Lý do.", show_default=False)] = None,  # noqa: UP045
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Show which tasks go from one person to another; with ``--apply`` hand them over."""
    from tasks_registry.organisation import runs

    with opened(home, at) as here:
        moved = runs.hand_over(here, leaver, to, reason=reason, apply=apply)
    if json:
        print_json(
            {
                "applied": apply,
                "from": moved.leaver[1],
                "to": moved.taker[1],
                "tasks": [task.code for task in moved.tasks],
                "series": moved.series,
            }
        )
        return
    show_table(
        f"{moved.leaver[0]} bàn giao cho {moved.taker[0]}: {len(moved.tasks)} nhiệm vụ chưa xong",
        ("Mã", "Nhiệm vụ", "Hạn"),
        ((task.code, task.title, f"{task.due:%d/%m/%Y}" if task.due else "") for task in moved.tasks),
        wide="Nhiệm vụ",
    )
    if moved.series:
        say(f"Việc định kỳ: {'; '.join(moved.series)}.")
    say("Đã bàn giao." if apply else "Chưa thay đổi gì. Để thực hiện, chạy lại với --apply.")

"""Commands on agendas: ``agenda list|add|move|withdraw|carry|link`` and ``readiness``."""

from dataclasses import asdict
from typing import Annotated, Optional

import typer

from cli.meetings import Number, Reason, show_moves
from cli.options import At, Home, Json, opened
from cli.output import print_json, say, show_table
from cli.speech import add, group

Item = Annotated[int, typer.Argument(metavar="MỤC", help="Thứ tự của mục trong chương trình.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    agenda = group("agenda", "Chương trình hội nghị.")
    add(agenda, "list", show, "Các mục của chương trình một hội nghị.")
    add(agenda, "add", add_item, "Thêm một mục, gắn nhiệm vụ hoặc có tên và cơ quan chủ trì riêng.")
    add(agenda, "move", move, "Đổi thứ tự một mục.")
    add(agenda, "withdraw", withdraw, "Rút một mục; phải có lý do.")
    add(agenda, "carry", carry, "Lùi một mục sang kỳ họp sau; nhiệm vụ và hạn đổi theo.")
    add(agenda, "link", link, "Gắn nhiệm vụ chuẩn bị cho một mục.")
    app.add_typer(agenda)
    add(app, "readiness", readiness, "Tình hình chuẩn bị một hội nghị: từng mục, tài liệu, đề xuất lùi hoặc rút.")


def show(number: Number, home: Home = None, at: At = None, json: Json = False) -> None:
    """List the items of a meeting's agenda with what became of them."""
    from tasks_registry.meetings import runs

    with opened(home, at) as here:
        items = runs.agenda_of(here, number)
    if json:
        print_json([asdict(item) for item in items])
        return
    show_table(
        f"Chương trình hội nghị số {number}: {len(items)} mục",
        ("Mục", "Nội dung", "Nhiệm vụ", "Chủ trì", "Trạng thái"),
        ((item.position, item.title, item.task_code, item.lead_name, item.state.label) for item in items),
        wide="Nội dung",
    )


def add_item(
    number: Number,
    title: Annotated[Optional[str], typer.Option("--title", help="Tên mục.", show_default=False)] = None,  # noqa: UP045
    task: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--task", metavar="MÃ", help="Nhiệm vụ chuẩn bị cho mục.", show_default=False),
    ] = None,
    lead: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--lead", help="Cơ quan chủ trì của mục không gắn nhiệm vụ.", show_default=False),
    ] = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Add an item at the end of an agenda."""
    from tasks_registry.meetings import agenda, runs

    with opened(home, at) as here, runs.arranging(here) as arranger:
        item, moves = agenda.add_item(arranger, number, title=title, task=task, lead=lead)
    say(f"Mục {item.position}: {item.title}")
    if moves:
        show_moves(f"{len(moves)} nhiệm vụ đổi hạn", moves)


def move(
    number: Number,
    item: Item,
    to: Annotated[int, typer.Option("--to", help="Vị trí mới.", show_default=False)],
    home: Home = None,
    at: At = None,
) -> None:
    """Move an item to another position."""
    from tasks_registry.meetings import agenda, runs

    with opened(home, at) as here, runs.arranging(here) as arranger:
        agenda.move_item(arranger, arranger.item_at(number, item), to)
    say(f"Mục {item} nay là mục {to}.")


def withdraw(number: Number, item: Item, reason: Reason = None, home: Home = None, at: At = None) -> None:
    """Take an item off an agenda."""
    from tasks_registry.meetings import agenda, runs

    with opened(home, at) as here, runs.arranging(here) as arranger:
        gone = agenda.withdraw_item(arranger, arranger.item_at(number, item), reason)
    say(f"Đã rút mục {item}: {gone.title}")


def carry(
    number: Number, item: Item, reason: Reason = None, home: Home = None, at: At = None, json: Json = False
) -> None:
    """Carry an item to the next meeting of the body, with its task."""
    from tasks_registry.meetings import carrying, runs

    with opened(home, at) as here, runs.arranging(here) as arranger:
        carried = carrying.carry_item(arranger, arranger.item_at(number, item), here.today, reason)
    if json:
        print_json(asdict(carried))
        return
    say(f"Đã lùi mục {item} sang {carried.meeting.name} (số {carried.meeting.id}): {carried.title}")
    if carried.moves:
        show_moves(f"{len(carried.moves)} nhiệm vụ đổi hạn", carried.moves)


def link(
    number: Number,
    item: Item,
    task: Annotated[str, typer.Option("--task", metavar="MÃ", help="Mã nhiệm vụ.", show_default=False)],
    home: Home = None,
    at: At = None,
) -> None:
    """Say which task prepares an item."""
    from tasks_registry.meetings import agenda, runs

    with opened(home, at) as here, runs.arranging(here) as arranger:
        moves = agenda.link_task(arranger, arranger.item_at(number, item), task)
    say(f"Mục {item} gắn nhiệm vụ {task}.")
    if moves:
        show_moves(f"{len(moves)} nhiệm vụ đổi hạn", moves)


def readiness(number: Number, home: Home = None, at: At = None, json: Json = False) -> None:
    """Show how ready a meeting is."""
    from tasks_registry.meetings import runs

    with opened(home, at) as here:
        found = runs.readiness_of(here, number)
    if json:
        print_json(asdict(found))
        return
    for step in found.milestones:
        say(f"{step.day:%d/%m/%Y} {step.name}" + (" ← sắp tới" if step.is_next else ""))
    show_table(
        f"{found.meeting.name}: {len(found.items)} mục",
        ("Mục", "Nội dung", "Chủ trì", "Tài liệu", "Còn (ngày)", "Đề xuất"),
        (
            (
                ready.item.position,
                ready.item.title,
                ready.item.lead_name,
                ready.paper.label,
                ready.days_left,
                ready.suggestion.label if ready.suggestion else None,
            )
            for ready in found.items
        ),
        wide="Nội dung",
    )

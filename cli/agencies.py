"""Commands on agencies: ``agency list``, ``agency tree``, ``agency merge``."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Apply, At, Home, Json, opened
from cli.output import print_json, say, show_table
from cli.speech import add, group
from config.clock import parse_day

if TYPE_CHECKING:
    from tasks_registry.organisation.merging import AgencyMerge
    from tasks_registry.store import AgencyRow


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    agency = group("agency", "Cơ quan, đơn vị: danh sách, cây trực thuộc, nhập cơ quan.")
    add(agency, "list", list_, "Danh sách cơ quan; --all: cả những cơ quan đã thôi hoạt động.")
    add(agency, "tree", tree, "Cây các cơ quan trực thuộc nhau.")
    add(agency, "merge", merge, "Nhập cơ quan vào cơ quan kế tục; xem trước, chỉ làm khi có --apply.")
    app.add_typer(agency)


def list_(
    everything: Annotated[bool, typer.Option("--all", help="Cả cơ quan đã thôi hoạt động.")] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """List the agencies of the committee."""
    from tasks_registry.organisation import runs

    with opened(home) as here:
        rows = runs.agencies(here)
    codes = {row.id: row.code for row in rows}
    shown = [row for row in rows if row.active or everything]
    if json:
        print_json([_plain(row, codes) for row in shown])
        return
    show_table(
        f"{len(shown)} cơ quan",
        ("Mã", "Tên", "Viết tắt", "Trực thuộc", "Tình trạng"),
        ((row.code, row.name, row.abbreviation, codes.get(row.parent_id or 0), _standing(row, codes)) for row in shown),
        wide="Tên",
    )


def _plain(row: "AgencyRow", codes: dict[int, str]) -> dict[str, object]:
    facts = asdict(row)
    parent, successor = facts.pop("parent_id"), facts.pop("successor_id")
    del facts["id"]
    return {**facts, "parent": codes.get(parent), "successor": codes.get(successor)}


def _standing(row: "AgencyRow", codes: dict[int, str]) -> str:
    if row.active and row.valid_to is None:
        return ""  # the ordinary case needs no word
    words = "đang hoạt động" if row.active else "thôi hoạt động"
    if row.valid_to is not None:
        words += f", đến {row.valid_to:%d/%m/%Y}"
    return words + (f", kế tục: {codes[row.successor_id]}" if row.successor_id is not None else "")


def tree(home: Home = None) -> None:
    """Show the agencies under each other."""
    from tasks_registry.organisation import runs
    from tasks_registry.organisation.tree import under_each_other

    with opened(home) as here:
        say(here.files.office.name)
        for depth, row in under_each_other(runs.agencies(here)):
            say(f"{'  ' * (depth + 1)}{row.code}  {row.name}")


def merge(
    codes: Annotated[list[str], typer.Argument(metavar="MÃ…", help="Các cơ quan được nhập.", show_default=False)],
    into: Annotated[str, typer.Option("--into", metavar="MÃ", help="Cơ quan kế tục.", show_default=False)],
    from_day: Annotated[
        str, typer.Option("--from", metavar="NGÀY", help="Ngày cơ quan kế tục nhận việc.", show_default=False)
    ],
    apply: Apply = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Show what a merge of agencies moves; with ``--apply`` move it."""
    from tasks_registry.organisation import runs

    with opened(home, at) as here:
        moved = runs.merge(here, codes, into, parse_day(from_day), apply=apply)
    if json:
        print_json(_merge_plain(moved, apply))
        return
    sources = ", ".join(source.code for source in moved.sources)
    title = f"{sources} nhập vào {moved.into.code} từ ngày {moved.from_day:%d/%m/%Y}"
    show_table(
        f"{title}: {len(moved.tasks)} nhiệm vụ chưa xong",
        ("Mã", "Nhiệm vụ", "Hạn", "Chuyển"),
        (
            (
                one.task.code,
                one.task.title,
                f"{one.task.due:%d/%m/%Y}" if one.task.due else "",
                "chủ trì" if one.lead else "phối hợp",
            )
            for one in moved.tasks
        ),
        wide="Nhiệm vụ",
    )
    for what, names in (
        ("Người chuyển sang cơ quan kế tục", moved.people),
        ("Mục chương trình hội nghị", moved.agenda),
        ("Việc định kỳ", moved.series),
        ("Cần báo cho", [f"{person.name} <{person.email}>" for person in moved.concerned]),
    ):
        if names:
            say(f"{what}: {'; '.join(names)}.")
    say("Đã nhập cơ quan." if apply else "Chưa thay đổi gì. Để thực hiện, chạy lại với --apply.")


def _merge_plain(moved: "AgencyMerge", applied: bool) -> dict[str, object]:
    return {
        "applied": applied,
        "from": [source.code for source in moved.sources],
        "into": moved.into.code,
        "from_day": moved.from_day,
        "tasks": [{"task": one.task.code, "lead": one.lead, "support": one.support} for one in moved.tasks],
        "people": moved.people,
        "agenda": moved.agenda,
        "series": moved.series,
        "concerned": [person.email for person in moved.concerned],
    }

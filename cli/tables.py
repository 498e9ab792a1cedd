"""The command on tables of tasks: ``import-table``."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.documents import NEXT_STEP
from cli.options import At, Home, Json, opened
from cli.output import print_json, progress, remark, say
from cli.speech import add

if TYPE_CHECKING:
    from tasks_registry.tables.runs import TableImport

_SHOWN = 50
"""Faults and remarks that are printed; ``--json`` holds all."""
_STAGES = {"check": "Đang kiểm tra", "write": "Đang ghi vào sổ"}


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    add(app, "import-table", import_table, "Đưa một bảng nhiệm vụ (.xlsx, .csv) vào sổ.")


def import_table(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Bảng nhiệm vụ, .xlsx hoặc .csv.", show_default=False)],
    period: Annotated[
        Optional[str],  # noqa: UP045 Typer reads this at run time
        typer.Option("--period", metavar="KỲ", help="Kỳ của các nhiệm vụ mới, ví dụ 2026-Q3.", show_default=False),
    ] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Bỏ qua các hàng có lỗi, nhập các hàng khác.")] = False,
    create_missing: Annotated[
        bool, typer.Option("--create-missing", help="Thêm cơ quan, cán bộ chưa có trong danh bạ.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ nói sẽ làm gì, không ghi.")] = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Import a table of tasks: all of it, or nothing when a row has a fault, unless bad rows are to be skipped."""
    from tasks_registry.errors import Refused
    from tasks_registry.tables import runs

    choices = runs.Choices(period, skip_bad, create_missing, dry_run)
    with opened(home, at) as here, progress() as bar:
        jobs = {stage: bar.add_task(words, total=None, visible=False) for stage, words in _STAGES.items()}

        def advance(stage: str, rows: int) -> None:
            bar.update(jobs[stage], advance=rows, visible=True)

        run = runs.import_table(here, file, choices, advance)
        held = here.files.rhythm.reminders.hold_after_import
    if json:
        print_json(_plain(run, dry_run=dry_run))
    else:
        _show(run, file.name, dry_run=dry_run)
        if held and run.outcome.added and not dry_run:
            say(NEXT_STEP)
    if run.refused and run.table is not None:
        raise Refused(
            f"{run.table.bad_rows}/{run.table.rows} hàng của tệp {file.name} có lỗi nên chưa nhập gì. Hãy sửa các hàng "
            "này rồi nhập lại, hoặc dùng --skip-bad để chỉ nhập các hàng đúng."
        )


def _plain(run: "TableImport", *, dry_run: bool) -> dict[str, object]:
    table, outcome = run.table, run.outcome
    return {
        "document": outcome.document_id,
        "known": run.known,
        "dry_run": dry_run,
        "rows": table.rows if table else 0,
        "added": outcome.added,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "skipped": table.bad_rows if table else 0,
        "first_code": outcome.first_code,
        "last_code": outcome.last_code,
        "agencies": [{"code": one.code, "name": one.name} for one in table.new_agencies] if table else [],
        "people": [{"email": email, "agency": code} for email, code in table.new_people] if table else [],
        "warnings": list(table.remarks) if table else [],
        "errors": [asdict(error) for error in table.errors] if table else [],
    }


def _show(run: "TableImport", name: str, *, dry_run: bool) -> None:
    if run.known or run.table is None:
        say(f"Tệp {name} đã được nhập từ trước: không thêm gì.")
        return
    table, outcome = run.table, run.outcome
    _list([error.sentence for error in table.errors], "lỗi", remark)
    _list([f"Lưu ý: {sentence}" for sentence in table.remarks], "lưu ý", remark)
    if run.refused:
        return
    added = f"{'Sẽ thêm' if dry_run else 'Đã thêm'} {outcome.added} nhiệm vụ"
    codes = f" (mã {outcome.first_code} đến {outcome.last_code})" if outcome.added > 1 and outcome.first_code else ""
    say(f"{added}{codes}, {'sẽ sửa' if dry_run else 'sửa'} {outcome.updated}, giữ nguyên {outcome.unchanged}.")
    if table.new_agencies:
        names = "; ".join(f"{one.name} ({one.code})" for one in table.new_agencies)
        say(f"Cơ quan {'sẽ được ' if dry_run else ''}thêm vào danh bạ: {names}.")
    if table.new_people:
        say(f"Cán bộ {'sẽ được ' if dry_run else ''}thêm vào danh bạ: {'; '.join(who for who, _ in table.new_people)}.")
    if table.errors:
        say(f"Bỏ qua {table.bad_rows} hàng có lỗi. Hãy sửa các hàng đó trong một tệp riêng rồi nhập tệp ấy.")


def _list(sentences: list[str], what: str, tell: Callable[[str], None]) -> None:
    for sentence in sentences[:_SHOWN]:
        tell(sentence)
    if len(sentences) > _SHOWN:
        tell(f"… và {len(sentences) - _SHOWN} {what} nữa; xem đủ với --json.")

"""Commands on documents: ``read`` proposes, ``import`` stores."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import At, Home, Json, instant, opened, settings_of
from cli.output import print_json, print_json_line, progress, remark, say, show_table
from cli.speech import add
from config.errors import DondocError

if TYPE_CHECKING:
    from config.office_files import OfficeFiles
    from config.rhythm import Rhythm
    from tasks_registry.calendar import WorkingCalendar
    from tasks_registry.intake import ImportResult
    from tasks_registry.reading.model import Reading

File = Annotated[
    Path, typer.Argument(metavar="TỆP", help="Văn bản cần đọc (.docx, .pdf, ảnh, .xlsx, .txt…).", show_default=False)
]
NEXT_STEP = "Lời nhắc đầu tiên chờ anh/chị xem: dondoc release"
"""What the office does after an import."""


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    add(app, "read", read, "Đọc một văn bản và đề xuất nhiệm vụ; không ghi gì.")
    add(app, "import", import_, "Đọc một văn bản và đưa các nhiệm vụ vào sổ.")


def read(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="TỆP…", help="Văn bản hoặc thư mục văn bản cần đọc.", show_default=False),
    ],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Mỗi văn bản một dòng JSON.")] = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Print what documents commit to; writes nothing and needs no database. A bad one does not stop the others."""
    from config.office_files import load_office_files
    from tasks_registry.errors import Refused
    from tasks_registry.reading.reader import document_files, read_document

    settings = settings_of(home)
    office = load_office_files(settings.home, settings.zone, instant(at, settings))
    paths = document_files(files)
    if json and len(paths) != 1:
        raise Refused("--json chỉ dành cho một văn bản. Với nhiều văn bản hãy dùng --jsonl.")
    failures: list[str] = []
    with progress() as bar:
        job = bar.add_task("Đang đọc", total=len(paths), visible=len(paths) > 1)
        for path in paths:
            try:
                reading = read_document(path, office.directory.agencies)
            except DondocError as error:
                if len(paths) == 1:
                    raise
                failures.append(str(error))
            else:
                _print(path, reading, office, json=json, jsonl=jsonl)
            bar.advance(job)
    if failures:
        raise Refused(
            f"{len(failures)}/{len(paths)} văn bản không đọc được:\n" + "\n".join(f"- {one}" for one in failures)
        )


def _print(path: Path, reading: "Reading", office: "OfficeFiles", *, json: bool, jsonl: bool) -> None:
    from tasks_registry.calendar import WorkingCalendar
    from tasks_registry.reading.contract import as_json

    due_days = _due_days(reading, WorkingCalendar.from_file(office.calendar), office.rhythm)
    dues = dict(zip(map(id, reading.tasks), due_days, strict=True))
    if json or jsonl:
        document = as_json(reading, lambda task: dues[id(task)])
        if json:
            print_json(document)
        else:
            print_json_line({"file": str(path), **document})
        return
    _show(reading, list(dues.values()))
    for warning in reading.warnings:
        remark(f"Lưu ý: {warning.text}")


def _due_days(reading: "Reading", calendar: "WorkingCalendar", rhythm: "Rhythm") -> "list[date | None]":
    """Return the day on which each task falls due while its meeting has no day yet."""
    from tasks_registry.deadlines import default_term, due_day, proposed

    issued_on = reading.document.issued_on
    read = (task.deadline or default_term(task.kind, issued_on, rhythm.deadlines) for task in reading.tasks)
    return [due_day(proposed(deadline), None, calendar, rhythm) for deadline in read]


def import_(
    file: File,
    accept: Annotated[bool, typer.Option("--accept", help="Xác nhận luôn mọi đề xuất thay vì để ở dạng nháp.")] = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Store the proposals of a document; the same document twice adds nothing."""
    from tasks_registry import runs

    with opened(home, at) as here:
        run = runs.import_file(here, file, accept=accept)
        held = here.files.rhythm.reminders.hold_after_import
    result = run.result
    if json:
        print_json(
            {
                "document": result.document_id,
                "known": result.known,
                "corrects": result.corrects,
                "tasks": result.tasks,
                "drafts": result.drafts,
                "meetings": result.meetings,
                "without_lead": result.without_lead,
                "same": result.same,
                "changed": [asdict(change) for change in result.changed],
                "gone": [asdict(gone) for gone in result.gone],
                "warnings": [{"code": warning.code, "text": warning.text} for warning in run.reading.warnings],
            }
        )
        return
    if result.known:
        say(f"Văn bản “{file.name}” đã có trong sổ từ trước: không thêm gì.")
        return
    _show(run.reading, _due_days(run.reading, here.calendar, here.files.rhythm))
    if result.corrects is not None:
        _show_differences(result)
    state = "đã xác nhận" if accept else "ở dạng nháp"
    say(f"Đã đưa {result.tasks} nhiệm vụ ({state}) và {result.meetings} hội nghị vào sổ.")
    if result.without_lead:
        say(
            f"{result.without_lead} nhiệm vụ chưa rõ cơ quan chủ trì: văn phòng sẽ nhận nhắc việc của các nhiệm vụ này."
        )
    if accept and held and result.tasks:
        say(NEXT_STEP)
    for warning in run.reading.warnings:
        remark(f"Lưu ý: {warning.text}")


def _show_differences(result: "ImportResult") -> None:
    """Show how a corrected version differs from the former one."""
    say(f"Đây là bản sửa của một văn bản đã có: {result.same} nhiệm vụ giữ nguyên.")
    rows = [("thêm", code, "", "") for code in result.codes]
    rows += [
        ("sửa" if change.applied else "khác, chưa sửa", change.code, change.before, change.after)
        for change in result.changed
    ]
    rows += [("bỏ" if gone.withdrawn else "không còn, chưa bỏ", gone.code, gone.title, "") for gone in result.gone]
    if rows:
        show_table("Khác bản trước", ("Thay đổi", "Mã", "Bản trước", "Bản mới"), rows, wide="Bản mới")
    if any(not change.applied for change in result.changed) or any(not gone.withdrawn for gone in result.gone):
        remark("Việc đang theo dõi không tự đổi: hãy dùng dondoc edit hoặc dondoc drop, hoặc nhập lại với --accept.")


def _show(reading: "Reading", due_days: list[date | None]) -> None:
    head = reading.document
    show_table(
        f"{head.title or 'Văn bản'} – {len(reading.tasks)} nhiệm vụ",
        ("Số", "Nhiệm vụ", "Chủ trì", "Hạn", "Tin cậy"),
        (
            (
                task.number or task.heading,
                task.title,
                task.lead_proposed or "; ".join(task.lead),
                f"{due:%d/%m/%Y}" if due else (task.deadline.text if task.deadline else ""),
                f"{task.confidence:.0%}",
            )
            for task, due in zip(reading.tasks, due_days, strict=True)
        ),
        wide="Nhiệm vụ",
    )

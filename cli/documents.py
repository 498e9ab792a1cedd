"""Commands on documents: ``read`` proposes, ``import`` stores."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import At, Home, Json, instant, opened, settings_of
from cli.output import print_json, remark, say, show_table
from cli.speech import add

if TYPE_CHECKING:
    from tasks_registry.reading.model import Reading, TaskProposal

File = Annotated[Path, typer.Argument(metavar="TỆP", help="Văn bản cần đọc (.docx hoặc .txt).", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    add(app, "read", read, "Đọc một văn bản và đề xuất nhiệm vụ; không ghi gì.")
    add(app, "import", import_, "Đọc một văn bản và đưa các nhiệm vụ vào sổ.")


def read(file: File, home: Home = None, at: At = None, json: Json = False) -> None:
    """Print what the document commits to; writes nothing and needs no database."""
    from config.office import load_office_files
    from tasks_registry.calendar import WorkingCalendar
    from tasks_registry.deadlines import Deadline, due_day
    from tasks_registry.reading.contract import as_json
    from tasks_registry.reading.reader import read_document

    settings = settings_of(home)
    files = load_office_files(settings.home, settings.zone, instant(at, settings))
    calendar = WorkingCalendar.from_file(files.calendar)
    reading = read_document(file, files.directory.agencies)

    def due(proposal: "TaskProposal") -> date | None:
        deadline = proposal.deadline
        return due_day(
            Deadline(deadline.rule, deadline.to, deadline.before) if deadline else None, None, calendar, files.rhythm
        )

    if json:
        print_json(as_json(reading, due))
        return
    _show(reading, due_days=[due(task) for task in reading.tasks])


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
    result = run.result
    if json:
        print_json(
            {
                "document": result.document_id,
                "known": result.known,
                "tasks": result.tasks,
                "drafts": result.drafts,
                "meetings": result.meetings,
                "without_lead": result.without_lead,
                "warnings": [{"code": warning.code, "text": warning.text} for warning in run.reading.warnings],
            }
        )
        return
    if result.known:
        say(f"Văn bản “{file.name}” đã có trong sổ từ trước: không thêm gì.")
        return
    state = "đã xác nhận" if accept else "ở dạng nháp"
    say(f"Đã đưa {result.tasks} nhiệm vụ ({state}) và {result.meetings} hội nghị vào sổ.")
    if result.without_lead:
        say(
            f"{result.without_lead} nhiệm vụ chưa rõ cơ quan chủ trì: văn phòng sẽ nhận nhắc việc của các nhiệm vụ này."
        )
    for warning in run.reading.warnings:
        remark(f"Lưu ý: {warning.text}")


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
    for warning in reading.warnings:
        remark(f"Lưu ý: {warning.text}")

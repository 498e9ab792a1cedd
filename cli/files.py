"""Commands on documents kept and files attached: ``documents``, ``document``, ``attach``, ``attachments``, …"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, say, show_table
from cli.speech import add

if TYPE_CHECKING:
    from tasks_registry.store import TaskHit

Target = Annotated[
    str,
    typer.Argument(
        metavar="MÃ", help="Mã nhiệm vụ, hoặc meeting:SỐ (hội nghị), document:SỐ (văn bản).", show_default=False
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    add(app, "documents", documents, "Danh sách văn bản đã nhập, mỗi văn bản bao nhiêu nhiệm vụ.")
    add(app, "document", document, "Xem một văn bản và các nhiệm vụ dựa vào văn bản ấy.")
    add(app, "attach", attach, "Đính kèm một tệp vào nhiệm vụ, hội nghị hoặc văn bản.")
    add(app, "attachments", attachments, "Danh sách tệp đính kèm.")
    add(app, "attachment", attachment, "Lấy một tệp đính kèm ra.")


def documents(home: Home = None, json: Json = False) -> None:
    """List the imported documents, the newest first."""
    from config.database import reading
    from tasks_registry.documents.resting import list_documents
    from tasks_registry.documents.versions import own_term

    with opened(home) as here, reading(here.engine) as session:
        listed = list_documents(session, here.committee, own_term(here.files.office), here.actor)
    if json:
        print_json([{**asdict(one.document), "citing": one.citing} for one in listed])
        return
    show_table(
        f"{len(listed)} văn bản",
        ("Số thứ tự", "Số, ký hiệu", "Văn bản", "Ngày", "Nhiệm vụ", "Được dẫn"),
        (
            (
                one.document.id,
                one.document.number or "dự thảo",
                one.document.title or one.document.file_name,
                f"{one.document.issued_on:%d/%m/%Y}" if one.document.issued_on else "",
                one.document.tasks,
                one.citing,
            )
            for one in listed
        ),
        wide="Văn bản",
    )


def document(
    number: Annotated[
        str,
        typer.Argument(
            metavar="SỐ", help="Số, ký hiệu (46-NQ/TW) hoặc số thứ tự trong dondoc documents.", show_default=False
        ),
    ],
    home: Home = None,
    json: Json = False,
) -> None:
    """Show one document with the tasks read from it and the tasks that cite it."""
    from config.database import reading
    from tasks_registry.documents.resting import document_tasks
    from tasks_registry.documents.versions import own_term

    with opened(home) as here, reading(here.engine) as session:
        found = document_tasks(session, here.committee, number, own_term(here.files.office), here.actor)
    if json:
        print_json(
            {
                "document": asdict(found.document) if found.document else None,
                "tasks": [_plain(hit) for hit in found.read],
                "citing": [_plain(hit) for hit in found.citing],
            }
        )
        return
    say(f"{found.label}: {found.document.title or found.document.file_name}" if found.document else found.label)
    if found.document is None:
        say("Văn bản này chưa được nhập vào sổ; dưới đây là các nhiệm vụ dẫn văn bản ấy.")
    elif found.document.supersedes_id is not None:
        say(f"Bản sửa của văn bản số thứ tự {found.document.supersedes_id}.")
    _show_tasks("nhiệm vụ đọc từ văn bản này", found.read)
    _show_tasks("nhiệm vụ dẫn văn bản này", found.citing)


def _plain(hit: "TaskHit") -> dict[str, object]:
    return {
        "code": hit.code, "title": hit.title, "lead": hit.lead_code, "due": hit.due, "state": hit.work_state.value,
    }  # fmt: skip


def _show_tasks(what: str, tasks: "Sequence[TaskHit]") -> None:
    if not tasks:
        return
    show_table(
        f"{len(tasks)} {what}",
        ("Mã", "Nhiệm vụ", "Chủ trì", "Hạn", "Trạng thái"),
        (
            (hit.code, hit.title, hit.lead_code, f"{hit.due:%d/%m/%Y}" if hit.due else "", hit.work_state.label)
            for hit in tasks
        ),
        wide="Nhiệm vụ",
    )


def attach(
    target: Target,
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp cần đính kèm.", show_default=False)],
    name: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--name", metavar="TÊN", help="Tên khác cho tệp, có đuôi.", show_default=False),
    ] = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="Tệp là minh chứng kết quả của nhiệm vụ.")] = False,
    home: Home = None,
    at: At = None,
) -> None:
    """Attach a file; the same content twice is kept once."""
    from tasks_registry.documents.runs import attach_file

    with opened(home, at) as here:
        attached = attach_file(here, target, file, name=name, evidence=evidence)
    say(f"Tệp đính kèm số {attached.id} của {target}: {attached.name}" + (" (minh chứng)." if evidence else "."))


def attachments(target: Target, home: Home = None, json: Json = False) -> None:
    """List the files at a task, meeting or document."""
    from config.database import reading
    from tasks_registry.documents.attachments import attachments_of

    with opened(home) as here, reading(here.engine) as session:
        listed = attachments_of(session, here.committee, target, here.actor)
        zone = here.settings.zone
    if json:
        print_json([{**asdict(one), "attached_at": one.attached_at.isoformat()} for one in listed])
        return
    show_table(
        f"{len(listed)} tệp đính kèm của {target}",
        ("Số", "Tên tệp", "Cỡ (KB)", "Người đính kèm", "Lúc"),
        (
            (one.id, one.name, -(-one.size // 1024), one.attached_by, f"{one.attached_at.astimezone(zone):%d/%m/%Y}")
            for one in listed
        ),
        wide="Tên tệp",
    )


def attachment(
    number: Annotated[
        int, typer.Argument(metavar="SỐ", min=1, help="Số của tệp trong dondoc attachments.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", metavar="TỆP", help="Nơi ghi tệp.", show_default=False)],
    home: Home = None,
) -> None:
    """Write an attachment to a file, after proving that it is what was attached."""
    from tasks_registry.documents.runs import fetch_file

    with opened(home) as here:
        fetched = fetch_file(here, number, out)
    say(f"Đã ghi {fetched.name} vào {out}.")

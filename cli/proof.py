"""The command on proof of chasing: ``proof``."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, remark, say
from cli.speech import add
from cli.tasks import Code

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from notifications.proof import Proof
    from tasks_registry.installation import Installation

_SCANNERS = (
    "Phần mềm quét thư của máy chủ nhận cũng tự mở đường dẫn, nên một lần mở chưa chắc là người nhận đã đọc; "
    "câu trả lời thì do người nhận bấm gửi."
)


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    add(
        app, "proof", proof, "Chứng cứ đôn đốc một nhiệm vụ: đã nhắc ai, bằng gì, kết quả, trả lời; xuất thành phụ lục."
    )


def proof(
    code: Code,
    out: Annotated[
        Optional[Path],  # noqa: UP045 Typer reads this at run time
        typer.Option("--out", metavar="TỆP", help="Xuất phụ lục ra tệp .docx, .xlsx hoặc .csv.", show_default=False),
    ] = None,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Show everything that was done to chase one task, or write it as an annex."""
    from notifications.proof_runs import proof_of

    with opened(home, at) as here:
        found = proof_of(here, code)
        zone = here.settings.zone
        if out is not None:
            _write(here, found, out)
    if json:
        print_json({**asdict(found), "lines": [_line_json(line, zone) for line in asdict(found)["lines"]]})
    elif out is not None:
        say(f"Phụ lục: {out}")
    else:
        _show(found, zone)


def _line_json(line: dict[str, object], zone: "ZoneInfo") -> dict[str, object]:
    from datetime import datetime

    at = line["at"]
    assert isinstance(at, datetime)
    return {**line, "at": at.astimezone(zone).isoformat(timespec="seconds")}


def _facts(found: "Proof") -> tuple[tuple[str, str], ...]:
    def day(value: "date | None") -> str:
        return f"{value:%d/%m/%Y}" if value is not None else ""

    told = f"{found.messages} lần"
    if found.first_told is not None:
        told += f", từ ngày {day(found.first_told)} đến ngày {day(found.last_told)}"
    silence = ""
    if found.silent_since is not None:
        silence = f"{found.silent_days} ngày làm việc, kể từ ngày {day(found.silent_since)}"
    return (
        ("Nhiệm vụ", found.title),
        ("Cơ quan chủ trì", found.lead or "chưa xác định"),
        ("Người phụ trách", found.officer or ""),
        ("Hạn", day(found.due) or "chưa xác định"),
        ("Hạn ban đầu", day(found.original_due) if found.original_due != found.due else ""),
        ("Trạng thái", found.state),
        ("Đã nhắc", told),
        ("Mở đường dẫn, trả lời", f"{found.visits} lần mở, {found.answers} câu trả lời"),
        ("Không có báo cáo, trả lời", silence),
    )


def _show(found: "Proof", zone: "ZoneInfo") -> None:
    say(f"Quá trình đôn đốc nhiệm vụ {found.code}")
    for label, value in _facts(found):
        if value:
            say(f"  {label}: {value}")
    if not found.lines:
        say("  Chưa có lần nhắc nào.")
    for line in found.lines:
        way = f", {line.way}" if line.way else ""
        say(f"  {line.at.astimezone(zone):%H:%M %d/%m/%Y} {line.what} – {line.who}{way}")
        for result in line.results:
            say(f"      {result}")
    if found.visits:
        remark(_SCANNERS)


def _write(here: "Installation", found: "Proof", out: Path) -> None:
    from reports.chasing.annex import write_annex
    from reports.chasing.annex_content import chasing_annex
    from reports.templates_in_use import templates_of

    office, zone = here.files.office, here.settings.zone
    annex = chasing_annex(
        code=found.code,
        facts=_facts(found),
        rows=tuple(
            (
                f"{line.at.astimezone(zone):%H:%M %d/%m/%Y}",
                line.what,
                line.who,
                line.way,
                "; ".join(line.results),
            )
            for line in found.lines
        ),
        remarks=(_SCANNERS,) if found.visits else (),
        office=office,
        as_of=here.today,
    )
    write_annex(out, annex, office, here.now, templates_of(here.settings.home))

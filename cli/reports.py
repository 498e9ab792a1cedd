"""Commands that write reports: ``report meeting``, ``report summary``; the others have modules of their own."""

from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli import (
    report_agenda,
    report_all,
    report_assignment,
    report_facts,
    report_period,
    report_urge,
    report_versions,
)
from cli.options import At, Home, Json, opened
from cli.output import err, print_json, say
from cli.report_options import Final, IssuedNumber, Out, Pdf, issue_of, say_files
from cli.speech import add, group

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from reports.versions.making import Made

Number = Annotated[int, typer.Argument(metavar="SỐ", help="Số của hội nghị trong dondoc meetings.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    reports = group("report", "Soạn báo cáo (.docx, .xlsx, .pdf).")
    add(reports, "meeting", meeting, "Báo cáo tình hình thực hiện nhiệm vụ phục vụ một hội nghị.")
    add(reports, "summary", summary, "Tóm tắt một trang, có biểu đồ, cho Thường trực trước hội nghị.")
    report_agenda.register(reports)
    report_all.register(reports)
    report_assignment.register(reports)
    report_facts.register(reports)
    report_period.register(reports)
    report_urge.register(reports)
    report_versions.register(reports)
    app.add_typer(reports)


def meeting(
    meeting: Number,
    final: Final = False,
    number: IssuedNumber = None,
    version: Annotated[
        Optional[int],  # noqa: UP045 Typer reads this at run time
        typer.Option("--version", metavar="N", min=1, help="Lấy lại tệp của bản số N từ kho; không lập bản mới."),
    ] = None,
    out: Out = None,
    pdf: Pdf = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Make a version of the status report for a meeting, unless it would read as the last one; or copy a former one."""
    from reports.versions import runs
    from tasks_registry.errors import Refused

    if version is not None and (final or number is not None):
        raise Refused("--version lấy lại một bản đã lập nguyên như cũ, nên không dùng cùng --final hay --number.")
    with opened(home, at) as here, err.status("Đang soạn báo cáo…"):
        if version is not None:
            made = runs.copy_again(here, meeting, version, out, with_pdf=pdf)
        else:
            made = runs.make_by_hand(here, meeting, out, issue=issue_of(here, final, number), with_pdf=pdf)
    _show(made, copied=version is not None, zone=here.settings.zone, json=json)


def _show(made: "Made", *, copied: bool, zone: "ZoneInfo", json: bool) -> None:
    version = made.version
    if json:
        paths = {ending: str(path) for ending, path in made.paths.items()}
        print_json({"version": version.number, "new": made.new, **paths})
        return
    named = f"bản số {version.number} ({version.made_by} lập lúc {version.made_at.astimezone(zone):%H:%M %d/%m/%Y})"
    if made.new:
        say(f"Đã lập bản số {version.number}.")
    elif copied:
        say(f"Đã lấy từ kho {named}; không lập bản mới.")
    else:
        say(f"Không có gì thay đổi từ {named}; không lập bản mới.")
    say_files(made.paths)


def summary(
    number: Number, out: Out = None, pdf: Pdf = False, home: Home = None, at: At = None, json: Json = False
) -> None:
    """Write the one-page summary for a meeting."""
    from reports.meeting import runs

    with opened(home, at) as here, err.status("Đang soạn bản tóm tắt…"):
        files = runs.summarise_meeting(here, number, out or runs.report_folder(here), with_pdf=pdf)
    if json:
        print_json({ending: str(path) for ending, path in files.items()})
        return
    for path in files.values():
        say(f"Tóm tắt: {path}")

"""Commands that write reports: ``report meeting``, ``report summary``; the others have modules of their own."""

from typing import Annotated

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
from cli.report_options import Final, IssuedNumber, Out, Pdf, issue_of
from cli.speech import add, group

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
    out: Out = None,
    pdf: Pdf = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Make a version of the status report for a meeting, unless it would read as the last one."""
    from reports.versions import runs

    with opened(home, at) as here, err.status("Đang soạn báo cáo…"):
        made = runs.make_by_hand(here, meeting, out, issue=issue_of(here, final, number), with_pdf=pdf)
    version = made.version
    if json:
        paths = {ending: str(path) for ending, path in made.paths.items()}
        print_json({"version": version.number, "new": made.new, **paths})
        return
    if made.new:
        say(f"Đã lập bản số {version.number}.")
    else:
        made_at = version.made_at.astimezone(here.settings.zone)
        say(
            f"Không có gì thay đổi từ bản số {version.number} ({version.made_by} lập lúc {made_at:%H:%M %d/%m/%Y}); "
            "không lập bản mới."
        )
    for ending, label in (("docx", "Báo cáo"), ("xlsx", "Bảng"), ("pdf", "PDF")):
        if ending in made.paths:
            say(f"{label + ':':<9}{made.paths[ending]}")


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

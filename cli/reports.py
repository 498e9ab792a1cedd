"""Commands that write reports: ``report meeting``, ``report summary``; the others have modules of their own."""

from typing import Annotated

import typer

from cli import report_facts, report_period
from cli.options import At, Home, Json, opened
from cli.output import err, print_json, say
from cli.report_options import Out, Pdf
from cli.speech import add, group

Number = Annotated[int, typer.Argument(metavar="SỐ", help="Số của hội nghị trong dondoc meetings.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    reports = group("report", "Soạn báo cáo (.docx, .xlsx, .pdf).")
    add(reports, "meeting", meeting, "Báo cáo tình hình thực hiện nhiệm vụ phục vụ một hội nghị.")
    add(reports, "summary", summary, "Tóm tắt một trang, có biểu đồ, cho Thường trực trước hội nghị.")
    report_facts.register(reports)
    report_period.register(reports)
    app.add_typer(reports)


def meeting(
    number: Number, out: Out = None, pdf: Pdf = False, home: Home = None, at: At = None, json: Json = False
) -> None:
    """Write the status report for a meeting."""
    from reports.meeting import runs

    with opened(home, at) as here, err.status("Đang soạn báo cáo…"):
        files = runs.report_meeting(here, number, out or runs.report_folder(here), with_pdf=pdf)
    if json:
        beside = {"pdf": str(files.docx.with_suffix(".pdf"))} if pdf else {}
        print_json({"docx": str(files.docx), "xlsx": str(files.xlsx), **beside})
        return
    say(f"Báo cáo: {files.docx}")
    say(f"Bảng:    {files.xlsx}")
    if pdf:
        say(f"PDF:     {files.docx.with_suffix('.pdf')}")


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

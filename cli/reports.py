"""Commands that write reports: ``report meeting``."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import err, print_json, say
from cli.speech import add, group


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    reports = group("report", "Soạn báo cáo (.docx và .xlsx).")
    reports.callback()(lambda: None)  # keeps ``meeting`` a sub-command while it is the only one
    add(reports, "meeting", meeting, "Báo cáo tình hình thực hiện nhiệm vụ phục vụ một hội nghị.")
    app.add_typer(reports)


def meeting(
    number: Annotated[
        int, typer.Argument(metavar="SỐ", help="Số của hội nghị trong dondoc meetings.", show_default=False)
    ],
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--out", metavar="DIR", help="Thư mục đặt báo cáo (mặc định: reports trong thư mục cài đặt)."),
    ] = None,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Write the status report for a meeting."""
    from reports import runs

    with opened(home, at) as here, err.status("Đang soạn báo cáo…"):
        files = runs.report_meeting(here, number, out or runs.report_folder(here))
    if json:
        print_json({"docx": str(files.docx), "xlsx": str(files.xlsx)})
        return
    say(f"Báo cáo: {files.docx}")
    say(f"Bảng:    {files.xlsx}")

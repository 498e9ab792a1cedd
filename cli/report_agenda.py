"""The command on how ready an agenda is: ``report agenda``."""

import typer

from cli.meetings import Number
from cli.options import At, Home, Json, opened
from cli.output import err, print_json
from cli.report_options import Final, IssuedNumber, Out, Pdf, issue_of, say_files
from cli.speech import add


def register(reports: typer.Typer) -> None:
    """Add the command to ``reports``."""
    add(reports, "agenda", agenda, "Tình hình chuẩn bị nội dung, tài liệu một hội nghị; việc giữa hai kỳ hội nghị.")


def agenda(
    meeting: Number,
    final: Final = False,
    number: IssuedNumber = None,
    out: Out = None,
    pdf: Pdf = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Write how ready a meeting is, with what was settled since the session before."""
    from reports.agenda import runs
    from reports.meeting.runs import report_folder

    with opened(home, at) as here, err.status("Đang soạn báo cáo…"):
        issue = issue_of(here, final, number)
        files = runs.report_agenda(here, meeting, out or report_folder(here), issue=issue, with_pdf=pdf)
    if json:
        print_json({ending: str(path) for ending, path in files.items()})
        return
    say_files(files)

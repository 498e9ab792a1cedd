"""The command that writes the report on a period: ``report period``."""

import typer

from cli.options import At, Home, Json, opened
from cli.output import err, print_json, remark
from cli.periods import PeriodCode
from cli.report_options import Final, IssuedNumber, Out, Pdf, issue_of, say_files
from cli.speech import add


def register(reports: typer.Typer) -> None:
    """Add the command to ``report``."""
    add(reports, "period", period, "Dự thảo báo cáo kỳ: kết quả, so sánh kỳ trước, nhiệm vụ trọng tâm kỳ sau.")


def period(
    code: PeriodCode,
    final: Final = False,
    number: IssuedNumber = None,
    out: Out = None,
    pdf: Pdf = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Write the report on a quarter, half year, nine months, year or month."""
    from reports.meeting.runs import report_folder
    from reports.period import runs

    with opened(home, at) as here, err.status("Đang soạn báo cáo…"):
        facts = runs.gather(here, code)
        issue = issue_of(here, final, number)
        files = runs.write_period_report(here, facts, out or report_folder(here), issue=issue, with_pdf=pdf)
    if json:
        print_json({ending: str(path) for ending, path in files.items()})
    else:
        say_files(files)
    if facts.drafts:
        remark(
            f"Còn {facts.drafts} nhiệm vụ nháp của {facts.following.label} chưa xác nhận nên chưa có trong báo cáo. "
            f"Hãy xem: dondoc tasks --state draft"
        )

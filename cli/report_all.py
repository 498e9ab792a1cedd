"""The command ``report all``: the reports of the coming meetings, of this committee or of many."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, instant, settings_of
from cli.output import print_json, progress, remark, say, show_table
from cli.report_options import Out, Pdf
from cli.speech import add

if TYPE_CHECKING:
    from reports.many.runs import CommitteeReports

Days = Annotated[int, typer.Option("--days", min=0, max=366, metavar="N", help="Hội nghị trong N ngày tới.")]
Homes = Annotated[
    Optional[Path],  # noqa: UP045 Typer reads this at run time
    typer.Option(
        "--homes",
        metavar="DIR",
        help="Thư mục chứa các thư mục cài đặt, mỗi cấp ủy một thư mục.",
        show_default=False,
    ),
]
_DAYS = 7


def register(reports: typer.Typer) -> None:
    """Add the command to ``reports``."""
    add(reports, "all", all_, "Báo cáo, tóm tắt cho mọi hội nghị sắp họp, của một hay nhiều cấp ủy.")


def all_(
    days: Days = _DAYS,
    homes: Homes = None,
    out: Out = None,
    pdf: Pdf = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Write status report and summary of every coming meeting; exit 1 when a document is missing at the end."""
    from reports.many.runs import Order, report_all
    from reports.pdf import require_libreoffice

    if pdf:
        require_libreoffice()
    settings = [settings_of(one) for one in (_homes(homes) if homes else [home])]
    order = Order(days, out, pdf)
    made = list(_with_progress(report_all(settings, instant(at, settings[0]), order), len(settings)))
    if json:
        print_json([_plain(one) for one in made])
    else:
        _show(made)
    for one in made:
        for sentence in one.remarks:
            remark(f"{one.name}: {sentence}")
    failed = [one for one in made if one.failures]
    for one in failed:
        for sentence in one.failures:
            remark(f"Chưa soạn được – {one.name or one.home}: {sentence}")
    if failed:
        raise typer.Exit(1)


def _homes(folder: Path) -> list[Path]:
    from reports.many.homes import homes_in

    return list(homes_in(folder))


def _with_progress(made: "Iterator[CommitteeReports]", total: int) -> "Iterator[CommitteeReports]":
    with progress() as bar:
        task = bar.add_task("Đang soạn báo cáo…", total=total)
        for one in made:
            bar.update(task, advance=1, description=f"Đang soạn báo cáo… {one.name}")
            yield one


def _show(made: "list[CommitteeReports]") -> None:
    rows = [(one.name, meeting.name, meeting.files[0].parent) for one in made for meeting in one.meetings]
    if not rows:
        if not any(one.failures for one in made):
            say("Không có hội nghị nào sắp họp.")
        return
    show_table(
        f"Đã soạn báo cáo, tóm tắt cho {len(rows)} hội nghị", ("Cấp ủy", "Hội nghị", "Thư mục"), rows, wide="Thư mục"
    )


def _plain(one: "CommitteeReports") -> dict[str, object]:
    return {
        "home": str(one.home),
        "code": one.code,
        "name": one.name,
        "meetings": [
            {"number": meeting.meeting, "name": meeting.name, "files": [str(path) for path in meeting.files]}
            for meeting in one.meetings
        ],
        "remarks": one.remarks,
        "failures": one.failures,
    }

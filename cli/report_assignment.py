"""The command on task slips: ``report assignment``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, progress, remark, say
from cli.report_options import Final, Out, Pdf, issue_of
from cli.speech import add

if TYPE_CHECKING:
    from reports.assignment.runs import Chosen


def register(reports: typer.Typer) -> None:
    """Add the command to ``reports``."""
    add(reports, "assignment", assignment, "Phiếu giao việc: mỗi nhiệm vụ một phiếu, đủ “6 rõ”, có chỗ ký nhận.")


def assignment(
    codes: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="[MÃ…]", help="Mã các nhiệm vụ.", show_default=False),
    ] = None,
    document: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--document", metavar="SỐ", help="Mọi việc đang giao đọc từ văn bản này.", show_default=False),
    ] = None,
    period: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--period", metavar="KỲ", help="Mọi việc đang giao của kỳ, ví dụ 2026-Q3.", show_default=False),
    ] = None,
    agency: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--agency", metavar="MÃ", help="Mọi việc đang giao của cơ quan chủ trì này.", show_default=False),
    ] = None,
    together: Annotated[
        bool,
        typer.Option("--together", help="Một tệp cho tất cả, mỗi phiếu sang trang; không có thì mỗi phiếu một tệp."),
    ] = False,
    final: Final = False,
    out: Out = None,
    pdf: Pdf = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Write the slips of tasks."""
    from reports.assignment import runs
    from reports.meeting.runs import report_folder

    with opened(home, at) as here:
        chosen = runs.choose(here, runs.Wanted(tuple(codes or ()), document, period, agency))
        folder, issue = out or report_folder(here), issue_of(here, final)
        batches = [chosen.tasks] if together and chosen.tasks else [(one,) for one in chosen.tasks]
        written = []
        with progress() as bar:
            job = bar.add_task("Soạn phiếu giao việc", total=len(batches))
            for batch in batches:
                written.append(runs.write_slips(here, batch, folder, issue=issue, with_pdf=pdf))
                bar.advance(job)
    _remark(chosen)
    if json:
        print_json(
            {
                "slips": [
                    {"tasks": [one.task.code for one in batch], **{ending: str(path) for ending, path in files.items()}}
                    for batch, files in zip(batches, written, strict=True)
                ],
                "unclear": {
                    one.task.code: [f"rõ {thing}" for thing in one.unclear] for one in chosen.tasks if one.unclear
                },
                "without_lead": list(chosen.without_lead),
            }
        )
        return
    if not chosen.tasks:
        say("Không có nhiệm vụ nào đang giao để lập phiếu.")
    for batch, files in zip(batches, written, strict=True):
        say(f"{_who(batch[0].task.code, len(batch))}: {_paths(files)}")


def _who(code: str, count: int) -> str:
    return code if count == 1 else f"{count} phiếu"


def _paths(files: dict[str, Path]) -> str:
    return ", ".join(str(path) for path in files.values())


def _remark(chosen: "Chosen") -> None:
    """Say what the signer has to fill in by hand, and what got no slip."""
    open_ends: dict[str, int] = {}
    for one in chosen.tasks:
        for thing in one.unclear:
            open_ends[thing.value] = open_ends.get(thing.value, 0) + 1
    if open_ends:
        each = ", ".join(f"{thing} ({count} phiếu)" for thing, count in open_ends.items())
        remark(f"Lưu ý: phiếu còn chỗ trống, ghi tay hoặc sửa bằng dondoc edit rồi soạn lại: {each}.")
    if chosen.without_lead:
        codes = ", ".join(chosen.without_lead)
        remark(f"Lưu ý: {len(chosen.without_lead)} nhiệm vụ chưa có cơ quan chủ trì nên không có phiếu: {codes}.")
    if chosen.drafts:
        remark(f"Lưu ý: còn {chosen.drafts} nhiệm vụ nháp chưa xác nhận (dondoc accept) nên không có phiếu.")
